"""A report that lost its line breaks: cut at blanks where breaks were, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.layout.flat import former_lines
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.taxonomy.sections import load_sections

TITLE = "临江市水务局2016年政府信息公开工作年度报告"
OPENING = "本报告由临江市水务局编写，数据截至2016年12月31日。"
FORMS: dict[str, list[tuple[str, str]]] = {
    "chapters with slogans": [
        ("title", TITLE), ("paragraph", OPENING),
        ("heading", "一、抓队伍，夯实根基"), ("paragraph", "局里配了2名专职人员，每季度碰头一次，把没做完的事情过一遍。"),
        ("heading", "二、主动公开情况"), ("paragraph", "全年公开信息312条，水费、水质、停水通知都在其中。"),
        ("heading", "（一）门户网站"), ("paragraph", "网站发布210条，比上一年多了一成，水质月报占了一半。"),
        ("heading", "三、依申请公开情况"), ("paragraph", "无。"),
    ],
    "bare headings": [
        ("title", TITLE), ("paragraph", OPENING),
        ("heading", "主动公开情况"), ("paragraph", "全年公开信息312条，水费、水质、停水通知都在其中。"),
        ("heading", "依申请公开办理情况"), ("paragraph", "收到申请4件，都按时答复了，其中3件全部公开。"),
        ("heading", "复议和诉讼情况"), ("paragraph", "没有发生。"),
        ("heading", "存在的主要问题和改进措施"), ("paragraph", "人手不够，下一年补上。"),
    ],
    "second level only": [
        ("title", TITLE), ("paragraph", OPENING),
        ("paragraph", "（一）组织领导情况。局长任组长，办公室牵头，各科室报送。"),
        ("paragraph", "（二）主动公开情况。全年公开信息312条，水费、水质都在其中。"),
        ("paragraph", "（三）依申请公开情况。收到申请4件，都按时答复了。"),
        ("paragraph", "（四）收费情况。没有收过费用。"),
    ],
    "Markdown": [
        ("title", f"# **{TITLE}**"), ("paragraph", OPENING),
        ("heading", "## 主动公开情况"), ("paragraph", "全年公开信息312条，水费、水质、停水通知都在其中。"),
        ("heading", "### 办得怎样"), ("paragraph", "收到申请4件，都按时答复了，其中3件全部公开。"),
        ("heading", "## 复议和诉讼情况"), ("paragraph", "没有发生复议和诉讼。"),
        ("heading", "## 存在的主要问题"), ("paragraph", "人手不够，下一年补上。"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("joint", [" ", "　　"])
def test_blocks_of_a_flattened_report_are_those_before(form: str, joint: str) -> None:
    text = joint.join(words for _, words in FORMS[form])
    assert [(b.role, text[b.start : b.end]) for b in segment(text).blocks] == FORMS[form]


def test_blanks_round_numbers_are_no_breaks() -> None:
    text = " ".join(
        [TITLE, "一、主动公开情况", "全年公开信息 312 条，其中网站 210 条，公众号 102 条，按 15 个工作日的时限答复了 4 件。",
         "二、收费情况", "没有收过费用，印了 60 页材料也没有收。", "三、复议情况", "没有 1 件复议。"]
    )  # fmt: skip
    assert [text[b.start : b.end][:6] for b in segment(text).blocks] == [
        TITLE[:6],
        "一、主动公开",
        "全年公开信息",
        "二、收费情况",
        "没有收过费用",
        "三、复议情况",
        "没有 1 件",
    ]


def test_a_paragraph_of_a_report_with_lines_is_left_whole() -> None:
    paragraph = "我局把公开当作分内的事。 每季度碰头一次。 没做完的事情过一遍。 谁的事谁来说。 说完就办。" * 3
    text = "\n".join(
        [
            TITLE,
            "一、概述",
            paragraph,
            "二、主动公开情况",
            "全年公开信息312条，水费、水质、停水通知都在其中，另有公示栏57条。" * 5,
            "三、其他",
            "无。",
        ]
    )
    assert paragraph in [text[b.start : b.end] for b in segment(text).blocks]


@given(
    st.lists(
        st.sampled_from(["一、概述", "没有。", "（一）网站", "## 收费", "1.数量", "条 312", "2016年3月2日", "ICP备", "\t3", "|", "“”"]),
        min_size=1,
        max_size=60,
    ),
    st.sampled_from([" ", "  "]),
)
def test_spans_are_in_order_and_lose_nothing(pieces: list[str], joint: str) -> None:
    text = fold(joint.join(pieces)).strip(" ")
    spans = former_lines(text, load_sections())
    at = 0
    for left, right in spans:
        assert at <= left < right <= len(text) and not text[at:left].strip(" ")
        assert text[left] != " " and text[right - 1] != " "
        at = right
    assert not text[at:].strip(" ")
