"""Label Studio's JSON, JSON-MIN and its configuration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from gkbg_nlp.corpus.annotated import SECTIONS, GoldBlock, GoldEntity, GoldReport
from gkbg_nlp.corpus.exchange import Options, convert, read, read_labelled, render
from gkbg_nlp.corpus.source import CorpusError

TEXT = "💩题\r\n县局 公开"


def export(tmp_path: Path, *tasks: Any) -> Path:
    path = tmp_path / "project-1.json"
    path.write_text(json.dumps(tasks, ensure_ascii=False), "utf-8")
    return path


def region(start: Any, end: Any, *labels: str, text: str | None = None, kind: str = "labels") -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": list(labels)} | ({} if text is None else {"text": text})
    return {"value": value, "id": f"x{start}", "from_name": "label", "to_name": "text", "type": kind, "origin": "manual"}


def task(number: int, text: str, *results: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "data": {"text": text},
        "annotations": [{"id": number, "completed_by": 1, "was_cancelled": False, "result": list(results)}],
        **more,
    }


def test_annotated_tasks(tmp_path: Path) -> None:
    results = [
        region(1, 2, "block.title"),
        region(4, 9, "proactive", text="县局 公开"),
        region(4, 6, "AGENCY", text="县局"),
        {"type": "relation"},
    ]
    found = read(export(tmp_path, task(7, TEXT, *results, predictions=[], drafts=[])))
    (report,) = found.reports
    assert (found.format, report.id) == ("labelstudio", "7")
    assert report.blocks == [GoldBlock(1, 2, "title", None, None), GoldBlock(4, 9, "paragraph", "proactive", None)]
    assert report.entities == [GoldEntity(4, 6, "AGENCY", "县局")]
    assert found.notes.lines() == ["results of type 'relation', left out: 1"]


def test_the_repeated_text_shows_which_way_offsets_count(tmp_path: Path) -> None:
    (now,) = read_labelled(export(tmp_path, task(1, TEXT, region(1, 6, "LAW", text="题\\n\\n县局"))))
    early = read(export(tmp_path, task(1, TEXT, region(2, 7, "LAW", text="题\\n\\n县局"))))
    assert now.entities == early.reports[0].entities == [GoldEntity(1, 6, "LAW", "题\r\n县局")]
    assert early.notes.lines() == ["tasks whose offsets count UTF-16 units, converted: 1"]
    (forced,) = read(export(tmp_path, task(1, TEXT, region(2, 7, "LAW"))), options=Options(offsets="utf-16")).reports
    (plain,) = read_labelled(export(tmp_path, task(1, TEXT, region(2, 7, "LAW"))))
    assert forced == now and plain.entities[0].text == "县局"  # without a text to compare, code points


def test_the_annotation_that_counts(tmp_path: Path) -> None:
    several = task(1, "甲乙")
    several["annotations"] = [
        {"result": [region(0, 1, "fees")], "updated_at": "2024-02-01"},
        {"result": [region(1, 2, "fees")], "updated_at": "2024-03-01"},
        {"result": [region(0, 2, "fees")], "updated_at": "2024-04-01", "was_cancelled": True},
    ]
    found = read(export(tmp_path, several, task(2, "甲", annotations=[]), task(3, "甲", annotations=[], predictions=[{"result": []}])))
    assert [(b.start, b.end) for b in found.reports[0].blocks] == [(1, 2)]
    assert found.notes.lines() == [
        "annotations that were cancelled, left out: 1",
        "tasks with several annotations, of which the ground truth, else the newest, was taken: 1",
        "tasks without annotation, left out: 1",
        "tasks with predictions only, left out (correct and submit them first): 1",
    ]
    several["annotations"][0]["ground_truth"] = True
    assert read_labelled(export(tmp_path, several))[0].blocks[0].start == 0


def test_choices_are_labelled_paragraphs(tmp_path: Path) -> None:
    choice = {"value": {"choices": ["requests"]}, "id": "c", "from_name": "section", "to_name": "text", "type": "choices"}
    (report,) = read_labelled(export(tmp_path, {**task(1, "", choice), "data": {"absatz": "县局答复"}}))
    assert report.blocks == [GoldBlock(0, 4, "paragraph", "requests", None)]


def test_json_min(tmp_path: Path) -> None:
    common = {"annotator": 1, "annotation_id": 3, "created_at": "2024", "updated_at": "2024", "lead_time": 3.2}
    records = [
        {"text": "县局答复", "source": "web", "id": 1, "section": "requests", **common},
        {"text": "县局答复", "id": 2, "topic": {"choices": ["fees"]}, **common},
        {"text": "县局答复", "id": 3, "label": [{"start": 0, "end": 2, "text": "县局", "labels": ["AGENCY"]}], **common},
        {"text": "县局答复", "id": 4, **common},
    ]
    found = read(export(tmp_path, *records))
    assert found.format == "labelstudio" and found.reports[0].meta == {"id": "1", "source": "web"}
    assert [[b.section for b in r.blocks] for r in found.reports] == [["requests"], ["fees"], []]
    assert found.reports[2].entities == [GoldEntity(0, 2, "AGENCY", "县局")]
    assert found.notes.lines() == ["records without labels or choices, left out: 1"]


def test_every_broken_task_is_named(tmp_path: Path) -> None:
    choice = {"value": {"choices": ["a", "b"]}, "type": "choices"}
    broken = [
        3,
        {"data": "甲"},
        task(3, "甲", annotations=[17]),
        task(4, "甲", region("/p[1]/text()[1]", "/p[1]", "LAW", kind="labels")),
        task(5, "甲", choice),
        task(6, "甲乙丙", region(0, 1, "LAW", text="丙")),
        task(7, "𠀀乙丙", region(0, 1, "LAW", text="丙")),
        {"data": {"a": "x", "b": "y"}, "annotations": [{"result": []}]},
        task(9, "甲", region(0, 5, "LAW")),
        task(10, "甲", {"type": "labels", "value": {"start": 0, "end": 1, "labels": 3}}),
    ]
    path = export(tmp_path, *broken)
    for number, one in enumerate(broken):
        with pytest.raises(CorpusError, match=r"project-1\.json: task 1: "):
            read_labelled(export(tmp_path, one), "labelstudio")
        assert number < len(broken)
    with pytest.raises(CorpusError) as caught:
        read_labelled(export(tmp_path, *broken), "labelstudio")
    assert (
        len({m.split(": ")[1] for m in caught.value.messages}) == len(broken) - 1
    )  # a span outside the text is seen when all else is right
    assert path.exists()


def test_what_is_written(tmp_path: Path) -> None:
    report = GoldReport("r", TEXT, [GoldBlock(4, 9, "heading", "proactive", 4)], [GoldEntity(4, 6, "人名", "县局", "x")], {}, {"id": "r"})
    files, notes = render([report], "labelstudio")
    (written,) = json.loads(files[""])
    assert written["data"] == {"text": TEXT, "gkbg": {"id": "r", "meta": {}, "indicators": {}, "values": [[4, 6, "人名", "x", None]]}}
    assert [(r["id"], r["from_name"], r["to_name"], r["type"], r["value"]) for r in written["annotations"][0]["result"]] == [
        ("b0", "block", "text", "labels", {"start": 4, "end": 9, "text": "县局 公开", "labels": ["block.heading4.proactive"]}),
        ("e0", "entity", "text", "labels", {"start": 4, "end": 6, "text": "县局", "labels": ["entity.人名"]}),
    ]
    assert notes.lines() == ["reports with CR LF, each of which Label Studio shows as two line breaks: 1"]
    predicted = json.loads(render([report], "labelstudio", Options(predictions=True))[0][""])[0]
    assert "annotations" not in predicted and predicted["predictions"][0]["result"] == written["annotations"][0]["result"]


def test_the_configuration_offers_what_the_tasks_use(tmp_path: Path) -> None:
    report = GoldReport("r", TEXT, [GoldBlock(4, 9, "heading", "proactive", 4)], [GoldEntity(4, 6, "人名", "县局")], {}, {})
    (tmp_path / "in.jsonl").write_bytes(render([report], "jsonl")[0][""])
    done = convert(tmp_path / "in.jsonl", tmp_path / "tasks.json", "labelstudio")
    assert [p.name for p in done.files] == ["tasks.json", "tasks.xml"]
    view = ElementTree.parse(tmp_path / "tasks.xml").getroot()
    offered = {tag.get("name"): [label.get("value") for label in tag] for tag in view.findall("Labels")}
    assert {f"block.paragraph.{s}" for s in SECTIONS} | {"block.title", "block.heading4.proactive"} <= set(offered["block"])
    assert {"AGENCY", "COUNT", "entity.人名"} <= set(offered["entity"])
    assert all(len(names) == len(set(names)) for names in offered.values())
    text = view.find("Text")
    assert text is not None and text.attrib == {"name": "text", "value": "$text", "granularity": "symbol"}
    own = GoldReport("r", "甲", [GoldBlock(0, 1, "paragraph", "水质 <&>", None)], [], {}, {})
    root = ElementTree.fromstring(render([own], "labelstudio")[0][".xml"].decode("utf-8"))
    names = [label.get("value") for label in root.findall("Labels")[0]]
    assert "block.paragraph.水质 <&>" in names and not any("overview" in str(n) for n in names)
