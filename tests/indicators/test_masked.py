"""Sentences and clauses of masked text: their characters, numbers and places."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.indicators.clauses import Masked
from gkbg_nlp.indicators.fuller import _LAST, _NUMBER, _read_by_prose, _screen
from gkbg_nlp.indicators.sentences import clauses_of, split_sentences
from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Block, Entity
from gkbg_nlp.taxonomy.indicators import COUNT_MARK, MARK_END, MONEY_MARK
from gkbg_nlp.taxonomy.needles import needles

LINES = st.lists(st.text(st.sampled_from("公开12件3万元申请,;。!? *#_\ue000"), max_size=25), max_size=4)


def make(lines: list[str]) -> tuple[View, list[Block], list[Entity]]:
    """A view of one block a line, in which each digit with what follows it is a number."""
    text = "\n".join(lines)
    spans, start = [], 0
    for line in lines:
        spans.append((start, start + len(line)))
        start += len(line) + 1
    view = View(text, spans, ())
    found = [
        Entity(m.start(), m.end(), "MONEY" if m[0].endswith("元") else "COUNT", value=int(m[1]), unit=m[2])
        for m in re.finditer(r"(\d+) ?(件|万元|)", view.text)
    ]
    roles = ("paragraph", "heading", "title", "table")
    return view, [Block(a, b, roles[k % 4], None, "requests") for k, (a, b) in enumerate(spans)], found  # type: ignore[arg-type]


@given(LINES)
def test_each_character_has_its_place_and_each_number_its_entity(lines: list[str]) -> None:
    view, blocks, found = make(lines)
    sentences = split_sentences(view, blocks, found)
    clauses = clauses_of(sentences)
    assert clauses == [clause for one in sentences for clause in one.parts]
    seen = []
    for clause in clauses:
        assert len(clause.places) == len(clause.text) > 0
        assert blocks[clause.block].role == clause.role != "title"
        assert not set(clause.text) & set(",;。!?\n *#_")
        for index, (letter, place) in enumerate(zip(clause.text, clause.places, strict=True)):
            entity = clause.entity(index)
            assert clause.span(index, index + 1) == ((entity.start, entity.end) if entity else (place, place + 1))
            if entity is None:
                assert letter == (view.text[place] if view.text[place] != "\ue000" else "\ufffd")
            else:
                seen.append((entity.start, entity.label))
                assert (COUNT_MARK <= ord(letter) < MONEY_MARK) == (entity.label == "COUNT")
    read = [(e.start, e.label) for e in found if blocks[view.block_at(e.start)].role != "title"]
    assert seen == read
    # what no clause holds is a separator or a blank, or stands in a block that is not read
    held = {place for clause in clauses for place in clause.places}
    inside = {place for e in found for place in range(e.start, e.end)}
    for place, letter in enumerate(view.text):
        if letter not in ",;。!?\n *#_" and place not in held | inside:
            assert blocks[view.block_at(place)].role == "title"


@given(LINES)
def test_a_sentence_joins_its_clauses_by_commas(lines: list[str]) -> None:
    view, blocks, found = make(lines)
    for sentence in split_sentences(view, blocks, found):
        assert sentence.text == ",".join(clause.text for clause in sentence.parts)
        assert {clause.sentence for clause in sentence.parts} == {sentence.number}
        assert len(sentence.clause.places) == len(sentence.text)
        places = sentence.clause.places
        assert places == sorted(places)
        for index, letter in enumerate(sentence.text):
            assert sentence.entity(index) is sentence.clause.entity(index)
            if letter != ",":
                assert sentence.span(index, index + 1) == sentence.clause.span(index, index + 1)
        masked = sentence.masked
        assert sentence.first == masked.offset(sentence.block, places[0])
        for place in range(view.bounds[sentence.block], view.bounds[sentence.block] + len(lines[sentence.block])):
            plain = sentence.text[: sum(one <= place for one in places)]
            assert sentence.upto(masked.offset(sentence.block, place)) == plain


def test_more_numbers_than_marks() -> None:
    view, _, found = make(["公开1件," * 5000])
    masked = Masked(view, found)
    line = masked.lines[0]
    assert line.count("\ue000") == 1
    assert ord(max(line)) == COUNT_MARK + MARK_END - MONEY_MARK
    assert len(masked.places(0)) == len(line)
    assert masked.numbers[0] == found
    assert [masked.offset(0, found[k].start) for k in (0, 2000, 2500)] == [4 * k + 2 for k in (0, 2000, 2500)]


def test_a_number_that_would_leave_its_block_ends_with_it() -> None:
    view = View("甲1\n乙", [(0, 2), (3, 4)], ())
    masked = Masked(view, [Entity(1, 4, "COUNT", value=1, unit="件")])
    assert masked.lines == ["甲\ue000", "乙", ""]


@given(st.text(st.sampled_from("公开,12\ue000\uf001、"), max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_the_last_comma_or_number(text: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    plain = max(text.rfind(",", start, end) + 1, max((m.end() for m in _NUMBER.finditer(text, start, end)), default=start))
    last = _LAST.match(text, start, end)
    assert (last.end() if last is not None else start) == plain


def test_the_screen_says_exactly_which_gates_are_open() -> None:
    for rule in _read_by_prose():
        assert needles(re.compile("|".join(rule.gate))) == frozenset(rule.gate)
    for order, rule in enumerate(_read_by_prose()):
        for word in rule.gate:
            assert _screen().mask(f"甲{word}乙") >> order & 1
