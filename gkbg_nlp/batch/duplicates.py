"""Inputs of the same content: the first in order stands for all."""

from __future__ import annotations

import dataclasses
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby

from gkbg_nlp.batch.archives import close_archive
from gkbg_nlp.batch.content import load_input
from gkbg_nlp.batch.inputs import Input
from gkbg_nlp.readers import ReadError

# Files that one thread hashes in a go.
_TOGETHER = 64


def merge(items: Sequence[Input], max_bytes: int, threads: int) -> tuple[Input, ...]:
    """The inputs without those whose content an earlier one has; that one names them in ``also``. The order is kept.

    Only inputs of equal size are read. What cannot be read, is empty or larger than ``max_bytes`` is left alone.
    """
    sizes = Counter(item.size for item in items if _may_repeat(item, max_bytes))
    numbers = [number for number, item in enumerate(items) if _may_repeat(item, max_bytes) and sizes[item.size] > 1]
    if not numbers:
        return tuple(items)
    chunks = list(_chunks(items, numbers))
    pool = ThreadPoolExecutor(max(1, threads))
    try:
        hashed = pool.map(lambda chunk: _hashed([items[number] for number in chunk], max_bytes), chunks)
        digests = {number: digest for chunk, found in zip(chunks, hashed, strict=True) for number, digest in zip(chunk, found, strict=True)}
    finally:
        pool.shutdown(cancel_futures=True)  # Ctrl-C waits for the chunks under way, not for all
    leaders: dict[str, int] = {}
    others: dict[int, list[Input]] = defaultdict(list)
    followers: set[int] = set()
    for number in numbers:  # ascending, so the first in order leads
        digest = digests[number]
        if digest is None:
            continue
        leader = leaders.setdefault(digest, number)
        if leader != number:
            others[leader].append(items[number])
            followers.add(number)
    merged = []
    for number, item in enumerate(items):
        if number in followers:
            continue
        if number in others:
            item = dataclasses.replace(item, also=tuple(others[number]), sha256=digests[number])
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


def _hashed(items: Sequence[Input], max_bytes: int) -> list[str | None]:
    try:
        return [_sha256(item, max_bytes) for item in items]
    finally:
        close_archive()


def _sha256(item: Input, max_bytes: int) -> str | None:
    try:
        return hashlib.sha256(load_input(item, max_bytes)).hexdigest()
    except ReadError:
        return None  # its own line will say why
