"""Which clauses can state an amount: those of its own chapter, and elsewhere those that name its subject, with the clauses behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.taxonomy.indicators import MONEY, IndicatorRule, load_indicators
from gkbg_nlp.taxonomy.needles import needles
from gkbg_nlp.taxonomy.precompiled import compiled

AMOUNTS = ("requests_received", "fees_charged_yuan", "reviews", "litigations")


@dataclass(frozen=True, slots=True)
class Amount:
    """One of the four indicators made ready.

    Attributes:
        subject: what names it.
        patterns: what states it, each with its place among the rule's patterns, by where a clause stands that can match it: in the
            amount's own chapter or not, naming the subject or not.
        of_money: each pattern needs an amount of money.
        refused: beside this a number is of another matter.
    """

    rule: IndicatorRule
    home: str
    subject: re.Pattern[str]
    patterns: Mapping[tuple[bool, bool], Sequence[tuple[int, re.Pattern[str]]]]
    of_money: bool
    refused: re.Pattern[str]


class Prose:
    """The clauses of a report, and which of them are of which amount. ``clauses`` are all, in order."""

    __slots__ = ("_homes", "_subjects", "clauses")

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = clauses
        search = _subjects().search
        self._subjects = [i for i, clause in enumerate(clauses) if search(clause.text)]
        homes: dict[str | None, list[int]] = {amount.home: [] for amount in amounts()}
        for i, clause in enumerate(clauses):
            if clause.section in homes and clause.role != "heading" and clause.role != "table":
                homes[clause.section].append(i)
        self._homes = homes

    def before(self, index: int) -> Clause | None:
        """The clause before ``index`` in its block."""
        clauses = self.clauses
        return clauses[index - 1] if index and clauses[index - 1].block == clauses[index].block else None

    def of(self, amount: Amount) -> list[tuple[int, bool]]:
        """The clauses that can state the amount, in order, each with whether it names the subject."""
        clauses, sections, search = self.clauses, amount.rule.sections, amount.subject.search
        named: dict[int, bool] = {}
        for i in self._subjects:
            clause = clauses[i]
            if clause.section in sections and clause.role != "heading" and clause.role != "table" and search(clause.text):
                named[i] = True
                if i + 1 < len(clauses) and clauses[i + 1].block == clause.block:
                    named.setdefault(i + 1, False)  # its section and its role are the block's
        for i in self._homes[amount.home]:
            named.setdefault(i, False)
        return sorted(named.items())


@cache
def _subjects() -> re.Pattern[str]:
    """One pattern for the subjects of all amounts."""
    return compiled("|".join(amount.subject.pattern for amount in amounts()))


@cache
def amounts() -> tuple[Amount, ...]:
    """The four amounts."""
    return tuple(_amount(load_indicators().rules[name]) for name in AMOUNTS)


def _amount(rule: IndicatorRule) -> Amount:
    subject = rule.zero
    assert subject is not None, "an amount has a subject"
    every = tuple(enumerate((*rule.positive, *rule.home)))
    unnamed = tuple(one for one in every if not _needs(one[1], subject))
    away = len(rule.positive)
    patterns = {
        (True, True): every,
        (True, False): unnamed,
        (False, True): every[:away],
        (False, False): tuple(one for one in unnamed if one[0] < away),
    }
    of_money = all(MONEY in pattern.pattern for _, pattern in every)
    return Amount(rule, rule.sections[0], subject, patterns, of_money, sign(f"not.{rule.id}"))


def _needs(pattern: re.Pattern[str], subject: re.Pattern[str]) -> bool:
    """Whether all that ``pattern`` can match names the subject, which is a choice of plain words: it needs not be tried elsewhere."""
    words = needles(pattern)
    return words is not None and all(map(subject.search, words))
