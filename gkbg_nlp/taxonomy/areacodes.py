"""Telephone area codes of prefectures, ``data/area_codes.tsv``: a county has its prefecture's, unless a line of its own gives none."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.places import Place, Places, load_places
from gkbg_nlp.taxonomy.precompiled import compiled

_FILE = "area_codes.tsv"
_PLACE = compiled("[1-9][0-9]{5}")
_AREA = compiled("(?:010|02[0-9]|0[3-9][0-9]{2})?")
_NAME = compiled("[\u3400-\u9fff]{2,}")


@cache
def load_area_codes() -> Mapping[str, str]:
    """Area code of each place code; empty where the place is known to have had more than one.

    Raises:
        TaxonomyError: the shipped file does not fit its form.
    """
    return parse_area_codes((files("gkbg_nlp.taxonomy") / "data" / _FILE).read_text("utf-8"))


def parse_area_codes(source: str, file: str = _FILE) -> Mapping[str, str]:
    """The codes of a text of lines ``place code TAB area code TAB name``.

    Raises:
        TaxonomyError: a line with other columns, a code that is none, a place that stands twice, no line at all.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(source.splitlines(), 1):
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 3:
            raise TaxonomyError(file, f"line {number}", f"place code, area code and name expected, found {line!r}")
        for cell, pattern, what in zip(cells, (_PLACE, _AREA, _NAME), ("place code", "area code", "name"), strict=True):
            if not pattern.fullmatch(cell):
                raise TaxonomyError(file, f"line {number}, {what}", f"found {cell!r}")
        if cells[0] in found:
            raise TaxonomyError(file, f"line {number}", f"{cells[0]} stands twice")
        found[cells[0]] = cells[1]
    if not found:
        raise TaxonomyError(file, "file", "no line")
    return MappingProxyType(found)


def area_code(place: Place, places: Places | None = None) -> str | None:
    """The area code of a place: its own, else that of the nearest unit above it that has one."""
    codes = load_area_codes()
    for unit in (places or load_places()).chain(place):
        if unit.code in codes:
            return codes[unit.code] or None
    return None


def area_code_at(text: str, start: int = 0, places: Places | None = None) -> str | None:
    """The area code of the place whose names begin at ``start`` (某省某市某区…), None where several places with other codes fit."""
    places = places or load_places()
    names: list[str] = []
    while (end := places.longest_at(text, start)) is not None:
        names.append(text[start:end])
        start = end
    while names:  # a name in the chain that the list does not know there must not hide the rest
        if found := {area_code(place, places) for place in places.resolve(*names)}:
            return found.pop() if len(found) == 1 else None
        names.pop()
    return None
