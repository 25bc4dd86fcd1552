"""Parts made by worker processes of this machine, given back as they are done.

Each worker loads the pipeline once and says which document it begins, so that one that dies or hangs tells on which. A worker that dies
is replaced and its shard begun again; a document that was begun twice by a dying worker, or takes longer than allowed, becomes an error
row. Processes are spawned, never forked: a program that calls this needs the usual ``__main__`` guard.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import pickle
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from multiprocessing.connection import wait
from typing import Any

from gkbg_nlp.batch.errors import BatchError
from gkbg_nlp.batch.parts import Factory, Job, Made, Place, load_tagger
from gkbg_nlp.batch.shards import Shard
from gkbg_nlp.batch.worker import Worker

__all__ = ["Factory", "load_tagger", "parallel_parts"]

# A worker may be shot from outside once or twice; a program without its guard kills each one at the start.
_FAILED_STARTS = 3
_DEATHS_OF_A_DOCUMENT = 2
_DEATHS_OF_A_SHARD = 5
# Shards that may be under way behind the first unfinished one: what waits for its turn in the output stays bounded.
AHEAD = 16


class Started:
    """Workers that load their pipeline while the parent still looks at the inputs. Those that are not taken over are ended."""

    def __init__(self, factory: Factory, count: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._workers: list[Worker] = []
        try:
            for _ in range(count):
                self._workers.append(Worker(context, factory))
        except BaseException:
            self.close()
            raise

    def take(self) -> list[Worker]:
        """The workers: from now on the caller's."""
        taken, self._workers = self._workers, []
        return taken

    def close(self) -> None:
        """End those that are left."""
        for worker in self.take():
            worker.kill()


def parallel_parts(
    job: Job,
    shards: Sequence[Shard],
    workers: int,
    *,
    timeout: float | None = None,
    max_memory: int | None = None,
    started: Started | None = None,
) -> Iterator[Made]:
    """Parts of ``shards`` in any order. A document that kills its worker becomes an error row.

    Args:
        job: the run; its factory must be importable.
        shards: what is to be done.
        workers: processes.
        started: processes that were started already.
        timeout: seconds that a document may take.
        max_memory: bytes; a worker whose resident memory is above it after a shard is replaced.

    Raises:
        BatchError: the pipeline cannot be loaded, its factory cannot be handed over, or worker processes cannot start.
        OSError: a part cannot be written.
    """
    try:
        pickle.dumps(job.factory)
    except Exception as error:
        raise BatchError(f"with worker processes the pipeline factory must be importable: {error}") from error
    pool = _Pool(job, shards, min(workers, len(shards)), timeout, max_memory, started.take() if started is not None else [])
    try:
        yield from pool.run()
    finally:
        pool.stop()


