"""The regression guard of speed, without a clock: `python benchmarks/calls.py [--write] [--json]`.

Counts the Python calls that tagging takes, by room: of the four shipped samples, and of generated reports of one length, two of them in one
and one by one (work must grow no faster than text). Without an option the counts are held against `benchmarks/calls.json`, exit code 1
where a room takes more than recorded and 5 % (and 200); `--write` records them anew for this version of Python. It starts itself again with
a fixed order of sets, so that nothing is left to chance. `tests/benchmark/test_calls.py` runs it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

RECORD = Path(__file__).with_name("calls.json")
ROOT = Path(__file__).resolve().parents[1]
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
SLACK, ALLOWANCE = 1.05, 200  # times and calls more than recorded that are let pass: libraries differ a little between their versions
GROWTH, MOST = 1.1, 20  # calls of two reports in one, times those of both alone; rooms of fewer calls a report than this are left out


def measure() -> dict[str, dict[str, dict[str, int]]]:
    """Calls by room: ``samples``, ``alone`` (reports one by one), ``joined`` (the same, two texts in one)."""
    import gkbg_nlp
    from gkbg_nlp.benchmark.calls import count_calls
    from gkbg_nlp.benchmark.generate import generate
    from gkbg_nlp.corpus.annotated import load_all

    pipeline = gkbg_nlp.load()
    samples = [path.read_text("utf-8") for path in sorted((ROOT / "gkbg_nlp/samples").glob("*.txt"))]
    texts = list(generate(20, 2000))
    joined = [one + two for one, two in zip(texts[::2], texts[1::2], strict=True)]
    # What is compiled or read on the first use of a rule is no work of a report. The samples themselves are new to the pipeline, so that
    # what it remembers of a text makes them no cheaper; of the others all is remembered, for one by one and two in one alike.
    for text in [*(r.text for r in load_all(ROOT / "data/corpus/reports") if r.text not in samples), *texts, *joined]:
        pipeline.tag(text)
    return {"samples": count_calls(pipeline, samples), "alone": count_calls(pipeline, texts), "joined": count_calls(pipeline, joined)}


def fixed_order() -> None:
    """Start this script again where the order of sets is left to chance."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        environment = os.environ | {"PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))}
        sys.exit(subprocess.run([sys.executable, __file__, *sys.argv[1:]], env=environment, check=False).returncode)


def problems(found: dict[str, dict[str, dict[str, int]]], recorded: dict[str, dict[str, int]] | None) -> list[str]:
    """What is worse than recorded, and what grows faster than its text."""
    from gkbg_nlp.benchmark.calls import totals

    said = []
    for room, kinds in found["samples"].items():
        for kind, number in kinds.items():
            before = (recorded or {}).get(room, {}).get(kind, 0)
            if recorded is not None and number > before * SLACK + ALLOWANCE:
                said.append(f"{room}: {number:,} {kind} calls for the samples, {before:,} are recorded")
    alone, joined = totals(found["alone"]), totals(found["joined"])
    for room, number in joined.items():
        if number > GROWTH * alone.get(room, 0) and number > 20 * MOST:
            said.append(f"{room}: {number:,} calls for reports two in one, {alone.get(room, 0):,} one by one: work grows faster than text")
    return said


def main() -> int:
    """Count, then compare or record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="record the counts anew")
    parser.add_argument("--json", action="store_true", help="print the counts")
    args = parser.parse_args()
    fixed_order()
    found = measure()
    stored = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    if args.json:
        print(json.dumps(found, indent=1))
    if args.write:
        stored[PYTHON] = found["samples"]
        RECORD.write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n", "utf-8")
    if PYTHON not in stored:
        print(f"no record for Python {PYTHON}: python benchmarks/calls.py --write makes one", file=sys.stderr)
    said = problems(found, stored.get(PYTHON))
    for line in said:
        print(line, file=sys.stderr)
    if not args.json:
        for room, kinds in found["samples"].items():
            before = stored.get(PYTHON, {}).get(room, {})
            print(
                f"{room:12}{kinds['python']:>10,} python{kinds['c']:>10,} c   recorded {before.get('python', 0):>10,}{before.get('c', 0):>10,}"
            )
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
