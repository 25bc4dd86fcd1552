"""A run from arguments to a finished output: one row an input, in the order of the sorted inputs, the same bytes for every number
of workers and every interruption."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gkbg_nlp.batch.assemble import Assembly
from gkbg_nlp.batch.copying import File
from gkbg_nlp.batch.cpus import available_cpus
from gkbg_nlp.batch.duplicates import merge
from gkbg_nlp.batch.engine import MEGABYTE, Engine, check, check_reach
from gkbg_nlp.batch.errors import BatchError
from gkbg_nlp.batch.gather import first, gather, read_list
from gkbg_nlp.batch.inputs import Collected, Input, look
from gkbg_nlp.batch.output import Output, check_apart, open_output
from gkbg_nlp.batch.parts import Factory, Job, Made, Part, kept_part, part_bytes
from gkbg_nlp.batch.result import BatchResult
from gkbg_nlp.batch.resume import Finished, describe, finished_lines, has_run, take_up
from gkbg_nlp.batch.rows import Tagger
from gkbg_nlp.batch.shards import Shard, cut
from gkbg_nlp.batch.store import Store, open_store, part_name
from gkbg_nlp.readers import DEFAULT_MAX_BYTES, is_known, known_suffixes

if TYPE_CHECKING:
    from gkbg_nlp.batch.workers import Started


@dataclass(frozen=True)
class Loader:
    """Makes the pipeline of a run or of one worker: ``gkbg_nlp.pipeline.load`` with a model directory, by default the shipped one."""

    model: str | None = None

    def __call__(self) -> Tagger:
        from gkbg_nlp.pipeline import load  # late: it pulls in the models' libraries

        return load() if self.model is None else load(self.model)


def tag_files(
    inputs: Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    from_list: str | None = None,
    workers: int = 1,
    overwrite: bool = False,
    resume: bool = False,
    max_bytes: int = DEFAULT_MAX_BYTES,
    limit: int | None = None,
    keep_duplicates: bool = False,
    fail_fast: bool = False,
    timeout: float | None = None,
    max_memory: int | None = None,
    backend: str = "local",
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    notify: Callable[[str], None] | None = None,
    pipeline_factory: Factory | None = None,
) -> BatchResult:
    """Tag reports into one JSON Lines file (``-`` is standard output), sorted by path; each input has a line or is named in one.

    Args:
        inputs: files, directories, patterns, archives, URLs that fsspec knows, ``-`` for one report on standard input; a named
            path that is missing becomes an error record in its place.
        output: appears by rename when it is complete; may be a URL.
        from_list: a file with further inputs, one a line, ``-`` for standard input.
        workers: processes; 1 works in this one, 0 takes as many as there are processors for this process.
        overwrite: replace an existing file; one with a report's name only where an earlier run made it.
        resume: continue an interrupted run of the same inputs; finished work is left as it is.
        max_bytes: a larger file is an error record.
        limit: only so many inputs, the first in order.
        keep_duplicates: a line for each input, also where several have the same content.
        fail_fast: stop at the first failed input.
        timeout: seconds that a document may take; a slower one is an error record.
        max_memory: megabytes; a worker above it is replaced between two shards.
        backend: what runs the workers: local, loky, dask or ray.
        scheduler: the address of a Dask scheduler; without one a cluster of this machine is made for the run.
        progress: called with inputs done and inputs in all.
        notify: called with a line for people where a run starts again instead of continuing.
        pipeline_factory: makes the pipeline, once in each process; with several workers an importable, picklable callable.

    Raises:
        BatchError: before any work: an existing output, one that is an input too, options that exclude each other, nothing to read,
            an output that cannot be written; later: a pipeline that cannot be loaded, an engine that is not there.
        KeyboardInterrupt: passed on; what is done can be resumed.
        OSError: the output cannot be written (a full disk); what is done can be resumed.
    """
    started = time.perf_counter()
    named, target = [os.fspath(path) for path in inputs], os.fspath(output)
    engine = Engine(backend, workers or available_cpus(), timeout, max_memory and max_memory * MEGABYTE, scheduler)
    check(named, from_list, workers, overwrite, resume, max_bytes, limit, engine)
    check_apart(named, target)
    out = open_output(target, overwrite=overwrite, resume=resume)
    listed = read_list(from_list) if from_list is not None else []
    check_apart(listed, target)
    check_reach([*named, *listed, target], engine)
    skip = None if out.parts is None else os.path.abspath(target)
    found = gather(named, is_known, listed=listed, skip=skip, max_bytes=max_bytes)
    if limit is not None:
        found = first(found, limit)
    if not found.items:
        raise BatchError(_nothing(found))
    factory = pipeline_factory if pipeline_factory is not None else Loader()
    result = BatchResult(skipped_unknown=found.skipped_unknown)
    say = notify or (lambda message: None)
    with out.alone(), ExitStack() as stack:
        # A run that is taken up may have nothing left to do.
        early = None if resume else engine.start(factory, len(found.items))
        if early is not None:
            stack.callback(early.close)
        items = found.items if keep_duplicates else merge(found.items, max_bytes, engine.workers)
        finished = _finished(out, items, say) if resume else None
        if finished is not None:
            result.finished_before, result.written, result.resumed = True, finished.lines, finished.lines
            result.failed_before, result.merged = finished.failed, len(found.items) - finished.lines
        else:
            job = Job(factory, max_bytes, out.parts, fail_fast)
            _Running(out, job, cut(items), len(found.items), progress, result, early).go(items, engine, resume, say)
    result.failed.sort(key=lambda failure: failure[0])
    result.seconds = time.perf_counter() - started
    return result


class _Joining:
    """Puts the parts of a store behind one another into the output: each when those before it are there, so that the writing goes on
    beside the workers, or all at the end where the output wants that."""

    def __init__(self, out: Output, store: Store, shards: Sequence[Shard], here: bool) -> None:
        self._out = out
        self._store = store
        self._assembly = Assembly(shards)
        self._here = here  # the parts are made on this machine: one whose file is as it was left need not be read to be believed
        self._waiting: list[Made] = []

    def take(self, made: Made) -> None:
        """A part that lies in the store."""
        if self._out.early:
            self._out.write(self._assembly.put(made, self._lines, self._whole))
        else:
            self._waiting.append(made)

    def rest(self) -> None:
        """Write what was kept back."""
        for made in self._waiting:
            self._out.write(self._assembly.put(made, self._lines, self._whole))

    def _lines(self, made: Made) -> bytes:
        return part_bytes(self._store, made.part)

    def _whole(self, made: Made) -> bytes | File:
        path = self._store.local(part_name(made.part.index, ".jsonl")) if self._here and made.stamp else None
        return self._lines(made) if path is None or look(path)[1] != made.stamp else File(path, made.part.bytes)


class _Running:
    """One run under way."""

    def __init__(
        self,
        out: Output,
        job: Job,
        shards: Sequence[Shard],
        total: int,
        progress: Callable[[int, int], None] | None,
        result: BatchResult,
        early: Started | None,
    ) -> None:
        self._out = out
        self._job = job
        self._shards = shards
        self._total = total
        self._done = 0
        self._progress = progress or (lambda done, total: None)
        self._result = result
        self._early = early

    def go(self, items: Sequence[Input], engine: Engine, resume: bool, say: Callable[[str], None]) -> None:
        """Make the parts that are not there yet and put them together."""
        if self._out.parts is None:
            self._stream(engine)
            return
        store = open_store(self._out.parts)
        run = describe(items, self._job.factory, self._job.max_bytes)
        self._job = replace(self._job, run=run.name())
        kept = self._kept(store) if take_up(store, run, resume, say) else {}
        join = _Joining(self._out, store, self._shards, engine.backend == "local")
        for part in kept.values():
            self._count(part)
            join.take(Made(part))
        self._result.resumed = self._result.written
        self._progress(self._done, self._total)
        any_part = bool(kept)
        try:
            with closing(engine.parts(self._job, [shard for shard in self._shards if shard.index not in kept], self._early)) as making:
                for made in making:
                    if self._stopped(made):
                        return
                    if not any_part:
                        part_bytes(store, made.part)  # written where this machine sees it?
                        any_part = True
                    self._count(made.part)
                    join.take(made)
                    self._progress(self._done, self._total)
        except BatchError:
            if not any_part:
                store.clear()
            raise
        join.rest()
        self._finish()
        store.clear()

    def _stream(self, engine: Engine) -> None:
        self._progress(0, self._total)
        assembly = Assembly(self._shards)
        with closing(engine.parts(self._job, self._shards, self._early)) as making:
            for made in making:
                if self._stopped(made):
                    return
                self._count(made.part)
                self._out.write(assembly.add(made, lambda made: made.data or b""))
                self._progress(self._done, self._total)
        self._finish()

    def _kept(self, store: Store) -> dict[int, Part]:
        found = ((shard.index, kept_part(store, shard, self._job.run)) for shard in self._shards)
        return {index: part for index, part in found if part is not None and not (part.failed and self._job.fail_fast)}

    def _stopped(self, made: Made) -> bool:
        if made.part.stopped:
            self._result.stopped = True
            self._result.failed += made.part.failed
        return made.part.stopped

    def _count(self, part: Part) -> None:
        self._done += part.inputs
        self._result.written += part.lines + len(part.late)
        self._result.merged += part.merged
        self._result.failed += part.failed

    def _finish(self) -> None:
        if self._result.written + self._result.merged != self._total:  # never a silent gap
            raise AssertionError(f"{self._result.written} lines and {self._result.merged} merged for {self._total} inputs")
        self._out.finish()


def _nothing(found: Collected) -> str:
    known = ", ".join(known_suffixes())
    others = f"; {found.skipped_unknown} file{'s' * (found.skipped_unknown > 1)} of other kinds" if found.skipped_unknown else ""
    return f"nothing to read: no reports ({known}) in what was named{others}"


def _finished(out: Output, items: Sequence[Input], say: Callable[[str], None]) -> Finished | None:
    """What a finished output of these inputs holds; ``None`` makes the run begin or go on."""
    if out.parts is None or not out.exists() or has_run(open_store(out.parts)):
        return None
    with out.open() as file:
        finished = finished_lines(file, items)
    if finished is not None:
        return finished
    say("the output was made of other inputs; starting again, it is replaced when the new one is complete")
    return None
