"""``gkbg show``: one report, readable in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gkbg_nlp.cli.messages import fail, visible

if TYPE_CHECKING:
    from gkbg_nlp.report import Report


def show(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A report, or a .jsonl file that gkbg tag made.", show_default=False)],
    record: Annotated[int, typer.Option("--record", "-r", min=1, metavar="N", help="Which line of a .jsonl file.")] = 1,
    no_entities: Annotated[bool, typer.Option("--no-entities", help="Leave the text unmarked.")] = False,
    width: Annotated[int | None, typer.Option("--width", min=20, metavar="COLUMNS", help="Line width.", show_default=False)] = None,
    model: Annotated[str | None, typer.Option("--model", metavar="DIR", help="A section model of your own.", show_default=False)] = None,
) -> None:
    """Show a report: blocks with their sections, entities in place, indicators with evidence."""
    from gkbg_nlp.batch import BatchError
    from gkbg_nlp.cli.models import refuse_joblib

    refuse_joblib(model)
    if file == "-":
        raise fail("only gkbg tag reads standard input: name a file", 2)
    try:
        report = read_record(file, record) if file.endswith(".jsonl") else tag_one(file, model)
    except BatchError as error:
        raise fail(str(error), 2, cause=error) from error
    except (OSError, ValueError) as error:
        raise fail(f"{file}: {error.strerror if isinstance(error, OSError) else error}", 1, cause=error) from error
    from gkbg_nlp.cli.view import make_console, render_report

    if report.errors:
        problem = report.errors[0]
        raise fail(f"{visible(report.source.path)}: {problem.message} [{problem.code}]", 1)
    console = make_console(width)
    console.print(render_report(report, entities=not no_entities, colour=console.color_system is not None))


def tag_one(path: str, model: str | None = None) -> Report:
    """The report of one file; one that cannot be read has ``errors``.

    Raises:
        BatchError: the pipeline cannot be loaded.
    """
    from gkbg_nlp.batch import Input, Loader
    from gkbg_nlp.batch.rows import make_row
    from gkbg_nlp.batch.workers import load_tagger
    from gkbg_nlp.readers import DEFAULT_MAX_BYTES
    from gkbg_nlp.report.records import decode

    return decode(make_row(load_tagger(Loader(model)), Input(path), DEFAULT_MAX_BYTES).line)


def read_record(path: str, number: int) -> Report:
    """Record ``number`` (from 1) of an output file.

    Raises:
        OSError: the file cannot be read.
        ValueError: it has fewer lines, or the line does not fit the output contract.
    """
    from itertools import islice

    from gkbg_nlp.report.records import decode

    with open(path, "rb") as file:
        line = next(islice(file, number - 1, None), None)
    if line is None:
        raise ValueError(f"there is no line {number}")
    try:
        return decode(line)
    except ValueError as error:
        raise ValueError(f"line {number} is no record of gkbg tag: {error}") from error
