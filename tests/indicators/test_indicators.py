"""Indicators from made-up sentences: what is stated, what a clause implies, and what states nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gkbg_nlp
from gkbg_nlp.report import Indicator

HEADS = {
    "overview": "一、概述", "organization": "一、组织领导和制度建设情况", "proactive": "二、主动公开政府信息情况", "requests": "三、依申请公开政府信息情况",
    "fees": "四、收费及减免情况", "disputes": "五、行政复议和行政诉讼情况", "problems": "六、存在的主要问题及改进措施",
}  # fmt: skip
AMOUNTS = (
    "proactive_total",
    "proactive_website",
    "proactive_other_channels",
    "requests_received",
    "fees_charged_yuan",
    "reviews",
    "litigations",
)
TITLE = "临江市水务局2016年政府信息公开工作年度报告"

Read = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def under(pipeline: gkbg_nlp.Pipeline) -> Read:
    """The indicators of sentences under a chapter's heading."""

    def read(section: str, *sentences: str) -> dict[str, Any]:
        return {name: one.value for name, one in pipeline("\n".join([HEADS[section], *sentences]) + "\n").indicators.items()}

    return read


# -- requests --


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("全年收到政府信息公开申请4件，都在限期之内答复。", 4), ("受理依申请公开事项12宗，办结11宗。", 12), ("共收到13件，其中网上申请9件、信函申请4件。", 13),
        ("全年接到7人次的公开申请。", 7), ("本年度新收申请16件，上年结转2件。", 16), ("收到申请9件，比上年少3件。", 9), ("收到申请15件，其中不予公开3件。", 15),
        ("收到水库移民方面的公开申请两件。", 2), ("收到申请1余件。".replace("1余", "30余"), 30), ("申请总数：6件。", 6),
        ("全年没有收到公民的公开申请。", 0), ("未收到申请。", 0), ("无。", 0), ("申请数为0。", 0), ("收到申请0件。", 0), ("全年尚未接到群众提出的信息公开申请。", 0), ("本年度无依申请公开事项。", 0),
    ],
)  # fmt: skip
def test_requests(under: Read, sentence: str, value: int) -> None:
    assert under("requests", sentence).get("requests_received") == value


@pytest.mark.parametrize(
    "sentence",
    [
        "较上年增加0条。", "不予公开0件。", "自2008年以来，累计收到申请210件。", "收到复议申请3件。", "申请表可在2楼大厅领取。", "答复期限为15个工作日。", "群众可在网上提出申请。",
        "申请无一逾期。", "申请答复没有逾期。", "申请未逾期答复。", "咨询窗口接待来访35人次。", "因申请较少，没有另设窗口的计划。".replace("没有另设窗口的计划", "窗口由2名干部兼管"),
    ],
)  # fmt: skip
def test_what_states_no_requests(under: Read, sentence: str) -> None:
    assert "requests_received" not in under("requests", sentence)


def test_the_years_figure_and_not_that_of_all_years(under: Read) -> None:
    assert under("requests", "自2008年以来累计收到申请210件，2016年收到申请9件。")["requests_received"] == 9


def test_denials_under_fees_and_disputes_are_requests_too(under: Read) -> None:
    assert under("fees", "无申请，无收费。") == {"requests_received": 0, "fees_charged_yuan": 0}


def test_answers_to_requests_are_not_disclosed_proactively(under: Read) -> None:
    assert under("requests", "收到申请15件。其中同意公开12件、不予公开3件。") == {
        "requests_received": 15,
        "replies_granted": 12,
        "replies_refused": 3,
    }


# -- fees --


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("收取复印费58.6元。", 58.6), ("收取检索、复制、邮寄费用合计1200元，减免2人。", 1200), ("依申请公开收费0.5万元。", 5000), ("共收取费用36元。", 36),
        ("全年没有向申请人收取任何费用。", 0), ("未收费。", 0), ("全部免费。", 0), ("无。", 0), ("对申请人一律免收检索费、复制费。", 0), ("未产生收费和减免。", 0),
    ],
)  # fmt: skip
def test_fees(under: Read, sentence: str, value: float) -> None:
    assert under("fees", sentence).get("fees_charged_yuan") == value


