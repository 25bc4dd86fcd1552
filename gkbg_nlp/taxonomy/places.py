"""Names of provinces, cities, counties and townships, today's and those of reports since 2008.

Names are looked up in plain sets, trying the longest length first. A folded text (``layout.fold``) finds them too. Every file is read
on its first use; importing this module reads nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache, cached_property
from operator import itemgetter
from pathlib import Path
from typing import Literal, NamedTuple, cast

from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.placenames import FULL, SHORT, ZONE, NameSet, folded_forms, short_forms

Level = Literal["province", "city", "county"]
_Row = tuple[str, str, str, str, str]
_RANK = {"province": 0, "city": 1, "county": 2}
_COLUMNS = {
    "code": r"[1-9][0-9]{5}",
    "name": r"[\u3400-\u9fff]{2,}",
    "level": r"province|city|county",
    "parent": r"(?:[1-9][0-9]{5})?",
    "until": r"(?:20[0-9]{2})?",
}
_TOWNSHIP_ENDS = ("街道", "镇", "乡", "苏木")


class Place(NamedTuple):
    """A unit of the administration, under the code and name it has or had."""

    code: str
    name: str
    level: Level
    parent: str
    """Code of the city or province it belongs to; empty for a province."""
    until: int | None
    """Last year in which the tables have this code with this name; None for a unit of today."""


class Places:
    """The names of a directory of data files; ``load_places()`` gives the one that is shipped."""

    def __init__(self, directory: Path | None = None) -> None:
        self._directory = directory or Path(__file__).parent / "data"
        # Read from the cells at the first question; neither can outgrow the tables.
        self._named: dict[str, tuple[Place, ...]] = {}
        self._chains: dict[Place, tuple[Place, ...]] = {}

    # -- provinces, cities and counties --

    @cached_property
    def _rows(self) -> list[_Row]:
        """The cells of ``places.tsv``, checked; a ``Place`` is made of them only when it is asked for."""
        body, first = self._body("places.tsv")
        cells = body[:-1].replace("\n", "\t").split("\t")
        codes, names, levels, parents, untils = columns = [cells[column::5] for column in range(5)]
        rows = list(zip(*columns, strict=False))
        ranks = dict(zip(codes, map(_RANK.get, levels), strict=False))
        if (  # Columns are checked as a whole; only when one is wrong each line is looked at for itself.
            body.count("\n") * 4 != body.count("\t")
            or not set(levels) <= _RANK.keys()
            or not ("".join(codes).isdecimal() and set(map(len, codes)) == {6})
            or not ("".join(names).isalpha() and min(map(len, names)) > 1)
            or not all(not year or (year.isdecimal() and len(year) == 4) for year in set(untils))
            or not all(_fits(level, parent, ranks) for level, parent in set(zip(levels, parents, strict=True)))
            or len(set(zip(codes, names, strict=True))) < len(rows)
        ):
            raise _first_error(body, first)
        return cast(list[_Row], rows)

    @cached_property
    def _by_full(self) -> dict[str, list[_Row]]:
        found: dict[str, list[_Row]] = {}
        for row in self._rows:
            found.setdefault(row[1], []).append(row)
        return _with_folded(found)

    @cached_property
    def _by_short(self) -> dict[str, list[_Row]]:
        # A county called like a province has no short form: 河北区 of 天津市, 河南蒙古族自治县.
        none = self._words["drop"].keys() | {short for row in self._rows if row[2] == "province" for short in short_forms(row[1])}
        found: dict[str, list[_Row]] = {short: [*self._by_full[full]] for short, full in self._words["add"].items()}
        for row in self._rows:
            for short in short_forms(row[1]):
                if short not in none or row[2] != "county":
                    found.setdefault(short, []).append(row)
        return _with_folded(found)

    @cached_property
    def _by_code(self) -> dict[str, list[_Row]]:
        found: dict[str, list[_Row]] = {}
        for row in self._rows:
            found.setdefault(row[0], []).append(row)
        return found

    @cached_property
    def _words(self) -> dict[str, dict[str, str]]:
        words: dict[str, dict[str, str]] = {"drop": {}, "guard": {}, "add": {}}
        for number, line in self._lines("place_words.tsv"):
            kind, word, reason = line.split("\t") if line.count("\t") == 2 else ("", "", "")
            if kind not in words or not word or not reason:
                raise TaxonomyError("place_words.tsv", f"line {number}", f"kind, word and reason expected, found {line!r}")
            place = {"drop": "", "guard": word if word[-1] in "县区市" else "", "add": reason}[kind]  # a guarded township is not looked up
            if word in words[kind] or (place and place not in self._by_full):
                raise TaxonomyError("place_words.tsv", f"line {number}, {word}", "stands twice or names no place of places.tsv")
            words[kind][word] = reason
        return words

    @cached_property
    def _full(self) -> NameSet:
        return NameSet(self._by_full)

    @cached_property
    def _short(self) -> NameSet:
        return NameSet(self._by_short)

    @property
    def all(self) -> tuple[Place, ...]:
        """Every unit, in the order of its code."""
        return tuple(map(_place, self._rows))

    def by_code(self, code: str) -> tuple[Place, ...]:
        """The units of a code, today's first: a code may have had several names."""
        return _places(self._by_code.get(code, ()))

    def by_name(self, name: str) -> tuple[Place, ...]:
        """The units of a full name, then those of a short form; each with those of today first, then the higher ones, then by code."""
        known = self._named.get(name)
        if known is None:
            full = _places(self._by_full.get(name, ()))
            known = full + tuple(place for place in _places(self._by_short.get(name, ())) if place not in full)
            if known:
                self._named[name] = known
        return known

    def chain(self, place: Place) -> tuple[Place, ...]:
        """The unit and those it belongs to, up to the province."""
        if (known := self._chains.get(place)) is not None:
            return known
        found = [place]
        while found[-1].parent:
            parents = self.by_code(found[-1].parent)
            year = place.until or 9999
            # The unit that had the code in the last year of this one: 昌都县 lay in 昌都地区, not in a city of today.
            found.append(min(parents, key=lambda p: (p.until or 9999) if (p.until or 9999) >= year else 99999))
        self._chains[place] = tuple(found)
        return self._chains[place]

    def resolve(self, *names: str) -> tuple[Place, ...]:
        """The units named last that lie in all those named before: ``resolve("江苏省", "南京市", "鼓楼区")``.

        Names may be short forms. Units of today alone if there are any; nothing if none lies there.
        """
        *around, name = names
        found = self.by_name(name)
        for outer in around:
            codes = {place.code for place in self.by_name(outer)}
            found = tuple(p for p in found if any(above.code in codes for above in self.chain(p)[1:]))
        return tuple(place for place in found if place.until is None) or found

    def longest_ending_at(self, text: str, end: int) -> int | None:
        """Start of the longest full name that ends at ``end``."""
        return next((start for start in self._full.starts(text, end) if self.stands(text, start, end)), None)

    def longest_short_ending_at(self, text: str, end: int) -> int | None:
        """Start of the longest short form that ends at ``end``."""
        return next(iter(self._short.starts(text, end)), None)

    def longest_at(self, text: str, start: int) -> int | None:
        """End of the longest full name that starts at ``start``."""
        return next((end for end in self._full.ends(text, start) if self.stands(text, start, end)), None)

    def stands(self, text: str, start: int, end: int) -> bool:
        """Whether a full name or a town's that prose also makes by chance (省市和县) is cut off from what stands before it."""
        word = text[start:end]
        guarded = word in self._words["guard"]
        if not guarded and (end - start > 2 or word[-1] not in "县区镇乡"):
            return True
        before = text[start - 1] if start else " "
        if not "\u3400" <= before <= "\u9fff" or (before in "年月日" and word[-1] == "县" and not guarded):
            return True
        return self.longest_ending_at(text, start) is not None or self.longest_short_ending_at(text, start) is not None

    # -- townships and zones, read on their own first use --

    @cached_property
    def _townships(self) -> NameSet:
        body, first = self._body("townships.txt")
        if sum(body.count(f"{end}\n") for end in _TOWNSHIP_ENDS) != body.count("\n") or "\n\n" in body:
            number, line = next((n, line) for n, line in enumerate(body.splitlines(), first) if not line.endswith(_TOWNSHIP_ENDS))
            raise TaxonomyError("townships.txt", f"line {number}", f"found {line!r}, which ends in none of {' '.join(_TOWNSHIP_ENDS)}")
        return NameSet([*body.splitlines(), *folded_forms(body)], {end[-1] for end in _TOWNSHIP_ENDS})

    @cached_property
    def _zones(self) -> NameSet:
        body, _ = self._body("zones.txt")
        return NameSet([*body.splitlines(), *folded_forms(body)])

    def is_township(self, name: str) -> bool:
        """Whether a town, township or street of China has this name."""
        return name in self._townships.names

    def longest_township_ending_at(self, text: str, end: int) -> int | None:
        """Start of the longest name of a town, township or street that ends at ``end``."""
        return next((start for start in self._townships.starts(text, end) if self.stands(text, start, end)), None)

    def is_zone(self, name: str) -> bool:
        """Whether a development zone, farm or the like has this name."""
        return name in self._zones.names

    def longest_zone_ending_at(self, text: str, end: int) -> int | None:
        """Start of the longest name of a development zone, farm or the like that ends at ``end``."""
        return next(iter(self._zones.starts(text, end)), None)

    @cached_property
    def kinds(self) -> dict[str, int]:
        """What each name is, towns left out, as bits (``placenames.FULL`` and so on)."""
        found = dict.fromkeys(self._zones.names, ZONE)
        for bit, names in ((SHORT, self._by_short), (FULL, self._by_full)):
            for name in names:
                found[name] = found.get(name, 0) | bit
        return found

    @property
    def full_last(self) -> frozenset[str]:
        """The characters that full names end with."""
        return frozenset(map(itemgetter(-1), self._by_full))

    def _body(self, name: str) -> tuple[str, int]:
        """The lines of a file after the comment at its head, each with its line feed, and the number of the first."""
        try:
            body = (self._directory / name).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise TaxonomyError(name, "file", str(error)) from error
        first = 1
        while body.startswith("#"):
            body = body.partition("\n")[2]
            first += 1
        return (body if body.endswith("\n") else body + "\n"), first

    def _lines(self, name: str) -> Iterator[tuple[int, str]]:
        body, first = self._body(name)
        return enumerate(body.splitlines(), first)


