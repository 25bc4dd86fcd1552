"""Layout with what a file's format marks: tables as one block, headings, and cells that no match crosses."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.layout.segment import MARKED_TABLE, segment
from gkbg_nlp.report.markup import MarkedTable, Markup

TITLE = "临江市水务局2023年政府信息公开工作年度报告"
HEAD = "三、收到和处理政府信息公开申请情况"
ROWS = "本列数据\t自然人\t总计\n一、本年新收政府信息公开申请数量\t3\t4\n件\t5\t6"
CLOSING = "四、政府信息公开行政复议、行政诉讼情况"


def marked(text: str, *tables: str, headings: tuple[tuple[int, int, int], ...] = ()) -> Markup:
    found = []
    for table in tables:
        start = text.index(table)
        found.append(MarkedTable(start, start + len(table), ()))
    return Markup(tuple(found), headings)


def blocks(text: str, markup: Markup) -> list[tuple[str, str, str]]:
    return [(b.role, text[b.start : b.end], b.rule) for b in segment(text, markup=markup).blocks]


def test_a_marked_table_is_one_block_between_its_neighbours() -> None:
    text = f"{TITLE}\n{HEAD}\n{ROWS}\n{CLOSING}\n我局没有行政复议。\n"
    found = blocks(text, marked(text, ROWS))
    assert [role for role, _, _ in found] == ["title", "heading", "table", "heading", "paragraph"]
    assert found[2][1:] == (ROWS, MARKED_TABLE)


def test_a_table_behind_the_signature_stays_a_table() -> None:
    text = f"{TITLE}\n{HEAD}\n我局没有收到申请。\n临江市水务局\n2024年1月20日\n{ROWS}"
    found = blocks(text, marked(text, ROWS))
    assert found[-1] == ("table", ROWS, MARKED_TABLE)
    assert [role for role, _, _ in found[-3:-1]] == ["signature", "signature"]


def test_a_table_before_the_text_is_the_pages_own() -> None:
    index = "索引号\t11361000-4/2024-00012\n发布机构\t临江市水务局"
    text = f"{index}\n{TITLE}\n{HEAD}\n我局没有收到申请。"
    assert blocks(text, marked(text, index))[0][0] == "boilerplate"


def test_cells_are_parted_by_a_mark_that_no_match_crosses() -> None:
    text = f"{TITLE}\n{HEAD}\n{ROWS}\n"
    view = segment(text, markup=marked(text, ROWS)).view
    start = view.view_offset(text.index(ROWS))
    assert view.text[start : start + len(ROWS)] == ROWS.replace("\t", "|").replace("\n", "|")
    assert view.source_start(start + 5) == text.index(ROWS) + 5


def test_a_marked_heading_without_number_is_one() -> None:
    text = f"{TITLE}\n{HEAD}\n我局没有收到申请。\n水润万家\n全年检修渠道。\n"
    start = text.index("水润万家")
    as_marked = blocks(text, marked(text, headings=((start, start + 4, 2),)))
    assert ("heading", "水润万家", "heading.markup") in as_marked
    assert all(role != "heading" or words != "水润万家" for role, words, _ in blocks(text, Markup()))


def test_a_paragraph_that_an_office_marked_as_heading_stays_one() -> None:
    sentence = "全年共检修渠道三十处，主动公开信息12条，召开会议3次，各乡镇都已完成任务。另有安排。"
    text = f"{TITLE}\n{HEAD}\n我局没有收到申请。\n{sentence}\n"
    start = text.index(sentence)
    assert blocks(text, marked(text, headings=((start, start + len(sentence), 1),)))[-1][0] == "paragraph"


CELL = st.text(st.sampled_from("一二件条3 年公开、"), max_size=6)


@given(st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=5), st.integers(0, 2))
def test_blocks_cover_the_table_exactly_and_nothing_twice(rows: list[list[str]], place: int) -> None:
    table = "\n".join("\t".join(row) for row in rows)
    lines = [TITLE, HEAD, "我局没有收到申请。"]
    lines.insert(place + 1, table)
    text = "\n".join(lines)
    start = sum(len(line) + 1 for line in lines[: place + 1])
    markup = Markup((MarkedTable(start, start + len(table), ()),))
    found = segment(text, markup=markup).blocks
    covered = sorted((b.start, b.end) for b in found)
    assert all(left[1] <= right[0] for left, right in pairwise(covered))
    inside = [b for b in found if b.start < start + len(table) and b.end > start]
    assert len(inside) == bool(table.strip())
    for block in inside:
        assert text[block.start : block.end] == table.strip()
