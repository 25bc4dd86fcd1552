"""The data file of the HTML reader: marks of site systems, labels of facts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gkbg_nlp.readers.html.tree import Node

FILE = "html.toml"
_KEYS = {
    "content": frozenset({"id", "ids", "classes", "elements"}),
    "title": frozenset({"id", "ids", "classes", "elements", "meta"}),
    "fact": frozenset({"id", "label", "also", "meta", "date"}),
}


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of one purpose: ids, classes and element names, in small letters."""

    ids: frozenset[str]
    classes: frozenset[str]
    elements: frozenset[str]
    metas: frozenset[str]

    def fit(self, node: Node) -> bool:
        """Whether an element carries one of the marks."""
        if node.tag in self.elements:
            return True
        if not node.attributes:
            return False
        return node.attributes.get("id", "").strip().lower() in self.ids or not self.classes.isdisjoint(node.classes())


@dataclass(frozen=True, slots=True)
class HtmlMarks:
    """What ``html.toml`` says.

    Attributes:
        content: marks of the element that holds a text.
        title: marks of the element that holds its title.
        labels: label as pages write it, without blanks -> label of the fact.
        metas: name of a ``<meta>`` in small letters -> label of the fact.
        dates: labels of facts whose value is a date.
    """

    content: Marks
    title: Marks
    labels: Mapping[str, str]
    metas: Mapping[str, str]
    dates: frozenset[str]


@cache
def load_marks() -> HtmlMarks:
    """The shipped marks. Raises ``ValueError`` where the file does not fit its form."""
    return parse_marks((files("gkbg_nlp.readers") / "data" / FILE).read_text("utf-8"))


def parse_marks(source: str) -> HtmlMarks:
    """The marks of a TOML text.

    Raises:
        ValueError: not TOML, an unknown group or key, an id, label or ``<meta>`` name that stands twice, a mark with capitals or blanks.
    """
    document = tomllib.loads(source)
    if unknown := document.keys() - _KEYS.keys():
        raise ValueError(f"{FILE}: unknown group {min(unknown)}")
    labels: dict[str, str] = {}
    metas: dict[str, str] = {}
    dates: set[str] = set()
    groups: dict[str, Marks] = {}
    for group, keys in _KEYS.items():
        entries = document.get(group, [])
        ids = [entry.get("id") for entry in entries]
        for entry in entries:
            place = f"{FILE}: {group} {entry.get('id')}"
            if unknown := entry.keys() - keys:
                raise ValueError(f"{place}: unknown key {min(unknown)}")
            if not entry.get("id") or ids.count(entry["id"]) > 1:
                raise ValueError(f"{place}: the id is missing or stands twice")
            words = [word for key in ("ids", "classes", "elements", "meta") for word in entry.get(key, ())]
            if bad := [word for word in words if word != word.lower() or word.split() != [word]]:
                raise ValueError(f"{place}: {bad[0]!r} has capitals or blanks")
            if group == "fact":
                _add(labels, [entry["label"], *entry.get("also", ())], entry["label"], place)
                _add(metas, entry.get("meta", ()), entry["label"], place)
                dates.update({entry["label"]} if entry.get("date") else ())
        if group != "fact":
            names = {
                key: frozenset(word for entry in entries for word in entry.get(key, ())) for key in ("ids", "classes", "elements", "meta")
            }
            groups[group] = Marks(names["ids"], names["classes"], names["elements"], names["meta"])
    return HtmlMarks(groups["content"], groups["title"], labels, metas, frozenset(dates))


def _add(table: dict[str, str], words: list[str] | tuple[str, ...], label: str, place: str) -> None:
    for word in words:
        if word in table:
            raise ValueError(f"{place}: {word} stands twice")
        table[word] = label
