"""A report that lost its line breaks and has no headings is cut where sentences end before wide blanks; a row of cells is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.lines import split_lines
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.taxonomy.sections import parse_sections

PARAGRAPHS = [
    "局里把公开工作排进日程，由办公室一名同事专管，每周核对一次。",
    "全年在网站登出水情、雨情和工程进度共四百余条，另办了两期简报。",
    "年内收到两位市民的来函，问的都是堤防加固，均在期限之内答复。",
    "没有为此收过一分钱，也没有哪一位因此提起复议或者诉讼。",
]


def pieces(text: str) -> list[str]:
    return [text[line.start : line.end] for line in split_lines(fold(text))]


@pytest.mark.parametrize("blanks", ["  ", "　　", "     ", "\u00a0\u00a0"])
def test_sentences_before_wide_blanks_were_paragraphs(blanks: str) -> None:
    assert pieces(blanks.join(PARAGRAPHS)) == PARAGRAPHS


def test_one_flattened_line_among_many_others_is_cut_as_well() -> None:
    others = ["".join(PARAGRAPHS)] * 3
    assert pieces("\n".join([*others, "  ".join(PARAGRAPHS)])) == [*others, *PARAGRAPHS]


def test_pieces_are_marked_as_of_a_flattened_line() -> None:
    lines = split_lines(fold("  ".join(PARAGRAPHS)))
    assert [(line.flat, line.gap, line.indent) for line in lines] == [(True, 0, 0)] * 4
    assert [line.flat for line in split_lines(fold("\n".join(PARAGRAPHS)))] == [False] * 4


def test_single_blanks_are_the_texts_own() -> None:
    whole = " ".join(PARAGRAPHS)
    assert pieces(whole) == [whole]


@pytest.mark.parametrize(("wide", "cut"), [(1, False), (2, False), (3, True)])
def test_two_wide_blanks_may_be_slips(wide: int, cut: bool) -> None:
    text = PARAGRAPHS[0]
    for number, paragraph in enumerate(PARAGRAPHS[1:]):
        text += ("  " if number < wide else "") + paragraph
    assert len(text) >= 120
    assert len(pieces(text)) == (4 if cut else 1)


def test_a_short_line_is_no_report() -> None:
    text = "  ".join(["早上开会。", "下午开会。", "晚上开会。", "夜里开会。"])
    assert pieces(text) == [text]


def test_the_cells_of_a_long_row_stay_one_line() -> None:
    """Cells stand apart by wide blanks as well, but they are no sentences."""
    cells = [
        "类别",
        "数量",
        "单位",
        "水情信息",
        "120",
        "条",
        "雨情信息",
        "88",
        "条",
        "工程进度",
        "41",
        "条",
        "来函答复",
        "2",
        "件",
        "收费金额",
        "0",
        "元",
    ]
    row = "   ".join(cells * 2)
    assert len(row) >= 120
    assert pieces(row) == [row]


def test_headings_without_numbers_between_the_sentences_are_cut_off_too() -> None:
    text = "工作开展情况  " + "  ".join(PARAGRAPHS)
    assert pieces(text) == ["工作开展情况", *PARAGRAPHS]


def test_numbered_chapters_decide_where_there_are_any() -> None:
    """With two chapters or more the cuts are at these, and a single blank is enough."""
    text = f"一、概述 {PARAGRAPHS[0]} 二、主动公开情况 {PARAGRAPHS[1]}{PARAGRAPHS[2]}{PARAGRAPHS[3]}"
    found = pieces(text)
    assert found[:3] == ["一、概述", PARAGRAPHS[0], "二、主动公开情况"]


def test_chapters_are_those_of_the_taxonomy() -> None:
    """What names a section in one family of reports names none in another; without names the wide blanks decide."""
    own = parse_sections('[[section]]\nid = "a"\nzh = "甲"\nwordings = [{ id = "a.1", pattern = "藏书|还书" }]\n')
    rest = "".join(PARAGRAPHS)
    text = f"一、藏书 {rest} 二、还书 {rest}"
    shipped = [text[line.start : line.end] for line in split_lines(fold(text))]
    theirs = [text[line.start : line.end] for line in split_lines(fold(text), own)]
    assert shipped == [text]
    assert theirs == ["一、藏书", rest, "二、还书", rest]


def test_a_flattened_report_has_a_block_for_each_paragraph() -> None:
    text = "临江市水务局2016年政府信息公开工作年度报告\n" + "　　".join(PARAGRAPHS) + "\n"
    assert [text[b.start : b.end] for b in segment(text).blocks if b.role == "paragraph"] == PARAGRAPHS


@given(
    st.lists(st.sampled_from([*PARAGRAPHS, "水情", "120", "条。", "附表", "（一）", "无"]), max_size=14),
    st.lists(st.integers(0, 4), min_size=14, max_size=14),
)
def test_no_character_is_lost_or_stands_in_two_pieces(parts: list[str], blanks: list[int]) -> None:
    text = "".join(part + " " * blanks[i] for i, part in enumerate(parts))
    lines = split_lines(fold(text))
    assert all(a.end <= b.start for a, b in pairwise(lines))
    assert "".join(text[line.start : line.end] for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(text[line.start] != " " != text[line.end - 1] for line in lines)
