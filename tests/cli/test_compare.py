"""``gkbg compare``: exit codes, what it writes, what it refuses before any work."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from gkbg_nlp.cli.main import main
from gkbg_nlp.evaluation.baselines import peers


@pytest.fixture
def gold(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four reports of the corpus, one of them held out, in a folder with a split."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gold").mkdir()
    for name in ("r001", "r002", "r003", "r015"):
        shutil.copy(root / f"data/corpus/reports/{name}.gkbg", tmp_path / "gold")
    (tmp_path / "gold/split.toml").write_text('test = ["r015"]', "utf-8")
    return tmp_path / "gold"


def test_text_json_and_page(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["compare", "shipped", "headings", "linear-svc", "--gold", "gold", "--part", "test", "--train", "gold"]
    assert main([*arguments, "--json", "out.json", "--html", "out.html", "--resamples", "200"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    for words in ("3 contestants on 1 reports of gold", "section_macro_f1", "reports/s", "trained on 3 reports", "shipped - linear-svc: "):
        assert words in said.out
    result = json.loads(Path("out.json").read_text("utf-8"))
    assert result["format"] == "gkbg-comparison-1" and result["resamples"] == 200 and result["documents"] == 1
    assert [c["name"] for c in result["contestants"]] == ["shipped", "headings", "linear-svc"]
    assert all(c["documents_per_second"] > 0 for c in result["contestants"])
    assert Path("out.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert sorted(p.name for p in Path().iterdir()) == ["gold", "out.html", "out.json"]  # no temporary file


def test_json_on_standard_output_and_pairs(gold: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = str(root / "models/sections-1")
    arguments = ["compare", model, "headings", "shipped", "--gold", "gold", "--only", "r001", "--only", "r002"]
    assert main([*arguments, "--all-pairs", "--without-headings", "--json", "-"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["without_headings"] and result["all_pairs"] and result["documents"] == 2
    pairs = {(d["first"], d["second"]) for d in result["differences"]}
    assert pairs == {(model, "headings"), (model, "shipped"), ("headings", "shipped")}
    same = [d for d in result["differences"] if d["first"] == model and d["second"] == "shipped"]
    assert {d["verdict"] for d in same} == {"same"} and len(same) > 5


def test_without_headings_the_words_of_headings_are_gone(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = []
    for options in ([], ["--without-headings"]):
        assert (
            main(["compare", "headings", "majority", "--gold", "gold", "--part", "test", "--train", "gold", "--json", "-", *options]) == 0
        )
        figures.append(json.loads(capsys.readouterr().out)["contestants"][0]["figures"]["section_acc"]["value"])
    assert figures[0] > figures[1]


def test_wrong_usage(gold: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "find_spec", lambda name: None)
    Path("empty").mkdir()
    for arguments, words in (
        (["shipped"], "nothing to compare: name two or more of shipped"),
        (["shipped", "shipped"], "shipped is named twice"),
        (["shipped", "gone"], "gone: no folder of a model, and no name: known are shipped"),
        (["shipped", "fasttext"], "fasttext is not installed: pip install fasttext"),
        (["shipped", "jionlp"], "jionlp is not installed: pip install jionlp"),
        (["shipped", "empty"], "no model that can be read"),
        (["shipped", "majority"], "data/corpus/reports: no *.gkbg to train baselines on"),
        (["shipped", "majority", "--train", "gold"], "gold: every report is held out or among those compared on"),
        (["shipped", "headings", "--only", "r999"], "no gold report r999"),
        (["shipped", "headings", "--part", "dev"], "in the part 'dev'"),
        (["shipped", "headings", "--json", "gold/r001.gkbg"], "gold/r001.gkbg is gold: name another file"),
        (["shipped", "headings", "--html", "no/a.html"], "there is no folder no: make it first"),
        (["shipped", "headings", "--resamples", "5"], "resamples"),
        ([], "A B"),
    ):
        assert main(["compare", *arguments, "--gold", "gold"]) == 2, arguments
        said = capsys.readouterr()
        assert words in said.err and said.out == "", arguments
    assert main(["compare", "shipped", "headings"]) == 2
    assert "--gold" in capsys.readouterr().err
    assert sorted(p.name for p in Path().iterdir()) == ["empty", "gold"]


def test_broken_gold_is_told_line_by_line(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("r001", "r002"):
        broken = Path(f"gold/{name}.gkbg")
        broken.write_text(broken.read_text("utf-8").replace("@paragraph preamble", "@paragraph preambel", 1), "utf-8")
    assert main(["compare", "shipped", "headings", "--gold", "gold"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2 and all("unknown section 'preambel'" in line for line in lines)


def test_what_cannot_be_written_leaves_nothing(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "x" * 251 + ".json"  # one character too long for a folder
    assert main(["compare", "shipped", "headings", "--gold", "gold", "--only", "r001", "--json", name]) == 2
    assert "File name too long" in capsys.readouterr().err
    assert sorted(p.name for p in Path().iterdir()) == ["gold"]


def test_a_file_appears_whole_or_not_at_all(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    Path("out.json").write_text("before")
    monkeypatch.setattr("gkbg_nlp.report.whole.os.replace", full)
    assert main(["compare", "shipped", "headings", "--gold", "gold", "--only", "r001", "--json", "out.json"]) == 2
    assert Path("out.json").read_text() == "before"
    assert sorted(p.name for p in Path().iterdir()) == ["gold", "out.json"]


def test_every_command_of_the_document_is_understood(root: Path) -> None:
    """They run for a minute and more, so each is held against the command's own options here."""
    from typer.main import get_command

    from gkbg_nlp.cli.app import make_app

    shell = "".join(re.findall(r"```sh\n(.*?)```", (root / "docs" / "compare.md").read_text("utf-8"), re.S))
    commands = [shlex.split(line, comments=True) for line in shell.splitlines()]
    ours = [words for words in commands if words[:2] == ["gkbg", "compare"]]
    assert len(ours) >= 4
    command = get_command(make_app()).commands["compare"]  # type: ignore[attr-defined]
    for words in ours:
        made = command.make_context("compare", words[2:])
        assert (root / made.params["gold"]).exists() or made.params["gold"].parts[0] == ".."