@pytest.mark.parametrize(
    "sentence",
    [
        "收费标准按省里的规定执行。",
        "全年政府信息公开工作支出3.2万元。",
        "检索费每件5角的标准由物价部门核定。",
        "收费项目挂在大厅里。",
        "投入经费12万元用于网站维护。",
    ],
)
def test_what_states_no_fees(under: Read, sentence: str) -> None:
    assert "fees_charged_yuan" not in under("fees", sentence)


# -- reviews and litigations --


@pytest.mark.parametrize(
    ("sentence", "reviews", "litigations"),
    [
        ("全年没有发生因政府信息公开引起的行政复议和行政诉讼。", 0, 0), ("无。", 0, 0), ("未发生行政复议，也没有行政诉讼。", 0, 0), ("行政复议3件，行政诉讼1件，无一起败诉。", 3, 1),
        ("全年发生行政复议2件，无一起败诉。", 2, None), ("没有行政复议，行政诉讼2起。", 0, 2), ("因信息公开被申请行政复议5宗，其中维持4宗；被提起行政诉讼0宗。", 5, 0),
        ("行政诉讼案件无一起败诉。", None, None), ("较上年增加0条。", None, None), ("行政应诉4件，全部胜诉。", None, 4), ("复议和诉讼工作由法规科承办。", None, None),
        ("自2008年以来累计发生行政复议21件。", None, None), ("收到复议申请两件。", 2, None), ("行政复议零件。".replace("零件", "0件"), 0, None),
    ],
)  # fmt: skip
def test_reviews_and_litigations(under: Read, sentence: str, reviews: int | None, litigations: int | None) -> None:
    said = under("disputes", sentence)
    assert (said.get("reviews"), said.get("litigations")) == (reviews, litigations)


def test_a_zero_is_of_its_own_clause_only(under: Read) -> None:
    assert under("requests", "收到申请3件，没有收费，也没有发生行政复议、行政诉讼。") == {
        "requests_received": 3,
        "fees_charged_yuan": 0,
        "reviews": 0,
        "litigations": 0,
    }
    assert under("disputes", "没有收到投诉。行政复议1件。") == {"reviews": 1}
    said = under("requests", "没有逾期答复，全年收到申请3件。")
    assert said == {"requests_received": 3}


@pytest.mark.parametrize(
    "sentence",
    ["行政复议中，维持1件，撤销1件。", "行政复议案件中，维持1件，撤销1件，没有行政诉讼。", "行政复议维持1件，没有被确认违法的。"],
)
def test_outcomes_alone_are_no_zero_of_reviews(under: Read, sentence: str) -> None:
    assert under("disputes", sentence).get("reviews") in (None, 1, 2)


# -- items disclosed --


@pytest.mark.parametrize(
    ("sentences", "total", "website", "other"),
    [
        (("全年共主动公开政府信息160条，其中通过门户网站公开120条，通过公示栏公开40条。",), 160, 120, 40),
        (("全年主动公开信息90条。门户网站发布70条，微信公众号推送20条。",), 90, 70, 20),
        (("在门户网站公开30条，在部门网站公开50条，在报纸公开8条。",), None, 80, 8),
        (("通过报刊、网站、公示栏公开信息66条。",), None, None, 66),
        (("主动公开信息约200条。",), 200, None, None),
        (("全年公开信息75条，其中水情类40条、雨情类35条。",), 75, None, None),
        (("历年累计公开信息8800条。",), None, None, None),
        (("历年累计公开信息8800条，2016年公开信息120条。",), 120, None, None),
        (("累计公开政府信息2300条，其中2016年新增300条。",), 300, None, None),
        (("历年累计公开信息2300条（2016年新增20条）。",), 20, None, None),
        (("门户网站累计公开信息2300条，其中本年新增300条。",), 300, 300, None),
        (("门户网站访问量达8.8万次，发布信息120条。",), None, 120, None),
        (("县政府网站点击26万次，全年发布信息842条，微信公众号推送146条。",), None, 842, 146),
        (("网站专栏设置栏目23个，全年更新412条；公示栏张贴20条。",), None, 412, 20),
        (("较上年增加0条。",), None, None, None),
        (("网站访问量达到8.8万次，粉丝1200人。",), None, None, None),
        (("水情照常发布。",), None, None, None),
        (("全年主动公开信息100条，比上年多12条。",), 100, None, None),
        (("1.网站。通过门户网站公开信息60条。", "2.公示栏。通过公示栏公开信息15条。"), None, 60, 15),
    ],
)  # fmt: skip
def test_items_disclosed(under: Read, sentences: tuple[str, ...], total: int | None, website: int | None, other: int | None) -> None:
    said = under("proactive", *sentences)
    assert (said.get("proactive_total"), said.get("proactive_website"), said.get("proactive_other_channels")) == (total, website, other)


