"""How cost grows: with the length of a report, with the number of reports, with workers, with the size of the model's vocabulary."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import gkbg_nlp
from gkbg_nlp.batch import tag_files
from gkbg_nlp.benchmark import starts
from gkbg_nlp.benchmark.generate import CHARACTERS, generate, write_reports
from gkbg_nlp.benchmark.inputs import Batch
from gkbg_nlp.benchmark.memory import MEGABYTE
from gkbg_nlp.benchmark.records import Curve, Point, Spread
from gkbg_nlp.benchmark.stopwatch import Stopwatch
from gkbg_nlp.benchmark.synthetic import grown_model
from gkbg_nlp.benchmark.whole import US, timed
from gkbg_nlp.pipeline import Pipeline

NAMES = ("characters", "reports", "workers", "features")
LENGTHS = (1, 10, 100, 300, 1000, 2000, 4000, 8000)
COUNTS = (1, 10, 100, 1000, 10_000, 100_000)
FEATURES = (10_000, 30_000, 100_000, 300_000)
_ROUNDS = 3
_TEXT = 400_000  # characters of a round over lengths
_MOST = 200  # reports of a round
_WORKERS_REPORTS = 3000
Tell = Callable[[str], None]


def measure(names: Sequence[str], workers: Sequence[int], reports: int | None, tell: Tell) -> list[Curve]:
    """The curves that are named; ``reports`` bounds the numbers of reports.

    Raises:
        StartError: a process failed.
    """
    found = []
    for name in names:
        if name == "characters":
            found.append(over_characters(tell))
        elif name == "reports":
            found.append(over_reports([n for n in COUNTS if reports is None or n <= reports], workers[0], tell))
        elif name == "workers":
            found.append(over_workers(workers if len(workers) > 1 else (1, 2), reports or _WORKERS_REPORTS, tell))
        else:
            found.append(over_features(FEATURES, tell))
    return found


def over_characters(tell: Tell, lengths: Sequence[int] = LENGTHS) -> Curve:
    """Reports of exactly so many characters, tagged in this process; new ones each round."""
    pipeline = gkbg_nlp.load()
    for text in generate(100, seed=1):
        pipeline.tag(text)
    points = []
    for length in lengths:
        tell(f"reports of {length:,} characters")
        count = max(10, min(_MOST, _TEXT // length))
        costs = []
        for number in range(_ROUNDS):
            with tempfile.TemporaryDirectory(prefix="gkbg-benchmark-") as temporary:
                write_reports(Path(temporary) / "in", count, length, seed=100 + number, exact=True)
                costs.append(_in_process(pipeline, Path(temporary), count))
        us = Spread.of(costs).median
        points.append(Point(length, us, US / us, notes={"µs a 1,000 characters": 1000 * us / length}))
    return Curve("characters", "characters", points)


def _in_process(pipeline: Pipeline, folder: Path, count: int) -> float:
    """Microseconds of processor time a report; one character is soon the same twice, so that equal reports are not merged."""

    def work() -> None:
        tag_files([str(folder / "in")], folder / "out.jsonl", overwrite=True, keep_duplicates=True, pipeline_factory=lambda: pipeline)

    return US * timed(work, count).cpu / count


def over_reports(counts: Sequence[int], workers: int, tell: Tell) -> Curve:
    """``gkbg tag`` from a cold start on more and more reports, with the memory of its largest process over the run."""
    points = []
    for count in counts:
        tell(f"{count:,} reports")
        points.append(_cold(count, count, workers))
    return Curve("reports", "reports", points)


def over_workers(workers: Sequence[int], reports: int, tell: Tell) -> Curve:
    """``gkbg tag`` from a cold start with more and more worker processes."""
    points = []
    for count in workers:
        tell(f"{count} workers")
        points.append(_cold(count, reports, count))
    base = points[0].us
    return Curve("workers", "workers", [_noted(point, "times the first", base / point.us) for point in points])


def _cold(x: float, reports: int, workers: int) -> Point:
    with tempfile.TemporaryDirectory(prefix="gkbg-benchmark-") as temporary:
        folder = Path(temporary)
        paths = write_reports(folder / "in", reports)
        found = starts.run(starts.gkbg(folder, workers)(Batch([str(folder / "in")], paths)))
    us = US * found.seconds / reports
    notes = {f"MB at {share:.0%}": held / MEGABYTE for share in (0.5, 1.0) if (held := found.resident(share)) is not None}
    return Point(x, us, US / us, found.own, found.others[0] if workers > 1 and found.others else None, {"seconds": found.seconds} | notes)


def over_features(sizes: Sequence[int], tell: Tell) -> Curve:
    """Models of more and more n-grams: those of generated text, so that nearly all of a report are known; weights are drawn."""
    points = []
    texts = list(generate(_MOST * (len(sizes) + 1), CHARACTERS, seed=2))
    for number, size in enumerate(sizes):
        tell(f"a model of {size:,} n-grams")
        own = texts[_MOST * (number + 1) : _MOST * (number + 2)]
        with tempfile.TemporaryDirectory(prefix="gkbg-benchmark-") as temporary:
            folder = grown_model(Path(temporary) / "model", size, texts[:_MOST])
            pipelines: list[Pipeline] = []
            loaded = timed(lambda kept=pipelines, folder=folder: kept.append(gkbg_nlp.load(folder)), 1)  # type: ignore[misc]
            code = f"import gkbg_nlp; p = gkbg_nlp.load({str(folder)!r}); p.tag({own[0]!r})"
            alone = starts.run([sys.executable, "-c", code])
        pipeline = pipelines[0]
        for text in texts[:20]:
            pipeline.tag(text)
        once = timed(lambda pipeline=pipeline, own=own: [pipeline.tag(text) for text in own], len(own), Stopwatch())  # type: ignore[misc]
        us = US * once.cpu / len(own)
        notes = {"sections µs": US * once.rows.get("sections", 0.0) / len(own), "load ms": 1000 * loaded.cpu}
        points.append(Point(size, us, US / us, alone.own, None, notes))
    return Curve("features", "n-grams of the text", points)


def _noted(point: Point, name: str, value: float) -> Point:
    return Point(point.x, point.us, point.reports_per_second, point.peak, point.worker_peak, point.notes | {name: value})
