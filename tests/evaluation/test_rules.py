"""Precision by rule: by hand, and of every rule on the shipped corpus."""

from __future__ import annotations

import pytest

from gkbg_nlp import Pipeline
from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.evaluation.gold import GoldDocument
from gkbg_nlp.evaluation.report import evaluate
from gkbg_nlp.evaluation.tables import tables
from gkbg_nlp.report.records import SCHEMA_VERSION, Block, Entity, Meta, Report, Source

_ENOUGH = 20  # finds of a rule, for its precision to mean something


def test_precision_by_hand() -> None:
    text = "发3条收3条"
    gold = {
        "indicators": {},
        "blocks": [{"start": 0, "end": 6, "role": "paragraph", "section": "fees", "level": None}],
        "entities": [{"start": 1, "end": 3, "label": "COUNT", "value": 3, "unit": "条"}],
    }
    found = [
        Entity(1, 3, "COUNT", value=3, unit="条", rule="a"), Entity(4, 6, "COUNT", value=3, unit="条", rule="a"),
        Entity(1, 3, "DATE", rule="b"), Entity(0, 1, "MONEY", rule="c"),
    ]  # fmt: skip
    report = Report(
        SCHEMA_VERSION, "x", Source("", "text"), Meta(), text, [Block(0, 6, "paragraph", None, "fees", 1.0)], found, {}, [], [], []
    )
    result = evaluate([GoldDocument("x", text, gold)], lambda _: report, resamples=5)
    assert [(r.label, r.rule, r.found, r.right, r.precision.value) for r in result.rules] == [
        ("COUNT", "a", 2, 1, 0.5),
        ("DATE", "b", 1, 0, 0.0),
    ]
    table = next(t for t in tables(result) if t.title == "Entities by rule")
    assert [row[1] for row in table.rows] == ["b", "a"]  # the worst first; MONEY is no label of the guide


def test_every_rule_with_enough_finds_is_right_in_95_of_100(pipeline: Pipeline, gold_reports: list[GoldReport]) -> None:
    documents = [GoldDocument(r.id, r.text, r.to_gold(f"{r.id}.txt"), r.meta) for r in gold_reports]
    result = evaluate(documents, pipeline.tag, resamples=2)
    often = [r for r in result.rules if r.found >= _ENOUGH]
    assert len(often) > 40
    low = {f"{r.label} {r.rule}": round(r.right / r.found, 3) for r in often if r.right / r.found < 0.95}
    if low:
        pytest.fail(f"rules that state too much: {low}")
