"""Outputs appear whole or not at all, and nothing of others is replaced."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from exports_helpers import put, report

from gkbg_nlp.exports.errors import ExportError
from gkbg_nlp.exports.export import FORMATS, export, format_of
from gkbg_nlp.exports.target import check_target, foreign_file, whole

ALL = {"parquet": "t", "csv": "t.csv", "xlsx": "t.xlsx", "duckdb": "t.duckdb", "sqlite": "t.sqlite", "docbin": "t.spacy"}


def names() -> list[str]:
    return sorted(p.name for p in Path().iterdir())


@pytest.mark.parametrize(("name", "target"), ALL.items())
def test_a_broken_line_leaves_nothing(name: str, target: str) -> None:
    put("o.jsonl", [report(), report()])
    with open("o.jsonl", "ab") as file:
        file.write(b"{\n")
    with pytest.raises(ExportError, match=r"o.jsonl: line 3: "):
        export("o.jsonl", target)
    assert names() == ["o.jsonl"]


@pytest.mark.parametrize(("name", "target"), ALL.items())
def test_what_exists_is_replaced_only_when_asked(name: str, target: str) -> None:
    source = put("o.jsonl", [report()])
    assert export(source, target).format == name
    with pytest.raises(ExportError, match=f"{target} exists: --overwrite replaces it"):
        export(source, target)
    put("o.jsonl", [report(), report()])
    assert export(source, target, overwrite=True).reports == 2
    assert names() == ["o.jsonl", target]


def test_a_failed_export_keeps_what_was_there() -> None:
    source = put("o.jsonl", [report()])
    export(source, "t")
    before = sorted(p.read_bytes() for p in Path("t").rglob("*.parquet"))
    source.write_bytes(b"{\n")
    with pytest.raises(ExportError):
        export(source, "t", overwrite=True)
    assert sorted(p.read_bytes() for p in Path("t").rglob("*.parquet")) == before and names() == ["o.jsonl", "t"]


@pytest.mark.parametrize("inside", ["thesis.docx", "reports/notes.txt", "reports/year=2016/part-0.parquet.bak", "reports.csv.txt"])
def test_a_folder_with_files_of_others_is_never_replaced(inside: str) -> None:
    source = put("o.jsonl", [report()])
    export(source, "t")
    Path("t", inside).write_text("mine")
    assert foreign_file(Path("t")) == inside
    with pytest.raises(ExportError, match="which no export made"):
        export(source, "t", overwrite=True)
    assert Path("t", inside).read_text() == "mine"


def test_a_link_in_the_folder_is_of_others() -> None:
    source = put("o.jsonl", [report()])
    export(source, "t.csv")
    Path("t.csv/blocks.csv").unlink()
    Path("t.csv/blocks.csv").symlink_to(source.absolute())
    with pytest.raises(ExportError, match=r"holds blocks\.csv"):
        export(source, "t.csv", overwrite=True)


def test_an_empty_folder_is_free() -> None:
    Path("t").mkdir()
    export(put("o.jsonl", [report()]), "t")
    assert Path("t/reports").is_dir()


def test_refusals() -> None:
    source = put("o.jsonl", [report()])
    Path("file").write_text("x")
    Path("f.xlsx").mkdir()
    os.mkfifo("pipe.xlsx")
    for target, format, said in (
        ("no/t.xlsx", None, "there is no folder"),
        ("o.jsonl", "xlsx", "is the input itself"),
        ("file", "parquet", "exists and is no folder"),
        ("f.xlsx", None, "is a folder: name a file"),
        ("pipe.xlsx", None, "device or a pipe"),
        ("t.txt", None, "the ending .txt means no format"),
        ("t.txt", "yaml", "unknown format yaml"),
    ):
        with pytest.raises(ExportError, match=said):
            export(source, target, format=format, overwrite=True)
    with pytest.raises(ExportError, match="no such file"):
        export("gone.jsonl", "t")
    with pytest.raises(ExportError, match="is a folder"):
        export("f.xlsx", "t")
    with pytest.raises(ExportError, match="leave --tables out"):
        export(source, "t.spacy", tables=["reports"])
    with pytest.raises(ExportError, match="unknown table x"):
        export(source, "t", tables=["x"])


def test_the_ending_decides() -> None:
    found = {
        target: format_of(Path(target), None) for target in ("t", "t.parquet", "T.CSV", "t.xlsx", "t.ddb", "t.db", "t.sqlite3", "t.spacy")
    }
    assert list(found.values()) == ["parquet", "parquet", "csv", "xlsx", "duckdb", "sqlite", "sqlite", "docbin"]
    assert set(FORMATS) == set(ALL) and format_of(Path("t.csv"), "parquet") == "parquet"


def test_a_link_is_followed() -> None:
    Path("real").mkdir()
    Path("t.sqlite").symlink_to("real/t.sqlite")
    export(put("o.jsonl", [report()]), "t.sqlite")
    assert Path("t.sqlite").is_symlink() and Path("real/t.sqlite").is_file()


def test_an_interruption_leaves_nothing() -> None:
    def interrupted(made: Path) -> None:
        made.mkdir()
        (made / "part").write_text("x")
        raise KeyboardInterrupt

    place = check_target(Path("t"), folder=True, overwrite=False)
    with pytest.raises(KeyboardInterrupt), whole(place) as made:
        interrupted(made)
    assert names() == []


def test_the_rights_are_those_of_any_new_file() -> None:
    Path("plain").touch()
    Path("folder").mkdir()
    source = put("o.jsonl", [report()])
    export(source, "t.xlsx")
    export(source, "t")
    assert Path("t.xlsx").stat().st_mode == Path("plain").stat().st_mode and Path("t").stat().st_mode == Path("folder").stat().st_mode
