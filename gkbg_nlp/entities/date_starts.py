"""Where the dates with Arabic digits begin, found by the marks that each of them holds: they are rarer than digits."""

from __future__ import annotations

import re

from gkbg_nlp.taxonomy.precompiled import compiled

_FIGURES = "0123456789"
_CENTURIES = ("19", "20")
_LONGEST = 9  # more digits are no part of a date
_MONTH_REACH = 24  # the longest month, with blanks between its digits and the 年 before it
_IN_MONTH = f"{_FIGURES} 元"
# Each pattern begins with the mark itself, so that its scan is one for a character.
_MONTH = compiled("月(?=份? {0,2}[0-9日])")  # before a day, or the 日 of one that is lost
_YEAR = compiled("年 {0,2}[0-9]{1,4} {0,2}日")  # its month is lost
_BEHIND_YEAR = {mark: compiled(rf"{re.escape(mark)}(?:(?<=(?:19|20)[0-9][0-9].)|(?<=(?:19|20)[0-9][0-9] .))") for mark in "./-"}
_BEHIND_YEAR["日"] = compiled("日(?:(?<=[0-9]{5}日)|(?<=[0-9]{5} 日)|(?<=[0-9]{5}  日))")  # all between is lost


def date_starts(text: str) -> list[tuple[int, int]]:
    """Where the digits of a year or month begin that a date can begin with, and the mark behind them, ascending.

    All forms with Arabic digits hold 月 behind a month and before a day, or 日 behind a year, or a mark behind the four digits of a year.
    """
    hits: set[tuple[int, int]] = set()
    for month in _MONTH.finditer(text):
        at = month.start()
        start, end = _run_before(text, at)
        if start < end:
            hits.add((start, at))
        floor = max(0, start - _MONTH_REACH)
        while start > floor and text[start - 1] in _IN_MONTH:
            start -= 1
        _add_year(text, start - 1, hits)
    for year in _YEAR.finditer(text):
        _add_year(text, year.start(), hits)
    for mark, pattern in _BEHIND_YEAR.items():
        if mark in text:
            for match in pattern.finditer(text):
                start, _ = _run_before(text, match.start())
                if text.startswith(_CENTURIES, start):
                    hits.add((start, match.start()))
    return sorted(hits)


def _run_before(text: str, at: int) -> tuple[int, int]:
    """Start and end of the digits that stand before ``at`` or before up to two blanks there; an empty span where none do."""
    end = at
    while end > max(0, at - 2) and text[end - 1] == " ":
        end -= 1
    start = end
    while start and text[start - 1] in _FIGURES:
        start -= 1
        if end - start > _LONGEST:
            return end, end
    return start, end


def _add_year(text: str, at: int, hits: set[tuple[int, int]]) -> None:
    """Add the year whose 年 stands at ``at``, if one does."""
    if at > 0 and text[at] == "年":
        start, end = _run_before(text, at)
        if start < end:
            hits.add((start, at))
