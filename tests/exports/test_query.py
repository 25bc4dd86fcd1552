"""The ready views give right answers in both databases, and a query can do nothing but read them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from exports_helpers import failed, put, report

from gkbg_nlp.exports.errors import ExportError
from gkbg_nlp.exports.export import export
from gkbg_nlp.exports.query import QueryError, answer, kind_of
from gkbg_nlp.exports.views import VIEWS, views_of
from gkbg_nlp.report.records import Block, Indicator, Meta, Report, Source

WAYS = ("o.jsonl", "o.duckdb", "o.sqlite", "o.parquet")


def about(id: str, agency: str | None, when: int | None, /, **numbers: float | str | None) -> Report:
    """A report of two sections with the named indicators."""
    indicators = {name: Indicator(value, "件", [(0, 1)], "r") for name, value in numbers.items()}
    blocks = [Block(0, 1, "title"), Block(1, 3, "paragraph", None, "fees", 0.5), Block(3, 6, "paragraph", None, "fees", 0.9)]
    blocks += [Block(6, 7, "paragraph", None, "requests", 0.8)]
    blocks[1].uncertain, blocks[2].uncertain = True, False
    return report(
        id=id, source=Source(f"{id}.txt"), meta=Meta(agency=agency, year=when), indicators=indicators, blocks=blocks, entities=[], tables=[], findings=[]
    )  # fmt: skip


RUN = [
    about("g1", "甲局", 2015, requests_received=3, reviews=0, phone="1", year=2015),
    failed(),
    about("g2", "甲局", 2016, requests_received=5),
    about("g3", "甲局", 2015, requests_received=4, litigations=1),
    about("g1", "甲局", 2015, requests_received=3, reviews=0),
    about("g4", None, 2015, requests_received=9),
    about("g5", "乙局", None, requests_received=9),
    about("g6", "乙局", 2015, reviews=2.5, fees_charged_yuan=None),
]


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> Sequence[str]:
    """The run in each form that can be asked; no test changes it."""
    folder = tmp_path_factory.mktemp("ways")
    source = put(folder / "o.jsonl", RUN)
    for name in WAYS[1:]:
        export(source, folder / name)
    return [str(folder / name) for name in WAYS]


def ask(path: str, sql: str) -> list[tuple[Any, ...]]:
    with answer(Path(path), sql) as found:
        return list(found.rows)


def test_series(ways: Sequence[str]) -> None:
    for way in ways:
        assert ask(way, "SELECT agency, year, name, number, reports, lowest, highest, line FROM series ORDER BY agency, year, name") == [
            ("乙局", 2015, "reviews", 2.5, 1, 2.5, 2.5, 8),
            ("甲局", 2015, "litigations", 1, 1, 1, 1, 4),
            ("甲局", 2015, "requests_received", 3, 3, 3, 4, 1),
            ("甲局", 2015, "reviews", 0, 2, 0, 0, 1),
            ("甲局", 2016, "requests_received", 5, 1, 5, 5, 3),
        ], way


def test_coverage(ways: Sequence[str]) -> None:
    for way in ways:
        assert ask(
            way,
            "SELECT line, agency, section, n_blocks, n_characters, lowest_confidence, n_uncertain FROM coverage WHERE line < 4 ORDER BY 1, 3",
        ) == [
            (1, "甲局", "fees", 2, 5, 0.5, 1),
            (1, "甲局", "requests", 1, 1, 0.8, 0),
            (3, "甲局", "fees", 2, 5, 0.5, 1),
            (3, "甲局", "requests", 1, 1, 0.8, 0),
        ], way
        assert ask(way, "SELECT COUNT(*) FROM coverage") == [(14,)], way


def test_duplicates(ways: Sequence[str]) -> None:
    for way in ways:
        assert ask(way, "SELECT agency, year, reports, contents, line, report_id FROM duplicates_agency_year ORDER BY line") == [
            ("甲局", 2015, 3, 2, 1, "g1"),
            ("甲局", 2015, 3, 2, 4, "g3"),
            ("甲局", 2015, 3, 2, 5, "g1"),
        ], way


def test_a_view_is_there_where_its_tables_are() -> None:
    assert [view.name for view in views_of(["reports", "blocks"])] == ["coverage", "duplicates_agency_year"]
    export(put("o.jsonl", RUN), "o.sqlite", tables=["indicators"])
    assert ask("o.sqlite", "SELECT name FROM sqlite_master WHERE type = 'view'") == [("series",)]
    assert len(VIEWS) == 3


def test_errors_can_be_asked_too(ways: Sequence[str]) -> None:
    for way in ways:
        assert ask(way, "SELECT line, report_id, code FROM errors") == [(2, "line-2", "missing")]


WRITES = (
    "INSERT INTO errors SELECT * FROM errors",
    "DELETE FROM reports",
    "UPDATE reports SET agency = 'x'",
    "DROP TABLE reports",
    "CREATE TABLE t AS SELECT 1",
    "ATTACH 'new.db' AS n",
    "PRAGMA journal_mode = WAL",
    "SELECT 1; DROP TABLE reports",
    "VACUUM INTO 'new.db'",
)
REACHES = (
    "COPY (SELECT 1) TO 'new.csv'",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO 'new.csv'",
    "SELECT * FROM read_csv('secret.csv')",
    "SELECT * FROM 'secret.csv'",
    "SELECT * FROM read_text('secret.csv')",
    "SELECT * FROM glob('*')",
    "SELECT * FROM read_csv('https://example.org/a.csv')",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "EXPORT DATABASE 'new'",
    "SELECT load_extension('x')",
    "CALL pragma_version()",
    "SELECT * FROM RUN",
)


@pytest.mark.parametrize("sql", [*WRITES, *REACHES, "", "-- nothing", "SELEC 1", "SELECT nothing FROM reports"])
def test_a_query_only_reads(ways: Sequence[str], sql: str) -> None:
    Path("secret.csv").write_text("a\nsecret\n")
    folder = Path(ways[0]).parent
    before = sorted(p.name for p in (*Path().iterdir(), *folder.rglob("*")))
    for way in ways:
        with pytest.raises(QueryError) as caught:
            ask(way, sql)
        assert "\n" not in str(caught.value) and "secret\n" not in str(caught.value), way
        assert ask(way, "SELECT COUNT(*) FROM reports") == [(7,)], way
    assert sorted(p.name for p in (*Path().iterdir(), *folder.rglob("*"))) == before


def test_a_parquet_folder_opens_itself_and_nothing_beside_it() -> None:
    source = put("o.jsonl", RUN)
    export(source, "it's.parquet")
    export(source, "it's.parquet2", format="parquet")
    assert ask("it's.parquet", "SELECT COUNT(*), MAX(year) FROM reports") == [(7, 2016)]
    with pytest.raises(QueryError, match="disabled by configuration"):
        ask("it's.parquet", f"SELECT * FROM read_parquet('{Path.cwd()}/it''s.parquet2/reports/*/*.parquet')")
    export(source, "a[1].parquet")
    with pytest.raises(ExportError, match="rename the folder"):
        ask("a[1].parquet", "SELECT 1")


def test_what_lies_there_decides(ways: Sequence[str]) -> None:
    assert [kind_of(Path(way)) for way in ways] == ["lines", "duckdb", "sqlite", "folder"]
    shutil.copyfile(ways[1], "other.bin")
    assert ask("other.bin", "SELECT COUNT(*) FROM reports") == [(7,)]


def test_nothing_to_ask() -> None:
    Path("empty").mkdir()
    Path("cut.duckdb").write_bytes(b"\0" * 8 + b"DUCK" + b"\0" * 9)
    Path("cut.sqlite").write_bytes(b"SQLite format 3\0" + b"\0" * 99)
    Path("text.txt").write_text("hello")
    for path, said in (
        ("gone", "no such file"),
        ("empty", "no table in it"),
        ("cut.duckdb", "cut.duckdb: "),
        ("text.txt", "text.txt is another kind of file: query takes"),
    ):
        with pytest.raises(ExportError, match=said) as caught:
            ask(path, "SELECT 1")
        assert "\n" not in str(caught.value)
    with pytest.raises(ExportError, match=r"file is not a database|malformed"):
        ask("cut.sqlite", "SELECT * FROM reports")


def test_an_error_while_rows_are_taken_is_a_query_error(ways: Sequence[str]) -> None:
    for way in ways:
        with pytest.raises(QueryError):
            ask(way, "SELECT abs(-9223372036854775807 - 1 + line - line) FROM reports")
