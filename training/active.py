"""Does `gkbg suggest` choose better than chance? `python training/active.py [--seeds 8] [--add 100] [--write docs/suggest.md]`.

Labelling is simulated on the corpus. A model is trained on a few reports; of the other training reports 100 blocks are added, chosen
in different ways, with their gold sections; the models are scored on the gold blocks of the held-out reports.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed

from gkbg_nlp.corpus.annotated import GoldReport, load
from gkbg_nlp.evaluation.pages import fill
from gkbg_nlp.pipeline.locate import default_model
from gkbg_nlp.sections.decoder import emission, posterior
from gkbg_nlp.training.dataset import LabelledReport, sequence, split
from gkbg_nlp.training.fit import Fitted, fit, predict, transitions
from gkbg_nlp.training.run import trained_with
from gkbg_nlp.training.suggest import Candidate, Doubt, doubts, suggest

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "data/corpus/reports"
OPTIONS, DECODER = trained_with(default_model())
ARMS = {
    "none": "nothing added",
    "random": "blocks at random",
    "reports": "whole reports at random",
    "doubt": "the most doubtful, alike or not",
    "suggest 0": "`gkbg suggest --even 0`",
    "suggest 0.25": "`gkbg suggest` (`--even 0.25`)",
    "suggest 0.5": "`gkbg suggest --even 0.5`",
}


@dataclass(slots=True)
class Prepared:
    """A report with and without headings, and for each labelled block its row in the second form (``None`` for a heading)."""

    report: GoldReport
    full: LabelledReport
    bare: LabelledReport
    rows: list[int | None]
    texts: list[tuple[int, str, str]]


def prepare(report: GoldReport) -> Prepared:
    """The forms that training sees of one report."""
    full, bare = sequence(report), sequence(report, headings=False)
    rows: list[int | None] = []
    for head in full.heads:
        rows.append(None if head else sum(r is not None for r in rows))
    labelled = [b for b in report.blocks if b.section is not None]
    return Prepared(report, full, bare, rows, [(b.start, b.role, report.text[b.start : b.end]) for b in labelled])


def part(one: Prepared, places: Sequence[int]) -> list[LabelledReport]:
    """Some blocks of a report as training data, with the headings above them known and without."""

    def pick(whole: LabelledReport, rows: Sequence[int]) -> LabelledReport:
        return LabelledReport(
            whole.report, [whole.inputs[i] for i in rows], [whole.found[i] for i in rows], [whole.heads[i] for i in rows],
            [whole.gold[i] for i in rows],
        )  # fmt: skip

    bare = [row for i in places if (row := one.rows[i]) is not None]
    return [pick(one.full, places), pick(one.bare, bare)]


def pool_candidates(model: Fitted, pool: Sequence[Prepared], salt: str) -> list[Candidate]:
    """Every labelled block of the pool with the model's doubt, as ``training.suggest.candidates`` has it for raw reports.

    ``salt`` goes into the documents' names, so that the even draw, which goes by names, is another one in each start.
    """
    out = []
    for one in pool:
        full, bare = form_doubts(model, one.full), form_doubts(model, one.bare)
        for row, ((start, role, text), at) in enumerate(zip(one.texts, one.rows, strict=True)):
            doubt = None if at is None else bare[at]
            out.append(Candidate(f"{salt}/{one.report.id}", row, start, start + len(text), role, None, text, (), full[row], doubt))
    return out


def form_doubts(model: Fitted, one: LabelledReport) -> list[Doubt]:
    """The doubt at each block of one form of a report."""
    if not one.inputs:
        return []
    log_probability = model.pipeline.predict_log_proba(one.inputs)
    path, marginal = posterior(model, emission(model, log_probability, one.found), one.heads)  # type: ignore[arg-type]
    return doubts(model, log_probability, path, marginal, one.found)


def choose(arm: str, model: Fitted, pool: Sequence[Prepared], add: int, rng: np.random.Generator) -> dict[str, list[int]]:
    """Report -> labelled blocks to add."""
    chosen: dict[str, list[int]] = {}
    if arm == "random":
        blocks = [(p.report.id, i) for p in pool for i in range(len(p.full.gold))]
        for at in rng.choice(len(blocks), add, replace=False):
            chosen.setdefault(blocks[at][0], []).append(blocks[at][1])
    elif arm == "reports":
        left = add
        for at in rng.permutation(len(pool)):
            size = min(left, len(pool[at].full.gold))
            chosen[pool[at].report.id] = list(range(size))
            left -= size
            if not left:
                break
    elif arm != "none":
        found = pool_candidates(model, pool, str(rng.integers(1 << 30)))
        if arm == "doubt":
            picked = sorted(found, key=lambda c: (-c.score, c.document, c.start))[:add]
        else:
            picked = [s.candidate for s in suggest(found, add, even=float(arm.split()[1]))]
        for c in picked:
            chosen.setdefault(c.document.partition("/")[2], []).append(c.block)
    return {report: sorted(places) for report, places in chosen.items()}


def accuracy(model: Fitted, held_out: Sequence[Prepared]) -> tuple[float, float]:
    """Share of gold blocks right with headings and without."""
    figures = []
    for form in ("full", "bare"):
        sequences = [getattr(p, form) for p in held_out]
        right = sum(a == b for s in sequences for a, b in zip(predict(model, s), s.gold, strict=True))
        figures.append(right / sum(len(s.gold) for s in sequences))
    return figures[0], figures[1]


def trial(seed: int, training: Sequence[Prepared], held_out: Sequence[Prepared], reports: int, add: int) -> dict[str, tuple[float, ...]]:
    """One start with every way of choosing: accuracy with headings, without, and reports that the blocks came from."""
    order = np.random.default_rng(seed).permutation(len(training))
    base = [training[i] for i in order[:reports]]
    pool = sorted((training[i] for i in order[reports:]), key=lambda p: p.report.id)
    start = [s for p in base for s in (p.full, p.bare)]
    model = replace(fit(start, **OPTIONS), decoder=DECODER)
    by_id = {p.report.id: p for p in pool}
    out: dict[str, tuple[float, ...]] = {}
    for arm in ARMS:
        chosen = choose(arm, model, pool, add, np.random.default_rng([seed, 1]))
        new = [s for report, places in chosen.items() for s in part(by_id[report], places) if s.gold]
        fitted = fit(start + new, **OPTIONS)
        # the order of sections is learnt from whole reports: between picked blocks lie others
        fitted = replace(fitted, decoder=DECODER, transitions=transitions(start, fitted.sections))
        out[arm] = (*accuracy(fitted, held_out), float(len(chosen)))
    return out


def table(results: Sequence[dict[str, tuple[float, ...]]], reports: int, add: int) -> str:
    """The figures in Markdown: means over the seeds, and the difference from random choice with its 95 % interval over seeds."""
    lines = [
        f"{len(results)} starts of {reports} reports, {add} blocks added, mean accuracy on the held-out reports' gold blocks; in brackets the",
        "mean difference from blocks at random in points with its 95 % interval over the starts.",
        "",
        "| added | from reports | with headings | every heading removed |",
        "|---|---|---|---|",
    ]
    for arm, name in ARMS.items():
        cells = []
        for column in (0, 1):
            values = np.array([r[arm][column] for r in results])
            gain = 100 * (values - np.array([r["random"][column] for r in results]))
            half = 1.96 * gain.std(ddof=1) / np.sqrt(len(gain)) if len(gain) > 1 else 0.0
            cells.append(f"{values.mean():.4f}" + ("" if arm == "random" else f" ({gain.mean():+.2f} ± {half:.2f})"))
        came = np.mean([r[arm][2] for r in results])
        lines.append(f"| {name} | {came:.0f} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the starts, print the table or put it between a document's marks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=8, help="starts")
    parser.add_argument("--reports", type=int, default=20, help="reports in a start")
    parser.add_argument("--add", type=int, default=100, help="blocks added")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", type=Path, help="put the table between the document's ACTIVE marks")
    args = parser.parse_args()
    reports = [load(path) for path in sorted(FOLDER.rglob("*.gkbg"))]
    training, held_out = ([prepare(r) for r in half] for half in split(reports, ROOT / "data/corpus/split.toml"))
    results = Parallel(n_jobs=args.jobs)(delayed(trial)(seed, training, held_out, args.reports, args.add) for seed in range(args.seeds))
    found = table(results, args.reports, args.add)
    if args.write is None:
        print(found)
        return
    fill(args.write, {"ACTIVE": found.rstrip("\n")})


if __name__ == "__main__":
    main()
