"""`gkbg corpus convert`: what it says and the code it ends with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gkbg_nlp.cli.main import main

GKBG = '+++\nid = "a"\nera = "B"\nprovince = "吉林省"\nbody = "bureau"\n+++\n@title\n年报\n@paragraph fees\n　　{AGENCY:县局}不收费。\n'


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "a.gkbg").write_text(GKBG, "utf-8")
    return tmp_path / "c"


def test_to_each_format_and_back(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for fmt in ("json", "jsonl", "csv", "docbin", "doccano", "labelstudio"):
        suffix = {"json": "", "jsonl": ".jsonl", "doccano": ".jsonl", "docbin": ".spacy", "labelstudio": ".json"}.get(fmt, ".csv")
        there = tmp_path / f"out-{fmt}{suffix}"
        assert main(["corpus", "convert", str(corpus), str(there), "--to", fmt]) == 0
        captured = capsys.readouterr()
        assert captured.out == "" and f"gkbg: 1 reports (gkbg) written as {fmt} to {there}" in captured.err
        assert ("csv holds no entities, left out: 1" in captured.err) == (fmt == "csv")
        assert main(["corpus", "convert", str(there), str(tmp_path / f"back-{fmt}"), "--to", "gkbg", "--from", fmt]) == 0
        written = (tmp_path / f"back-{fmt}" / "a.gkbg").read_text("utf-8")
        assert written == GKBG if fmt != "csv" else "不收费" in written
        capsys.readouterr()


def test_options(corpus: Path, tmp_path: Path) -> None:
    assert main(["corpus", "convert", str(corpus), "t.json", "--to", "labelstudio", "--predictions", "--only", "entities"]) == 0
    (task,) = json.loads(Path("t.json").read_text("utf-8"))
    assert "annotations" not in task and len(task["predictions"][0]["result"]) == 1 and Path("t.xml").exists()
    assert main(["corpus", "convert", str(corpus), "d.jsonl", "--to", "doccano", "--offsets", "code-points"]) == 0


def test_refusals(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old.csv").write_text("mine", "utf-8")
    (tmp_path / "bad.jsonl").write_text('{"text": "甲", "label": ["a", "b"]}\n{"text": 3, "label": []}\n', "utf-8")
    (tmp_path / "file").write_text("", "utf-8")
    cases = {
        ("c", "old.csv", "--to", "csv"): "old.csv exists: name another, or --overwrite",
        ("c", "x", "--to", "word"): "unknown format 'word'; known: gkbg",
        ("c", "x.csv", "--to", "csv", "--from", "word"): "unknown format 'word'",
        ("none", "x.csv", "--to", "csv"): "none: no such file or folder",
        ("bad.jsonl", "x.csv", "--to", "csv"): "2 errors, nothing is written",
        ("c", "x.csv", "--to", "csv", "--predictions"): "--predictions is for --to labelstudio",
        ("c", "file/x.csv", "--to", "csv"): "cannot write ",
        ("c", "x.csv"): "Missing option",
        ("c", "x.csv", "--to", "csv", "--only", "titles"): "Invalid value",
        ("c", "x.csv", "--to", "csv", "--offsets", "bytes"): "Invalid value",
    }
    for arguments, words in cases.items():
        assert main(["corpus", "convert", *arguments]) == 2, arguments
        assert words in capsys.readouterr().err.replace("\n", " "), arguments
    assert (tmp_path / "old.csv").read_text("utf-8") == "mine" and not (tmp_path / "x.csv").exists()
    assert main(["corpus", "convert", "c", "old.csv", "--to", "csv", "--overwrite"]) == 0


def test_every_broken_record_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.jsonl").write_text('{"text": "甲", "label": ["a", "b"]}\n{"text": 3, "label": []}\n', "utf-8")
    assert main(["corpus", "convert", "bad.jsonl", "x.csv", "--to", "csv"]) == 2
    err = capsys.readouterr().err
    assert "gkbg: bad.jsonl:1: 2 labels" in err and "gkbg: bad.jsonl:2: no 'text'" in err
