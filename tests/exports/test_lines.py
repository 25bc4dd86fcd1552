"""Lines in: what is passed over, what is refused, and that memory does not grow with the input."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from exports_helpers import failed, put, report

from gkbg_nlp.exports.errors import BrokenLineError, ExportError
from gkbg_nlp.exports.lines import Tally, check, chunks, in_order, read_lines
from gkbg_nlp.report.records import Block, Candidate, Entity, Finding, Indicator, Meta, Table, encode

GOOD = encode(report()) + b"\n"


def test_lines_are_numbered_and_blank_ones_passed_over() -> None:
    Path("o.jsonl").write_bytes(GOOD + b"\n  \n" + encode(failed()))
    assert [(number, one.id) for number, _, one in read_lines("o.jsonl")] == [(1, "gkbg-a"), (4, None)]


@pytest.mark.parametrize(
    ("line", "said", "mend"),
    [
        (GOOD[:500], "no whole line of JSON", "gkbg tag --resume, or delete the line"),
        (GOOD[:500] + b"\n", "no whole line of JSON", "delete the line"),
        (b'{"id": "\xff"}\n', "no whole line of JSON", "delete the line"),
        (b'{"id": 3}\n', "no record of gkbg tag", "tag the reports again"),
        (b"[]\n", "no record of gkbg tag", "tag the reports again"),
        (encode(report(schema_version="2")) + b"\n", "schema version '2', this program reads '1'", "tag the report again"),
    ],
)
def test_a_broken_line_is_named_with_its_mend(line: bytes, said: str, mend: str) -> None:
    Path("o.jsonl").write_bytes(GOOD + GOOD + line)
    with pytest.raises(BrokenLineError, match=r"^o\.jsonl: line 3: ") as caught:
        list(read_lines("o.jsonl"))
    assert said in str(caught.value) and str(caught.value).endswith(mend) and caught.value.line == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"blocks": [Block(3, 3, "title")]},
        {"blocks": [Block(-1, 3, "title")]},
        {"blocks": [Block(0, 9999, "title")]},
        {"blocks": [Block(0, 1, "title", level=2**70)]},
        {"entities": [Entity(0, 9999, "COUNT")]},
        {"entities": [Entity(0, 1, "COUNT", block=5)]},
        {"indicators": {"year": Indicator(1, evidence=[(2, 1)])}},
        {"indicators": {"year": Indicator(1, candidates=[Candidate(1, [(0, 9999)])])}},
        {"tables": [Table(5, None, None, [])]},
        {"findings": [Finding("x", "info", "x", [(0, 9999)])]},
        {"meta": Meta(year=-(2**64))},
    ],
)
def test_what_the_tables_rely_on_is_checked(changes: dict[str, Any]) -> None:
    assert check(report()) is None
    assert check(report(**changes))


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(ExportError, match=r"^gone\.jsonl: no such file: name one that gkbg tag made$"):
        list(read_lines("gone.jsonl"))


def test_chunks_hold_whole_reports_and_every_table() -> None:
    put("o.jsonl", [report(), failed(), report(), report()])
    tally = Tally()
    found = list(chunks("o.jsonl", ["blocks", "errors"], tally, size=2 * len(GOOD)))
    assert [[len(chunk[name][0]) for name in ("blocks", "errors")] for chunk in found] == [[10, 1], [5, 0]]
    assert (tally.reports, tally.failed) == (3, 1)


def test_no_line_gives_one_empty_chunk() -> None:
    put("o.jsonl", [])
    assert [len(chunk["errors"][0]) for chunk in chunks("o.jsonl", ["errors"])] == [0]


def test_names_of_tables() -> None:
    assert in_order(["b", "a", "b"], ("a", "b", "c")) == ["a", "b"]
    with pytest.raises(ExportError, match="unknown table d: known are a, b"):
        in_order(["d"], ("a", "b"))
    with pytest.raises(ExportError, match="no table"):
        in_order([], ("a", "b"))


def peak(lines: int) -> int:
    """Bytes of Python objects that taking the chunks of so many lines needs at most."""
    with open("o.jsonl", "wb") as file:
        for _ in range(lines):
            file.write(GOOD)
    tracemalloc.start()
    try:
        assert (
            sum(len(chunk["blocks"][0]) for chunk in chunks("o.jsonl", ["reports", "blocks", "entities", "indicators"], size=100_000))
            == 5 * lines
        )
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_input() -> None:
    peak(200)  # what is made once
    assert peak(5_000) < 1.5 * peak(500)
