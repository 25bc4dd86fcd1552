"""List where tagged reports differ from gold: `python training/errors.py [--only r012] [--kind AGENCY] [--limit 5]`.

Kinds: boundary, role, section, indicator, value, and the entity labels. Reads the corpus and, where it is there, ../shared/seeds.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import gkbg_nlp
from gkbg_nlp.evaluation.differences import differences
from gkbg_nlp.evaluation.figures import count_report, figures
from gkbg_nlp.evaluation.gold import GoldDocument, find_gold, read_gold_file
from gkbg_nlp.evaluation.gold_json import GoldError

ROOT = Path(__file__).resolve().parents[1]


def gold_reports() -> Iterator[GoldDocument]:
    """Every report with gold; a broken one is named and left out."""
    for folder in (ROOT / "data/corpus/reports", ROOT.parent / "shared/seeds"):
        for path in find_gold(folder) if folder.is_dir() else ():
            try:
                yield read_gold_file(path)
            except GoldError as error:
                print(f"skipped: {error}")


def main() -> None:
    """Print the differences and the figures over the reports shown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="")
    parser.add_argument("--kind", default="")
    parser.add_argument("--limit", type=int, default=1000, help="differences a report")
    args = parser.parse_args()
    pipeline = gkbg_nlp.load()
    counts = []
    for document in gold_reports():
        if not document.name.startswith(args.only):
            continue
        report = pipeline.tag(document.text)
        counts.append(count_report(document.gold, report))
        shown = [d for d in differences(document.text, document.gold, report) if not args.kind or d[0] == args.kind]
        for kind, what in shown[: args.limit]:
            print(document.name, kind, what)
    for figure, value in figures(counts).items():
        print(f"{figure:17} {value:.4f}")


if __name__ == "__main__":
    main()
