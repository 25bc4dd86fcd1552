"""``python -m gkbg_nlp.corpus [PATH...]``: the same as ``gkbg corpus validate``, for several paths; exit code 1 when something is wrong."""

from __future__ import annotations

import sys
from pathlib import Path

from gkbg_nlp.corpus.validate import validate


def main(paths: list[str]) -> int:
    """Check each path (a folder stands for its ``*.gkbg`` files) and print what is wrong. ``--partial`` as in the command."""
    partial = "--partial" in paths
    try:
        result = validate([Path(p) for p in paths if p != "--partial"], partial=partial)
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    for line in [*result.broken, *map(str, result.problems), result.summary()]:
        print(line)
    return 1 if result.errors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["data/corpus/reports"]))
