"""Curves of cost: each has its points, whatever they are; a grown model is one that loads."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import gkbg_nlp
from gkbg_nlp.benchmark import curves, starts
from gkbg_nlp.benchmark.curves import over_characters, over_features, over_reports, over_workers
from gkbg_nlp.benchmark.generate import generate
from gkbg_nlp.benchmark.plot import picture
from gkbg_nlp.benchmark.records import Benchmark, Curve, Machine, Point
from gkbg_nlp.benchmark.run import Asked, BenchmarkError, benchmark, check
from gkbg_nlp.benchmark.synthetic import grown_model
from gkbg_nlp.benchmark.tables import facts, tables
from gkbg_nlp.sections.model import load_model

told: list[str] = []


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few reports, and a command that only counts them."""
    monkeypatch.setattr(curves, "_MOST", 10)
    monkeypatch.setattr(curves, "_TEXT", 2000)
    monkeypatch.setattr(curves, "_ROUNDS", 1)
    count = "import pathlib, sys, time; time.sleep(0.1); assert len(list(pathlib.Path(sys.argv[1]).rglob('*.txt'))) == int(sys.argv[2])"
    monkeypatch.setattr(
        starts, "gkbg", lambda folder, workers: lambda batch: [sys.executable, "-c", count, batch.inputs[0], str(len(batch.paths))]
    )


def test_over_characters() -> None:
    curve = over_characters(told.append, (1, 200))
    assert [point.x for point in curve.points] == [1, 200] and all(point.us > 0 for point in curve.points)
    assert curve.points[1].notes["µs a 1,000 characters"] == pytest.approx(5 * curve.points[1].us)


def test_over_reports_and_workers() -> None:
    curve = over_reports((1, 3), 1, told.append)
    assert [point.x for point in curve.points] == [1, 3]
    assert all(point.notes["seconds"] > 0.09 and point.worker_peak is None for point in curve.points)
    if sys.platform == "linux":
        assert all((point.peak or 0) > 1_000_000 and point.notes["MB at 100%"] > 1 for point in curve.points)
    pair = over_workers((1, 2), 4, told.append)
    assert [point.x for point in pair.points] == [1, 2] and pair.points[0].notes["times the first"] == 1


def test_over_features(tmp_path: Path) -> None:
    curve = over_features((500,), told.append)
    assert curve.points[0].x == 500 and curve.points[0].notes["sections µs"] > 0


def test_a_grown_model_loads_and_labels(tmp_path: Path) -> None:
    texts = list(generate(3, 800))
    for size in (200, 30_000):
        folder = grown_model(tmp_path / str(size), size, texts)
        assert load_model(folder).ngrams["text"].idf.shape == (size,)
    assert gkbg_nlp.load(folder).tag(texts[0]).blocks


def test_asked_for_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(curves, "COUNTS", (1, 2, 5))
    made = benchmark(Asked(curves=("reports",), reports=2), told.append)
    assert [point.x for point in made.curves[0].points] == [1, 2] and made.whole == [] and made.input is None
    assert [table.title for table in tables(made)] == ["Cost over reports"]
    assert facts(made)[0].startswith("gkbg-nlp ") and "reports" not in facts(made)[0]
    for asked, said in (
        (Asked(curves=("time",)), "--curve time: choose of characters, reports, workers, features"),
        (Asked(curves=("reports",), only=("rooms",)), "--curve measures generated reports and nothing else"),
    ):
        with pytest.raises(BenchmarkError, match=said):
            check(asked)


def test_curves_are_drawn() -> None:
    points = [Point(1, 900.0, 1111.0), Point(1000, 500.0, 2000.0, 10**8, None, {"seconds": 0.5})]
    made = Benchmark("gkbg-benchmark-1", "0", "", 1, Machine("", "", 1, "", {}), curves=[Curve("reports", "reports", points)] * 2)
    assert b"cost over reports" in picture(made)
    assert tables(made)[0].columns == ("reports", "µs a report", "reports/s", "peak MB", "seconds")  # no column of nothing
    assert tables(made)[0].rows[0] == ("1", "900", "1,111", "-", "-")
