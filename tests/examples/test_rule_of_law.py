"""The commands of the example's README, run as they stand on a copy of it: another report family with no line of code."""

from __future__ import annotations

import contextlib
import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from gkbg_nlp.cli.main import main
from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.sections import Sections, parse_sections
from gkbg_nlp.training.run import data_hash

HERE = "examples/rule_of_law"
# The sections of report.txt's headings and paragraphs in their order, as its writer meant them.
MEANT = [
    "preamble", "preamble", "overview", "rulemaking", "rulemaking", "enforcement", "enforcement", "functions", "functions",
    "disputes", "disputes", "oversight", "oversight", "capacity", "capacity", "leadership", "leadership", "problems", "problems", "plan",
]  # fmt: skip


def commands(readme: str) -> list[list[str]]:
    shell = "\n".join(re.findall(r"```sh\n(.*?)```", readme, re.S))
    return [shlex.split(line) for line in shell.splitlines()]


@pytest.fixture(scope="module")
def workshop(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example in which every command of its README was run."""
    place = tmp_path_factory.mktemp("workshop")
    shutil.copytree(folder, place / HERE, ignore=shutil.ignore_patterns("model", "gold", "*.jsonl", "__pycache__"))
    with contextlib.chdir(place):
        for name, *arguments in commands((folder / "README.md").read_text("utf-8")):
            assert name == "gkbg"
            extra = ["--json", "figures.json"] if arguments[0] == "evaluate" else []
            assert main([*arguments, *extra]) == 0, arguments
    return place


@pytest.fixture(scope="module")
def tagged(workshop: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads((workshop / "rule-of-law.jsonl").read_text("utf-8"))
    return report


def test_the_report_is_cut_and_labelled_by_this_family(tagged: dict[str, Any]) -> None:
    assert tagged["errors"] == []
    assert tagged["meta"]["model"] == "rule-of-law-1.0"
    assert tagged["meta"]["title"] == "赣溪县交通运输局关于2022年度法治政府建设情况的报告"
    labelled = [b for b in tagged["blocks"] if b["section"]]
    assert [b["role"] for b in tagged["blocks"] if not b["section"]] == ["title", "signature", "signature"]
    assert len(labelled) == len(MEANT)
    wrong = [(b, meant) for b, meant in zip(labelled, MEANT, strict=True) if b["section"] != meant]
    assert [pair for pair in wrong if not pair[0].get("uncertain")] == [], "a label that is sure of itself is wrong"
    assert len(wrong) <= 1


def test_reasons_name_rules_of_this_taxonomy(tagged: dict[str, Any], sections: Sections) -> None:
    known = {f"section.{w.id}" for s in sections.all for w in s.wordings} | {"section.preamble.place"}
    reasons = [b["reason"] for b in tagged["blocks"] if b["section"]]
    assert {r.removeprefix("heading:") for r in reasons if r.startswith("heading:")} <= known
    assert set(reasons) & {"both", "model"}


def test_the_model_carries_its_taxonomy(workshop: Path, sections: Sections) -> None:
    model = json.loads((workshop / HERE / "model" / "model.json").read_text("utf-8"))
    assert set(model["sections"]) == set(sections.ids)
    (workshop / HERE / "sections.toml").rename(workshop / "elsewhere.toml")
    with contextlib.chdir(workshop):
        assert main(["tag", f"{HERE}/report.txt", "--model", f"{HERE}/model", "--output", "again.jsonl"]) == 0
    assert (workshop / "again.jsonl").read_bytes() == (workshop / "rule-of-law.jsonl").read_bytes()


def test_held_out_reports_are_labelled_well(workshop: Path) -> None:
    result = json.loads((workshop / "figures.json").read_text("utf-8"))
    assert result["reports"] == 6
    assert result["headline"]["section_acc"]["value"] >= 0.93
    assert result["headline"]["boundary_f1"]["value"] >= 0.98


def test_the_card_tells_of_this_family(workshop: Path) -> None:
    card = (workshop / HERE / "model" / "card.md").read_text("utf-8")
    assert "leadership" in card
    assert "20 training reports" in card


def test_the_figures_of_the_readme_are_of_these_data(folder: Path, reports: list[GoldReport]) -> None:
    readme = (folder / "README.md").read_text("utf-8")
    held_out = re.findall(r'^  "(.*?)",$', (folder / "split.toml").read_text("utf-8"), re.M)
    digest = data_hash([r for r in reports if r.id not in held_out])
    stated = re.search(r"SHA-256 (\w+)…", readme)
    assert stated is not None
    assert digest.startswith(stated[1]), "the data changed: run `python examples/rule_of_law/figures.py`"


def test_links_and_the_taxonomy_shown_in_the_readme(folder: Path) -> None:
    readme = (folder / "README.md").read_text("utf-8")
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", readme):
        assert (folder / target).exists(), target
    (shown,) = re.findall(r"```toml\n(.*?)```", readme, re.S)
    known = parse_sections(shown, "shown")
    assert known.opening == "preamble"
    found = known.read("存在的问题")
    assert found is not None
    assert found.sections == ("problems",)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('[[section]]\nid = "a"\nzh = "甲"\nwording = []', "section a.wording: unknown key; known:"),
        ('[[section]]\nid = "a"\nzh = "甲"\nwordings = [{ id = "a.1", pattern = "(甲" }]', "section a.wordings.a.1.pattern: not a regular expression"),
        ('[[section]]\nid = "a"\nzh = "甲"\nwordings = [{ id = "a.1", pattern = "甲" }, { id = "a.1", pattern = "乙" }]', "a.1: this id stands twice"),
        ('opening = "x"\n[[section]]\nid = "a"\nzh = "甲"\nwordings = []', "opening: 'x' is no section of this file"),
    ],
)  # fmt: skip
def test_mistakes_are_answered_as_the_readme_says(folder: Path, source: str, words: str) -> None:
    with pytest.raises(TaxonomyError) as caught:
        parse_sections(source, "sections.toml")
    assert words in str(caught.value)
    assert words in (folder / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (",enforcement,", ",enforcment,", "unknown section 'enforcment'"),
        (",capacity,", ",functions,", "no block is labelled capacity"),
    ],
)
def test_data_that_do_not_fit_the_taxonomy_are_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, words: str
) -> None:
    shutil.copytree(folder, tmp_path / "own", ignore=shutil.ignore_patterns("model", "gold", "*.jsonl", "__pycache__"))
    table = tmp_path / "own" / "paragraphs.csv"
    table.write_text(table.read_text("utf-8").replace(old, new), "utf-8")
    assert main(["train", "--config", str(tmp_path / "own" / "train.toml")]) == 2
    said = capsys.readouterr().err
    assert words in said
    assert "paragraphs.csv" in said
    assert not (tmp_path / "own" / "model").exists()
