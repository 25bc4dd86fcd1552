"""Count how often heading evidence is right, and what weak labels are worth: `python training/weak.py` (about five minutes on two cores).

Writes gkbg_nlp/corpus/data/weak_precision.toml, counted on the training reports, and the tables of docs/bootstrap.md. With
`--table` only the first. Reports that training never sees and ../shared/seeds (where it is) are measured, never counted.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import gkbg_nlp
from gkbg_nlp.corpus import weak_precision
from gkbg_nlp.corpus.annotated import SECTIONS, GoldBlock, GoldReport, load_all
from gkbg_nlp.corpus.weak import KINDS, REASONS, weak_labels
from gkbg_nlp.corpus.weak_measure import Held, held_against_gold, held_leaving_out, measure
from gkbg_nlp.corpus.weak_precision import WeakPrecision, to_toml
from gkbg_nlp.evaluation.figures import count_report, figures
from gkbg_nlp.evaluation.gold import GoldDocument, read_gold, without_headings
from gkbg_nlp.evaluation.pages import fill, write
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.training.config import Config, read_config
from gkbg_nlp.training.dataset import Forms, forms, split
from gkbg_nlp.training.export import export, round_weights
from gkbg_nlp.training.fit import cross_validate, fit, tune_decoder

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "gkbg_nlp/corpus/data" / weak_precision.FILE
LEAST = (0.0, 0.5, 0.8, 0.9, 0.95)  # confidences asked for


def weak_report(report: GoldReport, *, least: float, headings: bool) -> GoldReport:
    """The report as `gkbg bootstrap` would give it: our own layout, weak labels, nothing of the annotation."""
    blocks = segment(report.text).blocks
    labels = weak_labels(blocks, min_confidence=least, headings=headings)
    weak = [GoldBlock(b.start, b.end, b.role, label.section if label else None, b.level) for b, label in zip(blocks, labels, strict=True)]
    return GoldReport(report.id, report.text, weak, [], {}, report.meta)


def weak_forms(reports: Sequence[GoldReport], config: Config, *, least: float = 0.8, headings: bool = True) -> list[Forms]:
    """Each report's weakly labelled blocks in the forms that training takes; a report without any is left out."""
    weak = [weak_report(r, least=least, headings=headings) for r in reports]
    return [one for one in forms(weak, **config.form_options) if one]


def scores(groups: Sequence[Forms], config: Config, options: dict[str, Any], tests: Sequence[Sequence[GoldDocument]]) -> list[float]:
    """Section accuracy, text in and report out, on each of some sets of documents, of a model trained on the reports' forms."""
    decoder, _ = tune_decoder(cross_validate(groups, folds=config.folds, jobs=config.jobs, **options))
    model = fit([one for group in groups for one in group], **options)
    round_weights(model.pipeline)
    with tempfile.TemporaryDirectory() as folder:
        export(model.pipeline, Path(folder), name="trial", transitions=model.transitions, decoder=decoder, facts={})
        pipeline = gkbg_nlp.load(folder)
        return [figures(count_report(d.gold, pipeline.tag(d.text)) for d in documents)["section_acc"] for documents in tests]


def models_table(training: Sequence[GoldReport], config: Config, tests: dict[str, list[GoldDocument]]) -> str:
    """Models trained on weak labels of the training reports' texts beside one trained on their gold, with the shipped model's options."""
    options = json.loads((config.output / "model.json").read_text("utf-8"))["facts"]["options"]
    sets = [documents for plain in tests.values() for documents in (plain, [without_headings(d) for d in plain])]
    trained = {
        "gold labels": forms(training, **config.form_options),
        "weak labels, headings and text, P 0.8 (default)": weak_forms(training, config),
        "weak labels, text alone (`--no-headings`), P 0.8": weak_forms(training, config, headings=False),
        "weak labels, headings and text, P 0": weak_forms(training, config, least=0.0),
        "weak labels, headings and text, P 0.95": weak_forms(training, config, least=0.95),
    }
    names = [f"{name}{kind}" for name in tests for kind in ("", ", headings removed")]
    lines = ["| trained on | blocks | " + " | ".join(names) + " |", "|---|---|" + "---|" * len(names)]
    for name, groups in trained.items():
        row = scores(groups, config, options, sets)
        lines.append(f"| {name} | {sum(len(g[0].gold) for g in groups)} | " + " | ".join(f"{x:.4f}" for x in row) + " |")
    return "\n".join(lines)


