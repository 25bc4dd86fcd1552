"""Reference designs: the shipped ones learn and run, broken ones are named, missing libraries leave a note."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gkbg_nlp.benchmark.designs import CORPUS, DESIGNS, NONE, DesignError, examples, load, names
from gkbg_nlp.benchmark.generate import write_reports

GOOD = """
ABOUT = "copies"
KIND = "whole"
NEEDS = ("json",)
def train(examples, folder): (folder / "seen").write_text(str(len(examples)))
def make(folder):
    seen = (folder / "seen").read_text()
    return lambda paths, out: out.write_text("\\n".join(f"{seen} {p.name}" for p in paths))
"""


@pytest.fixture
def corpus(root: Path, tmp_path: Path) -> Path:
    """Six reports of the corpus."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in (1, 2, 3, 4, 5, 6):
        (folder / f"r00{number}.gkbg").write_bytes((root / f"data/corpus/reports/r00{number}.gkbg").read_bytes())
    return folder


def made(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "designs"
    folder.mkdir()
    for name, source in files.items():
        (folder / f"{name}.py").write_text(source, "utf-8")
    return folder


def test_examples_are_lines_with_their_sections(corpus: Path) -> None:
    found = examples(corpus)
    assert len(found) > 100 and all(line == line.strip() != "" for line, _ in found)
    assert {"overview", "proactive", "requests", NONE} <= {section for _, section in found}
    assert ("概述" in line for line, section in found if section == "overview")
    with pytest.raises(DesignError, match="no corpus to train"):
        examples(corpus / "gone")


@pytest.mark.parametrize("name", ["floor", "naive_char", "one_by_one"])
def test_a_shipped_design_makes_a_line_a_report(name: str, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "in").mkdir()
    paths = write_reports(tmp_path / "in", 3, 900)
    ready, notes = load(DESIGNS, [name], corpus, tmp_path / "work", lambda said: None)
    assert notes == [] and [design.name for design in ready] == [name]
    ready[0].run(paths, tmp_path / "out.jsonl")
    sections = {section for _, section in examples(corpus)}
    for path, line in zip(paths, (tmp_path / "out.jsonl").read_text("utf-8").splitlines(), strict=True):
        record = json.loads(line)
        text = path.read_text("utf-8")
        assert record["path"] == str(path) and record["text"] == text
        assert len(record["blocks"]) == sum(bool(one.strip()) for one in text.split("\n"))
        assert {block["section"] for block in record["blocks"]} <= sections and len({block["section"] for block in record["blocks"]}) > 1
        assert {entity["label"] for entity in record["entities"]} >= {"COUNT", "DATE"}
        assert all(text[entity["start"] : entity["end"]] == entity["text"] for entity in record["entities"])


def test_every_shipped_design_is_described() -> None:
    found = names(DESIGNS)
    assert {"floor", "naive_char", "naive_jieba", "one_by_one", "fasttext_labels", "jionlp_contacts"} <= set(found)
    readme = (DESIGNS / "README.md").read_text("utf-8")
    assert all(word in readme for word in ("ABOUT", "KIND", "NEEDS", "train(examples, folder)", "make(folder)"))
    assert CORPUS.is_dir()


def test_what_cannot_be_used_is_named(corpus: Path, tmp_path: Path) -> None:
    folder = made(
        tmp_path,
        good=GOOD,
        absent=GOOD.replace('("json",)', '("no_such_module",)'),
        _shared="raise SystemExit",
        kind=GOOD.replace('"whole"', '"half"'),
        needless=GOOD.replace("NEEDS", "WANTS"),
        fails=GOOD.replace("(folder / ", "1 / (folder / "),
        late=GOOD.replace("def make(folder):", "def make(folder):\n    import no_such_module"),
        syntax="def",
    )
    work = tmp_path / "work"
    work.mkdir()
    ready, notes = load(folder, ["good", "absent", "late"], corpus, work, lambda said: None)
    assert [design.name for design in ready] == ["good"]
    assert notes[0] == "absent is left out: no_such_module is not installed" and notes[1].startswith("late is left out: No module")
    for name, said in (("kind", "KIND is one of"), ("needless", "no NEEDS"), ("fails", "TypeError"), ("syntax", "invalid syntax")):
        with pytest.raises(DesignError, match=said):
            load(folder, [name], corpus, work, lambda said: None)


def test_a_design_in_a_process_of_its_own(corpus: Path, tmp_path: Path, root: Path) -> None:
    folder, work = made(tmp_path, good=GOOD), tmp_path / "work"
    work.mkdir()
    load(folder, [], corpus, work, lambda said: None)
    (tmp_path / "list").write_text("/a/one.txt\n/a/two.txt\n")
    command = [sys.executable, "-m", "gkbg_nlp.benchmark.child", folder / "good.py", work / "good", tmp_path / "out", tmp_path / "list"]
    subprocess.run(command, check=True, cwd=root)
    assert (tmp_path / "out").read_text().split()[1::2] == ["one.txt", "two.txt"]
