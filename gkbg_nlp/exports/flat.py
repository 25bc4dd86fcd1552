"""Values for formats that know no lists: CSV, XLSX, SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from gkbg_nlp.exports.rows import Columns
from gkbg_nlp.exports.schema import NESTED, TableSpec


def json_text(value: Any) -> str | None:
    """A list as JSON text; ``None`` stays."""
    return None if value is None else msgspec.json.encode(value).decode("utf-8")


def flat_rows(
    table: TableSpec, columns: Columns, text: Callable[[str], str] | None = None, truth: Callable[[bool], Any] | None = None
) -> Iterator[tuple[Any, ...]]:
    """Rows from columns, lists as JSON text. ``text`` and ``truth`` change every text (JSON text too) and every truth value on the way."""
    ready: list[Iterable[Any]] = []
    for column, values in zip(table.columns, columns, strict=True):
        if column.type in NESTED:
            values = [json_text(v) for v in values]
        if column.type == "boolean" and truth is not None:
            values = [None if v is None else truth(v) for v in values]
        elif column.type not in ("integer", "real", "boolean") and text is not None:
            values = [None if v is None else text(v) for v in values]
        ready.append(values)
    return zip(*ready, strict=True)
