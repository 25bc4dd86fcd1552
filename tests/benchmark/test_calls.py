"""The guard of speed: calls a report by room, held against what is recorded for this Python (benchmarks/calls.py)."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import gkbg_nlp
from gkbg_nlp.benchmark.calls import count_calls, totals


@pytest.fixture(scope="module")
def script(root: Path) -> Any:
    spec = importlib.util.spec_from_file_location("calls_script", root / "benchmarks/calls.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_room_takes_more_calls_than_recorded(script: Any, root: Path) -> None:
    recorded = json.loads(script.RECORD.read_text("utf-8"))
    if script.PYTHON not in recorded:
        pytest.skip(f"no counts are recorded for Python {script.PYTHON}: python benchmarks/calls.py --write")
    done = subprocess.run([sys.executable, root / "benchmarks/calls.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stderr}\nwhere that is meant: python benchmarks/calls.py --write\n{done.stdout}"
    assert {"layout", "sections", "entities", "indicators"} <= recorded[script.PYTHON].keys()


def test_more_calls_and_quicker_growth_are_told(script: Any) -> None:
    recorded = {"layout": {"python": 1000, "c": 1000}}
    found = {
        "samples": {"layout": {"python": 1240, "c": 1260}, "new": {"python": 10, "c": 0}},
        "alone": {"layout": {"python": 4000, "c": 0}, "small": {"python": 10, "c": 0}},
        "joined": {"layout": {"python": 4500, "c": 0}, "small": {"python": 100, "c": 0}},
    }
    assert script.problems(found, recorded) == [
        "layout: 1,260 c calls for the samples, 1,000 are recorded",
        "layout: 4,500 calls for reports two in one, 4,000 one by one: work grows faster than text",
    ]
    assert len(script.problems(found, None)) == 1


def test_calls_are_counted_by_room(pipeline: gkbg_nlp.Pipeline) -> None:
    text = "张店区体育局2017年政府信息公开年度报告\n一、概述\n我局主动公开信息12条。\n"
    for _ in range(2):
        pipeline.tag(text)
    before = sys.getprofile()
    counts = count_calls(pipeline, [text])
    assert sys.getprofile() is before
    assert {"pipeline", "layout", "sections", "entities", "indicators"} <= counts.keys() and "benchmark" not in counts
    assert count_calls(pipeline, [text]) == counts
    assert totals(counts)["layout"] == counts["layout"]["python"] + counts["layout"]["c"] > 20
    assert count_calls(pipeline, []) == {}
