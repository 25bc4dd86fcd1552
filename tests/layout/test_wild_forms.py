"""Forms of published pages: titles, lists of contents, joins, lists, tables in one column and signatures; words of our own."""

from __future__ import annotations

import pytest

from gkbg_nlp.layout.segment import segment

TITLE = "柳坪县农机局2011年政府信息公开工作年度报告"
OPENING = "依照条例的规定，柳坪县农机局把去年的公开工作写成这份报告。"
NEWS = "全年发布农机补贴公告48条，机手在村口就能看到。"


def shape(*lines: str) -> list[tuple[str, str]]:
    text = "\n".join(lines)
    return [(b.role, text[b.start : b.end]) for b in segment(text).blocks]


# -- titles --


def test_a_first_line_of_year_and_body_belongs_to_the_title() -> None:
    first, second = "2018年杏林街道", "政府信息公开工作年度报告"
    assert shape(first, second, OPENING, "一、概述", NEWS)[0] == ("title", f"{first}\n{second}")


def test_a_page_title_between_filled_rows_of_an_index_is_a_title() -> None:
    roles = shape("发布机构：县农机局", "发布日期：2012-02-08", TITLE, "时间：2012-02-08 09:12", TITLE, OPENING, "一、概述", NEWS)
    assert [pair for pair in roles if pair[0] == "title"] == [("title", TITLE)] * 2


def test_a_title_that_is_the_value_of_an_open_label_is_none() -> None:
    roles = shape("信息名称", TITLE, "发布日期：2012-02-08", TITLE, OPENING, "一、概述", NEWS)
    assert [words for role, words in roles if role == "title"] == [TITLE]
    assert roles[1] == ("boilerplate", TITLE)


def test_a_title_cut_inside_its_last_word_is_whole() -> None:
    assert shape(TITLE[:-1], "告", OPENING, "一、概述", NEWS)[0] == ("title", TITLE[:-1] + "\n告")


def test_a_paper_of_a_collection_is_no_chapter() -> None:
    assert shape(f"第一篇：{TITLE}", OPENING, "一、概述", NEWS)[0] == ("title", f"第一篇：{TITLE}")


@pytest.mark.parametrize("mark", ["全文", "/全文", "（全文）"])
def test_a_title_marked_as_the_full_text(mark: str) -> None:
    assert shape(TITLE + mark, OPENING, "一、概述", NEWS)[0] == ("title", TITLE + mark)


# -- a site's own lines --


def test_a_list_of_the_parts_below_is_boilerplate_and_joins_nothing() -> None:
    contents = "概述,主动公开情况,存在的问题,"
    assert shape(TITLE, OPENING, "", contents, "", "概述", "", NEWS)[2:] == [
        ("boilerplate", contents), ("heading", "概述"), ("paragraph", NEWS),
    ]  # fmt: skip


def test_a_sentence_cut_behind_a_comma_is_no_list_of_parts() -> None:
    cut = "农机补贴公告、跨区作业证办理,油料供应,"
    assert shape(TITLE, "一、概述", cut, "都在门户网站上可以查到。")[2:] == [("paragraph", f"{cut}\n都在门户网站上可以查到。")]


@pytest.mark.parametrize("line", ["相关词条", "热门词条", "参考资料", "聯絡我們"])
def test_links_of_an_encyclopaedia_behind_the_text(line: str) -> None:
    assert shape(TITLE, "一、概述", NEWS, "", line)[-1] == ("boilerplate", line)


def test_a_menu_of_points_before_the_text_is_boilerplate() -> None:
    menu = ["- 政策解读", "- 农机安全", "- 跨区作业"]
    assert shape(*menu, "一、主动公开情况", NEWS) == [
        *(("boilerplate", m) for m in menu),
        ("heading", "一、主动公开情况"),
        ("paragraph", NEWS),
    ]


# -- joins --


def test_a_line_never_ends_with_an_opening_mark() -> None:
    left, right = "本局依照《", "农业机械安全监督管理条例》公开检验结果。"
    assert shape(TITLE, "一、概述", left, right)[2:] == [("paragraph", f"{left}\n{right}")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("全年公开补贴信息48条，其中网站公开30条，村务栏上公开的占到三成七，即37.5%", "公开的时限也守住了，公告都在七日之内张贴出来。"),
        ("如有疑问请联系农机局办公室（地址：柳坪县北街9号，电话：0459-6110287）", "农机公开关系到机手的钱袋子，全局上下都当一件大事来办。"),
        ("门户网站、手机短信和村里的大喇叭三条路一起走，机手随时随地都能问到补贴", "2012年，本局打算把补贴名单也贴到每个村。"),
    ],
)
def test_a_new_paragraph_below_a_blank_line_that_lost_its_full_stop(first: str, second: str) -> None:
    assert shape(TITLE, "一、概述", first, "", second)[2:] == [("paragraph", first), ("paragraph", second)]


