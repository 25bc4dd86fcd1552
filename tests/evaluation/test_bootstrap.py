"""Figures and intervals from sums over resampled documents."""

from __future__ import annotations

import numpy as np
import pytest

from gkbg_nlp.evaluation.bootstrap import Estimate, Sums, f1_scores, mean_defined, ratio


def test_the_first_row_is_the_sum_over_all_documents() -> None:
    sums = Sums([{"hit": 1, "all": 2}, {"hit": 3, "all": 4, "other": 5}], resamples=50)
    assert (sums.total("hit"), sums.total("all"), sums.total("other"), sums.total("nothing")) == (4, 6, 5, 0)
    assert set(sums) == {"hit", "all", "other"} and "nothing" not in sums


def test_a_resample_is_as_many_documents_drawn_with_replacement() -> None:
    counts = [{"n": 1, "first": 1}, {"n": 1, "second": 1}, {"n": 1, "third": 1}]
    sums = Sums(counts, resamples=2_000)
    assert sums["n"].shape == (2_001,)
    assert (sums["n"] == 3).all()
    assert (sums["first"] + sums["second"] + sums["third"] == 3).all()
    drawn = sums["first"][1:]
    assert {0.0, 1.0, 2.0, 3.0} == set(drawn)  # none to all three
    assert (drawn == 3).mean() == pytest.approx(1 / 27, abs=0.01)


def test_two_documents_one_right_one_wrong() -> None:
    sums = Sums([{"hit": 1, "all": 1}, {"hit": 0, "all": 1}])
    # a resample has both right (1/4), one (1/2) or none (1/4): the 2.5th and 97.5th percentile are 0 and 1
    assert sums.estimate(ratio(sums["hit"], sums["all"])) == Estimate(0.5, 0.0, 1.0)


def test_the_width_is_that_of_the_standard_error() -> None:
    sums = Sums([{"hit": i % 5 > 0, "all": 1} for i in range(400)])
    estimate = sums.estimate(ratio(sums["hit"], sums["all"]))
    half = 1.96 * (0.8 * 0.2 / 400) ** 0.5
    assert estimate.value == 0.8
    assert estimate.low == pytest.approx(0.8 - half, abs=0.005)
    assert estimate.high == pytest.approx(0.8 + half, abs=0.005)


def test_documents_are_resampled_not_their_blocks() -> None:
    """Errors that stand in one document make the interval wide; the same errors spread out do not."""
    lumped = Sums([{"hit": 0, "all": 50}, *[{"hit": 50, "all": 50}] * 9])
    spread = Sums([{"hit": 45, "all": 50}] * 10)
    wide, narrow = (s.estimate(ratio(s["hit"], s["all"])) for s in (lumped, spread))
    assert wide.value == narrow.value == 0.9
    assert narrow == Estimate(0.9, 0.9, 0.9)
    assert wide.low is not None and wide.low <= 0.7 and wide.high == 1.0


def test_the_same_documents_give_the_same_intervals() -> None:
    counts = [{"hit": i % 3, "all": 3} for i in range(20)]
    first, second = (Sums(counts) for _ in range(2))
    assert (first["hit"] == second["hit"]).all()


def test_no_interval_of_one_document_and_no_figure_of_nothing() -> None:
    one = Sums([{"hit": 1, "all": 2}])
    assert one.estimate(ratio(one["hit"], one["all"])) == Estimate(0.5, None, None)
    assert one.estimate(ratio(one["nothing"], one["nothing"])) == Estimate(None)
    none = Sums([])
    assert none.estimate(ratio(none["hit"], none["all"])) == Estimate(None)


def test_resamples_without_the_class_are_left_out() -> None:
    sums = Sums([{"hit": 1, "all": 1}, {}])  # a quarter of the resamples has no block of the class
    assert sums.estimate(ratio(sums["hit"], sums["all"])) == Estimate(1.0, 1.0, 1.0)


def test_f1_and_means() -> None:
    hit, predicted, gold = (np.array([x]) for x in (1.0, 2.0, 3.0))
    assert f1_scores(hit, predicted, gold)[0] == pytest.approx(2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3))
    assert np.isnan(f1_scores(*(np.zeros(1),) * 3)[0])
    rows, where = [np.array([1.0, np.nan]), np.array([0.5, 0.5])], [np.array([2.0, 0.0]), np.array([1.0, 1.0])]
    assert mean_defined(rows, where).tolist() == [0.75, 0.5]
    assert np.isnan(mean_defined([], [])[0])
