"""The rows of a statistics table in the text: a row a line, several on one line, or one spread over a line for each cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.report.records import Block

Number = tuple[float, tuple[int, int]]
"""A number of a cell and its source span."""

_WORDS = re.compile(r"[\u4e00-\u9fff]")
_BROKEN = re.compile(r"(?<=[\u4e00-\u9fff、“”]) +(?=[\u4e00-\u9fff、“”])")  # a break inside a cell, or a label set wide (规 章)
_DEBRIS = re.compile(r"</?[A-Za-z][^<>]{0,80}>|&(?:nbsp|emsp|ensp|#160);")  # marks of a page that an export left in its cells
_MOST = 7  # numbers of the form's widest row with a label: one for each kind of applicant, and their total
_CASES = frozenset({5, 10, 15})  # numbers of the row of reviews and actions, which has no label of its own


@dataclass(frozen=True, slots=True)
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

    def match(self, label: re.Pattern[str]) -> re.Match[str] | None:
        """Where ``label`` stands in the row's words, or across the break of a label; the line above alone is another, empty row."""
        if found := label.search(self.label):
            return found
        found = label.search(self.above + self.label)
        return found if found and found.start() < len(self.above) < found.end() else None


class _Builder:
    """Takes the lines of one table and gives each row as soon as it is whole."""

    def __init__(self) -> None:
        self.labels: list[str] = []  # lines of words since the last row
        self.numbers: list[Number] = []
        self.table = ""
        self.bars = 0

    def take(self, text: str, start: int) -> Iterator[Row]:
        """One line; the rows that it completes."""
        text = _DEBRIS.sub(lambda mark: " " * len(mark[0]), text)
        cells = [(_value(m["n"]), m.span("n"), m.end()) for m in sign("row.cell").finditer(text)]
        if not _WORDS.search(_without(text, cells)):
            self.bars += 0 if self.numbers else text.count("|", 0, cells[0][1][0] if cells else len(text))
            self._add(cells, start)
            return
        if (self.labels or self.numbers) and sign("row.unit_cell").fullmatch(text):
            return
        yield from self.end()
        at = 0
        for place, (_, (begin, _), end) in enumerate(cells):
            if not place or (_WORDS.search(text, at, begin) and not sign("row.unit_cell").fullmatch(text, at, begin)):
                yield from self.end(spread=False)
                self._words(text[at:begin])
            self._add(cells[place : place + 1], start)
            at = end
        if cells:
            yield from self.end(spread=False)
        else:
            self._words(text)

    def end(self, spread: bool = True) -> Iterator[Row]:
        """The open row, if it has numbers. Lines that no single row can be told from give none."""
        if not self.numbers:
            return
        numbers, labels = tuple(self.numbers), self.labels or [""]
        self.numbers, self.labels = [], []
        known = len(numbers) == 1 or (sign("row.form_heads").search(self.table) and (len(numbers) <= _MOST or len(numbers) in _CASES))
        if spread and labels[-1] and not known:
            return  # the number of the next row (序号), or of a page, looks like one more cell
        yield Row(labels[-1], labels[-2] if len(labels) > 1 else "", numbers, "".join(labels), self.table, spread, self.bars)

    def _words(self, text: str) -> None:
        text = _BROKEN.sub("", text)
        self.table += text
        self.labels.append(text)
        self.bars = sum(mark in "|\t" for mark in text[len(text.rstrip(" |\t")) :])

    def _add(self, cells: Sequence[tuple[float, tuple[int, int], int]], start: int) -> None:
        self.numbers += [(value, (start + begin, start + end)) for value, (begin, end), _ in cells]


def table_rows(folded: str, blocks: Sequence[Block]) -> Iterator[Row | None]:
    """The rows of all tables in their order, ``None`` behind each table.

    Page furniture inside a table does not end it. In text each line of a table is a block, in other formats a table is one.
    """
    table = _Builder()
    for block in blocks:
        if block.role == "boilerplate":
            continue
        if block.role != "table":
            yield from table.end()
            yield None
            table = _Builder()
            continue
        at = block.start
        for line in folded[block.start : block.end].split("\n"):
            yield from table.take(line, at)
            at += len(line) + 1
    yield from table.end()


def _value(digits: str) -> float:
    return float(digits.replace(",", ""))


def _without(text: str, cells: Sequence[tuple[float, tuple[int, int], int]]) -> str:
    """The text without its cells of numbers."""
    at, rest = 0, []
    for _, (begin, _), end in cells:
        rest.append(text[at:begin])
        at = end
    return "".join([*rest, text[at:]])
