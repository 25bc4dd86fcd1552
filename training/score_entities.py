"""Score the matchers of contacts, laws, dates and counts on gold: `python training/score_entities.py [--errors N] [--skip r0,r1]`.

Blocks are taken from gold, so that only the matchers are measured. Exact span and label, as `../shared/tools/score.py` counts.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path

from gkbg_nlp.corpus.annotated import CorpusError, GoldBlock, GoldEntity, GoldReport, load
from gkbg_nlp.entities import contacts, counts, dates, laws
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Entity

LABELS = ("PHONE", "FAX", "EMAIL", "URL", "POSTCODE", "ADDRESS", "LAW", "DATE", "COUNT")
ROOT = Path(__file__).resolve().parents[1]
_BREAK = re.compile("[ \u00a0\u3000]*(?:\r?\n[ \u00a0\u3000]*)+")


def view_of(report: GoldReport) -> View:
    """The joined view of a gold report: a break inside a running text is left out, one inside a title or table is a blank."""
    cuts = []
    for block in report.blocks:
        if block.role in ("paragraph", "heading", "signature"):
            cuts += [(block.start + m.start(), block.start + m.end()) for m in _BREAK.finditer(report.text[block.start : block.end])]
    return View(fold(report.text), [(b.start, b.end) for b in report.blocks], cuts)


def tag(text: str) -> list[Entity]:
    """Every entity of the four kinds, each matcher seeing what those before it found."""
    found: list[Entity] = []
    for matcher in (contacts, laws, dates, counts):
        found += matcher.find(text, sorted(found, key=lambda e: e.start))
    return found


def seeds(folder: Path) -> list[GoldReport]:
    """The gold of the seeds in the shape of the corpus."""
    reports = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = (folder / gold["file"]).read_bytes().decode("utf-8-sig")
        blocks = [GoldBlock(b["start"], b["end"], b["role"], b["section"], b["level"]) for b in gold["blocks"]]
        marks = [GoldEntity(e["start"], e["end"], e["label"], e["text"], e.get("value"), e.get("unit")) for e in gold["entities"]]
        reports.append(GoldReport(path.stem, text, blocks, marks, gold["indicators"]))
    return reports


def score(reports: list[GoldReport], errors: list[str]) -> tuple[Counter[str], Counter[str], Counter[str], int, int]:
    """Gold, found and right by label; values right of counts found; errors are added to ``errors``."""
    gold_n: Counter[str] = Counter()
    found_n: Counter[str] = Counter()
    right: Counter[str] = Counter()
    values = value_n = 0
    for report in reports:
        view = view_of(report)
        gold = {(e.start, e.end, e.label): e for e in report.entities if e.label in LABELS}
        found = {(view.source_start(e.start), view.source_end(e.end), e.label): e for e in tag(view.text) if e.label in LABELS}
        for key, mark in gold.items():
            gold_n[mark.label] += 1
            if key in found:
                right[mark.label] += 1
                if mark.label == "COUNT":
                    value_n += 1
                    hit = found[key]
                    unit = re.sub(r"\s", "", fold(str(mark.unit)))
                    same = isinstance(hit.value, int | float) and abs(float(mark.value or 0) - hit.value) < 1e-9 and hit.unit == unit
                    values += same
                    if not same:
                        errors.append(f"{report.id} VALUE {mark.text!r} gold {mark.value} {mark.unit} said {hit.value} {hit.unit}")
        found_n.update(label for _, _, label in found)
        for start, end, label in sorted(gold.keys() ^ found.keys()):
            kind = "missed" if (start, end, label) in gold else "FALSE "
            around = report.text[max(0, start - 14) : start] + "[" + report.text[start:end] + "]" + report.text[end : end + 12]
            errors.append(f"{report.id} {kind} {label} {around!r}")
    return gold_n, found_n, right, values, value_n


def show(name: str, reports: list[GoldReport], errors: list[str]) -> None:
    """Print one table of figures."""
    gold_n, found_n, right, values, value_n = score(reports, errors)
    print(f"{name}: {len(reports)} reports")
    for label in LABELS:
        t, p, g = right[label], found_n[label], gold_n[label]
        precision, recall = (t / p if p else 1.0), (t / g if g else 1.0)
        f = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        print(f"  {label:9} p {precision:.4f} r {recall:.4f} f {f:.4f} n {g}")
    print(f"  COUNT value and unit {values / max(1, value_n):.4f} of {value_n}")


def main() -> None:
    """Score the corpus and the seeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--label", default="", help="show errors of these labels only")
    parser.add_argument("--only", default="", help="reports whose id matches this pattern")
    args = parser.parse_args()
    reports = []
    for path in sorted((ROOT / "data/corpus/reports").glob("*.gkbg")):
        try:
            reports.append(load(path))
        except CorpusError as error:
            print("skipped:", error)
    if args.only:
        reports = [r for r in reports if re.search(args.only, r.id)]
    errors: list[str] = []
    show("corpus", reports, errors)
    if (ROOT.parent / "shared/seeds").is_dir():
        show("seeds", seeds(ROOT.parent / "shared/seeds"), errors)
    for line in [e for e in errors if not args.label or any(f" {name} " in e for name in args.label.split(","))][: args.errors]:
        print(line)


if __name__ == "__main__":
    main()
