"""The script behind docs/performance.md: every mark is filled, and the history keeps a row a release."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gkbg_nlp.benchmark.records import Benchmark, Content, Curve, Machine, Point, Rooms, RoomTime, Spread, Start, Whole


@pytest.fixture
def script(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script with files of its own."""
    spec = importlib.util.spec_from_file_location("page_script", root / "benchmarks/page.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page = tmp_path / "performance.md"
    page.write_bytes((root / "docs/performance.md").read_bytes())
    for name, value in (("RESULTS", tmp_path / "results"), ("HISTORY", tmp_path / "history.json"), ("PAGE", page)):
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(sys, "argv", ["page.py"])
    return module


def made() -> Benchmark:
    one, two = Spread(800.0, 790.0, 900.0), Spread(5.0, 4.0, 6.0)
    return Benchmark(
        "gkbg-benchmark-1", "0.9", "2025-01-02T03:04:05+00:00", 3, Machine("Linux", "a chip", 2, "3.11", {}),
        whole=[Whole("gkbg", "ours", one, one, None, 1250.0), Whole("naive", "theirs", one, one, two, 250.0)],
        rooms=Rooms([RoomTime("layout", one, 0.5, 1.0), RoomTime("layout: inside", one, 0.2, 1.0, True)], 1600.0, 1610.0),
        starts=[Start("gkbg", 1, 0.5, 2.0, 100, 50_000_000, [])],
        curves=[Curve("reports", "reports", [Point(1, 900.0, 1111.0)])],
    )  # fmt: skip


def test_the_page_is_filled(script: Any) -> None:
    script.RESULTS.mkdir()
    for name in ("main", "samples", "curve-reports"):
        (script.RESULTS / f"{name}.json").write_bytes(msgspec.json.encode(made()))
    sets = [Content("generated", 9, 2400.0, {"paragraph": 20.0}, {"COUNT": 40.0}, 18.0, 0.01, 0.2)]
    (script.RESULTS / "contents.json").write_bytes(msgspec.json.encode(sets))
    assert script.main() == 0
    text = script.PAGE.read_text("utf-8")
    for words in (
        "| gkbg | 800 (790–900) |", "| naive |", "5.00 (4.00–6.00)", "&emsp;inside", "a chip, 2 processors", "### Cost over reports",
        "| blocks: paragraph | 20.0 |", "| entities | ", "| 0.50 | 100 | 2.00 |",
    ):  # fmt: skip
        assert words in text, words
    filled = {
        name for name in script.PLACES if "Not measured yet." not in text.partition(f"<!-- {name} -->")[2].partition(f"<!-- /{name} -->")[0]
    }
    assert filled == set(script.PLACES)
    assert script.main() == 0 and script.PAGE.read_text("utf-8") == text


def test_the_history_has_a_row_a_release(script: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    script.RESULTS.mkdir()
    (script.RESULTS / "main.json").write_bytes(msgspec.json.encode(made()))
    for label in ("0.9", "1.0", "0.9"):
        monkeypatch.setattr(sys, "argv", ["page.py", "--record", label])
        assert script.main() == 0
    rows = json.loads(script.HISTORY.read_text("utf-8"))
    assert [row["label"] for row in rows] == ["1.0", "0.9"]
    assert rows[1]["us"] == 800 and rows[1]["ratios"] == {"naive": 5.0} and rows[1]["calls"] > 1000
    assert "| 0.9 | 2025-01-02 |" in script.PAGE.read_text("utf-8")


def test_what_is_not_measured_is_said(script: Any) -> None:
    assert script.main() == 0
    assert script.PAGE.read_text("utf-8").count("Not measured yet.") == len(script.PLACES) - 2  # calls and history have their own files


def test_the_shipped_page_is_made_by_the_script(root: Path, script: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RESULTS", "HISTORY"):
        monkeypatch.setattr(script, name, root / "benchmarks" / getattr(script, name).name)
    assert script.main() == 0
    assert script.PAGE.read_text("utf-8") == (root / "docs/performance.md").read_text("utf-8"), "python benchmarks/page.py"