def _fits(level: str, parent: str, ranks: dict[str, int | None]) -> bool:
    """Whether the parent is a higher unit, or there is none for a province."""
    above = ranks.get(parent)
    return above is not None and above < _RANK[level] if parent else level == "province"


def _first_error(body: str, first: int) -> TaxonomyError:
    """The error of the first line of ``places.tsv`` that is wrong."""
    lines = body.splitlines()
    ranks = {line.split("\t")[0]: _RANK.get(line.split("\t")[2]) for line in lines if line.count("\t") > 1}
    seen: set[tuple[str, str]] = set()
    for number, line in enumerate(lines, first):
        cells = line.split("\t")
        if len(cells) != len(_COLUMNS):
            return TaxonomyError("places.tsv", f"line {number}", f"{len(_COLUMNS)} columns expected, found {len(cells)}")
        for cell, (key, pattern) in zip(cells, _COLUMNS.items(), strict=True):
            if not re.fullmatch(pattern, cell):
                return TaxonomyError("places.tsv", f"line {number}, {key}", f"found {cell!r}, which does not fit {pattern}")
        code, name, level, parent, _ = cells
        if not _fits(level, parent, ranks):
            return TaxonomyError("places.tsv", f"line {number}, parent", f"code of a higher unit expected, found {parent!r}")
        if (code, name) in seen:
            return TaxonomyError("places.tsv", f"line {number}, code", f"{code} {name} stands twice")
        seen.add((code, name))
    return TaxonomyError("places.tsv", "file", "no line, or a line that ends in something else than a line feed")


def _place(row: _Row) -> Place:
    code, name, level, parent, until = row
    return Place(code, name, cast(Level, level), parent, int(until) if until else None)


def _places(rows: Collection[_Row]) -> tuple[Place, ...]:
    """Units of today first, then the higher ones, then by code; of those that are no more the latest first."""
    found = tuple(map(_place, rows))
    if len(found) < 2:
        return found
    return tuple(sorted(found, key=lambda p: (p.until is not None, -(p.until or 0), _RANK[p.level], p.code)))


def _with_folded(found: dict[str, list[_Row]]) -> dict[str, list[_Row]]:
    """The names, and those of a folded text beside them."""
    return found | {form: found[name] for form, name in folded_forms("\n".join(found)).items()}


@cache
def load_places() -> Places:
    """The shipped places."""
    return Places()
