"""Which clauses can state an amount: those of its subject, and of them those that hold a number or a denial. One pass tells it for all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.taxonomy.indicators import ANY_NUMBER, MONEY, IndicatorRule, load_indicators
from gkbg_nlp.taxonomy.needles import needles
from gkbg_nlp.taxonomy.screen import Screen

AMOUNTS = ("requests_received", "fees_charged_yuan", "reviews", "litigations")
_SUBJECTS = (1 << len(AMOUNTS)) - 1
DENIAL, DENIAL_FEES, DENIAL_GOES_ON, PART, SUM, COMPARED, ALL_YEARS = (1 << len(AMOUNTS) + i for i in range(7))
"""Bits of a clause's mask: it may hold a denial, a denial of fees, what goes on with a denial; the beginning of parts, a sum; words of
a comparison, of all years together."""
_ZERO = DENIAL | DENIAL_FEES | DENIAL_GOES_ON
_has_number = re.compile(rf"[{ANY_NUMBER}\d]").search

Stated = tuple[int, int, re.Pattern[str]]
"""The bit of the clauses in which a pattern can match (0: in any), its place among the rule's patterns, the pattern."""
_ANY = 0


@dataclass(frozen=True, slots=True)
class Amount:
    """One of the four indicators made ready: the patterns that count ``everywhere`` in its sections, and all of them ``at_home``, in its own.

    ``of_money``: each of them needs an amount of money.
    """

    rule: IndicatorRule
    subject: re.Pattern[str]
    bit: int
    everywhere: tuple[Stated, ...]
    at_home: tuple[Stated, ...]
    of_money: bool
    refused: re.Pattern[str]
    refused_bit: int


class Prose:
    """The clauses of a report with what each may hold.

    Attributes:
        clauses: all of the report, in order.
        masks: of each clause, which of the screened patterns can match in it.
    """

    __slots__ = ("_homes", "_subjects", "clauses", "masks")

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = clauses
        self.masks = masks = _screen().masks([c.text for c in clauses])
        homes: dict[str | None, list[int]] = {section: [] for section in _homes()}
        for i, clause in enumerate(clauses):
            if clause.section in homes and clause.role != "heading" and clause.role != "table":
                homes[clause.section].append(i)
        self._homes = homes
        self._subjects = [i for i, mask in enumerate(masks) if mask & _SUBJECTS]

    def names(self, amount: Amount, index: int) -> bool:
        """Whether clause ``index`` names the amount's subject."""
        return self.masks[index] & amount.bit != 0 and amount.subject.search(self.clauses[index].text) is not None

    def before(self, index: int) -> int:
        """The clause before ``index`` in its block, -1 where there is none."""
        clauses = self.clauses
        return index - 1 if index and clauses[index - 1].block == clauses[index].block else -1

    def of(self, amount: Amount) -> Iterator[tuple[int, bool, bool]]:
        """``(index, names its subject, holds a number)`` of the clauses that can state the amount or say that what follows is a part.

        Away from its own chapter only what names the subject, or stands right behind it in its block, can state an amount.
        """
        clauses, masks, sections = self.clauses, self.masks, amount.rule.sections
        search, bit = amount.subject.search, amount.bit
        named = {i for i in self._subjects if masks[i] & bit and search(clauses[i].text)}
        near = {i for i in named if _is_prose(clauses[i], sections)}
        near |= {i + 1 for i in near if i + 1 < len(clauses) and clauses[i + 1].block == clauses[i].block}
        for i in sorted(near.union(self._homes[sections[0]])):
            counted = _has_number(clauses[i].text) is not None
            if counted or masks[i] & (_ZERO | PART):
                yield i, i in named, counted


def _is_prose(clause: Clause, sections: Sequence[str]) -> bool:
    return clause.section in sections and clause.role != "heading" and clause.role != "table"


def amounts() -> tuple[Amount, ...]:
    """The four amounts."""
    return _made()[1]


def _screen() -> Screen:
    return _made()[0]


@cache
def _homes() -> tuple[str, ...]:
    return tuple(dict.fromkeys(a.rule.sections[0] for a in amounts()))


@cache
def _made() -> tuple[Screen, tuple[Amount, ...]]:
    """The screen of what is looked for in every clause, and the amounts with their bits in it."""
    known = load_indicators()
    rules = [known.rules[name] for name in AMOUNTS]
    patterns = [rule.zero for rule in rules if rule.zero is not None]
    assert len(patterns) == len(AMOUNTS), "an amount has a subject"
    patterns += [known.words["denial"], known.words["denial_fees"], sign("topic_only"), sign("part"), sign("sum")]
    patterns += [known.words["comparison"], known.words["cumulative"]]
    out = []
    for i, rule in enumerate(rules):
        everywhere = []
        for order, pattern in enumerate(rule.positive):
            words = needles(pattern)
            if words is None or min(map(len, words)) == 1:  # a word of one character is found too often to be worth asking for
                everywhere.append((_ANY, order, pattern))
                continue
            everywhere.append((1 << len(patterns), order, pattern))
            patterns.append(pattern)
        home = [(_ANY, order, pattern) for order, pattern in enumerate(rule.home, len(rule.positive))]
        of_money = all(MONEY in pattern.pattern for _, _, pattern in everywhere + home)
        refused = 1 << len(patterns), sign(f"not.{rule.id}")
        patterns.append(refused[1])
        out.append(Amount(rule, patterns[i], 1 << i, tuple(everywhere), tuple(everywhere + home), of_money, refused[1], refused[0]))
    return Screen(patterns), tuple(out)
