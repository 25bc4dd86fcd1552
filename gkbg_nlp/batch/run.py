"""A run from arguments to a finished output: one row an input, in the order of the sorted inputs, the same bytes for every number
of workers."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from gkbg_nlp import __version__
from gkbg_nlp.batch.cpus import available_cpus
from gkbg_nlp.batch.errors import BatchError
from gkbg_nlp.batch.inputs import Collected, Input, collect
from gkbg_nlp.batch.output import FileOutput, Kept, State, StreamOutput, check_target, digest, is_stream, read_lines
from gkbg_nlp.batch.rows import Row, Tagger, make_row, printable
from gkbg_nlp.batch.workers import Factory, load_tagger, parallel_rows
from gkbg_nlp.readers import DEFAULT_MAX_BYTES, is_known, known_suffixes
from gkbg_nlp.report.records import SCHEMA_VERSION

_STATE_VERSION = 1


@dataclass(frozen=True)
class Loader:
    """Makes the pipeline of a run or of one worker: ``gkbg_nlp.pipeline.load`` with a model directory, by default the shipped one."""

    model: str | None = None

    def __call__(self) -> Tagger:
        from gkbg_nlp.pipeline import load  # late: it pulls in the models' libraries

        return load() if self.model is None else load(self.model)


@dataclass(slots=True)
class BatchResult:
    """What a run did.

    ``written`` counts the lines of the output, failed inputs among them; ``failed`` holds path, code and message of each of those;
    ``resumed`` counts the lines kept from earlier work; ``seconds`` is wall time. ``finished_before``: there was nothing to do.
    """

    written: int = 0
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    skipped_unknown: int = 0
    seconds: float = 0.0
    resumed: int = 0
    finished_before: bool = False

    @property
    def tagged(self) -> int:
        """Reports that were read and tagged."""
        return self.written - len(self.failed)

    @property
    def exit_code(self) -> int:
        """0 where every input became a report (or finished work was left alone), else 1."""
        return 1 if self.failed else 0


def tag_files(
    inputs: Sequence[str],
    output: str,
    *,
    workers: int = 1,
    overwrite: bool = False,
    resume: bool = False,
    max_bytes: int = DEFAULT_MAX_BYTES,
    progress: Callable[[int, int], None] | None = None,
    notify: Callable[[str], None] | None = None,
    pipeline_factory: Factory | None = None,
) -> BatchResult:
    """Tag files and directories into one JSON Lines file (``-`` is standard output), one line an input, sorted by path.

    Args:
        inputs: files and directories; a named path that is missing becomes an error record in its place.
        output: appears by rename when it is complete.
        workers: processes; 1 works in this one, 0 takes as many as there are processors for this process.
        overwrite: replace an existing output.
        resume: continue an interrupted run of the same inputs; finished work is left as it is.
        max_bytes: a larger file is an error record.
        progress: called with inputs done and inputs in all.
        notify: called with a line for people where a run starts again instead of continuing.
        pipeline_factory: makes the pipeline, once in each process; with several workers an importable, picklable callable.

    Raises:
        BatchError: before any work: an existing output, options that exclude each other, nothing to read, an output that cannot
            be written; later: a pipeline that cannot be loaded.
        KeyboardInterrupt: passed on; what is done can be resumed.
        OSError: the output cannot be written (a full disk); what is done can be resumed.
    """
    started = time.perf_counter()
    stream = is_stream(output)
    _check_options(output, stream, workers, overwrite, resume, max_bytes)
    target = "" if stream else check_target(output)
    found = collect(inputs, is_known, skip=None if stream else os.path.abspath(output))
    if not found.items:
        raise BatchError(_nothing(found))
    paths = [printable(item.path) for item in found.items]
    factory = pipeline_factory if pipeline_factory is not None else Loader()
    result = BatchResult(skipped_unknown=found.skipped_unknown)
    say = notify or (lambda message: None)
    earlier = None if stream else FileOutput(target).earlier()
    if resume and earlier is None and os.path.exists(target) and _is_finished(target, output, paths, say):
        result.finished_before, result.written, result.resumed = True, len(paths), len(paths)
    elif stream:
        with StreamOutput(output) as out:
            _write(out, Kept(), found.items, factory, max_bytes, workers, progress, result)
    else:
        with FileOutput(target) as file:
            state = State(_STATE_VERSION, len(paths), digest(paths, _options(factory, max_bytes)))
            kept = file.open(state, paths, keep=_can_continue(earlier, state, resume, say))
            try:
                _write(file, kept, found.items, factory, max_bytes, workers, progress, result)
            except BatchError:
                if not result.written:
                    file.discard()
                raise
    result.seconds = time.perf_counter() - started
    return result


def _check_options(output: str, stream: bool, workers: int, overwrite: bool, resume: bool, max_bytes: int) -> None:
    if overwrite and resume:
        raise BatchError("--overwrite and --resume exclude each other")
    if resume and stream:
        raise BatchError("--resume needs an output file")
    if workers < 0:
        raise BatchError("the number of workers is 0 (all processors) or more")
    if max_bytes < 1:
        raise BatchError("the limit of bytes is 1 or more")
    if not stream and not overwrite and not resume and os.path.lexists(output):
        raise BatchError(f"{output} exists; --overwrite replaces it, --resume continues or keeps it")


def _nothing(found: Collected) -> str:
    known = ", ".join(known_suffixes())
    others = f"; {found.skipped_unknown} files of other kinds" if found.skipped_unknown else ""
    return f"nothing to read: no reports ({known}) in what was named{others}"


def _options(factory: Factory, max_bytes: int) -> list[str]:
    """What shapes the lines beside the inputs; a factory of the caller's own is known by its name only."""
    name = repr(factory) if isinstance(factory, Loader) else getattr(factory, "__qualname__", type(factory).__qualname__)
    return [SCHEMA_VERSION, __version__, name, str(max_bytes)]