def test_an_approximate_total_says_so(pipeline: gkbg_nlp.Pipeline) -> None:
    one = pipeline(HEADS["proactive"] + "\n全年主动公开信息约200条。\n").indicators["proactive_total"]
    assert (one.value, one.unit, one.approx) == (200, "条", True)
    exact = pipeline(HEADS["proactive"] + "\n全年主动公开信息200条。\n").indicators["proactive_total"]
    assert exact.approx is not True


def test_the_values_that_lost_are_listed_with_the_reason(pipeline: gkbg_nlp.Pipeline) -> None:
    text = HEADS["requests"] + "\n收到申请9件。\n六、其他\n" + HEADS["overview"] + "\n全年收到政府信息公开申请12件。\n"
    one = pipeline(text).indicators["requests_received"]
    assert isinstance(one.candidates, list)
    assert {one.value, *(c.value for c in one.candidates)} == {9, 12}
    assert all(c.reason and c.rule.startswith("indicators.requests_received.stated.") and c.evidence for c in one.candidates)
    same = pipeline(HEADS["requests"] + "\n收到申请9件。收到申请9件。\n").indicators["requests_received"]
    assert not isinstance(same.candidates, list)


def test_a_table_beside_prose_is_a_candidate(pipeline: gkbg_nlp.Pipeline) -> None:
    text = "\n".join([HEADS["proactive"], "全年共主动公开政府信息160条。", *TABLE]) + "\n"
    one = pipeline(text).indicators["proactive_total"]
    assert isinstance(one.candidates, list)
    assert (one.value, [(c.value, c.rule) for c in one.candidates]) == (160, [(120, "indicators.proactive_total.table")])


@pytest.mark.parametrize(
    ("words", "scope"), [("全县", "area"), ("我局", "body"), ("各部门", "area"), ("本机关", "body"), ("全县各单位中我局", "body")]
)
def test_whose_figure_it_is(pipeline: gkbg_nlp.Pipeline, words: str, scope: str) -> None:
    one = pipeline(HEADS["requests"] + f"\n{words}收到政府信息公开申请9件。\n").indicators["requests_received"]
    assert (one.value, one.scope) == (9, scope)


def test_a_figure_that_names_nobody_has_no_scope(pipeline: gkbg_nlp.Pipeline) -> None:
    assert not pipeline(HEADS["requests"] + "\n收到申请9件，不属于本机关公开的2件。\n").indicators["requests_received"].scope


def test_a_sum_has_every_evidence(pipeline: gkbg_nlp.Pipeline) -> None:
    report = pipeline(HEADS["proactive"] + "\n在门户网站公开30条，在部门网站公开50条。\n")
    one = report.indicators["proactive_website"]
    assert one.value == 80 and [report.text[s:e] for s, e in one.evidence] == ["30条", "50条"]


# -- tables --

