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
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", help="Reports (.txt, .md) and folders of them.", show_default=False)],
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT", help="JSON Lines file to make; - is standard output.")],
    workers: Annotated[int, typer.Option("--workers", "-w", min=0, metavar="N", help="Processes; 0 takes one for each processor.")] = 1,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Continue an interrupted run; finished work is kept.")] = False,
    max_bytes: Annotated[int, typer.Option("--max-bytes", min=1, metavar="N", help="Larger files are errors.")] = _MAX_BYTES,
    model: Annotated[str | None, typer.Option("--model", metavar="DIR", help="A section model of your own.", show_default=False)] = None,
    trust: Annotated[bool, typer.Option("--trust", help="Load a joblib file as --model: it can run any code.")] = False,
) -> None:
    """Tag reports: one JSON line a report, sorted by path.

    Exit codes: 0 all reports written, 1 some inputs failed (each has a line with its error), 2 wrong usage or nothing to read.
    """
    from gkbg_nlp.batch import BatchError, tag_files
    from gkbg_nlp.cli.models import model_loader

    done = [0, 0]
    try:
        with _progress(done) as progress:
            result = tag_files(
                inputs,
                output,
                workers=workers,
                overwrite=overwrite,
                resume=resume,
                max_bytes=max_bytes,
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
    except KeyboardInterrupt:
        hint = "" if output == "-" else "; --resume continues"
        raise fail(f"interrupted after {done[0]} of {done[1] or '?'} inputs{hint}", 130) from None
    for path, code, message in result.failed:
        say(f"{path}: {message} [{code}]")
    say(summary(result, output))
    raise typer.Exit(result.exit_code)


def summary(result: BatchResult, output: str) -> str:
    """The closing line: reports, failures, time and rate of this run, what was kept or passed over."""
    if result.finished_before:
        return f"{output} is finished: {result.written} lines, nothing to do"
    new = result.written - result.resumed
    rate = new / result.seconds if result.seconds else 0.0
    parts = [f"{result.tagged} reports, {len(result.failed)} failed, {result.seconds:.2f} s, {rate:.1f} reports/s"]
    if result.resumed:
        parts.append(f"{result.resumed} lines kept from the interrupted run")
    if result.skipped_unknown:
        parts.append(f"{result.skipped_unknown} files of no known kind skipped")
    return "; ".join(parts)


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
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("tagging"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("tagging", total=None)

        def draw(now: int, total: int) -> None:
            count(now, total)
            bar.update(task, completed=now, total=total)

        yield draw
