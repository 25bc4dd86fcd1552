"""Through each format and back: equal, or exactly what the format's notes say is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from exchange_helpers import annotated_reports, reports, there_and_back
from hypothesis import given, settings
from hypothesis import strategies as st

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.corpus.exchange import FORMATS, Options, convert, read_labelled

WHOLE = ("json", "jsonl", "docbin", "doccano", "labelstudio")
MANY = st.tuples(reports("a.b"), reports("c"), reports("一 号")).map(list)


def blocks_of(report: GoldReport) -> list[tuple[object, ...]]:
    return [(b.start, b.end, b.role, b.section, b.level, report.text[b.start : b.end]) for b in report.blocks]


@pytest.mark.parametrize("fmt", WHOLE)
@given(many=MANY)
@settings(max_examples=40)
def test_reports_come_back_whole(fmt: str, many: list[GoldReport], tmp_path_factory: pytest.TempPathFactory) -> None:
    assert there_and_back(many, fmt, tmp_path_factory.mktemp("x"))[0].reports == many


@given(many=st.tuples(annotated_reports("a.b"), annotated_reports("一 号")).map(list))
@settings(max_examples=150)
def test_annotated_reports_come_back_whole(many: list[GoldReport], tmp_path_factory: pytest.TempPathFactory) -> None:
    back, notes = there_and_back(many, "gkbg", tmp_path_factory.mktemp("x"))
    assert notes.lines() == []
    assert back.reports == many


@given(many=st.tuples(reports("a.b", least=1), reports("一 号", least=1)).map(list))
@settings(max_examples=60)
def test_blocks_come_back_from_a_table(many: list[GoldReport], tmp_path_factory: pytest.TempPathFactory) -> None:
    back, notes = there_and_back(many, "csv", tmp_path_factory.mktemp("x"))
    assert [(r.id, blocks_of(r)) for r in back.reports] == [(r.id, blocks_of(r)) for r in many]
    assert notes["csv holds no entities, left out"] == sum(len(r.entities) for r in many)


@pytest.mark.parametrize("offsets", ["code-points", "utf-16"])
@given(report=reports())
@settings(max_examples=30)
def test_doccano_in_either_counting(offsets: str, report: GoldReport, tmp_path_factory: pytest.TempPathFactory) -> None:
    options = Options(offsets=offsets)  # type: ignore[arg-type]
    assert there_and_back([report], "doccano", tmp_path_factory.mktemp("x"), options)[0].reports == [report]


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory, gold_reports: list[GoldReport]) -> Path:
    """The shipped corpus as far as it compiles, in one file that reads fast."""
    folder = tmp_path_factory.mktemp("corpus")
    there_and_back(gold_reports, "jsonl", folder)
    return folder / "jsonl.jsonl"


@pytest.mark.parametrize("fmt", sorted(FORMATS))
def test_the_shipped_corpus_comes_back(fmt: str, lines: Path, gold_reports: list[GoldReport], tmp_path: Path) -> None:
    destination = tmp_path / "out" / (fmt if FORMATS[fmt].folder else f"c{FORMATS[fmt].suffixes[0]}")
    done = convert(lines, destination, fmt)
    assert (done.reports, done.source) == (len(gold_reports), "jsonl")
    back = read_labelled(destination)  # the format is found again
    if fmt == "csv":
        assert [(r.id, blocks_of(r)) for r in back] == [(r.id, blocks_of(r)) for r in gold_reports]
    else:
        assert back == sorted(gold_reports, key=lambda r: r.id) if FORMATS[fmt].folder else back == gold_reports


@pytest.mark.shared
@pytest.mark.parametrize("fmt", ["jsonl", "docbin", "doccano", "labelstudio", "json"])
def test_the_seeds_come_back(fmt: str, root: Path, tmp_path: Path) -> None:
    seeds = root.parent / "shared" / "seeds"
    if not seeds.is_dir():
        pytest.skip("needs ../shared")
    gold = read_labelled(seeds)
    assert len(gold) == 3 and all(report.blocks and report.entities for report in gold)
    destination = tmp_path / f"s{'' if fmt == 'json' else FORMATS[fmt].suffixes[0]}"
    convert(seeds, destination, fmt)
    assert read_labelled(destination) == gold
