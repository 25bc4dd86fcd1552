"""gkbg suggest: a table, files, exit codes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from gkbg_nlp.cli.main import main

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "gkbg_nlp" / "samples").glob("*.txt"))


@pytest.fixture(autouse=True)
def _reports(_here: None) -> None:
    Path("in").mkdir()
    for sample in SAMPLES[:3]:
        Path("in", sample.name).write_bytes(sample.read_bytes())
    Path("in", "table.xls").write_bytes(b"x")


def read(name: str) -> list[dict[str, str]]:
    with open(name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suggest", "in", "--count", "4", "--width", "150"]) == 0
    said = capsys.readouterr()
    assert said.err.startswith("gkbg: 4 of ") and said.err.endswith(" blocks of 3 reports\n")
    assert "proposed" in said.out and "\x1b" not in said.out


def test_csv_and_jsonl(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suggest", "in", "-n", "6", "--output", "more.csv"]) == 0
    assert "6 of " in capsys.readouterr().err
    rows = read("more.csv")
    assert len(rows) == 6 and sorted(int(r["rank"]) for r in rows) == [1, 2, 3, 4, 5, 6]
    for row in rows:
        assert Path(row["document"]).read_bytes().decode()[int(row["start"]) : int(row["end"])] == row["text"]
        assert row["section"] and row["runner_up"] and row["reason"]
    assert main(["suggest", "in", "-n", "6", "--output", "more.jsonl"]) == 0
    lines = [json.loads(line) for line in Path("more.jsonl").read_text("utf-8").splitlines()]
    assert [(line["document"], str(line["start"]), *line["label"]) for line in lines] == [
        (r["document"], r["start"], r["section"]) for r in rows
    ]


def test_the_same_bytes_twice() -> None:
    for name in ("a.csv", "b.csv"):
        assert main(["suggest", "in", "-n", "6", "-o", name]) == 0
    assert Path("a.csv").read_bytes() == Path("b.csv").read_bytes()


def test_headings_of_the_blocks_are_rows_too() -> None:
    assert main(["suggest", "in", "-n", "6", "-o", "more.csv", "--headings"]) == 0
    rows = read("more.csv")
    assert sum(bool(r["rank"]) for r in rows) == 6
    assert any(not r["rank"] and r["role"] == "heading" and r["level"] for r in rows)


def test_what_is_labelled_is_not_listed_again() -> None:
    assert main(["suggest", "in", "-n", "6", "-o", "first.csv"]) == 0
    assert main(["suggest", "in", "-n", "6", "-o", "next.csv", "--labelled", "first.csv"]) == 0
    first, following = ({(r["document"], r["block"]) for r in read(name)} for name in ("first.csv", "next.csv"))
    assert following and not first & following


def test_limits_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suggest", "in", "-n", "10", "--per-document", "1"]) == 0
    assert "3 of " in (said := capsys.readouterr().err) and "not 10: the others are near-copies, over --per-document" in said


def test_a_report_that_cannot_be_read_costs_only_itself(capsys: pytest.CaptureFixture[str]) -> None:
    Path("in", "b.txt").write_bytes(b"\xff\xd8\xff\xe0")
    assert main(["suggest", "in", "gone.txt", "-n", "2", "-o", "more.csv"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "gkbg: gone.txt: no such file [missing]"
    assert said[1] == "gkbg: in/b.txt: not a text file: it seems to be a JPEG image [binary]"
    assert len(read("more.csv")) == 2


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    Path("old.csv").write_text("old")
    Path("bad.csv").write_text("text\nwords\n")
    Path("empty").mkdir()
    Path("folder.csv").mkdir()
    for arguments, words in (
        (["in", "-o", "old.csv"], "old.csv exists; --overwrite replaces it"),
        (["in", "-o", "more.txt"], "more.txt: the name ends in .csv or .jsonl"),
        (["in", "-o", "no/more.csv"], "there is no folder no"),
        (["in", "-o", "folder.csv", "--overwrite"], "folder.csv is no file"),
        (["empty"], "nothing to read"),
        (["in", "--model", "nowhere"], "no model that can be read"),
        (["in", "--labelled", "gone.csv"], "gone.csv: no such file"),
        (["in", "--labelled", "bad.csv"], "no column section"),
        (["in", "--count", "0"], ""),
    ):
        assert main(["suggest", *arguments]) == 2, arguments
        said = capsys.readouterr()
        assert words in said.err and said.out == ""
    assert Path("old.csv").read_text() == "old"
    assert main(["suggest", "in", "-n", "2", "-o", "old.csv", "--overwrite"]) == 0
    assert len(read("old.csv")) == 2
