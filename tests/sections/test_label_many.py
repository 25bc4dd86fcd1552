"""Several reports labelled in one pass get the labels that each gets alone."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.pipeline.locate import default_model
from gkbg_nlp.sections.label import label_blocks, label_many
from gkbg_nlp.sections.model import SectionModel, load_model

LINES = (
    "一、概述", "二、主动公开政府信息情况", "三、依申请公开情况", "（一）收费情况。没有收取费用。", "（二）加强领导，明确责任",
    "全年收到来函两件，都在期限内答复。", "门户网站全年登出水情信息120条。", "没有人提起行政复议，也没有诉讼。", "12 34 56", "ΑΣ 3 条", "😀",
    "人手不够，下一年补上。", "临江市水务局2016年政府信息公开工作年度报告", "2017年3月2日",
)  # fmt: skip


@pytest.fixture(scope="module")
def model() -> SectionModel:
    return load_model(default_model())


@given(st.lists(st.lists(st.sampled_from(LINES), max_size=8), max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([])
@example([[], [LINES[0]], []])
def test_one_pass_is_one_by_one(model: SectionModel, reports: list[list[str]]) -> None:
    blocks = [segment("\n".join(lines)).blocks for lines in reports]
    assert label_many(blocks, model) == [label_blocks(one, model) for one in blocks]


def test_whole_reports(model: SectionModel, gold_reports: list[GoldReport]) -> None:
    blocks = [segment(report.text).blocks for report in gold_reports[:12]]
    assert label_many(blocks, model) == [label_blocks(one, model) for one in blocks]
