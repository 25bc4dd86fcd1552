"""The evaluation says what ../shared/tools/score.py says, on gold of both forms, with and without headings."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import gkbg_nlp
from gkbg_nlp.cli.main import main
from gkbg_nlp.evaluation.gold import read_gold, without_headings
from gkbg_nlp.evaluation.report import evaluate

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "tools/score.py"
EQUAL = (
    "section_acc", "section_macro_f1", "role_acc", "boundary_f1", "entity_micro_f1", "count_value_acc", "indicator_acc", "indicator_wrong",
)  # fmt: skip

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The seeds, and a corpus folder with reports of every layout."""
    if not SCORER.is_file() or not (SHARED / "seeds").is_dir():
        pytest.skip(f"{SHARED} is missing")
    corpus = tmp_path_factory.mktemp("corpus")
    for path in sorted((ROOT / "data/corpus/reports").glob("*.gkbg"))[::16]:
        shutil.copy(path, corpus)
    return {"seeds": SHARED / "seeds", "corpus": corpus}


def scored(gold: Path, predicted: Path) -> dict[str, Any]:
    command = [sys.executable, str(SCORER), "--gold", str(gold), "--pred", str(predicted), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True)
    theirs: dict[str, Any] = json.loads(done.stdout)
    assert theirs["missing"] == [] and theirs["reports"] > 0
    return theirs


def compare(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    assert ours["reports"] == theirs["reports"]
    for name in EQUAL:
        assert ours["headline"][name]["value"] == pytest.approx(theirs[name], abs=1e-12), name
    labels = {s["name"]: s for s in ours["entities"] if s["name"] != "all"}
    assert set(labels) == {name for name, score in theirs["entities"].items() if score["n"] or score["p"] < 1 or name in labels}
    for name, theirs_one in theirs["entities"].items():
        mine = labels[name]
        assert mine["support"] == theirs_one["n"]
        for ours_key, key in (("precision", "p"), ("recall", "r"), ("f1", "f")):
            value = mine[ours_key]["value"]
            if value is not None:  # score.py writes 1 for a rate over nothing
                assert value == pytest.approx(theirs_one[key], abs=1e-12), (name, key)


@pytest.mark.parametrize("headings", [True, False], ids=["with-headings", "without-headings"])
@pytest.mark.parametrize("form", ["seeds", "corpus"])
def test_equal(form: str, headings: bool, forms: dict[str, Path], tmp_path: Path) -> None:
    """By the commands alone: what evaluate --write leaves is tagged by gkbg tag and scored by score.py."""
    written, lines, figures = tmp_path / "written", tmp_path / "out.jsonl", tmp_path / "figures.json"
    options = [] if headings else ["--without-headings"]
    assert main(["evaluate", str(forms[form]), *options, "--write", str(written), "--json", str(figures)]) == 0
    assert main(["tag", str(written), "--output", str(lines)]) == 0
    compare(json.loads(figures.read_text("utf-8")), scored(written, lines))


def test_equal_on_the_seeds_as_they_lie_there(forms: dict[str, Path], pipeline: gkbg_nlp.Pipeline, tmp_path: Path) -> None:
    lines = tmp_path / "out.jsonl"
    assert main(["tag", str(forms["seeds"]), "--output", str(lines)]) == 0
    theirs = scored(forms["seeds"], lines)
    result = evaluate(read_gold(forms["seeds"]), pipeline.tag, resamples=5)
    for name in EQUAL:
        assert result.headline[name].value == pytest.approx(theirs[name], abs=1e-12), name


def test_the_seeds_lose_every_heading(forms: dict[str, Path]) -> None:
    for document in read_gold(forms["seeds"]):
        after = without_headings(document)
        heads = [document.text[b["start"] : b["end"]] for b in document.gold["blocks"] if b["role"] == "heading"]
        assert heads and len(after.gold["blocks"]) == len(document.gold["blocks"]) - len(heads)
        lines = set(after.text.splitlines())
        assert not lines & set(heads)
