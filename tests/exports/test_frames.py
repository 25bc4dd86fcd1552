"""``gkbg_nlp.read_reports``, and what is said where a library is missing."""

from __future__ import annotations

import sys
from typing import Any

import pandas as pd
import polars as pl
import pytest
from exports_helpers import expected, failed, listed, put, report

import gkbg_nlp
from gkbg_nlp.exports.errors import ExportError, need
from gkbg_nlp.exports.export import export
from gkbg_nlp.exports.schema import TABLES
from gkbg_nlp.report.records import Meta

RUN = [report(), failed(), report(id="gkbg-b", meta=Meta(year=None)), report(id="gkbg-c", meta=Meta(year=2014))]


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_frames_hold_the_rows_in_the_order_of_the_input(table: str) -> None:
    export(put("o.jsonl", RUN), "o.parquet")
    for path in ("o.jsonl", "o.parquet"):
        frame = gkbg_nlp.read_reports(path, table=table)
        rows = [
            tuple(None if value is pd.NA or value != value else listed(value) for value in row) for row in frame.itertuples(index=False)
        ]
        assert list(frame.columns) == list(next(t for t in TABLES if t.name == table).names)
        assert rows == expected(RUN, table)
        polars = gkbg_nlp.read_reports(path, table, engine="polars")
        assert isinstance(polars, pl.DataFrame)
        assert [tuple(listed(value) for value in row) for row in polars.iter_rows()] == expected(RUN, table)


def test_types_of_a_pandas_frame() -> None:
    frame = gkbg_nlp.read_reports(put("o.jsonl", RUN), table="entities")
    assert str(frame["year"].dtype) == "Int64" and str(frame["approx"].dtype) == "boolean" and str(frame["number"].dtype) == "float64"
    assert frame.groupby("label")["number"].sum()["COUNT"] == 3 * 138


@pytest.mark.parametrize(
    ("options", "said"),
    [({"table": "cells"}, "unknown table cells: known are reports, blocks"), ({"engine": "dask"}, "unknown engine 'dask'")],
)
def test_wrong_names(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ExportError, match=said):
        gkbg_nlp.read_reports(put("o.jsonl", RUN), **options)


def test_a_folder_without_the_table() -> None:
    export(put("o.jsonl", RUN), "o.parquet", tables=["reports"])
    with pytest.raises(ExportError, match="there is no table blocks in it"):
        gkbg_nlp.read_reports("o.parquet", table="blocks")


@pytest.mark.parametrize(
    ("missing", "target", "said"),
    [
        ("pyarrow", "t", r"pyarrow is not installed: .* -m pip install 'gkbg-nlp\[tables\]'"),
        ("duckdb", "t.duckdb", r"duckdb is not installed: .* -m pip install 'gkbg-nlp\[tables\]'"),
        ("xlsxwriter", "t.xlsx", r"xlsxwriter is not installed: .* -m pip install 'gkbg-nlp\[tables\]'"),
    ],
)
def test_a_library_that_is_missing(monkeypatch: pytest.MonkeyPatch, missing: str, target: str, said: str) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(ExportError, match=said):
        export(put("o.jsonl", RUN), target)


def test_frames_without_their_library(monkeypatch: pytest.MonkeyPatch) -> None:
    for engine, said in (("pandas", r"pip install 'gkbg-nlp\[tables\]'"), ("polars", "polars is not installed: .* -m pip install polars$")):
        monkeypatch.setitem(sys.modules, engine, None)
        with pytest.raises(ExportError, match=said):
            gkbg_nlp.read_reports(put("o.jsonl", RUN), engine=engine)  # type: ignore[arg-type]


def test_csv_and_sqlite_need_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyarrow", "duckdb", "pandas", "xlsxwriter", "polars"):
        monkeypatch.setitem(sys.modules, name, None)
    for target in ("t.csv", "t.sqlite"):
        assert export(put("o.jsonl", RUN), target).reports == 3


@pytest.mark.parametrize(("python", "said"), [("/opt/a/python", "/opt/a/python"), ("/my env/python", "'/my env/python'"), ("", "python3")])
def test_the_python_that_runs_is_named(monkeypatch: pytest.MonkeyPatch, python: str, said: str) -> None:
    monkeypatch.setattr(sys, "executable", python)
    with pytest.raises(ExportError) as caught:
        need("gkbg_no_such_library", "tables")
    assert str(caught.value) == f"gkbg_no_such_library is not installed: {said} -m pip install 'gkbg-nlp[tables]'"


def test_a_file_of_another_kind() -> None:
    export(put("o.jsonl", RUN), "o.xlsx")
    for path, said in (
        ("o.xlsx", "o.xlsx is another kind of file: read_reports takes the lines of gkbg tag or a Parquet folder"),
        ("gone.jsonl", "gone.jsonl: no such file: name one that gkbg tag made"),
    ):
        with pytest.raises(ExportError, match=f"^{said}$"):
            gkbg_nlp.read_reports(path)


def test_a_library_that_is_there_and_broken_is_not_called_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str, *rest: Any, **named: Any) -> Any:
        raise ImportError("libfoo.so is missing", name="libfoo")

    monkeypatch.setattr("gkbg_nlp.exports.errors.import_module", broken)
    with pytest.raises(ExportError, match=r"pyarrow cannot be imported: libfoo\.so is missing"):
        need("pyarrow", "tables")
