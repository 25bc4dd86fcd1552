"""The inputs cut into shards: the unit of work, of storage and of resuming. The cut depends on the inputs alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from gkbg_nlp.batch.inputs import Input

# Large enough that handing a shard over costs nothing, small enough for an even load and little lost work.
_MOST_INPUTS = 256
_MOST_BYTES = 8_000_000
_FEWEST_SHARDS = 64


@dataclass(frozen=True, slots=True)
class Shard:
    """Neighbouring inputs: ``index`` counts shards, ``first`` is the number of the first input in the order of the output."""

    index: int
    first: int
    items: tuple[Input, ...]

    @property
    def inputs(self) -> int:
        """Inputs it stands for, those of the same content included."""
        return sum(1 + len(item.also) for item in self.items)

    def digest(self, run: str) -> str:
        """SHA-256 over the run and what was seen of the inputs when they were listed; a part of another digest is of no use."""
        hasher = hashlib.sha256(run.encode("utf-8", "backslashreplace") + b"\0")
        for item in self.items:
            for one in (item, *item.also):
                hasher.update(f"{one.path}\0{one.stamp}\0{one.problem}\0".encode("utf-8", "backslashreplace"))
            hasher.update(b"\n")
        return hasher.hexdigest()


def cut(items: Sequence[Input]) -> list[Shard]:
    """All inputs as shards of some hundred inputs or some megabytes each, smaller ones where the inputs are few."""
    most = min(_MOST_INPUTS, max(1, len(items) // _FEWEST_SHARDS))
    shards: list[Shard] = []
    begin = size = 0
    for number, item in enumerate(items):
        if number > begin and (number - begin >= most or size + (item.size or 0) > _MOST_BYTES):
            shards.append(Shard(len(shards), begin, tuple(items[begin:number])))
            begin, size = number, 0
        size += item.size or 0
    if begin < len(items):
        shards.append(Shard(len(shards), begin, tuple(items[begin:])))
    return shards
