"""One shard -> one part: its lines, and a manifest that says what they are of."""

from __future__ import annotations

import functools
import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from gkbg_nlp.batch.errors import BatchError
from gkbg_nlp.batch.inputs import look
from gkbg_nlp.batch.rows import Failure, Read, Tagger, add_read, read_lost, read_row
from gkbg_nlp.batch.shards import Shard
from gkbg_nlp.batch.store import Store, open_store, part_name

Factory = Callable[[], Tagger]
T = TypeVar("T", bound=Tagger)
# What is tagged at once: its reports and all that was found in them are in memory together. See pipeline.BATCH for the number.
_TOGETHER = 32
_CHARACTERS = 200_000
# A document of a shard: number of the item, and 0 for the item itself or the number of one of its duplicates from 1.
Place = tuple[int, int]


class Part(msgspec.Struct, frozen=True):
    """The manifest of one shard's lines.

    ``index``, ``first`` and ``inputs`` say which shard, ``digest`` what its inputs looked like; ``lines``, ``bytes`` and ``sha256`` are
    of the part's file. ``merged`` counts inputs that another line names, ``failed`` holds path, code and message of each failed input.
    ``late`` are lines of duplicates whose first turned out to fail, with the number of the item and of the duplicate in it: they stand
    further down in the output. ``stopped``: the shard was given up at a failed input and no part was made.
    """

    index: int
    first: int
    inputs: int
    digest: str
    lines: int
    bytes: int
    sha256: str
    merged: int = 0
    failed: list[tuple[str, str, str]] = []
    late: list[tuple[int, int, str]] = []
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A part that was made; ``data`` holds its lines where there is no store to write them to. ``stamp`` tells one state of the file of
    lines from another, where it was written to a disk."""

    part: Part
    data: bytes | None = None
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker must know beside the shard. ``location`` is the store of the parts, ``None`` gives the lines back; ``run`` tells
    one run from another, so that what a forgotten worker writes late is not taken for a part of this one."""

    factory: Factory
    max_bytes: int
    location: str | None
    fail_fast: bool = False
    run: str = ""


def load_tagger(factory: Callable[[], T]) -> T:
    """The pipeline.

    Raises:
        BatchError: it cannot be loaded, whatever the reason.
    """
    try:
        return factory()
    except Exception as error:
        raise BatchError(f"the pipeline cannot be loaded: {type(error).__name__}: {error}") from error


def make_part(
    job: Job,
    tagger: Tagger,
    shard: Shard,
    verdicts: Mapping[Place, tuple[str, str]] | None = None,
    mark: Callable[[Place | None], None] = lambda place: None,
    *,
    together: bool = True,
) -> Made:
    """Tag the documents of a shard and put the part away.

    Args:
        job: the run.
        tagger: the pipeline.
        shard: its inputs.
        verdicts: documents that are not to be tried again, with code and message of their error records.
        mark: called with each document before it is begun, with ``None`` after the last one and where several are at work.
        together: several documents may be tagged at once, which is faster; one by one, ``mark`` says which is at work.

    Raises:
        OSError: the part cannot be written (and what a remote store raises).
    """
    data, lines, merged = bytearray(), 0, 0
    late: list[tuple[int, int, str]] = []
    failed: list[tuple[str, str, str]] = []

    def read(place: Place) -> Read:
        item = shard.items[place[0]] if not place[1] else shard.items[place[0]].also[place[1] - 1]
        if verdicts and place in verdicts:
            return read_lost(item, job.max_bytes, *verdicts[place])
        mark(place)
        return read_row(item, job.max_bytes)

    def tagged(reads: Sequence[Read], into: bytearray) -> Iterator[int]:
        if len(reads) > 1:
            mark(None)
        for done in add_read(into, tagger, reads):
            if isinstance(done, Failure):
                failed.append((done.path, done.code, done.message))
            yield 0 if isinstance(done, Failure) else done

    alone = job.fail_fast or not together
    for numbers, reads in _batches(len(shard.items), lambda number: read((number, 0)), 1 if alone else _TOGETHER):
        for number, others in zip(numbers, tagged(reads, data), strict=True):
            lines += 1
            merged += others
            # the first failed, or was changed since it was compared: each other stands for itself
            for other in range(1, 1 + (0 if others else len(shard.items[number].also))):
                line = bytearray()
                list(tagged([read((number, other))], line))
                late.append((number, other, line.decode()))
        if failed and job.fail_fast:
            break
    mark(None)
    part = Part(
        shard.index, shard.first, shard.inputs, shard.digest(job.run), lines, len(data), hashlib.sha256(data).hexdigest(), merged, failed, late,
        bool(failed) and job.fail_fast,
    )  # fmt: skip
    if part.stopped or job.location is None:
        return Made(part, bytes(data))
    store = open_store(job.location)
    store.write(part_name(shard.index, ".jsonl"), data)
    local = store.local(part_name(shard.index, ".jsonl"))
    stamp = look(local)[1] if local is not None else ""
    store.write(part_name(shard.index, ".json"), msgspec.json.encode(part))  # last: with it the part counts as made
    return Made(part, stamp=stamp)


def _batches(count: int, read: Callable[[int], Read], most: int) -> Iterator[tuple[list[int], list[Read]]]:
    """The inputs read, in order, as many at a time as are tagged together."""
    numbers: list[int] = []
    reads: list[Read] = []
    characters = 0
    for number in range(count):
        numbers.append(number)
        reads.append(read(number))
        document = reads[-1].document
        characters += len(document.text) if document is not None else 0
        if len(reads) >= most or characters >= _CHARACTERS:
            yield numbers, reads
            numbers, reads, characters = [], [], 0
    if reads:
        yield numbers, reads


def kept_part(store: Store, shard: Shard, run: str) -> Part | None:
    """The part of a shard if an earlier run made it, of inputs that looked the same, and its bytes are as they were."""
    try:
        part = msgspec.json.decode(store.read(part_name(shard.index, ".json")), type=Part)
        if part.index != shard.index or part.digest != shard.digest(run):
            return None
        data = store.read(part_name(shard.index, ".jsonl"))
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return part if hashlib.sha256(data).hexdigest() == part.sha256 else None


def part_bytes(store: Store, part: Part) -> bytes:
    """The lines of a part.

    Raises:
        BatchError: they are not those that were written.
    """
    try:
        data = store.read(part_name(part.index, ".jsonl"))
    except OSError as error:
        raise BatchError(f"part {part.index} is gone ({error}); --resume makes it again") from error
    if hashlib.sha256(data).hexdigest() != part.sha256:
        raise BatchError(f"part {part.index} was changed while the run was under way; --resume makes it again")
    return data


_alone = threading.Lock()


def run_shard(job: Job, shard: Shard) -> Made:
    """:func:`make_part` in a worker of an engine: the pipeline is loaded once a process and used by one thread at a time.

    Raises:
        BatchError: the pipeline cannot be loaded.
        OSError: the part cannot be written.
    """
    with _alone:
        return make_part(job, _tagger(job.factory), shard)


@functools.lru_cache(maxsize=1)
def _tagger(factory: Factory) -> Tagger:
    return load_tagger(factory)
