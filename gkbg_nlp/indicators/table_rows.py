"""The rows of a statistics table in the text: a row a line, several on one line, or one spread over a line for each cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.report.records import Block
from gkbg_nlp.taxonomy.precompiled import compiled

Number = tuple[float, tuple[int, int]]
"""A number of a cell and its source span."""
_Cell = tuple[float, tuple[int, int], int]  # the number of a cell, its span in the line, the end of the cell with its unit

_WORDS = compiled(r"[\u4e00-\u9fff]")
_BROKEN = compiled(r"(?<=[\u4e00-\u9fff、“”]) +(?=[\u4e00-\u9fff、“”])")  # a break inside a cell, or a label set wide (规 章)
_DEBRIS = compiled(r"</?[A-Za-z][^<>]{0,80}>|&(?:nbsp|emsp|ensp|#160);")  # marks of a page that an export left in its cells
_MOST = 7  # numbers of the form's widest row with a label: one for each kind of applicant, and their total
_MARKS = frozenset("|\t")
_CASES = frozenset({5, 10, 15})  # numbers of the row of reviews and actions, which has no label of its own


@dataclass(slots=True)
class Row:
    """One row of a table.

    ``label`` is the words before its numbers; ``above`` the line of words over it: the export may have broken the label in two.
    ``header`` holds all words since the row before, ``table`` those of the table so far. ``spread`` says that the numbers stood on
    lines of their own, ``bars`` how many cell marks stood between label and first number.
    """

    label: str
    above: str
    numbers: tuple[Number, ...]
    header: str
    table: str
    spread: bool
    bars: int


class _Builder:
    """Takes the lines of one table and adds each row to ``rows`` as soon as it is whole."""

    __slots__ = ("bars", "labels", "numbers", "rows", "table")

    def __init__(self, rows: list[Row | None]) -> None:
        self.rows = rows
        self.labels: list[str] = []  # lines of words since the last row
        self.numbers: list[Number] = []
        self.table = ""
        self.bars = 0

    def take(self, text: str, start: int) -> None:
        """One line."""
        if "<" in text or "&" in text:
            text = _DEBRIS.sub(lambda mark: " " * len(mark[0]), text)
        cell_sign, unit = _line_signs()
        cells: list[_Cell] = [(float(m["n"].replace(",", "")), m.span("n"), m.end()) for m in cell_sign.finditer(text)]
        if not _has_words(text, cells):
            self.bars += 0 if self.numbers else text.count("|", 0, cells[0][1][0] if cells else len(text))
            self._add(cells, start)
            return
        if (self.labels or self.numbers) and unit.fullmatch(text):
            return
        self.end()
        if not cells:
            self._words(text)
            return
        at = 0
        for place, cell in enumerate(cells):
            begin = cell[1][0]
            if not place or (_WORDS.search(text, at, begin) and not unit.fullmatch(text, at, begin)):
                self.end(spread=False)
                self._words(text[at:begin])
            self._add((cell,), start)
            at = cell[2]
        self.end(spread=False)

    def end(self, spread: bool = True) -> None:
        """The open row is whole, if it has numbers. Lines that no single row can be told from give none."""
        if not self.numbers:
            return
        numbers, labels = tuple(self.numbers), self.labels or [""]
        self.numbers, self.labels = [], []
        if spread and labels[-1] and not (len(numbers) == 1 or self._is_form(len(numbers))):
            return  # the number of the next row (序号), or of a page, looks like one more cell
        above = labels[-2] if len(labels) > 1 else ""
        self.rows.append(Row(labels[-1], above, numbers, "".join(labels), self.table, spread, self.bars))

    def _is_form(self, count: int) -> bool:
        """Whether the table is an official one, and has rows of ``count`` numbers."""
        return (count <= _MOST or count in _CASES) and sign("row.form_heads").search(self.table) is not None

    def _words(self, text: str) -> None:
        if " " in text:
            text = _BROKEN.sub("", text)
        self.table += text
        self.labels.append(text)
        self.bars = sum(mark in _MARKS for mark in text[len(text.rstrip(" |\t")) :])

    def _add(self, cells: Sequence[_Cell], start: int) -> None:
        for value, (begin, end), _ in cells:
            self.numbers.append((value, (start + begin, start + end)))


def table_rows(folded: str, blocks: Sequence[Block]) -> list[Row | None]:
    """The rows of all tables in their order, ``None`` behind each table.

    Page furniture inside a table does not end it. In text each line of a table is a block, in other formats a table is one.
    """
    rows: list[Row | None] = []
    table: _Builder | None = None
    for block in blocks:
        role = block.role
        if role == "table":
            table = table or _Builder(rows)
            at = block.start
            for line in folded[at : block.end].split("\n"):
                table.take(line, at)
                at += len(line) + 1
        elif table is not None and role != "boilerplate":
            table.end()
            rows.append(None)
            table = None
    if table is not None:
        table.end()
    return rows


@cache
def _line_signs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A cell with a number, a cell with a unit."""
    return sign("row.cell"), sign("row.unit_cell")


def _has_words(text: str, cells: Sequence[_Cell]) -> bool:
    """Whether there are words beside the cells of numbers."""
    at = 0
    for _, (begin, _), end in cells:
        if at < begin and _WORDS.search(text, at, begin):
            return True
        at = end
    return _WORDS.search(text, at) is not None
