"""Write the tables of docs/accuracy.md: `python training/accuracy.py` (about six minutes on two cores).

Seeds (where ../shared is) and held-out reports with and without headings, leave-one-region-out with a model trained anew for each
region, kinds of noise, and the feature study.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

import gkbg_nlp
from gkbg_nlp.corpus.annotated import GoldReport, load_all
from gkbg_nlp.corpus.compile import from_record
from gkbg_nlp.evaluation.bootstrap import Estimate
from gkbg_nlp.evaluation.figures import Counts, confusions, count_report, figures
from gkbg_nlp.evaluation.gold import GoldDocument, read_gold, without_headings
from gkbg_nlp.evaluation.pages import fill
from gkbg_nlp.evaluation.regions import NOISE, REGIONS, noise_of, region_of
from gkbg_nlp.evaluation.report import evaluate
from gkbg_nlp.pipeline import Pipeline
from gkbg_nlp.training.augment import augment, operations
from gkbg_nlp.training.config import Config, read_config
from gkbg_nlp.training.dataset import forms, sequence, split
from gkbg_nlp.training.export import export, round_weights
from gkbg_nlp.training.fit import fit, predict
from gkbg_nlp.training.run import trained_with
from gkbg_nlp.training.study import PLACE, SUBJECT, feature_study, less

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared/seeds"
SPLIT = ROOT / "data/corpus/split.toml"
SHOWN = (
    "section_acc",
    "section_macro_f1",
    "role_acc",
    "boundary_f1",
    "entity_micro_f1",
    "AGENCY",
    "COUNT",
    "count_value_acc",
    "indicator_acc",
)


def headline(pipeline: Pipeline, parts: dict[str, list[GoldDocument]]) -> tuple[str, str]:
    """The figures of each part with and without headings, with intervals; and the confusions that remain without."""
    names = ("section_acc", "section_macro_f1", "role_acc", "boundary_f1", "entity_micro_f1", "indicator_acc")
    lines = ["| | " + " | ".join(names) + " | not uncertain: share, right |", "|---|" + "---|" * (len(names) + 1)]
    confused = []
    for name, documents in parts.items():
        for form, some in (("", documents), (", headings removed", [without_headings(d) for d in documents])):
            result = evaluate(some, pipeline.tag)
            certain = result.calibration.certain
            shown = [_show(result.headline[n]) for n in names] + [f"{_show(certain.coverage)}, {_show(certain.accuracy)}"]
            lines.append(f"| {name}{form} | " + " | ".join(shown) + " |")
            if form:
                counts = [count_report(d.gold, pipeline.tag(d.text)) for d in some]
                worst = ", ".join(f"{g} as {s} ({n})" for g, s, n in confusions(counts)[:8])
                confused.append(f"- {name}: {worst}.")
    return "\n".join(lines), "\n".join(confused)


def _show(figure: Estimate) -> str:
    if figure.value is None:
        return "–"
    return f"{figure.value:.3f}" + ("" if figure.low is None or figure.high is None else f" [{figure.low:.3f}, {figure.high:.3f}]")


def flattened(pipeline: Pipeline, reports: list[GoldReport]) -> list[tuple[str, dict[str, float]]]:
    """Every third report as it is and with its line breaks lost: blanks, single or wide, stand for them."""
    rates = {one.id: float(one.id == "one_line") for one in operations()}
    chosen = reports[::3]
    lost = [augment(r, np.random.default_rng(1), rates) for r in chosen]
    named = {"as written": chosen, "in one line": lost}
    return [(name, figures(tag(pipeline, some).values())) for name, some in named.items()]


def seeds_without_parts(training: list[GoldReport], settings: Config, options: dict[str, object], decoder: dict[str, float]) -> str:
    """The seeds' gold blocks, every heading removed, by models without a part of the features; none of it is tuned."""
    groups = forms(training, **settings.form_options)
    bare = [(sequence(from_record(_record(d)), headings=False),) for d in read_gold(SEEDS)]
    lines = ["| features | of the seeds' blocks without headings right |", "|---|---|"]
    for name, prefixes in (("all (shipped)", ("-",)), ("without position", PLACE), ("without the subject", SUBJECT)):
        model = fit([one for group in less(groups, prefixes) for one in group], **options)
        model.decoder = decoder
        said = [(predict(model, one), one.gold) for (one,) in less(bare, prefixes)]
        right = sum(a == b for out, gold in said for a, b in zip(out, gold, strict=True))
        lines.append(f"| {name} | {right} of {sum(len(gold) for _, gold in said)} |")
    return "\n".join(lines)


