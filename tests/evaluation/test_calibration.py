"""Brier score, calibration error, reliability bins and accuracy at coverage, worked out by hand."""

from __future__ import annotations

import pytest

from gkbg_nlp.evaluation.bootstrap import Sums
from gkbg_nlp.evaluation.calibration import THRESHOLDS, Calibration, Pair, bin_of, calibrate, count_pairs, coverage_curve

PAIRS: list[Pair] = [(0.9, True), (0.6, False), (0.8, True), (0.95, True), (None, False)]


def made(pairs: list[Pair], resamples: int = 10) -> Calibration:
    return calibrate(Sums([count_pairs(pairs[:2]), count_pairs(pairs[2:])], resamples=resamples), pairs)


def test_brier_is_the_mean_square_over_blocks_that_were_given_a_section() -> None:
    # 0.1² + 0.6² + 0.2² + 0.05² over four blocks
    assert made(PAIRS).brier.value == pytest.approx((0.01 + 0.36 + 0.04 + 0.0025) / 4)
    assert made(PAIRS).blocks == 5 and made(PAIRS).unlabelled == 1


def test_ece_weighs_each_bin_by_its_blocks() -> None:
    # bin 0.9-1.0: two blocks, mean confidence 0.925, all right; 0.8-0.9: 0.8, right; 0.6-0.7: 0.6, wrong
    assert made(PAIRS).ece.value == pytest.approx((2 * 0.075 + 0.2 + 0.6) / 4)
    assert made(PAIRS).mean_confidence == pytest.approx(3.25 / 4)


def test_bins() -> None:
    bins = made(PAIRS).bins
    assert [b.blocks for b in bins] == [0, 0, 0, 0, 0, 0, 1, 0, 1, 2]
    assert (bins[6].confidence, bins[6].accuracy.value) == (0.6, 0.0)
    assert bins[9].confidence == pytest.approx(0.925) and bins[9].accuracy.value == 1.0
    assert bins[0].confidence is None and bins[0].accuracy.value is None
    assert [bin_of(c) for c in (0.0, 0.0999, 0.1, 0.3, 0.7, 0.9999, 1.0)] == [0, 0, 1, 3, 7, 9, 9]


def test_a_perfect_and_a_boastful_tagger() -> None:
    perfect, boastful = made([(1.0, True)] * 4), made([(1.0, False)] * 4)
    assert (perfect.brier.value, perfect.ece.value) == (0.0, 0.0)
    assert (boastful.brier.value, boastful.ece.value) == (1.0, 1.0)


def test_accuracy_at_coverage() -> None:
    at = {t.threshold: t for t in made(PAIRS).thresholds}
    assert (at[0.0].coverage.value, at[0.0].accuracy.value, at[0.0].wrong) == (0.8, 0.75, 1)
    assert (at[0.6].coverage.value, at[0.6].blocks) == (0.8, 4)  # at least: 0.6 itself is kept
    assert (at[0.7].coverage.value, at[0.7].accuracy.value, at[0.7].wrong) == (pytest.approx(0.6), 1.0, 0)
    assert at[0.95].blocks == 1
    assert (at[0.999].coverage.value, at[0.999].accuracy.value) == (0.0, None)
    assert list(at) == sorted(THRESHOLDS)


def test_the_curve_goes_from_the_surest_to_all() -> None:
    assert coverage_curve(PAIRS) == [(0.2, 1.0), (0.4, 1.0), (pytest.approx(0.6), 1.0), (0.8, 0.75)]
    tied: list[Pair] = [(1.0, True), (1.0, False), (0.5, True)]
    assert coverage_curve(tied) == [(pytest.approx(2 / 3), 0.5), (1.0, pytest.approx(2 / 3))]
    assert coverage_curve([]) == []


def test_the_curve_stays_small_and_ends_at_all_blocks() -> None:
    curve = coverage_curve([(i / 5_000, True) for i in range(5_000)])
    assert 150 <= len(curve) <= 201
    assert curve[-1] == (1.0, 1.0)


def test_nothing_to_calibrate() -> None:
    empty = calibrate(Sums([count_pairs([])], resamples=5), [])
    assert empty.brier.value is None and empty.ece.value is None and empty.mean_confidence is None
