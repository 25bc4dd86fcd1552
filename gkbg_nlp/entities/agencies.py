"""Named public bodies (AGENCY), read from their suffix leftwards: place, level, field of work, suffix.

The grammar's words are data (taxonomy/data/agencies.toml, places.tsv, townships.txt); this module holds how they combine.
"""

from __future__ import annotations

from collections.abc import Sequence

from gkbg_nlp.entities.agency_broken import broken
from gkbg_nlp.entities.agency_joins import longest, whole_bodies
from gkbg_nlp.entities.agency_level import Area, Areas, Mention
from gkbg_nlp.entities.agency_names import Names
from gkbg_nlp.entities.agency_own import Own, learn
from gkbg_nlp.entities.agency_parts import Parts, load_parts
from gkbg_nlp.entities.agency_sections import name_end
from gkbg_nlp.entities.agency_suffix import by_suffix, masked
from gkbg_nlp.entities.agency_towns import acts, joined, may_be_joined
from gkbg_nlp.entities.agency_words import Guard
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.precompiled import compiled

_STREET = compiled("[道路巷头口]|[0-9-]{1,6} ?[号弄院]")  # behind a street that no sub-district is meant by
_ADDRESSES = ("URL", "EMAIL", "ADDRESS")
_JOINED = "township.joined"  # a body only if it stands beside one


def find(text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
    """All agencies of a view's text, none inside another.

    ``taken`` are entities found before; a bare town inside an ADDRESS is a place, and nothing is found inside URL or EMAIL.
    """
    parts = load_parts()
    own = learn(text, parts)
    names = Names(parts, own.places, own.shorts)
    best = longest(_found(text, parts, names, own))
    if more := broken(text, best, lambda line: longest(c for c in _found(line, parts, names, own) if not _is_town(line, c))):
        best = longest([*best, *more])
    kept = whole_bodies(_allowed(best, text, taken), text, names)
    areas = Areas(parts, names)
    areas.learn_own((areas.of(text, c) for c in kept if text[c.start : c.end] in own.bodies), text, kept)
    return [_entity(c, areas.of(text, c)) for c in kept]


def _found(text: str, parts: Parts, names: Names, own: Own) -> list[Mention]:
    """All names, those inside others among them."""
    found = _candidates(text, parts, names, own.towns)
    if towns := [c for c in found if c.rule == _JOINED]:
        found = [c for c in found if c.rule != _JOINED]
        found += joined(towns, found, text)
    for body, places in own.bodies.items():
        start = text.find(body)
        while start >= 0:
            end = start + len(body)
            if not _other_word(text, end, parts):
                found.append(_whole(text, Mention(_placed(text, start, names), start + places, end, end, "title"), parts, names))
            start = text.find(body, end)
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
    ending = parts.endings.value(text, end)
    if ending is None or not ending.tails:
        return False
    word, following = ending.tails[0].word, text[end : end + 1]
    return all(following in t.after for t in ending.tails if t.word == word) and not text.startswith(parts.next_words, end)


def _is_town(text: str, one: Mention) -> bool:
    return one.rule.startswith("township") or (one.rule == "title" and text.endswith(("镇", "乡", "街道", "街"), 0, one.end))


def _entity(one: Mention, area: Area) -> Entity:
    entity = Entity(one.start, one.end, "AGENCY", rule=f"agencies.{one.rule}")
    if area.level:
        entity.level = area.level
    if area.code:
        entity.code = area.code
    return entity


def _allowed(found: Sequence[Mention], text: str, taken: Sequence[Entity]) -> Sequence[Mention]:
    """The names that do not stand inside an address of the web, nor as a town inside one of a house."""
    for entity in taken:
        if entity.label in _ADDRESSES:
            start, end, towns_only = entity.start, entity.end, entity.label == "ADDRESS"
            if any(start <= c.start and c.end <= end for c in found):
                found = [c for c in found if c.start < start or end < c.end or (towns_only and not _is_town(text, c))]
    return found


def _candidates(text: str, parts: Parts, names: Names, towns: frozenset[str]) -> list[Mention]:
    found = []
    goes_on = parts.goes_on.match
    for match in parts.ends.finditer(text):
        end = match.end()
        one = _at(text, end, parts, names, towns)
        if one is not None:
            found.append(one if goes_on(text, end) is None else _whole(text, one, parts, names))
    return found


def _at(text: str, end: int, parts: Parts, names: Names, towns: frozenset[str]) -> Mention | None:
    """The longest agency that ends at ``end``."""
    best: Mention | None = None
    ending = parts.endings.value(text, end)
    if ending is not None:
        if ending.fixed is not None:
            word, guard = ending.fixed
            if guard is None or not guard.match(text, end):
                best = Mention(end - len(word), end - len(word), end, end, "fixed")
        for organ, barred in ending.organs:
            base = end - len(organ)
            if text[base - 1 : base] not in names.ends:
                continue
            if (one := _organ(text, end, organ, barred, parts, names)) is not None:
                best = one if best is None or one.start < best.start else best
                break
        if ending.tails and (one := by_suffix(text, end, ending.tails, parts, names)) is not None:
            best = one if best is None or one.start < best.start else best
    if text[end - 1] in "镇乡道木" and (one := _town(text, end, parts, names, towns)) is not None:
        best = one if best is None or one.start < best.start else best
    return best


def _town(text: str, end: int, parts: Parts, names: Names, towns: frozenset[str]) -> Mention | None:
    """A town named without its government, where it acts or may be joined to a body."""
    start = names.township_start(text, end)
    if start is None:
        return None
    rule = "township" if acts(text, start, end, parts, names, towns) else _JOINED
    start = names.prefix_start(text, start, places_only=True)
    return Mention(start, end, end, end, rule) if rule != _JOINED or may_be_joined(text, start, end, parts) else None


def _organ(text: str, end: int, word: str, barred: Guard, parts: Parts, names: Names) -> Mention | None:
    """区委, 市人民政府, 张店区人大: an organ behind a place or a word of level."""
    base = end - len(word)
    row = names.prefix(text, base)
    if not row or (barred is not None and barred.match(text, end)):
        return None
    start = row[-1][0]
    if (text[start - 1 : start] in parts.mask_ends and masked(text, start, parts)) or (
        word == "政府" and text[start:base] in ("全国", "国家", "中国", "中华人民共和国")
    ):
        return None
    before = text[start:base]
    if before in parts.level_of and names.joined_left(text, start, base):
        zone = names.zone_start(text, start, base)
        return Mention(zone, base, end, end, "organ") if zone is not None else None
    if before == "街道" and not word.endswith("工委"):
        return None
    return Mention(start, base, end, end, "organ")


def _whole(text: str, one: Mention, parts: Parts, names: Names) -> Mention:
    """The body with the section behind it that is part of the name."""
    if one.rule.startswith("township"):
        return one
    end = name_end(text, one.end, parts, names)
    return one._replace(end=end, rule=one.rule + ".section") if end > one.end else one
