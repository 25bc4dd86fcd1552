"""The part of docs/tables.md that says what the columns are, made from the schema."""

from __future__ import annotations

from gkbg_nlp.exports.duckdb import SQL_TYPES as DUCKDB
from gkbg_nlp.exports.schema import MEANING, TABLES
from gkbg_nlp.exports.sqlite import SQL_TYPES as SQLITE
from gkbg_nlp.exports.views import VIEWS


def tables_markdown() -> str:
    """Types, tables and views as Markdown; ``*`` marks columns that are never null."""
    out = ["## Types", "", "| type | what | DuckDB | SQLite |", "|---|---|---|---|"]
    out += [f"| {kind} | {meaning} | `{DUCKDB[kind]}` | `{SQLITE[kind]}` |" for kind, meaning in MEANING.items()]
    for table in TABLES:
        out += ["", f"## {table.name}", "", table.description, "", "| column | type | what |", "|---|---|---|"]
        out += [f"| `{c.name}`{' *' * c.key} | {c.type} | {c.description} |" for c in table.columns]
    out += ["", "## Views", "", "| view | what |", "|---|---|", *(f"| `{view.name}` | {view.description} |" for view in VIEWS)]
    return "\n".join(out) + "\n"
