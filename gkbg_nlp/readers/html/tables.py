"""Which tables of a page hold data, and their cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from gkbg_nlp.readers.html.lines import Rows, TextLine, lines_of
from gkbg_nlp.readers.html.marks import load_marks
from gkbg_nlp.readers.html.measures import Measures
from gkbg_nlp.readers.html.tree import Tree
from gkbg_nlp.report.records import Cell

# The widest official table has 15 columns, the longest yearly statistics some hundred rows.
MAX_SPAN = 100
MAX_COLUMNS = 400
MAX_CELLS = 20_000
# A cell that holds as much text and sentences is a piece of the report, not a value.
_PROSE_TEXT, _PROSE_STOPS = 200, 2

_MOST_FACT_CELLS, _LONGEST_LABEL = 60, 12
_NOT_LABEL = re.compile(r"[\s:：\[\]【】]+")


@dataclass(slots=True)
class TablePart:
    """A ``<table>`` by node indexes: its rows of cells, its captions. ``kind`` is ``data``, ``facts`` or ``layout``."""

    node: int
    rows: list[list[int]] = field(default_factory=list)
    captions: list[int] = field(default_factory=list)
    kind: str = "layout"
    too_large: bool = False


def find_tables(tree: Tree, measures: Measures) -> list[TablePart]:
    """All tables of a page in order, the outer before the inner, with their kinds.

    A table of data has at least two rows and two columns and short cells. One that holds such a table, mostly links, or the report's
    own paragraphs, arranges a page (``layout``). ``facts`` are the labels and values that a site puts beside a text.
    """
    tables: list[TablePart] = []
    outer: dict[int, int] = {}
    open_tables: list[int] = []
    for at, node in enumerate(tree.nodes):
        while open_tables and tree.nodes[tables[open_tables[-1]].node].end <= at:
            open_tables.pop()
        if node.tag == "table":
            if open_tables:
                outer[len(tables)] = open_tables[-1]
            open_tables.append(len(tables))
            tables.append(TablePart(at))
        elif open_tables:
            table = tables[open_tables[-1]]
            if node.tag == "tr":
                table.rows.append([])
            elif node.tag in ("td", "th") and table.rows:
                table.rows[-1].append(at)
            elif node.tag == "caption":
                table.captions.append(at)
    holders: set[int] = set()  # tables around a table of data
    for number in range(len(tables) - 1, -1, -1):
        if number not in holders:
            _classify(tables[number], tree, measures)
        if (number in holders or tables[number].kind == "data") and number in outer:
            holders.add(outer[number])
    return tables


def _classify(table: TablePart, tree: Tree, measures: Measures) -> None:
    spans = [(cell, tree.nodes[cell].end) for row in table.rows for cell in row]
    filled = [span for span in spans if measures.text(*span)]
    if not filled:
        return
    if len(filled) >= 2 and _is_facts(table, tree, measures):
        table.kind = "facts"
        return
    if sum(1 for row in table.rows if row) < 2 or max(map(len, table.rows)) < 2:
        return
    begin, end = table.node, tree.nodes[table.node].end
    total = measures.text(begin, end)
    prose = sum(measures.text(*span) for span in filled if _is_prose(measures, *span))
    if 2 * measures.links(begin, end) > total or 2 * prose > total:
        return
    if len(spans) > MAX_CELLS or max(map(len, table.rows)) > MAX_COLUMNS:
        table.too_large = True
        return
    table.kind = "data"


def _is_prose(measures: Measures, begin: int, end: int) -> bool:
    long = measures.text(begin, end) >= _PROSE_TEXT and measures.stops(begin, end) >= _PROSE_STOPS
    return long or measures.headings(begin, end) > 0


def _is_facts(table: TablePart, tree: Tree, measures: Measures) -> bool:
    """Whether each second cell of a small table, or the first of each row, is the label of a fact; a heading row has labels side by side."""
    cells = [cell for row in table.rows for cell in row]
    if len(cells) > _MOST_FACT_CELLS:
        return False
    known = [_is_label(tree, measures, cell) for cell in cells]
    if len(cells) == 2:
        return known[0]
    beside = any(left and right for left, right in pairwise(known))
    return not beside and sum(known) >= max(2, len(cells) // 4)


def _is_label(tree: Tree, measures: Measures, cell: int) -> bool:
    end = tree.nodes[cell].end
    if not 0 < measures.text(cell, end) <= _LONGEST_LABEL:
        return False
    return _NOT_LABEL.sub("", "".join(node.text for node in tree.nodes[cell:end])) in load_marks().labels


def table_lines(tree: Tree, table: TablePart) -> Callable[[], list[TextLine]]:
    """What :func:`lines_of` puts in the place of a table of data or facts: its captions, then its rows."""
    return partial(_table_lines, tree, table)


def _table_lines(tree: Tree, table: TablePart) -> list[TextLine]:
    lines = [line for caption in table.captions for line in lines_of(tree, caption, tree.nodes[caption].end)]
    rows, cut = cells_of(tree, table)
    if table.kind == "data":
        lines.append(TextLine(table.node, written(rows), rows=rows, cut=cut))
    else:
        lines += [TextLine(table.node, line) for line in written(rows).split("\n") if line.strip()]
    return lines


def written(rows: Rows) -> str:
    """A table as text: its rows parted by line breaks, the cells of a row by TABs."""
    return "\n".join("\t".join(cell.text for cell in row) for row in rows)


def cells_of(tree: Tree, table: TablePart) -> tuple[Rows, bool]:
    """The cells of a table at their places, and whether a span was absurd.

    Rows without a cell of their own are left out; spans end where another cell, the table or ``MAX_SPAN`` ends them, so no two overlap.
    """
    cut = False
    height = len(table.rows)
    busy: list[int] = []  # by column, the row behind the cell that reaches down into it
    rows: list[list[Cell]] = []
    for number, row in enumerate(table.rows):
        cells: list[Cell] = []
        column = 0
        for at in row:
            while column < len(busy) and busy[column] > number:
                column += 1
            attributes = tree.nodes[at].attributes
            wide, high = _span(attributes.get("colspan"), 1), _span(attributes.get("rowspan"), height)
            cut = cut or wide > MAX_SPAN or high > max(MAX_SPAN, 10 * height)
            if column >= MAX_COLUMNS:  # rows of cells that all reach down would push the next ones out without end
                cut, wide, high = True, 1, 1
            wide, high = min(wide, MAX_SPAN), min(high, height - number)
            free = column + 1
            while free < column + wide and (free >= len(busy) or busy[free] <= number):
                free += 1
            busy += [0] * (free - len(busy))
            busy[column:free] = [number + high] * (free - column)
            cells.append(Cell(_text(tree, at), number, column, high, free - column))
            column = free
        rows.append(cells)
    return _without_empty(rows), cut


def _span(written_span: str | None, to_the_end: int) -> int:
    match = re.match(r"\s*\+?(\d{1,9})", written_span or "")
    if match is None:
        return 1
    return int(match[1]) or to_the_end


def _text(tree: Tree, cell: int) -> str:
    return " ".join(word for line in lines_of(tree, cell, tree.nodes[cell].end) for word in line.text.split())


def _without_empty(rows: list[list[Cell]]) -> Rows:
    kept = [number for number, row in enumerate(rows) if row]
    place = {old: new for new, old in enumerate(kept)}
    if len(kept) == len(rows):
        return tuple(map(tuple, rows))
    before = [0]
    for row in rows:
        before.append(before[-1] + bool(row))
    return tuple(
        tuple(Cell(c.text, place[old], c.col, before[old + c.rowspan] - before[old], c.colspan) for c in rows[old]) for old in kept
    )
