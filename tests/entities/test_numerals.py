"""Numbers, and patterns built from words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.entities.numerals import alternation, chinese_number, guarded, number, outside, tree
from gkbg_nlp.report.records import Entity

_DIGITS = "零一二三四五六七八九"


def spoken(value: int) -> str:
    """A number as it is said: 1203 is 一千二百零三."""
    for big, word in ((100_000_000, "亿"), (10_000, "万")):
        if value >= big:
            high, low = divmod(value, big)
            return spoken(high) + word + ("" if not low else ("零" if low < big // 10 else "") + spoken(low))
    parts, zero = "", False
    for place, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            parts += ("零" if zero and parts else "") + _DIGITS[digit] + word
            zero = False
        else:
            zero = True
    return parts or "零"


@given(st.integers(min_value=1, max_value=99_999_999_999))
def test_what_is_said_is_read(value: int) -> None:
    assert chinese_number(spoken(value)) == value


@given(st.integers(min_value=0, max_value=10**12), st.booleans())
def test_arabic_round_trip(value: int, separators: bool) -> None:
    assert number(f"{value:,}" if separators else str(value)) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("两", 2), ("十", 10), ("二十三", 23), ("百", 100), ("一百零五", 105), ("二百五", 250), ("三万五", 35_000), ("三万零五", 30_005),
        ("一千三百", 1300), ("三千二百万", 32_000_000), ("一亿二千万", 120_000_000), ("二〇一七", 2017), ("二O一七", 2017), ("廿", None),
        ("十十", None), ("三二十", None), ("千百", None), ("", None), ("万", 10_000), ("五百万", 5_000_000),
    ],
)  # fmt: skip
def test_chinese_numerals(written: str, value: int | None) -> None:
    if written == "千百":
        assert chinese_number(written) == 1100  # lenient: both places are there in order
    else:
        assert chinese_number(written) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("6万", 60_000),
        ("1.2千万", 12_000_000),
        ("231.6万", 2_316_000),
        ("三点五万", 35_000),
        ("0.5", 0.5),
        ("1 862", 1862),
        ("12.", None),
        ("十点", None),
    ],
)
def test_numbers_with_multipliers(written: str, value: float | None) -> None:
    assert number(written) == value


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_none(text: str) -> None:
    assert number(text) is None or number(text) >= 0  # type: ignore[operator]
    assert chinese_number(text) is None or chinese_number(text) >= 0  # type: ignore[operator]


_WORDS = st.lists(st.text(alphabet="条次件()/ab电话", min_size=1, max_size=4), min_size=1, max_size=8, unique=True)


@given(_WORDS, st.text(alphabet="条次件()/ab电话", max_size=8))
def test_the_three_patterns_match_the_longest_word(words: list[str], text: str) -> None:
    longest = max((w for w in words if text.startswith(w)), key=len, default=None)
    for pattern in (alternation(words), guarded(words), tree(words)):
        match = re.match(pattern, text)
        assert (match[0] if match else None) == longest


def test_blanks_part_chinese_characters_only() -> None:
    for pattern in (alternation(["电话", "Tel"], blanks=True), guarded(["电话", "Tel"], blanks=True)):
        assert re.fullmatch(pattern, "电  话") and re.fullmatch(pattern, "Tel")
        assert not re.fullmatch(pattern, "T el")


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=8),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=8),
)
def test_outside_keeps_exactly_what_overlaps_nothing(a: list[tuple[int, int]], b: list[tuple[int, int]]) -> None:
    spans: list[tuple[int, int]] = []
    for start, size in sorted(b):
        if not spans or start >= spans[-1][1]:
            spans.append((start, start + size))
    entities = [Entity(start, start + size, "COUNT") for start, size in sorted(a)]
    kept = [e for e in entities if all(e.end <= s or t <= e.start for s, t in spans)]
    assert outside(entities, spans) == kept
