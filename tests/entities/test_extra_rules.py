"""Every rule of the extra labels with its own examples, positive and negative, on the shipped matchers."""

from __future__ import annotations

import re

import pytest

from gkbg_nlp.entities.order import MATCHERS
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.extra import ExtraRule, load_extra

_MATCHER = {"DOCNO": "gkbg_docno", "MONEY": "gkbg_money", "PERCENT": "gkbg_money", "MENTION": "gkbg_mentions"}
RULES = tuple(load_extra().rules.values())


def spans(rule: ExtraRule, text: str) -> list[tuple[str, str]]:
    """What all matchers up to the rule's own find of its label, as (rule, text)."""
    found: list[Entity] = []
    for name, find in MATCHERS.items():
        found.extend(find(fold(text), found))
        if name == _MATCHER[rule.label]:
            break
    return [(e.rule, text[e.start : e.end]) for e in found if e.label == rule.label]


@pytest.mark.parametrize(("rule", "example"), [(r, e) for r in RULES for e in r.yes], ids=lambda x: getattr(x, "id", None))
def test_what_a_rule_finds(rule: ExtraRule, example: str) -> None:
    wanted = re.findall(r"\{([^}]*)\}", example)
    found = spans(rule, re.sub(r"[{}]", "", example))
    assert [text for _, text in found] == wanted
    assert {name for name, _ in found} == {rule.id}


@pytest.mark.parametrize(("rule", "example"), [(r, e) for r in RULES for e in r.no], ids=lambda x: getattr(x, "id", None))
def test_what_a_rule_leaves(rule: ExtraRule, example: str) -> None:
    assert spans(rule, example) == []


def test_every_rule_has_examples_that_can_fail() -> None:
    assert all(len(r.no) >= 10 and r.yes for r in RULES)
    assert {r.label for r in RULES} == set(_MATCHER)
