"""Lines that an export framed with empty cells or glued together, and the spans they fall into."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.layout.cells import framed_cell, glued_parts
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.taxonomy.sections import load_sections

TITLE = "松河县林草局2012年政府信息公开工作年度报告"
PROSE = "本局依照条例编制这份报告，全年公开护林防火信息36条，群众来电也都有回音。"
BARS = st.text(alphabet="| ", max_size=12)


def shape(text: str) -> list[tuple[str, str]]:
    return [(b.role, text[b.start : b.end]) for b in segment(text).blocks]


@given(head=BARS, tail=BARS, words=st.sampled_from([TITLE, PROSE]))
def test_the_only_filled_cell_is_found_whatever_stands_around_it(head: str, tail: str, words: str) -> None:
    row = head + words.replace("，", ",") + tail
    found = framed_cell(row.strip(" "))
    if "|" not in row:
        assert found is None
    else:
        assert found is not None
        assert row.strip(" ")[slice(*found)] == words.replace("，", ",")


@pytest.mark.parametrize(
    "row",
    [
        "林地征占用 | 12 |",  # two cells
        "第二十条第(一)项 | |||",  # a row's label of the standard tables
        "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和) | |",
        "护林员 | |",  # a label is neither a title nor prose
        PROSE,  # no bars at all
        "| | |",
    ],
)
def test_rows_of_tables_and_plain_lines_are_no_frames(row: str) -> None:
    assert framed_cell(row) is None


def test_a_page_laid_out_as_a_table_is_read_as_a_page() -> None:
    text = "\n".join([f"{TITLE} | " + "|" * 300, "|", "|" * 260, f"{PROSE} | ||", "一、概述", PROSE])
    assert [pair for pair in shape(text) if pair[0] != "boilerplate"] == [
        ("title", TITLE), ("paragraph", PROSE), ("heading", "一、概述"), ("paragraph", PROSE),
    ]  # fmt: skip


def test_a_flattened_report_in_one_cell_is_cut_as_without_it() -> None:
    flat = f"{PROSE} 一、主动公开政府信息情况 全年公开36条，多数是护林防火的通告。 二、依申请公开情况 全年没有收到申请，来电都是问火情的。 三、收费及减免情况 没有收费，复印的几张图纸也没有要钱，来人当场就拿走了。"
    plain = [pair for pair in shape(f"{TITLE}\n{flat}") if pair[0] != "boilerplate"]
    framed = [pair for pair in shape(f"{TITLE} | |\n| {flat} | ||") if pair[0] != "boilerplate"]
    assert framed == plain
    assert ("heading", "二、依申请公开情况") in plain


def test_what_is_left_of_the_frame_behind_the_text_is_boilerplate() -> None:
    assert shape(f"{TITLE}\n一、概述\n{PROSE}\n|\n||\n【关闭本页】 |")[3:] == [
        ("boilerplate", "|"), ("boilerplate", "||"), ("boilerplate", "【关闭本页】 |"),
    ]  # fmt: skip


@given(st.text(alphabet="一二、。;概述本报告年度公开情况 ,", max_size=60))
def test_parts_cover_the_line_without_overlap(line: str) -> None:
    parts = glued_parts(line, load_sections())
    assert "".join(line[a:b] for a, b in parts) == line
    assert [a for a, _ in parts[1:]] == [b for _, b in parts[:-1]]


def test_a_title_run_into_the_text_is_cut_off() -> None:
    opening = "本报告由松河县林草局编制，数字算到2012年年底为止。"
    assert shape(f"{TITLE}{opening}\n一、概述\n{PROSE}")[:2] == [("title", TITLE), ("paragraph", opening)]


def test_a_report_named_in_a_sentence_is_not_cut() -> None:
    sentence = f"县里要求报送《{TITLE}》，本局按时交了。"
    assert ("paragraph", sentence) in shape(f"{TITLE}\n一、概述\n{sentence}")


def test_a_chapter_behind_a_full_stop_at_the_lines_end_is_a_heading() -> None:
    text = f"{TITLE}\n联系请找局办公室（电话：\n0877-5520318）。一、概述\n{PROSE}"
    assert shape(text)[1:] == [("paragraph", "联系请找局办公室（电话：\n0877-5520318）。"), ("heading", "一、概述"), ("paragraph", PROSE)]


def test_a_list_behind_a_full_stop_is_no_chapter() -> None:
    line = "来信反映的事办了两件。一、山门修好了"
    assert glued_parts(line, load_sections()) == [(0, len(line))]
