"""Score the layout on gold blocks: `python training/score_layout.py [--errors N] [--only ID]`.

Corpus reports (data/corpus/reports) and, where the folder is there, ../shared/seeds.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from gkbg_nlp.corpus.annotated import CorpusError, load
from gkbg_nlp.layout.segment import segment

ROOT = Path(__file__).resolve().parents[1]


def gold() -> list[tuple[str, str, list[tuple[int, int, str]], list[str]]]:
    """(name, text, blocks, marks) of every gold report."""
    out = []
    for path in sorted((ROOT / "data/corpus/reports").glob("*.gkbg")):
        try:
            report = load(path)
        except CorpusError as error:
            print("skipped", error)
            continue
        out.append((path.stem, report.text, [(b.start, b.end, b.role) for b in report.blocks], report.meta.get("marks", [])))
    seeds = ROOT.parent / "shared/seeds"
    for path in sorted(seeds.glob("*.json")):
        raw = json.loads(path.read_text("utf-8"))
        text = (seeds / raw["file"]).read_bytes().decode("utf-8")
        out.append((path.stem, text, [(b["start"], b["end"], b["role"]) for b in raw["blocks"]], []))
    return out


def main() -> None:
    """Print boundary F1 and role accuracy per report and over all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    total = [0, 0, 0, 0]
    for name, text, blocks, marks in gold():
        if args.only and args.only != name:
            continue
        found = [(b.start, b.end, b.role, b.rule) for b in segment(text).blocks]
        spans = {(s, e): (r, rule) for s, e, r, rule in found}
        hits = sum((s, e) in spans for s, e, _ in blocks)
        roles = 0
        wrong = []
        for s, e, role in blocks:
            best = max(found, key=lambda f: min(e, f[1]) - max(s, f[0]), default=None)
            good = best is not None and min(e, best[1]) > max(s, best[0]) and best[2] == role
            roles += good
            if not good or (s, e) not in spans:
                wrong.append((role, text[s:e][:50], "->", best and (best[2], best[3], text[best[0] : best[1]][:60])))
        f1 = 2 * hits / (len(blocks) + len(found))
        print(f"{name} boundary {f1:.3f} role {roles / len(blocks):.3f}  {len(blocks)} {'; '.join(m[:28] for m in marks)[:150]}")
        for item in wrong[: args.errors]:
            print("    ", *map(repr, item))
        total = [total[0] + hits, total[1] + len(blocks) + len(found), total[2] + roles, total[3] + len(blocks)]
    print(f"all: boundary_f1 {2 * total[0] / total[1]:.4f} role_acc {total[2] / total[3]:.4f}")


if __name__ == "__main__":
    main()
