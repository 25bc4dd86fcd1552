"""The rule book: what it rules out never fits, and what it finds is what the rules find one by one."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.layout.classify import ends_sentence
from gkbg_nlp.layout.rulebook import book, caseless_needles
from gkbg_nlp.taxonomy.patterns import Rule, first_hit, load_rules

GROUPS = load_rules("layout.toml")
WORDS = sorted({w for rule in GROUPS["noise"] for w in caseless_needles(rule.pattern)})
LETTERS = sorted({c for g in GROUPS.values() for rule in g for c in rule.pattern.pattern if c.isprintable()} | set("0189ABabKſİ\u212a。"))
TEXT = st.lists(st.one_of(st.sampled_from(WORDS), st.text(st.sampled_from(LETTERS), max_size=8)), min_size=1, max_size=5).map("".join)
TEXT = TEXT.filter(lambda text: text and not text.isspace())


@given(TEXT)
def test_the_first_rule_of_a_group_is_found(text: str) -> None:
    rules = book()
    for group, bits in rules.groups.items():
        assert rules.hit(rules.can(text) & bits, text) == first_hit(GROUPS[group], text)


@given(TEXT.flatmap(lambda text: st.sampled_from([text, text.upper(), text.swapcase(), text.replace("s", "ſ").replace("k", "\u212a")])))
def test_noise_is_what_its_rules_find(text: str) -> None:
    rules = book()
    found = rules.fits(rules.screened(rules.can(text) & rules.noise, text), text)
    for zones, bits in rules.zones.items():
        assert rules.name(found & bits) == first_hit(tuple(r for r in GROUPS["noise"] if r.zone in zones), text)


@given(st.sampled_from(GROUPS["noise"]), st.data())
def test_a_noise_line_is_never_screened_out(rule: Rule, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(rule.pattern, fullmatch=rule.match == "full")).strip()
    rules = book()
    if text and rule.hits(text):
        assert rules.fits(rules.screened(rules.can(text) & rules.noise, text), text)


def test_letters_that_count_as_others_where_case_does_not() -> None:
    alike = {c: {chr(i) for i in range(0x3000) if re.fullmatch(c, chr(i), re.IGNORECASE)} for c in "abcdefghijklmnopqrstuvwxyz"}
    assert {c: found - {c, c.upper()} for c, found in alike.items() if len(found) > 2} == {"i": set("İı"), "k": {"\u212a"}, "s": {"ſ"}}


@given(st.text(max_size=20))
def test_a_full_stop_ends_a_sentence(text: str) -> None:
    assert first_hit(GROUPS["terminal"], f"{text}。") is not None
    assert ends_sentence(text) == (first_hit(GROUPS["terminal"], text) is not None)


def test_no_more_characters_are_kept_than_a_text_needs() -> None:
    first = book().first
    for code in range(0x4E00, 0x4E00 + 12000):
        assert first[chr(code)] == first[chr(code)]
    assert len(first) <= 1 << 13
