"""``gkbg demo``: the shipped sample reports through the whole path."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Annotated

import typer

from gkbg_nlp.cli.messages import fail, say


def demo(
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="OUT", help="JSON Lines file to make; by default in a new temporary folder.", show_default=False
        ),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.")] = False,
    width: Annotated[int | None, typer.Option("--width", min=20, metavar="COLUMNS", help="Line width.", show_default=False)] = None,
) -> None:
    """Tag the shipped sample reports, show one of them and a summary of all."""
    import os
    import tempfile

    from gkbg_nlp.batch import BatchError, tag_files
    from gkbg_nlp.cli.tag import summary
    from gkbg_nlp.cli.view import make_console, render_report, summary_table
    from gkbg_nlp.report.records import decode

    if output == "-":
        raise fail("the demo shows its reports on standard output; name a file", 2)
    try:
        with sample_paths() as samples:
            target = output or os.path.join(tempfile.mkdtemp(prefix="gkbg-demo-"), "reports.jsonl")
            result = tag_files(samples, target, overwrite=overwrite)
    except BatchError as error:
        raise fail(str(error), 2, cause=error) from error
    with open(target, "rb") as file:
        reports = [decode(line) for line in file]
    console = make_console(width)
    console.print(render_report(reports[0], colour=console.color_system is not None))
    console.print(summary_table(reports))
    for path, code, message in result.failed:
        say(f"{path}: {message} [{code}]")
    say(f"{summary(result, target)}; written to {target}")
    raise typer.Exit(result.exit_code)


@contextmanager
def sample_paths() -> Iterator[list[str]]:
    """Paths of the shipped sample reports, as files also where the package lies in an archive.

    Raises:
        BatchError: this installation has none.
    """
    from importlib.resources import as_file, files

    from gkbg_nlp.batch import BatchError

    folder = files("gkbg_nlp") / "samples"
    found = sorted((item for item in folder.iterdir() if item.name.endswith(".txt")), key=lambda item: item.name) if folder.is_dir() else []
    if not found:
        raise BatchError("this installation has no sample reports")
    with ExitStack() as stack:
        yield [str(stack.enter_context(as_file(item))) for item in found]
