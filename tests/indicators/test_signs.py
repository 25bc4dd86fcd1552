"""Signs say the same however they are written for speed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.indicators.item_numbers import NUMBER
from gkbg_nlp.indicators.signs import FILE, _spread, sign
from gkbg_nlp.taxonomy.wordgroups import load_groups

WORDS = [word for words in load_groups(FILE).values() for word in words if "{" not in word or not re.search(r"\{[A-Z]\}", word)]
SPREAD = [word for word in WORDS if _spread(word) != word]
LETTERS = sorted({c for word in SPREAD for c in word if not c.isascii()} | set("0123456789,、:( "))


@pytest.mark.parametrize(
    ("word", "spread"),
    [
        ("(甲|乙)丙?", "甲丙?|乙丙?"),
        ("(甲|乙)(丙|丁)$", "甲(丙|丁)$|乙(丙|丁)$"),
        ("(甲|乙)?丙", "(甲|乙)?丙"),
        ("(甲|乙)丙|丁", "(甲|乙)丙|丁"),
        ("(甲|乙){2}", "(甲|乙){2}"),
        ("(甲)乙", "(甲)乙"),
        ("(甲|[乙丙])丁", "(甲|[乙丙])丁"),
        ("甲(乙|丙)", "甲(乙|丙)"),
    ],
)
def test_a_group_of_words_in_front_is_spread(word: str, spread: str) -> None:
    assert _spread(word) == spread


@given(st.sampled_from(SPREAD), st.text(st.sampled_from(LETTERS), max_size=24))
def test_a_spread_word_matches_the_same(word: str, text: str) -> None:
    assert [m.span() for m in re.finditer(_spread(word), text)] == [m.span() for m in re.finditer(word, text)]


@given(st.sampled_from(SPREAD), st.data())
def test_a_spread_word_matches_what_the_word_matches(word: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(word))
    assert [m.span() for m in re.finditer(_spread(word), text)] == [m.span() for m in re.finditer(word, text)]


PLAIN_NUMBER = re.compile("[\ue000-\uefff]|(?<![\\d.第])\\d+(?![\\d.]|年|月|日|号|时|%|-|\\.)")


@given(st.text(st.sampled_from("0159.第年月%- 、条公\ue000\ue005\uf000"), max_size=14), st.integers(0, 5))
def test_a_number_is_a_mark_or_stands_alone(text: str, start: int) -> None:
    assert [m.span() for m in NUMBER.finditer(text, start)] == [m.span() for m in PLAIN_NUMBER.finditer(text, start)]


UNITS = "条|件|次|个|项|人|宗|份|起|篇|场|期|家|册|人次|条次|万元|元"
PLAIN_CELL = re.compile(
    rf"(?<![^\s|:数量])(?P<n>[-+]?\d{{1,3}}(,\d{{3}})+(\.\d+)?|[-+]?\d+(\.\d+)?) ?({UNITS})?(?![^\s|,;(])",
)
CELLS = st.lists(st.sampled_from([*"0123456789-+., \t|:数量条件年;(个", "1,234", "12", "人次", "万元", "007"]), max_size=12)


@given(CELLS.map("".join))
def test_a_cell_holds_a_number_and_its_unit(text: str) -> None:
    cells = [(m["n"], m.span("n"), m.span()) for m in sign("row.cell").finditer(text)]
    assert cells == [(m["n"], m.span("n"), m.span()) for m in PLAIN_CELL.finditer(text)]
