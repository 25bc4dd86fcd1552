"""A benchmark from what was asked for to its record."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gkbg_nlp import __version__
from gkbg_nlp.benchmark import curves, peers, starts, whole
from gkbg_nlp.benchmark import designs as reference
from gkbg_nlp.benchmark.content import content
from gkbg_nlp.benchmark.generate import CHARACTERS
from gkbg_nlp.benchmark.inputs import Generated, Named, facts, samples
from gkbg_nlp.benchmark.machine import machine
from gkbg_nlp.benchmark.records import FORMAT, Benchmark
from gkbg_nlp.benchmark.stopwatch import ROOMS
from gkbg_nlp.pipeline import load
from gkbg_nlp.pipeline.locate import default_model
from gkbg_nlp.sections.model import load_model

REPORTS, ROUNDS = 2000, 5
TABLES = ("rooms", "start", "designs", "peers", "content")
"""What is measured beside gkbg's whole path."""
_PEERS_READ, _CONTENT_READ = 200, 200


class BenchmarkError(ValueError):
    """Wrong usage: the message says what to do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be measured.

    Attributes:
        files: files and folders to read; empty for generated reports.
        shipped: read the shipped samples.
        reports: of a round; ``None`` is the default for generated reports and all for files.
        characters: of a generated report, on average.
        curves: names of curves (``curves.NAMES``); with any, nothing else is measured.
        designs: the folder of the reference designs, ``None`` where there is none.
        only: of ``TABLES``, or single designs; empty for all.
    """

    files: Sequence[str] = ()
    shipped: bool = False
    reports: int | None = None
    characters: int = CHARACTERS
    rounds: int = ROUNDS
    workers: Sequence[int] = (1,)
    designs: Path | None = None
    corpus: Path = reference.CORPUS
    only: Sequence[str] = ()
    curves: Sequence[str] = ()

    def wants(self, table: str) -> bool:
        """Whether a table is to be filled."""
        return not self.only or table in self.only

    def named(self) -> list[str]:
        """The designs that are named."""
        return [name for name in self.only if name not in TABLES]


def check(asked: Asked) -> None:
    """Refuse, before any work, what cannot be measured.

    Raises:
        BenchmarkError: a number below 1, an unknown name.
    """
    if min(asked.characters, asked.rounds, *asked.workers, asked.reports or 1) < 1:
        raise BenchmarkError("reports, characters, rounds and workers are 1 or more")
    known = reference.names(asked.designs) if asked.designs else []
    if unknown := [name for name in asked.named() if name not in known]:
        there = f"{', '.join(known)} in {asked.designs}" if known else "none (--designs names a folder of them)"
        raise BenchmarkError(f"--only {unknown[0]}: choose of {', '.join(TABLES)} and the designs: {there}")
    if wrong := [name for name in asked.curves if name not in curves.NAMES]:
        raise BenchmarkError(f"--curve {wrong[0]}: choose of {', '.join(curves.NAMES)}")
    if asked.curves and (asked.files or asked.shipped or asked.only):
        raise BenchmarkError("--curve measures generated reports and nothing else: name no files, --samples or --only beside it")
    if asked.files and asked.shipped:
        raise BenchmarkError("--samples are the shipped reports: name no files beside it")


def benchmark(asked: Asked, tell: Callable[[str], None] = lambda said: None) -> Benchmark:
    """Measure all that was asked for; ``tell`` hears what is under way.

    Raises:
        BenchmarkError, InputError, DesignError, StopwatchError, StartError: it cannot be measured; the message says why.
    """
    check(asked)
    if asked.curves:
        grown = curves.measure(asked.curves, asked.workers, asked.reports, tell)
        return Benchmark(FORMAT, __version__, _now(), asked.rounds, machine(), curves=grown)
    notes: list[str] = []
    with tempfile.TemporaryDirectory(prefix="gkbg-benchmark-") as temporary:
        work = Path(temporary)
        source = _source(asked, work)
        if not source.fresh:
            notes.append("every round reads the same files: what a run remembers of words it has seen helps the next one")
        chosen = _designs(asked, source, work, notes, tell)
        tell("loading the pipeline")
        pipeline = load()
        table, rooms, batches = whole.measure(
            source, pipeline, chosen, work, asked.rounds, asked.workers, rooms=asked.wants("rooms"), tell=tell
        )
        if rooms is not None and (unseen := [row.name for row in ROOMS if all(row.name != seen.name for seen in rooms.rows)]):
            notes.append(
                f"never called at the border, so that their time is under other: {', '.join(unseen)} (gkbg_nlp/benchmark/stopwatch.py)"
            )
        peered = []
        if asked.wants("peers") or any(design.kind != "whole" for design in chosen):
            fresh = [source.batch(_PEERS_READ) for _ in range(asked.rounds + 1)]
            peered = peers.measure(chosen, load_model(default_model()), fresh, tell)
        begun = starts.measure(chosen, batches[0], work, asked.workers, tell) if asked.wants("start") else []
        tell("counting what was read")
        contents = [content(source.source, batches[0].few(_CONTENT_READ).texts(), pipeline)] if asked.wants("content") else []
        return Benchmark(
            FORMAT, __version__, _now(), asked.rounds, machine(),
            facts(source.source, batches if source.fresh else batches[:1]), table, rooms, begun, peered, contents, [], notes,
        )  # fmt: skip


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _source(asked: Asked, work: Path) -> Generated | Named:
    if asked.shipped:
        return Named(samples(), asked.reports, "the shipped samples")
    if asked.files:
        return Named(asked.files, asked.reports)
    return Generated(work, asked.reports or REPORTS, asked.characters)


def _designs(asked: Asked, source: Generated | Named, work: Path, notes: list[str], tell: Callable[[str], None]) -> list[reference.Design]:
    """The designs that were asked for, and notes why others are missing."""
    named = asked.named()
    if not (asked.wants("designs") or asked.wants("peers") or named):
        return []
    if asked.designs is None or not reference.names(asked.designs):
        notes.append("no reference designs: they are in benchmarks/designs of the source (--designs names another folder)")
        return []
    if isinstance(source, Named) and not source.plain:
        notes.append("no reference designs: they read plain text only")
        return []
    place = work / "designs"
    place.mkdir()
    found, said = reference.load(asked.designs, named, asked.corpus, place, tell)
    notes += said
    if not named and asked.only:
        found = [d for d in found if asked.wants("designs" if d.kind == "whole" else "peers")]
    return found
