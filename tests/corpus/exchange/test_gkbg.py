"""Writing annotated reports: readable, parsed back, and every loss counted."""

from __future__ import annotations

import datetime
import inspect
import tomllib
from pathlib import Path

import pytest
from exchange_helpers import TOML
from hypothesis import given

from gkbg_nlp.corpus import annotated
from gkbg_nlp.corpus.annotated import GoldBlock, GoldEntity, GoldReport, parse
from gkbg_nlp.corpus.exchange import Notes, read_labelled, render
from gkbg_nlp.corpus.exchange.gkbg import annotated as written
from gkbg_nlp.corpus.exchange.toml import toml_key, toml_value
from gkbg_nlp.corpus.source import CorpusError

META = {"id": "a", "era": "B", "province": "吉林省", "body": "bureau"}
HAND = """+++
id = "a"
era = "B"
province = "吉林省"
body = "bureau"
[indicators]
year = 2015
+++
@title
{AGENCY:青崖县水务局}2015年年报
@heading overview 1
一、概述
@paragraph overview ~"\\r\\n"
　　公开{COUNT:138条}，依照{LAW:《{AGENCY:国务院}规定》}\\{注\\}
\\@信箱
"""


def report(text: str, *blocks: GoldBlock, entities: tuple[GoldEntity, ...] = (), **meta: object) -> GoldReport:
    return GoldReport("a", text, list(blocks), list(entities), {}, {**META, **meta})


def test_what_a_hand_wrote_is_written_the_same() -> None:
    notes = Notes()
    assert written(parse(HAND), notes) == HAND
    assert notes.lines() == []


def test_the_shipped_reports_are_mostly_written_as_they_are(root: Path, gold_reports: list[GoldReport]) -> None:
    """Not a goal by itself, but a diff that a person can read is."""
    folder = root / "data" / "corpus" / "reports"
    same = sum(written(r, Notes()) == (folder / f"{r.id}.gkbg").read_text("utf-8") for r in gold_reports)
    assert same > 0.75 * len(gold_reports)


def test_text_around_the_blocks_is_kept() -> None:
    text = "封面\n甲——乙 \t"
    notes = Notes()
    source = written(report(text, GoldBlock(3, 4, "title", None, None), GoldBlock(6, 7, "boilerplate", None, None)), notes)
    assert '@title ~"封面\\n"\n甲\n' in source and '@boilerplate ~"——"' in source
    assert parse(source).text == text and notes.lines() == []


def test_what_the_format_itself_uses_is_escaped() -> None:
    text = "a\\{b\\\\}\\@\n@c\n+++\n\\n"
    source = written(report(text, GoldBlock(0, len(text), "paragraph", "fees", None)), Notes())
    assert parse(source).text == text


def test_blanks_between_blocks_on_one_line_stay_in_the_joiner() -> None:
    pair = (GoldBlock(0, 1, "title", None, None), GoldBlock(2, 3, "paragraph", "fees", None))
    assert '@paragraph fees ~"　"\n乙\n' in written(report("甲　乙", *pair), Notes())
    assert "@paragraph fees\n乙\n" in written(report("甲　乙", *pair, join="　"), Notes())


@pytest.mark.parametrize(
    ("entity", "note"),
    [
        (GoldEntity(0, 4, "LAW", "甲。\n乙"), "entities that do not lie in one block: 1"),
        (GoldEntity(0, 1, "PERSON", "甲"), "entities of other labels (PERSON): 1"),
        (GoldEntity(0, 1, "COUNT", "甲"), "entities of label COUNT without value and unit: 1"),
        (GoldEntity(0, 1, "COUNT", "甲", 1, "a:b"), "entities of label COUNT without value and unit: 1"),
        (GoldEntity(0, 1, "COUNT", "甲", 2**53 + 1, "条"), "entities of label COUNT without value and unit: 1"),
        (GoldEntity(0, 1, "URL", "甲", "http://a"), "values and units of entities that a mark cannot hold, left out: 1"),
        (GoldEntity(0, 1, "URL", "甲", 3), "values and units of entities that a mark cannot hold, left out: 1"),
        (GoldEntity(0, 1, "URL", "甲", "a", "b"), "values and units of entities that a mark cannot hold, left out: 1"),
    ],
)
def test_what_a_mark_cannot_hold_is_counted(entity: GoldEntity, note: str) -> None:
    notes = Notes()
    source = written(
        report("甲。\n乙", GoldBlock(0, 2, "paragraph", "fees", None), GoldBlock(3, 4, "paragraph", "fees", None), entities=(entity,)),
        notes,
    )
    assert len(notes.lines()) == 1 and notes.lines()[0].endswith(note)
    assert len(parse(source).entities) == (1 if entity.label == "URL" else 0)


