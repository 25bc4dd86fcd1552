"""Places and words of level before an agency's own words: the lists, and what one report's title adds to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from gkbg_nlp.entities.agency_parts import COUNTRY, LEVEL, Parts
from gkbg_nlp.taxonomy.placenames import FULL, SHORT, ZONE
from gkbg_nlp.taxonomy.precompiled import compiled

Kind = Literal["place", "township", "zone", "country", "short", "level"]
Part = tuple[int, int, Kind]
"""Start, end and kind of one of the places, words of level or names of the state in a row before an agency's own words."""

_MOST_PARTS = 5
_LONGEST_ZONE = 8
_TOWN_ENDS = frozenset("镇乡道木")
_BUNDLE = compiled(r"[省市区县旗][(][市县区旗、]{1,3}[)]$")


class Names:
    """The look-ups before an agency's own words in one report.

    Attributes:
        ends: the characters that a place, a word of level or a name of the state ends with: behind any other none stands.
    """

    __slots__ = ("_full_last", "_last", "_parts", "_places", "_rows", "_shorts", "_text", "_town_or_own", "ends")

    def __init__(self, parts: Parts, places: Iterable[str] = (), shorts: Iterable[str] = ()) -> None:
        self._parts = parts
        self._places = sorted(places, key=len, reverse=True)
        self._shorts = sorted(shorts, key=len, reverse=True)
        self._last = frozenset(name[-1] for name in (*self._places, *self._shorts))
        self._town_or_own = _TOWN_ENDS | self._last
        self._full_last = parts.full_last | self._last
        self.ends = parts.before if self._last <= parts.before else parts.before | self._last
        self._text = ""
        self._rows: dict[int, Sequence[Part]] = {}

    def may_end(self, text: str, end: int) -> bool:
        """Whether any listed name may end at ``end``, by its last characters."""
        return text[end - 2 : end] in self._parts.listed.tails or text[end - 1 : end] in self._town_or_own

    def known_start(self, text: str, end: int) -> int | None:
        """The start of the longest listed name (place, town, zone, short form) that ends at ``end``."""
        before = self._before(text, end, first=False)
        return before[0] if before else None

    def full_start(self, text: str, end: int) -> int | None:
        """The start of the longest full name of a place that ends at ``end``."""
        last = text[end - 1 : end]
        if last not in self._full_last:
            return None
        if last in self._last and (own := _own(self._places, text, end)) is not None:
            return own
        parts = self._parts
        start = parts.place_start(text, end)
        if (
            start is None
            and last == "县"
            and text[end - 3 : end - 2] in parts.before_name
            and parts.listed.all.get(text[end - 2 : end], 0) & (FULL | SHORT)
        ):
            start = end - 2  # 由|单县|教育局: the lists guard names of one character, the word before shows where it begins
        if start is not None and text[start:end] in parts.grammar.ambiguous_places:
            # 会同|县人社局: such a name counts behind its own city or province, or in the report's own title
            return start if start and parts.place_start(text, start) is not None else None
        return start

    def township_start(self, text: str, end: int) -> int | None:
        """The start of a town's or sub-district's proper name that ends at ``end``."""
        last = text[end - 1 : end]
        if last in self._last and last in "镇乡" and (own := _own(self._places, text, end)) is not None:
            return own
        start = self._parts.places.longest_township_ending_at(text, end)
        if start is None:
            return None
        word = text[start:end]
        if word in self._parts.grammar.not_places:
            return None
        if self._parts.is_phrase(word) and (len(word) < 3 or word[0] in "各全每本我该"):  # 乡镇 is none, 唐村镇 is one
            return None
        return start

    def prefix_start(self, text: str, end: int, *, places_only: bool = False) -> int:
        """The start of the places, words of level and country that stand in a row before ``end``; ``end`` where none does."""
        row = self.prefix(text, end, places_only=places_only)
        return row[-1][0] if row else end

    def prefix(self, text: str, end: int, *, places_only: bool = False) -> Sequence[Part]:
        """The places, words of level and country that stand in a row before ``end``, the nearest first. Remembered for the last text."""
        if text is not self._text:
            self._text, self._rows = text, {}
        key = ~end if places_only else end
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = self._row(text, end, not places_only)
        return row

    def _row(self, text: str, end: int, first: bool) -> Sequence[Part]:
        parts = self._parts
        tail, last = text[end - 2 : end], text[end - 1 : end]
        if tail not in parts.listed.tails and last not in self._town_or_own:  # what most names have: 县|政府, or nothing
            if not first or last not in parts.small_levels or tail in parts.phrases or text[end - 3 : end] in parts.phrases:
                return ()
            if text[end - 2 : end - 1] not in self._full_last:
                return ((end - 1, end, "level"),)
        row: list[Part] = []
        at = end
        for _ in range(_MOST_PARTS):
            before = self._before(text, at, first=first and not row)
            if before is None:
                break
            row.append(before)
            at = before[0]
            if before[2] == "level":  # 忠县|县委: a place may stand right before the word of level
                named, kind = self.full_start(text, at), "place"
                if named is None and end - at > 2:  # 霍山|经济开发区
                    named, kind = self.known_start(text, at), "short"
                if named is None or named >= at - 1:
                    break
                row.append((named, at, "place" if kind == "place" else "short"))
                at = named
        return row

    def _before(self, text: str, end: int, *, first: bool) -> Part | None:
        """The part that ends at ``end``; a bare word of level only where ``first``."""
        parts = self._parts
        last = text[end - 1 : end]
        lengths = parts.listed.lengths(text, end)
        own = last in self._last
        if not lengths and not own and last not in _TOWN_ENDS:  # no name ends here, at most a word of level of one character
            if not first or last not in parts.small_levels or parts.is_phrase(text[max(0, end - 3) : end]):
                return None
            return end - 1, end, "level"
        zone = country = short = level = end
        seen = 0
        kinds = parts.listed.all
        for n in lengths:
            if n <= end and (bits := kinds.get(text[end - n : end])) is not None:
                new = bits & ~seen  # the first of each kind is its longest
                seen |= bits
                if new & ZONE:
                    zone = end - n
                if new & COUNTRY:
                    country = end - n
                if new & SHORT:
                    short = end - n
                if new & LEVEL:
                    level = end - n
        place = self.full_start(text, end) if own or seen & (FULL | SHORT) else None
        town = self.township_start(text, end) if last in _TOWN_ENDS else None
        if place is not None or town is not None or zone < end:
            return _longest(place, town, zone, end)
        if country < end:
            return country, end, "country"
        if short < end and last in "州旗盟县":  # 红河州: a short form with its own word of level
            return short, end, "short"
        if first and (level < end or last in parts.small_levels):
            if level < end:
                return level, end, "level"
            return None if parts.is_phrase(text[max(0, end - 3) : end]) else (end - 1, end, "level")
        if own and (named := _own(self._shorts, text, end)) is not None:
            return named, end, "short"
        return (short, end, "short") if short < end else None

    def joined_left(self, text: str, start: int, end: int) -> bool:
        """Whether the word of level is part of another word or a bundle: 全|区, 各|县, 市|县."""
        before = text[start - 1 : start]
        if before not in self._parts.glue:
            return False
        if text[start:end].endswith("开发区") and before in self._parts.zone_stems:
            return True  # 东湖新技术|开发区: a zone's own name, which the lists lack, is not cut
        if before == ")" and _BUNDLE.search(text[max(0, start - 8) : start]):  # 县(市、区)残联
            return True
        if before == text[start:end] and text[start - 2 : start - 1] in ("我", "本"):  # 我市|市委
            return False
        return before in self._parts.bundles

    def zone_start(self, text: str, start: int, end: int) -> int | None:
        """The start of the own name of a zone that the lists lack (现将|滨港|开发区): it reaches left to a word that no name holds."""
        parts = self._parts
        if not text[start:end].endswith("开发区") or text[start - 1 : start] not in parts.zone_stems:
            return None
        for at in range(start - 1, max(-1, start - _LONGEST_ZONE - 2), -1):
            if at < 0 or not "\u4e00" <= text[at] <= "\u9fff" or text[at] in parts.before_name or text[at] in parts.grammar.left_stops:
                return at + 1 if start - at > 2 else None
        return None


def _own(names: Sequence[str], text: str, end: int) -> int | None:
    """The start of the longest of the names, which are sorted, that ends at ``end``."""
    for name in names:
        if text.endswith(name, 0, end):
            return end - len(name)
    return None


def _longest(place: int | None, town: int | None, zone: int, end: int) -> Part:
    """The name that begins first; of those that begin together the place before the town before the zone."""
    if place is not None and place <= zone and (town is None or place <= town):
        return place, end, "place"
    return (town, end, "township") if town is not None and town <= zone else (zone, end, "zone")
