"""What stands right behind a body's name and belongs to it: a named section, an outpost, a stationed group, a committee."""

from __future__ import annotations

from gkbg_nlp.entities.agency_names import Names
from gkbg_nlp.entities.agency_parts import Parts

_ASSEMBLIES = ("人大", "人大常委会", "人民代表大会", "人民代表大会常务委员会", "政协")


def name_end(text: str, end: int, parts: Parts, names: Names) -> int:
    """The end of the whole name: 张店区体育局|办公室, 州生态环境局|建水分局|办公室, 省纪委|驻厅纪检组."""
    for _ in range(2):
        if parts.goes_on.match(text, end) is None:  # most often what follows is no name's rest
            break
        longer = _inner_end(text, end, parts, names) or _branch_end(text, end, parts, names) or _own_end(text, end, parts)
        if longer is None:
            break
        end = longer
    return end


def _inner_end(text: str, end: int, parts: Parts, names: Names) -> int | None:
    """The end of a section's name that stands right behind a body's, ``None`` where there is none."""
    match = parts.inner.match(text, end)
    if match is None:
        return None
    middle, start = match[1], match.start(2)
    if not middle:
        return match.end() if match[2] not in parts.weak_sections else None
    if parts.fields_start(text, start - 3 * middle.endswith("委员会")) == end:  # 市委|保密委员会办公室
        return match.end()
    if match[2] in parts.placed_sections and names.prefix_start(text, parts.fields_start(text, start)) <= end:
        return match.end()
    if match[2] in ("分局", "支局") and parts.places.longest_short_ending_at(text, start) == end:
        return match.end()
    return None


def _branch_end(text: str, end: int, parts: Parts, names: Names) -> int | None:
    """The end of a branch (驻海门办事处, 舒兰市支行) right behind a body's name."""
    match = parts.branch.match(text, end)
    if match is None:
        return None
    seat, branch = match.start(1), match.start(2)
    placed = any(part[0] == seat for part in names.prefix(text, branch, places_only=True))  # 国家统计局 is a name of the state too
    named = placed or parts.fields_start(text, branch) == seat
    return match.end() if named else None


def _own_end(text: str, end: int, parts: Parts) -> int | None:
    """The end of what only some bodies have: a discipline commission's group in a bureau, an assembly's special committee."""
    if text.startswith(("驻", "派驻"), end):
        match = parts.stationed.match(text, end)
        return match.end() if match else None
    if text.endswith(_ASSEMBLIES, 0, end):
        match = parts.committee.match(text, end)
        return match.end() if match and parts.fields_start(text, match.start(2)) == end else None
    return None
