"""One report -> the rows of every table, column by column as in ``schema.py``. Pure; knows no file format.

Columns and not rows, because Arrow takes columns, and a few long lists cost the garbage collector nothing where many short tuples do.
An absent key of the output is null in the tables, as null is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import msgspec
from msgspec import UNSET

from gkbg_nlp.exports.schema import TABLES
from gkbg_nlp.report.records import Candidate, Cell, Report, Table, Value

Columns = Sequence[list[Any]]
"""The columns of some rows: lists of one length, in the order of the table's columns."""


def value_text(value: Value) -> str | None:
    """A value as text: texts as they are, numbers as JSON writes them, ``None`` for none."""
    return value if value is None or isinstance(value, str) else str(value)


def value_number(value: Value) -> float | None:
    """A value that is a number, as a real; ``None`` for texts, none, and integers beyond what a real holds."""
    if value is None or isinstance(value, str):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


def report_columns(report: Report, line: int, rid: str) -> Columns:
    """The row of ``reports``."""
    s, meta = report.source, report.meta
    row = (
        line, rid, meta.year, meta.agency, meta.title, meta.era, meta.published, meta.model,
        s.path, s.format, s.encoding, s.sha256, s.bytes, None if s.also is UNSET else s.also,
        None if s.facts is UNSET else msgspec.json.encode(s.facts).decode("utf-8"), report.schema_version, len(report.text),
        len(report.blocks), len(report.entities), sum(i.value is not None for i in report.indicators.values()), len(report.tables), len(report.findings),
    )  # fmt: skip
    return [[value] for value in row]


def block_columns(report: Report, line: int, rid: str) -> Columns:
    """The rows of ``blocks``."""
    text, bs = report.text, report.blocks
    return (
        *_base(report, line, rid, len(bs)),
        [f"{rid}#b{number}" for number in range(len(bs))],
        [b.start for b in bs],
        [b.end for b in bs],
        [b.role for b in bs],
        [b.level for b in bs],
        [b.section for b in bs],
        [b.confidence for b in bs],
        [b.reason for b in bs],
        [None if b.uncertain is UNSET else b.uncertain for b in bs],
        [None if b.page is UNSET else b.page for b in bs],
        [text[b.start : b.end] for b in bs],
    )


def entity_columns(report: Report, line: int, rid: str) -> Columns:
    """The rows of ``entities``."""
    es = report.entities
    return (
        *_base(report, line, rid, len(es)),
        [f"{rid}#e{number}" for number in range(len(es))],
        [None if e.block is None else f"{rid}#b{e.block}" for e in es],
        [e.start for e in es],
        [e.end for e in es],
        [e.label for e in es],
        [e.text for e in es],
        [value_text(e.value) for e in es],
        [value_number(e.value) for e in es],
        [e.unit for e in es],
        [e.section for e in es],
        [e.rule for e in es],
        [None if e.approx is UNSET else e.approx for e in es],
        [None if e.value_max is UNSET else value_number(e.value_max) for e in es],
        [None if e.refers_to is UNSET else e.refers_to for e in es],
        [None if e.role is UNSET else e.role for e in es],
        [None if e.area_code is UNSET else e.area_code for e in es],
        [None if e.level is UNSET else e.level for e in es],
        [None if e.code is UNSET else e.code for e in es],
        [None if e.counted is UNSET else e.counted for e in es],
        [None if e.channel is UNSET else e.channel for e in es],
        [None if e.period is UNSET else e.period for e in es],
    )


def indicator_columns(report: Report, line: int, rid: str) -> Columns:
    """The rows of ``indicators``; one without a value has none, as the contract lets it be absent or null."""
    text = report.text
    stated = {name: i for name, i in report.indicators.items() if i.value is not None}
    them = stated.values()
    return (
        *_base(report, line, rid, len(stated)),
        [report.meta.agency] * len(stated),
        [f"{rid}#{name}" for name in stated],
        list(stated),
        [value_text(i.value) for i in them],
        [value_number(i.value) for i in them],
        [i.unit for i in them],
        [None if i.approx is UNSET else i.approx for i in them],
        [None if i.scope is UNSET else i.scope for i in them],
        [i.rule for i in them],
        [i.evidence for i in them],
        [[text[start:end] for start, end in i.evidence] for i in them],
        [None if i.candidates is UNSET else [candidate_record(c) for c in i.candidates] for i in them],
    )


def candidate_record(candidate: Candidate) -> dict[str, Any]:
    """A candidate as the record that the tables hold."""
    return {
        "value": value_text(candidate.value),
        "number": value_number(candidate.value),
        "evidence": candidate.evidence,
        "rule": candidate.rule,
        "reason": candidate.reason,
    }


def cell_columns(report: Report, line: int, rid: str) -> Columns:
    """The rows of ``tables``: one a cell."""
    cells: list[tuple[str, Table, Cell]] = [
        (f"{rid}#t{number}", t, c) for number, t in enumerate(report.tables) for row in t.rows for c in row
    ]
    return (
        *_base(report, line, rid, len(cells)),
        [tid for tid, _, _ in cells],
        [f"{tid}r{c.row}c{c.col}" for tid, _, c in cells],
        [f"{rid}#b{t.block}" for _, t, _ in cells],
        [t.page for _, t, _ in cells],
        [t.caption for _, t, _ in cells],
        [c.row for _, _, c in cells],
        [c.col for _, _, c in cells],
        [c.rowspan for _, _, c in cells],
        [c.colspan for _, _, c in cells],
        [c.text for _, _, c in cells],
    )


def finding_columns(report: Report, line: int, rid: str) -> Columns:
    """The rows of ``findings``."""
    fs = report.findings
    return (
        *_base(report, line, rid, len(fs)),
        [f"{rid}#f{number}" for number in range(len(fs))],
        [f.code for f in fs],
        [f.severity for f in fs],
        [f.message for f in fs],
        [f.spans for f in fs],
    )


def error_columns(report: Report, line: int, rid: str) -> Columns:
    """The rows of ``errors``."""
    s, es = report.source, report.errors
    return (
        *_base(report, line, rid, len(es)),
        *([value] * len(es) for value in (s.path, s.format, s.encoding, s.sha256, s.bytes)),
        [e.code for e in es],
        [e.message for e in es],
    )


def _base(report: Report, line: int, rid: str, rows: int) -> tuple[list[Any], ...]:
    return [line] * rows, [rid] * rows, [report.meta.year] * rows


MAKERS: dict[str, Callable[[Report, int, str], Columns]] = {
    "reports": report_columns,
    "blocks": block_columns,
    "entities": entity_columns,
    "indicators": indicator_columns,
    "tables": cell_columns,
    "findings": finding_columns,
    "errors": error_columns,
}


def columns_of(report: Report, line: int, tables: Collection[str]) -> Iterator[tuple[str, Columns]]:
    """The columns of each named table that the report has rows for; ``line`` counts from 1.

    An input that failed has rows of ``errors`` alone. Spans must lie in the text (see ``lines.check``).
    """
    rid = report.id or f"line-{line}"
    failed = bool(report.errors)
    for table in TABLES:
        if table.name in tables and failed == (table.name == "errors"):
            yield table.name, MAKERS[table.name](report, line, rid)


def rows_of(report: Report, line: int, tables: Collection[str] | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of a report by table, for all tables or those named, as tuples; ``line`` counts from 1."""
    names = [t.name for t in TABLES if tables is None or t.name in tables]
    found = dict(columns_of(report, line, names))
    return {name: list(zip(*found.get(name, ()), strict=True)) for name in names}
