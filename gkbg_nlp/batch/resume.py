"""What lies between two runs of the same work: the manifest of the run, its finished parts, a finished output.

The folder ``.OUT.parts`` holds ``run.json`` and, for each finished shard, ``NNNNN/NNNNNNNN.jsonl`` and its manifest ``.json``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import msgspec

from gkbg_nlp import __version__
from gkbg_nlp.batch.inputs import Input
from gkbg_nlp.batch.parts import Factory
from gkbg_nlp.batch.rows import printable
from gkbg_nlp.batch.store import Store
from gkbg_nlp.report.records import SCHEMA_VERSION

_VERSION = 2
_RUN = "run.json"


class Run(msgspec.Struct):
    """What parts are of. ``digest`` is over the inputs' paths in order, ``model`` over the model's files."""

    version: int
    inputs: int
    digest: str
    model: str
    configuration: list[str]
    program: str = __version__
    schema: str = SCHEMA_VERSION

    def name(self) -> str:
        """A digest of all of it."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()


class Finished(NamedTuple):
    """What a finished output holds: its lines, and how many of them are of inputs that failed."""

    lines: int
    failed: int


class _LineSource(msgspec.Struct):
    path: str
    sha256: str | None = None
    also: list[str] = []


class _LineError(msgspec.Struct):
    code: str


class _Line(msgspec.Struct):
    source: _LineSource
    errors: list[_LineError]


def describe(items: Sequence[Input], factory: Factory, max_bytes: int) -> Run:
    """The run over these inputs (those of the same content merged)."""
    hasher = hashlib.sha256()
    for item in items:
        for one in (item, *item.also):
            content = one.stamp if one.data is not None else ""  # of standard input the path says nothing
            hasher.update(f"{one.path}\0{content}\0".encode("utf-8", "backslashreplace"))
        hasher.update(b"\n")
    return Run(_VERSION, len(items), hasher.hexdigest(), _model(factory), configuration(factory, max_bytes))


def configuration(factory: Factory, max_bytes: int) -> list[str]:
    """What shapes the lines beside inputs and model; a factory that is no data class is known by its name only."""
    named = repr(factory) if dataclasses.is_dataclass(factory) else getattr(factory, "__qualname__", type(factory).__qualname__)
    return [str(named), str(max_bytes)]


def take_up(store: Store, run: Run, resume: bool, say: Callable[[str], None]) -> bool:
    """Whether the parts that lie in the store are of this run and wanted; else they are removed. The store is this run's afterwards.

    Raises:
        OSError: the store cannot be written.
    """
    try:
        earlier: Run | None = msgspec.json.decode(store.read(_RUN), type=Run)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        earlier = None
    if earlier == run and resume:
        return True
    if earlier is not None:
        say(
            "the interrupted run had other inputs or options; starting again from the beginning"
            if resume
            else "an interrupted run is dropped (--resume would have continued it)"
        )
    store.clear()
    store.write(_RUN, msgspec.json.encode(run))
    return False


def has_run(store: Store) -> bool:
    """Whether the store holds the parts of an unfinished run."""
    try:
        msgspec.json.decode(store.read(_RUN), type=Run)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True


def is_output(file: BinaryIO) -> bool:
    """Whether a file is empty or begins as the output of a run does."""
    return file.read(19) in (b"", b'{"schema_version":"')


def finished_lines(file: BinaryIO, items: Iterable[Input]) -> Finished | None:
    """What ``file`` holds if it is the whole output of a run over ``items`` (those of the same content merged), else ``None``."""
    wanted = {printable(item.path): item for item in items}
    every = sorted(printable(one.path) for item in wanted.values() for one in (item, *item.also))
    decoder = msgspec.json.Decoder(_Line)
    seen: list[str] = []
    count = failed = 0
    for line in file:
        try:
            record = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None
        count += 1
        failed += bool(record.errors)
        seen += [record.source.path, *record.source.also]
        item = wanted.get(record.source.path)
        if not line.endswith(b"\n") or len(seen) > len(every):
            return None
        if item is not None and not record.errors and record.source.also != [printable(other.path) for other in item.also]:
            return None
        if item is not None and item.data is not None and record.source.sha256 != item.stamp:
            return None
    return Finished(count, failed) if sorted(seen) == every else None


def _model(factory: Any) -> str:
    """SHA-256 over the files of the model that the factory names, empty for the shipped one: the program's version says which that is."""
    named = getattr(factory, "model", None)
    if not isinstance(named, str | os.PathLike):
        return ""
    path = Path(named)
    files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path] if path.is_file() else []
    hasher = hashlib.sha256()
    for file in files:
        hasher.update(file.relative_to(path).as_posix().encode("utf-8", "backslashreplace") + b"\0")
        hasher.update(hashlib.sha256(file.read_bytes()).digest())
    return hasher.hexdigest() if files else ""
