"""``gkbg evaluate``: exit codes, what it writes, what it refuses before any work."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from evaluation_helpers import put_gold

from gkbg_nlp.cli.main import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two reports of the corpus, in a folder with a split."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gold").mkdir()
    for name in ("r001", "r015"):
        shutil.copy(ROOT / f"data/corpus/reports/{name}.gkbg", tmp_path / "gold")
    (tmp_path / "gold/split.toml").write_text('test = ["r015"]', "utf-8")
    return tmp_path / "gold"


def test_text_json_and_page(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "gold", "--json", "out.json", "--html", "out.html", "--errors", "2"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    for words in ("2 reports of gold; model sections-1", "section_acc", "Confusion of sections", "Accuracy at coverage", "By era"):
        assert words in said.out
    figures = json.loads(Path("out.json").read_text("utf-8"))
    assert figures["format"] == "gkbg-evaluation-1" and figures["reports"] == 2
    assert f"{figures['headline']['section_acc']['value']:.4f}" in said.out
    assert len(figures["differences"]) == min(2, figures["differences_total"])
    assert Path("out.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_json_on_standard_output(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "gold", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["reports"] == 2


def test_the_same_command_gives_the_same_bytes(gold: Path) -> None:
    for name in ("a", "b"):
        assert main(["evaluate", "gold", "--json", f"{name}.json", "--html", f"{name}.html"]) == 0
    for suffix in ("json", "html"):
        assert Path(f"a.{suffix}").read_bytes() == Path(f"b.{suffix}").read_bytes()


def test_only_and_part(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for options in (["--only", "r015"], ["--part", "test"], ["--part", "test", "--only", "r015"]):
        assert main(["evaluate", "gold", *options]) == 0
        assert "1 reports of gold" in capsys.readouterr().out


def test_without_headings_written(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "gold", "--without-headings", "--write", "new", "--json", "a.json"]) == 0
    said = capsys.readouterr()
    assert "every gold heading removed" in said.out
    assert said.err == "gkbg: 2 texts with gold written to new\n"
    assert sorted(p.name for p in Path("new").iterdir()) == ["r001.json", "r001.txt", "r015.json", "r015.txt"]
    assert "heading" not in {b["role"] for b in json.loads(Path("new/r001.json").read_text("utf-8"))["blocks"]}
    assert main(["evaluate", "new", "--json", "b.json"]) == 0  # what was written is gold with the same figures
    first, second = (json.loads(Path(name).read_text("utf-8")) for name in ("a.json", "b.json"))
    assert first["headline"] == second["headline"] and first["groups"] == second["groups"]


def test_wrong_usage(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty").mkdir()
    Path("full").mkdir()
    Path("full/mine.txt").write_text("x")
    before = (gold / "r001.gkbg").read_bytes()
    for arguments, words in (
        (["gone"], "gone: no such folder"),
        (["empty"], "empty: no gold here"),
        (["gold", "--only", "r999"], "no gold report r999"),
        (["gold", "--part", "dev"], "no report of gold is in the part 'dev'"),
        (["gold", "--write", "full"], "full is not empty: give a new folder"),
        (["gold", "--write", "gold"], "gold is not empty"),
        (["gold", "--json", "gold/r001.gkbg"], "gold/r001.gkbg is gold: name another file"),
        (["gold", "--html", "no/a.html"], "there is no folder no: make it first"),
        (["gold", "--json", "empty"], "empty is a folder"),
        (["gold", "--model", "empty"], "no model that can be read"),
        (["gold", "--errors", "-1"], "errors"),
        ([], "GOLD"),
    ):
        assert main(["evaluate", *arguments]) == 2, arguments
        said = capsys.readouterr()
        assert words in said.err and said.out == "", arguments
    assert (gold / "r001.gkbg").read_bytes() == before
    assert sorted(p.name for p in Path().iterdir()) == ["empty", "full", "gold"]


def test_nothing_is_written_when_the_model_is_wrong(gold: Path) -> None:
    assert main(["evaluate", "gold", "--write", "new", "--model", "gone"]) == 2
    assert not Path("new").exists()


def test_broken_gold_is_told_line_by_line(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = Path("gold/r001.gkbg")
    broken.write_text(broken.read_text("utf-8").replace("@paragraph preamble", "@paragraph preambel", 1), "utf-8")
    put_gold(gold, "z", blocks=[])
    assert main(["evaluate", "gold"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert said[0].startswith("gkbg: gold/r001.gkbg:25: unknown section 'preambel'")
    assert said[1].startswith("gkbg: gold/z.json:3: the report has no blocks")
