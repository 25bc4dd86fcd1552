"""Paragraphs, tables, rows and cells of a DOCX file through what stands around them, and the forms in which they are handed on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gkbg_nlp.readers.word.parts import Element, value, w
from gkbg_nlp.readers.word.text import ALTERNATIVES, alternative, is_placeholder
from gkbg_nlp.report.records import Cell

# Around paragraphs without showing: content controls, custom XML, insertions. What a tracked change deleted is not among them.
_WRAPPERS = frozenset(map(w, ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")))
_CONTENTS = "Table of Contents"
FOREIGN = frozenset(map(w, ("altChunk", "subDoc")))
"""Whole documents of other formats inside this one."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text, which may hold ``\\n``, and the level (1 to 9) of a heading."""

    text: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells by row."""

    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Grid


def content_of(parent: Element) -> Iterator[Element]:
    """Paragraphs, tables, foreign parts and tables of contents inside ``parent``, those in content controls and insertions too."""
    stack = [iter(parent)]
    while stack:
        one = next(stack[-1], None)
        if one is None:
            stack.pop()
        elif is_placeholder(one):
            continue
        elif one.tag in (w("p"), w("tbl")) or one.tag in FOREIGN or is_contents(one):
            yield one
        elif one.tag in _WRAPPERS:
            stack.append(iter(one))
        elif one.tag == ALTERNATIVES and (branch := alternative(one)) is not None:
            stack.append(iter(branch))


def is_contents(element: Element) -> bool:
    """Whether ``element`` is the content control in which Word keeps a table of contents."""
    gallery = element.find(f"{w('sdtPr')}/{w('docPartObj')}/{w('docPartGallery')}") if element.tag == w("sdt") else None
    return value(gallery) == _CONTENTS


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table that no tracked change took out."""
    for row in _wrapped(table, w("tr")):
        properties = row.find(w("trPr"))
        if properties is None or properties.find(w("del")) is None:
            yield row


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row."""
    yield from _wrapped(row, w("tc"))


def _wrapped(parent: Element, tag: str) -> Iterator[Element]:
    stack = [iter(parent)]
    while stack:
        one = next(stack[-1], None)
        if one is None:
            stack.pop()
        elif one.tag == tag:
            yield one
        elif one.tag in _WRAPPERS:
            stack.append(iter(one))
