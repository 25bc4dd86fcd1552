"""Level and administrative code of a body, where the places of its name decide them.

A name's nearest place decides: 湖南省长沙市岳麓区体育局 is of the county level. A bare word of level (区委) gives the level, and the
report's own place the code. Where several places fit, there is no code; where they are of several levels, no level either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, cast, get_args

from gkbg_nlp.entities.agency_names import Names, Part
from gkbg_nlp.entities.agency_parts import Parts
from gkbg_nlp.taxonomy.places import Place

Level = Literal["state", "province", "city", "county", "township"]


class Area(NamedTuple):
    """What a name says of where its body stands; ``place`` is the unit it lies in, for a town its county."""

    level: Level | None = None
    code: str | None = None
    place: Place | None = None


class Mention(NamedTuple):
    """A body's name in a view's text: its places end at ``base``, the body's own words at ``body_end``, its section's at ``end``."""

    start: int
    base: int
    body_end: int
    end: int
    rule: str


NOWHERE = Area()
_STATE = Area("state")
_LEVELS: dict[Level, Area] = {level: Area(level) for level in get_args(Level)}
_HEAD = 1500  # where a report without a title names the body that made it
_COUNTIES = "县区市旗"


class Areas:
    """The areas of the bodies of one report. Places that stand in the report's own name decide what else would be open."""

    def __init__(self, parts: Parts, names: Names) -> None:
        self._parts = parts
        self._names = names
        self._chain: tuple[Place, ...] = ()
        words = parts.words
        self._none = words["area.none"]
        self._seats = words["area.seats"]
        self._league = frozenset(words["name.league"])
        self._issue_before = words["area.issued_by"]
        self._known: dict[tuple[str, int, str], Area] = {}
        self._resolved: dict[tuple[str, ...], tuple[Place, ...]] = {}

    def learn_own(self, titles: Iterable[Area], text: str, mentions: Sequence[Mention]) -> None:
        """Find the report's own place: the titles' body decides it; without one the body that is said to have made the report."""
        places = {area.place for area in titles if area.place}
        if not places:
            issuing = [m for m in mentions if self._issues(text, m)]
            places = {area.place for area in (self.of(text, m) for m in issuing) if area.place}
        chains = [self._parts.places.chain(place) for place in places]
        longest = max(chains, key=len, default=())
        if chains and all(chain[0] in longest for chain in chains):
            self._chain = longest
            self._known.clear()

    def _issues(self, text: str, one: Mention) -> bool:
        if one.start > _HEAD:
            return False
        return self._parts.issues.match(text, one.end) is not None or text.endswith(self._issue_before, 0, one.start)

    def of(self, text: str, one: Mention) -> Area:
        """The area of a body named at a place in a view's text; the same name has the same area throughout a report."""
        key = text[one.start : one.end], one.base - one.start, one.rule
        area = self._known.get(key)
        if area is None:
            area = self._known[key] = self._find(text, one)
        return area

    def _find(self, text: str, one: Mention) -> Area:
        start, base, body_end, end, rule = one
        if rule.startswith("fixed"):
            body = self._of_fixed(text[start:body_end])
        elif text.endswith(self._none, base, body_end):
            return NOWHERE
        elif base == start:
            if rule.startswith("station"):
                return Area("township")  # 东坪派出所: named by its town without 镇
            body = NOWHERE
        else:
            row = self._names.prefix(text, base)
            body = self._of_row(text, row if row and row[-1][0] >= start else [p for p in row if p[0] >= start])
        if rule.endswith(".open") and text.endswith(self._seats, base, body_end):
            return NOWHERE  # an outpost whose seat the lists do not know
        if self._parts.zones.search(text, base, body_end):
            return Area(place=body.place)  # 孝感高新技术产业开发区管委会 lies in 孝感市 and is of no level
        return self._of_section(text, one, body) if end > body_end else body

    def _of_fixed(self, name: str) -> Area:
        # 团县委: the only fixed names that are not the state's
        return (
            self._relative(name[1], "city" if name[1] == "市" else "province" if name[1] == "省" else "county")
            if name in self._league
            else _STATE
        )

    def _of_row(self, text: str, row: Sequence[Part]) -> Area:
        """The area that places and words of level before a body's own words give, the nearest first."""
        if not row:
            return NOWHERE
        start, end, kind = row[0]
        word = text[start:end]
        if kind == "country":
            return _STATE
        if kind == "zone":
            return NOWHERE
        if kind == "township":
            return Area("township", None, self._place(text, row[1:]))
        if kind == "level":
            level = self._parts.level_of[word]
            if level == "none":
                return NOWHERE
            if level == "township":
                return Area("township", None, self._place(text, row[1:]))
            if place := self._place(text, row[1:]):  # 忠县|县委
                return _area(place) if place.level == level else NOWHERE
            return self._relative(word, cast(Level, level))
        found = self._fitting(text, row)
        if len(found) == 1:
            return _area(found[0])
        levels = {place.level for place in found}
        if len(levels) == 1:
            return Area(levels.pop())
        if not found and word.endswith(("县", "旗", "镇", "乡")):  # a place that only the report's title gives
            return Area("county" if word[-1] in "县旗" else "township", None, self._place(text, row[1:]))
        return NOWHERE

    def _place(self, text: str, row: Sequence[Part]) -> Place | None:
        if not row:
            return None
        found = self._fitting(text, row)
        return found[0] if len(found) == 1 else None

    def _fitting(self, text: str, row: Sequence[Part]) -> tuple[Place, ...]:
        """The units that the places of a name fit; those of the report's own name before others of the same name."""
        words = tuple(text[start:end] for start, end, kind in reversed(row) if kind in ("place", "short"))
        if not words:
            return ()
        if words not in self._resolved:
            found = self._parts.places.resolve(*words) or self._completed(words)
            self._resolved[words] = tuple(p for p in found if p.name == words[-1]) or found
        found = self._resolved[words]
        return tuple(p for p in found if p in self._chain) or found if len(found) > 1 else found

    def _completed(self, words: tuple[str, ...]) -> tuple[Place, ...]:
        """Units whose name without its last word is a short form that the lists refuse, because it is an everyday word too (大丰, 建水)."""
        *around, stem = words
        return tuple(place for unit in _COUNTIES for place in self._parts.places.resolve(*around, stem + unit))

    def _relative(self, word: str, level: Level) -> Area:
        """A bare word of level: 市政府 in the report of a county-level city is that city's, in the report of a district its city's."""
        for place in self._chain:
            if place.name.endswith(word):
                if word == "区" and place.level == "province" and self._chain[0].level == "city":
                    return NOWHERE  # 区政府 in the report of a city of an autonomous region may be the region's or a district's
                return _area(place)
        return _LEVELS[level]

    def _of_section(self, text: str, one: Mention, body: Area) -> Area:
        """A section is of its body's level, an outpost of the level of its seat."""
        seat = self._parts.seat.search(text, one.body_end, one.end)
        if seat is None:
            return body
        start = one.body_end + text.startswith("驻", one.body_end)
        if (fields := self._parts.fields_start(text, seat.start())) <= start:
            return body
        row = [p for p in self._names.prefix(text, fields, places_only=True) if p[0] >= start]
        if not row or row[-1][0] != start:
            return NOWHERE
        if body.level == "state" and row[0][2] == "short":
            return NOWHERE  # 国家海洋局北海分局: the state's own regions are called by short names that are no unit's
        return self._of_row(text, [*row, *(p for p in self._names.prefix(text, one.base) if p[0] >= one.start and p[2] != "level")])


def _area(place: Place) -> Area:
    return Area(place.level, place.code, place)