def _is_finished(target: str, output: str, paths: list[str], say: Callable[[str], None]) -> bool:
    """Whether OUT holds a line of every input, in order, and nothing else; ``False`` makes the run start again."""
    with open(target, "rb") as file:
        kept = read_lines(file, paths)
        if kept.lines == len(paths) and kept.end == os.path.getsize(target):
            return True
    with open(target, "rb") as file:
        if os.path.getsize(target) and not file.read(19).startswith(b'{"schema_version":"'):
            raise BatchError(f"{output} exists and is no output of gkbg tag; --overwrite replaces it")
    say(f"{output} was made of other inputs; starting again, it is replaced when the new one is complete")
    return False


def _can_continue(earlier: State | None, state: State, resume: bool, say: Callable[[str], None]) -> bool:
    if earlier is None:
        return False
    if not resume:
        say("an interrupted run is dropped (--resume would have continued it)")
        return False
    if earlier != state:
        say("the interrupted run had other inputs or options; starting again from the beginning")
        return False
    return True


def _write(
    out: FileOutput | StreamOutput,
    kept: Kept,
    items: Sequence[Input],
    factory: Factory,
    max_bytes: int,
    workers: int,
    progress: Callable[[int, int], None] | None,
    result: BatchResult,
) -> None:
    result.written = result.resumed = kept.lines
    result.failed += kept.failed
    if progress is not None:
        progress(result.written, len(items))
    for rows in _rows(items[kept.lines :], factory, max_bytes, workers):
        out.write(row.line for row in rows)
        result.written += len(rows)
        result.failed += [(row.path, row.code, row.message) for row in rows if row.code is not None]
        if progress is not None:
            progress(result.written, len(items))
    if result.written != len(items):  # never a silent gap
        raise AssertionError(f"{result.written} lines for {len(items)} inputs")
    out.finish()


def _rows(items: Sequence[Input], factory: Factory, max_bytes: int, workers: int) -> Iterator[list[Row]]:
    processes = min(workers or available_cpus(), len(items))
    if processes > 1:
        yield from parallel_rows(items, factory, max_bytes, processes)
    elif items:
        tagger = load_tagger(factory)
        for item in items:
            yield [make_row(tagger, item, max_bytes)]
