"""Blocks and roles of made-up reports, one kind of variation a test."""

from __future__ import annotations

import pytest

from gkbg_nlp.layout.segment import Layout, segment

TITLE = "临江市水务局2016年政府信息公开工作年度报告"
OPENING = "依照《中华人民共和国政府信息公开条例》的要求，临江市水务局编制并公布本报告。"
NEWS = "门户网站全年发布水情信息120条，群众反映良好。"


def lines(*parts: str) -> str:
    return "\n".join(parts) + "\n"


def shape(text: str) -> list[tuple[str, str]]:
    return [(b.role, text[b.start : b.end]) for b in segment(text).blocks]


def report(*body: str) -> str:
    """A title, an opening and the lines of a body."""
    return lines(TITLE, "　　" + OPENING, *body)


def body_of(text: str) -> list[tuple[str, str]]:
    """The shape behind title and opening."""
    blocks = shape(text)
    assert blocks[:2] == [("title", TITLE), ("paragraph", OPENING)]
    return blocks[2:]


def layout_of(*body: str) -> Layout:
    return segment(report(*body))


# -- headings --


@pytest.mark.parametrize(
    ("heading", "level"),
    [
        ("一、概述", 1), ("二．概述", 1), ("一 概述", 1), ("一概述", 1), ("第一部分 概述", 1), ("第一章 概述", 1),
        ("（一）公开渠道", 2), ("(二)公开渠道", 2), ("一）公开渠道", 2), ("㈠ 公开渠道", 2), ("第一. 概述", 2), ("第二节 公开渠道", 2),
        ("1、公开渠道", 3), ("1. 公开渠道", 3), ("２．公开渠道", 3), ("(1) 公开渠道", 4), ("1）公开渠道", 4), ("① 公开渠道", 5),
        ("**一、概述**", 1), ("# 一、概述", 1), ("### （一）公开渠道", 2), ("### 一、概述 ###", 1),
    ],
)  # fmt: skip
def test_numbered_headings_have_the_level_of_their_numbering(heading: str, level: int) -> None:
    layout = layout_of("一、总体情况", "　　水务局这一年做了不少事。", heading, "　　" + NEWS)
    block = layout.blocks[4]
    assert (block.role, block.level) == ("heading", level)
    assert body_of(report("一、总体情况", "　　水务局这一年做了不少事。", heading, "　　" + NEWS))[2:] == [
        ("heading", heading),
        ("paragraph", NEWS),
    ]


def test_headings_without_numbers() -> None:
    text = report("概述", "　　" + NEWS, "主动公开情况", "　　" + NEWS, "存在的问题和改进措施", "　　人手还不够。")
    assert [b for b in body_of(text) if b[0] == "heading"] == [
        ("heading", "概述"),
        ("heading", "主动公开情况"),
        ("heading", "存在的问题和改进措施"),
    ]
    assert [b.level for b in segment(text).blocks if b.role == "heading"] == [1, 1, 1]


def test_markdown_heading_without_a_number() -> None:
    assert body_of(report("## 水情发布这一年", "　　" + NEWS))[0] == ("heading", "## 水情发布这一年")


@pytest.mark.parametrize("heading", ["一、主动公开情况。", "二、依申请公开情况：", "（一）公开渠道："])
def test_a_heading_line_that_ends_in_a_mark_is_a_heading(heading: str) -> None:
    assert ("heading", heading) in body_of(report("一、总体情况", "　　水务局这一年做了不少事。", heading, "　　" + NEWS))


@pytest.mark.parametrize(
    "line",
    [
        "（一）渠道更宽。门户网站全年发布水情信息120条，群众反映良好。",
        "1、门户网站全年发布水情信息120条，群众反映良好。",
        "（二）全年没有收到申请。",
        "2.水务局全年没有发生因此引起的行政复议。",
        "公开渠道：门户网站全年发布水情信息120条，群众反映良好。",
    ],
)
def test_a_run_in_head_or_numbered_sentence_stays_a_paragraph(line: str) -> None:
    assert body_of(report("一、总体情况", "　　" + line))[1:] == [("paragraph", line)]


def test_short_numbered_sentences_below_each_other_are_a_list() -> None:
    items = ["1.水质月报12期；", "2.雨情快讯8期；", "3.河长公示牌90块。"]
    assert body_of(report("一、总体情况", *items))[1:] == [("paragraph", i) for i in items]


def test_a_heading_that_the_page_cut_in_two_is_one_block() -> None:
    assert ("heading", "四、存在的主要问题及\n改进措施") in body_of(
        report("一、概述", NEWS, "四、存在的主要问题及", "改进措施", "人手还不够。")
    )


# -- titles --


