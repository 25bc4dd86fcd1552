"""Numbers of official papers in every form of bracket, blank and width."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.entities.docno import find
from gkbg_nlp.entities.order import MATCHERS
from gkbg_nlp.layout.fold import fold

_OPEN, _CLOSE = "〔［[(（【﹝〖", "〕］])）】﹞〗"


@given(
    st.sampled_from(["国办发", "某政办函", "粤自然资函", "皖发改"]),
    st.sampled_from(_OPEN),
    st.sampled_from(_CLOSE),
    st.integers(2000, 2029),
    st.integers(1, 9999),
    st.sampled_from(["", " ", "　"]),
    st.booleans(),
)
def test_every_bracket_and_blank(sign: str, opening: str, closing: str, year: int, number: int, blank: str, wide: bool) -> None:
    written = f"{sign}{opening}{blank}{year}{blank}{closing}{blank}{number}{blank}号"
    if wide:
        written = written.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})
    text = f"根据{written}文件，共3件"
    (entity,) = find(fold(text))
    assert text[entity.start : entity.end] == written
    assert entity.value == "".join(fold(written).split())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("(国务院令第711号)", "国务院令第711号"), ("国务院第711号令", "国务院第711号令"), ("由第711号国务院令公布", "第711号国务院令"), ("（中华人民共和国国务院令 第711号）", "中华人民共和国国务院令第711号"),
        ("和国办发〔2017〕24号", "国办发〔2017〕24号"), ("《办法》和国办发〔2017〕24号", "国办发〔2017〕24号"), ("文号 和政发〔2014〕3号", "和政发〔2014〕3号"), ("市政府办公室张政办发〔2014〕3号", "张政办发〔2014〕3号"),
    ],
)  # fmt: skip
def test_where_the_sign_begins(text: str, number: str) -> None:
    assert [e.value for e in find(fold(text))] == [number]


def test_the_laws_component_leaves_numbers_to_this_one() -> None:
    text = "《办法》(国办发〔2014〕32号)"
    assert [e.label for e in MATCHERS["gkbg_laws"](text, [])] == ["LAW"]
    assert [e.label for e in MATCHERS["gkbg_docno"](text, [])] == ["DOCNO"]


def test_a_number_is_no_date_and_no_count() -> None:
    found = MATCHERS["gkbg_docno"]("某发〔2014〕32号3件", [])
    assert [(e.start, e.end) for e in MATCHERS["gkbg_counts"]("某发〔2014〕32号3件", found)] == [(11, 13)]


@given(st.text(alphabet="国办发令第〔〕()[]201432号 公告年和》。\n", max_size=50))
def test_spans_lie_in_a_line_and_apart(text: str) -> None:
    found = find(text)
    assert all(0 <= e.start < e.end <= len(text) and "\n" not in text[e.start : e.end] for e in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize("unit", ["令", "号", "第", "〔2014〕", "国办发〔2014", "令第3", "公告2018年", "号令", "国"])
def test_a_flood_of_one_thing_gives_an_answer(unit: str) -> None:
    assert find(unit * (100_000 // len(unit)) + "\n国办发〔2014〕32号")[-1].value == "国办发〔2014〕32号"
