"""SQLite: a database file that every language reads, lists as JSON text, with the ready views."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from gkbg_nlp.exports.flat import flat_rows
from gkbg_nlp.exports.lines import Tally, chunks
from gkbg_nlp.exports.schema import BY_NAME, Type
from gkbg_nlp.exports.views import views_of

SQL_TYPES: dict[Type, str] = {
    "text": "TEXT",
    "integer": "INTEGER",
    "real": "REAL",
    "boolean": "INTEGER",
    "object": "TEXT",
    "texts": "TEXT",
    "spans": "TEXT",
    "candidates": "TEXT",
}
INDEXED = ("line", "report_id", "name", "label", "section")
"""Columns that people filter and join by."""


def create_sql(table: str) -> str:
    """The statement that makes a table."""
    columns = ", ".join(f'"{c.name}" {SQL_TYPES[c.type]}{" NOT NULL" * c.key}' for c in BY_NAME[table].columns)
    return f'CREATE TABLE "{table}" ({columns})'


def write(source: str, place: Path, tables: Sequence[str], tally: Tally) -> list[str]:
    """Write the tables of ``source`` into the new database file ``place``; gives notices, of which there are none.

    Raises:
        ExportError: a line is broken.
        OSError: it cannot be written.
    """
    try:
        with closing(sqlite3.connect(place, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")  # the file appears when it is whole: nothing to roll back to
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            for table in tables:
                connection.execute(create_sql(table))
            for chunk in chunks(source, tables, tally):
                for table, columns in chunk.items():
                    marks = ", ".join("?" * len(columns))
                    connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', flat_rows(BY_NAME[table], columns, truth=int))
            for table in tables:
                for name in INDEXED:
                    if name in BY_NAME[table].names:
                        connection.execute(f'CREATE INDEX "{table}_{name}" ON "{table}" ("{name}")')
            for view in views_of(tables):
                connection.execute(f"CREATE VIEW {view.name} AS {view.sql}")
            connection.execute("COMMIT")
    except sqlite3.OperationalError as error:  # a full disk, a folder that may not be written to
        raise OSError(str(error)) from error
    return []
