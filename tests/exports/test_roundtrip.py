"""What goes into a format comes out of it: every table, any record."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from exports_helpers import RUNS, expected, failed, lines_of, listed, put, report, types
from hypothesis import example, given, settings

from gkbg_nlp.exports import parquet
from gkbg_nlp.exports.arrow import arrow_schema
from gkbg_nlp.exports.csv import RISKY, guarded, unguarded
from gkbg_nlp.exports.export import export
from gkbg_nlp.exports.frames import arrow_table
from gkbg_nlp.exports.schema import BY_NAME, TABLES
from gkbg_nlp.report.records import Meta, Report

few = settings(max_examples=15)
BOTH = [report(), failed(), report(id="gkbg-b", meta=Meta(year=None))]


def of_arrow(table: pa.Table) -> list[tuple[Any, ...]]:
    return [tuple(listed(value) for value in row.values()) for row in table.to_pylist()]


@few
@given(RUNS)
@example(BOTH)
def test_parquet(reports: list[Report]) -> None:
    with lines_of(reports) as source:
        export(source, source.parent / "o.parquet")
        for table in TABLES:
            read = parquet.read(source.parent / "o.parquet", table.name)
            assert read.schema.names == list(table.names)
            assert of_arrow(read) == expected(reports, table.name), table.name


@few
@given(RUNS)
@example(BOTH)
def test_arrow_of_lines(reports: list[Report]) -> None:
    with lines_of(reports) as source:
        for table in TABLES:
            read = arrow_table(source, table.name)
            assert read.schema == arrow_schema(table.name) and of_arrow(read) == expected(reports, table.name)


@few
@given(RUNS)
@example(BOTH)
def test_duckdb(reports: list[Report]) -> None:
    with lines_of(reports) as source:
        export(source, source.parent / "o.duckdb")
        with duckdb.connect(str(source.parent / "o.duckdb"), read_only=True) as connection:
            for table in TABLES:
                rows = connection.execute(f"SELECT {', '.join(table.names)} FROM {table.name} ORDER BY rowid").fetchall()
                assert [tuple(listed(v) for v in row) for row in rows] == expected(reports, table.name), table.name


def unflat(row: Sequence[Any], kinds: Sequence[str]) -> tuple[Any, ...]:
    """A flat row as it was: lists from JSON text, truth values from numbers."""
    out: list[Any] = []
    for value, kind in zip(row, kinds, strict=True):
        if value is not None and kind in ("texts", "spans", "candidates"):
            value = listed(json.loads(value))
        elif value is not None and kind == "boolean":
            value = bool(value)
        out.append(value)
    return tuple(out)


@few
@given(RUNS)
@example(BOTH)
def test_sqlite(reports: list[Report]) -> None:
    with lines_of(reports) as source:
        export(source, source.parent / "o.sqlite")
        with closing(sqlite3.connect(source.parent / "o.sqlite")) as connection:
            for table in TABLES:
                rows = connection.execute(f"SELECT {', '.join(table.names)} FROM {table.name} ORDER BY rowid").fetchall()
                assert [unflat(row, types(table.name)) for row in rows] == expected(reports, table.name), table.name


def of_csv(cell: str, kind: str) -> Any:
    if cell == "":
        return None
    if kind in ("integer", "real"):
        return int(cell) if kind == "integer" else float(cell)
    if kind == "boolean":
        return {"true": True, "false": False}[cell]
    text = unguarded(cell)
    return listed(json.loads(text)) if kind in ("texts", "spans", "candidates") else text


@few
@given(RUNS)
@example(BOTH)
def test_csv(reports: list[Report]) -> None:
    with lines_of(reports) as source:
        export(source, source.parent / "o.csv")
        for table in TABLES:
            file = source.parent / "o.csv" / f"{table.name}.csv"
            assert file.read_bytes().startswith(b"\xef\xbb\xbfline,report_id,year,")
            with open(file, encoding="utf-8-sig", newline="") as opened:
                _, *rows = csv.reader(opened)
            read = [tuple(of_csv(cell, kind) for cell, kind in zip(row, types(table.name), strict=True)) for row in rows]
            nulls = [tuple(None if value == "" else value for value in row) for row in expected(reports, table.name)]
            assert read == nulls, table.name


@pytest.mark.parametrize("text", ["=1+1", "+86", "-", "@x", "\tx", "\rx", "\nx", "＝1", "＠x", "'x", "'=x", "''"])
def test_no_cell_of_csv_is_a_formula(text: str) -> None:
    assert guarded(text)[0] == "'" and unguarded(guarded(text)) == text


def test_what_needs_no_guard_has_none() -> None:
    assert [guarded(text) for text in ("", "石=1", "0533-2183391", " =1")] == ["", "石=1", "0533-2183391", " =1"]
    assert "=" in RISKY


def test_csv_of_one_table_is_a_file() -> None:
    export(put("o.jsonl", BOTH), "t.csv", tables=["tables"])
    lines = Path("t.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 7 and lines[2].endswith(",'=1+1")


def test_parquet_is_a_dataset_that_others_read() -> None:
    export(put("o.jsonl", BOTH), "t")
    assert sorted(p.parent.name for p in Path("t/reports").rglob("*.parquet")) == ["year=2016", "year=__HIVE_DEFAULT_PARTITION__"]
    found = duckdb.sql("SELECT line, year FROM read_parquet('t/reports/*/*.parquet', hive_partitioning = true) ORDER BY line").fetchall()
    assert [(line, None if year is None else int(year)) for line, year in found] == [(1, 2016), (3, None)]
    assert pa.parquet.read_schema("t/reports/year=2016/part-0.parquet").field("agency").metadata == {b"description": b"Issuing body."}


def test_few_files_are_open_and_little_is_held_back() -> None:
    """Many years in turn: files are closed and continued as a next part, and all rows come back in order."""
    reports = [report(id=f"gkbg-{n}", meta=Meta(year=2000 + n % 7)) for n in range(40)]
    put("o.jsonl", reports)
    Path("t").mkdir()
    with parquet.PartitionedWriter(Path("t"), held_bytes=20_000, open_files=3) as writer:
        for chunk in parquet.chunks("o.jsonl", ["blocks", "reports"], size=3_000):
            for table, columns in chunk.items():
                writer.add(table, parquet.record_batch(table, columns))
                assert len(writer._open) <= 3 and writer._bytes < 20_000
        writer.finish()
    assert len(list(Path("t/blocks/year=2000").iterdir())) > 1
    for name in ("blocks", "reports"):
        assert of_arrow(parquet.read(Path("t"), name)) == expected(reports, name)


def test_all_columns_need_no_quotes_in_sql() -> None:
    export(put("o.jsonl", BOTH), "o.sqlite")
    with closing(sqlite3.connect("o.sqlite")) as connection:
        for table in TABLES:
            for name in table.names:
                connection.execute(f"SELECT {name} AS x FROM {table.name} ORDER BY {name}")
    assert BY_NAME["tables"].index("row_no") == 8
