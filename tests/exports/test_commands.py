"""gkbg export, gkbg query, gkbg plot: exit codes and what they say."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from exports_helpers import failed, put, report

from gkbg_nlp.cli import query
from gkbg_nlp.cli.main import main
from gkbg_nlp.report.records import Cell, Table

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
        (["gone.jsonl", "--to", "t"], "no such file"),
        (["o.jsonl", "--to", "t.xlsx"], "pip install 'gkbg-nlp[tables]'"),
        (["o.jsonl"], "--to"),
    ):
        assert main(["export", *arguments]) == 2
        assert said in capsys.readouterr().err
    assert Path("t.db").read_text() == "x" and not Path("t").exists()


def test_a_folder_that_may_not_be_written_to(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> str:
        raise PermissionError(13, "Permission denied")

    put("o.jsonl", RUN)
    monkeypatch.setattr("gkbg_nlp.exports.target.tempfile.mkdtemp", refuse)
    assert main(["export", "o.jsonl", "--to", "t"]) == 2
    assert capsys.readouterr().err == "gkbg: cannot write t: Permission denied\n"


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


def test_query_says_what_is_wrong_on_one_line(capsys: Said) -> None:
    put("o.jsonl", RUN)
    for arguments, said in (
        (["o.jsonl", "SELEC 1"], 'gkbg: Parser Error: syntax error at or near "SELEC"'),
        (["o.jsonl", "SELECT x FROM reports"], "gkbg: Binder Error"),
        (["o.jsonl", "DROP TABLE reports"], "gkbg: one SELECT is asked for: gkbg query only reads"),
        (["o.jsonl", "SELECT * FROM read_text('o.jsonl')"], "gkbg: Permission Error"),
        (["gone", "SELECT 1"], "gkbg: gone: no such file"),
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


def test_the_commands_are_listed(capsys: Said) -> None:
    for name in ("export", "query", "plot"):
        assert main([name, "--help"]) == 0
        assert "Exit codes: 0 " in " ".join(capsys.readouterr().out.split())
