"""What counts count, by which channel and in which period: sentences of our own."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from gkbg_nlp import Pipeline
from gkbg_nlp.report.records import Entity

HEADS = {
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、依申请公开政府信息情况",
    "disputes": "五、行政复议和行政诉讼情况",
    "organization": "六、组织领导和制度建设情况",
    "enquiries": "七、咨询和投诉情况",
    "problems": "八、存在的主要问题及改进情况",
}


def counts(pipeline: Pipeline, section: str, text: str) -> list[Entity]:
    report = pipeline(f"临江市水务局2016年政府信息公开工作年度报告\n{HEADS[section]}\n{text}\n")
    return [e for e in report.entities if e.label == "COUNT"]


def attributes(pipeline: Pipeline, section: str, text: str) -> list[tuple[object, ...]]:
    return [tuple(None if v is UNSET else v for v in (e.counted, e.channel, e.period)) for e in counts(pipeline, section, text)]


@pytest.mark.parametrize(
    ("section", "text", "counted"),
    [
        ("proactive", "我局主动公开政府信息138条。", ["items"]),
        ("proactive", "公布138条政务信息，制发规范性文件3件。", ["items", "documents"]),
        ("proactive", "编印公报6期，发放宣传手册500册，新设专栏2个。", ["publications", "publications", "columns"]),
        ("proactive", "县政府网站：81条；", ["items"]),
        ("requests", "收到政府信息公开申请12件，其中网上申请8件、信函申请4件。", ["requests", "requests", "requests"]),
        ("requests", "办理完毕的申请中，同意公开5件，不予公开2件，信息不存在1件。", ["replies", "replies", "replies"]),
        ("requests", "上年结转2件，按信访类不予处理1件。", ["requests", "replies"]),
        ("requests", "收到12件，均已答复。", ["requests"]),
        ("disputes", "申请行政复议2件，提起行政诉讼1件。", ["reviews", "litigations"]),
        ("disputes", "（二）行政诉讼。当年2宗，判决驳回1宗。", ["litigations", "litigations"]),
        ("disputes", "发生复议3件，复议机关维持2件，责令重新答复1件。", ["reviews", "reviews", "reviews"]),
        ("organization", "召开专题会议3次，举办培训班2期，参训人员40人次。", ["meetings", "trainings", "participants"]),
        ("organization", "配备专职工作人员2名，6个乡镇各有1名联络员。", ["staff", "bodies", "staff"]),
        ("enquiries", "受理咨询45件，投诉12件，办结12件。", ["enquiries", "complaints", "complaints"]),
        ("enquiries", "承办人大代表建议5件、政协提案7件，答复12件。", ["proposals", "proposals", "proposals"]),
    ],
)  # fmt: skip
def test_what_is_counted(pipeline: Pipeline, section: str, text: str, counted: list[str]) -> None:
    assert [one[0] for one in attributes(pipeline, section, text)] == counted


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("organization", "公开制度健全，检查工地64个。"),  # a noun in no list, behind or before
        ("organization", "公示期内收到异议16条，采纳4条。"),
        ("organization", "门户网站升级后错误链接删去58个。"),
        ("organization", "全县贫困户2140户张榜。"),
        ("organization", "我会网站季度抽查4次均合格。"),
        ("requests", "办事窗口备有电脑2台。"),
    ],
)
def test_what_no_word_decides_stays_unset(pipeline: Pipeline, section: str, text: str) -> None:
    found = counts(pipeline, section, text)
    assert found
    assert {e.counted for e in found} == {UNSET}


@pytest.mark.parametrize(
    ("section", "text", "channels"),
    [
        ("proactive", "全年公开信息138条，其中县政府网站81条，微信公众号40条，公示栏17条。", [None, "website", "wechat", "board"]),
        ("proactive", "通过网站、微博公开信息120条。", ["mixed"]),
        ("proactive", "网站公开信息26条，其中机构职能类4条、财政资金类22条。", ["website", "website", "website"]),
        ("requests", "收到申请12件，当面申请3件，信函申请4件，网上申请5件。", [None, "in_person", "letter", "online"]),
        ("organization", "在门户网站新增栏目4个。", [None]),
    ],
)
def test_channels(pipeline: Pipeline, section: str, text: str, channels: list[str | None]) -> None:
    assert [one[1] for one in attributes(pipeline, section, text)] == channels


@pytest.mark.parametrize(
    ("section", "text", "periods"),
    [
        ("proactive", "2016年主动公开信息138条，历年累计公开1846条。", ["year", "total"]),
        ("proactive", "全年公开信息138条，其中网站81条。", ["year", "year"]),
        ("proactive", "2015年公开信息90条。", [None]),  # the report is on 2016
        ("proactive", "去年公开信息90条。", [None]),
        ("requests", "本年收到申请23宗（2008年以来累计176宗），答复21宗。", ["year", "total", "year"]),
        ("organization", "按《临江市2016年政务公开工作要点》，设联络员3名。", [None]),
        ("problems", "2017年打算再设公示栏12个。", [None]),
    ],
)
def test_periods(pipeline: Pipeline, section: str, text: str, periods: list[str | None]) -> None:
    assert [one[2] for one in attributes(pipeline, section, text)] == periods


def test_a_table_row_has_them_too(pipeline: Pipeline) -> None:
    report = pipeline("临江市水务局2016年政府信息公开工作年度报告\n三、依申请公开政府信息情况\n| 收到申请 | 12件 |\n| 答复申请 | 11件 |\n")
    assert [e.counted for e in report.entities if e.label == "COUNT"] == ["requests", "replies"]
