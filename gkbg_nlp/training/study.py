"""The feature study: characters, words or both; with and without heading chain, signs and decoder; cross-validated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from gkbg_nlp.training.dataset import Forms
from gkbg_nlp.training.estimator import without_headings
from gkbg_nlp.training.fit import Fold, cross_validate, held_out_accuracy, tune_decoder

Pairs = Sequence[Forms]


def raw_accuracy(folds: Sequence[Fold]) -> dict[str, float]:
    """Accuracy of the classifier alone, no decoder and no heading evidence behind it."""
    hits = {"with": [0, 0], "without": [0, 0]}
    for fold in folds:
        for report, log_probability in fold.held_out:
            if report.dropped not in (0.0, 1.0):
                continue
            kind = "with" if report.dropped == 0.0 else "without"
            said = [fold.model.sections[i] for i in log_probability.argmax(axis=1)]
            hits[kind][0] += sum(a == b for a, b in zip(said, report.gold, strict=True))
            hits[kind][1] += len(report.gold)
    return {kind: right / max(1, total) for kind, (right, total) in hits.items()}


def feature_study(pairs: Pairs, options: dict[str, Any], *, folds: int = 5, jobs: int = 2) -> list[tuple[str, float, float]]:
    """Rows of (what, accuracy with headings, accuracy with every heading removed)."""
    rows = []
    named = {"characters (shipped)": "char", "jieba words": "word", "characters and words": "both"}
    for name, features in named.items():
        result = cross_validate(pairs, folds=folds, jobs=jobs, **{**options, "features": features})
        tuned, figures = tune_decoder(result)
        rows.append((name, figures["with"], figures["without"]))
        if features == "char":
            raw = raw_accuracy(result)
            rows.append(("- without decoder and heading evidence", raw["with"], raw["without"]))
            for part, zeroed in (("heading evidence", {"strong": 0.0, "weak": 0.0}), ("order of sections", {"order": 0.0})):
                figures = held_out_accuracy(result, {**tuned, **zeroed})
                rows.append((f"- without {part} in the decoder", figures["with"], figures["without"]))
    bare = [tuple(replace(r, inputs=[without_headings(i) for i in r.inputs]) for r in pair) for pair in pairs]
    result = cross_validate(bare, folds=folds, jobs=jobs, **{**options, "headings": False})
    raw = raw_accuracy(result)
    rows.append(("- characters of the block alone: no chain, no decoder", raw["with"], raw["without"]))
    return rows