@pytest.mark.parametrize(
    "title",
    [
        "临江市水务局\n2016年政府信息公开工作年度报告",
        "临江市水务局2016年政府信息公开工作\n年度报告",
        "临江市水务局2016年\n政府信息公开工作\n年度报告",
        "临江市水务局\n2016年政府信息公开工作\n年度报告",
        "临江市水务局\n\n2016年政府信息公开工作年度报告",
        "# 临江市水务局2016年政府信息公开工作年度报告",
        "临江市水务局二〇一六年度政府信息公开年报",
        "关于临江市水务局2016年政府信息公开工作的报告",
    ],
)
def test_a_title_over_one_two_or_three_lines_is_one_block(title: str) -> None:
    assert shape(lines(title, "　　" + OPENING, "一、概述", "　　" + NEWS))[:2] == [("title", title), ("paragraph", OPENING)]


def test_a_title_printed_twice_is_two_blocks() -> None:
    meta = "发布日期：2017-03-01  浏览次数：35"
    assert shape(lines(TITLE, meta, TITLE, OPENING, "一、概述"))[:4] == [
        ("title", TITLE),
        ("boilerplate", meta),
        ("title", TITLE),
        ("paragraph", OPENING),
    ]


def test_a_report_without_a_title_has_none() -> None:
    assert [role for role, _ in shape(lines("　　" + OPENING, "一、概述", "　　" + NEWS))] == ["paragraph", "heading", "paragraph"]


def test_a_title_named_in_running_text_is_no_title() -> None:
    named = "水务局把上一年的政府信息公开工作年度报告挂在网上。"
    assert body_of(report("一、概述", named))[1] == ("paragraph", named)


# -- lines that an export cut --


@pytest.mark.parametrize("between", ["\n", "\r\n", "\n\n", "\n- 3 -\n", "\n\n3\n\n", "\n第 3 页 共 9 页\n", "\n　", "\u2028"])
def test_a_cut_sentence_is_one_block(between: str) -> None:
    left, right = "门户网站全年发布水情信息120条，其中汛期雨情占了大", "头，平时的水质月报也没有断过。"
    text = report("一、概述", left + between + right)
    assert body_of(text)[1:] == [("paragraph", left + between + right)]
    block = segment(text).blocks[-1]
    assert block.text == "门户网站全年发布水情信息120条,其中汛期雨情占了大头,平时的水质月报也没有断过。"


def test_a_word_that_a_break_cut_is_whole_in_the_view() -> None:
    layout = layout_of("一、概述", "门户网站全年发布水情信息120条，收到依申请公开申", "请4件，都在限期内答复。")
    assert "依申请公开申请4件" in layout.view.text


def test_a_sentence_that_is_finished_is_not_joined_to_the_next() -> None:
    assert body_of(report("一、概述", NEWS, "水质月报也没有断过。"))[1:] == [("paragraph", NEWS), ("paragraph", "水质月报也没有断过。")]


def test_a_numbered_line_is_not_joined_to_an_open_one() -> None:
    roles = body_of(report("一、概述", "门户网站全年发布水情信息，其中汛期雨情占了大头", "二、主动公开情况", NEWS))
    assert ("heading", "二、主动公开情况") in roles


# -- reports on one line --

FLAT = (
    (TITLE, "title"), (OPENING, "paragraph"),
    ("一、概述", "heading"), ("门户网站全年发布水情信息120条，群众反映良好，来信也少了。", "paragraph"),
    ("二、主动公开政府信息情况", "heading"), ("全年主动公开信息130条，其中网站公开120条。", "paragraph"),
    ("三、依申请公开情况", "heading"), ("全年收到申请4件，都在限期之内答复。", "paragraph"),
    ("四、存在的主要问题及改进措施", "heading"), ("人手不够，下一年补上。", "paragraph"),
)  # fmt: skip


@pytest.mark.parametrize("joint", [" ", "　　", "\u00a0\u00a0", "   "])
def test_a_report_on_one_line_is_cut_where_its_breaks_were(joint: str) -> None:
    text = joint.join(words for words, _ in FLAT)
    assert shape(text) == [(role, words) for words, role in FLAT]


def test_a_report_on_one_line_without_blanks_is_cut_at_its_headings() -> None:
    text = "".join(words for words, _ in FLAT[1:])
    assert shape(text) == [(role, words) for words, role in FLAT[1:]]


def test_closing_body_and_date_on_one_line() -> None:
    text = " ".join([*(words for words, _ in FLAT), "临江市水务局 2017年3月2日"])
    assert shape(text)[-1] == ("signature", "临江市水务局 2017年3月2日")


# -- page noise, signatures --


@pytest.mark.parametrize(
    "line",
    [
        "首页 > 政务公开 > 年度报告", "当前位置：首页 >> 年报", "登录 | 注册 | 设为首页", "索引号：01422/2017-0003", "信息名称：年度报告", "发布日期：2017-03-01",
        "来源：水务局 浏览次数：35", "字体：【大】【中】【小】", "[大] [中] [小] 打印", "2017-03-01 09:15:02", "临水〔2017〕5号", "签发人：王某", "（2017年3月2日）", "2017年3月2日",
        "[bookmark: _Toc1234]", "－ 1 －", "==========",
    ],
)  # fmt: skip
def test_lines_before_the_text_are_boilerplate(line: str) -> None:
    assert shape(lines(TITLE, line, "　　" + OPENING, "一、概述", "　　" + NEWS))[1] == ("boilerplate", line)