def kinds_table(table: WeakPrecision) -> str:
    """Each kind of evidence with its counts."""
    lines = ["| evidence | is | right | of | share |", "|---|---|---|---|---|"]
    for kind, m in table.kinds.items():
        lines.append(f"| `{kind}` | {KINDS[kind.partition('.')[2]]} | {m.right} | {m.total} | {m.right / m.total:.3f} |")
    return "\n".join(lines)


def coverage(held: Iterable[Held], least: float) -> tuple[int, int, int]:
    """Blocks, those labelled with at least this confidence, those of them that are right."""
    some = list(held)
    kept = [h for h in some if h.label.section is not None and h.label.confidence >= least]
    return len(some), len(kept), sum(h.label.section == h.gold for h in kept)


def sections_table(measured: dict[str, list[Held]]) -> str:
    """Coverage of each gold section and precision of each weak one, at the default confidence."""
    lines = ["| section | " + " | ".join(f"{n}: blocks | labelled | right" for n in measured) + " |", "|---|" + "---|" * 3 * len(measured)]
    for section in (*SECTIONS, "all"):
        cells = []
        for held in measured.values():
            every = section == "all"
            total, kept, _ = coverage([h for h in held if every or h.gold == section], 0.8)
            _, said, right = coverage([h for h in held if every or h.label.section == section], 0.8)
            cells += [str(total), f"{kept / total:.3f}" if total else "–", f"{right / said:.3f}" if said else "–"]
        lines.append(f"| {section} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def thresholds_table(measured: dict[str, list[Held]]) -> str:
    """What the confidence asked for does, and whether the confidences are true."""
    header = " | ".join(f"{n}: labelled | right | expected right" for n in measured)
    lines = [f"| `--min-confidence` | {header} |", "|---|" + "---|" * 3 * len(measured)]
    for least in LEAST:
        cells = []
        for held in measured.values():
            total, kept, right = coverage(held, least)
            sure = sum(h.label.confidence for h in held if h.label.section is not None and h.label.confidence >= least)
            cells += [f"{kept / total:.3f}", f"{right / kept:.3f}", f"{sure / kept:.3f}"]
        lines.append(f"| {least} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def reasons_table(measured: dict[str, list[Held]]) -> str:
    """Why blocks are left out at the default confidence."""
    lines = ["| reason | is | " + " | ".join(measured) + " |", "|---|---|" + "---|" * len(measured)]
    counts = [Counter(h.label.reason or ("low_confidence" if h.label.confidence < 0.8 else "") for h in held) for held in measured.values()]
    for reason, words in REASONS.items():
        if any(count[reason] for count in counts):
            cells = (f"{c[reason]} ({c[reason] / sum(c.values()):.1%})" for c in counts)
            lines.append(f"| `{reason}` | {words} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Count, measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--table", action="store_true", help="only count and write the table of precisions")
    args = parser.parse_args()
    config = read_config(ROOT / "training/default.toml")
    assert config.split is not None  # the shipped configuration names one
    training, held_out = split(load_all(config.corpus), config.split)
    table = measure(training, f"{len(training)} training reports of data/corpus, blocks of our own layout")
    write(TABLE, to_toml(table))
    if args.table:
        return
    weak_precision.load_weak_precision.cache_clear()
    measured = {"training": held_leaving_out(training), "test": [h for r in held_out for h in held_against_gold(r)]}
    tests = {"test": [GoldDocument(r.id, r.text, r.to_gold(f"{r.id}.txt"), r.meta) for r in held_out]}
    seeds = ROOT.parent / "shared/seeds"
    if seeds.is_dir():
        tests["seeds"] = read_gold(seeds)
        gold = [
            GoldReport(d.name, d.text, [GoldBlock(b["start"], b["end"], b["role"], b["section"], None) for b in d.gold["blocks"]], [], {})
            for d in tests["seeds"]
        ]
        measured["seeds"] = [h for r in gold for h in held_against_gold(r)]
    parts = {
        "KINDS": kinds_table(table),
        "THRESHOLDS": thresholds_table(measured),
        "SECTIONS": sections_table(measured),
        "REASONS": reasons_table(measured),
        "MODELS": models_table(training, config, tests),
    }
    fill(ROOT / "docs/bootstrap.md", parts)
    print("\n\n".join(f"{name}\n{content}" for name, content in parts.items()))


if __name__ == "__main__":
    main()
