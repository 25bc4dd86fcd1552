"""Scores of character n-grams: TF-IDF times coefficients of many texts in one pass of arrays, without a vocabulary of strings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gkbg_nlp.sections.keys import Ints, KeyTable

Floats = NDArray[np.float64]
CHARACTERS = 0x10000
_BETWEEN = "\uffff"  # no n-gram holds the noncharacter, nor anything beyond the basic plane


@dataclass(slots=True)
class NgramBlock:
    """TF-IDF of character n-grams as arrays.

    Attributes:
        alphabet: code point -> character id from 1, 0 for characters that no n-gram holds; shape (65536,).
        keys: ascending keys of the n-grams (ids as digits to the base ``len(alphabet used) + 1``); shape (features,).
        idf: inverse document frequency, for the L2 norm, as the file has it: in single precision; shape (features,).
        coefficients: the classifier's, in single precision; shape (features, sections).
    """

    alphabet: Ints
    base: int
    longest: int
    shortest: int
    keys: Ints
    idf: NDArray[np.floating[Any]]
    coefficients: NDArray[np.floating[Any]]
    _scorer: Scorer | None = field(default=None, init=False, repr=False, compare=False)

    def scores(self, texts: Sequence[str]) -> Floats:
        """The n-grams' part of the decision values; shape (texts, sections)."""
        if self._scorer is None:
            self._scorer = Scorer(self)
        return self._scorer.scores(texts)


class Scorer:
    """Scores texts with one block of n-grams and, in the same pass, others with a second one."""

    __slots__ = ("_alphabets", "_first", "_longest", "_rows", "_second", "_shift", "_size", "_table")

    def __init__(self, first: NgramBlock, second: NgramBlock | None = None) -> None:
        self._first, self._second = first, second or first
        blocks = [first] if second is None else [first, second]
        self._longest = max(block.longest for block in blocks)
        # no key is negative, so that the second block's negated are a space of their own
        keys = first.keys if second is None else np.concatenate((first.keys, -second.keys))
        self._table = KeyTable(keys.astype(np.int64, copy=False))
        idf = np.concatenate([block.idf.astype(np.float64) for block in blocks])
        weights = idf[:, None] * np.concatenate([block.coefficients for block in blocks])
        self._size = weights.shape[1]
        # a row for each slot of the table, weights and idf side by side: an n-gram costs one look into memory
        self._rows = np.zeros((self._table.size, -(-(self._size + 1) // 8) * 8))
        found = self._table.slots >= 0
        self._rows[self._table.slots[found], : self._size] = weights[found]
        self._rows[self._table.slots[found], self._size] = idf[found]
        self._shift = (self._table.size - 1).bit_length()
        self._alphabets = [block.alphabet.astype(np.int16 if block.base < 1 << 15 else np.int32) for block in (self._first, self._second)]

    def scores(self, texts: Sequence[str], others: Sequence[str] = ()) -> Floats:
        """The part of the decision values of ``texts`` and, below, that of ``others`` by the second block; shape (all, sections)."""
        out = np.zeros((len(texts) + len(others), self._size))
        pairs = self._pairs([*texts, *others], len(texts))
        if not len(pairs):
            return out
        pairs.sort()
        runs = bounds(pairs)
        pairs = pairs.take(runs[:-1])
        adds = self._rows.take((pairs & ((1 << self._shift) - 1)).astype(np.intp), axis=0)
        counts = runs[1:] - runs[:-1]
        often = (counts > 1).nonzero()[0]
        if len(often):  # most n-grams stand once in a text: 1 + log(1) changes nothing
            adds[often] = adds.take(often, axis=0) * (1.0 + np.log(counts.take(often)))[:, None]
        rows = pairs >> self._shift
        starts = bounds(rows)[:-1]
        values = adds[:, self._size] ** 2
        norms = np.sqrt(np.add.reduceat(values, starts))
        out[rows.take(starts)] = np.add.reduceat(adds[:, : self._size], starts, axis=0) / norms[:, None]
        return out

    def _pairs(self, texts: list[str], own: int) -> NDArray[Any]:
        """Every n-gram of the texts that is known, as row << shift | slot; those behind the first ``own`` are the second block's."""
        joined = _BETWEEN.join(texts)
        size = len(joined)
        if not size:
            return np.empty(0, dtype=np.int64)
        codes = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype="<u4")
        codes = np.minimum(codes, CHARACTERS - 1)
        lengths = [len(text) + 1 for text in texts]
        cut = min(size, sum(lengths[:own]))
        ids = np.zeros(size + self._longest - 1, dtype=np.int64)  # zeros behind the end: every window is of full length
        ids[:cut] = self._alphabets[0].take(codes[:cut])
        bases = np.full(size, self._first.base)
        if cut < size:
            np.negative(self._alphabets[1].take(codes[cut:]), out=ids[cut:size])
            bases[cut:] = self._second.base
        has_id = ids != 0
        keys = np.empty((self._longest, size), dtype=np.int64)
        known = np.empty((self._longest, size), dtype=bool)
        keys[0], known[0] = ids[:size], has_id[:size]
        for n in range(1, self._longest):
            np.multiply(keys[n - 1], bases, out=keys[n])
            keys[n] += ids[n : n + size]
            np.logical_and(known[n - 1], has_id[n : n + size], out=known[n])
        # ids are from 1, so that a number stands for one n-gram whatever its length; longer ones than a block has may run over 64 bits
        if self._first.longest < self._longest:
            known[self._first.longest :, :cut] = False
        if self._second.longest < self._longest:
            known[self._second.longest :, cut:] = False
        which, slots = self._table.find(keys.ravel(), known.ravel())
        first = np.arange(len(texts)) << self._shift
        if len(texts) << self._shift <= np.iinfo(np.int32).max:
            first = first.astype(np.int32)  # half as long, they are sorted twice as fast
        rows = np.empty(keys.shape, dtype=first.dtype)
        rows[:] = first.repeat(lengths)[:size]
        return rows.ravel().take(which) + slots.astype(first.dtype)


def bounds(values: NDArray[Any]) -> Ints:
    """Where runs of equal values begin, and the end of the last."""
    inner = (values[1:] != values[:-1]).nonzero()[0]
    out = np.empty(len(inner) + 2, dtype=np.int64)
    out[0], out[-1] = 0, len(values)
    np.add(inner, 1, out=out[1:-1])
    return out
