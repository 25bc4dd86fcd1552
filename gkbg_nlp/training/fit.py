"""Fit the section classifier and the decoder's numbers on annotated reports."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.sections.decoder import decode, emission
from gkbg_nlp.training.dataset import LabelledReport, sequence
from gkbg_nlp.training.estimator import make_pipeline

Floats = NDArray[np.float64]
# Where the search for the decoder's numbers looks; see docs/accuracy.md for what it found.
GRID: dict[str, tuple[float, ...]] = {
    "model": (0.6, 1.0, 1.4),
    "strong": (0.5, 1.5, 3.0),
    "weak": (0.0, 0.5, 1.0),
    "second": (0.5,),
    "order": (0.3, 0.6, 1.0),
}


@dataclass(slots=True)
class Fitted:
    """A fitted classifier with its decoder; scores like :class:`gkbg_nlp.sections.model.SectionModel`."""

    pipeline: Pipeline
    sections: tuple[str, ...]
    transitions: dict[str, Floats]
    decoder: dict[str, float] = field(default_factory=dict)


def transitions(reports: Iterable[LabelledReport], sections: Sequence[str]) -> dict[str, Floats]:
    """Log probabilities of the next block's section, inside a chapter and at a heading, smoothed by a fifth of a count.

    The last row of each is the distribution of the first block; shape (sections + 1, sections).
    """
    index = {s: i for i, s in enumerate(sections)}
    size = len(sections)
    counts = {"inside": np.full((size + 1, size), 0.2), "across": np.full((size + 1, size), 0.2)}
    for report in reports:
        before = size
        for section, head in zip(report.gold, report.heads, strict=True):
            kind = "across" if head or before == size else "inside"
            counts[kind][before, index[section]] += 1
            before = index[section]
    return {kind: np.log(table / table.sum(axis=1, keepdims=True)) for kind, table in counts.items()}


def fit(train: Sequence[LabelledReport], **options: Any) -> Fitted:
    """Fit classifier and transitions on prepared reports (with and without headings alike)."""
    inputs = [one for report in train for one in report.inputs]
    labels = [section for report in train for section in report.gold]
    pipeline = make_pipeline(**options).fit(inputs, labels)
    sections = tuple(str(c) for c in pipeline.named_steps["classifier"].classes_)
    return Fitted(pipeline, sections, transitions(train, sections))


def predict(model: Fitted, report: LabelledReport, log_probability: Floats | None = None) -> list[str]:
    """The decoded sections of one report's labelled blocks."""
    if not report.inputs:
        return []
    if log_probability is None:
        log_probability = model.pipeline.predict_log_proba(report.inputs)
    path, _ = decode(model, emission(model, log_probability, report.found), report.heads)  # type: ignore[arg-type]
    return [model.sections[i] for i in path]


@dataclass(slots=True)
class Fold:
    """One fold's model with what it says of reports it never saw."""

    model: Fitted
    held_out: list[tuple[LabelledReport, Floats]]


def both_ways(reports: Sequence[GoldReport]) -> list[tuple[LabelledReport, LabelledReport]]:
    """Each report with and without its headings."""
    return [(sequence(r), sequence(r, headings=False)) for r in reports]


def cross_validate(pairs: Sequence[tuple[LabelledReport, LabelledReport]], *, folds: int = 5, jobs: int = 2, **options: Any) -> list[Fold]:
    """Grouped by report: a report's two forms are never on both sides."""
    splits = GroupKFold(folds).split(pairs, groups=[p[0].report for p in pairs])
    return list(Parallel(n_jobs=jobs)(delayed(_fold)(pairs, train, test, options) for train, test in splits))


def _fold(pairs: Sequence[tuple[LabelledReport, LabelledReport]], train: Any, test: Any, options: dict[str, Any]) -> Fold:
    model = fit([one for i in train for one in pairs[i]], **options)
    return Fold(model, [(one, model.pipeline.predict_log_proba(one.inputs)) for i in test for one in pairs[i] if one.inputs])


def tune_decoder(folds: Sequence[Fold]) -> tuple[dict[str, float], dict[str, float]]:
    """The decoder's numbers with the best mean accuracy over held-out reports, with and without headings alike."""
    if not folds:
        raise ValueError("no folds to tune on: give at least two reports")
    best: tuple[float, dict[str, float], dict[str, float]] | None = None
    for values in itertools.product(*GRID.values()):
        decoder = dict(zip(GRID, values, strict=True))
        figures = held_out_accuracy(folds, decoder)
        mean = (figures["with"] + figures["without"]) / 2
        if best is None or mean > best[0] + 1e-12:
            best = (mean, decoder, figures)
    assert best is not None  # the grid is not empty
    return best[1], best[2]


def held_out_accuracy(folds: Sequence[Fold], decoder: dict[str, float]) -> dict[str, float]:
    """Share of blocks right over all held-out reports, ``with`` and ``without`` headings."""
    hits = {"with": [0, 0], "without": [0, 0]}
    for fold in folds:
        model = replace(fold.model, decoder=decoder)
        for report, log_probability in fold.held_out:
            kind = "with" if any(report.heads) else "without"
            said = predict(model, report, log_probability)
            hits[kind][0] += sum(a == b for a, b in zip(said, report.gold, strict=True))
            hits[kind][1] += len(report.gold)
    return {kind: right / max(1, total) for kind, (right, total) in hits.items()}
