"""The tables as Arrow: schema and record batches, which Parquet, DuckDB and data frames share."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gkbg_nlp.exports.errors import need
from gkbg_nlp.exports.rows import Columns
from gkbg_nlp.exports.schema import BY_NAME, Type

if TYPE_CHECKING:
    import pyarrow

EXTRA = "tables"


def arrow_type(kind: Type) -> pyarrow.DataType:
    """The Arrow type of a column type."""
    pa = need("pyarrow", EXTRA)
    spans = pa.list_(pa.list_(pa.int64()))
    fields = (("value", pa.string()), ("number", pa.float64()), ("evidence", spans), ("rule", pa.string()), ("reason", pa.string()))
    types: dict[Type, Any] = {
        "text": pa.string(),
        "integer": pa.int64(),
        "real": pa.float64(),
        "boolean": pa.bool_(),
        "object": pa.string(),
        "texts": pa.list_(pa.string()),
        "spans": spans,
        "candidates": pa.list_(pa.struct(fields)),
    }
    return types[kind]


@cache
def arrow_schema(table: str) -> pyarrow.Schema:
    """The Arrow schema of a table; each field carries its description.

    Raises:
        ExportError: pyarrow is not installed.
    """
    pa = need("pyarrow", EXTRA)
    columns = BY_NAME[table].columns
    return pa.schema(
        [pa.field(c.name, arrow_type(c.type), nullable=not c.key, metadata={"description": c.description}) for c in columns],
        metadata={"description": BY_NAME[table].description},
    )


def record_batch(table: str, columns: Columns) -> pyarrow.RecordBatch:
    """The rows of a table, given by column, as one record batch."""
    pa = need("pyarrow", EXTRA)
    schema = arrow_schema(table)
    return pa.record_batch([pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema)
