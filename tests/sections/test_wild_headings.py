"""Headings and cells of published reports: slogans that name a section, run-in heads in long sentences, columns of bare figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.sections.chain import Witness, witnesses
from gkbg_nlp.sections.decoder import emission
from gkbg_nlp.sections.label import label_blocks
from gkbg_nlp.sections.model import SectionModel, load_model
from gkbg_nlp.taxonomy.sections import load_sections, squeeze

TITLE = "青坡县粮食局2020年政府信息公开工作年度报告"


@pytest.fixture(scope="module")
def model() -> SectionModel:
    return load_model(Path(__file__).parents[2] / "models" / "sections-1")


@pytest.mark.parametrize(
    ("words", "section"),
    [
        ("领导高度重视", "organization"), ("搭建新平台 提高透明度", "proactive"), ("狠抓督促落实", "supervision"), ("信息审核", "supervision"),
        ("2021年重点工作安排", "problems"), ("重点工作落实情况", "key_areas"), ("政府开放日活动", "interpretation"), ("民意回应", "interpretation"),
        ("涉诉情况", "disputes"), ("校务公开", "affiliates"), ("议案办理", "proposals"), ("网民留言办理", "enquiries"), ("附图", "other_matters"),
    ],
)  # fmt: skip
def test_wordings_that_name_a_section(words: str, section: str) -> None:
    found = load_sections().read(squeeze(fold(words)))
    assert found is not None
    assert (found.sections[0], found.weak) == (section, False)


@pytest.mark.parametrize(
    ("words", "section"), [("拓展载体，凝聚民心", "proactive"), ("完善内容，及时更新", "proactive"), ("工作亮点", "overview")]
)
def test_slogans_leave_it_to_the_text_below(words: str, section: str) -> None:
    found = load_sections().read(squeeze(fold(words)))
    assert found is not None
    assert (found.sections[0], found.weak, found.open) == (section, True, True)


def test_a_run_in_head_names_its_section_in_a_longer_sentence() -> None:
    text = f"{TITLE}\n一、基本情况\n（三）坚持严格把关，确保程序规范。粮食局逐条看过再上网。"
    said = witnesses(segment(text).blocks)[-1]
    assert said is not None
    assert said.sections == ("supervision",)


def test_a_cell_of_figures_is_mute_and_one_with_words_is_not() -> None:
    text = f"{TITLE}\n三、收到和处理政府信息公开申请情况\n自然人\n0\n12.5 |\n结转下年度继续办理 |\n0\n五、存在的主要问题"
    blocks = segment(text).blocks
    mute = {b.text: w.mute for b, w in zip(blocks, witnesses(blocks), strict=True) if w is not None and b.role == "table"}
    assert mute == {"自然人": False, "0": True, "12.5 |": True, "结转下年度继续办理 |": False}


def test_the_heading_weighs_more_over_a_mute_block(model: SectionModel) -> None:
    said = Witness(("requests",), "section.requests.1", 2, (), None, "")
    silent = Witness(("requests",), "section.requests.1", 2, (), None, "", mute=True)
    gains = emission(model, np.zeros((2, len(model.sections))), [said, silent])
    at = model.sections.index("requests")
    assert gains[1, at] > gains[0, at] > 0
    assert np.count_nonzero(gains[1]) == 1


def test_a_table_in_one_column_stays_in_its_chapter(model: SectionModel) -> None:
    zeros = ["0"] * 7
    rows = [
        "自然人",
        "总计",
        "一、本年新收政府信息公开申请数量",
        *zeros,
        "二、上年结转政府信息公开申请数量",
        *zeros,
        "(一)予以公开",
        *zeros,
        "(七)总计",
        *zeros,
    ]
    lines = [TITLE, "三、收到和处理政府信息公开申请情况", *rows, "四、政府信息公开行政复议、行政诉讼情况", "总计", *zeros]
    blocks = segment("\n".join(lines)).blocks
    labels = [s.section for s in label_blocks(blocks, model) if s is not None]
    assert labels == ["requests"] * (1 + len(rows)) + ["disputes"] * 9
