"""``gkbg plot``: the usual pictures of a file of gkbg tag."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gkbg_nlp.cli.messages import fail, say


def plot(
    source: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="A file that gkbg tag made.", show_default=False)],
    to: Annotated[
        Path, typer.Option("--to", metavar="FOLDER", help="Folder for the pictures; made if it is not there.", show_default=False)
    ],
    format: Annotated[str, typer.Option("--format", metavar="A,B", help="png, svg, or both.")] = "png",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace pictures that exist.")] = False,
) -> None:
    """Draw coverage (sections by year), channels (disclosed items by year) and requests (with reviews and litigations by year).

    Labels are Chinese where a Chinese font is installed, else English. Exit codes: 0 drawn, 1 nothing to draw (no report with a year),
    2 wrong usage, a broken line, or a library that is not installed.
    """
    from gkbg_nlp.exports.errors import ExportError
    from gkbg_nlp.exports.plots.draw import NothingToDrawError, draw

    formats = [name.strip() for name in format.split(",") if name.strip()]
    try:
        done = draw(source, to, formats=formats, overwrite=overwrite)
    except NothingToDrawError as error:
        raise fail(str(error), 1, cause=error) from error
    except ExportError as error:
        raise fail(str(error), 2, cause=error) from error
    except OSError as error:
        raise fail(f"cannot write to {to}: {error.strerror or error}", 2, cause=error) from error
    for note in done.notes:
        say(note)
    say(f"{done.reports} report{'s' * (done.reports != 1)} drawn: {', '.join(file.name for file in done.files)} in {to}")
