"""Every documented rule with its own examples, positive and negative, on the shipped matchers in their order.

The rules of indicators need the whole pipeline: tests/indicators/test_rules.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from gkbg_nlp.entities.order import MATCHERS
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.extra import EXTRA_LABELS, load_extra
from gkbg_nlp.taxonomy.rules import INDICATOR, LEAST_NEGATIVES, Rule, load_rules

RULES = [r for r in load_rules().values() if r.label != INDICATOR]


def of_label(rule: Rule, text: str) -> list[Entity]:
    """What all matchers find of the rule's label, in the order of the text; a rule that is off would be left out later."""
    found: list[Entity] = []
    for find in MATCHERS.values():
        found.extend(find(fold(text), found))
    return sorted((e for e in found if e.label == rule.label), key=lambda e: (e.start, -e.end))


def spans(rule: Rule, text: str) -> list[str]:
    """The texts that the rule finds; of an entry for a form those of its whole label."""
    return [text[e.start : e.end] for e in of_label(rule, text) if rule.any or rule.covers(e.rule)]


def examples(get: Callable[[Rule], tuple[str, ...]]) -> list[Any]:
    """Each example with its rule, named by the rule's id and its number."""
    return [pytest.param(rule, example, id=f"{rule.id} {n}") for rule in RULES for n, example in enumerate(get(rule), 1)]


@pytest.mark.parametrize(("rule", "example"), examples(lambda r: r.yes))
def test_what_a_rule_finds(rule: Rule, example: str) -> None:
    assert spans(rule, re.sub(r"[{}]", "", example)) == re.findall(r"\{([^}]*)\}", example)


@pytest.mark.parametrize(("rule", "example"), examples(lambda r: r.no))
def test_what_a_rule_leaves(rule: Rule, example: str) -> None:
    assert spans(rule, example) == []


@pytest.mark.parametrize("rule", [load_rules()[name] for name in load_extra().rules], ids=lambda r: r.id)
def test_an_extra_label_is_found_by_the_rule_alone(rule: Rule) -> None:
    """Of DOCNO, MONEY, PERCENT and MENTION the examples say what the whole label finds, so that one rule does not do another's work."""
    for example in rule.yes:
        text = re.sub(r"[{}]", "", example)
        found = of_label(rule, text)
        assert [text[e.start : e.end] for e in found] == re.findall(r"\{([^}]*)\}", example)
        assert {e.rule for e in found} == {rule.id}
    for example in rule.no:
        assert of_label(rule, example) == []


def test_every_rule_has_examples_that_can_fail() -> None:
    assert all(len(r.no) >= LEAST_NEGATIVES and r.yes for r in RULES)
    assert {r.label for r in RULES} >= {*EXTRA_LABELS, "PHONE", "FAX", "EMAIL", "URL", "POSTCODE", "ADDRESS", "LAW", "DATE"}


def test_no_negative_is_a_positive_of_its_rule() -> None:
    assert [r.id for r in RULES if {re.sub(r"[{}]", "", e) for e in r.yes} & set(r.no)] == []
