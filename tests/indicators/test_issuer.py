"""Who reports: the title's body, else preamble, signature and contact line; offices and leading groups are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.indicators.issuer import read_agency
from gkbg_nlp.pipeline import Pipeline
from gkbg_nlp.report.records import Block, Entity

BODY = "\n一、概述\n赛事照常举办。\n二、存在的问题\n人员不足。\n"
BARE = "2014年政府信息公开工作年度报告\n"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        # a site's field runs into the title, or holds it
        ("公报标题依安县体育局2014年政府信息公开工作年度报告" + BODY, "依安县体育局"),
        ("标题：依安县体育局2014年政府信息公开工作年度报告\n依照有关规定编制本报告。" + BODY, "依安县体育局"),
        # the report's own name in the preamble goes before the office that answers questions
        (BARE + "现公布2014年依安县体育局信息公开工作年度报告。如有疑问，请与依安县电子政务办公室联系。" + BODY, "依安县体育局"),
        (BARE + "依照有关规定，特向社会公布2014年度依安镇人民政府信息公开年度报告。" + BODY, "依安镇人民政府"),
        (BARE + "依照有关规定，特编制2014年依安镇信息公开年度报告。" + BODY, "依安镇"),
        # a text without preamble says it in the overview
        (
            BARE + "一、总体情况\n依照有关规定，现将依安县体育局2014年政府信息公开工作报告如下。\n二、存在的问题\n人员不足。\n",
            "依安县体育局",
        ),
        (BARE + "一、总体情况\n依照有关规定，编制依安镇2014年政府信息公开年度报告。\n二、存在的问题\n人员不足。\n", "依安镇"),
        (BARE + "一、总体情况\n依安县体育局对网站作了改版。\n二、存在的问题\n人员不足。\n", None),
        # in the last resort the body that answers questions, without its office
        (BARE + "依照有关规定编制本报告。如有疑问，请与东湖街道办事处联系。" + BODY, "东湖街道办事处"),
        (BARE + "依照有关规定编制本报告。如有疑问，请联系：依安县体育局办公室。" + BODY, "依安县体育局"),
        (BARE + "依照有关规定编制本报告。如有疑问，请与依安县体育局办公室新闻科联系。" + BODY, "依安县体育局"),
        (BARE + "依照有关规定编制本报告。" + BODY + "三、其他\n如需咨询，请与东湖街道办事处联系。\n", "东湖街道办事处"),
        (BARE + "依照有关规定编制本报告。" + BODY + "三、其他\n可向依安县监察局举报。\n", None),
        # an office inside a body, and the office of a leading group, are no such body
        (BARE + "依照有关规定编制本报告。如有疑问，请与局办公室新闻科联系。" + BODY, None),
        (BARE + "本报告由依安县人民政府重点工程建设领导小组办公室编制。" + BODY, None),
        # the full form of the contact line
        (BARE + "本报告由市水利局编制。如有疑问，请与长春市水利局办公室联系。" + BODY, "长春市水利局"),
        ("市水利局" + BARE + "如有疑问，请与长春市水利局联系。" + BODY, "长春市水利局"),
        ("市水利局" + BARE + "依照有关规定编制本报告。\n一、概述\n长春市水利局到我市检查。\n", "市水利局"),
    ],
)
def test_who_reports(pipeline: Pipeline, text: str, agency: str | None) -> None:
    report = pipeline(text)
    one = report.indicators.get("agency")
    assert (one.value if one else None) == agency
    if one is not None:
        assert [report.text[start:end] for start, end in one.evidence] == [agency]


def test_the_sites_title_field_names_the_year_too(pipeline: Pipeline) -> None:
    report = pipeline("名称：依安县体育局2014年政府信息公开工作年度报告\n发布日期：2015-03-02\n依照有关规定编制本报告。" + BODY)
    year = report.indicators["year"]
    assert year.value == 2014
    assert [report.text[start:end] for start, end in year.evidence] == ["2014"]


@given(
    office=st.sampled_from(["局办公室", "办公室", "局办公室新闻科", "党政办", "党政办公室", "局法规科", "委办公室", "厅综合处"]),
    role=st.sampled_from(["title", "signature"]),
)
def test_an_office_alone_never_reports(office: str, role: str) -> None:
    block = Block(0, len(office), "title" if role == "title" else "signature")
    assert read_agency([block], [Entity(0, len(office), "AGENCY", text=office, block=0)], office) is None


@pytest.mark.parametrize("body", ["依安县体育局", "依安县人民政府办公室", "市委办公室", "东湖街道办事处"])
def test_a_named_body_reports(body: str) -> None:
    one = read_agency([Block(0, len(body), "signature")], [Entity(0, len(body), "AGENCY", text=body, block=0)], body)
    assert one is not None
    assert one.value == body
