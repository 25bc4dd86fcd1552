"""Named public bodies (AGENCY), read from their suffix leftwards: place, level, field of work, suffix.

The grammar's words are data (taxonomy/data/agencies.toml, places.tsv, townships.txt); this module holds how they combine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gkbg_nlp.entities.agency_broken import broken
from gkbg_nlp.entities.agency_joins import longest, whole_bodies
from gkbg_nlp.entities.agency_level import Area, Areas, Mention
from gkbg_nlp.entities.agency_names import Names
from gkbg_nlp.entities.agency_own import Own, learn
from gkbg_nlp.entities.agency_parts import UNGUARDED, Parts, load_parts
from gkbg_nlp.entities.agency_sections import name_end
from gkbg_nlp.entities.agency_towns import acts, joined, may_be_joined
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.agencies import Suffix

_LONGEST_UNKNOWN_FIELD = 12
_LONGEST_LINE = 600  # as far as the marks of a line are looked for
_STREET = re.compile("[道路巷头口]|[0-9-]{1,6} ?[号弄院]")  # behind a street that no sub-district is meant by
_JOINED = "township.joined"  # a body only if it stands beside one


def find(text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
    """All agencies of a view's text, none inside another.

    ``taken`` are entities found before; a bare town inside an ADDRESS is a place, and nothing is found inside URL or EMAIL.
    """
    parts = load_parts()
    own = learn(text, parts)
    names = Names(parts, own.places, own.shorts)
    best = longest(_found(text, parts, names, own))
    best = longest([*best, *broken(text, best, lambda line: longest(c for c in _found(line, parts, names, own) if not _is_town(line, c)))])
    blocked = [(e.start, e.end) for e in taken if e.label in ("URL", "EMAIL")]
    addresses = [(e.start, e.end) for e in taken if e.label == "ADDRESS"]
    kept = [c for c in best if not _inside(c, blocked) and not (_is_town(text, c) and _inside(c, addresses))]
    kept = whole_bodies(kept, text, names)
    areas = Areas(parts, names)
    areas.learn_own((areas.of(text, c) for c in kept if text[c.start : c.end] in own.bodies), text, kept)
    return [_entity(c, areas.of(text, c)) for c in kept]


def _found(text: str, parts: Parts, names: Names, own: Own) -> list[Mention]:
    """All names, those inside others among them."""
    found = [*_candidates(text, parts, names, own.towns)]
    towns = [c for c in found if c.rule == _JOINED]
    found = [c for c in found if c.rule != _JOINED]
    found += joined(towns, found, text)
    for body, places in own.bodies.items():
        found += [
            _whole(text, _mention(_placed(text, m.start(), names), m.end(), "title", m.start() + places), parts, names)
            for m in re.finditer(re.escape(body), text)
            if not _other_word(text, m.end(), parts)
        ]
    return found


def _placed(text: str, start: int, names: Names) -> int:
    """Where the places before the report's own body begin: 临江市|东关街道办事处 is the title's 东关街道办事处."""
    return names.prefix_start(text, start, places_only=True)


def _other_word(text: str, end: int, parts: Parts) -> bool:
    """Whether the end of the report's own name belongs to another word there: 水利部|门, 东关街|道, 东关街|18号."""
    if text[end - 1] == "街":
        return _STREET.match(text, end) is not None
    if text.endswith("政府", 0, end):
        return parts.government.match(text, end) is not None
    for _, suffixes in parts.suffixes.ending_at(text, end):
        return not text.startswith(parts.next_words, end) and all(text[end : end + 1] in s.after for s in suffixes)
    return False


def _is_town(text: str, one: Mention) -> bool:
    return one.rule.startswith("township") or (one.rule == "title" and text.endswith(("镇", "乡", "街道", "街"), 0, one.end))


def _entity(one: Mention, area: Area) -> Entity:
    entity = Entity(one.start, one.end, "AGENCY", rule=f"agencies.{one.rule}")
    if area.level:
        entity.level = area.level
    if area.code:
        entity.code = area.code
    return entity


def _inside(one: Mention, spans: Iterable[tuple[int, int]]) -> bool:
    return any(s <= one.start and one.end <= e for s, e in spans)


def _candidates(text: str, parts: Parts, names: Names, towns: frozenset[str]) -> Iterable[Mention]:
    for match in parts.ends.finditer(text):
        end = match.end()
        one = _at(text, end, parts, names, towns)
        if one is not None:
            yield _whole(text, one, parts, names)


