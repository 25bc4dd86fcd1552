"""Rules and words of the labels beside the guide's ten (DOCNO, MONEY, PERCENT, MENTION), each rule with its own examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from gkbg_nlp.taxonomy.document import read_document
from gkbg_nlp.taxonomy.errors import TaxonomyError

FILE = "extra.toml"
EXTRA_LABELS = ("DOCNO", "MONEY", "PERCENT", "MENTION")
_LEAST_NEGATIVES = 10
_RULE = frozenset({"id", "label", "note", "source", "yes", "no"})
_GROUP = frozenset({"id", "words", "note"})


@dataclass(frozen=True, slots=True)
class ExtraRule:
    """One rule: in each of ``yes`` the spans in braces are what its label's matcher finds, in each of ``no`` it finds none."""

    id: str
    label: str
    note: str
    source: str
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """The rules by id, and the word groups by id."""

    rules: Mapping[str, ExtraRule]
    words: Mapping[str, tuple[str, ...]]


@cache
def load_extra() -> Extra:
    """The shipped rules.

    Raises:
        TaxonomyError: the file does not fit its form.
    """
    return parse_extra((files("gkbg_nlp.taxonomy") / "data" / FILE).read_text("utf-8"), FILE)


def parse_extra(source: str, file: str) -> Extra:
    """The rules and words of a TOML text.

    Raises:
        TaxonomyError: not TOML, an unknown or missing key, an unknown label, an id that stands twice, an empty or repeated word or
            example, a positive example without braces, fewer than ten negative ones.
    """
    document = read_document(source, file)
    if unknown := set(document) - {"version", "rule", "group"}:
        raise TaxonomyError(file, "top", f"unknown keys {sorted(unknown)}")
    if document.get("version") != 1:
        raise TaxonomyError(file, "version", "version = 1 is expected")
    rules: dict[str, ExtraRule] = {}
    for number, row in enumerate(document.get("rule", []), 1):
        place = f"rule {row.get('id', number)}"
        name = _head(row, _RULE, file, place, rules)
        if row["label"] not in EXTRA_LABELS:
            raise TaxonomyError(file, place, f"label {row['label']!r} is none of {', '.join(EXTRA_LABELS)}")
        if not isinstance(row["source"], str) or not row["source"].strip():
            raise TaxonomyError(file, place, "source says where the forms are known from")
        yes, no = _words(row, "yes", file, place), _words(row, "no", file, place)
        if bare := [e for e in yes if not 0 <= e.find("{") < e.find("}")]:
            raise TaxonomyError(file, place, f"no span in braces: {bare[0]!r}")
        if len(no) < _LEAST_NEGATIVES:
            raise TaxonomyError(file, place, f"at least {_LEAST_NEGATIVES} negative examples")
        rules[name] = ExtraRule(name, row["label"], row["note"], row["source"], yes, no)
    groups: dict[str, tuple[str, ...]] = {}
    for number, row in enumerate(document.get("group", []), 1):
        place = f"group {row.get('id', number)}"
        groups[_head(row, _GROUP, file, place, groups)] = _words(row, "words", file, place)
    if not rules or not groups:
        raise TaxonomyError(file, "file", "rules and groups are expected")
    return Extra(MappingProxyType(rules), MappingProxyType(groups))


def _head(row: dict[str, Any], keys: frozenset[str], file: str, place: str, known: Mapping[str, object]) -> str:
    """The id of a row whose keys are right."""
    if set(row) != keys:
        raise TaxonomyError(file, place, f"the keys are {sorted(keys)}, found {sorted(row)}")
    name, note = row["id"], row["note"]
    if not isinstance(name, str) or not name.strip():
        raise TaxonomyError(file, place, "id is a non-empty string")
    if name in known:
        raise TaxonomyError(file, place, "the id stands twice")
    if not isinstance(note, str) or not note.strip():
        raise TaxonomyError(file, place, "note says why")
    return name


def _words(row: dict[str, Any], key: str, file: str, place: str) -> tuple[str, ...]:
    value = row[key]
    if not isinstance(value, list) or not value or not all(isinstance(w, str) and w.strip() for w in value):
        raise TaxonomyError(file, place, f"{key} is a list of non-empty strings")
    if len(set(value)) != len(value):
        raise TaxonomyError(file, place, f"{key} repeats {sorted({w for w in value if value.count(w) > 1})}")
    return tuple(value)
