"""``gkbg_nlp.read_reports``: one tidy table as a data frame."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from gkbg_nlp.exports.arrow import EXTRA, arrow_schema, record_batch
from gkbg_nlp.exports.errors import ExportError, need
from gkbg_nlp.exports.lines import chunks, in_order
from gkbg_nlp.exports.schema import BY_NAME
from gkbg_nlp.exports.source import LINES, check_lines

if TYPE_CHECKING:
    import pyarrow


def read_reports(path: str | os.PathLike[str], table: str = "reports", engine: Literal["pandas", "polars"] = "pandas") -> Any:
    """One tidy table (docs/tables.md) of a file of ``gkbg tag``, or of a Parquet folder of ``gkbg export``, as a data frame.

    The rows stand in the order of the input. In pandas whole numbers and truth values are nullable (``Int64``, ``boolean``), lists are
    Python lists.

    Raises:
        ExportError: an unknown table or engine, another kind of file, a broken line (the message has its number), a library that is not installed.
    """
    if engine not in ("pandas", "polars"):
        raise ExportError(f"unknown engine {engine!r}: known are pandas, polars")
    in_order([table], tuple(BY_NAME))
    frames = need(engine, EXTRA if engine == "pandas" else None)
    rows = arrow_table(Path(path), table)
    if engine == "polars":
        return frames.from_arrow(rows)
    pa = need("pyarrow", EXTRA)
    frame = rows.to_pandas(types_mapper={pa.int64(): frames.Int64Dtype(), pa.bool_(): frames.BooleanDtype()}.get)
    for column in BY_NAME[table].columns:
        if column.type in ("texts", "spans", "candidates"):  # Arrow gives NumPy arrays of arrays, which no comparison takes
            frame[column.name] = rows.column(column.name).to_pylist()
    return frame


def arrow_table(path: Path, table: str) -> pyarrow.Table:
    """One table of a file of ``gkbg tag`` or of a Parquet folder, whole in memory. Raises as :func:`read_reports` does."""
    pa = need("pyarrow", EXTRA)
    if path.is_dir():
        from gkbg_nlp.exports import parquet

        return parquet.read(path, table)
    check_lines(str(path), "read_reports", f"{LINES} or a Parquet folder")
    batches = [record_batch(table, chunk[table]) for chunk in chunks(str(path), [table])]
    return pa.Table.from_batches(batches, schema=arrow_schema(table))
