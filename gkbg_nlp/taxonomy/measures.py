"""Measure words: which words make a count of the number before them, and where they do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from gkbg_nlp.taxonomy.document import read_document
from gkbg_nlp.taxonomy.errors import TaxonomyError

FILE = "measures.toml"
KINDS = ("count", "duration", "extent", "money", "score", "percent", "rank")
_LISTS = ("not_before", "unless", "not_numeral", "only_before", "only_after", "not_after")


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure word.

    Attributes:
        not_before: what may not stand behind it (it is then part of another word), ``unless`` one of those follows.
        not_numeral: Chinese numerals that make a name or an ordinal with it where a noun follows.
        only_before, only_after: where not empty, it counts only before, or with the number behind, one of these.
        not_after: what may not stand before the number.
    """

    id: str
    word: str
    kind: str
    not_before: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    not_numeral: tuple[str, ...] = ()
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


@cache
def load_measures() -> Mapping[str, Measure]:
    """The shipped measure words, by word; compounds in both spellings (条(次), 条/次) included.

    Raises:
        TaxonomyError: the file does not fit its form.
    """
    return parse_measures((files("gkbg_nlp.taxonomy") / "data" / FILE).read_text("utf-8"), FILE)


def parse_measures(source: str, file: str) -> Mapping[str, Measure]:
    """The measure words of a TOML text, by word.

    Raises:
        TaxonomyError: not TOML, an unknown or missing key, an unknown kind, an id or a word that stands twice.
    """
    document = read_document(source, file)
    if unknown := set(document) - {"version", "measure", "compound"}:
        raise TaxonomyError(file, "top", f"unknown keys {sorted(unknown)}")
    if document.get("version") != 1:
        raise TaxonomyError(file, "version", "version = 1 is expected")
    measures: dict[str, Measure] = {}
    ids: set[str] = set()
    for number, row in enumerate(document.get("measure", []), 1):
        measure = _measure(row, file, f"measure {row.get('id', number)}")
        if measure.id in ids or measure.word in measures:
            raise TaxonomyError(file, f"measure {measure.id}", f"the id or the word {measure.word} stands twice")
        ids.add(measure.id)
        measures[measure.word] = measure
    if not measures:
        raise TaxonomyError(file, "measure", "no measure word")
    for number, row in enumerate(document.get("compound", []), 1):
        for word, measure in _compounds(row, measures, file, f"compound {row.get('first', number)}"):
            measures.setdefault(word, measure)
    return MappingProxyType(measures)


def _strings(row: dict[str, Any], key: str, file: str, place: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(w, str) and w for w in value):
        raise TaxonomyError(file, place, f"{key} is a list of non-empty strings")
    if len(set(value)) != len(value):
        raise TaxonomyError(file, place, f"{key} repeats a word")
    return tuple(value)


def _measure(row: dict[str, Any], file: str, place: str) -> Measure:
    if unknown := set(row) - {"id", "word", "kind", *_LISTS}:
        raise TaxonomyError(file, place, f"unknown keys {sorted(unknown)}")
    for key in ("id", "word", "kind"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise TaxonomyError(file, place, f"{key} is a non-empty string")
    if row["kind"] not in KINDS:
        raise TaxonomyError(file, place, f"kind {row['kind']!r} is none of {', '.join(KINDS)}")
    return Measure(row["id"], row["word"], row["kind"], *(_strings(row, key, file, place) for key in _LISTS))


def _compounds(row: dict[str, Any], measures: Mapping[str, Measure], file: str, place: str) -> list[tuple[str, Measure]]:
    if set(row) != {"first", "second"}:
        raise TaxonomyError(file, place, "the keys are first and second")
    second = _strings(row, "second", file, place)
    made = []
    for first, other in ((row["first"], other) for other in second):
        for word in (first, other):
            if word not in measures or measures[word].kind != "count":
                raise TaxonomyError(file, place, f"{word!r} is no counting measure word")
        name = f"{measures[first].id}+{measures[other].id}"
        made += [
            (f"{first}({other})", Measure(name, f"{first}({other})", "count")),
            (f"{first}/{other}", Measure(name, f"{first}/{other}", "count")),
        ]
    return made
