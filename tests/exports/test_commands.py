"""gkbg export, gkbg query, gkbg plot: exit codes and what they say."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from exports_helpers import failed, put, report
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.cli import query
from gkbg_nlp.cli.main import main
from gkbg_nlp.report.records import Cell, Meta, Table

Said = pytest.CaptureFixture[str]
RUN = [report(), failed(), report(id="gkbg-b")]


def test_export_says_what_it_wrote(capsys: Said) -> None:
    put("o.jsonl", RUN)
    assert main(["export", "o.jsonl", "--to", "t.sqlite", "--tables", "reports, errors"]) == 0
    assert capsys.readouterr() == ("", "gkbg: 2 tables of 2 reports and 1 failed inputs written as sqlite to t.sqlite\n")
    with closing(sqlite3.connect("t.sqlite")) as connection:
        assert connection.execute("SELECT COUNT(*) FROM reports").fetchone() == (2,)
    assert main(["export", "o.jsonl", "--to", "t.spacy"]) == 0
    assert capsys.readouterr().err == "gkbg: 2 reports and 1 failed inputs written as docbin to t.spacy\n"


def test_export_passes_notices_on(capsys: Said) -> None:
    put("o.jsonl", [report(tables=[Table(0, None, None, [[Cell("x" * 40_000, 0, 0)]])])])
    assert main(["export", "o.jsonl", "--to", "t.xlsx"]) == 0
    assert capsys.readouterr().err.startswith("gkbg: tables.text: 1 cells cut")


def test_export_refuses(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    put("o.jsonl", RUN)
    Path("t.db").write_text("x")
    Path("broken.jsonl").write_text("{")
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    for arguments, said in (
        (["o.jsonl", "--to", "t.db"], "t.db exists: --overwrite replaces it"),
        (["o.jsonl", "--to", "t", "--tables", "x"], "unknown table x"),
        (["o.jsonl", "--to", "t.doc"], "the ending .doc means no format"),
        (["broken.jsonl", "--to", "t"], "broken.jsonl: line 1: no whole line of JSON"),
        (["o.jsonl", "--to", "-"], "gkbg: export writes files: name one"),
        (["o.jsonl", "--to", "-", "--format", "csv", "--tables", "reports"], "gkbg: export writes files: name one"),
        (["o.jsonl", "--to", "t.xlsx"], "-m pip install 'gkbg-nlp[tables]'"),
        (["o.jsonl"], "--to"),
    ):
        assert main(["export", *arguments]) == 2
        assert said in capsys.readouterr().err
    assert Path("t.db").read_text() == "x" and not Path("t").exists() and not Path("-").exists()


@pytest.mark.parametrize(("number", "forbidden"), [(errno.EACCES, True), (errno.EROFS, True), (errno.ENOSPC, False)])
def test_a_folder_that_may_not_be_written_to(capsys: Said, monkeypatch: pytest.MonkeyPatch, number: int, forbidden: bool) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise OSError(number, os.strerror(number))

    put("o.jsonl", RUN)
    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    assert main(["export", "o.jsonl", "--to", "t"]) == 2
    said = f"gkbg: the folder {Path.cwd()} may not be written to\n" if forbidden else "gkbg: cannot write t: No space left on device\n"
    assert capsys.readouterr().err == said
    Path("p").mkdir()
    assert main(["plot", "o.jsonl", "--to", "p"]) == 2
    said = "gkbg: the folder p may not be written to\n" if forbidden else "gkbg: cannot write to p: No space left on device\n"
    assert capsys.readouterr().err == said


def test_a_folder_that_may_not_be_made(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    put("o.jsonl", RUN)
    monkeypatch.setattr(Path, "mkdir", refuse)
    assert main(["plot", "o.jsonl", "--to", "a/b"]) == 2
    assert capsys.readouterr().err == f"gkbg: the folder {Path.cwd()} may not be written to\n"


COMMANDS = {"export": ("--to", "t"), "query": ("SELECT 1",), "plot": ("--to", "t")}


@pytest.mark.parametrize(("command", "rest"), COMMANDS.items())
def test_an_input_that_is_no_file(capsys: Said, command: str, rest: Sequence[str]) -> None:
    for name, said in (("gone.jsonl", "gone.jsonl: no such file: name one that"), ("-", "- is no file: name a file that")):
        assert main([command, name, *rest]) == 2
        assert capsys.readouterr().err == f"gkbg: {said} gkbg tag made\n"
    assert not Path("t").exists()


@pytest.mark.parametrize("target", ["t.csv", "t.xlsx", "t.duckdb", "t.sqlite", "t.spacy", "t"])
def test_an_input_of_another_kind(capsys: Said, target: str) -> None:
    put("o.jsonl", RUN)
    one = ["--tables", "reports"] if target == "t.csv" else []
    assert main(["export", "o.jsonl", "--to", target, *one]) == 0
    capsys.readouterr()
    kind = "is a folder" if target == "t" else "is another kind of file"
    for command in ("export", "plot"):
        assert main([command, target, "--to", "new"]) == 2
        assert capsys.readouterr().err == f"gkbg: {target} {kind}: {command} takes the lines of gkbg tag\n"
    asked = main(["query", target, "SELECT COUNT(*) FROM reports"])
    said = capsys.readouterr()
    if target in ("t.duckdb", "t.sqlite", "t"):
        assert asked == 0 and said.out.endswith("\n2\n")
    else:
        takes = "query takes .duckdb, .sqlite, a Parquet folder or lines of gkbg tag"
        assert asked == 2 and said.err == f"gkbg: {target} is another kind of file: {takes}\n"
    assert not Path("new").exists()


@pytest.mark.parametrize("file", ["o.jsonl", "t.sqlite", "t.duckdb"])
def test_query_writes_csv_into_a_pipe(file: str, capsys: Said) -> None:
    put("o.jsonl", RUN)
    if file != "o.jsonl":
        assert main(["export", "o.jsonl", "--to", file]) == 0
        capsys.readouterr()
    sql = "SELECT text, row_no, page > 2 AS late, NULL AS absent FROM tables WHERE line = 1 ORDER BY row_no, col_no"
    assert main(["query", file, sql]) == 0
    header, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    late = "1" if file == "t.sqlite" else "true"
    assert header == ["text", "row_no", "late", "absent"]
    assert rows == [["甲", "0", late, ""], ["'=1+1", "1", late, ""], ["", "1", late, ""]]


def test_query_writes_json(capsys: Said) -> None:
    put("o.jsonl", RUN)
    assert (
        main(
            [
                "query",
                "o.jsonl",
                "SELECT name, number, evidence, DATE '2016-01-02' AS day FROM indicators ORDER BY line, name",
                "--format",
                "json",
            ]
        )
        == 0
    )
    out = capsys.readouterr().out
    found = json.loads(out)
    assert len(found) == 8 and out.count("\n") == 10
    assert found[0] == {"name": "agency", "number": None, "evidence": [[0, 6]], "day": "2016-01-02"}
    assert main(["query", "o.jsonl", "SELECT 1 AS x WHERE false", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_query_draws_a_table(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    put("o.jsonl", [report(tables=[Table(0, None, None, [[Cell("a\x1b[2Jb", 0, 0)]])])])
    sql = "SELECT text, 138.0::DOUBLE AS n, [1, 2] AS list, NULL AS nothing FROM tables"
    assert main(["query", "o.jsonl", sql, "--format", "table"]) == 0
    out = capsys.readouterr().out
    assert "a␛[2Jb" in out and "138 " in out and "138.0" not in out and "[1,2]" in out and "\x1b[2J" not in out
    monkeypatch.setattr(query, "SHOWN", 2)
    assert main(["query", "o.jsonl", "SELECT line * 11 AS x FROM blocks", "--format", "table"]) == 0
    said = capsys.readouterr()
    assert said.out.count("11") == 2 and said.err == "gkbg: the first 2 rows; --format csv and json give all\n"


def test_whole_numbers_have_no_point(capsys: Said) -> None:
    put("o.jsonl", RUN)
    sql = "SELECT number, number / 4 AS part, -2.0::DECIMAL(9, 2) AS owed, 1e300::DOUBLE AS huge FROM indicators WHERE number = 138 AND line = 1"
    assert main(["query", "o.jsonl", sql, "--format", "csv"]) == 0
    assert capsys.readouterr().out == "number,part,owed,huge\n138,34.5,-2,1e+300\n"
    assert main(["query", "o.jsonl", sql, "--format", "table"]) == 0
    assert capsys.readouterr().out.splitlines()[-2].split() == ["138", "34.5", "-2", "1e+300"]


@given(st.one_of(st.floats(), st.integers(), st.decimals(allow_nan=False, allow_infinity=False, places=3), st.booleans(), st.none()))
def test_a_number_is_printed_with_its_value(value: float | Decimal | None) -> None:
    found = query.whole_number(value)
    assert found == value or (found != found and value != value)
    if value is not None and -(10**16) < value < 10**16 and value == int(value):
        assert isinstance(found, int)


def test_query_says_what_is_wrong_on_one_line(capsys: Said) -> None:
    put("o.jsonl", RUN)
    for arguments, said in (
        (["o.jsonl", "SELEC 1"], 'gkbg: Parser Error: syntax error at or near "SELEC"'),
        (["o.jsonl", "SELECT x FROM reports"], "gkbg: Binder Error"),
        (["o.jsonl", "DROP TABLE reports"], "gkbg: one SELECT is asked for: gkbg query only reads"),
        (["o.jsonl", "SELECT * FROM read_text('o.jsonl')"], "gkbg: Permission Error"),
        (["gone", "SELECT 1"], "gkbg: gone: no such file: name one that gkbg tag made"),
    ):
        assert main(["query", *arguments]) == 2
        err = capsys.readouterr().err
        assert err.startswith(said) and err.count("\n") == 1


def test_plot(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    put("o.jsonl", RUN)
    monkeypatch.setattr("gkbg_nlp.exports.plots.draw.installed", set)
    assert main(["plot", "o.jsonl", "--to", "p", "--format", "svg"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("gkbg: no Chinese font is installed") and said[1].startswith(
        "gkbg: 2 reports drawn: coverage.svg, channels.svg, "
    )
    assert main(["plot", "o.jsonl", "--to", "p", "--format", "svg"]) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert main(["plot", "o.jsonl", "--to", "p", "--format", "png,svg", "--overwrite"]) == 0
    assert main(["plot", "o.jsonl", "--to", "p", "--format", "pdf"]) == 2


def test_plot_counts_what_is_drawn(capsys: Said) -> None:
    put("o.jsonl", [*RUN[:2], report(meta=Meta(year=None))])
    assert main(["plot", "o.jsonl", "--to", "p"]) == 0
    *_, left_out, drawn = capsys.readouterr().err.splitlines()
    assert left_out == "gkbg: 1 report states no year and is left out"
    assert drawn == "gkbg: 1 report drawn: coverage.png, channels.png, requests.png in p"
    put("o.jsonl", [failed(), report(meta=Meta(year=None))])
    assert main(["plot", "o.jsonl", "--to", "q"]) == 1
    assert capsys.readouterr().err == "gkbg: nothing to draw: no report with a year\n"
    assert not Path("q").exists()


@pytest.mark.parametrize("name", ["p.png", "p.SVG", "-"])
def test_plot_makes_a_folder_of_no_picture(capsys: Said, name: str) -> None:
    put("o.jsonl", RUN)
    assert main(["plot", "o.jsonl", "--to", name]) == 2
    assert capsys.readouterr().err == f"gkbg: {name} names no folder: --to is a folder\n" and not Path(name).exists()


def test_the_commands_are_listed(capsys: Said) -> None:
    for name in ("export", "query", "plot"):
        assert main([name, "--help"]) == 0
        assert "Exit codes: 0 " in " ".join(capsys.readouterr().out.split())
