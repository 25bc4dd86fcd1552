"""One SELECT over an export or over a file of ``gkbg tag``: nothing is changed, no other file is opened, nothing is loaded."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gkbg_nlp.exports.arrow import EXTRA
from gkbg_nlp.exports.duckdb import fill
from gkbg_nlp.exports.errors import ExportError, need
from gkbg_nlp.exports.lines import Tally
from gkbg_nlp.exports.schema import BY_NAME, TABLES
from gkbg_nlp.exports.source import can_be_lines, head_of
from gkbg_nlp.exports.views import views_of

_TAKES = "query takes .duckdb, .sqlite, a Parquet folder or lines of gkbg tag"
_FETCHED = 1_000  # rows at a time
_SELECT = "one SELECT is asked for: gkbg query only reads"
_CLOSED = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}  # from the first moment, as a file is opened
_SQLITE_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_SQLITE_REFUSED_FUNCTIONS = frozenset({"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"})


class QueryError(ExportError):
    """The SQL cannot be run; the message is the database's, on one line."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns of a result, and its rows as they come."""

    columns: list[str]
    rows: Iterator[tuple[Any, ...]]


@contextmanager
def answer(path: Path, sql: str) -> Iterator[Answer]:
    """Run one SELECT over a DuckDB or SQLite file, a Parquet folder of ``gkbg export``, or a file of ``gkbg tag`` (read into memory).

    Raises:
        QueryError: the SQL is wrong, is no SELECT, or reaches for other files; also while rows are taken.
        ExportError: the file cannot be read, or a library is not installed.
    """
    kind = kind_of(path)
    if kind == "sqlite":
        with closing(open_sqlite(path)) as connection, _said(sqlite3.Error, sqlite3.Warning):
            cursor = connection.execute(sql)
            if cursor.description is None:  # an empty text, a comment
                raise QueryError(_SELECT)
            yield Answer([name for name, *_ in cursor.description], _fetched(cursor.fetchmany))
        return
    duckdb = need("duckdb", EXTRA)
    with closing(open_duckdb(path, kind)) as connection, _said(duckdb.Error):
        statements = connection.extract_statements(sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:  # EXPLAIN ANALYZE runs whatever it explains
            raise QueryError(_SELECT)
        result = connection.execute(statements[0])
        yield Answer([name for name, *_ in result.description], _fetched(result.fetchmany))


def kind_of(path: Path) -> str:
    """``folder``, ``sqlite``, ``duckdb`` or ``lines``, by what lies there.

    Raises:
        ExportError: nothing does, it cannot be read, or it is another kind of file.
    """
    head = head_of(str(path))
    if path.is_dir():
        return "folder"
    if head.startswith(b"SQLite format 3\0"):
        return "sqlite"
    if head[8:12] == b"DUCK":
        return "duckdb"
    if not can_be_lines(head):
        raise ExportError(f"{path} is another kind of file: {_TAKES}")
    return "lines"


def open_duckdb(path: Path, kind: str) -> Any:
    """A DuckDB connection to a database file, or one in memory over a Parquet folder or the lines of a file; closed to all else.

    Raises:
        ExportError: the file cannot be opened, or holds no table.
    """
    duckdb = need("duckdb", EXTRA)
    try:
        connection = duckdb.connect(str(path), read_only=True, config=_CLOSED) if kind == "duckdb" else duckdb.connect(config=_CLOSED)
    except duckdb.Error as error:
        raise ExportError(f"{path}: {one_line(error)}") from error
    try:
        if kind == "lines":
            fill(connection, str(path), [t.name for t in TABLES], Tally())
        elif kind == "folder":
            mount(connection, path)
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        raise ExportError(f"{path}: {one_line(error)}") from error
    except BaseException:
        connection.close()
        raise
    return connection


def mount(connection: Any, folder: Path) -> None:
    """Make a view of each table of a Parquet folder, and the ready views; the folder stays readable when all else is closed.

    Raises:
        ExportError: there is no table in it, or its path cannot be told from a pattern.
    """
    names = [t.name for t in TABLES if any((folder / t.name).glob("year=*/*.parquet"))]
    if not names:
        raise ExportError(f"{folder}: there is no table in it: {_TAKES}")
    root = folder.resolve().as_posix().replace("'", "''")
    if set(root) & set("*?["):  # nothing marks them as plain characters where a folder's rights are checked
        raise ExportError(f"{folder}: the path has *, ? or [ in it, which DuckDB takes for a pattern: rename the folder")
    connection.execute(f"SET allowed_directories = ['{root}/']")
    for name in names:
        columns = ", ".join(f'"{column}"' for column in BY_NAME[name].names)
        pattern = f"{root}/{name}/*/*.parquet"
        connection.execute(
            f"CREATE VIEW \"{name}\" AS SELECT {columns} FROM read_parquet('{pattern}', hive_partitioning = true, hive_types = {{'year': BIGINT}})"
        )
    for view in views_of(names):
        connection.execute(f"CREATE VIEW {view.name} AS {view.sql}")


def open_sqlite(path: Path) -> sqlite3.Connection:
    """A SQLite connection that can read the file's own tables and nothing else.

    Raises:
        ExportError: the file cannot be opened.
    """
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        connection.execute("PRAGMA trusted_schema = OFF")  # a view of a stranger's file may not call functions with effects
    except sqlite3.Error as error:
        raise ExportError(f"{path}: {error}") from error
    connection.set_authorizer(_authorize)
    return connection


def _authorize(action: int, _first: str | None, second: str | None, _database: str | None, _inner: str | None) -> int:
    refused = action not in _SQLITE_ALLOWED or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _SQLITE_REFUSED_FUNCTIONS)
    return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK


def _fetched(fetchmany: Callable[[int], list[tuple[Any, ...]]]) -> Iterator[tuple[Any, ...]]:
    while rows := fetchmany(_FETCHED):
        yield from rows


@contextmanager
def _said(*kinds: type[Exception]) -> Iterator[None]:
    try:
        yield
    except kinds as error:
        raise QueryError(one_line(error)) from error


def one_line(error: Exception) -> str:
    """A database's message on one line, without its drawing of the place."""
    message = " ".join(str(error).partition("\n\nLINE ")[0].split())
    return f"{_SELECT} ({message})" if message.startswith("not authorized") else message
