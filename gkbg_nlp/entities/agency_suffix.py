"""Names read from a suffix leftwards: its field of work, then the places and words of level before it."""

from __future__ import annotations

from collections.abc import Sequence

from gkbg_nlp.entities.agency_level import Mention
from gkbg_nlp.entities.agency_names import Names
from gkbg_nlp.entities.agency_parts import Parts
from gkbg_nlp.entities.agency_words import BARE, BARE_NAME, BRANCH, OPEN, PLACED, PROPER, UNGUARDED, Tail, unbarred

_LONGEST_UNKNOWN_FIELD = 12
_LONGEST_LINE = 600  # as far as the marks of a line are looked for
_LEVEL_ENDS = frozenset("省市区县旗州")


def by_suffix(text: str, end: int, tails: Sequence[Tail], parts: Parts, names: Names) -> Mention | None:
    """The name with the longest of the suffixes that end at ``end``."""
    one: Mention | None
    for tail in tails:
        base = end - tail.size
        before = text[base - 1 : base]
        field = text[base - 2 : base] in parts.field_ends or before in parts.field_ends
        near = field or before in names.ends
        if not (near or tail.lonely) or (text[end : end + 1] in tail.after and not unbarred(text, end, tail, parts.next_words)):
            continue
        if text[end - 2 : end] in parts.not_end_tails and text.endswith(parts.not_ends, 0, end):
            return None
        if tail.id == "station":
            one = _station(text, end, base, parts, names)
        elif near:
            one = _named(text, end, parts.fields_start(text, base) if field else base, tail, parts, names)
        else:
            one = _alone(text, end, base, tail, parts.own_words("", tail), parts, names)
        if one is not None:
            return one
    return None


def _named(text: str, end: int, fields: int, tail: Tail, parts: Parts, names: Names) -> Mention | None:
    """张店区体育局, 监察局, 县残疾人联合会, 公路管理署: field of work and suffix behind place or level."""
    row = names.prefix(text, fields)
    base = end - tail.size
    if not row:
        if fields == base and not tail.lonely:
            return None
        return _alone(text, end, fields, tail, parts.own_words(text[fields:base], tail), parts, names)
    own = parts.own_words(text[fields:base], tail)
    if not own & PLACED:
        return None
    start = row[-1][0]
    level_only = text[start:fields] in parts.level_of
    before = text[start - 1 : start]
    if level_only and before in parts.glue and names.joined_left(text, start, fields):
        zone = names.zone_start(text, start, fields)
        if zone is None:
            return None
        start = zone
        level_only = text[start:fields] in parts.level_of
        before = text[start - 1 : start]
    if (
        (before in parts.mask_ends and masked(text, start, parts))
        or (level_only and own & PROPER)
        or (tail.id == "federation" and text[start:fields] == "街道")
        or (tail.committee and parts.committees.search(text[max(0, end - 8) : end]))
    ):
        return None
    if tail.word == UNGUARDED:
        return Mention(start, base, end, end, "sub_district") if text[start:base] != "街道" else None
    return Mention(start, fields, end, end, tail.id)


def _alone(text: str, end: int, fields: int, tail: Tail, own: int, parts: Parts, names: Names) -> Mention | None:
    """A body's own words with no listed place right before them: 监察局, 、法制办, or a field of work that no list holds."""
    if not own or masked(text, fields, parts):
        return None
    before = text[fields - 1 : fields]
    if own & BARE_NAME:  # no other word may hang on its left: 由|运管所, 、法制办, not 局|法制办
        return Mention(fields, fields, end, end, tail.id) if not _is_han(before) or before in parts.before_name else None
    if tail.committee and parts.committees.search(text[max(0, end - 8) : end]):
        return None
    if own & BARE and before not in parts.glued and not (own & BRANCH and _is_han(before)):
        return Mention(fields, fields, end, end, tail.id)
    return _unknown_field(text, end, end - tail.size, tail.id, parts, names) if own & OPEN else None


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


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
