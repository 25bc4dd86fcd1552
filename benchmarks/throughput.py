"""Files to JSON Lines: `python benchmarks/throughput.py [--reports 500] [--workers 1] [--rounds 3]`.

Writes that many varied reports (the corpus's own, each with other numbers, so that no two are equal) to a temporary folder and
tags them with the very function behind `gkbg tag`. Prints reports a second without start-up, and with it.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import tempfile
import time
from pathlib import Path

import gkbg_nlp
from gkbg_nlp.batch import tag_files
from gkbg_nlp.corpus.annotated import load_all

ROOT = Path(__file__).resolve().parents[1]


def write_reports(folder: Path, count: int) -> int:
    """Write ``count`` unique reports; returns their characters."""
    rng = random.Random(7)
    texts = [r.text for r in load_all(ROOT / "data/corpus/reports")]
    total = 0
    for i in range(count):
        text = re.sub(r"(?<![\d-])[1-9]\d{1,3}(?=条|件|次|人)", lambda m: str(rng.randrange(10, 9999)), texts[i % len(texts)])
        text += f"\n附注{i}。"
        (folder / f"{i:05d}.txt").write_bytes(text.encode("utf-8"))
        total += len(text)
    return total


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "reports"
        folder.mkdir()
        characters = write_reports(folder, args.reports)
        rates = []
        if args.workers == 1:
            pipeline = gkbg_nlp.load()
            texts = [path.read_bytes().decode("utf-8") for path in sorted(folder.iterdir())]
            pipeline.tag(texts[0])
        for number in range(args.rounds):
            began = time.perf_counter()
            if args.workers == 1:  # start-up apart: the pipeline is loaded and warm
                tag_files([str(folder)], str(Path(temporary) / f"out{number}.jsonl"), workers=1, pipeline_factory=lambda: pipeline)
            else:
                tag_files([str(folder)], str(Path(temporary) / f"out{number}.jsonl"), workers=args.workers)
            rates.append(args.reports / (time.perf_counter() - began))
        print(
            f"{args.reports} reports, {characters / args.reports:.0f} characters each, {args.workers} worker(s): "
            f"{statistics.median(rates):.0f} reports/s (rounds: {', '.join(f'{r:.0f}' for r in rates)})"
        )


if __name__ == "__main__":
    main()
