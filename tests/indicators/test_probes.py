"""Sentences of a review that knew the rules but not the corpus: what must not be read, and what must."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gkbg_nlp.pipeline import Pipeline

Read = Callable[[str, str], dict[str, object]]
HEADS = {
    "requests": "依申请公开政府信息情况",
    "disputes": "因政府信息公开申请行政复议、提起行政诉讼情况",
    "fees": "政府信息公开收费及减免情况",
    "proactive": "主动公开政府信息情况",
}


@pytest.fixture(scope="module")
def read(pipeline: Pipeline) -> Read:
    def reader(chapter: str, sentence: str) -> dict[str, object]:
        text = f"淄川区农业局2015年政府信息公开工作年度报告\n一、概述\n我局高度重视。\n二、{HEADS[chapter]}\n{sentence}\n三、存在的问题\n人员不足。\n"
        return {name: value.value for name, value in pipeline(text).indicators.items()}

    return reader


@pytest.mark.parametrize(
    "sentence",
    [
        "未来一年我局将进一步规范依申请公开工作。",
        "我局对依申请公开信息免费提供复印服务。",
        "依申请公开事项都由局办公室统一受理。",
        "二〇一五年我局依申请公开工作有序开展。",
        "我局未设立依申请公开网上受理平台。",
        "信访件办理实现零投诉，依申请公开渠道畅通。",
    ],
)
def test_no_zero_where_nothing_is_denied(read: Read, sentence: str) -> None:
    assert "requests_received" not in read("requests", sentence)


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("全年收到征地补偿、不动产登记类政府信息公开申请126件，其中公开80件。", 126),
        ("全年收到关于低保政策的政府信息公开申请2件。", 2),
        ("全年未收到政府信息公开申请。", 0),
    ],
)
def test_requests_of_any_subject_count(read: Read, sentence: str, value: int) -> None:
    assert read("requests", sentence)["requests_received"] == value


def test_a_joint_number_is_neither_reviews_nor_litigations(read: Read) -> None:
    said = read("disputes", "全年发生行政复议、行政诉讼案件共5件。")
    assert "reviews" not in said
    assert "litigations" not in said
    both = read("disputes", "全年发生行政复议2件、行政诉讼1件。")
    assert (both["reviews"], both["litigations"]) == (2, 1)


def test_waived_fees_are_not_charged(read: Read) -> None:
    assert read("fees", "减免费用200元，实际收取费用300元。")["fees_charged_yuan"] == 300
    assert read("fees", "检索、复印免费。")["fees_charged_yuan"] == 0


@pytest.mark.parametrize(
    ("sentence", "website", "other"),
    [
        ("通过政府网站公开群众关注的热点信息120条。", 120, None),
        ("全年公开信息300条，其中网站公开会议信息200条，公开栏公开100条。", 200, 100),
        ("网站319条；微信851条；报刊、广播、电视2348条，共计公开信息2483条。", 319, 3199),
    ],
)
def test_channel_words_are_whole_words(read: Read, sentence: str, website: int | None, other: int | None) -> None:
    said = read("proactive", sentence)
    assert (said.get("proactive_website"), said.get("proactive_other_channels")) == (website, other)


@pytest.mark.parametrize(
    "last",
    [
        "为群众提供查询、打印、复印服务。",
        "网站访问量不高，需要加强宣传。",
        "编辑人员业务素质有待提高。",
        "由区政府办公室主办的专栏更新不够及时。",
    ],
)
def test_a_last_sentence_is_no_page_noise(pipeline: Pipeline, last: str) -> None:
    report = pipeline(f"淄川区农业局2015年政府信息公开工作年度报告\n一、概述\n我局高度重视公开工作。\n二、存在的问题\n{last}")
    assert (report.blocks[-1].role, report.blocks[-1].section) == ("paragraph", "problems")


@pytest.mark.parametrize(
    "text",
    ["唐村镇人民政府", "周村镇人民政府", "新城镇党委", "市公安局", "区教育局"],
)
def test_names_that_guards_once_ate(pipeline: Pipeline, text: str) -> None:
    found = [e.text for e in pipeline(f"会上，{text}部署工作。").entities if e.label == "AGENCY"]
    assert found == [text]


def test_the_year_is_not_a_laws(pipeline: Pipeline) -> None:
    report = pipeline(
        "根据2007年颁布的《中华人民共和国政府信息公开条例》，由淄川区农业局编制的2015年政府信息公开年度报告公布如下。\n一、概述\n略。"
    )
    assert report.indicators["year"].value == 2015


def test_a_text_beyond_a_million_characters(pipeline: Pipeline) -> None:
    text = "淄川区农业局2015年政府信息公开工作年度报告\n" + "一、概述\n" + "农技推广。" * 210_000
    assert pipeline(text).blocks[-1].end == len(text)


def test_a_lone_surrogate_is_replaced(pipeline: Pipeline) -> None:
    assert pipeline("一、概述\n公开\ud800信息。").text == "一、概述\n公开\ufffd信息。"