def _at(text: str, end: int, parts: Parts, names: Names, towns: frozenset[str]) -> Mention | None:
    """The longest agency that ends at ``end``."""
    found: list[Mention] = []
    for word, guard in parts.fixed.ending_at(text, end):
        if guard is None or not guard.match(text, end):
            found.append(_mention(end - len(word), end, "fixed", end - len(word)))
        break
    for word, guard in parts.organs.ending_at(text, end):
        if not (guard and guard.match(text, end)) and (one := _organ(text, end, word, parts, names)) is not None:
            found.append(one)
            break
    if (one := _by_suffix(text, end, parts, names)) is not None:
        found.append(one)
    if text[end - 1] in "镇乡道木":
        start = names.township_start(text, end)
        if start is not None:
            rule = "township" if acts(text, start, end, parts, names, towns) else ""
            start = names.prefix_start(text, start, places_only=True)
            if rule or may_be_joined(text, start, end, parts):
                found.append(_mention(start, end, rule or _JOINED, end))
    return min(found, key=lambda c: c.start, default=None)


def _by_suffix(text: str, end: int, parts: Parts, names: Names) -> Mention | None:
    """The name with the longest suffix that ends at ``end``."""
    following = text[end : end + 1]
    for word, suffixes in parts.suffixes.ending_at(text, end):
        for suffix in suffixes:
            if following in suffix.after and not (
                word == UNGUARDED or text.startswith(parts.next_words, end) or _stands_at(text, end, suffix)
            ):
                continue
            if (one := _named(text, end, word, suffix, parts, names)) is not None:
                return one
    return None


def _organ(text: str, end: int, word: str, parts: Parts, names: Names) -> Mention | None:
    """区委, 市人民政府, 张店区人大: an organ behind a place or a word of level."""
    base = end - len(word)
    start = names.prefix_start(text, base)
    if start == base or _masked(text, start, parts) or (word == "政府" and text[start:base] in ("全国", "国家", "中国", "中华人民共和国")):
        return None
    if names.level_only(text, start, base) and names.joined_left(text, start, base):
        zone = names.zone_start(text, start, base)
        return _mention(zone, end, "organ", base) if zone is not None else None
    if text[start:base] == "街道" and not word.endswith("工委"):
        return None
    return _mention(start, end, "organ", base)


def _named(text: str, end: int, word: str, suffix: Suffix, parts: Parts, names: Names) -> Mention | None:
    """张店区体育局, 监察局, 县残疾人联合会, 公路管理署: field of work and suffix behind place or level."""
    base = end - len(word)
    if text.endswith(parts.not_ends, 0, end):
        return None
    if suffix.id == "station":
        return _station(text, end, base, parts, names)
    fields = parts.fields_start(text, base)
    start = names.prefix_start(text, fields)
    if start < fields and names.level_only(text, start, fields) and names.joined_left(text, start, fields):
        zone = names.zone_start(text, start, fields)
        if zone is None:
            return None
        start = zone
    if _masked(text, start, parts):
        return None
    placed = start < fields
    level_only = placed and names.level_only(text, start, fields)
    if text[fields:base] in parts.internal_offices and (level_only or not placed):
        return None
    if suffix.id == "ministry" and text[fields:base].endswith(parts.internal_departments):
        return None
    if not placed and text[fields:end] in parts.bare_names:
        return _mention(fields, end, suffix.id, fields) if _stands_alone(text, fields, parts) else None
    if suffix.id == "federation" and text[start:fields] == "街道":
        return None
    if suffix.id == "section" and word != "办事处" and not _has_duties(text[fields:end], parts):
        return None
    if suffix.id == "section" and any(field in text[fields:base] for field in parts.service_fields):
        return None
    if word == "办事处":
        return _mention(start, end, "sub_district", base) if placed and text[start:base] != "街道" else None
    if word.endswith("委员会") and parts.committees.search(text[max(0, end - 8) : end]):
        return None
    if suffix.id == "commission" and word == "管委会" and not placed:
        return None
    if placed and (
        fields < base
        or word in ("分局", "支局")
        or suffix.id in ("federation", "administration")
        or word.endswith(("管委会", "管理委员会"))
    ):
        return _mention(start, end, suffix.id, fields)
    if (
        fields < base
        and not placed
        and suffix.bare
        and (word not in ("分局", "支局") or not "\u4e00" <= text[fields - 1 : fields] <= "\u9fff")
        and not _glued(text, fields, parts)
        and text[fields:base] not in parts.internal_fields
    ):
        return _mention(fields, end, suffix.id, fields)
    if not placed and suffix.id in ("bureau", "department", "commission", "section", "administration"):
        return _unknown_field(text, end, base, suffix, parts, names)
    return None


