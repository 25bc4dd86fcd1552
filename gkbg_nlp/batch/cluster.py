"""Engines beside the pool of :mod:`workers`: joblib's (loky, ray) and a Dask cluster.

A shard goes out, its part is written where all machines see it, and only the manifest comes back. What an engine loses (a worker that
dies again and again on one document) the pool of this machine does at the end: it finds the document and makes it an error row.

Dask is spoken to directly and not through joblib: joblib's Dask backend does not pass a failed task's error on to a generator of results
(it waits for ever), and it scatters arguments to single workers whose loss then loses the task.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from gkbg_nlp.batch.errors import BatchError
from gkbg_nlp.batch.inputs import anchored
from gkbg_nlp.batch.parts import Job, Made, run_shard
from gkbg_nlp.batch.shards import Shard
from gkbg_nlp.batch.workers import AHEAD, parallel_parts


def engine_parts(backend: str, job: Job, shards: Sequence[Shard], workers: int, scheduler: str | None) -> Iterator[Made]:
    """Parts of ``shards`` in any order, made by an engine that is not the local pool.

    Raises:
        BatchError: the engine is not installed or not reached, or its workers cannot load the pipeline.
        OSError: a part cannot be written.
    """
    left = {shard.index: shard for shard in shards}
    sent = (replace(shard, items=tuple(anchored(item) for item in shard.items)) for shard in shards)
    parts = dask_parts(job, sent, workers, scheduler) if backend == "dask" else joblib_parts(backend, job, sent, workers)
    for made in parts:
        left.pop(made.part.index, None)
        yield made
    if left:
        yield from parallel_parts(job, list(left.values()), workers)


def joblib_parts(backend: str, job: Job, shards: Iterable[Shard], workers: int) -> Iterator[Made]:
    """Parts made under one of joblib's backends, until one of its workers is lost.

    Raises:
        BatchError, OSError: as :func:`engine_parts`.
    """
    from joblib import Parallel, delayed, parallel_config

    options: dict[str, Any] = {"inner_max_num_threads": 1} if backend == "loky" else {}
    if backend == "ray":
        try:
            importlib.import_module("ray.util.joblib").register_ray()
        except ImportError:
            raise BatchError("--backend ray needs ray: pip install 'ray[default]'") from None
    try:
        with parallel_config(backend, n_jobs=workers, **options):
            yield from Parallel(return_as="generator_unordered", batch_size=1)(delayed(run_shard)(job, shard) for shard in shards)
    except (BatchError, OSError):
        raise
    except Exception:  # each backend has its own error for a lost worker; the rest is done by the caller
        return


def dask_parts(job: Job, shards: Iterable[Shard], workers: int, scheduler: str | None) -> Iterator[Made]:
    """Parts made by the workers of a Dask cluster; without a scheduler's address by a cluster of this machine, for the run only.

    A shard whose worker is lost is done by another; one that takes several workers down is left out.

    Raises:
        BatchError, OSError: as :func:`engine_parts`.
    """
    try:
        dask: Any = importlib.import_module("distributed")
    except ImportError:
        raise BatchError("--backend dask needs distributed: pip install 'gkbg-nlp[dask]'") from None
    with ExitStack() as stack:
        try:
            if scheduler is None:
                cluster = stack.enter_context(dask.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None))
                scheduler = cluster.scheduler_address
            client = stack.enter_context(dask.Client(scheduler, set_as_default=False))
        except (OSError, TimeoutError, ValueError) as error:
            raise BatchError(f"the Dask scheduler {scheduler} cannot be reached: {error}") from error
        waiting = iter(shards)
        running = dask.as_completed(with_results=True, raise_errors=False, loop=client.loop)
        under_way: set[str] = set()

        def fill() -> None:
            ahead = AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
            while len(under_way) < ahead and (shard := next(waiting, None)) is not None:
                future = client.submit(run_shard, job, shard, pure=False)
                under_way.add(future.key)
                running.add(future)

        fill()
        for future, made in running:
            under_way.discard(future.key)
            if future.status == "finished":
                yield made
            else:
                _require_lost(future, client)
            future.release()
            fill()


def _require_lost(future: Any, client: Any) -> None:
    """Raise what a task raised, unless its workers were lost: several of them at the work, or one before the answer."""
    if client.status != "running":
        raise BatchError("the Dask scheduler is gone; --resume continues")
    error = future.exception() if future.status == "error" else None
    if error is None or isinstance(error, importlib.import_module("distributed").KilledWorker):
        return
    if isinstance(error, (BatchError, OSError)):
        raise error
    raise BatchError(f"a worker of the cluster cannot do its work (is the same gkbg-nlp installed there?): {type(error).__name__}: {error}")
