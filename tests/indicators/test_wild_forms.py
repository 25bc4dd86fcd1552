"""Forms of small bodies' reports that the corpus had not shown: towns, sub-districts and county bureaus of 2008 to 2018."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.pipeline import Pipeline

Read = Callable[..., dict[str, object]]
HEADS = {
    "proactive": "主动公开政府信息情况",
    "requests": "依申请公开政府信息情况",
    "fees": "政府信息公开收费及减免情况",
    "disputes": "因政府信息公开申请行政复议、提起行政诉讼情况",
    "interpretation": "政策解读和回应社会关切情况",
    "organization": "组织领导和制度建设情况",
}
TITLE = "青岚县水务局2015年政府信息公开工作年度报告"


@pytest.fixture(scope="module")
def read(pipeline: Pipeline) -> Read:
    def reader(chapter: str, text: str, title: str = TITLE) -> dict[str, object]:
        report = pipeline(f"{title}\n一、综述\n水情照常发布。\n二、{HEADS[chapter]}\n{text}\n三、存在的问题\n人员不足。\n")
        return {name: one.value for name, one in report.indicators.items()}

    return reader


@pytest.mark.parametrize(
    ("text", "total", "website", "other"),
    [
        # a pronoun or a subject is not what is counted
        ("全年我单位共主动公开政府信息73条。业务公开信息61条，人事信息12条。", 73, None, None),
        ("全年各单位主动公开政府信息640条。", 640, None, None),
        # one kind of information, and what begins with 其中, are parts
        ("2015年，我局在县政府网站主动公开政府信息84条。其中：计划总结类信息7条，水情类信息77条。", 84, 84, None),
        ("全年门户网站共发布信息9120条。其中，政务公开310条，办事指南8810条。", 9120, 9120, None),
        # ways, measures and opinions are no items
        ("我局公开政府信息主要有三条途径。全年公开政府信息45条。", 45, None, None),
        ("出台公开工作10条措施。全年主动公开政府信息38条。", 38, None, None),
        # bare years and the numbers of a list are none either
        ("第三届(2012)县级网站评比中获得好评。", None, None, None),
        ("全年公开信息52条。\n1、政府网站：依托县政府网站提供目录。\n2、公共查阅点：在县档案馆设查阅点。", 52, None, None),
        # a hall is a channel, one on the web is a website
        ("全年公开信息总数为21条。在区政务公开网发布信息9条，在本单位政务公开大厅公开信息12条。", 21, 9, 12),
        ("全年公开信息30条，其中网上办事大厅发布30条。", 30, 30, None),
        # the parts of a sum over several channels do not come on top of it
        ("网站、微信、微博全年共发布信息900条，其中网站300条，微信250条，微博350条。", 900, 300, 600),
        # all members of a list belong to the site that it opens with, where they add up to its sum
        ("另通过水务信息网发布通知140条、图片信息35条、视频3条，总计178条。", None, 178, None),
        # a column in quotation marks is a kind of information
        ("全年公开信息40条。“公告栏”信息15条，“工作动态”信息25条。", 40, None, None),
        # what is handled on the web is not disclosed there
        ("全年公开信息66条。全年网上审批行政事项2400件。", 66, None, None),
        # documents beside a website's items are another count
        ("全年公开规章2件、规范性文件17件，通过县政府网站公开信息3150条。", 3150, 3150, None),
        ("门户网站公开规章2件，规范性文件17件，水情动态3150条。微信公众号发布80条。", None, 3150, 80),
        # items in a paper that was put out are not on the website named before
        ("全年公开信息95条，其中县政府网站公开70条，编发水务简报12期、信息25条。", 95, 70, 25),
        # the head of a list item names the channel of its number, whose parts do not come on top
        ("（一）网站公开。2015年我局公开信息210条，包括机构信息10条、水情信息200条。", 210, 210, None),
        ("1.政府网站：全年公开信息41条。\n2.微信、微博：政务微信发布130条，政务微博发布95条。", None, 41, 225),
        # what people asked on the web was not disclosed there
        ("全年公开信息88条。通过县政府互动平台处理网上投诉和建议19件，通过局网站受理咨询44件。", 88, None, None),
        # a text message to each member of a flood watch is no part of the channels that add up
        ("全年公开水情信息75，其中县政府网站50，微信公众号25，内容有雨情等。全年发送短信3万条。", 75, 50, 25),
        # a part of some days beside a channel that has more
        ("全年官方微博发布信息1200条。防汛期间共发布88篇图文。", None, None, 1200),
    ],
)
def test_items_disclosed(read: Read, text: str, total: int | None, website: int | None, other: int | None) -> None:
    said = read("proactive", text)
    names = ("proactive_total", "proactive_website", "proactive_other_channels")
    assert tuple(said.get(name) for name in names) == (total, website, other)


@given(year=st.integers(1950, 2049))
def test_a_bare_year_is_no_number_of_items(pipeline: Pipeline, year: int) -> None:
    said = pipeline(f"{TITLE}\n一、主动公开政府信息情况\n全县({year})政府信息公开评议中，我局主动公开政府信息({year})工作良好。\n")
    assert "proactive_total" not in said.indicators


@pytest.mark.parametrize(
    "text",
    [
        "全年县水务网发布依申请公开信息共19条。",
        "全年共制作政府信息310条，其中主动公开信息200条，依申请公开信息80条，不予公开信息30条。",
        "主动公开与依申请公开同步推进，全年制作政府信息310条。",
    ],
)
def test_documents_by_their_attribute_are_no_requests(read: Read, text: str) -> None:
    assert "requests_received" not in read("proactive", text)
    assert read("requests", "主动公开120条，依申请公开申请3件。")["requests_received"] == 3


def test_a_denial_of_fees_is_none_of_requests(read: Read) -> None:
    said = read("fees", "2015年未发生依申请公开政府信息的收费和减免。")
    assert said["fees_charged_yuan"] == 0
    assert "requests_received" not in said
    both = read("requests", "全年收到的依申请公开件、信息公开收费均为0件。")
    assert both["requests_received"] == 0


@pytest.mark.parametrize("text", ["没有收到过相关申请。", "未收到此类申请。", "未发生过类似情况。"])
def test_a_bare_denial_in_its_own_chapter(read: Read, text: str) -> None:
    assert read("fees", text)["fees_charged_yuan"] == 0
    said = read("disputes", text)
    assert (said["reviews"], said["litigations"]) == (0, 0)


def test_no_costs_do_not_say_that_there_was_no_case(read: Read) -> None:
    said = read("fees", "与行政复议、行政诉讼有关的费用支出：无。")
    assert "litigations" not in said
    assert "reviews" not in said
    assert read("disputes", "全年未发生行政复议、行政诉讼。")["litigations"] == 0


@pytest.mark.parametrize(
    ("chapter", "text", "name", "value"),
    [
        ("interpretation", "全年举办新闻发布活动4场。", "press_conferences", 4),
        ("proactive", "全年共计召开新闻发布会3次，公开信息60条。", "press_conferences", 3),
        ("organization", "本机关从事政府信息公开工作的全职人员2人。", "staff_full_time", 2),
        ("proactive", "全县设立了4处公开查询点，方便群众。", "reading_points", 4),
    ],
)
def test_other_words_of_the_same_form(read: Read, chapter: str, text: str, name: str, value: int) -> None:
    assert read(chapter, text)[name] == value


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("全年公开信息35条，发布政策解读稿件6篇。", "interpretations", 6),
        ("全年公开信息35条，回应热点事件2次。", "responses", 2),
    ],
)
def test_figures_of_the_form_in_the_chapter_on_disclosure(read: Read, text: str, name: str, value: int) -> None:
    assert read("proactive", text)[name] == value


def test_outcomes_are_no_number_of_cases(read: Read) -> None:
    said = read("disputes", "（一）行政复议。全年发生5件。复议结果为维持我局答复3件。\n（二）行政诉讼。全年发生4件。诉讼结果为驳回2件。")
    assert (said["reviews"], said["litigations"]) == (5, 4)


def test_people_at_a_window_are_no_requests(read: Read) -> None:
    assert read("requests", "未收到公开申请。群众到窗口查询用水资料的，全年3200人次，按便民服务办理。")["requests_received"] == 0


def test_items_at_a_press_conference_are_no_conferences(read: Read) -> None:
    assert "press_conferences" not in read("proactive", "全年新闻发布会公开信息12次。")


@pytest.mark.parametrize(
    ("head", "agency"),
    [
        ("2012年云砚乡人民政府信息公开年报", "云砚乡人民政府"),
        ("云砚县2012年度政府信息公开工作年度报告\n如有疑问，请与云砚县电子政务办公室联系。", "云砚县"),
        ("云砚县2012年度政府信息公开工作年度报告\n本报告由临江市人民政府办公室编制。", "临江市人民政府办公室"),
        ("2012年政府信息公开工作年度报告\n根据有关规定，编制本报告。如有疑问，请与临江市水务局办公室联系。", "临江市水务局"),
        (
            "2012年政府信息公开工作年度报告\n根据有关规定，编制本报告。如有疑问，请与张店区体育场街道办事处办公室联系。",
            "张店区体育场街道办事处",
        ),
        ("2012年政府信息公开工作年度报告\n根据有关规定，编制本报告。如有疑问，请与临江市人民政府办公室联系。", "临江市人民政府办公室"),
    ],
)
def test_who_reports(pipeline: Pipeline, head: str, agency: str) -> None:
    report = pipeline(f"{head}\n一、综述\n水情照常发布。\n")
    one = report.indicators["agency"]
    assert one.value == agency
    assert [report.text[start:end] for start, end in one.evidence] == [agency]
