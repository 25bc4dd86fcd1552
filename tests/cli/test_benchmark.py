"""``gkbg benchmark``: what it prints and writes, and what it refuses before any work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gkbg_nlp.cli.main import main
from gkbg_nlp.exports import errors


def test_tables_json_and_picture(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    arguments = ["benchmark", "--reports", "2", "--characters", "400", "--rounds", "1", "--only", "rooms", "--only", "content"]
    assert main([*arguments, "--json", "out.json", "--plot", "out.svg", "--width", "120"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    for words in ("1 round of 2 reports", "Whole path", "Rooms", "indicators", "other", "What the reports hold"):
        assert words in said.out
    assert "From a cold start" not in said.out and "floor" not in said.out
    result = json.loads(Path("out.json").read_text("utf-8"))
    assert result["format"] == "gkbg-benchmark-1" and result["rounds"] == 1 and len(result["whole"]) == 1
    assert Path("out.svg").read_text("utf-8").startswith("<?xml")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.json", "out.svg"]


def test_own_files_and_json_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text("某县档案局2019年政府信息公开年度报告\n一、概述\n全年公开信息12条。\n", "utf-8")
    assert main(["benchmark", "a.txt", "--rounds", "1", "--only", "rooms", "--json", "-"]) == 0
    said = capsys.readouterr()
    assert "every round reads the same files" in said.err
    result = json.loads(said.out)
    assert result["input"]["source"] == "1 named files" and result["input"]["reports"] == 1


def test_wrong_usage(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    Path("empty").mkdir()
    for arguments, words in (
        (["--workers", "0"], "--workers 0: numbers from 1 on"),
        (["--workers", "one"], "--workers one: numbers from 1 on"),
        (["--designs", "gone"], "gone: no folder of designs"),
        (["--only", "nothing"], "--only nothing: choose of rooms"),
        (["--only", "floor", "--train", "empty", "--reports", "1"], "empty: no corpus to train the reference designs on"),
        (["--curve", "time"], "--curve time: choose of characters"),
        (["empty"], "nothing to measure"),
        (["gone.txt"], "nothing to measure"),
        (["a.txt", "--samples"], "--samples are the shipped reports"),
        (["--rounds", "0"], "rounds"),
        (["--json", "/dev/null"], "is a device or a pipe"),
    ):
        assert main(["benchmark", *arguments]) == 2, arguments
        said = capsys.readouterr()
        assert words in said.err and said.out == "", arguments
    assert [p.name for p in tmp_path.iterdir()] == ["empty"]


def test_the_extra_that_draws_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(module: str) -> None:
        raise ImportError(name=module)

    monkeypatch.setattr(errors, "import_module", gone)
    assert main(["benchmark", "--plot", "out.svg"]) == 2
    assert "gkbg-nlp[plot]" in capsys.readouterr().err
