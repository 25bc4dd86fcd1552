"""docs/performance.md from measurements: `python benchmarks/page.py [--run] [--record LABEL]`.

Without an option the tables are made anew from `benchmarks/results/*.json`. `--run` measures first: the whole benchmark with one worker and
two, the shipped samples, what the sets of reports hold, and the curves (`--reports` bounds the longest run, `--only` names some of them).
`--record LABEL` adds the ratios to `benchmarks/history.json`, a row a release. Measure on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

import gkbg_nlp
from gkbg_nlp.benchmark import tables
from gkbg_nlp.benchmark.content import content
from gkbg_nlp.benchmark.curves import NAMES
from gkbg_nlp.benchmark.designs import CORPUS, DESIGNS
from gkbg_nlp.benchmark.generate import generate
from gkbg_nlp.benchmark.inputs import Named, samples
from gkbg_nlp.benchmark.records import Benchmark, Content
from gkbg_nlp.benchmark.run import Asked, benchmark
from gkbg_nlp.corpus.annotated import load_all
from gkbg_nlp.evaluation.pages import fill, require_places
from gkbg_nlp.evaluation.tables import TextTable

HERE = Path(__file__).resolve().parent
RESULTS, HISTORY, PAGE = HERE / "results", HERE / "history.json", HERE.parent / "docs" / "performance.md"
SEEDS = HERE.parents[1] / "shared" / "seeds"
PLACES = ("machine", "whole", "rooms", "starts", "peers", "samples", "curves", "contents", "calls", "history")
Tell = Callable[[str], None]
T = TypeVar("T")


def measure(names: Sequence[str], reports: int | None, tell: Tell) -> None:
    """Measure what is named into a file of results each."""
    RESULTS.mkdir(exist_ok=True)
    main = ("rooms", "start", "designs", "peers")
    asked: dict[str, Asked] = {
        "main": Asked(workers=(1, 2), designs=DESIGNS, only=main),
        "samples": Asked(shipped=True, designs=DESIGNS, only=("rooms", "designs"), rounds=20),
        **{f"curve-{name}": Asked(curves=(name,), workers=(1, 2) if name == "workers" else (2,), reports=reports) for name in NAMES},
    }
    for name, one in asked.items():
        if not names or name in names:
            tell(f"== {name}")
            _write(name, msgspec.json.encode(benchmark(one, tell)))
    if not names or "contents" in names:
        tell("== contents")
        _write("contents", msgspec.json.encode(contents()))


def contents() -> list[Content]:
    """What the sets of reports hold: generated ones, the shipped samples, the corpus, and the published reports beside the checkout."""
    pipeline = gkbg_nlp.load()
    sets = {
        "generated": list(generate(179)),
        "samples": Named(samples(), None).batch().texts(),
        "corpus": [report.text for report in load_all(CORPUS)],
        "published": [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))],
    }
    return [content(name, texts, pipeline) for name, texts in sets.items() if texts]


def _write(name: str, data: bytes) -> None:
    (RESULTS / f"{name}.json").write_bytes(msgspec.json.format(data, indent=1) + b"\n")


def record(label: str, main: Benchmark) -> None:
    """A row of the history: what one release measured."""
    found = json.loads(HISTORY.read_text("utf-8")) if HISTORY.exists() else []
    ours = main.whole[0]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True, check=False).stdout.strip()
    row = {
        "label": label, "date": main.when[:10], "commit": commit, "us": round(ours.cpu.median if ours.cpu else ours.wall.median),
        "reports_per_second": round(ours.reports_per_second), "ratios": {w.name: round(w.ratio.median, 3) for w in main.whole if w.ratio},
        "calls": sum(sum(kinds.values()) for kinds in _calls().values()),
    }  # fmt: skip
    kept = [one for one in found if one["label"] != label]
    HISTORY.write_text(json.dumps([*kept, row], indent=1, ensure_ascii=False) + "\n", "utf-8")


def history_table() -> TextTable:
    """A row a release: the ratios hold across machines, the times do not."""
    rows = json.loads(HISTORY.read_text("utf-8")) if HISTORY.exists() else []
    names = list(dict.fromkeys(name for row in rows for name in row["ratios"]))
    cells = [
        (
            row["label"], row["date"], row["commit"], f"{row['us']:,}", f"{row['reports_per_second']:,}", f"{row['calls']:,}",
            *(f"{row['ratios'][name]:.2f}" if name in row["ratios"] else "-" for name in names),
        )
        for row in rows
    ]  # fmt: skip
    columns = ("release", "date", "commit", "µs a report", "reports/s", "calls, samples", *(f"{name} / gkbg" for name in names))
    return TextTable("Releases", "", columns, cells, names=3)


def calls_table() -> TextTable:
    """Calls of the samples by room, as recorded."""
    cells = [(room, f"{kinds['python']:,}", f"{kinds['c']:,}") for room, kinds in _calls().items()]
    return TextTable("Calls", "", ("room", "Python functions", "functions in C"), cells)


def _calls() -> dict[str, dict[str, int]]:
    stored = json.loads((HERE / "calls.json").read_text("utf-8"))
    found: dict[str, dict[str, int]] = stored[max(stored, key=lambda version: tuple(map(int, version.split("."))))]
    return found


def markdown(table: TextTable, *, note: bool = True) -> str:
    """A table for a page; the first column is names."""
    lines = [table.note, ""] if note and table.note else []
    lines += ["| " + " | ".join(table.columns) + " |", "|---|" + "---:|" * (len(table.columns) - 1)]
    for row in table.rows:
        cells = [cell.replace("|", "\\|").replace(" - ", "–") for cell in row]
        if cells[0].startswith("  "):
            cells[0] = f"&emsp;{cells[0].strip()}"
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def parts() -> dict[str, str]:
    """What stands between the marks of the page; of what was not measured nothing."""
    main = _read("main", Benchmark)
    shipped = _read("samples", Benchmark)
    held = _read("contents", list[Content])
    found = dict.fromkeys(PLACES, "Not measured yet.")
    if main is not None:
        found["machine"] = "\n".join(f"- {line}" for line in [*tables.facts(main), f"measured on {main.when[:10]}", *main.notes])
        found["whole"] = markdown(tables.whole_table(main.whole)) + "\n\n" + "\n".join(f"- {w.name}: {w.about}" for w in main.whole)
        if main.rooms is not None:
            found["rooms"] = markdown(tables.rooms_table(main))
        found["starts"] = markdown(tables.starts_table(main.starts))
        found["peers"] = markdown(tables.peers_table(main.peers))
    if shipped is not None:
        found["samples"] = markdown(tables.whole_table(shipped.whole), note=False)
    if held is not None:
        found["contents"] = markdown(tables.contents_table(held))
    drawn = [_read(f"curve-{name}", Benchmark) for name in NAMES]
    if any(drawn):
        found["curves"] = "\n\n".join(
            f"### {(made := tables.curve_table(c)).title}\n\n{markdown(made)}" for one in drawn if one is not None for c in one.curves
        )
    found["calls"] = markdown(calls_table())
    found["history"] = markdown(history_table())
    return found


def _read(name: str, kind: type[T]) -> T | None:
    file = RESULTS / f"{name}.json"
    return msgspec.json.decode(file.read_bytes(), type=kind) if file.exists() else None


def main() -> int:
    """Measure where it is asked for, then write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", action="store_true", help="measure first")
    parser.add_argument("--only", action="append", default=[], metavar="WHAT", help="with --run: main, samples, contents, curve-NAME")
    parser.add_argument("--reports", type=int, help="of the longest run of the curves over reports and workers")
    parser.add_argument("--record", metavar="LABEL", help="add the ratios to the history")
    args = parser.parse_args()
    require_places(PAGE, PLACES)
    if args.run:
        measure(args.only, args.reports, lambda said: print(said, file=sys.stderr))
    measured = _read("main", Benchmark)
    if args.record and measured is not None:
        record(args.record, measured)
    fill(PAGE, parts())
    return 0


if __name__ == "__main__":
    sys.exit(main())
