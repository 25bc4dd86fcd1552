"""A table of a DOCX file: its cells with the columns and rows they span, or its content where it only places paragraphs on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gkbg_nlp.readers.errors import ReadError
from gkbg_nlp.readers.word.parts import Element, value, w, whole
from gkbg_nlp.readers.word.walk import Block, Grid, Paragraph, cells_of, rows_of
from gkbg_nlp.report.records import Cell

MAX_CELLS = 100_000
# Word's own limit is 63 columns.
MAX_SPAN = 1_000
# A table is there for the page's look where one cell holds this share of its characters in so many paragraphs.
_LAYOUT_SHARE, _LAYOUT_PARAGRAPHS = 0.75, 4


@dataclass(slots=True)
class _Open:
    """A cell under construction."""

    row: int
    col: int
    colspan: int
    rowspan: int
    blocks: list[Block]


def read_table(table: Element, read: Callable[[Element], list[Block]], count: Callable[[str], None]) -> list[Block]:
    """A ``w:tbl`` as one :class:`Grid`, or as the blocks of its cells where it has one column or only places them.

    Args:
        table: the element.
        read: gives the blocks of a cell; called once for each, in order.
        count: takes ``absurd_table`` for each cell that claims more columns than there can be.

    Raises:
        ReadError: ``too_large``: more than ``MAX_CELLS`` cells.
    """
    cells: list[_Open] = []
    above: dict[int, _Open] = {}  # the cell that reaches down to the last row, by its first column
    height = 0
    for row in rows_of(table):
        below: dict[int, _Open] = {}
        last: _Open | None = None
        col = _span(row.find(f"{w('trPr')}/{w('gridBefore')}"), 0, count)
        for one in cells_of(row):
            properties = one.find(w("tcPr"))
            colspan = _span(None if properties is None else properties.find(w("gridSpan")), 1, count)
            merged = None if properties is None else properties.find(w("vMerge"))
            aside = None if properties is None else properties.find(w("hMerge"))
            if aside is not None and value(aside) != "restart" and last is not None:
                if last.row == height:  # an old way to say gridSpan
                    last.colspan += colspan
            elif merged is not None and value(merged) != "restart" and col in above:
                last = below[col] = above[col]
                last.rowspan = height - last.row + 1
            else:
                last = below[col] = _Open(height, col, colspan, 1, read(one))
                cells.append(last)
                if len(cells) > MAX_CELLS:
                    raise ReadError("too_large", f"a table of more than {MAX_CELLS:,} cells")
            col += colspan
        above = below
        height += 1
    if _is_layout(cells):
        return [block for cell in cells for block in cell.blocks]
    rows: list[list[Cell]] = [[] for _ in range(height)]
    for cell in cells:
        rows[cell.row].append(Cell(cell_text(cell.blocks), cell.row, cell.col, cell.rowspan, cell.colspan))
    return [Grid(tuple(map(tuple, rows)))]


def cell_text(blocks: Sequence[Block]) -> str:
    """What a cell says on one line: its paragraphs, and the cells of tables in it, with one blank between words."""
    words: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            words += block.text.split()
        else:
            words += [word for row in block.rows for cell in row for word in cell.text.split()]
    return " ".join(words)


def _is_layout(cells: Sequence[_Open]) -> bool:
    """Whether a table is none to the reader: one column, or one cell with nearly all of the text in several paragraphs or a table."""
    if len({cell.col for cell in cells}) <= 1:
        return True
    sizes = [len(cell_text(cell.blocks)) for cell in cells]
    largest = max(range(len(cells)), key=sizes.__getitem__)
    blocks = cells[largest].blocks
    holds = sum(isinstance(block, Paragraph) and bool(block.text.strip()) for block in blocks)
    parts = holds >= _LAYOUT_PARAGRAPHS or any(isinstance(block, Grid) for block in blocks)
    return parts and sizes[largest] >= _LAYOUT_SHARE * sum(sizes)


def _span(element: Element | None, least: int, count: Callable[[str], None]) -> int:
    claimed = max(least, whole(value(element), least))
    if claimed > MAX_SPAN:
        count("absurd_table")
    return min(claimed, MAX_SPAN)
