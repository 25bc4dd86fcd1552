"""List where tagged reports differ from gold: `python training/errors.py [--only r012] [--kind AGENCY] [--limit 5]`.

Kinds: boundary, role, section, indicator, and the entity labels. Reads the corpus and, where it is there, ../shared/seeds.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gkbg_nlp
from gkbg_nlp.corpus.annotated import CorpusError, load
from gkbg_nlp.evaluation.figures import LABELS, count_report, figures, same_value
from gkbg_nlp.report.records import Report

ROOT = Path(__file__).resolve().parents[1]


def gold_reports() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(name, text, gold) of every report with gold."""
    for path in sorted((ROOT / "data/corpus/reports").glob("*.gkbg")):
        try:
            report = load(path)
        except CorpusError as error:
            print(f"skipped: {error}")
            continue
        yield path.stem, report.text, report.to_gold(path.stem)
    for path in sorted((ROOT.parent / "shared/seeds").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        yield path.stem, (path.parent / gold["file"]).read_bytes().decode("utf-8"), gold


def differences(text: str, gold: dict[str, Any], report: Report) -> Iterator[tuple[str, str]]:
    """(kind, what differs) in the order of the text."""
    spans = {(b.start, b.end): b for b in report.blocks}
    for b in gold["blocks"]:
        quote = text[b["start"] : b["end"]][:40]
        said = spans.get((b["start"], b["end"]))
        if said is None:
            yield "boundary", repr(quote)
        elif said.role != b["role"]:
            yield "role", f"{b['role']} said {said.role} ({said.reason}): {quote!r}"
        elif said.section != b["section"]:
            yield "section", f"{b['section']} said {said.section} ({said.reason}, {said.confidence}): {quote!r}"
    wanted = {(e["start"], e["end"], e["label"]) for e in gold["entities"]}
    found = {(e.start, e.end, e.label): e.rule for e in report.entities if e.label in LABELS}
    for start, end, label in sorted(wanted ^ found.keys()):
        kind = "missed" if (start, end, label) in wanted else f"false ({found[start, end, label]})"
        yield label, f"{kind}: {text[max(0, start - 8) : start]!r}[{text[start:end]!r}]{text[end : end + 8]!r}"
    for name, value in gold["indicators"].items():
        stated = report.indicators.get(name)
        if not same_value(name, value, stated.value if stated else None):
            evidence = [text[max(0, a - 20) : b + 10] for a, b in stated.evidence] if stated else []
            yield "indicator", f"{name}: {value!r} said {stated and stated.value!r} {evidence}"


def main() -> None:
    """Print the differences and the figures over the reports shown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="")
    parser.add_argument("--kind", default="")
    parser.add_argument("--limit", type=int, default=1000, help="differences a report")
    args = parser.parse_args()
    pipeline = gkbg_nlp.load()
    counts = []
    for name, text, gold in gold_reports():
        if not name.startswith(args.only):
            continue
        report = pipeline.tag(text)
        counts.append(count_report(gold, report))
        shown = [d for d in differences(text, gold, report) if not args.kind or d[0] == args.kind]
        for kind, what in shown[: args.limit]:
            print(name, kind, what)
    for figure, value in figures(counts).items():
        print(f"{figure:17} {value:.4f}")


if __name__ == "__main__":
    main()