def test_crossing_entities_and_blanks_are_counted() -> None:
    entities = (GoldEntity(0, 2, "LAW", "甲乙"), GoldEntity(1, 3, "AGENCY", "乙丙"), GoldEntity(3, 5, "URL", " 丁"))
    notes = Notes()
    source = written(report("甲乙丙 丁\n\r\n", GoldBlock(0, 6, "paragraph", "fees", None), entities=entities), notes)
    assert set(notes.lines()) == {
        "blocks with blanks at their ends, trimmed: 1",
        "characters of line breaks at the end of the text, left out: 3",
        "gkbg cannot mark them, left out: entities that cross another: 1",
        "gkbg cannot mark them, left out: entities with blanks at their ends: 1",
    }
    assert [(e.start, e.end) for e in parse(source).entities] == [(0, 2)]
    assert parse(source).text == "甲乙丙 丁"


def test_headers_of_others_are_completed_and_losses_said() -> None:
    other = GoldReport(
        "a",
        "甲\n乙",
        [GoldBlock(0, 1, "heading", "fees", None)],
        [],
        {"year": 2015, "budget": 3},
        {"id": "a", "era": 3, "join": 1, "x": None, "indicators": {}},
    )
    notes = Notes()
    back = parse(written(other, notes))
    assert (back.meta["era"], back.meta["province"], back.meta["body"], back.indicators) == ("3", "", "", {"year": 2015})
    assert back.blocks[0].level == 1 and "x" not in back.meta and "join" not in back.meta
    said = "\n".join(notes.lines())
    for words in (
        "without era",
        "without province",
        "without body",
        "null",
        "other names: left out: 1",
        "as level 1",
        "behind the last block",
        "'join'",
        "'indicators'",
    ):
        assert words in said, words


def test_reports_that_no_file_can_hold_are_all_named() -> None:
    bad = [report("甲", GoldBlock(0, 1, "paragraph", "依申请公开", None)), report("甲")]
    with pytest.raises(CorpusError) as caught:
        render(bad, "gkbg")
    assert len(caught.value.messages) == 2
    assert "'依申请公开': rename" in caught.value.messages[0] and "has no blocks" in caught.value.messages[1]


@given(value=TOML)
def test_toml_is_read_back(value: object) -> None:
    assert tomllib.loads(f"{toml_key('a b')} = {toml_value(value)}") == {"a b": value}


def test_toml_has_no_null() -> None:
    assert toml_value(None) is None and toml_value([1, None]) is None and toml_value({"a": None}) is None and toml_value(object()) is None
    assert toml_value("\x7f") == '"\\u007f"'
    assert toml_value(datetime.date(2018, 3, 27)) == "2018-03-27"


@pytest.mark.skipif("sections" not in inspect.signature(annotated.load).parameters, reason="annotated.load knows only the guide's sections")
def test_sections_of_any_name_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.gkbg").write_text(HAND.replace("@paragraph overview", "@paragraph water_quality"), "utf-8")
    assert [b.section for b in read_labelled(tmp_path)[0].blocks] == [None, "overview", "water_quality"]


def test_broken_reports_are_all_named(tmp_path: Path) -> None:
    (tmp_path / "a.gkbg").write_text(HAND.replace("{COUNT:138条}", "{COUNT:六条}"), "utf-8")
    (tmp_path / "b.gkbg").write_bytes(b"+++\n\xff")
    with pytest.raises(CorpusError) as caught:
        read_labelled(tmp_path)
    assert len(caught.value.messages) == 2
    assert "a.gkbg:14: " in str(caught.value) and "b.gkbg:2: the byte 0xff is not UTF-8" in str(caught.value)
