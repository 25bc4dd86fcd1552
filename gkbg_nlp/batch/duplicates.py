"""Inputs of the same content that are read the same way: the first in order stands for all."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from typing import NamedTuple

from msgspec.structs import replace

from gkbg_nlp.batch.archives import close_archive
from gkbg_nlp.batch.content import load_input, name_of
from gkbg_nlp.batch.inputs import Input
from gkbg_nlp.readers import ReadError
from gkbg_nlp.readers.registry import READERS, pick

# Files that one thread hashes in a go.
_TOGETHER = 64
# Names that are taken at their word; under all others the content decides.
_PLAIN = tuple(suffix for reader in READERS if not reader.kinds for suffix in reader.suffixes)


class _Key(NamedTuple):
    """What two inputs must share: the content's digest, whether the name is taken at its word, the format that it is read as."""

    sha256: str
    at_its_word: bool
    format: str


def merge(items: Sequence[Input], max_bytes: int, threads: int) -> tuple[Input, ...]:
    """The inputs without those whose content an earlier one has; that one names them in ``also``. The order is kept.

    The bytes alone do not say it: an HTML page is text under the name ``a.txt`` and a page under ``b.html``, two different reports.
    Only inputs of equal size are read. What has no reader, cannot be read, is empty or larger than ``max_bytes`` is left alone.
    """
    numbers = [number for number, item in enumerate(items) if _may_repeat(item, max_bytes)]
    numbers = _repeated(numbers, [items[number].size for number in numbers])
    if not numbers:
        return tuple(items)
    numbers = _repeated(numbers, _digests(items, numbers, max_bytes, threads))
    keys = {number: _key(items[number], max_bytes) for number in numbers}
    close_archive()
    leaders: dict[_Key, int] = {}
    others: dict[int, list[Input]] = defaultdict(list)
    followers: set[int] = set()
    for number in numbers:  # ascending, so the first in order leads
        key = keys[number]
        if key is None:
            continue
        leader = leaders.setdefault(key, number)
        if leader != number:
            others[leader].append(items[number])
            followers.add(number)
    merged = []
    for number, item in enumerate(items):
        if number in followers:
            continue
        if number in others and (key := keys[number]) is not None:
            item = replace(item, also=tuple(others[number]), sha256=key.sha256)
        merged.append(item)
    return tuple(merged)


def _may_repeat(item: Input, max_bytes: int) -> bool:
    return item.problem is None and item.size is not None and 0 < item.size <= max_bytes


def _chunks(items: Sequence[Input], numbers: Sequence[int]) -> Iterator[list[int]]:
    """Neighbours together; all members of an archive by one thread, for a packed TAR can be read onward only."""
    for archive, group in groupby(numbers, key=lambda number: member.archive if (member := items[number].member) else None):
        chunk = list(group)
        step = len(chunk) if archive is not None else _TOGETHER
        yield from (chunk[at : at + step] for at in range(0, len(chunk), step))


def _repeated(numbers: Sequence[int], marks: Sequence[object]) -> list[int]:
    """The numbers whose mark, the one at the same place, others have too; ``None`` is no mark."""
    times = Counter(marks)
    return [number for number, mark in zip(numbers, marks, strict=True) if mark is not None and times[mark] > 1]


def _digests(items: Sequence[Input], numbers: Sequence[int], max_bytes: int, threads: int) -> list[bytes | None]:
    """The SHA-256 of each of these inputs, ``None`` where it cannot be read: its own line will say why."""

    def some(chunk: Sequence[int]) -> list[bytes | None]:
        try:
            return [_digest(items[number], max_bytes) for number in chunk]
        finally:
            close_archive()

    chunks = list(_chunks(items, numbers))
    if threads < 2:
        return list(chain.from_iterable(map(some, chunks)))
    from concurrent.futures import ThreadPoolExecutor  # late: it loads longer than a report is tagged

    pool = ThreadPoolExecutor(threads)
    try:
        return list(chain.from_iterable(pool.map(some, chunks)))
    finally:
        pool.shutdown(cancel_futures=True)  # Ctrl-C waits for the chunks under way, not for all


def _digest(item: Input, max_bytes: int) -> bytes | None:
    try:
        return hashlib.sha256(load_input(item, max_bytes)).digest()
    except ReadError:
        return None


def _key(item: Input, max_bytes: int) -> _Key | None:
    name = name_of(item)
    try:
        data = load_input(item, max_bytes)
        return _Key(hashlib.sha256(data).hexdigest(), name.lower().endswith(_PLAIN), pick(name, data).format)
    except ReadError:
        return None
