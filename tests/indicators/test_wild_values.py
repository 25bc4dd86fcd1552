"""Values that reports from the web made us state wrongly or miss: each form in our own words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.indicators.periods import Period, of_another_time
from gkbg_nlp.indicators.proactive_items import read_items
from gkbg_nlp.pipeline import Pipeline
from gkbg_nlp.report.records import Entity

Read = Callable[..., dict[str, object]]
HEADS = {
    "overview": "概述",
    "proactive": "主动公开政府信息情况",
    "requests": "依申请公开政府信息情况",
    "disputes": "因政府信息公开申请行政复议、提起行政诉讼情况",
    "interpretation": "政策解读和回应社会关切情况",
    "organization": "组织领导和制度建设情况",
}
ITEMS = ("proactive_total", "proactive_website", "proactive_other_channels")


@pytest.fixture(scope="module")
def read(pipeline: Pipeline) -> Read:
    def reader(chapter: str, text: str, year: int = 2014) -> dict[str, object]:
        report = pipeline(f"云砚县体育局{year}年政府信息公开工作年度报告\n一、综述\n赛事照常举办。\n二、{HEADS[chapter]}\n{text}\n")
        return {name: one.value for name, one in report.indicators.items()}

    return reader


@pytest.mark.parametrize("chapter", ["requests", "disputes"])
@pytest.mark.parametrize("text", ["未发生依申请公开方面的行政复议和诉讼。", "全年没有因依申请公开引起的行政复议、行政诉讼。"])
def test_a_denial_of_cases_is_none_of_requests(read: Read, chapter: str, text: str) -> None:
    said = read(chapter, text)
    assert "requests_received" not in said
    assert (said["reviews"], said["litigations"]) == (0, 0)


@pytest.mark.parametrize(
    "text", ["全年未收到信息公开申请和行政复议。", "未收到信息公开申请，也没有复议。", "未发生申请公开及复议、诉讼情况。"]
)
def test_requests_and_cases_may_be_denied_together(read: Read, text: str) -> None:
    said = read("requests", text)
    assert (said["requests_received"], said["reviews"]) == (0, 0)


@pytest.mark.parametrize("text", ["未发生复议被纠错或诉讼败诉情况。", "没有行政复议被撤销、行政诉讼败诉的情形。"])
def test_a_denied_outcome_is_no_denied_case(read: Read, text: str) -> None:
    assert not {"reviews", "litigations"} & read("disputes", text).keys()


@pytest.mark.parametrize(
    ("text", "total", "website", "other"),
    [
        # 其中 behind a channel's number: its parts, not more of it
        ("网站公开信息140条，其中通知类32条、人事类9条，公众号发布55条。", None, 140, 55),
        ("网站公开70条（包括机构类15条、赛事类55条），公众号公开44条。", None, 70, 44),
        ("全年公开信息114条，其中网站公开70条，公众号公开44条。", 114, 70, 44),
        # what people asked and what was answered are no items
        ("网站平台共回应群众诉求280件。", None, None, None),
        # one kind of document is no total
        ("行政处罚方面，主动公开7件。", None, None, None),
        ("行政处罚方面，主动公开7件。全年主动公开信息210条。", 210, None, None),
        # nor is a channel's own number, or documents where the website has more
        ("公众号运行平稳，全年发布文章190篇，栏目更新230条。", None, None, 190),
        ("全年新增政府信息8000条。开设今日头条号，公开450篇。", 8000, None, 450),
        ("主动公开文件数量为0，县政府网站发布信息600条。", None, 600, None),
        ("网站发布700条，其中主动公开文件40条。", None, 700, None),
        ("主动公开文件40件。", 40, None, None),
        # the year's total behind a clause that opens an account is not that account's
        ("开通微信公众号，全年主动公开政府信息320条。", 320, None, None),
        ("微信推送25条，工作有序，全年公开310条。", 310, None, 25),
        # copies for the archive, and articles that explain
        ("公开的信息一式五份向档案馆报送。", None, None, None),
        ("利用媒体发布解读材料16件。", None, None, None),
        # 其中 behind the figures of the year and of all years: of the year's, where it has room for the part
        ("全年公开信息160条，历年累计2300条，其中网站公开120条，公示栏公开40条。", 160, 120, 40),
        ("全年公开信息160条，历年累计2300条，其中网站公开1900条，公示栏公开400条。", 160, None, None),
        # one more name of an account
        ("官方微信订阅号发布信息280条，网站发布75条。", None, 75, 280),
        ("官方公众平台推送60条。", None, None, 60),
    ],
)
def test_items_disclosed(read: Read, text: str, total: int | None, website: int | None, other: int | None) -> None:
    said = read("proactive", text)
    assert tuple(said.get(name) for name in ITEMS) == (total, website, other)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("收到网上申请40件，快递6件，合计46件。", 46),
        ("收到网上申请40件、快递6件，合计46件。", 46),
        ("收到申请40件，咨询6件，合计46件。", 40),
        ("收到申请40件。其中同意公开34件，不予公开6件，合计40件。", 40),
        ("全年受理3例。其中，教育类申请1例。", 3),
        ("收到3例，其中，教育类申请1例。", 3),
        ("收到依申请公开2项。", 2),
        ("全年收到依申请信息公开件5件。", 5),
        ("依申请公开信息0条，不予公开信息0件。", None),
        ("完善依申请公开制度2项。", None),
    ],
)
def test_requests_received(read: Read, text: str, value: int | None) -> None:
    assert read("requests", text).get("requests_received") == value


@pytest.mark.parametrize(
    ("chapter", "text", "name", "value"),
    [
        ("interpretation", "通过微博回应14次，通过微信回应9次，通过网站回应3次。", "responses", 26),
        ("interpretation", "全年回应22次，其中通过微博回应13次，通过微信回应9次。", "responses", 22),
        ("interpretation", "网站共回应22次，其中通过信箱回应13次，通过热线回应9次。", "responses", 22),
        ("interpretation", "参加省政府网站在线访谈2次，参加市政府网站在线访谈4次。", "interviews", 6),
        ("interpretation", "参加在线访谈2次，电视问政4次。", "interviews", 2),
        ("interpretation", "公开信息75条：工作动态55条，政策解读6条，通知公告14条。", "interpretations", None),
        ("interpretation", "公开信息61条。政策解读6条，工作动态55条。", "interpretations", None),
        ("interpretation", "全年发布政策解读6条。", "interpretations", 6),
        ("organization", "举办培训1人次，参加培训人数15人。", "people_trained", 15),
        ("organization", "组织培训260人次。", "people_trained", 260),
    ],
)
def test_figures_of_the_form(read: Read, chapter: str, text: str, name: str, value: int | None) -> None:
    assert read(chapter, text).get(name) == value


@pytest.mark.parametrize(
    ("chapter", "text", "name"),
    [
        ("proactive", "2015年公开信息36条。", "proactive_total"),
        ("requests", "2015年收到申请4件。", "requests_received"),
        ("interpretation", "2015年举办在线访谈3次。", "interviews"),
    ],
)
def test_a_figure_of_a_later_year_is_none_of_the_reports(read: Read, chapter: str, text: str, name: str) -> None:
    assert name not in read(chapter, text, year=2014)
    assert name in read(chapter, text, year=2015)
    assert name in read(chapter, text, year=2016)  # the year before, by a slip of the pen


def test_a_day_of_counting_behind_the_year_is_no_later_year(read: Read) -> None:
    assert read("proactive", "截至2015年2月，网站公开信息36条。")["proactive_website"] == 36


@given(st.dictionaries(st.integers(0, 50), st.sampled_from(["year", "total", "other", "later"])))
def test_later_numbers_never_stay(periods: dict[int, Period]) -> None:
    late = of_another_time(periods, periods)
    assert late >= {start for start, period in periods.items() if period == "later"}
    assert not any(periods[start] == "year" for start in late)
    assert of_another_time([*periods, 99], periods) == late  # of what its sentence does not date, nothing is said


@given(n=st.integers(1, 60), start=st.integers(0, 3))
def test_the_items_of_a_sentence_do_not_depend_on_those_of_the_one_before(n: int, start: int) -> None:
    def clause(number: int, sentence: int, text: str) -> Clause:
        entity = Entity(2, 4, "COUNT", value=number, unit="条")
        return Clause(0, "proactive", "paragraph", text, list(range(len(text))), sentence, [entity])

    own = [clause(12 + start, 2, "全年公开信息\ue000"), clause(3, 2, "其中网站公开\ue000")]
    alone = [(i.value, i.channel, i.total) for i in read_items(own)]
    before = [clause(k, 1, "历年累计公开信息\ue000" if k % 2 else "公开信息\ue000") for k in range(n)]
    assert [(i.value, i.channel, i.total) for i in read_items([*before, *own])][-2:] == alone == [(12 + start, "", True), (3, "W", False)]
