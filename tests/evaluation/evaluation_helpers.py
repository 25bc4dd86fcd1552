"""One small report, its gold and what a tagger said of it, with every kind of error; the figures in the tests are worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from gkbg_nlp.evaluation.gold import GoldDocument
from gkbg_nlp.report.records import Block, Entity, Indicator, Meta, Report, Source

TEXT = "题\n一、概述\n今年公开3条。\n县局未收费用。\n"
#       0 1-2   6 7..........14 15..........22


def document(**changes: Any) -> GoldDocument:
    """The gold: a title, a heading, two paragraphs, two entities, five indicators."""
    gold: dict[str, Any] = {
        "file": "a.txt",
        "blocks": [
            {"start": 0, "end": 1, "role": "title", "section": None, "level": None, "quote": "题"},
            {"start": 2, "end": 6, "role": "heading", "section": "overview", "level": 1, "quote": "一、概述"},
            {"start": 7, "end": 14, "role": "paragraph", "section": "overview", "level": None, "quote": "今年公开3条。"},
            {"start": 15, "end": 22, "role": "paragraph", "section": "fees", "level": None, "quote": "县局未收费用。"},
        ],
        "entities": [
            {"start": 11, "end": 13, "label": "COUNT", "text": "3条", "value": 3, "unit": "条"},
            {"start": 15, "end": 17, "label": "AGENCY", "text": "县局", "value": None, "unit": None},
        ],
        "indicators": {"year": 2015, "reviews": 0, "fees_charged_yuan": None, "phone": "0533-1", "fax": None},
    }
    return GoldDocument("a", TEXT, {**gold, **changes}, {"era": "B", "body": "county bureau: health"})


def said(text: str = TEXT) -> Report:
    """What the tagger said: one section and one boundary wrong, a unit wrong, an agency too long, a false date."""
    blocks = [
        Block(0, 1, "title", None, None, None, "layout:title"),
        Block(2, 6, "heading", 1, "overview", 0.9, "both"),
        Block(7, 14, "paragraph", None, "organization", 0.6, "model"),
        Block(15, 21, "paragraph", None, "fees", 0.8, "model"),
    ]
    entities = [
        Entity(0, 1, "DATE", "题", rule="r.date"),
        Entity(11, 13, "COUNT", "3条", 3, "件", rule="r.count"),
        Entity(15, 18, "AGENCY", "县局未", rule="r.agency"),
    ]
    indicators = {"year": Indicator(2014), "reviews": Indicator(0), "fees_charged_yuan": Indicator(5)}
    return Report("1", None, Source(""), Meta(), text, blocks, entities, indicators, [], [], [])


def right(gold: GoldDocument) -> Report:
    """A tagger that says what gold says, with confidence 1."""
    blocks = [
        Block(b["start"], b["end"], b["role"], b["level"], b["section"], 1.0 if b["section"] else None, "model")
        for b in gold.gold["blocks"]
    ]
    entities = [Entity(e["start"], e["end"], e["label"], e["text"], e["value"], e["unit"]) for e in gold.gold["entities"]]
    indicators = {k: Indicator(v) for k, v in gold.gold["indicators"].items() if v is not None}
    return Report("1", None, Source(""), Meta(), gold.text, blocks, entities, indicators, [], [], [])


def put_gold(folder: Path, name: str = "a", **changes: Any) -> Path:
    """The gold in a folder, in the form of ../shared/seeds; returns the gold file."""
    folder.mkdir(exist_ok=True)
    gold = {**document().gold, "file": f"{name}.txt", **changes}
    (folder / f"{name}.txt").write_bytes(TEXT.encode("utf-8"))
    path = folder / f"{name}.json"
    path.write_text(json.dumps(gold, ensure_ascii=False, indent=1), "utf-8")
    return path
