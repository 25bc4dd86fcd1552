"""Which of several numbers for one indicator are said of another time than the report's year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

Period = Literal["year", "total", "other", "later"]
"""Of the report's year, of all years together, of a year before, of one behind."""
Periods = dict[int, Period]
"""By the view offset of the number; one whose sentence does not say is absent."""


def of_another_time(starts: Iterable[int], periods: Mapping[int, Period]) -> frozenset[int]:
    """The numbers among ``starts`` that are of another time.

    Where none of them is said to be of the report's year, only those of a later year are: reports name the year before by a slip of the
    pen, and their figures are the year's all the same; what is said of a year to come is a plan, or news from after the year.
    """
    said = {start: periods[start] for start in starts if start in periods}
    if "year" not in said.values():
        return frozenset(start for start, period in said.items() if period == "later")
    return frozenset(start for start, period in said.items() if period != "year")
