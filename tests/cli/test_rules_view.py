"""``gkbg tag --explain``: every block, entity and indicator with what decided it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from gkbg_nlp import Pipeline
from gkbg_nlp.cli.main import main
from gkbg_nlp.cli.rules_view import reason_of, render_rules

_TEXT = "临江市水务局2016年政府信息公开工作年度报告\n二、主动公开政府信息情况\n全年主动公开政府信息138条，邮编：334000。\n"


def test_each_rule_that_fired_is_named_with_its_reason(pipeline: Pipeline) -> None:
    report = pipeline(_TEXT)
    console = Console(file=io.StringIO(), width=300)
    console.print(render_rules(report))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    rules = {e.rule for e in report.entities} | {i.rule for i in report.indicators.values()}
    assert len(rules) >= 5
    assert all(rule in shown for rule in rules)
    assert all(block.reason in shown for block in report.blocks if block.reason)
    assert "measure word 条" in shown
    assert "counted items, period year" in shown


def test_every_entity_rule_has_a_reason(pipeline: Pipeline) -> None:
    text = (
        _TEXT
        + "电话：0598-7152016；网址：www.linjiang.gov.cn；按《临江市政务公开办法》（临政办发〔2016〕8号），我局支出3.5万元，占4%，2016年3月5日印发。\n"
    )
    rules = {e.rule for e in pipeline(text).entities}
    assert {r.split(".")[0] for r in rules} >= {"agencies", "contacts", "counts", "dates", "docno", "laws", "mention", "money", "percent"}
    assert [r for r in rules if not reason_of(r)] == []
    assert reason_of("no.such.rule") == ""


@pytest.mark.usefixtures("fake_pipeline")
def test_the_option_prints_beside_the_output_and_not_into_it(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text("x")
    Path("b.txt").write_bytes(b"\xff\xd8\xff\xe0")
    assert main(["tag", "a.txt", "b.txt", "-o", "out.jsonl", "--explain"]) == 1
    assert "blocks" in capsys.readouterr().out
    for target in ("-", "memory://folder/out.jsonl"):
        assert main(["tag", "a.txt", "-o", target, "--explain"]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert "name a file" in said.err
