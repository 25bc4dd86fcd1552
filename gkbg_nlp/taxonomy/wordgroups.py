"""Word lists with ids: ``[[group]]`` tables of a TOML file, each an ``id``, its ``words`` and a ``note`` that says why."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from gkbg_nlp.taxonomy.document import read_document
from gkbg_nlp.taxonomy.errors import TaxonomyError

_KEYS = frozenset({"id", "words", "note"})


@cache
def load_groups(file: str) -> Mapping[str, tuple[str, ...]]:
    """The groups of ``gkbg_nlp/taxonomy/data/<file>``, by id.

    Raises:
        TaxonomyError: the file does not fit its form.
    """
    return parse_groups((files("gkbg_nlp.taxonomy") / "data" / file).read_text("utf-8"), file)


def parse_groups(source: str, file: str) -> Mapping[str, tuple[str, ...]]:
    """The groups of a TOML text, by id.

    Raises:
        TaxonomyError: not TOML, an unknown or missing key, an empty or repeated word, an id that stands twice.
    """
    document = read_document(source, file)
    if unknown := set(document) - {"version", "group"}:
        raise TaxonomyError(file, "top", f"unknown keys {sorted(unknown)}")
    if document.get("version") != 1:
        raise TaxonomyError(file, "version", "version = 1 is expected")
    groups: dict[str, tuple[str, ...]] = {}
    for number, row in enumerate(document.get("group", []), 1):
        place = f"group {row.get('id', number)}"
        if set(row) != _KEYS:
            raise TaxonomyError(file, place, f"the keys are {sorted(_KEYS)}, found {sorted(row)}")
        name, words = row["id"], row["words"]
        if not isinstance(name, str) or not name:
            raise TaxonomyError(file, place, "id is a non-empty string")
        if name in groups:
            raise TaxonomyError(file, place, "the id stands twice")
        if not isinstance(row["note"], str) or not row["note"]:
            raise TaxonomyError(file, place, "note says why the words stand here")
        if not isinstance(words, list) or not words or not all(isinstance(w, str) and w.strip() for w in words):
            raise TaxonomyError(file, place, "words is a list of non-empty strings")
        if len(set(words)) != len(words):
            raise TaxonomyError(file, place, f"repeated: {sorted({w for w in words if words.count(w) > 1})}")
        groups[name] = tuple(words)
    if not groups:
        raise TaxonomyError(file, "group", "no group")
    return MappingProxyType(groups)
