"""Requests, fees, reviews and litigations: of what the clauses say of each, the value that counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gkbg_nlp.indicators import candidates
from gkbg_nlp.indicators.amount_clauses import AMOUNTS, Prose, amounts
from gkbg_nlp.indicators.amount_readings import Reading, readings
from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.indicators.periods import Period, of_another_time
from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Indicator
from gkbg_nlp.taxonomy.indicators import IndicatorRule

__all__ = ["AMOUNTS", "read_amounts"]

_ELSEWHEN = 1000  # behind every rank of its own


def read_amounts(
    clauses: Sequence[Clause], view: View, tabled: dict[str, Indicator], periods: Mapping[int, Period]
) -> dict[str, Indicator]:
    """The four amounts as far as prose states them; of ``tabled`` (what the tables say) the official case numbers win.

    Of several numbers one of another of the ``periods`` than the report's year comes last.
    """
    prose = Prose(clauses)
    out = {}
    for amount in amounts():
        ranked = _ranked(readings(amount, prose), periods)
        if not ranked:
            continue
        rule, first = amount.rule, ranked[0]
        if rule.id in tabled:
            one, losers = tabled[rule.id], [(r, "table") for r in ranked]
        else:
            one = out[rule.id] = _indicator(rule, first, view)
            losers = [(r, _why(first, r)) for r in ranked[1:]]
        candidates.add(one, [(_indicator(rule, r, view), why) for r, why in losers if r.value != one.value])
    return out


def _ranked(found: list[Reading], periods: Mapping[int, Period]) -> list[Reading]:
    """The readings, the best first; none of a year to come."""
    found = [r for r in found if periods.get(r.span[0]) != "later"]
    if len(found) < 2:
        return found
    late = of_another_time([r.span[0] for r in found], periods)
    for reading in found:
        reading.rank += _ELSEWHEN * (reading.span[0] in late)
    found.sort(key=lambda r: (r.rank, r.span[0]))
    return found


def _indicator(rule: IndicatorRule, reading: Reading, view: View) -> Indicator:
    span = view.source_start(reading.span[0]), view.source_end(reading.span[1])
    one = Indicator(reading.value, rule.unit, [span], f"indicators.{rule.id}.{reading.rule}")
    if reading.approx:
        one.approx = True
    return one


def _why(winner: Reading, loser: Reading) -> str:
    """The id of the reason why the loser lost."""
    if winner.rank == loser.rank:
        return "first"
    if loser.rank >= _ELSEWHEN > winner.rank:
        return "period"
    if (winner.rank + 2) // 10 < (loser.rank + 2) // 10:  # a chapter is worth ten, words of the whole year two
        return "chapter"
    return "denied" if loser.rule in ("denied", "bare_denial") and winner.rule != loser.rule else "wording"