TABLE = (
    "附表：政府信息公开情况统计表", "指标名称\t单位\t数量", "主动公开政府信息数\t条\t120", "政府网站公开政府信息数\t条\t80", "政务微信公开政府信息数\t条\t30", "其他方式公开政府信息数\t条\t10",
    "收到申请数\t件\t5", "依申请公开信息收取的费用\t万元\t0.02", "行政复议数量\t件\t1", "行政诉讼数量\t件\t0",
)  # fmt: skip


def test_a_statistics_table(under: Read) -> None:
    assert under("overview", "水情照常发布。", *TABLE) == {
        "proactive_total": 120, "proactive_website": 80, "proactive_other_channels": 40, "requests_received": 5, "fees_charged_yuan": 200, "reviews": 1, "litigations": 0,
        "proactive_wechat": 30, "proactive_other_media": 10,
    }  # fmt: skip


def test_prose_wins_over_a_table_for_items_disclosed(under: Read) -> None:
    """A table may be of another scope."""
    said = under("proactive", "全年共主动公开政府信息160条，其中通过门户网站公开120条，通过公示栏公开40条。", *TABLE)
    assert (said["proactive_total"], said["proactive_website"], said["proactive_other_channels"]) == (160, 120, 40)


# -- year and agency --


@pytest.mark.parametrize(
    ("title", "year"),
    [
        (TITLE, 2016),
        ("临江市水务局\n2013年度政府信息公开年报", 2013),
        ("临江市水务局二〇一二年政府信息公开工作年度报告", 2012),
        ("临江市水务局二○一五年度政府信息公开年报", 2015),
        ("# 临江市水务局政府信息公开年度报告（2021年）", 2021),
    ],
)
def test_year_of_the_title(pipeline: gkbg_nlp.Pipeline, title: str, year: int) -> None:
    report = pipeline(f"{title}\n依照有关规定编制并公布本报告，数据截至2010年1月5日。\n一、概述\n水情照常发布。\n")
    one = report.indicators["year"]
    assert (one.value, one.rule) == (year, "indicators.year.title")
    assert report.indicators["agency"].value == "临江市水务局"


def test_year_without_a_title(pipeline: gkbg_nlp.Pipeline) -> None:
    report = pipeline("依照有关规定编制本报告，数据的统计期限为2014年1月1日至2014年12月31日。\n一、概述\n水情照常发布。\n")
    assert report.indicators["year"].value == 2014


def test_the_fuller_of_two_titles_names_the_agency(pipeline: gkbg_nlp.Pipeline) -> None:
    text = (
        f"水务局2016年政府信息公开工作年度报告\n发布日期：2017-03-02\n{TITLE}\n依照有关规定编制并公布本报告。\n一、概述\n水情照常发布。\n"
    )
    assert pipeline(text).indicators["agency"].value == "临江市水务局"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("根据有关规定，由临江市水务局编制2016年年度报告。\n一、概述\n水情照常发布。\n", "preamble"),
        ("根据有关规定，编制本报告。\n一、概述\n水情照常发布。\n临江市水务局\n2017年3月2日\n", "signature"),
        ("根据有关规定，编制本报告。如有疑问，请与临江市水务局联系。\n一、概述\n水情照常发布。\n", "contact"),
    ],
)
def test_agency_without_a_title(pipeline: gkbg_nlp.Pipeline, text: str, rule: str) -> None:
    one = pipeline(text).indicators["agency"]
    assert (one.value, one.rule) == ("临江市水务局", f"indicators.agency.{rule}")


def test_no_agency_and_no_year_where_none_is_named(under: Read) -> None:
    assert under("overview", "水情照常发布。") == {}


# -- contact --


