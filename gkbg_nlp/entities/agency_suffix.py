"""Names read from a suffix leftwards: its field of work, then the places and words of level before it."""

from __future__ import annotations

from collections.abc import Sequence

from gkbg_nlp.entities.agency_level import Mention
from gkbg_nlp.entities.agency_names import Names
from gkbg_nlp.entities.agency_parts import Parts
from gkbg_nlp.entities.agency_words import UNGUARDED, Tail, unbarred

_LONGEST_UNKNOWN_FIELD = 12
_LONGEST_LINE = 600  # as far as the marks of a line are looked for
_LEVEL_ENDS = frozenset("省市区县旗州")
_BRANCHES = ("分局", "支局")


def by_suffix(text: str, end: int, tails: Sequence[Tail], parts: Parts, names: Names) -> Mention | None:
    """The name with the longest of the suffixes that end at ``end``."""
    for tail in tails:
        base = end - tail.size
        near = text[base - 1 : base] in names.left
        if not (near or tail.lonely) or not unbarred(text, end, tail, parts.next_words):
            continue
        if text[end - 2 : end] in parts.not_end_tails and text.endswith(parts.not_ends, 0, end):
            return None
        if tail.id == "station":
            one = _station(text, end, base, parts, names)
        else:
            one = _named(text, end, tail, parts.fields_start(text, base) if near else base, parts, names)
        if one is not None:
            return one
    return None


def _named(text: str, end: int, tail: Tail, fields: int, parts: Parts, names: Names) -> Mention | None:
    """张店区体育局, 监察局, 县残疾人联合会, 公路管理署: field of work and suffix behind place or level."""
    word, kind = tail.word, tail.id
    base = end - tail.size
    row = names.prefix(text, fields)
    if not row and fields == base and not tail.lonely:
        return None
    start = row[-1][0] if row else fields
    level_only = start < fields and names.level_only(text, start, fields)
    if level_only and names.joined_left(text, start, fields):
        zone = names.zone_start(text, start, fields)
        if zone is None:
            return None
        start = zone
        level_only = names.level_only(text, start, fields)
    if masked(text, start, parts):
        return None
    placed = start < fields
    field = text[fields:base]
    if field in parts.internal_offices and (level_only or not placed):
        return None
    if kind == "ministry" and field.endswith(parts.internal_departments):
        return None
    if not placed and text[fields:end] in parts.bare_names:
        return Mention(fields, fields, end, end, kind) if _stands_alone(text, fields, parts) else None
    if kind == "federation" and text[start:fields] == "街道":
        return None
    if kind == "section" and (
        (word != UNGUARDED and not parts.section_fields.search(text, fields, end)) or parts.service_fields.search(field)
    ):
        return None
    if word == UNGUARDED:
        return Mention(start, base, end, end, "sub_district") if placed and text[start:base] != "街道" else None
    if word.endswith("委员会") and parts.committees.search(text[max(0, end - 8) : end]):
        return None
    if placed:
        if field or word in _BRANCHES or kind in ("federation", "administration") or word.endswith(("管委会", "管理委员会")):
            return Mention(start, fields, end, end, kind)
        return None
    if kind == "commission" and word == "管委会":
        return None
    if field and tail.bare and field not in parts.internal_fields:
        before = text[fields - 1 : fields]
        if (word not in _BRANCHES or not "\u4e00" <= before <= "\u9fff") and before not in parts.glued:
            return Mention(fields, fields, end, end, kind)
    return _unknown_field(text, end, base, kind, parts, names) if tail.open else None


def _station(text: str, end: int, base: int, parts: Parts, names: Names) -> Mention | None:
    """半截沟镇派出所, 东坪派出所: a station bears its town's name, often without 镇 or 街道; 各派出所 is none."""
    start = names.prefix_start(text, base, places_only=True)
    if start < base:
        return Mention(start, base, end, end, "station")
    for length in (n for n in (4, 3, 2) if n <= base):
        stem = text[base - length : base]
        if stem + "镇" not in parts.grammar.not_places and any(parts.places.is_township(stem + kind) for kind in ("镇", "乡", "街道")):
            return Mention(base - length, base - length, end, end, "station")
    return None


def _stands_alone(text: str, start: int, parts: Parts) -> bool:
    """Whether no other word hangs on the left of a bare name: 由|运管所, 、法制办, not 局|法制办."""
    before = text[start - 1 : start]
    return not "\u4e00" <= before <= "\u9fff" or before in parts.before_name


def masked(text: str, start: int, parts: Parts) -> bool:
    """Whether a form's mask stands before the name: XX市某局, 某县政府."""
    before = text[start - 1 : start]
    if before == " ":
        before = text[start - 2 : start - 1]
        return before in parts.masks and before in "xX×"  # xx 市某局, but not ** 市财政局
    return before in parts.masks and not (before == "*" and _emphasised(text, start))


def _emphasised(text: str, start: int) -> bool:
    """Whether the marks before a name are Markdown's, which come in pairs on a line; a mask does not."""
    marks = text[max(0, start - 3) : start]
    marks = marks[len(marks.rstrip("*")) :]
    before = text[max(0, start - _LONGEST_LINE) : start].rpartition("\n")[2]
    behind = text[start : start + _LONGEST_LINE].partition("\n")[0]
    return (before + behind).count(marks) % 2 == 0


def _unknown_field(text: str, end: int, base: int, kind: str, parts: Parts, names: Names) -> Mention | None:
    """A body whose field the lists lack, between a full place name and a suffix: no stop word may stand between."""
    run = parts.open_run.search(text, max(0, base - _LONGEST_UNKNOWN_FIELD), base)
    if run is None:
        return None
    for start in range(base - 1, run.start() - 1, -1):
        character = text[start]
        if character in _LEVEL_ENDS or (character == "镇" and names.township_start(text, start + 1) is not None):
            at = names.full_start(text, start + 1)
            if at is not None and base - start - 1 >= 2:
                if kind == "section" and not parts.section_fields.search(text, start + 1, end):
                    return None
                return Mention(min(names.prefix_start(text, start + 1), at), start + 1, end, end, f"{kind}.open")
    return None
