"""Characters that matches begin and end with."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.taxonomy.edges import edges
from gkbg_nlp.taxonomy.patterns import Rule, load_rules

SHIPPED = [rule for rules in load_rules("layout.toml").values() for rule in rules]
LETTERS = sorted({c for rule in SHIPPED for c in rule.pattern.pattern if c.isprintable()} | set("0189.,;:()[] \tABabKſİ\u212a。"))
TEXT = st.text(st.sampled_from(LETTERS), min_size=1, max_size=30)


def admits(rule: Rule, text: str) -> bool:
    """Whether a pair of edges lets the rule fit the text."""
    return any(
        (first is None or first.match(text[0])) and (last is None or last.match(text[-1]))
        for first, last in edges(rule.pattern, rule.match)
    )


@pytest.mark.parametrize(
    ("pattern", "match", "first", "last"),
    [
        ("甲[乙丙]?", "full", "甲", "甲乙丙"),
        ("甲?乙", "full", "甲乙", "乙"),
        ("甲?乙", "start", "甲乙", None),
        ("甲*", "start", None, None),  # fits every text
        ("甲乙", "search", None, None),
        ("^(甲|乙丙)", "search", "甲乙", None),
        ("(甲|乙)$", "search", None, "甲乙"),
        ("甲(乙|$)", "search", None, None),
        ("甲(?!乙)$", "search", None, "甲"),
        ("(?<!丙)甲+(?=乙)[乙丁]", "start", "甲", None),
    ],
)
def test_what_a_match_begins_and_ends_with(pattern: str, match: str, first: str | None, last: str | None) -> None:
    ((front, back),) = edges(re.compile(pattern), match)
    for found, wanted in ((front, first), (back, last)):
        assert found is None if wanted is None else found is not None and {c for c in "甲乙丙丁戊" if found.match(c)} == set(wanted)


def test_a_choice_is_told_arm_by_arm() -> None:
    pairs = edges(re.compile("^甲.*乙$|^丙"), "search")
    assert [(bool(first and first.match("甲")), last is not None) for first, last in pairs] == [(True, True), (False, False)]


def test_case_is_left_to_the_pattern() -> None:
    ((first, _),) = edges(re.compile("k甲", re.IGNORECASE), "full")
    assert first is not None and all(first.match(c) for c in "kK\u212a")


def test_a_pattern_of_nothing_fits_no_character() -> None:
    ((first, last),) = edges(re.compile(""), "full")
    assert first is not None and last is not None and not first.match("甲") and not last.match("甲")


def test_edges_that_are_not_known_rule_nothing_out() -> None:
    assert edges(re.compile("(?i:a)甲"), "start") == [(None, None)]
    ((first, _),) = edges(re.compile(r"(?:(甲)\1|乙)"), "full")[:1]
    assert first is not None


@given(TEXT)
def test_what_the_edges_rule_out_does_not_fit(text: str) -> None:
    for rule in SHIPPED:
        assert admits(rule, text) or not rule.hits(text)


@given(st.sampled_from(SHIPPED), st.data())
def test_what_fits_is_let_through(rule: Rule, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(rule.pattern, fullmatch=rule.match == "full"))
    if text and not text.endswith("\n") and rule.hits(text):
        assert admits(rule, text)