def test_a_bracket_forgotten_in_a_finished_sentence_joins_nothing() -> None:
    first, second = "依照《农业机械化促进法》（以下简称《促进法》的规定，本局公开了补贴目录。", "一是网站先行，补贴目录上网当天就能查到。"
    assert shape(TITLE, "一、概述", first, second)[2:] == [("paragraph", first), ("paragraph", second)]


def test_persons_of_a_group_stand_line_by_line() -> None:
    people = ["成  员：田守义（农机局办公室主任、工会主席）", "牛保根（推广站站长）", "马 驰（监理所所长）"]
    assert shape(TITLE, "一、概述", NEWS, *people)[3:] == [("paragraph", p) for p in people]


def test_the_last_sentence_of_a_numbered_list_is_no_heading() -> None:
    items = ["（一）继续把公开的内容做细，做到应公开的都公开。", "（二）继续拓宽政府信息公开的渠道，在报纸和电视上公开信息。"]
    assert shape(TITLE, "一、存在问题及改进情况", *items)[2:] == [("paragraph", i) for i in items]


def test_a_wrapped_title_of_a_law_in_one_line_is_not_cut() -> None:
    law = "依照《柳坪县政府信息公开工作年度报告 制度》和《柳坪县农机公开办法》 的规定编制本报告。"
    flat = f"{law} 一、概述 农机局 把公开当成大事，开过两次会。 二、主动公开政府信息情况 全年公开48条，都在网上，村里也贴了。"
    flat += " 三、依申请公开情况 没有收到申请，问补贴的电话倒是接了不少。"
    assert shape(TITLE, flat)[1:3] == [("paragraph", law), ("heading", "一、概述")]


def test_a_heading_left_out_on_purpose_is_a_heading() -> None:
    assert ("heading", "（二）公开形式（略）") in shape(
        TITLE, "一、主动公开情况", "（一）公开内容", NEWS, "（二）公开形式（略）", "（三）解读情况", NEWS
    )


# -- a table in one column --


def test_row_names_of_the_last_standard_table_are_no_headings() -> None:
    cells = ["行政复议", "行政诉讼", "结果维持", "结果纠正", "总计", "0", "0", "0"]
    assert shape(TITLE, "四、政府信息公开行政复议、行政诉讼情况", *cells, "五、存在的主要问题", "人手少。")[2:10] == [
        ("table", c) for c in cells
    ]


def test_a_heading_of_the_same_words_above_text_stays_one() -> None:
    assert ("heading", "行政复议") in shape(TITLE, "一、概述", NEWS, "行政复议", "去年没有人因为农机信息公开提出行政复议。")


# -- signatures --


@pytest.mark.parametrize("date", ["2012.2.8", "2012/02/08", "2012-2-8", "2 0 1 2 年 2 月 8 日", "二〇一二年二月廿日"])
def test_dates_below_the_body_that_signs(date: str) -> None:
    assert shape(TITLE, "一、概述", NEWS, "柳坪县农机局", date)[3:] == [("signature", "柳坪县农机局"), ("signature", date)]


def test_a_short_date_that_no_body_signs_is_a_stamp() -> None:
    assert shape(TITLE, "一、概述", NEWS, "2012-02-08")[-1] == ("boilerplate", "2012-02-08")


@pytest.mark.parametrize("line", ["报告单位：柳坪县农机局", "报告日期：2012年2月8日", "编制机关：柳坪县农机局"])
def test_labelled_closing_lines(line: str) -> None:
    assert shape(TITLE, "一、概述", NEWS, line)[-1] == ("signature", line)


@pytest.mark.parametrize("body", ["柳坪县农机局党组", "柳坪县农业机械化中学", "中共柳坪县农机局党工委"])
def test_bodies_that_sign(body: str) -> None:
    assert shape(TITLE, "一、概述", NEWS, body, "2012年2月8日")[3:] == [("signature", body), ("signature", "2012年2月8日")]


def test_a_table_in_one_column_at_the_end_keeps_its_last_cells() -> None:
    cells = ["总计", "0", "3", "0"]
    assert shape(TITLE, "四、政府信息公开行政复议、行政诉讼情况", *cells)[2:] == [("table", c) for c in cells]


def test_a_page_number_behind_the_text_is_no_cell() -> None:
    assert shape(TITLE, "一、概述", NEWS, "3")[-1] == ("boilerplate", "3")
