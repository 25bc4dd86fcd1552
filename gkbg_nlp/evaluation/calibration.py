"""Does a section's confidence mean what it says: reliability bins, Brier score, expected calibration error, accuracy at coverage.

Counted over gold headings, paragraphs and tables. The confidence is that of the predicted block which overlaps most; a gold block
that no labelled block overlaps was given no section, so it is never covered and takes no part in bins, Brier score and ECE.

- Brier score (Brier 1950), of the label that was given: mean of (confidence - right)², right being 0 or 1. 0 is best.
- ECE (Naeini et al. 2015; Guo et al. 2017): mean over bins of equal width of ``|accuracy - mean confidence|``, by blocks in the bin.
- Accuracy at coverage: blocks with a confidence of at least t; coverage is their share, accuracy the share right among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import msgspec
import numpy as np

from gkbg_nlp.evaluation.bootstrap import Estimate, Sums, ratio

BINS = 10
THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
_CURVE = 200  # points of the coverage curve at most

Pair = tuple[float | None, bool]  # confidence of a block's section (None: it was given none), and whether it is right


class Bin(msgspec.Struct, frozen=True):
    """Blocks with a confidence in [low, high), the last bin with 1: their number, mean confidence and share right."""

    low: float
    high: float
    blocks: int
    confidence: float | None
    accuracy: Estimate


class AtThreshold(msgspec.Struct, frozen=True):
    """Of the blocks with a confidence of at least ``threshold``: share of all blocks, share right, and how many are wrong."""

    threshold: float
    coverage: Estimate
    accuracy: Estimate
    blocks: int
    wrong: int


class Certain(msgspec.Struct, frozen=True):
    """Of the blocks whose section is not marked ``uncertain``: share of all blocks, share right, number, and how many are wrong."""

    coverage: Estimate
    accuracy: Estimate
    blocks: int
    wrong: int


class Calibration(msgspec.Struct, frozen=True):
    """All of the above. ``curve`` holds (coverage, accuracy) from the surest blocks to all that were given a section."""

    blocks: int
    unlabelled: int
    brier: Estimate
    ece: Estimate
    mean_confidence: float | None
    bins: list[Bin]
    thresholds: list[AtThreshold]
    certain: Certain
    curve: list[tuple[float, float]]


def bin_of(confidence: float) -> int:
    """The bin of a confidence between 0 and 1."""
    return min(BINS - 1, int(confidence * BINS))


def count_pairs(pairs: Sequence[Pair]) -> Counter[Any]:
    """The counts of one document's blocks that :func:`calibrate` needs."""
    c: Counter[Any] = Counter()
    for confidence, right in pairs:
        c["sure_all"] += 1
        if confidence is None:
            continue
        c["sure_given"] += 1
        c["sure_sum"] += confidence  # type: ignore[assignment]  # a sum of confidences, not a count
        c["sure_square"] += (confidence - right) ** 2  # type: ignore[assignment]
        place = bin_of(confidence)
        c["bin", place, "blocks"] += 1
        c["bin", place, "right"] += right
        c["bin", place, "sum"] += confidence  # type: ignore[assignment]
        for threshold in THRESHOLDS:
            if confidence >= threshold:
                c["at", threshold, "blocks"] += 1
                c["at", threshold, "right"] += right
    return c


def calibrate(sums: Sums, pairs: Sequence[Pair]) -> Calibration:
    """The figures from the sums of :func:`count_pairs`; ``pairs`` are all documents' for the curve."""
    given = sums["sure_given"]
    gaps = sum(
        (np.abs(sums["bin", i, "right"] - sums["bin", i, "sum"]) for i in range(BINS)),
        start=np.zeros_like(given),
    )
    return Calibration(
        blocks=int(sums.total("sure_all")),
        unlabelled=int(sums.total("sure_all") - sums.total("sure_given")),
        brier=sums.estimate(ratio(sums["sure_square"], given)),
        ece=sums.estimate(ratio(gaps, given)),
        mean_confidence=sums.estimate(ratio(sums["sure_sum"], given)).value,
        bins=[_bin(sums, i) for i in range(BINS)],
        thresholds=[_at(sums, t) for t in THRESHOLDS],
        certain=_certain(sums),
        curve=coverage_curve(pairs),
    )


def _bin(sums: Sums, place: int) -> Bin:
    blocks = sums["bin", place, "blocks"]
    mean = sums.estimate(ratio(sums["bin", place, "sum"], blocks)).value
    accuracy = sums.estimate(ratio(sums["bin", place, "right"], blocks))
    return Bin(place / BINS, (place + 1) / BINS, int(blocks[0]), mean, accuracy)


def _at(sums: Sums, threshold: float) -> AtThreshold:
    blocks, right = sums["at", threshold, "blocks"], sums["at", threshold, "right"]
    coverage, accuracy = sums.estimate(ratio(blocks, sums["sure_all"])), sums.estimate(ratio(right, blocks))
    return AtThreshold(threshold, coverage, accuracy, int(blocks[0]), int(blocks[0] - right[0]))


def _certain(sums: Sums) -> Certain:
    blocks, right = sums["certain", "blocks"], sums["certain", "right"]
    coverage, accuracy = sums.estimate(ratio(blocks, sums["sure_all"])), sums.estimate(ratio(right, blocks))
    return Certain(coverage, accuracy, int(blocks[0]), int(blocks[0] - right[0]))


def coverage_curve(pairs: Sequence[Pair]) -> list[tuple[float, float]]:
    """(coverage, accuracy) at each confidence that occurs, surest first, thinned to at most about 200 points.

    Blocks of equal confidence enter together: no threshold parts them.
    """
    ranked = sorted(((c, right) for c, right in pairs if c is not None), key=lambda pair: -pair[0])
    right = list(accumulate(int(r) for _, r in ranked))
    last = [i for i, (c, _) in enumerate(ranked) if i + 1 == len(ranked) or ranked[i + 1][0] != c]
    step = max(1, -(-len(last) // _CURVE))
    kept = sorted({*last[::step], *last[-1:]})
    return [((i + 1) / len(pairs), right[i] / (i + 1)) for i in kept]
