"""Measure the attributes of counts and write the table of docs/counts.md: `python training/attributes.py [--print]`."""

from __future__ import annotations

import argparse
from pathlib import Path

import gkbg_nlp
from gkbg_nlp.corpus.annotated import load_all
from gkbg_nlp.evaluation.attributes import read_counts, score_counts
from gkbg_nlp.evaluation.bootstrap import Estimate
from gkbg_nlp.evaluation.pages import fill, require_places

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "counts.md"
PLACE = "ATTRIBUTES"
SETS = {"first": "30 reports, rules were mended on them", "second": "12 reports, see below"}


def main() -> None:
    """One row a set and attribute."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--print", action="store_true", help="show the table and leave the page alone")
    args = parser.parse_args()
    if not args.print:
        require_places(PAGE, [PLACE])
    corpus = {r.id: r for r in load_all(ROOT / "data/corpus/reports")}
    tag = gkbg_nlp.load().tag
    rows = ["| set | attribute | annotated | set | right | precision | recall |", "|---|---|---:|---:|---:|---:|---:|"]
    for name, about in SETS.items():
        gold = read_counts(ROOT / "data/corpus/attributes" / name, corpus)
        for one in score_counts(gold, corpus, tag):
            rows.append(
                f"| {name} ({about}) | `{one.attribute}` | {one.gold} | {one.found} | {one.right} "
                f"| {_share(one.precision)} | {_share(one.recall)} |"
            )
    table = "\n".join(rows)
    print(table)
    if not args.print:
        fill(PAGE, {PLACE: table})


def _share(one: Estimate) -> str:
    if one.value is None:
        return "–"
    return f"{one.value:.3f}" + ("" if one.low is None else f" ({one.low:.3f}–{one.high:.3f})")


if __name__ == "__main__":
    main()
