"""Towns named without their government: bodies where they act, places elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from gkbg_nlp.entities.agency_level import Mention
from gkbg_nlp.entities.agency_names import Names
from gkbg_nlp.entities.agency_parts import Parts

_MOST_IN_LIST = 8
_JOINERS = ("、", "和", "与", "及")


def acts(text: str, start: int, end: int, parts: Parts, names: Names, towns: frozenset[str]) -> bool:
    """Whether the town is a body here: the report's own town, one that does something, or one in a row with a town that does."""
    grammar = parts.grammar
    if text.startswith(grammar.place_behind, end):
        return False
    if text[start:end] in towns:
        return True
    first, last = _row(text, start, end, parts, names)
    if text.endswith(grammar.acts_before, 0, first):
        return True
    behind = last + (text[last : last + 1] == " ")  # a year may be set off by a blank
    if last > end or first < start:  # 拔山镇、白石镇等6个乡镇还把名单张榜: what the row does each of its towns does
        match = parts.and_others.match(text, last)
        behind = match.end() if match else behind
    return text.startswith(grammar.acts_behind, behind)


def may_be_joined(text: str, start: int, end: int, parts: Parts) -> bool:
    """Whether a body beside the town would make it one too: 县民政局和共和镇, not 在共和镇和县民政局."""
    joined = text[start - 1 : start] in _JOINERS or text[end : end + 1] in _JOINERS
    return joined and not text.startswith(parts.grammar.place_behind, end) and not text.endswith(parts.town_at, 0, start)


def joined(towns: Iterable[Mention], bodies: Iterable[Mention], text: str) -> list[Mention]:
    """The towns that a joiner ties to a body: 和 and 、 join like with like."""
    starts, ends = set(), set()
    for body in bodies:
        starts.add(body.start)
        ends.add(body.end)
    return [
        t for t in towns if (t.end + 1 in starts and text[t.end] in _JOINERS) or (t.start - 1 in ends and text[t.start - 1] in _JOINERS)
    ]


def _row(text: str, start: int, end: int, parts: Parts, names: Names) -> tuple[int, int]:
    """The start and end of the row of towns (甘霖镇、崇仁镇) that the town stands in."""
    for _ in range(_MOST_IN_LIST):
        match = parts.next_town.match(text, end)
        if match is None or names.township_start(text, match.end()) != match.start() + 1:
            break
        end = match.end()
    for _ in range(_MOST_IN_LIST):
        if text[start - 1 : start] not in ("、", "和", "与") or text[start - 2 : start - 1] not in ("镇", "乡", "道"):
            break
        before = names.township_start(text, start - 1)
        if before is None:
            break
        start = before
    return start, end
