"""Fit the confidence of labels on what cross-validation said of reports it had not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from gkbg_nlp.sections.confidence import EVIDENCE, Confidence, evidence
from gkbg_nlp.sections.decoder import decode, emission
from gkbg_nlp.training.fit import Fold

Floats = NDArray[np.float64]
_LEAST = 50  # labels above a threshold, for its accuracy to mean something


def decisions(folds: Sequence[Fold], decoder: dict[str, float]) -> tuple[Floats, NDArray[np.bool_]]:
    """What is known of every held-out decision, and whether it is right; shapes (blocks, evidence) and (blocks,)."""
    rows, right = [np.zeros((0, len(EVIDENCE)))], []
    for fold in folds:
        model = replace(fold.model, decoder=decoder)
        for report, log_probability in fold.held_out:
            path, marginal = decode(model, emission(model, log_probability, report.found), report.heads)  # type: ignore[arg-type]
            rows.append(evidence(model.sections, path, marginal, log_probability, report.found, report.inputs, report.heads))
            right += [model.sections[i] == gold for i, gold in zip(path, report.gold, strict=True)]
    return np.vstack(rows), np.array(right, dtype=bool)


def fit_confidence(folds: Sequence[Fold], decoder: dict[str, float], target: float) -> Confidence | None:
    """A logistic model of being right (Platt's scaling with more than one score), and the threshold below which labels are uncertain.

    The threshold is the lowest confidence such that the held-out labels from there on are right in the share ``target``. ``None``
    where nothing was wrong or nothing right: there is nothing to learn from.
    """
    rows, right = decisions(folds, decoder)
    if not right.any() or right.all():
        return None
    spread = rows.std(axis=0)
    spread[spread == 0] = 1.0  # a constant says nothing; its weight stays 0
    logistic = LogisticRegression(C=1.0, max_iter=1000, random_state=0).fit(rows / spread, right)
    weights = [round(float(w), 6) for w in logistic.coef_[0] / spread]
    fitted = Confidence(tuple(weights), round(float(logistic.intercept_[0]), 6), 0.0)
    return replace(fitted, threshold=threshold(fitted.probability(rows), right, target))


def threshold(confidence: Floats, right: NDArray[np.bool_], target: float) -> float:
    """The lowest confidence from which on the share right is ``target`` or more, rounded up to four places; 1 where there is none."""
    order = np.argsort(-confidence, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(share >= target)
    good = good[good >= min(_LEAST, len(order)) - 1]
    if not len(good):
        return 1.0
    return float(np.ceil(confidence[order[good[-1]]] * 10_000 - 1e-9) / 10_000) if good[-1] + 1 < len(order) else 0.0
