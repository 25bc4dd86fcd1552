"""What a file's format says of its text beyond the characters: tables, headings, pages, facts of the page.

Readers give it, layout and the pipeline use it. All offsets are code points into the text that the reader gives, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gkbg_nlp.report.records import Cell


@dataclass(frozen=True, slots=True)
class MarkedTable:
    """A table that the format has as one.

    ``start`` and ``end`` are its span in the text: whole lines, its rows parted by a line break, the cells of a row by a TAB, blanks
    and breaks inside a cell one blank; a cell that spans columns or rows is written once, at its first place, and ``rows`` says so.
    ``page`` counts from 1, ``None`` in formats without pages.
    """

    start: int
    end: int
    rows: tuple[tuple[Cell, ...], ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Markup:
    """The marks of one text.

    Attributes:
        tables: in order, without overlap.
        headings: start, end and level (1 to 9) of lines that the format has as headings (``h1``, a Word heading style).
        pages: the offset at which each page begins, ascending; empty in formats without pages.
        facts: what the page says of itself, as written: 发布日期, 索引号, 来源, 文号 and the like by their Chinese labels, and ``title``.
    """

    tables: tuple[MarkedTable, ...] = ()
    headings: tuple[tuple[int, int, int], ...] = ()
    pages: tuple[int, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


PLAIN = Markup()
"""The marks of a text that has none."""
