"""Reports for the tests of exports: hand-made ones whose tables can be said by heart, and random ones."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import UNSET

from gkbg_nlp.exports.rows import rows_of
from gkbg_nlp.exports.schema import BY_NAME
from gkbg_nlp.report.records import (
    Block,
    Candidate,
    Cell,
    Entity,
    ErrorRecord,
    Finding,
    Indicator,
    Meta,
    Report,
    Source,
    Table,
    encode,
)

TEXT = "石城县林业局2016年报告\n一、主动公开\n公开信息约138条，见=网站。\n二、申请\n收到申请0件。"


def report(**changes: Any) -> Report:
    """A report of five blocks; two sections."""
    cuts = [0, *(i + 1 for i, c in enumerate(TEXT) if c == "\n"), len(TEXT) + 1]
    spans = [(start, end - 1) for start, end in pairwise(cuts)]
    labels = [("title", None), ("heading", "proactive"), ("paragraph", "proactive"), ("heading", "requests"), ("paragraph", "requests")]
    blocks = [
        Block(start, end, role, 1 if role == "heading" else None, section, 0.9 if section else None, "both")  # type: ignore[arg-type]
        for (start, end), (role, section) in zip(spans, labels, strict=True)
    ]
    blocks[4].uncertain = True
    at, none = TEXT.index("138条"), TEXT.index("0件")
    plain = Report(
        "1",
        "gkbg-a",
        Source("in/a.txt", "text", "utf-8", "0" * 64, 99),
        Meta("石城县林业局2016年报告", "石城县林业局", 2016, "B", "2017-03-01", "sections-1.0"),
        TEXT,
        blocks,
        [
            Entity(0, 6, "AGENCY", "石城县林业局", "石城县林业局", None, 0, None, "agencies.own", level="county", code="360735"),
            Entity(at, at + 4, "COUNT", "138条", 138, "条", 2, "proactive", "counts.n", approx=True, value_max=150),
        ],
        {
            "year": Indicator(2016, "年", [(6, 11)], "title"),
            "agency": Indicator("石城县林业局", None, [(0, 6)], "title"),
            "proactive_total": Indicator(
                138,
                "条",
                [(at, at + 4)],
                "p.total",
                approx=True,
                scope="body",
                candidates=[Candidate(150, [(at, at + 3)], "p.max", "later")],
            ),
            "requests_received": Indicator(0, "件", [(none, none + 2)], "r.zero"),
            "reviews": Indicator(None),
        },
        [Table(2, 3, "附表", [[Cell("甲", 0, 0, 1, 2)], [Cell("=1+1", 1, 0), Cell("", 1, 1)]])],
        [Finding("cut", "warning", "cut off", [(0, 1), (3, 4)])],
        [],
    )
    return msgspec.structs.replace(plain, **changes)


def failed(**changes: Any) -> Report:
    """An input that could not be read."""
    plain = Report("1", None, Source("in/gone.txt"), Meta(), "", [], [], {}, [], [], [ErrorRecord("missing", "no such file")])
    return msgspec.structs.replace(plain, **changes)


def put(path: Path | str, reports: Sequence[Report]) -> Path:
    """Write reports as lines."""
    file = Path(path)
    file.write_bytes(b"".join(encode(one) + b"\n" for one in reports))
    return file


@contextmanager
def lines_of(reports: Sequence[Report]) -> Iterator[Path]:
    """A folder with the reports as ``out.jsonl`` (for hypothesis, whose examples share a test's own folder)."""
    with tempfile.TemporaryDirectory() as folder:
        yield put(Path(folder) / "out.jsonl", reports)


def expected(reports: Sequence[Report], table: str) -> list[tuple[Any, ...]]:
    """The rows of a table, spans and candidates as the lists that other libraries give."""
    rows = [row for number, one in enumerate(reports, 1) for row in rows_of(one, number)[table]]
    return [tuple(listed(value) for value in row) for row in rows]


def listed(value: Any) -> Any:
    """The value with every tuple as a list, candidates' keys in order."""
    if isinstance(value, (list, tuple)):
        return [listed(item) for item in value]
    return {key: listed(item) for key, item in sorted(value.items())} if isinstance(value, dict) else value


def types(table: str) -> list[str]:
    """The column types of a table."""
    return [column.type for column in BY_NAME[table].columns]


CHARACTERS = st.characters(exclude_categories=["Cs"])
SHORT = st.text(CHARACTERS, max_size=6)
OPTIONAL = st.one_of(st.none(), SHORT)
VALUES = st.one_of(st.none(), st.integers(-(2**60), 2**60), st.floats(allow_nan=False, allow_infinity=False), SHORT)
SMALL = st.integers(0, 9)


def sometimes(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The value, or an absent key."""
    return st.one_of(st.just(UNSET), strategy)


@st.composite
def random_reports(draw: st.DrawFn) -> Report:
    """Any record that fits the contract: spans in the text, block numbers that exist."""
    if draw(st.integers(0, 4)) == 0:
        errors = draw(st.lists(st.builds(ErrorRecord, SHORT, SHORT), min_size=1, max_size=2))
        return failed(id=draw(OPTIONAL), errors=errors)
    text = draw(st.text(CHARACTERS, min_size=1, max_size=30))

    def span() -> tuple[int, int]:
        start = draw(st.integers(0, len(text) - 1))
        return start, draw(st.integers(start + 1, len(text)))

    def spans() -> list[tuple[int, int]]:
        return [span() for _ in range(draw(st.integers(0, 2)))]

    roles, truths = st.sampled_from(["title", "heading", "paragraph", "table"]), sometimes(st.booleans())
    blocks = [
        Block(
            *span(), draw(roles), draw(st.one_of(st.none(), SMALL)), draw(OPTIONAL), draw(st.one_of(st.none(), st.floats(0, 1))), draw(OPTIONAL),
            draw(truths), draw(sometimes(SMALL)),
        )
        for _ in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    numbers = st.integers(0, len(blocks) - 1)
    entities = [
        Entity(
            *span(), draw(SHORT), draw(SHORT), draw(VALUES), draw(OPTIONAL), draw(st.one_of(st.none(), numbers)), draw(OPTIONAL), draw(SHORT),
            approx=draw(truths), value_max=draw(sometimes(st.one_of(SMALL, st.floats(0, 9)))), refers_to=draw(sometimes(OPTIONAL)),
            area_code=draw(sometimes(SHORT)), period=draw(sometimes(st.sampled_from(["year", "total"]))),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    indicators = {
        name: Indicator(
            draw(VALUES), draw(OPTIONAL), spans(), draw(SHORT), draw(truths), draw(sometimes(st.sampled_from(["body", "area"]))),
            draw(sometimes(st.lists(st.builds(Candidate, VALUES, st.just([(0, 1)]), SHORT, SHORT), max_size=2))),
        )
        for name in draw(st.sets(st.sampled_from(["year", "phone", "reviews"])))
    }  # fmt: skip
    cells = st.lists(st.lists(st.builds(Cell, SHORT, SMALL, SMALL), max_size=2), max_size=2)
    return Report(
        "1",
        draw(OPTIONAL),
        Source(
            draw(SHORT),
            draw(OPTIONAL),
            facts=draw(sometimes(st.dictionaries(SHORT, SHORT, max_size=2))),
            also=draw(sometimes(st.lists(SHORT))),
        ),
        Meta(draw(OPTIONAL), draw(OPTIONAL), draw(st.one_of(st.none(), st.integers(2008, 2011)))),
        text,
        blocks,
        entities,
        indicators,
        [Table(draw(numbers), draw(st.one_of(st.none(), SMALL)), draw(OPTIONAL), draw(cells)) for _ in range(draw(st.integers(0, 1)))],
        [Finding(draw(SHORT), "info", draw(SHORT), spans()) for _ in range(draw(st.integers(0, 1)))],
        [],
    )


RUNS = st.lists(random_reports(), max_size=4)
