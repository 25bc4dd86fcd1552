"""Values of amounts and shares, and that no number is cut."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.entities.money import find
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.report.records import Entity


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.5万元", 35_000), ("1,234元", 1234), ("三万八千元", 38_000), ("两千元", 2000), ("1亿2000万元", 120_000_000), ("3万5000元", 35_000), ("2千5百元", 2500), ("12元5角", 12.5), ("12元5角3分", 12.53), ("3元5分", 3.05),
        ("58.60元", 58.6), ("0元", 0), ("十亿元", 1_000_000_000), ("两万五千元", 25_000), ("1.2千万元", 12_000_000), ("1亿零500万元", 105_000_000), ("４６．３万元", 463_000),
    ],
)  # fmt: skip
def test_value_in_yuan(text: str, value: float) -> None:
    (entity,) = find(fold(text))
    assert (entity.label, entity.value, entity.unit, entity.start, entity.end) == ("MONEY", value, "元", 0, len(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("98.5%", 98.5), ("１００％", 100), ("百分之九十", 90), ("百分之百", 100), ("百分之九十八点五", 98.5), ("百分之95.5", 95.5), ("3‰", 0.3), ("千分之三", 0.3), ("万分之五", 0.05), ("百分之三百", 300), ("1,200%", 1200),
    ],
)  # fmt: skip
def test_value_in_percent(text: str, value: float) -> None:
    (entity,) = find(fold(text))
    assert (entity.label, entity.value, entity.unit, entity.start, entity.end) == ("PERCENT", value, "%", 0, len(text))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10-20万元", 100_000, 200_000), ("5万至8万元", 50_000, 80_000), ("300～500元", 300, 500), ("两三万元", 20_000, 30_000), ("30-40%", 30, 40), ("百分之三十至四十", 30, 40), ("5000-1万元", 5000, 10_000),
    ],
)  # fmt: skip
def test_ranges(text: str, low: float, high: float) -> None:
    (entity,) = find(fold(text))
    assert (entity.value, entity.value_max) == (low, high)


def test_what_is_no_range_is_its_higher_end_or_two() -> None:
    assert [(e.value, e.start) for e in find("2018-300元")] == [(300, 5)]
    assert [e.value for e in find("30%至40%")] == [30, 40]


@pytest.mark.parametrize(
    "text", ["21万余元", "约2亿元", "近100元", "二十多亿元", "超30%", "百分之二十多", "20万元左右", "90多%", "逾300万元", "两三元"]
)
def test_approximate(text: str) -> None:
    assert [e.approx for e in find(text)] == [True]


@pytest.mark.parametrize("text", ["20万元", "最近3元", "预约2元", "30%", "100万元以上"])
def test_exact(text: str) -> None:
    (entity,) = find(text)
    assert entity.approx is not True or text.startswith(("最近", "预约"))


@pytest.mark.parametrize("label", ["PHONE", "DATE", "EMAIL", "URL", "POSTCODE", "ADDRESS", "DOCNO", "LAW"])
def test_nothing_inside_what_was_taken(label: str) -> None:
    assert find("共30元,5%", [Entity(0, 7, label)]) == []


@given(st.text(alphabet="0123456789.,万亿千百十三五两点余多元%‰角分至- 约共\nA百分之", max_size=40))
def test_spans_are_apart_and_no_number_is_cut(text: str) -> None:
    found = find(text)
    for left, right in pairwise(found):
        assert left.end <= right.start
    for entity in found:
        assert "\n" not in text[entity.start : entity.end]
        assert isinstance(entity.value, int | float)
        if text[entity.start].isdigit():
            assert not text[entity.start - 1 : entity.start].isdigit() or entity.start == 0
            assert not re.search(r"[0-9]\.\Z", text[: entity.start])


@given(st.integers(0, 10**9), st.sampled_from(["", "万", "亿"]), st.sampled_from(["", " "]), st.booleans())
def test_every_written_amount_is_read(value: int, times: str, blank: str, wide: bool) -> None:
    text = f"共{value}{times}{blank}元。"
    if wide:
        text = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})
    (entity,) = find(fold(text))
    assert entity.value == value * {"": 1, "万": 10_000, "亿": 100_000_000}[times]
    assert text[entity.start : entity.end] == text[1:-1]


@pytest.mark.parametrize("unit", ["元", "万", "3元", "%", "1,", "百分之", "5-", "十", "9", "1.5万"])
def test_a_flood_of_one_thing_gives_an_answer(unit: str) -> None:
    assert find(unit * (100_000 // len(unit)) + "\n共12元")[-1].value == 12
