"""Rows made in several processes, given back in the order of the inputs.

Each worker loads the pipeline once; paths go in, encoded lines come out. A bounded number of batches is under way, so memory does
not grow with the run. Processes are spawned, never forked: a program that calls this needs the usual ``__main__`` guard.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from gkbg_nlp.batch.errors import BatchError
from gkbg_nlp.batch.inputs import Input
from gkbg_nlp.batch.rows import Row, Tagger, lost_row, make_row

Factory = Callable[[], Tagger]
T = TypeVar("T", bound=Tagger)

# A task of this many reports or bytes: large enough that handing it over costs nothing, small enough for an even load.
_TASK_REPORTS = 64
_TASK_BYTES = 4_000_000
_TASKS_A_WORKER = 2


class _Worker:
    """What a worker process holds. It exists in worker processes only, one each."""

    tagger: Tagger | None = None
    problem: Exception | None = None
    max_bytes = 0


def load_tagger(factory: Callable[[], T]) -> T:
    """The pipeline.

    Raises:
        BatchError: it cannot be loaded, whatever the reason.
    """
    try:
        return factory()
    except Exception as error:
        raise BatchError(f"the pipeline cannot be loaded: {type(error).__name__}: {error}") from error


def parallel_rows(items: Sequence[Input], factory: Factory, max_bytes: int, workers: int) -> Iterator[list[Row]]:
    """Rows of ``items`` in order, some at a time. A document that kills its worker becomes an error row.

    Raises:
        BatchError: the pipeline cannot be loaded, its factory cannot be handed over, or worker processes cannot start.
    """
    try:
        pickle.dumps(factory)
    except Exception as error:
        raise BatchError(f"with several workers the pipeline factory must be importable: {error}") from error
    tasks = _tasks(items, workers)
    window: deque[tuple[list[Input], Future[list[Row]]]] = deque()
    pool = _pool(factory, max_bytes, workers)
    try:
        while True:
            try:
                _fill(window, tasks, pool, _TASKS_A_WORKER * workers)
                if not window:
                    break
                rows = window[0][1].result()
                window.popleft()
                yield rows
            except BrokenProcessPool:
                _stop(pool)
                yield from _rescue(window, factory, max_bytes)
                window.clear()
                pool = _pool(factory, max_bytes, workers)
        pool.shutdown()
    finally:
        _stop(pool)


def _fill(
    window: deque[tuple[list[Input], Future[list[Row]]]], tasks: Iterator[list[Input]], pool: ProcessPoolExecutor, limit: int
) -> None:
    while len(window) < limit and (task := next(tasks, None)) is not None:
        # In the window first: a pool that breaks now must not lose the task.
        window.append((task, Future()))
        window[-1] = (task, pool.submit(_rows, task))


def _rescue(window: deque[tuple[list[Input], Future[list[Row]]]], factory: Factory, max_bytes: int) -> Iterator[list[Row]]:
    """The rows of all tasks under way when a worker died: each document again, alone, until the one that kills is known."""
    pool: ProcessPoolExecutor | None = None
    try:
        for task, future in window:
            if future.done() and future.exception() is None:
                yield future.result()
                continue
            for item in task:
                pool = pool or _proven_pool(factory, max_bytes)
                try:
                    yield pool.submit(_rows, [item]).result()
                except BrokenProcessPool:
                    yield [lost_row(item, max_bytes)]
                    pool = None
    finally:
        if pool is not None:
            _stop(pool)


def _proven_pool(factory: Factory, max_bytes: int) -> ProcessPoolExecutor:
    pool = _pool(factory, max_bytes, 1)
    try:
        pool.submit(_rows, []).result()
    except BrokenProcessPool:
        raise BatchError("worker processes cannot start; try --workers 1 (a script needs an `if __name__ == '__main__'` guard)") from None
    return pool


def _tasks(items: Sequence[Input], workers: int) -> Iterator[list[Input]]:
    most = max(1, min(_TASK_REPORTS, len(items) // (4 * workers)))
    task: list[Input] = []
    size = 0
    for item in items:
        task.append(item)
        size += _size(item.path)
        if len(task) >= most or size >= _TASK_BYTES:
            yield task
            task, size = [], 0
    if task:
        yield task


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):
        return 0


def _pool(factory: Factory, max_bytes: int, workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(factory, max_bytes))


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the pool at once; after :meth:`~ProcessPoolExecutor.shutdown` there is nothing left to end."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()


def _start(factory: Factory, max_bytes: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends the workers
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # the workers are the parallelism
    _Worker.max_bytes = max_bytes
    try:
        _Worker.tagger = load_tagger(factory)
    except Exception as error:  # raised by the first task: an initialiser that fails only says that the pool is broken
        _Worker.problem = error


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()  # a parent that was killed cannot end its workers
        os._exit(1)


def _rows(items: list[Input]) -> list[Row]:
    if _Worker.tagger is None:
        raise _Worker.problem or BatchError("the worker has no pipeline")
    return [make_row(_Worker.tagger, item, _Worker.max_bytes) for item in items]
