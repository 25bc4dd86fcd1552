"""What the search for agencies does not look at could not have been found: each short cut against the plain way."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gkbg_nlp.entities import agency_own
from gkbg_nlp.entities.agency_broken import _lines
from gkbg_nlp.entities.agency_names import Names
from gkbg_nlp.entities.agency_parts import load_parts
from gkbg_nlp.entities.agency_words import EndWords, unbarred

TEXT = st.text("张店区临江市县省州旗镇乡街道苏木财政局委办公室府党国务院，、\n ab全各本我由和的开发新经济12", max_size=24)
BEHIND = st.text("驻派办公室财政局科处股纪检组人大法制委员会支行分局，的\n1", max_size=24)


@given(
    st.dictionaries(st.text("局委办公室", min_size=1, max_size=7), st.integers(), min_size=1, max_size=12),
    st.text("局委办公室", max_size=14),
)
@settings(max_examples=300)
def test_words_of_all_lengths_are_found_at_their_end(words: dict[str, int], text: str) -> None:
    known = EndWords(words)
    for end in range(len(text) + 1):
        plain = sorted((word for word in words if text.endswith(word, 0, end)), key=len, reverse=True)
        assert known.ending_at(text, end) == [(word, words[word]) for word in plain]
        assert known.longest(text, end) == (len(plain[0]) if plain else 0)
        assert known.value(text, end) == (words[plain[0]] if plain else None)


@given(TEXT, st.sets(st.sampled_from(["青岚县", "岚水镇", "东坪乡", "柘浦"])))
@settings(max_examples=300)
def test_a_row_begins_with_what_stands_before_and_only_behind_its_characters(text: str, own: set[str]) -> None:
    names = Names(load_parts(), [name for name in own if len(name) > 2], [name for name in own if len(name) == 2])
    for end in range(len(text) + 1):
        for places_only in (False, True):
            row = names.prefix(text, end, places_only=places_only)
            before = names._before(text, end, first=not places_only)
            assert (row[0] if row else None) == before
            assert not row or text[end - 1] in names.ends
            assert names.known_start(text, end) is None or names.may_end(text, end)


@given(TEXT)
@settings(max_examples=300)
def test_fields_of_work_stand_only_behind_their_ends(text: str) -> None:
    parts = load_parts()
    for end in range(len(text) + 1):
        if parts.fields_start(text, end) < end:
            assert text[end - 2 : end] in parts.field_ends or text[end - 1 : end] in parts.field_ends


@given(BEHIND)
@settings(max_examples=300)
def test_a_name_goes_on_only_where_the_quick_look_says_so(text: str) -> None:
    parts = load_parts()
    if any(pattern.match(text) for pattern in (parts.inner, parts.branch, parts.stationed, parts.committee)):
        assert parts.goes_on.match(text)


@given(TEXT)
@settings(max_examples=300)
def test_a_run_without_a_stop_reaches_left_to_its_first_level(text: str) -> None:
    parts = load_parts()
    first = None
    for at in range(len(text) - 1, -1, -1):
        character = text[at]
        stop = (character in parts.grammar.left_stops and character not in "和与及") or character in load_parts().words["name.counted"]
        if stop or not "\u4e00" <= character <= "\u9fff":
            break
        first = at if character in "省市区县旗州镇" else first
    run = parts.open_run.search(text)
    assert (run.start() if run else None) == first


@given(st.text("关于度20年17张店区财政局信息公开政务报告总结临江市 #*(一)二〇\n。，", max_size=60))
@settings(max_examples=300)
def test_title_lines_are_those_of_one_search_over_the_head(text: str) -> None:
    parts = load_parts()
    plain = re.compile(f"(?m)^{agency_own._TITLE_LINE.pattern}")
    bodies = []
    for match in plain.finditer(text):
        body, rest = match[1], match[0][match.end(1) - match.start() :]
        if (
            not body.endswith(parts.title_ends)
            or not re.search(r"报告|年报|总结|函|公开|^$", rest)
            or not parts.title_stops.isdisjoint(body)
        ):
            continue
        if rest.strip() or agency_own._next_line_is_title(text, match.end()):
            bodies.append(body)
    assert list(agency_own._titled(text, text, parts)) == bodies


def test_a_line_that_is_too_long_for_a_title_is_none() -> None:
    longest = "2017 年度 " + "临" * 30 + " " + "年度" + "a" * 44
    assert agency_own._TITLE_LINE.match(longest) is not None
    assert len(longest) <= agency_own._LONGEST_TITLE
    assert agency_own._TITLE_LINE.match(longest + "a") is None


@given(st.lists(st.text("甲乙 a，", max_size=60), max_size=4))
@settings(max_examples=300)
def test_lines_with_blanks_are_those_of_a_search_line_by_line(lines: list[str]) -> None:
    text = "\n".join(lines)
    blank = re.compile("(?<=[甲乙]) (?=[甲乙])")
    plain = [
        (line.start(), line.end(), blanks)
        for line in re.finditer("[^\n]{40,}", text)
        if (blanks := [m.start() for m in blank.finditer(text, line.start(), line.end())])
    ]
    assert list(_lines(text)) == plain


@pytest.mark.parametrize(
    ("word", "behind", "free"),
    [
        ("局", "长", False),
        ("局", "长期公布", True),
        ("处", "在大沁他拉镇", True),
        ("处", "在地", False),
        ("办事处", "理", True),
        ("办", "法", False),
        ("办", "公布", True),
        ("部", "", True),
    ],
)
def test_what_stands_behind_a_suffix(word: str, behind: str, free: bool) -> None:
    parts = load_parts()
    ending = parts.endings.all[word]
    tail = next(tail for tail in ending.tails if tail.word == word)
    assert unbarred(word + behind, len(word), tail, parts.next_words) is free