class _Pool:
    """The workers of a run and what each is at."""

    def __init__(
        self, job: Job, shards: Sequence[Shard], workers: int, timeout: float | None, max_memory: int | None, started: list[Worker]
    ) -> None:
        self._job = job
        self._count = workers
        self._timeout = timeout
        self._max_memory = max_memory
        self._waiting = deque(shards)
        self._order = deque(shard.index for shard in shards)
        self._open = set(self._order)
        self._workers = started
        self._leaving: list[Worker] = []
        self._failed_starts = 0
        self._deaths: Counter[tuple[int, Place]] = Counter()
        self._shard_deaths: Counter[int] = Counter()
        self._verdicts: dict[int, dict[Place, tuple[str, str]]] = {}
        self._context = multiprocessing.get_context("spawn")

    def run(self) -> Iterator[Made]:
        """All parts."""
        while self._open:
            while len(self._workers) < min(self._count, len(self._open)):
                self._workers.append(Worker(self._context, self._job.factory))
            self._hand_out()
            wait(self._handles(), self._seconds_left())
            for worker in list(self._workers):
                yield from self._hear(worker)
            self._end_slow()
            for worker in [worker for worker in self._leaving if not worker.process.is_alive()]:
                self._leaving.remove(worker)
                worker.kill()

    def stop(self) -> None:
        """End all workers at once: a part is whole or not there, so nothing is lost."""
        for worker in (*self._workers, *self._leaving):
            worker.kill()
        self._workers, self._leaving = [], []

    def _hand_out(self) -> None:
        while self._order and self._order[0] not in self._open:
            self._order.popleft()
        last = self._order[0] + AHEAD * self._count if self._order else 0
        for worker in self._workers:
            if worker.ready and worker.shard is None and self._waiting and self._waiting[0].index <= last:
                shard = self._waiting.popleft()
                # where one may have to be blamed, for its time or for a death, they are tagged one by one
                together = self._timeout is None and not self._shard_deaths[shard.index]
                worker.begin(self._job, shard, self._verdicts.get(shard.index, {}), together)

    def _handles(self) -> list[Any]:
        return [handle for worker in self._workers for handle in (worker.connection, worker.process.sentinel)]

    def _seconds_left(self) -> float | None:
        if self._timeout is None:
            return None
        since = [worker.since for worker in self._workers if worker.since is not None]
        return max(0.0, min(since) + self._timeout - time.monotonic()) if since else None

    def _hear(self, worker: Worker) -> Iterator[Made]:
        """Take in what a worker has said, the news of its death included."""
        while worker in self._workers:
            alive = worker.process.is_alive()  # asked first: what it said before it died is heard
            try:
                if not worker.connection.poll():
                    if not alive:
                        self._lost(worker)
                    return
                kind, content = worker.connection.recv()
            except (EOFError, OSError, pickle.UnpicklingError):  # the line ends, perhaps inside a message
                self._lost(worker)
                return
            if kind == "ready":
                worker.ready = True
                self._failed_starts = 0
            elif kind == "at":
                worker.at, worker.since = content, None if content is None else time.monotonic()
            elif kind == "made":
                made, memory = content
                worker.shard = worker.at = worker.since = None
                self._open.discard(made.part.index)
                if self._max_memory is not None and memory > self._max_memory:
                    self._retire(worker)
                yield made
            else:
                raise content

    def _lost(self, worker: Worker) -> None:
        """A worker is gone: its shard is begun again, without the document if that is the second time."""
        shard, at, ready = worker.shard, worker.at, worker.ready
        self._drop(worker)
        if not ready:
            self._failed_starts += 1
            if self._failed_starts >= _FAILED_STARTS:
                raise BatchError("worker processes cannot start; try --workers 1 (a script needs an `if __name__ == '__main__'` guard)")
        if shard is None:
            return
        if at is not None:
            self._deaths[shard.index, at] += 1
            if self._deaths[shard.index, at] >= _DEATHS_OF_A_DOCUMENT:
                self._judge(shard, at, "internal", "the worker process died on this document")
        else:
            self._shard_deaths[shard.index] += 1
            if self._shard_deaths[shard.index] >= _DEATHS_OF_A_SHARD:
                raise BatchError(f"worker processes die when they put part {shard.index} away")
        self._waiting.appendleft(shard)

    def _end_slow(self) -> None:
        if self._timeout is None:
            return
        for worker in list(self._workers):
            if worker.since is None or worker.shard is None or worker.at is None or worker.connection.poll():
                continue
            if time.monotonic() - worker.since >= self._timeout:
                self._judge(worker.shard, worker.at, "timeout", f"not done after {self._timeout:g} seconds (--timeout)")
                self._waiting.appendleft(worker.shard)
                self._drop(worker)

    def _judge(self, shard: Shard, at: Place, code: str, message: str) -> None:
        self._verdicts.setdefault(shard.index, {})[at] = (code, message)

    def _retire(self, worker: Worker) -> None:
        """Let a worker go that has grown too large; it ends by itself."""
        self._workers.remove(worker)
        with contextlib.suppress(OSError):
            worker.connection.send(None)
        self._leaving.append(worker)

    def _drop(self, worker: Worker) -> None:
        self._workers.remove(worker)
        worker.kill()
