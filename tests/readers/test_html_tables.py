"""Tables of pages: cells and spans come back, layout is taken apart, offsets slice to the cells."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.readers.decoded import Content
from gkbg_nlp.readers.html.reader import read
from gkbg_nlp.report.markup import MarkedTable

from .html_pages import modern, paragraphs

Grid = list[list[tuple[str, int, int]]]  # rows of (text, rowspan, colspan)

CORNER = "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和"
APPLICATIONS: Grid = [
    [(CORNER, 3, 3), ("申请人情况", 1, 7)],
    [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
    [(kind, 1, 1) for kind in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    [("一、本年新收政府信息公开申请数量", 1, 3), *((str(n), 1, 1) for n in (12, 3, 0, 1, 0, 0, 16))],
    [("三、本年度办理结果", 3, 1), ("（一）予以公开", 1, 2), *((str(n), 1, 1) for n in (7, 1, 0, 0, 0, 0, 8))],
    [("（三）不予公开", 2, 1), ("1.属于国家秘密", 1, 1), *(("0", 1, 1) for _ in range(7))],
    [("2.其他法律行政法规禁止公开", 1, 1), *(("", 1, 1) for _ in range(7))],
]


def html_of(grid: Grid, element: str = "td") -> str:
    """A table; breaks in a text become ``<br>``."""

    def cell(text: str, high: int, wide: int) -> str:
        inner = "<br>".join(escape(text).split("\n"))
        return f'<{element} rowspan="{high}" colspan={wide}>{inner}</{element}>'

    return "<table><tbody>" + "".join(f"<tr>{''.join(cell(*entry) for entry in row)}</tr>" for row in grid) + "</tbody></table>"


def slices(content: Content, table: MarkedTable) -> list[list[str]]:
    """A table's cells as the text has them."""
    return [line.split("\t") for line in content.text[table.start : table.end].split("\n")]


def only(page: str) -> tuple[Content, MarkedTable]:
    content = read(page.encode())
    assert len(content.markup.tables) == 1
    table = content.markup.tables[0]
    assert slices(content, table) == [[cell.text for cell in row] for row in table.rows]
    return content, table


def test_the_official_table_keeps_its_spans_and_places() -> None:
    before, after = "一、收到和处理申请的情况如下。", "二、复议和诉讼的情况另述。"
    content, table = only(modern("某某局2021年年报", paragraphs([before]) + html_of(APPLICATIONS) + paragraphs([after])))
    assert content.text.startswith(f"某某局2021年年报\n{before}\n{CORNER}\t申请人情况\n")
    assert content.text.endswith(f"\n{after}")
    cells = {(cell.row, cell.col): (cell.text, cell.rowspan, cell.colspan) for row in table.rows for cell in row}
    assert cells[0, 0] == (CORNER, 3, 3)
    assert cells[0, 3] == ("申请人情况", 1, 7)
    assert cells[1, 3] == ("自然人", 2, 1)
    assert cells[1, 9] == ("总计", 2, 1)
    assert cells[2, 4] == ("商业企业", 1, 1)
    assert cells[3, 9] == ("16", 1, 1)
    assert cells[4, 3] == ("7", 1, 1)
    assert cells[6, 2] == ("2.其他法律行政法规禁止公开", 1, 1)
    assert cells[6, 9] == ("", 1, 1)


def test_breaks_and_blanks_in_a_cell_are_one_blank() -> None:
    _, table = only("<table><tr><td><p>本年新</p><p>制作数量</p><td>对外&nbsp; 公开\u3000总数<tr><td>1<br/>2<td>\n 3 \t4</table>")
    assert [[cell.text for cell in row] for row in table.rows] == [["本年新 制作数量", "对外 公开 总数"], ["1 2", "3 4"]]


def test_a_caption_is_a_line_before_its_table() -> None:
    content, table = only("<table><caption>附表</caption><tr><td>项目<td>数<tr><td>甲<td>1</table>")
    assert (content.text, table.start) == ("附表\n项目\t数\n甲\t1", 3)


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>甲</td></tr></table>",
        "<table><tr><td>甲</td></tr><tr><td>乙</td></tr></table>",
        "<table><tr><td>甲</td><td>乙</td></tr></table>",
        "<table><tr><td>" + "全年公开信息若干。" * 40 + "<td>侧栏<tr><td>底<td>部</table>",
        "<table><tr><td><h2>一、概述</h2><p>全年公开信息若干，没有收费。</p><td>侧<tr><td>底<td>部</table>",
        "<table><tr><td><a href=a>首页</a><td><a href=b>概况</a><tr><td><a href=c>公开</a><td><a href=d>服务</a></table>",
        "<table></table>甲",
    ],
)
def test_tables_that_only_arrange_a_page(page: str) -> None:
    content = read(page.encode())
    assert content.markup.tables == ()
    assert "\t" not in content.text


def test_data_inside_layout_is_kept() -> None:
    inner = "<table><tr><td>项目<td>数<tr><td>甲<td>1</table>"
    content, table = only(f"<table><tr><td>左<td>右<tr><td>下<td><p>一、公开。</p>{inner}<p>二、其他。</p></table>")
    assert content.text.endswith("一、公开。\n项目\t数\n甲\t1\n二、其他。")
    assert content.text[table.start : table.end] == "项目\t数\n甲\t1"


