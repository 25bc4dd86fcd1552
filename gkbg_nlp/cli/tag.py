"""``gkbg tag``: files and folders into one JSON Lines file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from gkbg_nlp.cli.messages import closed_pipe, fail, say

if TYPE_CHECKING:
    from gkbg_nlp.batch import BatchResult

_MAX_BYTES = 20_000_000


def tag(
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT", help="JSON Lines file or URL to make; - is standard output.")],
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT", help="Reports, folders, archives, quoted patterns, URLs; - is a report on standard input.", show_default=False
        ),
    ] = None,
    from_list: Annotated[
        str | None, typer.Option("--from-list", metavar="FILE", help="Further inputs, one a line; - is standard input.", show_default=False)
    ] = None,
    workers: Annotated[int, typer.Option("--workers", "-w", min=0, metavar="N", help="Processes; 0 takes one for each processor.")] = 1,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Continue an interrupted run; finished work is kept.")] = False,
    max_bytes: Annotated[int, typer.Option("--max-bytes", min=1, metavar="N", help="Larger files are errors.")] = _MAX_BYTES,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="Only the first N inputs in order.", show_default=False)
    ] = None,
    keep_duplicates: Annotated[bool, typer.Option("--keep-duplicates", help="A line for each input, also of the same content.")] = False,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first input that fails.")] = False,
    timeout: Annotated[
        float | None, typer.Option("--timeout", metavar="S", help="Seconds a report may take; slower ones are errors.", show_default=False)
    ] = None,
    max_memory: Annotated[
        int | None, typer.Option("--max-memory", min=1, metavar="MB", help="Replace a worker that holds more.", show_default=False)
    ] = None,
    backend: Annotated[str, typer.Option("--backend", metavar="NAME", help="What runs the workers: local, loky, dask, ray.")] = "local",
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="URL", help="Dask: tcp://HOST:PORT of the scheduler.", show_default=False)
    ] = None,
    model: Annotated[str | None, typer.Option("--model", metavar="DIR", help="A section model of your own.", show_default=False)] = None,
    trust: Annotated[bool, typer.Option("--trust", help="Load a joblib file as --model: it can run any code.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Print which rule decided what, report by report.")] = False,
) -> None:
    """Tag reports: one JSON line a report, sorted by path.

    Exit codes: 0 all reports written, 1 some inputs failed (each has a line with its error), 2 wrong usage or nothing to read.
    130 and 143: stopped by Ctrl-C or SIGTERM; --resume continues.
    """
    from gkbg_nlp.batch import BatchError, tag_files
    from gkbg_nlp.cli.models import model_loader

    if explain and (output == "-" or "://" in output):
        raise fail("--explain prints to standard output what OUT holds: name a file of this machine as OUT", 2)
    done = [0, 0]
    try:
        with _terminable(), _progress(done) as progress:
            result = tag_files(
                inputs or [],
                output,
                from_list=from_list,
                workers=workers,
                overwrite=overwrite,
                resume=resume,
                max_bytes=max_bytes,
                limit=limit,
                keep_duplicates=keep_duplicates,
                fail_fast=fail_fast,
                timeout=timeout,
                max_memory=max_memory,
                backend=backend,
                scheduler=scheduler,
                progress=progress,
                notify=say,
                pipeline_factory=model_loader(model, trust),
            )
    except BatchError as error:
        raise fail(str(error), 2, cause=error) from error
    except BrokenPipeError as error:
        raise closed_pipe() from error
    except OSError as error:
        raise fail(f"cannot write {output}: {error.strerror or error}", 2, cause=error) from error
    except KeyboardInterrupt as stop:
        word, number = ("terminated", 143) if isinstance(stop, Terminated) else ("interrupted", 130)
        if done[0] == 0 and not (resume and done[1] == 0):  # before a resumed run has counted, it may have kept something
            raise fail(f"{word} before anything was finished", number) from None
        hint = "" if output == "-" else "; --resume continues"
        raise fail(f"{word} after {done[0]} of {_many(done[1], 'input') if done[1] else '? inputs'}{hint}", number) from None
    if explain and not result.stopped:
        _explain(output)
    for path, code, message in result.failed:
        say(f"{path}: {message} [{code}]")
    say(summary(result, output))
    raise typer.Exit(result.exit_code)


def _explain(output: str) -> None:
    """Print the reports of a finished output with the rules that decided."""
    from gkbg_nlp.cli.rules_view import render_rules
    from gkbg_nlp.cli.view import make_console
    from gkbg_nlp.report.records import decode

    console = make_console()
    with open(output, "rb") as lines:
        for line in lines:
            report = decode(line)
            if not report.errors:
                console.print(render_rules(report))


def summary(result: BatchResult, output: str) -> str:
    """The closing line: reports, failures, time and lines a second of this run, what was kept or passed over."""
    if result.finished_before:
        failed = f", {result.failed_before} failed" if result.failed_before else ""
        return f"{output} is finished: {_many(result.written, 'line')}{failed}, nothing to do"
    if result.stopped:
        return f"stopped at the first failed input after {_many(result.written, 'line')}" + (
            "" if output == "-" else "; --resume continues"
        )
    new = result.written - result.resumed
    rate = new / result.seconds if result.seconds else 0.0
    parts = [f"{_many(result.tagged, 'report')}, {len(result.failed)} failed, {result.seconds:.2f} s, {rate:.1f}/s"]
    if result.resumed:
        parts.append(f"{_many(result.resumed, 'line')} kept from the interrupted run")
    if result.merged:
        parts.append(f"{_many(result.merged, 'duplicate')} named in {'another line' if result.merged == 1 else 'other lines'}")
    if result.skipped_unknown:
        parts.append(f"{_many(result.skipped_unknown, 'file')} of no known kind skipped")
    return "; ".join(parts)


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class Terminated(KeyboardInterrupt):
    """SIGTERM: ends a run as Ctrl-C does."""


@contextmanager
def _terminable() -> Iterator[None]:
    """Make SIGTERM an orderly end: workers are ended, finished parts stay."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():  # only the main thread may say what a signal does
        yield
        return

    def stop(number: int, frame: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the end is under way
        raise Terminated

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _progress(done: list[int]) -> Iterator[Callable[[int, int], None]]:
    """Counts into ``done``, and draws a bar where standard error is a terminal."""
    import sys

    def count(now: int, total: int) -> None:
        done[:] = now, total

    if not sys.stderr.isatty():
        yield count
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Inputs a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:.1f}/s" if speed else "")

    columns = (TextColumn("tagging"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("tagging", total=None)

        def draw(now: int, total: int) -> None:
            count(now, total)
            bar.update(task, completed=now, total=total)

        yield draw
