"""XLSX: one sheet a table, written row by row with little memory. Texts stay texts: never a formula, never a link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gkbg_nlp.exports.errors import need
from gkbg_nlp.exports.flat import flat_rows
from gkbg_nlp.exports.lines import Tally, chunks
from gkbg_nlp.exports.schema import BY_NAME, TableSpec

EXTRA = "tables"
SHEET_ROWS = 1_048_576
"""Rows of a sheet in Excel, the header's among them."""
CELL_UNITS = 32_767
"""Length of a cell's text in Excel, in UTF-16 code units."""
EXACT = 2**53
"""Excel keeps every number as a real: whole numbers beyond this are written as texts."""
_WIDTHS = {"text": 24, "object": 24, "texts": 24, "spans": 18, "candidates": 24, "integer": 9, "real": 11, "boolean": 9}
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # the same input gives the same bytes


class Sheets:
    """The sheets of one table: when one is full the next begins, as ``entities_2``."""

    def __init__(self, book: Any, table: TableSpec, rows: int = SHEET_ROWS) -> None:
        self._book, self.table, self._rows = book, table, rows
        self._header = book.add_format({"bold": True, "bg_color": "#DDE6EE", "border": 1})
        self._sheet: Any = None
        self.count = 0
        self.cut: Counter[str] = Counter()
        self._next = 0
        self._begin()

    def _begin(self) -> None:
        self.count += 1
        self._sheet = self._book.add_worksheet(self.table.name if self.count == 1 else f"{self.table.name}_{self.count}")
        for number, column in enumerate(self.table.columns):
            self._sheet.set_column(number, number, max(_WIDTHS[column.type], len(column.name) + 3))
            self._sheet.write_string(0, number, column.name, self._header)
        self._sheet.freeze_panes(1, 0)
        self._next = 1

    def add(self, row: Sequence[Any]) -> None:
        """Write a row of texts, numbers, truth values and ``None``."""
        if self._next == self._rows:
            self.finish()
            self._begin()
        for number, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, bool):
                self._sheet.write_boolean(self._next, number, value)
            elif isinstance(value, float) or (isinstance(value, int) and abs(value) <= EXACT):
                self._sheet.write_number(self._next, number, value)
            else:
                short = fitting(str(value))
                self.cut[self.table.columns[number].name] += short != str(value)
                self._sheet.write_string(self._next, number, short)  # write() would look for formulas and links in it
        self._next += 1

    def finish(self) -> None:
        """Give the sheet its filter; nothing more is written to it."""
        self._sheet.autofilter(0, 0, self._next - 1, len(self.table.columns) - 1)

    def notices(self) -> list[str]:
        """What Excel's limits changed, a line each."""
        said = []
        if self.count > 1:
            said.append(f"{self.table.name} fills {self.count} sheets: Excel has {SHEET_ROWS:,} rows a sheet")
        for column, cells in self.cut.items():
            if cells:
                said.append(
                    f"{self.table.name}.{column}: {cells} cells cut to Excel's {CELL_UNITS:,} characters; the other formats have all"
                )
        return said


def fitting(text: str) -> str:
    """The longest beginning of a text that a cell holds."""
    if len(text) * 2 <= CELL_UNITS or len(text.encode("utf-16-le")) // 2 <= CELL_UNITS:
        return text
    return text.encode("utf-16-le")[: 2 * CELL_UNITS].decode("utf-16-le", "ignore")  # half a pair at the cut is left out


def write(source: str, place: Path, tables: Sequence[str], tally: Tally) -> list[str]:
    """Write the tables of ``source`` as sheets of the new file ``place``; gives notices on what Excel's limits changed.

    Raises:
        ExportError: a line is broken, or xlsxwriter is not installed.
        OSError: it cannot be written.
    """
    xlsxwriter = need("xlsxwriter", EXTRA)
    book = xlsxwriter.Workbook(str(place), {"constant_memory": True, "tmpdir": str(place.parent)})
    book.use_zip64()
    book.set_properties({"created": _CREATED})
    sheets: dict[str, Sheets] = {}
    try:
        # constant memory writes a sheet at a time in order of rows; sheets of several tables may grow side by side
        sheets = {name: Sheets(book, BY_NAME[name]) for name in tables}
        for chunk in chunks(source, tables, tally):
            for name, columns in chunk.items():
                for row in flat_rows(BY_NAME[name], columns):
                    sheets[name].add(row)
        for one in sheets.values():
            one.finish()
    finally:
        try:
            book.close()
        except need("xlsxwriter.exceptions", EXTRA).FileCreateError as error:
            raise OSError(str(error)) from error
    return [notice for one in sheets.values() for notice in one.notices()]
