"""Rows of a report, and the schema that says what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from exports_helpers import RUNS, TEXT, failed, report
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.exports.docs import tables_markdown
from gkbg_nlp.exports.rows import rows_of, value_number, value_text
from gkbg_nlp.exports.schema import BY_NAME, MEANING, TABLES
from gkbg_nlp.report import records
from gkbg_nlp.report.records import Report

PYTHON = {"text": str, "object": str, "integer": int, "real": float, "boolean": bool, "texts": list, "spans": list, "candidates": list}


def named(one: Report, table: str, line: int = 1) -> list[dict[str, Any]]:
    return [dict(zip(BY_NAME[table].names, row, strict=True)) for row in rows_of(one, line)[table]]


def test_the_documents_tables_are_the_schemas(root: Path) -> None:
    assert (root / "docs" / "tables.md").read_text("utf-8").endswith(tables_markdown())


def test_every_column_has_a_type_that_is_explained_and_a_plain_name() -> None:
    for table in TABLES:
        assert len(set(table.names)) == len(table.names)
        assert all(c.type in MEANING and c.description and c.name.isidentifier() for c in table.columns)
        assert table.names[:3] == ("line", "report_id", "year")


# Each field of the contract and the column that holds it; `None`: what the tables hold in another way.
FIELDS: dict[type, tuple[str, dict[str, str | None]]] = {
    records.Source: ("reports", {}),
    records.Meta: ("reports", {}),
    records.Block: ("blocks", {"start": "start_char", "end": "end_char"}),
    records.Entity: ("entities", {"start": "start_char", "end": "end_char", "block": "block_id"}),
    records.Indicator: ("indicators", {}),
    records.Cell: ("tables", {"row": "row_no", "col": "col_no"}),
    records.Table: ("tables", {"block": "block_id", "rows": None}),
    records.Finding: ("findings", {}),
    records.ErrorRecord: ("errors", {}),
}


@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.__name__)
def test_no_field_of_the_contract_is_lost(kind: type) -> None:
    """A new field of report/records.py needs a column in exports/schema.py and a value in exports/rows.py."""
    table, renamed = FIELDS[kind]
    for field in msgspec.structs.fields(kind):
        column = renamed.get(field.name, field.name)
        assert column is None or column in BY_NAME[table].names, f"{kind.__name__}.{field.name}"


@given(RUNS, st.integers(1, 99))
def test_rows_fit_the_schema(reports: list[Report], line: int) -> None:
    for one in reports:
        for name, rows in rows_of(one, line).items():
            for row in rows:
                for column, value in zip(BY_NAME[name].columns, row, strict=True):
                    assert type(value) is PYTHON[column.type] if value is not None else not column.key, column.name


def test_blocks_entities_and_ids() -> None:
    one = report()
    blocks, entities = named(one, "blocks", 7), named(one, "entities", 7)
    assert [b["block_id"] for b in blocks] == [f"gkbg-a#b{n}" for n in range(5)]
    assert "\n".join(b["text"] for b in blocks) == TEXT
    assert [b["uncertain"] for b in blocks] == [None, None, None, None, True]
    assert [(e["entity_id"], e["block_id"], e["line"], e["year"]) for e in entities] == [
        ("gkbg-a#e0", "gkbg-a#b0", 7, 2016),
        ("gkbg-a#e1", "gkbg-a#b2", 7, 2016),
    ]
    assert (entities[0]["value"], entities[0]["number"], entities[0]["level"], entities[0]["approx"]) == (
        "石城县林业局",
        None,
        "county",
        None,
    )
    assert (entities[1]["value"], entities[1]["number"], entities[1]["value_max"], entities[1]["approx"]) == ("138", 138.0, 150.0, True)
    assert all(TEXT[e["start_char"] : e["end_char"]] == e["text"] for e in entities)


def test_indicators_with_evidence_and_candidates_and_none_without_a_value() -> None:
    rows = {row["name"]: row for row in named(report(), "indicators")}
    assert list(rows) == ["year", "agency", "proactive_total", "requests_received"]
    assert named(report(), "reports")[0]["n_indicators"] == 4
    total = rows["proactive_total"]
    assert (total["indicator_id"], total["agency"], total["scope"], total["evidence_text"]) == (
        "gkbg-a#proactive_total",
        "石城县林业局",
        "body",
        ["138条"],
    )
    assert [(c["value"], c["number"], c["reason"]) for c in total["candidates"]] == [("150", 150.0, "later")]
    assert rows["requests_received"]["number"] == 0.0 and rows["agency"]["candidates"] is None


def test_cells_and_findings() -> None:
    cells = named(report(), "tables")
    assert [(c["table_id"], c["cell_id"], c["block_id"], c["text"], c["colspan"]) for c in cells] == [
        ("gkbg-a#t0", "gkbg-a#t0r0c0", "gkbg-a#b2", "甲", 2),
        ("gkbg-a#t0", "gkbg-a#t0r1c0", "gkbg-a#b2", "=1+1", 1),
        ("gkbg-a#t0", "gkbg-a#t0r1c1", "gkbg-a#b2", "", 1),
    ]
    assert [(f["finding_id"], f["spans"]) for f in named(report(), "findings")] == [("gkbg-a#f0", [(0, 1), (3, 4)])]


def test_a_failed_input_is_in_errors_only() -> None:
    rows = rows_of(failed(), 3)
    assert {name for name, found in rows.items() if found} == {"errors"}
    assert rows["errors"] == [(3, "line-3", None, "in/gone.txt", None, None, None, None, "missing", "no such file")]
    assert rows_of(report(), 1)["errors"] == []


def test_only_the_tables_that_are_asked_for() -> None:
    assert list(rows_of(report(), 1, ["indicators", "reports"])) == ["reports", "indicators"]


@pytest.mark.parametrize(
    ("value", "text", "number"),
    [
        (None, None, None),
        ("0533", "0533", None),
        (138, "138", 138.0),
        (58.6, "58.6", 58.6),
        (10**400, "1" + "0" * 400, None),
        (0, "0", 0.0),
    ],
)
def test_values(value: Any, text: str | None, number: float | None) -> None:
    assert (value_text(value), value_number(value)) == (text, number)
