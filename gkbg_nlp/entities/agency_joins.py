"""What of the names found is kept: the longest ones, and two that are one body's (a ministry with its outpost) as one."""

from __future__ import annotations

from collections.abc import Iterable

from gkbg_nlp.entities.agency_level import Mention
from gkbg_nlp.entities.agency_names import Names

_OF_STATE = ("部", "总局", "署")
_BUREAUS = ("bureau", "department", "commission")


def longest(found: Iterable[Mention]) -> list[Mention]:
    """The names of which none overlaps another, in the order of the text: of two that do the longer one."""
    best: list[Mention] = []
    for one in sorted(found, key=lambda c: (c[0], -c[3])):
        if best and one.start < best[-1].end:
            if one.end <= best[-1].end or one.end - one.start <= best[-1].end - best[-1].start:
                continue
            best.pop()
        best.append(one)
    return best


def whole_bodies(found: Iterable[Mention], text: str, names: Names) -> list[Mention]:
    """The bodies in the order of the text, with what is one name made one: 水利部|太湖流域管理局, 区政府|财政局.

    Names that a place of its own opens (国务院|山东省政府) and two of the state's (中办|国办) stay two.
    """
    whole: list[Mention] = []
    for one in found:
        last = whole[-1] if whole else None
        if last is not None and last.end == one.start and _one_name(text, last, one, names):
            whole[-1] = last._replace(end=one.end, rule=last.rule.removesuffix(".section") + ".section")
            continue
        whole.append(one)
    return whole


def _one_name(text: str, first: Mention, second: Mention, names: Names) -> bool:
    if first.rule == "fixed" and text.endswith(_OF_STATE, 0, first.end):
        placed = any(kind in ("place", "level", "country") for start, _, kind in names.prefix(text, second.base) if start >= second.start)
        return not placed and second.rule.startswith((*_BUREAUS, "title", "section"))
    return (
        first.rule == "organ" and text.endswith("政府", 0, first.end) and second.start == second.base and second.rule.startswith(_BUREAUS)
    )