def _station(text: str, end: int, base: int, parts: Parts, names: Names) -> Mention | None:
    """半截沟镇派出所, 东坪派出所: a station bears its town's name, often without 镇 or 街道; 各派出所 is none."""
    start = names.prefix_start(text, base, places_only=True)
    if start < base:
        return _mention(start, end, "station", base)
    for length in (n for n in (4, 3, 2) if n <= base):
        stem = text[base - length : base]
        if stem + "镇" not in parts.grammar.not_places and any(parts.places.is_township(stem + kind) for kind in ("镇", "乡", "街道")):
            return _mention(base - length, end, "station", base - length)
    return None


def _has_duties(words: str, parts: Parts) -> bool:
    return any(field in words for field in parts.grammar.section_fields)


def _stands_alone(text: str, start: int, parts: Parts) -> bool:
    """Whether no other word hangs on the left of a bare name: 由|运管所, 、法制办, not 局|法制办."""
    before = text[start - 1 : start]
    return not "\u4e00" <= before <= "\u9fff" or before in parts.before_name


def _stands_at(text: str, end: int, suffix: Suffix) -> bool:
    """旗地方海事处在大沁他拉镇: 在 belongs to what follows; in 所在地 and 所在的 it belongs to the suffix."""
    return suffix.id in ("section", "station") and text[end] == "在" and text[end + 1 : end + 2] not in ("", "地", "的", "单", "区", "县")


def _masked(text: str, start: int, parts: Parts) -> bool:
    """Whether a form's mask stands before the name: XX市某局, 某县政府."""
    mask = text[start - 2 : start - 1] if text[start - 1 : start] == " " else text[start - 1 : start]
    if mask != text[start - 1 : start] and mask not in "xX×":  # xx 市某局, but not ** 市财政局
        return False
    return mask in parts.masks and not _emphasised(text, start)


def _emphasised(text: str, start: int) -> bool:
    """Whether the marks before a name are Markdown's, which come in pairs on a line; a mask does not."""
    marks = text[max(0, start - 3) : start]
    marks = marks[len(marks.rstrip("*")) :]
    if not marks:
        return False
    before = text[max(0, start - _LONGEST_LINE) : start].rpartition("\n")[2]
    behind = text[start : start + _LONGEST_LINE].partition("\n")[0]
    return (before + behind).count(marks) % 2 == 0


def _glued(text: str, start: int, parts: Parts) -> bool:
    """Whether a bare name (监察局) hangs on words that make it none: 各, 原 is no such word."""
    return text[start - 1 : start] in parts.glued


def _unknown_field(text: str, end: int, base: int, suffix: Suffix, parts: Parts, names: Names) -> Mention | None:
    """A body whose field the lists lack, between a full place name and a suffix: no stop word may stand between."""
    floor = max(0, base - _LONGEST_UNKNOWN_FIELD)
    for start in range(base - 1, floor - 1, -1):
        character = text[start]
        if (
            not "\u4e00" <= character <= "\u9fff"
            or (character in parts.grammar.left_stops and character not in "和与及")
            or character in parts.counted
        ):
            return None
        if character in "省市区县旗州" or (character == "镇" and names.township_start(text, start + 1) is not None):
            at = names.full_start(text, start + 1)
            if at is not None and base - start - 1 >= 2:
                begin = names.prefix_start(text, start + 1)
                return (
                    _mention(min(begin, at), end, f"{suffix.id}.open", start + 1)
                    if suffix.id != "section" or _has_duties(text[start + 1 : end], parts)
                    else None
                )
    return None


def _whole(text: str, one: Mention, parts: Parts, names: Names) -> Mention:
    """The body with the section behind it that is part of the name."""
    if one.rule.startswith("township"):
        return one
    end = name_end(text, one.end, parts, names)
    return one._replace(end=end, rule=one.rule + ".section") if end > one.end else one


def _mention(start: int, end: int, rule: str, base: int) -> Mention:
    return Mention(start, base, end, end, rule)
