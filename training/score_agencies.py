"""Score agencies on gold blocks: precision, recall, F1, and the errors."""

from __future__ import annotations

import argparse
import collections
import json
from pathlib import Path

from gkbg_nlp.corpus.annotated import load
from gkbg_nlp.entities import agencies
from gkbg_nlp.layout.segment import segment

ROOT = Path(__file__).resolve().parents[1]
def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--test", action="store_true")
    args = parser.parse_args()
    items = []
    for path in sorted((ROOT / "data/corpus/reports").glob("*.gkbg")):
        try:
            r = load(path)
        except ValueError:
            continue
        if (int(r.id[1:]) >= 55) != args.test:
            continue
        items.append((r.id, r.text, [(e.start, e.end, e.label) for e in r.entities]))
    for path in sorted((ROOT.parent / "shared/seeds").glob("*.json")):
        g = json.loads(path.read_text())
        items.append((path.stem, (path.parent / g["file"]).read_bytes().decode(), [(e["start"], e["end"], e["label"]) for e in g["entities"]]))
    tp = fp = fn = 0
    misses: collections.Counter = collections.Counter()
    for name, text, ents in items:
        view = segment(text).view
        block = [e for e in ents if e[2] in ("URL", "EMAIL", "ADDRESS")]
        from gkbg_nlp.report.records import Entity
        taken = [Entity(view.view_offset(s), view.view_offset(e - 1) + 1, l) for s, e, l in block]
        found = {(view.source_start(e.start), view.source_end(e.end)): e.rule for e in agencies.find(view.text, taken)}
        gold = {(s, e) for s, e, l in ents if l == "AGENCY"}
        tp += len(gold & found.keys()); fp += len(found.keys() - gold); fn += len(gold - found.keys())
        for s, e in sorted(gold ^ found.keys()):
            kind = "MISS" if (s, e) in gold else "FALSE"
            misses[(kind, text[max(0, s - 6):s] + "[" + text[s:e] + "]" + text[e:e + 6], found.get((s, e), ""), name)] += 1
    p, r = tp / (tp + fp), tp / (tp + fn)
    print(f"AGENCY p {p:.4f} r {r:.4f} f {2 * p * r / (p + r):.4f} n {tp + fn}")
    for (kind, where, rule, name), n in sorted(misses.items(), key=lambda m: (m[0][3], m[0][1]))[: args.errors]:
        print(kind, n, repr(where), rule, name)


if __name__ == "__main__":
    main()