def test_layout_inside_data_is_part_of_its_cell() -> None:
    _, table = only("<table><tr><td>项目<td><table><tr><td>甲<td>乙</table><tr><td>丙<td>1</table>")
    assert [[cell.text for cell in row] for row in table.rows] == [["项目", "甲 乙"], ["丙", "1"]]


def test_labels_beside_a_text_are_lines_and_no_table() -> None:
    content = read(
        "<table><tr><th>索 引 号：<td>0001/2013<th>发布日期<td>2013年3月8日<tr><th>文号<td><th>来源<td>本局</table><p>正文。</p>".encode()
    )
    assert content.markup.tables == ()
    assert content.text.split("\n")[0] == "索 引 号：\t0001/2013\t发布日期\t2013年3月8日"
    assert content.markup.facts == {"索引号": "0001/2013", "发布日期": "2013-03-08", "来源": "本局"}


def test_rows_without_cells_leave_no_hole() -> None:
    _, table = only("<table><tr><td>a<td rowspan=3>b</tr><tr></tr><tr><td>c</tr><tr><td>d<td>e</table>")
    found = [[(cell.text, cell.row, cell.col, cell.rowspan) for cell in row] for row in table.rows]
    assert found == [[("a", 0, 0, 1), ("b", 0, 1, 2)], [("c", 1, 0, 1)], [("d", 2, 0, 1), ("e", 2, 1, 1)]]


@pytest.mark.parametrize(
    ("attribute", "spans"),
    [
        ("rowspan=0", (2, 1)),
        ("rowspan=-2", (1, 1)),
        ("colspan='x'", (1, 1)),
        ("colspan=' 2 '", (1, 2)),
        ("rowspan=9", (2, 1)),
        ("colspan=0", (1, 1)),
    ],
)
def test_odd_spans(attribute: str, spans: tuple[int, int]) -> None:
    content, table = only(f"<table><tr><td {attribute}>a<td>b<tr><td>c<td>d</table>")
    assert (table.rows[0][0].rowspan, table.rows[0][0].colspan) == spans
    assert "absurd_table" not in [finding.code for finding in content.findings]


def test_absurd_spans_are_cut_and_said() -> None:
    content, table = only("<p>说明。</p><table><tr><td colspan=9999>a<td rowspan=70000>b<tr><td>c</table>")
    assert [(cell.rowspan, cell.colspan) for row in table.rows for cell in row] == [(1, 100), (2, 1), (1, 1)]
    said = [finding for finding in content.findings if finding.code == "absurd_table"]
    assert [finding.spans for finding in said] == [[(table.start, table.end)]]


def test_a_table_of_too_many_cells_is_read_as_lines() -> None:
    content = read(("<p>说明。</p><table>" + "<tr><td>1<td>2" * 10_001 + "</table>").encode())
    assert content.markup.tables == ()
    assert content.text.count("\n") == 20_002
    assert "absurd_table" in [finding.code for finding in content.findings]


def test_cells_that_all_reach_down_do_not_widen_a_table_without_end() -> None:
    content = read(
        ("<p>说明。</p><table>" + "<tr>" + "<td rowspan=9999 colspan=100>a" * 3).encode() + b"<tr><td rowspan=9999 colspan=100>a<td>b" * 900
    )
    (table,) = content.markup.tables
    assert max(cell.col + cell.colspan for row in table.rows for cell in row) <= 400 + 100 + 2
    assert "absurd_table" in [finding.code for finding in content.findings]


_CELL = st.text(st.sampled_from("政府信息12.（）<>&\"' \u3000\n\t"), max_size=8)
_CELLS = st.lists(st.lists(st.tuples(_CELL, st.integers(0, 4), st.integers(0, 4)), min_size=0, max_size=5), min_size=0, max_size=6)


@given(_CELLS)
def test_any_table_comes_back(grid: Grid) -> None:
    # The two rows at the top make sure that it is a table of data.
    grid = [[("项目", 1, 1), ("数量", 1, 1)], [("甲", 1, 1), ("乙", 1, 1)], *grid]
    content, table = only("<p>前文。</p>" + html_of(grid) + "<p>后文。</p>")
    assert [[cell.text for cell in row] for row in table.rows] == [[" ".join(text.split()) for text, _, _ in row] for row in grid if row]
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(table.rows):
        assert [cell.row for cell in row] == [number] * len(row)
        for cell in row:
            places = {(cell.row + down, cell.col + right) for down in range(cell.rowspan) for right in range(cell.colspan)}
            assert places and not places & taken
            assert cell.row + cell.rowspan <= len(table.rows)
            taken |= places
    assert content.text.startswith("前文。\n项目\t数量\n甲\t乙") and content.text.endswith("\n后文。")


@given(st.lists(st.lists(_CELL.filter(lambda text: bool(text.strip())), min_size=3, max_size=3), min_size=2, max_size=5))
def test_places_without_spans_are_rows_and_columns(rows: list[list[str]]) -> None:
    _, table = only(html_of([[(text, 1, 1) for text in row] for row in rows], "th"))
    assert [[(cell.row, cell.col) for cell in row] for row in table.rows] == [[(r, c) for c in range(3)] for r in range(len(rows))]
