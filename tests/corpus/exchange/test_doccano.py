"""doccano's JSON Lines in the forms of its projects and versions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gkbg_nlp.corpus.annotated import GoldBlock, GoldEntity, GoldReport
from gkbg_nlp.corpus.exchange import Options, read, read_labelled, render
from gkbg_nlp.corpus.source import CorpusError

TEXT = "👨🏻‍🚒题\n县局公开138条"  # the fireman is 4 code points and 7 UTF-16 units


def lines(tmp_path: Path, *records: Any, name: str = "all.jsonl") -> Path:
    path = tmp_path / name
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), "utf-8")
    return path


def test_sequence_labelling(tmp_path: Path) -> None:
    spans = [[9, 17, "block.paragraph.proactive"], [9, 11, "AGENCY"], [13, 17, "COUNT"], [7, 8, "block.title"]]
    (report,) = read_labelled(lines(tmp_path, {"id": 3, "text": TEXT, "label": spans, "Comments": []}))
    assert report.id == "3"
    assert [(b.role, b.section, report.text[b.start : b.end]) for b in report.blocks] == [
        ("title", None, "题"),
        ("paragraph", "proactive", "县局公开138条"),
    ]
    assert [(e.label, e.text, e.value, e.unit) for e in report.entities] == [("AGENCY", "县局", None, None), ("COUNT", "138条", 138, "条")]


def test_entities_with_relations_in_code_points(tmp_path: Path) -> None:
    entities = [
        {"id": 1, "label": "LAW", "start_offset": 6, "end_offset": 8},
        {"id": 2, "label": "自定义", "start_offset": 6, "end_offset": 14},
    ]
    record = {
        "id": 5,
        "text": TEXT,
        "Comments": ["?"],
        "entities": entities,
        "relations": [{"id": 1, "from_id": 1, "to_id": 2, "type": "x"}],
        "year": 2015,
    }
    found = read(lines(tmp_path, record), options=Options(offsets="code-points"))
    assert found.reports[0].blocks == [GoldBlock(6, 14, "paragraph", "自定义", None)]
    assert found.reports[0].entities == [GoldEntity(6, 8, "LAW", "县局")]
    assert found.reports[0].meta == {"id": "5", "year": 2015}
    assert found.notes.lines() == ["relations between entities, left out: 1", "comments of annotators, left out: 1"]


def test_text_classification(tmp_path: Path) -> None:
    records = [
        {"id": 1, "text": " 甲\n", "label": ["requests"]},
        {"id": 2, "data": "乙", "label": "FEES"},
        {"id": 3, "text": "丙", "label": []},
    ]
    found = read(lines(tmp_path, *records))
    assert [(r.text, r.blocks) for r in found.reports] == [
        (" 甲\n", [GoldBlock(1, 2, "paragraph", "requests", None)]),
        ("乙", [GoldBlock(0, 1, "paragraph", "FEES", None)]),
    ]
    assert found.notes.lines() == ["records without a label, left out: 1"]
    (tmp_path / "c.json").write_text(json.dumps([{"text": "甲", "label": ["fees"]}]), "utf-8")
    listed = read(tmp_path / "c.json")
    assert (listed.format, listed.reports[0].id, listed.reports[0].blocks[0].section) == ("doccano", "c-1", "fees")


def test_intent_detection_and_old_keys(tmp_path: Path) -> None:
    intent = {"text": "县局答复", "entities": [[0, 2, "AGENCY"]], "cats": ["requests"]}
    old = {"doc_id": 33, "text": "县局答复", "labels": [[0, 2, "AGENCY"]], "username": "admin"}
    first, second = read_labelled(lines(tmp_path, intent, old))
    assert (first.blocks[0].section, first.entities[0].text) == ("requests", "县局")
    assert (second.id, second.entities[0].label, second.blocks) == ("33", "AGENCY", [])


def test_what_is_written_for_import(tmp_path: Path) -> None:
    report = GoldReport(
        "r",
        TEXT,
        [GoldBlock(6, 14, "heading", "proactive", 2)],
        [GoldEntity(10, 14, "COUNT", "138条", 139, "条")],
        {"year": 1},
        {"id": "r", "era": "B"},
    )
    files, notes = render([report], "doccano")
    assert json.loads(files[""]) == {
        "text": TEXT,
        "label": [[9, 17, "block.heading2.proactive"], [13, 17, "COUNT"]],
        "gkbg": {"id": "r", "meta": {"era": "B"}, "indicators": {"year": 1}, "values": [[10, 14, "COUNT", 139, "条"]]},
    }
    assert "Allow overlapping spans" in notes.lines()[0] and "grapheme" in notes.lines()[1]
    # doccano gives the file back with an id and comments of its own; a hand moved an end and took a blank along.
    record = {"id": 17, "Comments": [], **json.loads(files[""])}
    record["label"][1] = [14, 17, "COUNT"]
    record["label"].append([8, 11, "AGENCY"])
    found = read(lines(tmp_path, record))
    assert (found.reports[0].id, found.reports[0].indicators, found.reports[0].meta) == ("r", {"year": 1}, {"id": "r", "era": "B"})
    assert [(e.text, e.value) for e in found.reports[0].entities] == [("县局", None), ("38条", 38)]
    assert found.notes.lines() == ["spans with blanks at their ends, trimmed: 1"]


def test_a_count_without_value_is_counted(tmp_path: Path) -> None:
    found = read(lines(tmp_path, {"text": "六条", "label": [[0, 2, "COUNT"]]}))
    assert found.notes.lines() == ["entities COUNT that need a value and a unit: 1"]


def test_every_broken_record_is_named(tmp_path: Path) -> None:
    records = [
        [],
        {"text": 3, "label": []},
        {"text": "甲", "label": ["a", "b"]},
        {"text": "甲", "label": [["0", 1, "LAW"]]},
        {"text": "甲", "label": [[0]]},
        {"text": "甲", "entities": ["LAW"]},
        {"text": "甲", "label": 3},
        {"text": "甲", "label": [[0, 9, "LAW"]]},
        {"text": "𠀀甲", "label": [[1, 3, "LAW"]]},
        {"text": "甲", "label": [[0, 1, "block.song.x"]]},
        {"text": " \n", "label": [[0, 1, "LAW"]]},
        {"text": " ", "label": ["fees"]},
        {"text": "甲", "label": [[0, 1, "block.paragraph.x"]], "cats": ["fees"]},
        {"text": "甲", "label": [], "gkbg": 3},
        {"text": "甲", "label": [], "gkbg": {"values": [1]}},
    ]
    path = lines(tmp_path, *records)
    path.write_text(path.read_text("utf-8") + "{\n", "utf-8")
    with pytest.raises(CorpusError) as caught:
        read_labelled(path, "doccano")
    places = [int(m.removeprefix(f"{path}:").split(":")[0]) for m in caught.value.messages]
    assert sorted(set(places)) == list(range(1, len(records) + 2))
    assert "--offsets code-points" in next(m for m in caught.value.messages if m.startswith(f"{path}:9:"))


def test_overlaps_and_ids_are_checked(tmp_path: Path) -> None:
    crossing = {"id": 1, "text": "甲乙丙", "label": [[0, 2, "fees"], [1, 3, "requests"]]}
    with pytest.raises(CorpusError) as caught:
        read_labelled(lines(tmp_path, crossing, {"id": 1, "text": "甲", "label": ["fees"]}))
    assert "blocks never overlap" in caught.value.messages[0]
    assert "all.jsonl:2: the id '1' is already that of" in caught.value.messages[1]
