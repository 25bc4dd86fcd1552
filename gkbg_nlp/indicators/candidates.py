"""The values that were read for an indicator and did not win, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import UNSET

from gkbg_nlp.report.records import Candidate, Indicator

REASONS = {
    "table": "The statistics table states the value, and for this indicator it goes before prose.",
    "prose": "Prose states the value, and for this indicator it goes before a table, which may be of another scope.",
    "chapter": "The winner stands in the chapter on this subject, or in one nearer to it.",
    "period": "The winner is said of the report's year, or of no other; this one of another year or of all years together.",
    "wording": "The winner's wording states the year's whole more plainly.",
    "denied": "A number that the text states goes before a zero that it implies.",
    "first": "The winner is as plain and stands first.",
    "total": "The winner is what the channels add up to, or the plainest total of the year.",
    "part": "Not a member of the list of channels that was read.",
}
"""Why a value lost, by id."""
_MOST = 8  # a report may state dozens of numbers of items; the first are enough to see what was weighed


def add(indicator: Indicator, losers: Iterable[tuple[Indicator, str]]) -> None:
    """Note the losers of ``indicator`` with the id of their reason; what says the same value is left out."""
    seen: list[tuple[object, object]] = []
    noted: list[Candidate] = []
    for loser, reason in losers:
        if loser.value != indicator.value and (loser.value, loser.evidence) not in seen and len(noted) < _MOST:
            seen.append((loser.value, loser.evidence))
            noted.append(Candidate(loser.value, loser.evidence, loser.rule, REASONS[reason]))
    if noted:
        indicator.candidates = noted if indicator.candidates is UNSET else [*indicator.candidates, *noted]
