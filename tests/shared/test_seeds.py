"""The figures that issue 2 asks for, on the annotated seeds beside the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import gkbg_nlp
from gkbg_nlp.report.records import encode

SHARED = Path(__file__).resolve().parents[3] / "shared"
SEEDS = SHARED / "seeds"
SCORER = SHARED / "tools" / "score.py"

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def figures(pipeline: gkbg_nlp.Pipeline, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if not SEEDS.is_dir() or not SCORER.is_file():
        pytest.skip(f"{SEEDS} or {SCORER} is missing")
    out = tmp_path_factory.mktemp("seeds") / "out.jsonl"
    out.write_bytes(b"".join(encode(pipeline.read(path)) + b"\n" for path in sorted(SEEDS.glob("*.txt"))))
    done = subprocess.run(
        [sys.executable, str(SCORER), "--gold", str(SEEDS), "--pred", str(out), "--json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    scored: dict[str, Any] = json.loads(done.stdout)
    assert scored["reports"] >= 3 and scored["missing"] == []
    return scored


@pytest.mark.parametrize(
    ("figure", "least"),
    [
        ("section_acc", 0.97), ("section_macro_f1", 0.95), ("role_acc", 0.97), ("boundary_f1", 0.95), ("entity_micro_f1", 0.95),
        ("count_value_acc", 1.0), ("indicator_acc", 0.97),
    ],
)  # fmt: skip
def test_figure(figures: dict[str, Any], figure: str, least: float) -> None:
    assert figures[figure] >= least


@pytest.mark.parametrize("label", ["PHONE", "FAX", "EMAIL", "POSTCODE"])
def test_contacts_are_all_right(figures: dict[str, Any], label: str) -> None:
    if label in figures["entities"]:
        assert figures["entities"][label]["f"] == 1.0


def test_the_seeds_hold_most_contact_labels(figures: dict[str, Any]) -> None:
    assert len({"PHONE", "FAX", "EMAIL", "POSTCODE"} & {k for k, v in figures["entities"].items() if v["n"]}) >= 3


def test_no_indicator_is_wrong(figures: dict[str, Any]) -> None:
    assert figures["indicator_wrong"] == 0
