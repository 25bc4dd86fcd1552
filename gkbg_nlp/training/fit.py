"""Fit the section classifier and the decoder's numbers on annotated reports."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.sections.decoder import decode, emission
from gkbg_nlp.training.dataset import Forms, LabelledReport, forms
from gkbg_nlp.training.estimator import make_pipeline

Floats = NDArray[np.float64]
NOISE = 0.002  # of the sum of two accuracies over about 9,000 blocks: less than one standard error of it
_KINDS = {0.0: "with", 1.0: "without"}  # share of headings left out -> name of the figure
# Where the search for the decoder's numbers looks; see docs/accuracy.md for what it found.
GRID: dict[str, tuple[float, ...]] = {
    "model": (0.6, 1.0, 1.4),
    "strong": (0.5, 1.5, 3.0),
    "weak": (0.0, 0.5, 1.0),
    "second": (0.5,),
    "order": (0.15, 0.3, 0.6),
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
        for row, (section, head) in enumerate(zip(report.gold, report.heads, strict=True)):
            kind = "across" if head or before == size else "inside"
            if row not in report.gaps:  # what stood before an unlabelled block is no neighbour
                counts[kind][before, index[section]] += 1
            before = index[section]
    return {kind: np.log(table / table.sum(axis=1, keepdims=True)) for kind, table in counts.items()}


def fit(train: Sequence[LabelledReport], **options: Any) -> Fitted:
    """Fit classifier and transitions on prepared reports (with and without headings alike).

    Raises:
        ValueError: there is no labelled block, or all are of one section.
    """
    inputs = [one for report in train for one in report.inputs]
    labels = [section for report in train for section in report.gold]
    if not labels:
        raise ValueError("no labelled block to train on")
    if len(set(labels)) < 2:
        raise ValueError(f"every block is labelled {labels[0]}: a classifier needs two sections or more")
    with threadpool_limits(1):
        try:
            pipeline = make_pipeline(**options).fit(inputs, labels)
        except ValueError as error:
            if "no terms remain" in str(error) or "empty vocabulary" in str(error):  # scikit-learn's words help nobody here
                raise ValueError("the labelled text has no characters in common from which to learn: label more blocks") from error
            raise
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


def both_ways(reports: Sequence[GoldReport]) -> list[Forms]:
    """Each report with and without its headings."""
    return forms(reports, (0.0, 1.0))


def cross_validate(groups: Sequence[Forms], *, folds: int = 5, jobs: int = 2, **options: Any) -> list[Fold]:
    """Grouped by report: the forms of one report are never on both sides."""
    return search(groups, [options], folds=folds, jobs=jobs)[0]


def search(groups: Sequence[Forms], candidates: Sequence[dict[str, Any]], *, folds: int = 5, jobs: int = 2) -> list[list[Fold]]:
    """The folds of each candidate's options, all on the same splits, side by side in ``jobs`` processes.

    Raises:
        ValueError: there are fewer reports than folds.
    """
    if len(groups) < folds:
        raise ValueError(f"{len(groups)} labelled documents are too few for {folds} folds: label more, or set folds lower")
    splits = list(GroupKFold(folds).split(groups, groups=[str(i) for i in range(len(groups))]))
    tasks = (delayed(_fold)(groups, train, test, options) for options in candidates for train, test in splits)
    done: Iterator[Fold] = iter(Parallel(n_jobs=jobs)(tasks))
    return [list(itertools.islice(done, folds)) for _ in candidates]


def _fold(groups: Sequence[Forms], train: Any, test: Any, options: dict[str, Any]) -> Fold:
    with threadpool_limits(1):  # the processes share the cores already, and small products are slower in threads
        model = fit([one for i in train for one in groups[i]], **options)
        return Fold(model, [(one, model.pipeline.predict_log_proba(one.inputs)) for i in test for one in groups[i]])


def tune_decoder(folds: Sequence[Fold]) -> tuple[dict[str, float], dict[str, float]]:
    """The decoder's numbers with the best mean accuracy over held-out reports, with and without headings alike.

    One number after the other takes its best value of ``GRID`` while the others stand, until none changes any more. A number leaves
    the middle of its range only for a gain above ``NOISE``: what fits the corpus's chance fits no other report.
    """
    if not folds:
        raise ValueError("no folds to tune on: give at least two reports")
    best = {key: values[len(values) // 2] for key, values in GRID.items()}
    figures = held_out_accuracy(folds, best)
    while True:
        before = dict(best)
        for key, values in GRID.items():
            for value in values:
                if value != best[key]:
                    tried = held_out_accuracy(folds, {**best, key: value})
                    if sum(tried.values()) > sum(figures.values()) + NOISE:
                        best, figures = {**best, key: value}, tried
        if best == before:
            return best, figures


def held_out_accuracy(folds: Sequence[Fold], decoder: dict[str, float]) -> dict[str, float]:
    """Share of blocks right over all held-out reports, ``with`` and ``without`` headings."""
    hits = {kind: [0, 0] for kind in _KINDS.values()}
    for fold in folds:
        model = replace(fold.model, decoder=decoder)
        for report, log_probability in fold.held_out:
            if report.dropped not in _KINDS:
                continue
            kind = _KINDS[report.dropped]
            said = predict(model, report, log_probability)
            hits[kind][0] += sum(a == b for a, b in zip(said, report.gold, strict=True))
            hits[kind][1] += len(report.gold)
    return {kind: right / max(1, total) for kind, (right, total) in hits.items()}
