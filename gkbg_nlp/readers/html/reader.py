"""HTML: the text of a page's report as a browser shows it, with its tables, headings and facts. Nothing is run, nothing is fetched."""

from __future__ import annotations

import re

from gkbg_nlp.readers.decoded import Content
from gkbg_nlp.readers.errors import ReadError
from gkbg_nlp.readers.html.charset import source_of
from gkbg_nlp.readers.html.content import Part, find_part, is_prose, marked
from gkbg_nlp.readers.html.facts import begins_with, find_facts, find_title
from gkbg_nlp.readers.html.lines import TextLine, lines_of
from gkbg_nlp.readers.html.measures import Measures
from gkbg_nlp.readers.html.tables import MAX_CELLS, MAX_COLUMNS, MAX_SPAN, TablePart, find_tables, table_lines
from gkbg_nlp.readers.html.tree import Tree, build
from gkbg_nlp.report.markup import MarkedTable, Markup
from gkbg_nlp.report.records import Finding

_MAX_SPANS = 20


def read(data: bytes) -> Content:
    """The report of a page: its title where the text does not begin with it, then the lines of its main part.

    Findings beside those of the decoder: ``absurd_table`` (a span or a size that no table has), ``deep_markup`` (nesting that had to be
    cut), ``doubtful_content`` (more of the text is navigation than prose: the main part was not found).

    Raises:
        ReadError: ``binary`` where the bytes are no text, ``too_large`` where the page has too many tags, ``empty`` where it shows none.
    """
    source = source_of(data)
    tree = build(source.text)
    tables = find_tables(tree, Measures(tree))
    whole = {table.node: table_lines(tree, table) for table in tables if table.kind != "layout"}
    lines = lines_of(tree, 1, len(tree.nodes), frozenset(marked(tree)), whole)
    if not lines:
        raise ReadError("empty", "the page shows no text")
    part = find_part(tree, lines)
    chosen = lines[part.begin : part.end] or lines
    title = find_title(tree)
    facts = find_facts(tree, lines, part.begin, title)
    if title and not begins_with(title, chosen):
        chosen = [TextLine(-1, title, level=1), *chosen]
    text, marked_tables, headings, absurd = _assemble(chosen)
    findings = (*(_placed(finding, text) for finding in source.findings), *_doubts(tree, tables, absurd, part, chosen))
    return Content(text, source.encoding, findings, Markup(marked_tables, headings, (), facts))


def _assemble(lines: list[TextLine]) -> tuple[str, tuple[MarkedTable, ...], tuple[tuple[int, int, int], ...], list[tuple[int, int]]]:
    """The text, its tables, its headings (start, end, level) and the spans of absurd tables, in code points."""
    tables, headings, absurd = [], [], []
    at = 0
    for line in lines:
        end = at + len(line.text)
        if line.rows is not None:
            tables.append(MarkedTable(at, end, line.rows))
            if line.cut:
                absurd.append((at, end))
        elif line.level:
            headings.append((at, end, line.level))
        at = end + 1
    return "\n".join(line.text for line in lines), tuple(tables), tuple(headings), absurd


def _placed(finding: Finding, text: str) -> Finding:
    """A finding of the decoder with the places that show in ``text``: its own would point into the page's source."""
    if finding.code != "undecodable_bytes":
        return finding
    spans = [match.span() for match in re.finditer("\ufffd+", text)]
    return Finding(finding.code, finding.severity, finding.message, spans[:_MAX_SPANS])


def _doubts(tree: Tree, tables: list[TablePart], absurd: list[tuple[int, int]], part: Part, lines: list[TextLine]) -> list[Finding]:
    doubts = []
    if absurd:
        doubts.append(
            Finding("absurd_table", "warning", f"{len(absurd)} tables with cells over more than {MAX_SPAN} columns or rows", absurd)
        )
    if large := sum(table.too_large for table in tables):
        message = f"{large} tables of more than {MAX_COLUMNS} columns or {MAX_CELLS:,} cells, read as lines"
        doubts.append(Finding("absurd_table", "warning", message))
    if tree.cut:
        doubts.append(
            Finding("deep_markup", "warning", "the page nests its elements deeper than browsers follow; nesting was cut, no text")
        )
    prose = sum(len(line.text) for line in lines if is_prose(line))
    if part.how in ("density", "page") and 2 * prose < sum(len(line.text) for line in lines):
        doubts.append(Finding("doubtful_content", "info", "no part of the page stands out as the report; what was read may be navigation"))
    return doubts
