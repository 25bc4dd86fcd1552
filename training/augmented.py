"""What augmentation changes: `python training/augmented.py [--each]` (about three minutes on two idle cores, with --each five).

Five-fold cross-validation by report over the training reports, gold blocks, with the shipped model's options and decoder. Held-out
reports are shown as they are, with headings lost or made general; variants are only ever trained on. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from sklearn.model_selection import GroupKFold

from gkbg_nlp.corpus.annotated import GoldReport, load_all
from gkbg_nlp.training.augment import augment, operations
from gkbg_nlp.training.augment_draft import Draft
from gkbg_nlp.training.augment_ops import make_headings_general
from gkbg_nlp.training.config import read_config
from gkbg_nlp.training.dataset import Forms, LabelledReport, forms, sequence, split
from gkbg_nlp.training.fit import fit, predict

ROOT = Path(__file__).resolve().parents[1]
FOLDS = 5
SEED = 2026
NONE = {one.id: 0.0 for one in operations()}
# What a held-out report is shown as; the seed is its own, so that no variant trained on is the same.
SHOWN: dict[str, Mapping[str, float]] = {
    "as it is": NONE,
    "every heading removed": {**NONE, "headings_all_lost": 1.0},
    "half of the headings removed": {**NONE, "headings_lost": 1.0},
    "all operations by default": {},
}
GENERAL = "half of the headings general"
# Slogans that no variant trained on has: what is measured is how a model deals with general headings, not with those of the list.
UNSEEN = (
    "步子迈得稳",
    "群众说了算",
    "敢啃硬骨头，善解千千结",
    "春华秋实又一年",
    "用心用情用力",
    "晒出家底，亮明账本",
    "跑出加速度",
    "总的来看",
)
Plan = tuple[str, tuple[float, ...], int, Mapping[str, float]]
"""What to train with: a name, the shares of headings left out of the plain reports, variants a report, rates."""


def variants(reports: Sequence[GoldReport], number: int, rates: Mapping[str, float]) -> list[list[LabelledReport]]:
    """For each report its noise variants as training takes them."""
    out = []
    for place, report in enumerate(reports):
        rng = np.random.default_rng((SEED, place))
        out.append([sequence(augment(report, rng, rates)) for _ in range(number)])
    return out


def held_out(reports: Sequence[GoldReport]) -> dict[str, list[LabelledReport]]:
    """Each report in the forms of :data:`SHOWN`, and with general headings."""
    found = {
        name: [sequence(augment(report, np.random.default_rng((SEED + 1, place)), rates)) for place, report in enumerate(reports)]
        for name, rates in SHOWN.items()
    }
    found[GENERAL] = []
    for place, report in enumerate(reports):
        draft = Draft.of(report)
        make_headings_general(draft, np.random.default_rng((SEED + 1, place)), 0.5, UNSEEN)
        found[GENERAL].append(sequence(draft.report()))
    return found


def fold(
    plain: Sequence[Forms],
    more: Sequence[Sequence[LabelledReport]],
    shown: dict[str, list[LabelledReport]],
    sides: tuple[Sequence[int], Sequence[int]],
    decoder: dict[str, float],
    options: dict[str, Any],
) -> dict[str, list[tuple[int, int]]]:
    """(right, blocks) of each held-out report in each form."""
    train, test = sides
    model = fit([one for i in train for one in (*plain[i], *more[i])], **options)
    model.decoder = decoder
    return {
        name: [(sum(a == b for a, b in zip(predict(model, forms[i]), forms[i].gold, strict=True)), len(forms[i].gold)) for i in test]
        for name, forms in shown.items()
    }


def measure(reports: Sequence[GoldReport], plans: Sequence[Plan], options: dict[str, Any], decoder: dict[str, float], jobs: int) -> str:
    """A Markdown table: a line a plan, accuracy on each form, with the difference to the first plan and its 95 % bootstrap interval."""
    shown = held_out(reports)
    splits = list(GroupKFold(FOLDS).split(reports, groups=[r.id for r in reports]))
    tasks: list[Callable[[], Any]] = []
    for _, dropped, number, rates in plans:
        plain, more = forms(reports, dropped), variants(reports, number, rates)
        tasks += [delayed(fold)(plain, more, shown, sides, decoder, options) for sides in splits]
    results = Parallel(n_jobs=jobs)(tasks)
    lines = ["| trained with | " + " | ".join(shown) + " |", "|---|" + "---|" * len(shown)]
    first: dict[str, np.ndarray] = {}
    for at, (name, *_) in enumerate(plans):
        mine = results[at * FOLDS : (at + 1) * FOLDS]
        cells = []
        for form in shown:
            counts = np.array([one for result in mine for one in result[form]])  # (reports, 2): right, blocks
            base = first.setdefault(form, counts)
            cells.append(f"{share(counts):.4f}" + ("" if base is counts else difference(counts, base)))
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def share(counts: np.ndarray) -> float:
    """Blocks right of all blocks."""
    return float(counts[:, 0].sum() / counts[:, 1].sum())


def difference(mine: np.ndarray, base: np.ndarray) -> str:
    """The difference of two shares over the same reports with its paired bootstrap interval; reports are drawn, not blocks."""
    draws = np.random.default_rng(0).integers(len(mine), size=(2000, len(mine)))
    gains = [share(mine[d]) - share(base[d]) for d in draws]
    low, high = np.quantile(gains, (0.025, 0.975))
    return f" ({share(mine) - share(base):+.4f}, {low:+.4f} to {high:+.4f})"


def main() -> None:
    """Train, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", action="store_true", help="also each operation that changes what the classifier sees, alone")
    args = parser.parse_args()
    config = read_config(ROOT / "training/default.toml")
    assert config.split is not None  # the shipped configuration names one
    reports, _ = split(load_all(config.corpus), config.split)
    model = json.loads((config.output / "model.json").read_text("utf-8"))
    heads = {**NONE, "headings_general": 0.5, "headings_lost": 0.5}
    shipped = (0.0, 0.5, 1.0)
    plans: list[Plan] = [
        ("headings all there, half, none", shipped, 0, NONE),
        ("headings all there, none", (0.0, 1.0), 0, NONE),
        ("all, none; 1 variant, defaults", (0.0, 1.0), 1, {}),
        ("all, half, none; 1 variant, defaults", shipped, 1, {}),
        ("all, half, none; 2 variants, defaults", shipped, 2, {}),
        ("all, half, none; 1 variant, headings general or lost alone (0.5 each)", shipped, 1, heads),
    ]
    if args.each:
        # the others change nothing that the classifier sees of gold blocks: it folds width and drops blanks, breaks and boilerplate
        alone = ("headings_general", "headings_lost", "headings_renumbered", "chapters_shuffled", "tail_cut")
        plans += [(f"all, half, none; 1 variant, `{one}` always", shipped, 1, {**NONE, one: 1.0}) for one in alone]
    print(measure(reports, plans, model["facts"]["options"], model["decoder"], config.jobs))


if __name__ == "__main__":
    main()
