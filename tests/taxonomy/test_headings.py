"""Heading wordings to sections: the official headings of the four eras, and clerks' own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.corpus.annotated import INDICATORS, SECTIONS
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.taxonomy.indicators import load_indicators
from gkbg_nlp.taxonomy.sections import load_sections, squeeze

OFFICIAL = [
    # A: 2007条例第三十二条
    ("概述", "overview"), ("主动公开政府信息的情况", "proactive"), ("依申请公开政府信息和不予公开政府信息的情况", "requests"),
    ("政府信息公开的收费及减免情况", "fees"), ("因政府信息公开申请行政复议、提起行政诉讼的情况", "disputes"),
    ("政府信息公开工作存在的主要问题及改进情况", "problems"), ("其他需要报告的事项", "other_matters"),
    # B: 国办发〔2014〕32号 and the forms after it
    ("组织领导和制度建设情况", "organization"), ("重点领域政府信息公开情况", "key_areas"), ("政策解读和回应社会关切情况", "interpretation"),
    ("政府信息公开申请办理情况", "requests"), ("行政复议和行政诉讼情况", "disputes"), ("人大代表建议和政协委员提案办理结果公开情况", "proposals"),
    ("监督检查和考核情况", "supervision"), ("所属事业单位信息公开情况", "affiliates"), ("附表", "other_matters"), ("政府信息公开情况统计表", "other_matters"),
    # C and D: 国办公开办函〔2019〕60号, 〔2021〕30号
    ("总体情况", "overview"), ("主动公开政府信息情况", "proactive"), ("收到和处理政府信息公开申请情况", "requests"),
    ("政府信息公开行政复议、行政诉讼情况", "disputes"), ("政府信息公开行政复议、行政诉讼情况", "disputes"), ("存在的主要问题及改进情况", "problems"),
]  # fmt: skip
CLERKS = [
    ("公开渠道", "proactive"), ("门户网站建设", "proactive"), ("咨询投诉处理", "enquiries"), ("信访举报办理情况", "enquiries"), ("加强组织领导", "organization"), ("完善制度机制", "organization"),
    ("公开指南和目录编制情况", "organization"), ("人员和经费情况", "organization"), ("业务培训", "organization"), ("保密审查", "supervision"), ("社会评议", "supervision"), ("责任追究", "supervision"),
    ("下一步工作打算", "problems"), ("存在的不足", "problems"), ("今后努力方向", "problems"), ("财政预决算公开", "key_areas"), ("回应关切", "interpretation"), ("引言", "preamble"),
    ("收费情况", "fees"), ("名词解释", "other_matters"), ("政协提案办理公开", "proposals"), ("村务公开", "affiliates"),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "section"), OFFICIAL + CLERKS)
def test_a_heading_names_its_section(heading: str, section: str) -> None:
    found = load_sections().read(squeeze(fold(heading)))
    assert found is not None and found.sections[0] == section
    assert found.rules[0].startswith(f"section.{section}.")
    assert 0.0 < found.coverage <= 1.0
    assert found.weak is (section == "overview")


@pytest.mark.parametrize(
    ("heading", "sections"),
    [
        ("主动公开及依申请公开情况", ("proactive", "requests")),
        ("依申请公开及收费情况", ("requests", "fees")),
        ("收费减免、行政复议和诉讼情况", ("fees", "disputes")),
        ("存在的问题和下一步打算", ("problems",)),
    ],
)
def test_merged_headings_name_their_sections_in_order(heading: str, sections: tuple[str, ...]) -> None:
    found = load_sections().read(squeeze(heading))
    assert found is not None and found.sections == sections and len(found.rules) == len(sections)


@pytest.mark.parametrize("heading", ["", "水情", "张三李四", "一年又一年"])
def test_words_that_name_nothing(heading: str) -> None:
    assert load_sections().read(squeeze(heading)) is None


def test_a_generic_wording_counts_only_where_no_other_names_a_section() -> None:
    found = load_sections().read("依申请公开总体情况")
    assert found is not None and found.sections == ("requests",) and not found.weak


def test_an_open_wording_leaves_it_to_the_text() -> None:
    opened, closed = load_sections().read("扎实推进政府信息公开工作"), load_sections().read("概述")
    assert opened is not None and opened.open and opened.weak
    assert closed is not None and not closed.open


def test_only_problems_keep_their_sub_headings() -> None:
    assert load_sections().keeping == {"problems"}


@pytest.mark.parametrize(
    ("heading", "squeezed"),
    [
        ("## 概 述", "概述"),
        ("**2016年主动公开情况**", "主动公开情况"),
        ("2016年度概述：", "概述"),
        ("“概述”。", "概述"),
        ("二〇一六年度概述", "概述"),
        ("- 概述 -", "概述"),
        ("", ""),
    ],
)
def test_squeeze(heading: str, squeezed: str) -> None:
    assert squeeze(fold(heading)) == squeezed


@given(st.text(st.sampled_from("主动公开依申请收费复议诉讼概述情况和及、存在问题其他 #*监督"), max_size=30))
def test_reading_any_words(text: str) -> None:
    words = squeeze(text)
    found = load_sections().read(words)
    if found is not None:
        assert found.sections and len(found.sections) == len(set(found.sections)) == len(found.rules)
        assert set(found.sections) <= set(SECTIONS) and 0.0 < found.coverage <= 1.0


def test_the_ids_are_those_of_the_guide() -> None:
    assert load_sections().ids == SECTIONS
    assert tuple(load_indicators().rules) == INDICATORS


def test_usual_order_of_the_chapters() -> None:
    by_id = load_sections().by_id
    for era in range(3):
        chapters = ["overview", "proactive", "requests", "disputes", "problems", "other_matters"]
        places = [by_id[s].order[era] for s in chapters]
        assert places == sorted(places) and by_id["preamble"].order[era] == 0
