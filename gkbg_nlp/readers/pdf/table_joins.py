"""Tables that a page border cut in two -> one table.

Two pieces are one where nothing but page furniture stands between them and the borders of their columns agree. A header that the second
page repeats is left out. A row stays two rows unless its cells say that it was cut: each is empty on one side of the border, or
fills its last line and goes on with words that have no number of their own. A cell over several rows grows over the border.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gkbg_nlp.readers.pdf.characters import is_wide
from gkbg_nlp.readers.pdf.furniture import is_numbered
from gkbg_nlp.readers.pdf.lines import glue
from gkbg_nlp.readers.pdf.tables import PdfTable, TableCell

# Points by which the same border may stand elsewhere on the next page.
_SAME_BORDER = 6.0


def join(first: PdfTable, second: PdfTable) -> PdfTable | None:
    """Both pieces as one table, ``None`` where their columns differ. ``second`` stands on the page after the end of ``first``."""
    xs = _common(first.xs, second.xs)
    if xs is None:
        return None
    upper, lower = _mapped(first, xs), _mapped(second, xs)
    repeated = _repeated(upper, lower)
    top = [cell for cell in lower if cell.row == repeated]
    bottom = {(cell.col, cell.colspan): cell for cell in upper if cell.row + cell.rowspan == first.rows}
    pairs = [(bottom[cell.col, cell.colspan], cell) for cell in top if (cell.col, cell.colspan) in bottom]
    cut = len(pairs) == len(top) == len(bottom) and _is_cut(pairs)
    grown = pairs if cut else [(above, below) for above, below in pairs if _goes_on(above, below, top)]
    shift = first.rows - repeated - (1 if cut else 0)
    joined = {id(above): _one(above, below, 0 if cut else below.rowspan) for above, below in grown}
    gone = {id(below) for _, below in grown}
    cells = [joined.get(id(cell), cell) for cell in upper]
    cells += [replace(cell, row=cell.row + shift) for cell in lower if cell.row >= repeated and id(cell) not in gone]
    pages = first.row_pages + second.row_pages[repeated + (1 if cut else 0) :]
    return PdfTable(xs, tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))), pages, first.top)


def _common(first: Sequence[float], second: Sequence[float]) -> tuple[float, ...] | None:
    """The borders of the piece that has all those of the other, where the outer ones agree."""
    if abs(first[0] - second[0]) > _SAME_BORDER or abs(first[-1] - second[-1]) > _SAME_BORDER:
        return None
    for whole, part in ((first, second), (second, first)):
        places = [_nearest(whole, x) for x in part]
        if None not in places and len(set(places)) == len(places):
            return tuple(whole)
    return None


def _nearest(xs: Sequence[float], x: float) -> int | None:
    index = min(range(len(xs)), key=lambda number: abs(xs[number] - x))
    return index if abs(xs[index] - x) <= _SAME_BORDER else None


def _mapped(table: PdfTable, xs: Sequence[float]) -> list[TableCell]:
    """The cells with their columns counted in ``xs``."""
    places = [index for x in table.xs if (index := _nearest(xs, x)) is not None]
    return [replace(c, col=places[c.col], colspan=places[c.col + c.colspan] - places[c.col]) for c in table.cells]


def _repeated(upper: Sequence[TableCell], lower: Sequence[TableCell]) -> int:
    """How many rows at the top of the second piece repeat the header of the first."""
    above, below = _rows(upper), _rows(lower)
    count = 0
    while count + 1 < min(len(above), len(below)) and above[count] == below[count]:
        count += 1
    # A header names columns; rows of numbers may be alike without being repeated.
    while count and not _is_header(lower, count):
        count -= 1
    return count


def _rows(cells: Sequence[TableCell]) -> list[list[tuple[str, int, int, int]]]:
    rows: list[list[tuple[str, int, int, int]]] = [[] for _ in range(max(cell.row + cell.rowspan for cell in cells))]
    for cell in cells:
        rows[cell.row].append((cell.text, cell.col, cell.colspan, cell.rowspan))
    return rows


def _is_header(cells: Sequence[TableCell], count: int) -> bool:
    head = [cell for cell in cells if cell.row < count]
    names = [cell for cell in head if cell.text and not cell.text.replace(".", "").replace("-", "").isdigit()]
    whole = all(cell.row + cell.rowspan <= count for cell in head)
    return whole and len(names) >= 2 and len(names) == sum(1 for cell in head if cell.text)


def _flows(above: TableCell, below: TableCell) -> bool:
    """Whether the text below reads as the rest of the text above."""
    return above.full and is_wide(above.text[-1]) and is_wide(below.text[0]) and not is_numbered(below.text)


def _is_cut(pairs: Sequence[tuple[TableCell, TableCell]]) -> bool:
    """Whether the last row above and the first row below are one row."""
    if not pairs or any(below.rowspan > 1 for _, below in pairs) or not any(below.text for _, below in pairs):
        return False
    both = [(above, below) for above, below in pairs if above.text and below.text]
    if not all(_flows(above, below) for above, below in both):
        return False
    label, rest = pairs[0]
    return bool(both) or (bool(label.text) and not rest.text)


def _goes_on(above: TableCell, below: TableCell, top: Sequence[TableCell]) -> bool:
    """Whether a cell over several rows goes on behind the border."""
    if above.rowspan == 1 and below.rowspan == min(cell.rowspan for cell in top):
        return False
    return not below.text or (bool(above.text) and _flows(above, below))


def _one(above: TableCell, below: TableCell, rows: int) -> TableCell:
    text = above.text + glue(above.text, below.text, False) + below.text
    return replace(above, text=text, rowspan=above.rowspan + rows, full=below.full if below.text else above.full)
