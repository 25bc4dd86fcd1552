"""`gkbg bootstrap`: what it prints, and the code it ends with."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from gkbg_nlp.cli.main import main

GOOD = "青崖县水务局2016年政府信息公开工作年度报告\n一、概述\n这一年工作平稳。\n二、主动公开及依申请公开情况\n全年办结十二宗。\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD, "utf-8")
    return folder


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bootstrap", "--help"]) == 0
    assert "Usage: gkbg bootstrap" in capsys.readouterr().out
    for wrong in (["bootstrap"], ["bootstrap", "raw"], ["bootstrap", "raw", "-o", "x", "--min-confidence", "2"]):
        assert main(wrong) == 2
        assert "Usage: gkbg bootstrap" in capsys.readouterr().err


def test_a_run_says_what_it_made_and_left_out(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bootstrap", "raw", "-o", "weak.jsonl", "--report"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert lines[0] == "gkbg: raw/a.txt:5: two_sections: 全年办结十二宗。"
    assert lines[1].split() == ["gkbg:", "section", "headings", "paragraphs", "tables", "all", "expected", "right"]
    assert lines[2].split()[1:6] == ["overview", "1", "1", "0", "2"]
    assert lines[4] == "gkbg: left out      1  two_sections: the heading above names two sections"
    assert lines[-1].startswith("gkbg: 1 reports written to weak.jsonl; 3 of 4 blocks labelled (75.0%), 0.9")
    assert json.loads(Path("weak.jsonl").read_text("utf-8"))["weak"] is True


def test_standard_output(raw: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["bootstrap", "raw", "-o", "-", "--no-headings"]) == 0
    out, err = capfdbinary.readouterr()
    blocks = json.loads(out)["blocks"]
    assert [b["section"] for b in blocks if b["role"] == "heading"] == [None, None]
    assert "left out      2  heading: " in err.decode()


def test_what_cannot_be_read_is_named_and_costs_only_itself(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (raw / "b.txt").write_bytes(b"")
    (raw / "c.txt").write_text(GOOD, "utf-8")
    (raw / "d.txt").write_text("没有标题的一句话。\n", "utf-8")
    assert main(["bootstrap", "raw", "-o", "weak.jsonl"]) == 1
    err = capsys.readouterr().err
    assert "raw/b.txt: the file is empty [empty]" in err and "1 files not read" in err
    assert "raw/c.txt: the same bytes as raw/a.txt" in err and "raw/d.txt: no block got a label" in err
    assert len(Path("weak.jsonl").read_text("utf-8").splitlines()) == 1


def test_refusals(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("weak.jsonl").write_text("before", "utf-8")
    for arguments, words in (
        (["raw", "-o", "weak.jsonl"], "exists: name another"),
        (["gone", "-o", "x.jsonl"], "gone: no such file [missing]"),
        (["raw", "-o", "x.jsonl", "--min-confidence", "1"], "no block got a label"),
        (["raw", "-o", "no/x.jsonl"], "cannot write no/x.jsonl"),
        (["raw", "-o", "x.jsonl", "--taxonomy", "gone.toml"], "cannot read gone.toml"),
    ):
        assert main(["bootstrap", *arguments]) == 2, arguments
        assert words in capsys.readouterr().err
    assert Path("weak.jsonl").read_text("utf-8") == "before" and sorted(os.listdir()) == ["raw", "weak.jsonl"]
    assert main(["bootstrap", "raw", "-o", "weak.jsonl", "--overwrite"]) == 0


def test_a_taxonomy_of_ones_own(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (raw / "a.txt").write_text("渔业年报\n一、渔业生产情况\n鱼塘平稳。\n", "utf-8")
    entry = '[[section]]\nid = "fishing"\nzh = "渔业"\nwordings = [{ id = "fishing.1", pattern = "渔业生产" }]\n'
    Path("t.toml").write_text(entry, "utf-8")
    assert main(["bootstrap", "raw", "-o", "weak.jsonl", "--taxonomy", "t.toml"]) == 0
    assert "fishing" in capsys.readouterr().err
    Path("t.toml").write_text(entry.replace("zh", "xx"), "utf-8")
    assert main(["bootstrap", "raw", "-o", "new.jsonl", "--taxonomy", "t.toml"]) == 2
    assert "t.toml: section fishing.xx: unknown key" in capsys.readouterr().err
