"""Pages -> the text with its marks: lines and tables in order, paragraphs and tables made whole over page borders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from gkbg_nlp.readers.pdf.furniture import without_furniture
from gkbg_nlp.readers.pdf.lines import Line, make_lines
from gkbg_nlp.readers.pdf.page import Page
from gkbg_nlp.readers.pdf.paragraphs import Paragraph, find_margins, paragraphs
from gkbg_nlp.readers.pdf.table_joins import join
from gkbg_nlp.readers.pdf.tables import PdfTable, read_tables
from gkbg_nlp.report.markup import MarkedTable, Markup
from gkbg_nlp.report.records import Cell

# A title of fewer characters says nothing ("报告").
_SHORTEST_TITLE = 6


def assemble(pages: Sequence[Page], title: str) -> tuple[str, Markup]:
    """The text of the pages and its marks. ``title`` is the document's own; it becomes a fact where the first page shows it too."""
    read = [read_tables(page) for page in pages]
    lines = without_furniture(pages, [make_lines(rest, page.number) for page, (_, rest) in zip(pages, read, strict=True)])
    margins = find_margins(pages, lines)
    order = _in_order([tables for tables, _ in read], lines)
    writer = _Writer()
    for is_table, items in groupby(order, lambda item: isinstance(item, PdfTable)):
        if is_table:
            for table in items:
                if isinstance(table, PdfTable):
                    writer.table(table)
        else:
            for paragraph in paragraphs([line for line in items if isinstance(line, Line)], margins):
                writer.paragraph(paragraph)
    text = "\n".join(writer.lines)
    facts = {"title": title} if _is_shown(title, lines) else {}
    return text, Markup(tuple(writer.tables), (), writer.page_starts(max((page.number for page in pages), default=0), len(text)), facts)


def _in_order(tables: Iterable[Sequence[PdfTable]], lines: Iterable[Sequence[Line]]) -> list[Line | PdfTable]:
    """Lines and tables of all pages from the top down; a table that the next page carries on is one."""
    order: list[Line | PdfTable] = []
    for found, rest in zip(tables, lines, strict=True):
        placed = sorted([(table.top, item) for item, table in enumerate(found)] + [(line.y, len(found) + i) for i, line in enumerate(rest)])
        for _, index in placed:
            item = found[index] if index < len(found) else rest[index - len(found)]
            last = order[-1] if order else None
            if isinstance(last, PdfTable) and isinstance(item, PdfTable) and item.row_pages[0] == last.row_pages[-1] + 1:
                whole = join(last, item)
                if whole is not None:
                    order[-1] = whole
                    continue
            order.append(item)
    return order


class _Writer:
    """Collects the lines of the text and remembers where tables and pages begin."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.tables: list[MarkedTable] = []
        self._end = 0  # where the next line will begin
        self._starts: dict[int, int] = {}

    def paragraph(self, paragraph: Paragraph) -> None:
        for offset, page in paragraph.pages:
            self._starts.setdefault(page, self._end + offset)
        self._line(paragraph.text)

    def table(self, table: PdfTable) -> None:
        start = self._end
        rows: list[list[Cell]] = [[] for _ in table.row_pages]
        for cell in table.cells:
            rows[cell.row].append(Cell(cell.text, cell.row, cell.col, cell.rowspan, cell.colspan))
        for row, page in zip(rows, table.row_pages, strict=True):
            self._starts.setdefault(page, self._end)
            self._line("\t".join(cell.text for cell in row))
        self.tables.append(MarkedTable(start, self._end - 1, tuple(map(tuple, rows)), table.row_pages[0]))

    def page_starts(self, pages: int, end: int) -> tuple[int, ...]:
        """The beginning of each page; one without text begins where the next one does."""
        starts = [end] * (pages + 1)
        for page in range(pages, 0, -1):
            starts[page - 1] = min(starts[page], self._starts.get(page, end))
        return tuple(starts[:pages])

    def _line(self, text: str) -> None:
        self.lines.append(text)
        self._end += len(text) + 1


def _is_shown(title: str, lines: Sequence[Sequence[Line]]) -> bool:
    """Whether the first page says the same: titles in the document's information are often another file's."""
    wanted = "".join(title.split())
    return len(wanted) >= _SHORTEST_TITLE and bool(lines) and wanted in "".join("".join(line.text.split()) for line in lines[0])
