"""A pattern taken apart asks of a text what the whole pattern asks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.taxonomy.alternatives import arms, needed, plain, splits
from gkbg_nlp.taxonomy.sections import load_sections


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("甲|乙", ["甲", "乙"]),
        ("(甲|乙)丙|丁", ["(甲|乙)丙", "丁"]),
        (r"[|]甲|[]|]|[^]|]|\||乙\\|丙", ["[|]甲", "[]|]", "[^]|]", r"\|", r"乙\\", "丙"]),
        (r"[\]|]|\[|甲", [r"[\]|]", r"\[", "甲"]),
        ("甲|", ["甲", ""]),
        ("", [""]),
    ],
)
def test_arms(pattern: str, parts: list[str]) -> None:
    assert arms(pattern) == parts


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("监督", {"监督"}),
        ("(政府)?网站(建设)?", {"网站"}),
        ("(甲|乙)(的)?丙", {"甲丙", "乙丙", "甲的丙", "乙的丙"}),
        ("其[他它]", {"其他", "其它"}),
        ("(?:甲)?(乙|丙丁)?戊", {"戊"}),
        ("甲{1}乙", {"甲乙"}),
        ("^甲", None),
        ("甲(?!乙)", None),
        ("(?<!乙)甲", None),
        ("甲.?乙", None),
        ("甲*", None),
        ("[^甲]乙", None),
        ("甲|", None),
        ("(?i:甲)乙", None),
        (r"甲\b", None),
    ],
)
def test_words_that_are_enough(pattern: str, words: set[str] | None) -> None:
    assert plain(pattern) == words


@pytest.mark.parametrize("pattern", [r"(甲|乙)\1", "(?P<x>甲)(?P=x)", "(甲)?(?(1)乙|丙)"])
def test_patterns_whose_groups_are_spoken_of_are_left_whole(pattern: str) -> None:
    assert not splits(re.compile(pattern))


def test_patterns_with_flags_are_left_whole() -> None:
    assert not splits(re.compile("a|b", re.IGNORECASE)) and not splits(re.compile("(?s)a.|b"))


@pytest.mark.parametrize(
    ("pattern", "sets"),
    [
        ("围绕.{0,9}公开", [{"围绕"}, {"公开"}]),
        ("其[他它](的)?(甲|乙)+", [{"其他", "其它"}, {"甲", "乙"}]),
        ("甲?(乙丙|丁)", [{"乙丙", "丁"}]),
    ],
)
def test_sets_of_words_that_are_needed(pattern: str, sets: list[set[str]]) -> None:
    found = needed(re.compile(pattern))
    assert all(one in found for one in sets)


def test_nothing_is_needed() -> None:
    assert needed(re.compile(r"\d+")) == [] == needed(re.compile("甲|"))


SHIPPED = [w.pattern for s in load_sections().all for w in s.wordings]
LETTERS = sorted({c for p in SHIPPED for c in p.pattern if not c.isascii()} | set("0123456789.,;:()ABab"))
OWN = [
    re.compile(p)
    for p in ("(甲|乙)?丙(丁)?|戊.{0,2}己|(?:庚{2}|辛)壬", "甲丙?乙|乙$|^丙", "(甲|(乙|丙)丁)戊?己|[甲乙][丙丁]", "(甲)?乙+?丙|丁(?=戊)")
]


def check(pattern: re.Pattern[str], text: str) -> None:
    found = []
    for arm in arms(pattern.pattern):
        words = plain(arm)
        search = re.compile(arm).search(text) is not None
        if words is not None:
            assert search == any(word in text for word in words), arm
        elif search:
            assert all(any(word in text for word in must) for must in needed(re.compile(arm))), arm
        found.append(search)
    assert any(found) == (pattern.search(text) is not None)


@given(st.sampled_from([*SHIPPED, *OWN]), st.data())
def test_arms_of_what_matches(pattern: re.Pattern[str], data: st.DataObject) -> None:
    check(pattern, data.draw(st.from_regex(pattern)))


@given(st.sampled_from(SHIPPED), st.text(st.sampled_from(LETTERS), max_size=20))
def test_arms_of_any_text(pattern: re.Pattern[str], text: str) -> None:
    check(pattern, text)


@given(st.sampled_from(OWN), st.text("甲乙丙丁戊己庚辛壬", max_size=12))
def test_arms_of_small_patterns(pattern: re.Pattern[str], text: str) -> None:
    check(pattern, text)
