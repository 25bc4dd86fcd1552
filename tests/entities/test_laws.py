"""Titles of laws and policy documents, short names, and what stands in 《》 without being one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.entities import docno
from gkbg_nlp.entities.laws import find, is_law
from gkbg_nlp.report.records import Entity

Check = Callable[..., list[Entity]]


@pytest.mark.parametrize(
    "marked",
    [
        "按照{LAW=《中华人民共和国政府信息公开条例》:《中华人民共和国政府信息公开条例》}（以下简称{LAW=《中华人民共和国政府信息公开条例》:《条例》}）和{LAW=《保密法》:《保密法》}",
        "按{LAW=《某省信息公开办法》:《某省信息公开办法》}（省政府令第210号，下称《办法》）".replace("《办法》", "{LAW=《某省信息公开办法》:《办法》}") + "，{LAW=《某省信息公开办法》:《办法》}第三条",
        "{LAW:《某市2016年政务公开要点》}、{LAW:《信息发布审查制度》}、{LAW:《首问责任制》}、{LAW:《公开规程》}",
        "{LAW=《某局关于印发〈工作规则〉的通知》:《某局关于印发〈工作规则〉的通知》}",
        "{LAW:《关于印发《工作规则》的通知》}",
        "{LAW:《信息公开办法（试行）》}、{LAW:《行动方案（2018—2020年）》}、{LAW:《条例(修订草案)》}",
        "编印《公开指南》《公开目录》和《办事手册》，刊于《某市日报》《某县政报》《某省政府公报》",
        "在《今日说法》《某视新闻》《行风热线》播出，《某年鉴》《工作简报》刊登，填《审批表》",
        "学习《写作方法》《毛笔书法》，用《公开小程序》",
        "{LAW=《条例》:《条例〉}和{LAW=《保密法》:<<保密法>>}、{LAW=《保密法》:〈保密法〉}",
        "未闭合的《关于某事的通知，以及{LAW:《办法》}",
        "{LAW=《关于做好工作的通知》:《关于做好 工作的通知》}",
        "{LAW=《公开条例》:《公开条 例》}和{LAW=《关于做好工作的通知》:《关于做好工作的通 知》}",
        "{LAW:《关于印发<2012年要点>的通知》}、{LAW:《关于占比>5%企业的通知》}、{LAW:《关于占比<五成企业的通知》}、{LAW:《办法》}",
    ],
)  # fmt: skip
def test_titles(check: Check, marked: str) -> None:
    check(find, ("LAW",), marked)


@pytest.mark.parametrize(
    "title",
    [
        "宪法",
        "民法典",
        "反电信网络诈骗法",
        "政务公开标准指引",
        "支持产业发展若干措施",
        "十三五规划纲要",
        "任务分工",
        "关于某事的函",
        "关于禁放的通告",
        "保密审查流程",
    ],
)
def test_kinds_of_documents(title: str) -> None:
    assert is_law(title)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "办事指南",
        "公开目录",
        "某某日报",
        "做法",
        "政府工作报告",
        "年度报告",
        "告知书",
        "申请表",
        "农村建房一张纸",
        "某县通讯",
        "公共事项标准目录",
        "普通话",
    ],
)
def test_kinds_of_other_things(title: str) -> None:
    assert not is_law(title)


def test_a_short_name_in_quotation_marks_binds_too() -> None:
    found = find("《中华人民共和国保密法》(以下简称“保密法”),按《保密法》办")
    assert [e.value for e in found] == ["《中华人民共和国保密法》"] * 2
    assert found[1].rule == "laws.short"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("根据国办发〔2014〕32号文件", "国办发〔2014〕32号"), ("按照国办公开办函[2019]60号要求", "国办公开办函[2019]60号"), ("(国务院令第711号)", "国务院令第711号"),
        ("某政办(2013)7号", "某政办(2013)7号"), ("某政发【2014】130号", "某政发【2014】130号"),
    ],
)  # fmt: skip
def test_document_numbers(text: str, number: str) -> None:
    assert not find(text)  # they are docno's
    (entity,) = docno.find(text, [])
    assert text[entity.start : entity.end] == entity.value == number


@given(st.one_of(st.text(alphabet="《》〈〉<>条例法通知的简称()〔〕2014号令第\n“” ", max_size=60), st.text(max_size=50)))
def test_spans_lie_in_a_line_and_do_not_overlap(text: str) -> None:
    laws = [e for e in find(text) if e.label == "LAW"]
    for entity in laws:
        assert 0 <= entity.start < entity.end <= len(text) and "\n" not in text[entity.start : entity.end]
        assert str(entity.value)[0] == "《" and str(entity.value)[-1] == "》"
    for before, after in pairwise(laws):
        assert before.end <= after.start


@pytest.mark.parametrize("unit", ["《", "》", "〈", "<", "《》", "《法", "法》", "〔2014〕", "令第", "简称", "《条例》"])
def test_a_flood_of_one_thing_gives_an_answer(unit: str) -> None:
    text = unit * (200_000 // len(unit)) + "\n《保密法》"
    assert find(text)[-1].value == "《保密法》"