@pytest.mark.parametrize(
    "line",
    [
        "打印本页 关闭窗口",
        "上一篇：水情月报",
        "主办单位：临江市水务局",
        "版权所有 临江市水务局",
        "附件：年度报告.doc",
        "扫一扫在手机打开当前页",
        "网站标识码：2200000001",
        "- 9 -",
    ],
)
def test_lines_behind_the_text_are_boilerplate(line: str) -> None:
    assert body_of(report("一、概述", "　　" + NEWS, "临江市水务局", "2017年3月2日", line))[2:] == [
        ("signature", "临江市水务局"), ("signature", "2017年3月2日"), ("boilerplate", line),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "2017年3月2日",
        "二〇一七年三月二日",
        "二○一七年三月",
        "临江市水务局",
        "临江市水务局（盖章）",
        "临江市水务局　　2017年3月2日",
        "联系电话：0439-6220018",
        "（联系人：办公室）",
    ],
)
def test_signatures(line: str) -> None:
    assert body_of(report("一、概述", "　　" + NEWS, line))[2:] == [("signature", line)]


def test_a_site_operators_number_behind_the_footer_is_boilerplate() -> None:
    roles = body_of(report("一、概述", "　　" + NEWS, "主办单位：临江市水务局 ICP备00000001号", "联系电话：0439-6220018"))
    assert roles[2:] == [("boilerplate", "主办单位：临江市水务局 ICP备00000001号"), ("boilerplate", "联系电话：0439-6220018")]


def test_a_bookmark_is_a_block_of_its_own() -> None:
    assert body_of(report("[bookmark: _Toc1]一、概述", NEWS, "[bookmark: _Toc2]", "二、主动公开情况", NEWS)) == [
        ("boilerplate", "[bookmark: _Toc1]"), ("heading", "一、概述"), ("paragraph", NEWS),
        ("boilerplate", "[bookmark: _Toc2]"), ("heading", "二、主动公开情况"), ("paragraph", NEWS),
    ]  # fmt: skip


def test_a_page_number_between_finished_paragraphs_is_boilerplate() -> None:
    assert ("boilerplate", "- 2 -") in body_of(report("一、概述", NEWS, "- 2 -", "水质月报也没有断过。"))


def test_a_salutation_is_a_paragraph() -> None:
    assert shape(lines(TITLE, "市政府办公室：", "　　" + OPENING, "一、概述"))[1] == ("paragraph", "市政府办公室：")


# -- tables, Markdown --


def test_each_line_of_a_flattened_table_is_a_block() -> None:
    rows = ["指标名称\t单位\t数量", "主动公开政府信息数\t条\t120", "收到申请数\t件\t4"]
    blocks = body_of(report("一、概述", NEWS, "附表：政府信息公开情况统计表", *rows))
    assert blocks[2:] == [("heading", "附表：政府信息公开情况统计表"), *(("table", r) for r in rows)]


def test_a_markdown_table() -> None:
    rows = ["| 指标 | 单位 | 数量 |", "|---|---|---|", "| 主动公开 | 条 | 12 |"]
    assert body_of(report("一、概述", NEWS, *rows, "二、主动公开情况", NEWS))[2:] == [
        *(("table", r) for r in rows),
        ("heading", "二、主动公开情况"),
        ("paragraph", NEWS),
    ]


def test_a_table_ends_where_prose_begins() -> None:
    assert body_of(report("一、概述", "主动公开政府信息数\t条\t120", "收到申请数\t件\t4", NEWS))[-1] == ("paragraph", NEWS)


def test_markdown_marks_stay_inside_the_block_and_out_of_its_words() -> None:
    text = lines("# " + TITLE, OPENING, "## 一、概述", "**门户网站**全年发布水情信息120条。", "- 水质月报12期；", "> 统计到年底。")
    assert shape(text) == [
        ("title", "# " + TITLE), ("paragraph", OPENING), ("heading", "## 一、概述"), ("paragraph", "**门户网站**全年发布水情信息120条。"),
        ("paragraph", "- 水质月报12期；"), ("paragraph", "> 统计到年底。"),
    ]  # fmt: skip
    blocks = segment(text).blocks
    assert [blocks[i].text for i in (2, 3, 4)] == ["一、概述", "门户网站全年发布水情信息120条。", "水质月报12期;"]


# -- line ends --


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\u0085"])
def test_every_kind_of_line_end_gives_the_same_blocks(end: str) -> None:
    plain = report("一、概述", "　　" + NEWS, "临江市水务局", "2017年3月2日")
    assert shape(plain.replace("\n", end)) == shape(plain)


def test_lone_carriage_returns_are_line_ends() -> None:
    plain = report("一、概述", "　　" + NEWS, "临江市水务局", "2017年3月2日")
    assert shape(plain.replace("\n", "\r")) == shape(plain)


@pytest.mark.parametrize("text", ["", "\n", " \t\r\n", "\u3000\u00a0\ufeff\u200b"])
def test_a_text_of_blanks_has_no_block(text: str) -> None:
    layout = segment(text)
    assert (layout.blocks, layout.view.text) == ([], "")