@pytest.fixture(scope="module")
def contact(pipeline: gkbg_nlp.Pipeline) -> Callable[[str], dict[str, Indicator]]:
    def read(sentence: str) -> dict[str, Indicator]:
        said = pipeline(f"{TITLE}\n依照有关规定编制并公布本报告。{sentence}\n一、概述\n水情照常发布。\n").indicators
        return {name: said[name] for name in ("phone", "fax", "email", "address", "postcode") if name in said}

    return read


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("联系电话：0439-6220018。", {"phone": "0439-6220018"}),
        ("联系电话：0439-6220018、0439-6220020，传真：0439-6220019。", {"phone": "0439-6220018", "fax": "0439-6220019"}),
        ("电话/传真：0439-6220018。", {"phone": "0439-6220018", "fax": "0439-6220018"}),
        ("电话（传真）：0439-6220018。", {"phone": "0439-6220018", "fax": "0439-6220018"}),
        ("电话：0439-6220018（兼传真）。", {"phone": "0439-6220018", "fax": "0439-6220018"}),
        ("电话：0439—6220018。", {"phone": "0439—6220018"}),
        (
            "联系地址：临江市鸭绿江大街12号，邮编134600，邮箱ljsw@example.gov.cn。",
            {"email": "ljsw@example.gov.cn", "address": "临江市鸭绿江大街12号", "postcode": "134600"},
        ),
        ("如有疑问，请与水务局办公室联系，电话0439-6220018。", {"phone": "0439-6220018"}),
        ("监督电话：0439-6220018。", {}),
        ("举报电话：12345。", {}),
        ("欢迎查询。", {}),
    ],
)
def test_contact(contact: Callable[[str], dict[str, Indicator]], sentence: str, values: dict[str, str]) -> None:
    assert {name: one.value for name, one in contact(sentence).items()} == values


def test_a_number_for_both_has_the_telephones_evidence(contact: Callable[[str], dict[str, Indicator]]) -> None:
    said = contact("电话/传真：0439-6220018。")
    assert said["fax"].evidence == said["phone"].evidence and said["fax"].rule == "indicators.fax.shared"


def test_a_site_operators_number_fills_no_indicator(pipeline: gkbg_nlp.Pipeline) -> None:
    text = f"{TITLE}\n依照有关规定编制并公布本报告。\n一、概述\n水情照常发布。\n主办单位：临江市水务局 ICP备00000001号\n联系电话：0439-6220018\n"
    report = pipeline(text)
    assert [e.text for e in report.entities if e.label == "PHONE"] == ["0439-6220018"] and "phone" not in report.indicators


def test_a_number_under_the_text_counts_where_the_opening_has_none(pipeline: gkbg_nlp.Pipeline) -> None:
    text = f"{TITLE}\n依照有关规定编制并公布本报告。\n一、概述\n水情照常发布。\n联系电话：0439-6220018\n临江市水务局\n2017年3月2日\n"
    assert pipeline(text).indicators["phone"].value == "0439-6220018"


# -- nothing is guessed --

SILENT = st.text(
    st.sampled_from("水情雨工程公开信息政府申请收到办理答复费用复议诉讼网站公示栏微信全年共主动行政法院条件宗起元，。；、（）\n"),
    max_size=80,
)


@given(st.sampled_from(sorted(HEADS)), st.lists(SILENT, max_size=3))
@settings(max_examples=150)
def test_a_text_without_numbers_and_denials_states_no_amount(under: Read, section: str, sentences: list[str]) -> None:
    said = under(section, *sentences)
    assert [name for name in AMOUNTS if name in said] == []


@given(
    st.sampled_from(sorted(HEADS)),
    st.text(st.sampled_from("水情公开信息申请收到费用复议诉讼网站条件元0123456789，。未没有无零年共累计"), max_size=60),
)
@settings(max_examples=150)
def test_amounts_stand_in_the_text_or_are_zero_or_sums(pipeline: gkbg_nlp.Pipeline, section: str, words: str) -> None:
    report = pipeline(HEADS[section] + "\n" + words + "\n")
    for name in AMOUNTS:
        if (one := report.indicators.get(name)) is not None:
            assert isinstance(one.value, int | float) and one.value >= 0
            assert one.evidence and all(report.text[s:e].strip() for s, e in one.evidence)
            if one.value and name in ("requests_received", "reviews", "litigations"):
                assert str(one.value) in report.text[one.evidence[0][0] : one.evidence[0][1]].lstrip("0") or one.approx is True
