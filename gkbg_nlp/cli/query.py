"""``gkbg query``: one SELECT over exported tables, or straight over a file of gkbg tag."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from gkbg_nlp.cli.messages import closed_pipe, fail, say, visible

if TYPE_CHECKING:
    from gkbg_nlp.exports.query import Answer

SHOWN = 1_000
"""Rows of a table for the terminal, which is drawn as a whole."""
_PLAIN = 10**16
"""From here on a real has no digits after the point, and not all before it are its own: it stays as Python writes it."""


def query(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A .duckdb, .sqlite or Parquet folder of gkbg export, or a .jsonl of gkbg tag.", show_default=False
        ),
    ],
    sql: Annotated[str, typer.Argument(metavar="SELECT", help="One SELECT; docs/tables.md has tables and views.", show_default=False)],
    format: Annotated[
        Literal["table", "csv", "json"] | None,
        typer.Option("--format", help="A table on terminals, CSV elsewhere without it.", show_default=False),
    ] = None,
) -> None:
    """Ask exported tables in SQL. Nothing is changed, and no other file can be read.

    Exit codes: 0 answered, 2 wrong SQL, wrong usage, or a library that is not installed.
    """
    from gkbg_nlp.exports.errors import ExportError
    from gkbg_nlp.exports.query import answer

    try:
        with answer(file, sql) as found:
            deliver(found, format or ("table" if sys.stdout.isatty() else "csv"))
        sys.stdout.flush()
    except ExportError as error:
        raise fail(str(error), 2, cause=error) from error
    except BrokenPipeError as error:
        raise closed_pipe() from error


def deliver(found: Answer, format: str) -> None:
    """Write a result to standard output as ``table``, ``csv`` (as gkbg export guards it) or ``json`` (an array, an object a line)."""
    if format == "table":
        draw(found)
    elif format == "json":
        sys.stdout.writelines(json_pieces(found))
    else:
        import csv

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(found.columns)
        writer.writerows([csv_cell(value) for value in row] for row in found.rows)


def json_pieces(found: Answer) -> Iterator[str]:
    """A result as JSON, row by row; what JSON has no form for is text."""
    import msgspec

    yield "["
    for number, row in enumerate(found.rows):
        record = msgspec.json.encode(dict(zip(found.columns, row, strict=True)), enc_hook=str).decode("utf-8")
        yield ("\n" if number == 0 else ",\n") + record
    yield "\n]\n"


def csv_cell(value: Any) -> Any:
    """A value as a cell of CSV: whole numbers without a point, texts guarded against formulas, lists as JSON."""
    from gkbg_nlp.exports.csv import guarded, truth

    if isinstance(value, bool):
        return truth(value)
    if value is None or isinstance(value, (int, float, Decimal)):
        return whole_number(value)
    return guarded(value if isinstance(value, str) else shown(value))


def whole_number(value: Any) -> Any:
    """A real or decimal that is a whole number as an integer, anything else as it is."""
    if isinstance(value, Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() else value
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < _PLAIN else value


def shown(value: Any) -> str:
    """A value in words: lists and records as JSON, whole numbers without a point, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, (list, dict, tuple)):
        import msgspec

        return msgspec.json.encode(value, enc_hook=str).decode("utf-8")
    return str(whole_number(value))


def draw(found: Answer) -> None:
    """A result as a table for people, its first rows where it is long."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from gkbg_nlp.cli.view import make_console

    rows = list(islice(found.rows, SHOWN + 1))
    table = Table(box=box.SIMPLE_HEAD)
    for number, name in enumerate(found.columns):
        values = [row[number] for row in rows if row[number] is not None]
        numbers = bool(values) and all(isinstance(v, (int, float, Decimal)) and not isinstance(v, bool) for v in values)
        table.add_column(Text(visible(name)), justify="right" if numbers else "left", overflow="fold")
    for row in rows[:SHOWN]:
        table.add_row(*(Text(visible(shown(value), keep="\n")) for value in row))
    make_console().print(table)
    if len(rows) > SHOWN:
        say(f"the first {SHOWN:,} rows; --format csv and json give all")
