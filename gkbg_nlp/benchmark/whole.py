"""The whole path, files on disk to JSON Lines on disk: gkbg and the reference designs in turn, every round on the same reports."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gkbg_nlp.batch import tag_files
from gkbg_nlp.benchmark.designs import Design
from gkbg_nlp.benchmark.inputs import Batch, Generated, Named
from gkbg_nlp.benchmark.records import Rooms, RoomTime, Spread, Whole
from gkbg_nlp.benchmark.stopwatch import Stopwatch
from gkbg_nlp.pipeline import Pipeline

US = 1e6
OURS = "gkbg"
DESIGNS_READ = 100  # reports of a round that a design gets: a slow one would take minutes for all, and its cost a report stays the same
_WARM_UP = 20  # reports that every design gets before the first round; gkbg, whose rules are compiled on their first use, gets all


@dataclass(frozen=True, slots=True)
class Once:
    """One run: seconds of the processor and of the clock for so many reports; with a stopwatch seconds and calls of the rows."""

    cpu: float
    wall: float
    reports: int
    rows: dict[str, float]
    calls: dict[str, int]


def timed(work: Callable[[], object], reports: int, watch: Stopwatch | None = None) -> Once:
    """Do the work once, with what earlier work left behind cleared away.

    A room's share is taken by the clock, which is read quicker than the processor's time, and put to the processor's time of the run: what
    other processes of the machine take falls on all rooms alike.
    """
    gc.collect()
    if watch is None:
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        return Once(time.process_time() - cpu, time.perf_counter() - wall, reports, {}, {})
    with watch:
        cpu, wall = time.process_time(), time.perf_counter()
        work()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Once(cpu, wall, reports, {name: seconds * cpu / wall for name, seconds in watch.seconds.items()}, watch.calls)


class Ours:
    """gkbg with a loaded pipeline, by the function behind ``gkbg tag``."""

    def __init__(self, pipeline: Pipeline, folder: Path) -> None:
        self._pipeline, self._out = pipeline, folder / "gkbg.jsonl"

    def __call__(self, batch: Batch) -> None:
        """Tag the batch into a file."""
        tag_files(batch.inputs, self._out, overwrite=True, pipeline_factory=lambda: self._pipeline)


def in_workers(batch: Batch, out: Path, workers: int) -> float | None:
    """Seconds a report of the clock with worker processes, start-up apart: from the first finished part to the last.

    ``None`` where there are too few reports to tell.
    """
    marks: list[tuple[float, int]] = []
    tag_files(batch.inputs, out, workers=workers, overwrite=True, progress=lambda done, _: marks.append((time.perf_counter(), done)))
    begun = next((mark for mark in marks if mark[1]), None)
    if begun is None or marks[-1][1] - begun[1] < batch_least(workers):
        return None
    return (marks[-1][0] - begun[0]) / (marks[-1][1] - begun[1])


def batch_least(workers: int) -> int:
    """How many reports must be left after the first part for a rate."""
    return 4 * workers


def measure(
    source: Generated | Named,
    pipeline: Pipeline,
    designs: Sequence[Design],
    folder: Path,
    rounds: int,
    workers: Sequence[int],
    *,
    rooms: bool,
    tell: Callable[[str], None],
) -> tuple[list[Whole], Rooms | None, list[Batch]]:
    """All rounds: the whole paths, gkbg first; its rooms where they are wanted; the batches of the whole paths.

    Raises:
        StopwatchError: a room cannot be timed.
    """
    ours = Ours(pipeline, folder)
    whole = [design for design in designs if design.kind == "whole"]
    first = source.batch()
    warm = first.few(_WARM_UP)
    ours(first)
    for design in whole:
        tell(f"warming up {design.name}")
        design.run(warm.paths, folder / f"{design.name}.jsonl")
    runs: dict[str, list[Once]] = {name: [] for name in (OURS, *(design.name for design in whole))}
    several: dict[int, list[float]] = {count: [] for count in workers if count > 1}
    roomy: dict[bool, list[Once]] = {False: [], True: []}
    batches = []
    for number in range(rounds):
        tell(f"round {number + 1} of {rounds}")
        batch = source.batch()
        batches.append(batch)
        size = len(batch.paths)
        few = batch.few(DESIGNS_READ)
        todo: list[tuple[str, Callable[[], object], int]] = [(OURS, lambda batch=batch: ours(batch), size)]  # type: ignore[misc]
        todo += [
            (d.name, lambda d=d, few=few: d.run(few.paths, folder / f"{d.name}.jsonl"), len(few.paths))  # type: ignore[misc]
            for d in whole
        ]
        shift = number % len(todo)
        for name, work, reports in todo[shift:] + todo[:shift]:  # nobody is always first
            runs[name].append(timed(work, reports))
        for count, rates in several.items():
            rate = in_workers(source.batch(), folder / "workers.jsonl", count)
            if rate is not None:
                rates.append(rate)
        if rooms:
            for parts in (False, True):
                fresh = source.batch()
                roomy[parts].append(timed(lambda batch=fresh: ours(batch), size, Stopwatch(parts=parts)))  # type: ignore[misc]
    table = [_whole(OURS, "this package, one worker, start-up apart", runs[OURS])]
    for count, rates in several.items():
        if rates:
            table.append(_several(count, rates))
    table += [_whole(design.name, design.about, runs[design.name], runs[OURS]) for design in whole]
    return table, _rooms(roomy, runs[OURS]) if rooms else None, batches


def _whole(name: str, about: str, runs: Sequence[Once], against: Sequence[Once] | None = None) -> Whole:
    wall = Spread.of([US * run.wall / run.reports for run in runs])
    ratio = (
        None
        if against is None
        else Spread.of([run.cpu / run.reports / (base.cpu / base.reports) for run, base in zip(runs, against, strict=True)])
    )
    return Whole(name, about, Spread.of([US * run.cpu / run.reports for run in runs]), wall, ratio, US / wall.median)


def _several(count: int, rates: Sequence[float]) -> Whole:
    wall = Spread.of([US * rate for rate in rates])
    return Whole(f"{OURS}, {count} workers", f"this package, {count} worker processes, start-up apart", None, wall, None, US / wall.median)


def _rooms(runs: dict[bool, list[Once]], plain: Sequence[Once]) -> Rooms:
    rows = []
    whole = Spread.of([US * run.cpu / run.reports for run in runs[False]]).median
    for parts, measured in runs.items():
        for name in dict.fromkeys(name for run in measured for name in run.rows):
            us = Spread.of([US * run.rows.get(name, 0.0) / run.reports for run in measured])
            calls = sum(run.calls.get(name, 0) for run in measured) / sum(run.reports for run in measured)
            rows.append(RoomTime(name, us, us.median / whole, calls, parts))
        if not parts:
            rest = [US * (run.cpu - sum(run.rows.values())) / run.reports for run in measured]
            rows.append(RoomTime("other", Spread.of(rest), Spread.of(rest).median / whole, 1.0))
    return Rooms(rows, whole, Spread.of([US * run.cpu / run.reports for run in plain]).median)
