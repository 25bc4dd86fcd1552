"""What a benchmark measured: the records behind its tables, and its JSON (format ``gkbg-benchmark-1``)."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

import msgspec

FORMAT = "gkbg-benchmark-1"


class Spread(msgspec.Struct, frozen=True):
    """The median of several rounds, the lowest and the highest."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Of one value or more."""
        return cls(statistics.median(values), min(values), max(values))


class Machine(msgspec.Struct, frozen=True):
    """Where it was measured; ``load`` is the number of processes that wanted a processor in the minute before."""

    system: str
    processor: str
    cpus: int
    python: str
    versions: dict[str, str]
    load: float | None = None


class InputFacts(msgspec.Struct, frozen=True):
    """What was read: where it comes from, how many reports, their characters and bytes, and the share of paragraphs that occur before."""

    source: str
    reports: int
    characters: int
    bytes: int
    repeated: float


class Whole(msgspec.Struct, frozen=True):
    """A whole path, files on disk to JSON Lines on disk, by rounds.

    ``cpu`` is processor time (not known of worker processes) and ``wall`` time of the clock, both in microseconds a report. ``ratio`` is
    the design's processor time over gkbg's, round by round; ``None`` for gkbg itself.
    """

    name: str
    about: str
    cpu: Spread | None
    wall: Spread
    ratio: Spread | None = None
    reports_per_second: float = 0.0


class RoomTime(msgspec.Struct, frozen=True):
    """Microseconds of processor time a report, share of the whole, calls a report. ``part``: a row inside a room, no summand."""

    name: str
    us: Spread
    share: float
    calls: float
    part: bool = False


class Rooms(msgspec.Struct, frozen=True):
    """The rooms of one path. ``whole`` is what the rows without ``part`` sum to, ``plain`` the same path without a stopwatch."""

    rows: list[RoomTime]
    whole: float
    plain: float


class Start(msgspec.Struct, frozen=True):
    """A process from nothing: seconds of the clock for one report (imports and models included) and for all, peak memory in bytes."""

    name: str
    workers: int
    one: float | None
    all: float
    reports: int
    peak: int | None
    worker_peaks: list[int]


class Peer(msgspec.Struct, frozen=True):
    """One part of the work, ours and others': microseconds of processor time a report, and times ours (by rounds)."""

    part: str
    name: str
    about: str
    us: Spread
    ratio: Spread | None = None


class Point(msgspec.Struct, frozen=True):
    """A point of a curve: ``x`` in its unit, microseconds a report, peak bytes of the process and of its largest worker."""

    x: float
    us: float
    reports_per_second: float
    peak: int | None = None
    worker_peak: int | None = None
    notes: dict[str, float] = {}


class Curve(msgspec.Struct, frozen=True):
    """How cost grows with ``over``: points in order."""

    over: str
    unit: str
    points: list[Point]


class Content(msgspec.Struct, frozen=True):
    """What the reports of a set hold, means a report: characters, blocks by role, entities by label, indicators that have a value.

    ``sentences`` and ``clauses`` are the shares that an earlier report of the set has, word for word.
    """

    name: str
    reports: int
    characters: float
    roles: dict[str, float]
    labels: dict[str, float]
    indicators: float
    sentences: float
    clauses: float


class Benchmark(msgspec.Struct, frozen=True):
    """All of a run of ``gkbg benchmark``."""

    format: str
    version: str
    when: str
    rounds: int
    machine: Machine
    input: InputFacts | None = None
    whole: list[Whole] = []
    rooms: Rooms | None = None
    starts: list[Start] = []
    peers: list[Peer] = []
    contents: list[Content] = []
    curves: list[Curve] = []
    notes: list[str] = []
