"""DuckDB: a database file, or one in memory, with the tables and the ready views."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gkbg_nlp.exports.arrow import EXTRA, record_batch
from gkbg_nlp.exports.errors import need
from gkbg_nlp.exports.lines import Tally, chunks
from gkbg_nlp.exports.schema import BY_NAME, Type
from gkbg_nlp.exports.views import views_of

_CANDIDATE = 'STRUCT("value" VARCHAR, "number" DOUBLE, evidence BIGINT[][], "rule" VARCHAR, reason VARCHAR)[]'
SQL_TYPES: dict[Type, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "real": "DOUBLE",
    "boolean": "BOOLEAN",
    "object": "VARCHAR",
    "texts": "VARCHAR[]",
    "spans": "BIGINT[][]",
    "candidates": _CANDIDATE,
}


def create_sql(table: str) -> str:
    """The statement that makes a table."""
    columns = ", ".join(f'"{c.name}" {SQL_TYPES[c.type]}{" NOT NULL" * c.key}' for c in BY_NAME[table].columns)
    return f'CREATE TABLE "{table}" ({columns})'


def fill(connection: Any, source: str, tables: Sequence[str], tally: Tally) -> None:
    """Make the tables of ``source`` and the views in an open database.

    Raises:
        ExportError: a line is broken, or pyarrow is not installed.
    """
    pa = need("pyarrow", EXTRA)
    for table in tables:
        connection.execute(create_sql(table))
    for chunk in chunks(source, tables, tally):
        for table, columns in chunk.items():
            connection.register("gkbg_chunk", pa.Table.from_batches([record_batch(table, columns)]))
            connection.execute(f'INSERT INTO "{table}" SELECT * FROM gkbg_chunk')
            connection.unregister("gkbg_chunk")
    for view in views_of(tables):
        connection.execute(f"CREATE VIEW {view.name} AS {view.sql}")


def write(source: str, place: Path, tables: Sequence[str], tally: Tally) -> list[str]:
    """Write the tables of ``source`` into the new database file ``place``; gives notices, of which there are none.

    Raises:
        ExportError: a line is broken, or a library is not installed.
        OSError: it cannot be written.
    """
    duckdb = need("duckdb", EXTRA)
    try:
        with duckdb.connect(str(place)) as connection:
            fill(connection, source, tables, tally)
    except duckdb.IOException as error:
        raise OSError(str(error)) from error
    return []
