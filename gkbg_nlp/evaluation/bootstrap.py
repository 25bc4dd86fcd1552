"""Sums of counts over documents and over resamples of them: every figure with a bootstrap interval, by one definition.

A document's counts are a row. ``Sums[key]`` is an array of shape (1 + resamples,): the sum over all documents first, then the sums
over each resample (as many documents, drawn with replacement). Figures are ratios of such arrays, so the figure and its interval
come from the same line of arithmetic. Intervals are the percentile intervals of Efron and Tibshirani, "An Introduction to the
Bootstrap" (1993), chapter 13.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
RESAMPLES = 2_000
SEED = 20_080_501  # fixed: the same documents give the same intervals on every run
LEVEL = 0.95


class Estimate(msgspec.Struct, frozen=True):
    """A figure and its interval; all in the figure's own unit.

    ``value`` is ``None`` where the figure is not defined (nothing to count); ``low`` and ``high`` are ``None`` with fewer than two
    documents.
    """

    value: float | None
    low: float | None = None
    high: float | None = None


class Sums:
    """Counts of documents summed over all of them and over resamples of them.

    Args:
        counts: one mapping of counts a document.
        resamples: how many resamples to draw.
        seed: of numpy's ``default_rng``.
    """

    def __init__(self, counts: Sequence[Mapping[Hashable, float]], *, resamples: int = RESAMPLES, seed: int = SEED) -> None:
        self.documents = len(counts)
        keys = {key: i for i, key in enumerate(dict.fromkeys(k for one in counts for k in one))}
        rows = np.zeros((len(counts), len(keys)))
        for row, one in zip(rows, counts, strict=True):
            for key, number in one.items():
                row[keys[key]] = number
        self._zero = np.zeros(1 + resamples)
        sums = np.concatenate([rows.sum(axis=0, keepdims=True), _weights(len(counts), resamples, seed) @ rows]) if len(counts) else rows
        self._columns = {key: sums[:, i] for key, i in keys.items()}

    def __getitem__(self, key: Hashable) -> Floats:
        """The sums of one count, zeros for one that no document has; shape (1 + resamples,)."""
        return self._columns.get(key, self._zero)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._columns

    def __iter__(self) -> Iterator[Hashable]:
        """Every count that some document has."""
        return iter(self._columns)

    def total(self, key: Hashable) -> float:
        """The sum over all documents."""
        return float(self[key][0])

    def estimate(self, values: Floats, *, level: float = LEVEL) -> Estimate:
        """The figure that ``values`` (shape (1 + resamples,), NaN where not defined) holds, with the interval of its resamples."""
        value = float(values[0])
        drawn = values[1:][~np.isnan(values[1:])]
        if np.isnan(value) or self.documents < 2 or not len(drawn):
            return Estimate(None if np.isnan(value) else value)
        low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
        return Estimate(value, float(low), float(high))


def _weights(documents: int, resamples: int, seed: int) -> Floats:
    """How often each resample has each document; shape (resamples, documents)."""
    drawn = np.random.default_rng(seed).multinomial(documents, np.full(documents, 1 / documents), size=resamples)
    return drawn.astype(np.float64)


def ratio(part: Floats, whole: Floats) -> Floats:
    """``part / whole``, NaN where there is no whole; shapes (1 + resamples,)."""
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)


def f1_scores(hit: Floats, predicted: Floats, gold: Floats) -> Floats:
    """F1 of counts, NaN where there is nothing to find and nothing was found; shapes (1 + resamples,)."""
    return ratio(2 * hit, predicted + gold)


def mean_defined(rows: Sequence[Floats], where: Sequence[Floats]) -> Floats:
    """The mean of ``rows`` over those whose ``where`` is above 0, at each resample; NaN where there is none; shape (1 + resamples,)."""
    if not rows:
        return np.array([np.nan])
    stacked, there = np.stack(rows), np.stack(where) > 0
    return ratio(np.where(there, stacked, 0.0).sum(axis=0), there.sum(axis=0).astype(np.float64))
