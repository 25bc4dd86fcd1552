"""Places and words of level before an agency's own words: the lists, and what one report's title adds to them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from gkbg_nlp.entities.agency_parts import EndWords, Parts

Kind = Literal["place", "township", "zone", "country", "short", "level"]
_MOST_PARTS = 5
_LONGEST_ZONE = 8


class Part(NamedTuple):
    """One of the places, words of level or names of the state in a row before an agency's own words."""

    start: int
    end: int
    kind: Kind


class Names:
    """The look-ups before an agency's own words in one report."""

    def __init__(self, parts: Parts, places: frozenset[str] = frozenset(), shorts: frozenset[str] = frozenset()) -> None:
        self._parts = parts
        self._own = EndWords(dict.fromkeys(places, True))
        self._shorts = EndWords(dict.fromkeys(shorts, True))
        words = parts.words
        self._before_name = parts.before_name
        self._bundles = frozenset(words["name.bundles"])
        self._zone_stems = frozenset(words["name.zone_stems"])
        self._last = parts.last_before.union(self._own.last, self._shorts.last)
        self._text = ""
        self._seen: dict[tuple[int, bool], Part | None] = {}

    def known_start(self, text: str, end: int) -> int | None:
        """The start of the longest listed name (place, town, zone, short form) that ends at ``end``."""
        before = self._before(text, end, first=False)
        return before.start if before else None

    def full_start(self, text: str, end: int) -> int | None:
        """The start of the longest full name of a place that ends at ``end``."""
        for name, _ in self._own.ending_at(text, end):
            return end - len(name)
        start = self._parts.place_start(text, end)
        if (
            start is None
            and text[end - 1 : end] == "县"
            and text[end - 3 : end - 2] in self._before_name
            and self._parts.places.by_name(text[end - 2 : end])
        ):
            start = end - 2  # 由|单县|教育局: the lists guard names of one character, the word before shows where it begins
        if start is not None and text[start:end] in self._parts.grammar.ambiguous_places:
            # 会同|县人社局: such a name counts behind its own city or province, or in the report's own title
            return start if start and self._parts.place_start(text, start) is not None else None
        return start

    def township_start(self, text: str, end: int) -> int | None:
        """The start of a town's or sub-district's proper name that ends at ``end``."""
        for name, _ in self._own.ending_at(text, end):
            if name[-1] in "镇乡":
                return end - len(name)
        start = self._parts.places.longest_township_ending_at(text, end)
        word = text[start:end] if start is not None else ""
        if not word or word in self._parts.grammar.not_places:
            return None
        if self._parts.is_phrase(word) and (len(word) < 3 or word[0] in "各全每本我该"):  # 乡镇 is none, 唐村镇 is one
            return None
        return start

    def prefix_start(self, text: str, end: int, *, places_only: bool = False) -> int:
        """The start of the places, words of level and country that stand in a row before ``end``; ``end`` where none does."""
        row = self.prefix(text, end, places_only=places_only)
        return row[-1].start if row else end

    def prefix(self, text: str, end: int, *, places_only: bool = False) -> list[Part]:
        """The places, words of level and country that stand in a row before ``end``, the nearest first."""
        row: list[Part] = []
        at = end
        for _ in range(_MOST_PARTS):
            before = self._before(text, at, first=at == end and not places_only)
            if before is None:
                break
            row.append(before)
            at = before.start
            if before.kind == "level":  # 忠县|县委: a place may stand right before the word of level
                named, kind = self.full_start(text, at), "place"
                if named is None and end - at > 2:  # 霍山|经济开发区
                    named, kind = self.known_start(text, at), "short"
                if named is None or named >= at - 1:
                    return row
                row.append(Part(named, at, "place" if kind == "place" else "short"))
                at = named
        return row

    def _before(self, text: str, end: int, *, first: bool) -> Part | None:
        """The part that ends at ``end``; a bare word of level only where ``first``. Remembered for the text looked at last."""
        if text is not self._text:
            self._text, self._seen = text, {}
        key = end, first
        if key not in self._seen:
            self._seen[key] = self._look_before(text, end, first=first)
        return self._seen[key]

    def _look_before(self, text: str, end: int, *, first: bool) -> Part | None:
        if end <= 0 or text[end - 1] not in self._last:
            return None
        places = self._parts.places
        known: Part | None = None
        for start, kind in _starts(self, places.longest_zone_ending_at(text, end), text, end):
            if start is not None and (known is None or start < known.start):
                known = Part(start, end, kind)
        if known:
            return known
        for word, _ in self._parts.countries.ending_at(text, end):
            return Part(end - len(word), end, "country")
        short = places.longest_short_ending_at(text, end)
        if short is not None and text[end - 1] in "州旗盟县":  # 红河州: a short form with its own word of level
            return Part(short, end, "short")
        if first:
            for word, _ in self._parts.levels.ending_at(text, end):
                start = end - len(word)
                if self._parts.is_phrase(text[max(0, start - 2) : end]) and len(word) == 1:
                    return None
                return Part(start, end, "level")
        for name, _ in self._shorts.ending_at(text, end):
            return Part(end - len(name), end, "short")
        return Part(short, end, "short") if short is not None else None

    def level_only(self, text: str, start: int, base: int) -> bool:
        """Whether what stands before the organ is a bare word of level (区), not a name."""
        return text[start:base] in self._parts.level_of

    def joined_left(self, text: str, start: int, end: int) -> bool:
        """Whether the word of level is part of another word or a bundle: 全|区, 各|县, 市|县."""
        before = text[start - 1 : start]
        if text[start:end].endswith("开发区") and before in self._zone_stems:
            return True  # 东湖新技术|开发区: a zone's own name, which the lists lack, is not cut
        if before == ")" and re.search(r"[省市县区][(][市县区旗、]{1,3}[)]$", text[max(0, start - 8) : start]):  # 县(市、区)残联
            return True
        if before == text[start:end] and text[start - 2 : start - 1] in ("我", "本"):  # 我市|市委
            return False
        return before in self._bundles

    def zone_start(self, text: str, start: int, end: int) -> int | None:
        """The start of the own name of a zone that the lists lack (现将|滨港|开发区): it reaches left to a word that no name holds."""
        if not text[start:end].endswith("开发区") or text[start - 1 : start] not in self._zone_stems:
            return None
        for at in range(start - 1, max(-1, start - _LONGEST_ZONE - 2), -1):
            if (
                at < 0
                or not "\u4e00" <= text[at] <= "\u9fff"
                or text[at] in self._before_name
                or text[at] in self._parts.grammar.left_stops
            ):
                return at + 1 if start - at > 2 else None
        return None


def _starts(names: Names, zone: int | None, text: str, end: int) -> Iterable[tuple[int | None, Kind]]:
    return (names.full_start(text, end), "place"), (names.township_start(text, end), "township"), (zone, "zone")
