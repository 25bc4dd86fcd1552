"""``python -m gkbg_nlp.corpus FILE...``: compile and check annotated reports; exit code 1 when one is wrong."""

from __future__ import annotations

import sys
from pathlib import Path

from gkbg_nlp.corpus.annotated import CorpusError, load
from gkbg_nlp.corpus.validate import check


def main(paths: list[str]) -> int:
    """Check each path (a folder stands for its ``*.gkbg`` files) and print what is wrong."""
    files = [f for p in map(Path, paths) for f in (sorted(p.rglob("*.gkbg")) if p.is_dir() else [p])]
    errors = blocks = 0
    for file in files:
        try:
            report = load(file)
        except CorpusError as error:
            print(error)
            errors += 1
            continue
        blocks += len(report.blocks)
        for problem in check(report):
            print(problem)
            errors += problem.severity == "error"
    print(f"{len(files)} reports, {blocks} blocks, {errors} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["data/corpus/reports"]))
