"""What ``gkbg tag`` does, without the command framework: see :mod:`gkbg_nlp.cli.plain`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gkbg_nlp.cli.messages import closed_pipe, fail, say

if TYPE_CHECKING:
    from gkbg_nlp.batch import BatchResult

MAX_BYTES = 20_000_000


def tag_reports(
    output: str,
    inputs: list[str] | None = None,
    *,
    from_list: str | None = None,
    workers: int = 1,
    overwrite: bool = False,
    resume: bool = False,
    max_bytes: int = MAX_BYTES,
    limit: int | None = None,
    keep_duplicates: bool = False,
    fail_fast: bool = False,
    timeout: float | None = None,
    max_memory: int | None = None,
    backend: str = "local",
    scheduler: str | None = None,
    model: str | None = None,
    trust: bool = False,
    explain: bool = False,
) -> int:
    """Tag reports as the options say; gives the exit code. Raises ``typer.Exit`` where the run cannot be done, with the reason told."""
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
    return result.exit_code


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
