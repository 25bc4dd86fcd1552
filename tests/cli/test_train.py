"""``gkbg train``: the same bytes again, its options, and a family of reports with its own sections from corpus to tagged report."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from train_helpers import CONFIG, TAXONOMY, make

from gkbg_nlp.cli.main import main
from gkbg_nlp.sections.features import BlockInput
from gkbg_nlp.sections.model import load_model
from gkbg_nlp.training.trusted import load_joblib

ROOT = Path(__file__).resolve().parents[2]
FILES = ["arrays.npz", "card.md", "model.json", "sections.toml"]
REPORT = (
    "青浦图书馆2016年报\n现将青浦图书馆这一年的事情说明如下。\n一、馆藏情况\n新购图书两千多册，书脊重新贴号。\n二、读者借阅情况\n办证的人比上一年多，少儿室最热闹。\n"
    "各项事务照常进行。\n三、明年的打算\n（一）添馆藏\n想再添几台电脑。\n附表\n到馆人次9万，外借7万册。\n2017年1月9日\n"
)
SECTIONS = ["opening", "stock", "stock", "readers", "readers", "readers", "plan", "plan", "plan", "annex", "annex"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the family's model was trained."""
    folder = tmp_path_factory.mktemp("family")
    assert main(["train", "--config", str(make(folder))]) == 0
    return folder


@pytest.fixture
def copied(place: Path, tmp_path: Path) -> Path:
    """A copy of the model, to be spoiled; the taxonomy it was trained from is far away."""
    shutil.copytree(place / "model", tmp_path / "model")
    return tmp_path / "model"


def contents(folder: Path) -> dict[str, bytes]:
    assert sorted(p.name for p in folder.iterdir()) == FILES  # nothing half-written is left
    return {name: (folder / name).read_bytes() for name in FILES}


def test_twice_the_same_bytes_with_one_process_or_two(place: Path, tmp_path: Path) -> None:
    """The second run has two processes, other hashes of strings and another folder: none of these may be seen."""
    config = make(tmp_path / "again", config=CONFIG.replace("jobs = 1", "jobs = 2"))
    command = [sys.executable, "-m", "gkbg_nlp.cli.main", "train", "-c", str(config), "--output", str(tmp_path / "new" / "place")]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "77"}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert contents(tmp_path / "new" / "place") == contents(place / "model")
    assert not (tmp_path / "again" / "model").exists()  # --output is instead of the configuration's folder


def test_joblib_keeps_a_model_that_says_the_same(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "kept.joblib"
    assert main(["train", "-c", str(place / "train.toml"), "-o", str(tmp_path / "m"), "--joblib", str(kept)]) == 0
    said = capsys.readouterr()
    assert said.out == "" and all(line.startswith("gkbg: ") for line in said.err.splitlines())
    assert "gkbg: tried {'c': 2.0, 'with':" in said.err and "libraries-0.1, 6 reports, 84 blocks" in said.err
    assert contents(tmp_path / "m") == contents(place / "model")  # the joblib file is beside, not instead
    ours, theirs = load_model(tmp_path / "m"), load_joblib(kept, trust=True)
    one = [BlockInput("新购图书一千多册", "馆藏情况", ("role=paragraph", "named=stock"))]
    np.testing.assert_array_equal(ours.log_probabilities(one), theirs.log_probabilities(one))
    assert theirs.confidence == ours.confidence and theirs.taxonomy.ids == ours.taxonomy.ids


def test_what_the_model_says_of_itself(place: Path) -> None:
    meta = json.loads((place / "model" / "model.json").read_text("utf-8"))
    facts = meta["facts"]
    assert (meta["name"], facts["reports"], facts["blocks"], facts["held_out"]) == ("libraries-0.1", 6, 84, [])
    assert [row["c"] for row in facts["search"]] == [2.0, 8.0]
    assert meta["sections"] == ["annex", "opening", "plan", "readers", "stock"]
    card = (place / "model" / "card.md").read_text("utf-8")
    assert card.startswith("# libraries-0.1\n") and facts["data_sha256"][:16] in card and "train.toml" in card
    assert "6 training reports" in card and "84 labelled blocks" in card and card.count("- Tried:") == 2


# -- a family of one's own, from the model's folder alone --


def tagged(model: Path, folder: Path) -> dict[str, Any]:
    (folder / "report.txt").write_text(REPORT, "utf-8")
    assert main(["tag", str(folder / "report.txt"), "-o", str(folder / "out.jsonl"), "--model", str(model), "--overwrite"]) == 0
    found: dict[str, Any] = json.loads((folder / "out.jsonl").read_text("utf-8"))
    return found


def test_the_model_carries_its_taxonomy(copied: Path, tmp_path: Path) -> None:
    assert (copied / "sections.toml").read_text("utf-8") == TAXONOMY
    found = tagged(copied, tmp_path)
    assert found["meta"]["model"] == "libraries-0.1" and found["errors"] == []
    assert found["blocks"][0]["role"] == "title"  # by the family's own words
    labelled = [b for b in found["blocks"] if b["section"]]
    assert [b["section"] for b in labelled] == SECTIONS
    assert labelled[1]["reason"] in ("both", "heading:section.stock.1")
    threshold = json.loads((copied / "model.json").read_text("utf-8"))["confidence"]["threshold"]
    assert 0 < threshold <= 1
    assert all(("uncertain" in b) == (b["confidence"] < threshold) for b in labelled)


def refused(copied: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What ``gkbg tag`` says when it does not take the model; it has written nothing."""
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    assert main(["tag", str(tmp_path / "report.txt"), "-o", str(tmp_path / "out.jsonl"), "--model", str(copied)]) == 2
    assert not (tmp_path / "out.jsonl").exists()
    return capsys.readouterr().err


def edit_meta(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    meta = json.loads((folder / "model.json").read_text("utf-8"))
    change(meta)
    (folder / "model.json").write_text(json.dumps(meta), "utf-8")


def test_a_changed_taxonomy_is_refused(copied: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = copied / "sections.toml"
    file.write_text(file.read_text("utf-8").replace("藏书", "图书"), "utf-8")
    said = refused(copied, tmp_path, capsys)
    assert str(file) in said and "checksum" in said and "train the model again" in said


def test_a_removed_taxonomy_is_refused(copied: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copied / "sections.toml").unlink()
    said = refused(copied, tmp_path, capsys)
    assert str(copied / "sections.toml") in said and "the model's own taxonomy cannot be read" in said


def test_labels_without_their_taxonomy_are_refused(copied: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit_meta(copied, lambda meta: meta.pop("taxonomy_sha256"))
    said = refused(copied, tmp_path, capsys)
    assert str(copied / "model.json") in said and "annex, opening, plan, readers, stock are not in the model's taxonomy" in said


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"features": 2}, "features 2, this version needs gkbg-sections-1, features 3: train it again"),
        ({"arrays_sha256": "0" * 64}, "arrays.npz: the checksum is not the one in model.json"),
        ({"sections": ["annex", "opening", "plan", "readers"]}, "need (4,)"),
    ],
)
def test_what_does_not_fit_is_refused(
    copied: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], words: str
) -> None:
    edit_meta(copied, lambda meta: meta.update(change))
    said = refused(copied, tmp_path, capsys)
    assert str(copied) in said and words in said
