"""``gkbg benchmark``: what tagging costs on this machine, by rooms and beside reference designs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gkbg_nlp.cli.messages import closed_pipe, fail, say
from gkbg_nlp.cli.targets import put_json, refuse_device
from gkbg_nlp.report.whole import write_whole

if TYPE_CHECKING:
    from gkbg_nlp.benchmark.records import Benchmark


def benchmark(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILES]", help="Reports and folders of your own; without any, generated ones.", show_default=False),
    ] = None,
    samples: Annotated[bool, typer.Option("--samples", help="Read the shipped sample reports.")] = False,
    reports: Annotated[
        int | None,
        typer.Option("--reports", min=1, metavar="N", help="Of a round; 2,000 generated ones, all of FILES.", show_default=False),
    ] = None,
    characters: Annotated[int, typer.Option("--characters", min=1, metavar="N", help="Of a generated report, on average.")] = 2400,
    rounds: Annotated[
        int, typer.Option("--rounds", min=1, metavar="N", help="Each gives a figure; the median and the range are shown.")
    ] = 5,
    workers: Annotated[str, typer.Option("--workers", metavar="A,B", help="Numbers of worker processes.")] = "1",
    designs: Annotated[
        Path | None,
        typer.Option("--designs", metavar="FOLDER", help="Reference designs; by default those of the checkout.", show_default=False),
    ] = None,
    train: Annotated[
        Path | None,
        typer.Option("--train", metavar="FOLDER", help="Corpus that they are trained on; by default the checkout's.", show_default=False),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="WHAT", help="rooms, start, designs, peers, content, or a design's name; may be repeated.", show_default=False
        ),
    ] = None,
    curve: Annotated[
        list[str] | None,
        typer.Option(
            "--curve",
            metavar="OVER",
            help="Only how cost grows over characters, reports (at most --reports), workers, features; may be repeated.",
            show_default=False,
        ),
    ] = None,
    json: Annotated[
        str | None, typer.Option("--json", metavar="FILE", help="All figures as JSON; - is standard output.", show_default=False)
    ] = None,
    plot: Annotated[Path | None, typer.Option("--plot", metavar="FILE.svg", help="The figures as a chart.", show_default=False)] = None,
    width: Annotated[int | None, typer.Option("--width", min=40, metavar="COLUMNS", help="Line width.", show_default=False)] = None,
) -> None:
    """Measure the whole path, its rooms, its start and memory, and reference designs in the same run.

    Exit codes: 0 measured, 2 wrong usage, nothing to read, a design or a room that cannot be measured.
    """
    from gkbg_nlp.benchmark.designs import CORPUS, DESIGNS, DesignError
    from gkbg_nlp.benchmark.inputs import InputError
    from gkbg_nlp.benchmark.plot import require_matplotlib
    from gkbg_nlp.benchmark.run import Asked, BenchmarkError, check
    from gkbg_nlp.benchmark.run import benchmark as run
    from gkbg_nlp.benchmark.starts import StartError
    from gkbg_nlp.benchmark.stopwatch import StopwatchError
    from gkbg_nlp.cli.view import make_console
    from gkbg_nlp.exports.errors import ExportError

    for target in (json, plot):
        refuse_device(target)
    if designs is not None and not designs.is_dir():
        raise fail(f"{designs}: no folder of designs", 2)
    folder = designs or (DESIGNS if DESIGNS.is_dir() else None)
    asked = Asked(
        tuple(files or ()),
        samples,
        reports,
        characters,
        rounds,
        _numbers(workers),
        folder,
        train or CORPUS,
        tuple(only or ()),
        tuple(curve or ()),
    )
    try:
        check(asked)
        if plot is not None:
            require_matplotlib()
        with make_console(stderr=True).status("measuring") as status:  # drawn on a terminal only
            result = run(asked, status.update)
    except (BenchmarkError, InputError, DesignError, StopwatchError, StartError, ExportError) as error:
        raise fail(str(error), 2, cause=error) from error
    for note in result.notes:
        say(note)
    try:
        _deliver(result, json, plot, width)
    except BrokenPipeError as error:
        raise closed_pipe() from error
    except OSError as error:
        raise fail(f"cannot write {error.filename or 'the figures'}: {error.strerror or error}", 2, cause=error) from error


def _numbers(given: str) -> tuple[int, ...]:
    try:
        found = tuple(dict.fromkeys(int(number) for number in given.split(",")))
    except ValueError:
        found = ()
    if not found or min(found) < 1:
        raise fail(f"--workers {given}: numbers from 1 on, apart by commas", 2)
    return found


def _deliver(result: Benchmark, json: str | None, plot: Path | None, width: int | None) -> None:
    """Write what was asked for; the tables go to standard output unless the JSON does."""
    import sys

    from gkbg_nlp.benchmark.plot import picture

    put_json(result, json)
    if plot is not None:
        write_whole(plot, picture(result))
    if json != "-":
        from rich.text import Text

        from gkbg_nlp.benchmark.tables import facts, tables
        from gkbg_nlp.cli.evaluate_view import render_table
        from gkbg_nlp.cli.messages import visible
        from gkbg_nlp.cli.view import make_console

        console = make_console(width)
        for line in facts(result):
            console.print(Text(visible(line)))
        for table in tables(result):
            console.print("", *render_table(table), sep="\n")
    sys.stdout.flush()
