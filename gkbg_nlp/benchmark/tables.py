"""The tables of a benchmark, as cells of text: the terminal and docs/performance.md show the same ones."""

from __future__ import annotations

from gkbg_nlp.benchmark.memory import MEGABYTE
from gkbg_nlp.benchmark.records import Benchmark, Content, Curve, Peer, RoomTime, Spread, Start, Whole
from gkbg_nlp.benchmark.whole import DESIGNS_READ
from gkbg_nlp.evaluation.tables import TextTable


def facts(b: Benchmark) -> list[str]:
    """What was measured, where: lines of text."""
    m, i = b.machine, b.input
    load = "" if m.load is None else f", load {m.load:.1f}"
    found = [f"gkbg-nlp {b.version}"]
    if i is not None:
        found = [
            f"gkbg-nlp {b.version}, {b.rounds} round{'s' * (b.rounds != 1)} of {i.reports:,} reports: {i.source}",
            f"{i.characters:,} characters and {i.bytes:,} bytes a report; {i.repeated:.2%} of the paragraphs occur before",
        ]
    return [
        *found,
        f"{m.processor}, {m.cpus} processors{load}, {m.system}, Python {m.python}",
        ", ".join(f"{name} {version}" for name, version in m.versions.items()),
    ]


def tables(b: Benchmark) -> list[TextTable]:
    """All tables that have rows."""
    found = []
    if b.whole:
        found.append(whole_table(b.whole))
    if b.rooms is not None:
        found.append(rooms_table(b))
    if b.starts:
        found.append(starts_table(b.starts))
    if b.peers:
        found.append(peers_table(b.peers))
    if b.contents:
        found.append(contents_table(b.contents))
    return found + [curve_table(curve) for curve in b.curves]


def whole_table(rows: list[Whole]) -> TextTable:
    """gkbg and the designs."""
    cells = [
        (
            row.name, "-" if row.cpu is None else spread(row.cpu), spread(row.wall), f"{row.reports_per_second:,.0f}",
            "" if row.ratio is None else spread(row.ratio, 2),
        )
        for row in rows
    ]  # fmt: skip
    note = (
        "Files on disk to JSON Lines on disk, start-up apart. Median of the rounds (lowest - highest); µs of processor time and of the clock; "
        f"times gkbg: the design's processor time over gkbg's in the same round, above 1 where gkbg is faster. Designs read {DESIGNS_READ} of a round's reports."
    )
    return TextTable("Whole path", note, ("", "µs a report", "by the clock", "reports/s", "times gkbg"), cells)


def rooms_table(b: Benchmark) -> TextTable:
    """The rooms, each with its inner rows below it."""
    assert b.rooms is not None
    rooms = [row for row in b.rooms.rows if not row.part]
    cells = []
    for room in rooms:
        cells.append(_room(room, room.name))
        cells += [
            _room(row, "  " + row.name.partition(": ")[2]) for row in b.rooms.rows if row.part and row.name.startswith(room.name + ": ")
        ]
    total = sum(row.us.median for row in rooms)
    cells.append(("sum", f"{total:,.0f}", f"{total / b.rooms.whole:.0%}", ""))
    note = (
        f"Processor time at the rooms' borders; the same path without a stopwatch took {b.rooms.plain:,.0f} µs (other reports of the same kind), "
        f"the sum is {total / b.rooms.plain:.0%} of that. Indented rows are inside a room, timed in runs of their own."
    )
    return TextTable("Rooms", note, ("", "µs a report", "share", "calls a report"), cells)


def starts_table(rows: list[Start]) -> TextTable:
    """Cold start and memory."""
    cells = [
        (
            row.name if row.workers == 1 else f"{row.name}, {row.workers} workers",
            "-" if row.one is None else f"{row.one:.2f}", f"{row.reports:,}", f"{row.all:.2f}", f"{row.reports / row.all:,.0f}", megabytes(row.peak),
            " / ".join(megabytes(peak) for peak in row.worker_peaks[: row.workers]) or "-",
        )
        for row in rows
    ]  # fmt: skip
    note = "A process of its own, imports and models included: one report (gkbg: the fastest of three), then many; peak resident memory."
    return TextTable("From a cold start", note, ("", "1 report, s", "reports", "s", "reports/s", "peak MB", "workers' MB"), cells)


def peers_table(rows: list[Peer]) -> TextTable:
    """One part of the work, ours and others'."""
    cells = [(row.part, row.name, spread(row.us), "" if row.ratio is None else spread(row.ratio, 2), row.about) for row in rows]
    note = "The decoded text in; splitting it into lines is included. Times gkbg: above 1 where gkbg is faster."
    return TextTable("Parts beside others", note, ("part", "", "µs a report", "times gkbg", "what"), cells)


def contents_table(sets: list[Content]) -> TextTable:
    """What sets of reports hold, a column a set."""
    roles = list(dict.fromkeys(name for one in sets for name in one.roles))
    labels = list(dict.fromkeys(name for one in sets for name in one.labels))
    cells = [
        ("reports", *(f"{one.reports:,}" for one in sets)),
        ("characters", *(f"{one.characters:,.0f}" for one in sets)),
        *((f"blocks: {name}", *(f"{one.roles.get(name, 0):.1f}" for one in sets)) for name in roles),
        ("entities", *(f"{sum(one.labels.values()):.1f}" for one in sets)),
        *((f"  {name}", *(f"{one.labels.get(name, 0):.1f}" for one in sets)) for name in labels),
        ("indicators with a value", *(f"{one.indicators:.1f}" for one in sets)),
        ("sentences that an earlier report has", *(f"{one.sentences:.1%}" for one in sets)),
        ("clauses that an earlier report has", *(f"{one.clauses:.1%}" for one in sets)),
    ]
    return TextTable("What the reports hold", "Means a report, as gkbg reads them.", ("", *(one.name for one in sets)), cells)


def curve_table(curve: Curve) -> TextTable:
    """A curve, a row a point."""
    extra = list(dict.fromkeys(name for point in curve.points for name in point.notes))
    columns = [
        (curve.unit, [f"{point.x:,.0f}" for point in curve.points]),
        ("µs a report", [f"{point.us:,.0f}" for point in curve.points]),
        ("reports/s", [f"{point.reports_per_second:,.0f}" for point in curve.points]),
        ("peak MB", [megabytes(point.peak) for point in curve.points]),
        ("worker MB", [megabytes(point.worker_peak) for point in curve.points]),
        *((name, [f"{point.notes[name]:,.1f}" if name in point.notes else "-" for point in curve.points]) for name in extra),
    ]
    columns = [(name, cells) for name, cells in columns if set(cells) != {"-"}]
    timed = "of the clock, a cold start included" if curve.over in ("reports", "workers") else "of processor time"
    memory = " Peak resident memory of the process and of its largest worker." if any(point.peak for point in curve.points) else ""
    names, cells = zip(*columns, strict=True)
    return TextTable(f"Cost over {curve.over}", f"Microseconds a report {timed}.{memory}", names, list(zip(*cells, strict=True)))


def spread(value: Spread, digits: int = 0) -> str:
    """The median, and the range where there is one."""
    if value.low == value.high:
        return f"{value.median:,.{digits}f}"
    return f"{value.median:,.{digits}f} ({value.low:,.{digits}f} - {value.high:,.{digits}f})"


def megabytes(size: int | None) -> str:
    """Bytes in megabytes of a million."""
    return "-" if size is None else f"{size / MEGABYTE:,.0f}"


def _room(row: RoomTime, name: str) -> tuple[str, ...]:
    return name, spread(row.us), f"{row.share:.1%}", f"{row.calls:,.1f}"
