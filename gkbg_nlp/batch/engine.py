"""How the parts of a run are made, and which options go together."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gkbg_nlp.batch.archives import close_archive
from gkbg_nlp.batch.errors import BatchError
from gkbg_nlp.batch.gather import STDIN
from gkbg_nlp.batch.parts import Factory, Job, Made, load_tagger, make_part
from gkbg_nlp.batch.remote import in_one_process, is_url
from gkbg_nlp.batch.shards import Shard

if TYPE_CHECKING:
    from gkbg_nlp.batch.workers import Started

MEGABYTE = 1_000_000
BACKENDS = ("local", "loky", "dask", "ray")
WORTH_STARTING = 500
"""Inputs: fewer are looked at before a process has started."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What makes the parts. ``timeout`` in seconds, ``max_memory`` in bytes."""

    backend: str
    workers: int
    timeout: float | None
    max_memory: int | None
    scheduler: str | None

    @property
    def in_process(self) -> bool:
        """Whether this process does the work itself."""
        return self.backend == "local" and self.workers == 1 and self.timeout is None and self.max_memory is None

    def start(self, factory: Factory, inputs: int) -> Started | None:
        """Worker processes for a run over so many inputs, where it will need them: they load while the inputs are looked at."""
        if self.backend != "local" or self.workers < 2 or inputs < WORTH_STARTING:
            return None
        from gkbg_nlp.batch.workers import Started

        try:
            return Started(factory, self.workers)
        except Exception:  # a factory that cannot be handed over, no process to be had: told when the parts are asked for
            return None

    def parts(self, job: Job, shards: Sequence[Shard], started: Started | None = None) -> Generator[Made, None, None]:
        """Parts of ``shards`` in any order; closing the generator ends the workers.

        Raises:
            BatchError: the pipeline cannot be loaded, worker processes cannot start, or the engine is not there.
            OSError: a part cannot be written.
        """
        if not shards:
            return
        if self.backend != "local":
            from gkbg_nlp.batch.cluster import engine_parts  # late, as below: a run of one process needs neither

            yield from engine_parts(self.backend, job, shards, self.workers, self.scheduler)
        elif min(self.workers, len(shards)) > 1 or self.timeout is not None or self.max_memory is not None:
            from gkbg_nlp.batch.workers import parallel_parts

            yield from parallel_parts(job, shards, self.workers, timeout=self.timeout, max_memory=self.max_memory, started=started)
        else:
            tagger = load_tagger(job.factory)
            try:
                for shard in shards:
                    yield make_part(job, tagger, shard)
            finally:
                close_archive()


def check(
    inputs: Sequence[str],
    from_list: str | None,
    workers: int,
    overwrite: bool,
    resume: bool,
    max_bytes: int,
    limit: int | None,
    engine: Engine,
) -> None:
    """Refuse options that mean nothing or exclude each other.

    Raises:
        BatchError: with one line that says which.
    """
    wrong = {
        "--overwrite and --resume exclude each other": overwrite and resume,
        "the number of workers is 0 (all processors) or more": workers < 0,
        "the limit of bytes is 1 or more": max_bytes < 1,
        "the limit of inputs is 1 or more": limit is not None and limit < 1,
        "the time limit is more than 0 seconds": engine.timeout is not None and engine.timeout <= 0,
        "the limit of memory is 1 megabyte or more": engine.max_memory is not None and engine.max_memory < MEGABYTE,
        f"the backend is one of {', '.join(BACKENDS)}": engine.backend not in BACKENDS,
        "--timeout and --max-memory are for the local backend: a cluster has limits of its own": (
            engine.backend != "local" and (engine.timeout is not None or engine.max_memory is not None)
        ),
        "--scheduler is for --backend dask": engine.scheduler is not None and engine.backend != "dask",
        "standard input is either one report or a list": from_list == STDIN and STDIN in inputs,
    }
    for message, holds in wrong.items():
        if holds:
            raise BatchError(message)


def check_reach(paths: Sequence[str], engine: Engine) -> None:
    """Refuse paths that the workers cannot see.

    Raises:
        BatchError: a ``memory://`` URL and other processes.
    """
    for path in paths:
        if is_url(path) and in_one_process(path) and not engine.in_process:
            raise BatchError(f"{path} is in the memory of this process: only --workers 1 sees it")
