"""Where keys stand among known ones: a perfect hash, so that each of many costs one look and no search."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_FACTOR, _NEXT = 0x9E3779B97F4A7C15, 0xD1342543DE82EF95  # odd, their bits at random
_FACTORS = 64  # that are tried; of 100,000 keys nearly half make two keys alike
_NONE = np.iinfo(np.int64).min  # in an empty slot: no key


class KeyTable:
    """Finds keys (any but the least 64-bit number) among those it was made of.

    The upper bits of a key's product with a large odd number are its bucket, the next ones its slot, moved by the bucket's own
    displacement. Those are chosen here, once, such that no two keys share a slot.

    Attributes:
        slots: the slot of each key, in the order of the keys; of one that stands twice, -1 from the second time on.
        size: the number of slots.
    """

    __slots__ = ("_displacements", "_factor", "_keys", "_mask", "_shifts", "size", "slots")

    def __init__(self, keys: Ints) -> None:
        bits = max(6, (2 * len(keys)).bit_length())
        self._mask = np.int64((1 << bits) - 1)
        self._shifts = np.uint64(65 - bits), np.uint64(65 - 2 * bits)
        places = np.unique(keys, return_index=True)[1]
        factor = _FACTOR
        for _ in range(_FACTORS):
            self._factor = np.uint64(factor)
            buckets, slots = self._hashed(keys[places])
            displacements = _displacements(buckets, slots, bits)
            if displacements is not None:
                break
            factor = factor * _NEXT % (1 << 64)
        else:
            raise ValueError(f"{len(keys)} keys cannot be hashed")
        slots ^= displacements[buckets]
        self.size = 1 << bits
        self.slots = np.full(len(keys), -1)
        self.slots[places] = slots
        self._displacements = displacements.astype(np.int32)  # small tables stay in the processor's caches
        self._keys = np.full(self.size, _NONE)
        self._keys[slots] = keys[places]

    def _hashed(self, keys: Ints) -> tuple[Ints, Ints]:
        product = keys.view(np.uint64) * self._factor
        slots = (product >> self._shifts[1]).view(np.int64)
        slots &= self._mask
        product >>= self._shifts[0]
        return product.view(np.int64), slots

    def find(self, keys: Ints, among: NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """Which of ``keys`` (one dimension) are known, as indices in order, and the slot of each; only those ``among`` are looked for."""
        buckets, slots = self._hashed(keys)
        slots ^= self._displacements.take(buckets)
        found = self._keys.take(slots) == keys
        found &= among
        which = found.nonzero()[0]
        return which, slots.take(which)


def _displacements(buckets: Ints, slots: Ints, bits: int) -> Ints | None:
    """A displacement for each bucket, so that every key has a slot of its own; ``None`` where two keys have bucket and slot alike."""
    left = np.argsort(buckets << bits | slots)
    pairs = (buckets << bits | slots)[left]
    if (pairs[1:] == pairs[:-1]).any():
        return None
    out = np.zeros(1 << (bits - 1), dtype=np.int64)
    taken = np.zeros(1 << bits, dtype=bool)
    claims = np.empty(1 << bits, dtype=np.int64)
    for one in range(1 << bits):  # each displacement once: in the end every bucket finds room, for most of the table is empty
        bucket = buckets[left]
        moved = slots[left] ^ one
        claims[moved] = bucket  # of those that want one slot, the last has it
        lost = taken[moved] | (claims[moved] != bucket)
        again = np.zeros(len(out), dtype=bool)
        again[bucket[lost]] = True
        stays = again[bucket]
        settled = ~stays
        out[bucket[settled]] = one
        taken[moved[settled]] = True
        left = left[stays]
        if not len(left):
            return out
    return None
