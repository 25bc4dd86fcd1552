"""``gkbg export``: a file of gkbg tag as tables, for spreadsheets, databases and data frames."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gkbg_nlp.cli.messages import fail, say

_FORMATS = "parquet, csv, xlsx, duckdb, sqlite, docbin"
_TABLES = "reports, blocks, entities, indicators, tables, findings, errors"


def export(
    source: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="A file that gkbg tag made.", show_default=False)],
    to: Annotated[
        Path,
        typer.Option("--to", metavar="TARGET", help="Folder (Parquet), or .csv, .xlsx, .duckdb, .sqlite, .spacy.", show_default=False),
    ],
    format: Annotated[
        str | None, typer.Option("--format", metavar="FORMAT", help=f"{_FORMATS}; by TARGET's ending without it.", show_default=False)
    ] = None,
    tables: Annotated[str | None, typer.Option("--tables", metavar="A,B", help=f"Only these: {_TABLES}.", show_default=False)] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace TARGET if it exists.")] = False,
) -> None:
    """Write tidy tables (docs/tables.md): reports, blocks, entities, indicators, tables, findings, errors.

    TARGET appears whole or not at all. Exit codes: 0 written, 2 wrong usage, a broken line, or a library that is not installed.
    """
    from gkbg_nlp.exports.errors import ExportError
    from gkbg_nlp.exports.export import export as run

    names = None if tables is None else [name.strip() for name in tables.split(",") if name.strip()]
    try:
        done = run(source, to, format=format, tables=names, overwrite=overwrite)
    except ExportError as error:
        raise fail(str(error), 2, cause=error) from error
    except OSError as error:
        raise fail(f"cannot write {to}: {error.strerror or error}", 2, cause=error) from error
    for notice in done.notices:
        say(notice)
    what = f"{len(done.tables)} table{'s' * (len(done.tables) != 1)} of " if done.tables else ""
    say(f"{what}{done.reports} reports and {done.failed} failed inputs written as {done.format} to {to}")
