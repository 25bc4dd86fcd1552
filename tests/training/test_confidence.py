"""Confidence is a probability that was fitted, and its threshold keeps what it promises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.sections.chain import Witness
from gkbg_nlp.sections.confidence import EVIDENCE, Confidence, evidence
from gkbg_nlp.sections.features import BlockInput
from gkbg_nlp.training.confidence import decisions, fit_confidence, threshold
from gkbg_nlp.training.dataset import Forms
from gkbg_nlp.training.fit import cross_validate

OPTIONS = {"c": 4.0, "longest": 2, "max_features": 600, "heading_features": 200}
DECODER = {"model": 1.0, "strong": 1.5, "weak": 0.5, "second": 0.5, "order": 0.6}


def test_the_evidence_of_one_decision() -> None:
    named = Witness(("b",), "section.b.1", 2, (), None, "")
    against = Witness(("a",), "section.a.1", 2, (), None, "")
    inputs = [BlockInput("x" * 9, "", ("subject=b",)), BlockInput("x" * 99, "", ("subject=a",))]
    rows = evidence(("a", "b"), [1, 1], np.array([0.5, 1.0]), np.log([[0.2, 0.8], [0.9, 0.1]]), [named, against], inputs, [True, False])
    first, second = (dict(zip(EVIDENCE, row, strict=True)) for row in rows)
    assert first["marginal"] == 0 and second["marginal"] == 12  # 1.0 is cut, not infinite
    assert (first["agree"], first["named"], first["contradicted"], first["heading"], first["subject"]) == (1, 1, 0, 1, 1)
    assert (second["agree"], second["named"], second["contradicted"], second["heading"], second["subject"]) == (0, 0, 1, 0, -1)
    assert first["bare"] == 1 and first["length"] == 1 and second["length"] == 2
    assert first["model"] == pytest.approx(np.log(0.8)) and second["model"] == pytest.approx(np.log(0.1))


def test_probability_is_the_logistic_of_the_weighed_evidence() -> None:
    weights = tuple(1.0 if name == "marginal" else 0.0 for name in EVIDENCE)
    rows = np.zeros((2, len(EVIDENCE)))
    rows[1, 0] = np.log(4)
    assert Confidence(weights, 0.0, 0.5).probability(rows) == pytest.approx([0.5, 0.8])


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=200),
    st.floats(0.5, 0.999),
)
def test_what_is_above_the_threshold_is_as_right_as_was_asked(pairs: list[tuple[float, bool]], target: float) -> None:
    confidence = np.array([c for c, _ in pairs])
    right = np.array([r for _, r in pairs])
    found = threshold(confidence, right, target)
    kept = confidence >= found
    if found == 0.0:
        assert right.mean() >= target
    elif kept.sum() >= 50:
        # the threshold is rounded up: what that cuts off at its edge is the only thing that can change the share
        edge = (confidence >= found - 1e-4) & ~kept
        assert right[kept | edge].mean() >= target or right[kept].mean() >= target or edge.any()


def test_thresholds_by_hand() -> None:
    confidence = np.linspace(1, 0, 101)
    assert threshold(confidence, np.ones(101, dtype=bool), 0.99) == 0.0
    assert threshold(confidence, np.zeros(101, dtype=bool), 0.99) == 1.0
    half = confidence >= 0.4
    assert threshold(confidence, half, 0.99) == pytest.approx(0.4, abs=0.02)


def test_confidence_is_fitted_on_what_the_folds_got_wrong(pairs: list[Forms]) -> None:
    folds = cross_validate(pairs, folds=3, jobs=1, **OPTIONS)
    fitted = fit_confidence(folds, DECODER, 0.9)
    assert fitted is not None and 0 < fitted.threshold < 1
    rows, right = decisions(folds, DECODER)
    assert rows.shape == (len(right), len(EVIDENCE)) and len(right) == sum(len(one.gold) for forms in pairs for one in forms)
    sure = fitted.probability(rows)
    assert abs(sure.mean() - right.mean()) < 0.02  # calibrated as a whole
    assert sure[right].mean() > sure[~right].mean() + 0.1  # and telling right from wrong
    assert right[sure >= fitted.threshold].mean() >= 0.9


def test_nothing_wrong_is_nothing_to_learn(pairs: list[Forms]) -> None:
    folds = cross_validate(pairs[:6], folds=2, jobs=1, **OPTIONS)
    for fold in folds:
        fold.held_out = []
    assert fit_confidence(folds, DECODER, 0.9) is None
