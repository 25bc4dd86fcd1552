"""Points, gains and trends of a learning curve, worked out by hand."""

from __future__ import annotations

from collections import Counter

import pytest
from curve_helpers import counts, made_up
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.evaluation.curve import Draw, Measured, Scored
from gkbg_nlp.evaluation.curve_figures import lines, trend
from gkbg_nlp.evaluation.figures import figures


def test_points_are_means_over_draws_with_the_lowest_and_highest() -> None:
    accuracy, macro = made_up((8, 0, 10), (2, 0, 0), (2, 1, 4), (4, 0, 6), (4, 1, 6))
    assert [(p.size, p.draws) for p in accuracy.points] == [(2, 2), (4, 2), (8, 1)]
    assert [(p.mean, p.low, p.high) for p in accuracy.points] == [pytest.approx(t) for t in [(0.8, 0.75, 0.85), (0.9, 0.9, 0.9), (1, 1, 1)]]
    # four wrong of forty: fees 2*20/(24+20), requests 2*16/(16+20)
    assert macro.points[1].mean == pytest.approx((40 / 44 + 32 / 36) / 2)
    assert macro.points[1].mean == pytest.approx(figures([counts(6, 4), counts(10, 0)])["section_macro_f1"])
    assert (accuracy.figure, macro.figure, accuracy.documents, accuracy.blocks) == ("section_acc", "section_macro_f1", 2, 40)


def test_intervals_are_over_documents_and_gains_are_paired() -> None:
    accuracy, _ = made_up((2, 0, 4), (4, 0, 8))
    first = accuracy.points[0].interval
    assert first.value == pytest.approx(0.85) and first.low == pytest.approx(0.7) and first.high == pytest.approx(1.0)
    # a resample of the first document alone gains 4 of 20, of the second nothing: never a loss
    assert accuracy.gain.value == pytest.approx(0.1)
    assert accuracy.gain.low == pytest.approx(0.0) and accuracy.gain.high == pytest.approx(0.2)


def test_one_size_has_no_gain_and_no_trend() -> None:
    accuracy, _ = made_up((4, 0, 6))
    assert (accuracy.gain.value, accuracy.per_doubling, accuracy.at_double) == (0.0, None, None)


def test_nothing_to_score_is_refused() -> None:
    with pytest.raises(ValueError, match="no draw was measured"):
        lines([], [])
    with pytest.raises(ValueError, match="bare: no block carries a section"):
        lines([Measured(Draw(1, 0, (0,)), [[Counter(reports=1)]])], [Scored("bare", False, [{}], [])])


@given(st.floats(0.05, 0.6), st.floats(0.01, 1.5), st.lists(st.integers(1, 500), min_size=3, max_size=6, unique=True))
def test_the_trend_finds_a_power_law_again(at_one: float, power: float, sizes: list[int]) -> None:
    def figure(size: int) -> float:
        return float(1 - at_one * size**-power)

    gone, ahead = trend([(s, figure(s)) for s in sorted(sizes)])
    assert gone == pytest.approx(1 - 2**-power, abs=1e-5)
    assert ahead == pytest.approx(figure(2 * max(sizes)), abs=1e-5)


def test_points_without_errors_have_no_part_in_the_trend() -> None:
    assert trend([(10, 0.8), (20, 0.9), (40, 1.0)]) == (None, None)
    gone, ahead = trend([(10, 0.8), (20, 0.9), (40, 0.95), (80, 1.0)])
    assert gone == pytest.approx(0.5) and ahead == pytest.approx(1 - 0.2 / 16)
