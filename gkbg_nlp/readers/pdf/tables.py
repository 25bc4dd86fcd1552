"""Grids and the characters inside them -> tables with the text of each cell."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gkbg_nlp.readers.pdf.grid import Grid, grids
from gkbg_nlp.readers.pdf.lines import Line, glue, make_lines
from gkbg_nlp.readers.pdf.page import Glyph, Page

# The middle of a character above its baseline, as a share of its square.
_MIDDLE = 0.35
# What a cell leaves free beside its text at most, as a share of the square.
_MOST_PADDING = 0.8


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell with its text on one line; ``full``: its last line has no room for a further character."""

    text: str
    row: int
    col: int
    rowspan: int
    colspan: int
    full: bool = False


@dataclass(frozen=True, slots=True)
class PdfTable:
    """A table: where its columns are parted (points), its cells in order, the page each of its rows stands on, its height on the first."""

    xs: tuple[float, ...]
    cells: tuple[TableCell, ...]
    row_pages: tuple[int, ...]
    top: float

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.row_pages)


def read_tables(page: Page) -> tuple[list[PdfTable], list[Glyph]]:
    """The ruled tables of a page that hold any text, and the characters that stand in none of them."""
    if not page.rulings:
        return [], list(page.glyphs)
    rest: Sequence[Glyph] = page.glyphs
    tables = []
    for grid in grids(page.rulings):
        inside = [glyph for glyph in rest if grid.holds((glyph.x0 + glyph.x1) / 2, glyph.y - _MIDDLE * glyph.em)]
        table = _table(grid, inside, page.number)
        if table is not None:
            rest = [glyph for glyph in rest if not grid.holds((glyph.x0 + glyph.x1) / 2, glyph.y - _MIDDLE * glyph.em)]
            tables.append(table)
    return tables, list(rest)


def _table(grid: Grid, glyphs: Iterable[Glyph], page: int) -> PdfTable | None:
    owner = {
        (row, col): number
        for number, cell in enumerate(grid.cells)
        for row in range(cell.row, cell.row + cell.rowspan)
        for col in range(cell.col, cell.col + cell.colspan)
    }
    members: defaultdict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        row = min(bisect_right(grid.ys, glyph.y - _MIDDLE * glyph.em), len(grid.ys) - 1) - 1
        col = min(bisect_right(grid.xs, (glyph.x0 + glyph.x1) / 2), len(grid.xs) - 1) - 1
        members[owner[row, col]].append(glyph)
    cells = []
    for number, cell in enumerate(grid.cells):
        lines = make_lines(members[number], page)
        left, right = grid.xs[cell.col], grid.xs[cell.col + cell.colspan]
        cells.append(TableCell(_text(lines), cell.row, cell.col, cell.rowspan, cell.colspan, _full(lines, left, right)))
    if not any(cell.text for cell in cells):
        return None
    return PdfTable(grid.xs, tuple(cells), (page,) * (len(grid.ys) - 1), grid.ys[0])


def _text(lines: Sequence[Line]) -> str:
    """The lines of a cell as one; blanks that part words stay, each as one."""
    text = ""
    blank = False
    for line in lines:
        text += glue(text, line.text, blank) + line.text
        blank = line.blank
    return " ".join(text.split())


def _full(lines: Sequence[Line], left: float, right: float) -> bool:
    if not lines:
        return False
    last = lines[-1]
    padding = min(max(0.0, min(line.x0 for line in lines) - left), _MOST_PADDING * last.em)
    return (right - left) - (last.x1 - last.x0) < last.em + 2 * padding
