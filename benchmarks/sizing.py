"""How large a run needs what: `python benchmarks/sizing.py [--reports 600] [--page docs/batch.md]`.

Measures on this machine what each stage of a run does with unique generated reports, and reckons from that
what runs of up to 100 million reports need. Prints two Markdown tables; with `--page` they are also put between the marks
`<!-- rates -->` and `<!-- sizing -->` of that page.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import tempfile
import time
import tracemalloc
from dataclasses import dataclass
from pathlib import Path

import gkbg_nlp
from gkbg_nlp import Pipeline
from gkbg_nlp.batch.assemble import Assembly
from gkbg_nlp.batch.content import load_input
from gkbg_nlp.batch.duplicates import merge
from gkbg_nlp.batch.gather import gather
from gkbg_nlp.batch.parts import Job, make_part, part_bytes
from gkbg_nlp.batch.shards import cut
from gkbg_nlp.batch.store import open_store
from gkbg_nlp.batch.worker import resident
from gkbg_nlp.benchmark.generate import write_reports
from gkbg_nlp.evaluation.pages import fill, require_places
from gkbg_nlp.readers import DEFAULT_MAX_BYTES, is_known

SIZES = (10_000, 1_000_000, 10_000_000, 100_000_000)
CORES = (2, 16, 128, 1024)
# A run's list of inputs lies in the memory of one process: larger collections are divided.
REPORTS_A_RUN = 5_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """Rates a second of processor time (``tagged``, ``listed``, ``hashed``: files; ``joined``: bytes); sizes in bytes, a report each."""

    tagged: float
    listed: float
    hashed: float
    joined: float
    bytes_in: float
    bytes_out: float
    memory: float
    worker: int


def one_round(folder: Path, work: Path, pipeline: Pipeline, count: int) -> tuple[tuple[float, float, float, float], float, float]:
    """Every stage once: reports a second of tagging, files a second of listing and of comparing, bytes a second of putting together;
    bytes of a report and of its line."""
    began = time.process_time()
    items = gather([str(folder)], is_known, max_bytes=DEFAULT_MAX_BYTES).items
    listed = time.process_time() - began
    began = time.process_time()
    for item in items:  # in a large collection nearly every size occurs twice, so that every file is read for the comparison
        hashlib.sha256(load_input(item, DEFAULT_MAX_BYTES)).hexdigest()
    hashed = time.process_time() - began
    shards, store, job = cut(items), open_store(str(work)), Job(lambda: pipeline, DEFAULT_MAX_BYTES, str(work))
    began = time.process_time()
    parts = [make_part(job, pipeline, shard) for shard in shards]
    tagged = time.process_time() - began
    assembly = Assembly(shards)
    began = time.process_time()
    with (work / "out.jsonl").open("wb") as out:
        for part in parts:
            out.writelines(assembly.add(part, lambda made: part_bytes(store, made.part)))
    joined = time.process_time() - began
    size = sum(made.part.bytes for made in parts)
    return (count / tagged, count / listed, count / hashed, size / joined), sum(item.size or 0 for item in items) / count, size / count


def measure(count: int, rounds: int) -> Measured:
    """Tag ``count`` reports ``rounds`` times in this process; medians, by the time of its processor and not of the clock."""
    pipeline = gkbg_nlp.load()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "in"
        folder.mkdir()
        write_reports(folder, count)
        pipeline.tag(next(folder.rglob("*.txt")).read_text("utf-8"))
        found = [one_round(folder, Path(temporary) / f"parts{number}", pipeline, count) for number in range(rounds)]
        tracemalloc.start()
        held = cut(merge(gather([str(folder)], is_known, max_bytes=DEFAULT_MAX_BYTES).items, DEFAULT_MAX_BYTES, 1))
        memory = tracemalloc.get_traced_memory()[0] / sum(shard.inputs for shard in held)
        tracemalloc.stop()
    tagged, listed, hashed, joined = (statistics.median(one[0][stage] for one in found) for stage in range(4))
    return Measured(tagged, listed, hashed, joined, found[0][1], found[0][2], memory, resident())


def rates(found: Measured) -> str:
    """The table of what was measured."""
    rows = (
        ("reports tagged a second on one core", f"{found.tagged:.0f}"),
        ("files listed a second", f"{found.listed:,.0f}"),
        ("files compared for duplicates a second (one thread)", f"{found.hashed:,.0f}"),
        ("output put together, MB a second", f"{found.joined / 1e6:,.0f}"),
        ("bytes of a report", f"{found.bytes_in:,.0f}"),
        ("bytes of its line", f"{found.bytes_out:,.0f}"),
        ("bytes of memory for each input of the list", f"{found.memory:,.0f}"),
        ("memory of a worker, MB", f"{found.worker / 1e6:.0f}"),
    )
    return "| measured | |\n|---|---|\n" + "\n".join(f"| {name} | {value} |" for name, value in rows)


def sizing(found: Measured) -> str:
    """The table that follows from it."""
    heads = ["reports", "input", "output", "disk beside the input", "runs", *(f"{cores} cores" for cores in CORES), "of it in the parent"]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---:|" * len(heads)]
    for reports in SIZES:
        runs = -(-reports // REPORTS_A_RUN)
        alone = reports / found.listed + reports / found.hashed + reports * found.bytes_out / found.joined
        cells = [
            f"{reports:,}", volume(reports * found.bytes_in), volume(reports * found.bytes_out),
            volume(reports * found.bytes_out + min(reports, REPORTS_A_RUN) * found.bytes_out), str(runs),
            *(duration(reports / found.tagged / cores + alone) for cores in CORES), duration(alone),
        ]  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def volume(size: float) -> str:
    """Bytes for people."""
    for unit in ("MB", "GB", "TB"):
        size /= 1000 if unit != "MB" else 1_000_000
        if size < 1000:
            break
    return f"{size:.3g} {unit}"


def duration(seconds: float) -> str:
    """Seconds for people."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h" if seconds < 172_800 else f"{seconds / 86_400:.1f} d"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--page", type=Path, help="page whose marks the tables are put between")
    args = parser.parse_args()
    if args.page:
        require_places(args.page, ["rates", "sizing"])
    found = measure(args.reports, args.rounds)
    tables = {"rates": rates(found), "sizing": sizing(found)}
    print("\n\n".join(tables.values()))
    if args.page:
        fill(args.page, tables)


if __name__ == "__main__":
    main()