def _record(document: GoldDocument) -> dict[str, object]:
    gold = document.gold
    blocks = [{"quote": "", **b} for b in gold["blocks"]]
    return {"format": 1, "id": document.name, "meta": {}, "text": document.text, "blocks": blocks, "entities": [], "indicators": {}}


def tag(pipeline: Pipeline, reports: list[GoldReport]) -> dict[str, Counts]:
    """Counts of each report by id."""
    return {r.id: count_report(r.to_gold(r.id), pipeline.tag(r.text)) for r in reports}


def without_region(reports: list[GoldReport], region: str, decoder: dict[str, float], options: dict[str, object]) -> dict[str, Counts]:
    """The region's reports tagged with a section model that was trained on all other regions."""
    inside = [r for r in reports if region_of(r.meta["province"]) == region]
    outside = [r for r in reports if region_of(r.meta["province"]) != region]
    settings = read_config(ROOT / "training/default.toml")
    groups = forms(outside, **settings.form_options)
    model = fit([one for group in groups for one in group], **options)
    round_weights(model.pipeline)
    with tempfile.TemporaryDirectory() as folder:
        export(model.pipeline, Path(folder), name=f"without-{region}", transitions=model.transitions, decoder=decoder, facts={})
        return tag(gkbg_nlp.load(folder), inside)


def seeds(pipeline: Pipeline) -> list[Counts]:
    """Counts of the seeds, empty where ../shared is missing."""
    return [count_report(d.gold, pipeline.tag(d.text)) for d in read_gold(SEEDS)] if SEEDS.is_dir() else []


def table(rows: list[tuple[str, dict[str, float]]], names: tuple[str, ...]) -> str:
    """A Markdown table of figures."""
    lines = ["| | n | " + " | ".join(names) + " |", "|---|" + "---|" * (len(names) + 1)]
    for title, f in rows:
        lines.append(f"| {title} | {int(f['reports'])} | " + " | ".join(f"{f[n]:.4f}" for n in names) + " |")
    return "\n".join(lines)


def main() -> None:
    """Measure and write."""
    settings = read_config(ROOT / "training/default.toml")
    reports = load_all(settings.corpus)
    training, held_out = split(reports, SPLIT)
    pipeline = gkbg_nlp.load()
    options, decoder = trained_with(settings.output)
    tagged = tag(pipeline, held_out)
    rows = [("../shared/seeds (real, 2017)", figures(seeds(pipeline)))] if SEEDS.is_dir() else []
    rows.append(("held-out reports (test split)", figures(tagged.values())))
    left_out: dict[str, Counts] = {}
    by_region = []
    for region in REGIONS:
        counts = without_region(reports, region, decoder, options)
        left_out |= counts
        by_region.append((f"trained without {region}", figures(counts.values())))
    rows.append(("all regions, each left out in turn", figures(left_out.values())))
    noise = []
    for kind in NOISE:
        chosen = [left_out[r.id] for r in reports if kind in noise_of(r.meta.get("marks", []))]
        if chosen:
            noise.append((kind, figures(chosen)))
    noise.sort(key=lambda row: row[1]["boundary_f1"])
    parts_of = {"../shared/seeds (3, real, 2017)": read_gold(SEEDS)} if SEEDS.is_dir() else {}
    parts_of[f"test split ({len(held_out)})"] = [GoldDocument(r.id, r.text, r.to_gold(f"{r.id}.txt"), r.meta) for r in held_out]
    head, remaining = headline(pipeline, parts_of)
    study = feature_study(forms(training, **settings.form_options), options, folds=settings.folds, jobs=settings.jobs)
    parts = {
        "HEADLINE": head,
        "REMAINING": remaining,
        "OVERALL": table(rows, SHOWN),
        "REGIONS": table(by_region, SHOWN),
        "NOISE": table(noise, ("boundary_f1", "role_acc", "section_acc")),
        "STUDY": "\n".join(
            [
                "| features | with headings | every heading removed |",
                "|---|---|---|",
                *(f"| {n} | {a:.4f} | {b:.4f} |" for n, a, b in study),
            ]
        ),
        "FLAT": table(flattened(pipeline, reports), ("boundary_f1", "role_acc", "section_acc", "indicator_acc")),
        "CONFUSED": ", ".join(f"{g} as {s} ({n})" for g, s, n in confusions(left_out.values())[:10]),
    }
    if SEEDS.is_dir():
        parts["SEEDPARTS"] = seeds_without_parts(training, settings, options, decoder)
    fill(ROOT / "docs/accuracy.md", parts)
    print("\n\n".join(f"{name}\n{content}" for name, content in parts.items()))


if __name__ == "__main__":
    main()
