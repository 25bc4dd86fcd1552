"""Parts -> the lines in the order of the inputs."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from gkbg_nlp.batch.parts import Made
from gkbg_nlp.batch.shards import Shard

T = TypeVar("T")


class Assembly:
    """Puts parts behind one another. Lines of duplicates whose first failed come late: each waits here for its place by path."""

    def __init__(self, shards: Sequence[Shard]) -> None:
        self._shards = shards
        self._next = 0
        self._early: dict[int, Made] = {}
        self._late: list[tuple[str, bytes]] = []

    def add(self, made: Made, read: Callable[[Made], bytes]) -> Iterator[bytes]:
        """Take a part in, in any order; gives whole lines that can be written now. ``read`` gives the lines of a part."""
        return self.put(made, read, read)

    def put(self, made: Made, read: Callable[[Made], bytes], whole: Callable[[Made], T]) -> Iterator[T | bytes]:
        """:meth:`add` that gives what ``whole`` makes of a part whose lines need not be read, because none comes between them."""
        self._early[made.part.index] = made
        while (ready := self._early.pop(self._next, None)) is not None:
            shard = self._shards[self._next]
            self._next += 1
            for number, other, line in ready.part.late:
                heapq.heappush(self._late, (shard.items[number].also[other - 1].path, line.encode()))
            if not self._late or self._late[0][0] > shard.items[-1].path:
                yield whole(ready)
            else:
                yield from self._mixed(shard, read(ready))
        if self._next == len(self._shards):
            while self._late:
                yield heapq.heappop(self._late)[1]

    def _mixed(self, shard: Shard, data: bytes) -> Iterator[bytes]:
        for item, line in zip(shard.items, data.split(b"\n"), strict=False):
            while self._late and self._late[0][0] < item.path:
                yield heapq.heappop(self._late)[1]
            yield line + b"\n"
