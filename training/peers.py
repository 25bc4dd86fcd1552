"""Exact spans of contacts and agencies beside JioNLP, jieba.posseg and jiagu, on the held-out reports and on the seeds: one table.

`python training/peers.py [--print]` writes it to docs/compare.md. Peers that are not installed are left out and named
(`pip install jionlp jiagu`); the seeds are left out where ../shared is missing.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import gkbg_nlp
from gkbg_nlp.evaluation.baselines import peers
from gkbg_nlp.evaluation.baselines.contestant import ContestantError
from gkbg_nlp.evaluation.gold import GoldDocument, of_part, read_gold
from gkbg_nlp.evaluation.pages import fill, require_places
from gkbg_nlp.report.records import Report

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "compare.md"
PLACE = "PEERS"
LABELS = {"jionlp": ("PHONE", "EMAIL"), "jieba": ("AGENCY",), "jiagu": ("AGENCY",)}
PEERS: dict[str, Callable[[], Callable[[str], Report]]] = {"jionlp": peers.jionlp, "jieba": peers.jieba, "jiagu": peers.jiagu}


def main() -> None:
    """One row a set, label and tagger."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--print", action="store_true", help="show the table and leave the page alone")
    args = parser.parse_args()
    if not args.print:
        require_places(PAGE, [PLACE])
    corpus = ROOT / "data/corpus"
    sets = {"held-out reports": of_part(read_gold(corpus), corpus, "test")}
    seeds = ROOT.parent / "shared/seeds"
    if seeds.is_dir():
        sets["seeds"] = read_gold(seeds)
    rows = ["| reports | label | gold | tagger | precision | recall | F1 |", "|---|---|---:|---|---:|---:|---:|"]
    for name, documents in sets.items():
        taggers: dict[str, Callable[[str], Report]] = {"gkbg-nlp": gkbg_nlp.load().tag}
        for peer, make in PEERS.items():
            try:
                taggers[peer] = make()
            except ContestantError as error:
                print(error)
        for label in ("PHONE", "EMAIL", "AGENCY"):
            for tagger, tag in taggers.items():
                if label in LABELS.get(tagger, (label,)):
                    rows.append(_row(name, label, tagger, documents, tag))
    table = "\n".join(rows)
    print(table)
    if not args.print:
        fill(PAGE, {PLACE: table})


def _row(name: str, label: str, tagger: str, documents: list[GoldDocument], tag: Callable[[str], Report]) -> str:
    gold = found = right = 0
    for document in documents:
        wanted = Counter((e["start"], e["end"]) for e in document.gold["entities"] if e["label"] == label)
        given = Counter((e.start, e.end) for e in tag(document.text).entities if e.label == label)
        gold, found, right = gold + wanted.total(), found + given.total(), right + (wanted & given).total()
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    f1 = 2 * right / (gold + found) if gold + found else 0.0
    return f"| {name} | {label} | {gold} | {tagger} | {precision:.3f} | {recall:.3f} | {f1:.3f} |"


if __name__ == "__main__":
    main()
