"""The statistics form's indicators: what a sentence states, what it does not, rows of the form, and reports annotated by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gkbg_nlp.corpus.annotated import load
from gkbg_nlp.pipeline import Pipeline
from gkbg_nlp.taxonomy.indicators import load_indicators

FULLER = load_indicators().fuller
ROOT = Path(__file__).parents[2]
HEADS = {
    "organization": "组织领导和制度建设情况", "proactive": "主动公开政府信息情况", "interpretation": "政策解读和回应社会关切情况", "requests": "依申请公开政府信息情况",
    "disputes": "因政府信息公开申请行政复议、提起行政诉讼情况", "enquiries": "咨询和投诉举报情况",
}  # fmt: skip
Read = Callable[[str, str], dict[str, object]]


@pytest.fixture(scope="module")
def read(pipeline: Pipeline) -> Read:
    def reader(chapter: str, sentence: str) -> dict[str, object]:
        text = f"淄川区农业局2015年政府信息公开工作年度报告\n一、概述\n我局高度重视。\n二、{HEADS[chapter]}\n{sentence}\n"
        return {name: one.value for name, one in pipeline(text).indicators.items() if name in FULLER}

    return reader


@pytest.mark.parametrize(
    ("chapter", "sentence", "values"),
    [
        ("proactive", "政府公报公开12条，政务微博发布30条，微信公众号推送45条。", {"proactive_gazette": 12, "proactive_weibo": 30, "proactive_wechat": 45}),
        ("proactive", "新浪微博发布20条，腾讯微博发布15条。", {"proactive_weibo": 35}),
        ("proactive", "全年制发规范性文件3件，全部公开。", {"normative_issued": 3, "normative_disclosed": 3}),
        ("proactive", "全年没有制发规范性文件。", {"normative_issued": 0}),
        ("proactive", "设立信息查阅点3处。", {"reading_points": 3}),
        ("requests", "收到申请9件，其中当面提交2件、网络申请4件、信函3件，没有传真申请。",
         {"requests_in_person": 2, "requests_online": 4, "requests_letter": 3, "requests_fax": 0}),
        ("requests", "已办结12件，按时办结11件，延期答复1件。", {"requests_closed": 12, "requests_on_time": 11, "requests_extended": 1}),
        ("requests", "同意公开5件；部分公开2件；不予公开1件；信息不存在3件；不属于本机关公开4件；告知作出更改补充1件；告知通过其他途径办理2件。",
         {"replies_granted": 5, "replies_partly": 2, "replies_refused": 1, "replies_not_held": 3, "replies_not_ours": 4, "replies_amended": 1, "replies_elsewhere": 2}),
        ("requests", "属于已主动公开范围、告知查询途径的6件。", {"replies_already_public": 6}),
        ("requests", "申请均在期限内答复，没有延期。", {"requests_extended": 0}),
        ("disputes", "行政复议5件，维持3件，责令重新答复1件，申请人撤回1件；行政诉讼3件，驳回原告诉讼请求2件，尚未审结1件。",
         {"reviews_upheld": 3, "reviews_corrected": 1, "reviews_other": 1, "litigations_upheld": 2, "litigations_pending": 1}),
        ("disputes", "行政复议2件，1件维持，1件尚未审结。", {"reviews_upheld": 1, "reviews_pending": 1}),
        ("enquiries", "受理涉及信息公开的投诉举报2件。", {"complaints": 2}),
        ("enquiries", "没有接到对信息公开工作的投诉。", {"complaints": 0}),
        ("organization", "从事政府信息公开工作人员28人，其中专职2人，兼职26人。", {"staff": 28, "staff_full_time": 2, "staff_part_time": 26}),
        ("organization", "配备1名专职、2名兼职人员。", {"staff_full_time": 1, "staff_part_time": 2}),
        ("organization", "政府信息公开专项经费5.2万元。", {"budget_yuan": 52000}),
        ("organization", "召开专题会议3次，举办培训班2期，参训150余人次。", {"meetings": 3, "trainings": 2, "people_trained": 150}),
        ("interpretation", "发布解读稿17篇，参加新闻发布会2场，网站在线访谈3期，回应公众关注热点14次。",
         {"interpretations": 17, "press_conferences": 2, "interviews": 3, "responses": 14}),
        ("interpretation", "未召开新闻发布会。", {"press_conferences": 0}),
    ],
)  # fmt: skip
def test_what_a_sentence_states(read: Read, chapter: str, sentence: str, values: dict[str, int]) -> None:
    assert read(chapter, sentence) == values


@pytest.mark.parametrize(
    ("chapter", "sentence"),
    [
        ("proactive", "微信公众号粉丝28350人，阅读量6.5万次。"), ("proactive", "“山东政务”微博、微信发布728条。"), ("proactive", "微信公众号历年累计推送398条。"),
        ("proactive", "通过区政府公报和《青浦报》刊载27条。"), ("proactive", "清理规范性文件31件，废止7件。"), ("proactive", "在图书馆、档案馆各设查阅点1处。"),
        ("requests", "依法公开或部分公开64件。"), ("requests", "网上答复率100%。"), ("requests", "延期10个工作日的，事先告知。"), ("requests", "信访件办结26件。"),
        ("requests", "上年结转1件，全部按期办结。"), ("disputes", "行政复议、行政诉讼案件共5件，维持4件。"), ("disputes", "行政复议和行政诉讼无一起败诉。"),
        ("disputes", "在行政许可领域另有行政复议6件，维持4件。"), ("disputes", "法院一审判决后原告上诉，二审维持1件。"), ("disputes", "行政复议1件，在审理中由申请人撤回。"),
        ("enquiries", "受理环境投诉649件，查实120件。"), ("enquiries", "举报电话12369。"), ("organization", "23个基层国土所各有1名兼职员。"),
        ("organization", "派员参加市里举办的培训2次。"), ("organization", "组织各类安全培训1.2万多人次。"), ("organization", "“三公”经费支出8万元。"),
        ("organization", "召开居民代表座谈会5次。"), ("interpretation", "需要回应的6条。"), ("interpretation", "网民提问23个，收到意见45条。"),
        ("interpretation", "接受电视台访谈2次。"), ("interpretation", "其中图解5篇。"), ("interpretation", "新闻发布会制度进一步健全。"),
    ],
)  # fmt: skip
def test_what_states_none(read: Read, chapter: str, sentence: str) -> None:
    assert read(chapter, sentence) == {}


def test_a_refusal_is_no_zero_of_requests(pipeline: Pipeline) -> None:
    said = pipeline(f"一、{HEADS['requests']}\n不予公开0件。\n").indicators
    assert "requests_received" not in said and said["replies_refused"].value == 0


ROWS = (
    "附表：政府信息公开情况统计表", "1.政府公报公开政府信息数\t条\t10", "5.其他方式公开政府信息数\t条\t7", "制发规范性文件总数\t件\t4", "（一）回应公众关注热点或重大舆情数\t次\t6",
    "1.按时办结数\t件\t8", "2.延期办结数\t件\t1", "2.同意公开答复数\t件\t5", "3.同意部分公开答复数\t件\t2", "4.不同意公开答复数\t件\t1", "四、行政复议数量\t件\t3",
    "（一）维持具体行政行为数\t件\t2", "（二）被依法纠错数\t件\t1", "五、行政诉讼数量\t件\t1", "（一）维持具体行政行为或者驳回原告诉讼请求数\t件\t1", "六、举报投诉数量\t件\t0",
    "（三）其他情形数\t件\t9", "1.专职人员数\t人\t2", "（四）政府信息公开专项经费\t万元\t3.5", "（三）接受培训人员数\t人次\t60",
)  # fmt: skip
STATED = {
    "proactive_gazette": 10, "proactive_other_media": 7, "normative_issued": 4, "responses": 6, "requests_on_time": 8, "requests_extended": 1,
    "replies_granted": 5, "replies_partly": 2, "replies_refused": 1, "reviews_upheld": 2, "reviews_corrected": 1, "litigations_upheld": 1,
    "complaints": 0, "staff_full_time": 2, "budget_yuan": 35000, "people_trained": 60,
}  # fmt: skip


def test_rows_of_the_form(pipeline: Pipeline) -> None:
    said = pipeline("\n".join(["一、概述", "水情照常发布。", *ROWS]) + "\n").indicators
    assert {name: one.value for name, one in said.items() if name in FULLER} == STATED


def test_the_form_goes_before_prose_and_the_loser_is_listed(pipeline: Pipeline) -> None:
    text = "\n".join(["一、" + HEADS["requests"], "同意公开4件。", *ROWS]) + "\n"
    one = pipeline(text).indicators["replies_granted"]
    assert (one.value, one.rule) == (5, "indicators.replies_granted.table")
    assert isinstance(one.candidates, list)
    assert [(c.value, c.rule) for c in one.candidates] == [(4, "indicators.replies_granted.granted_number")] and one.candidates[0].reason
    assert [text[s:e] for s, e in one.candidates[0].evidence] == ["4件"]


def test_scope_and_approx(pipeline: Pipeline) -> None:
    text = f"一、{HEADS['organization']}\n全县专兼职工作人员131人。我局配备专职人员2名。培训60余人次。\n"
    said = pipeline(text).indicators
    assert (said["staff"].scope, said["staff_full_time"].scope) == ("area", "body")
    assert said["people_trained"].approx is True and not said["people_trained"].scope


def test_reports_annotated_by_hand(pipeline: Pipeline) -> None:
    """Precision and recall on the annotated reports may not fall."""
    gold = tomllib.loads((Path(__file__).parent / "data" / "fuller.toml").read_text("utf-8"))
    assert len(gold) >= 12
    right = wrong = missed = 0
    for name, values in gold.items():
        assert set(values) <= set(FULLER), name
        indicators = pipeline(load(ROOT / "data" / "corpus" / "reports" / f"{name}.gkbg").text).indicators
        said = {k: v.value for k, v in indicators.items() if k in FULLER}
        right += sum(values.get(k) == v for k, v in said.items())
        wrong += sum(values.get(k) != v for k, v in said.items())
        missed += sum(said.get(k) != v for k, v in values.items())
    assert right / (right + wrong) >= 0.99 and right / (right + missed) >= 0.97


def test_every_pattern_has_an_id_and_the_form_is_told_apart() -> None:
    known = load_indicators()
    assert not set(known.rules) & set(FULLER) and len(FULLER) >= 40
    for rule in known.rules.values():
        assert len(rule.ids) == len(rule.positive) + len(rule.home) and not any("." in i for i in rule.ids)
    for more in FULLER.values():
        assert more.patterns or more.table, more.id
        assert all("n" in w.pattern.groupindex for w in more.patterns), more.id


def test_the_docs_table_is_the_data_file() -> None:
    text = (ROOT / "docs" / "indicators.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    known = load_indicators()
    expected = [f"| `{r.id}` | {r.zh} | {r.en} | {r.unit or ''} | {r.definition} | guide |" for r in known.rules.values()]
    expected += [f"| `{r.id}` | {r.zh} | {r.en} | {r.unit} | {r.definition} | {r.source} |" for r in FULLER.values()]
    assert rows == expected


WORDS = st.sampled_from(
    [
        "微信",
        "公开",
        "申请",
        "件",
        "12",
        "3条",
        "5名",
        "复议",
        "维持",
        "撤销",
        "培训",
        "人次",
        "专职",
        "，",
        "。",
        "、",
        "没有",
        "延期",
        "解读",
        "回应",
    ]
)


@given(st.sampled_from(sorted(HEADS)), st.lists(WORDS, max_size=30))
@settings(max_examples=100)
def test_values_stand_in_the_text(pipeline: Pipeline, chapter: str, words: list[str]) -> None:
    """Evidence is exact and never cuts a number; a single number is the value."""
    report = pipeline(f"一、{HEADS[chapter]}\n{''.join(words)}\n")
    for name, one in report.indicators.items():
        if name in FULLER:
            for start, end in one.evidence:
                assert 0 <= start < end <= len(report.text)
                assert not (report.text[start].isdigit() and report.text[start - 1].isdigit())
            assert isinstance(one.value, int | float) and one.value >= 0
            if one.value and len(one.evidence) == 1:
                assert str(one.value) in report.text[slice(*one.evidence[0])]
