"""PDF: ruled tables, merged cells, tables cut by a page border."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gkbg_nlp.readers.decoded import Content
from gkbg_nlp.readers.pdf.grid import grids
from gkbg_nlp.readers.pdf.page import Ruling
from gkbg_nlp.readers.pdf.reader import read
from gkbg_nlp.readers.pdf.table_joins import join
from gkbg_nlp.readers.pdf.tables import PdfTable, TableCell
from gkbg_nlp.report.records import Cell

from .pdf_press import Box, Press

PROSE = "本年度的数字见下表，含本级与所属单位。"


def boxes(rows: Sequence[Sequence[str]], first: int = 0) -> list[Box]:
    return [Box(text, row, col) for row, cells in enumerate(rows, first) for col, text in enumerate(cells)]


def cells(content: Content, table: int = 0) -> list[tuple[str, int, int, int, int]]:
    return [(c.text, c.row, c.col, c.rowspan, c.colspan) for row in content.markup.tables[table].rows for c in row]


def texts(content: Content, table: int = 0) -> list[list[str]]:
    return [[c.text for c in row] for row in content.markup.tables[table].rows]


def assert_marked(content: Content) -> None:
    """Each table stands in the text as the docstring of MarkedTable says, on whole lines."""
    end = -1
    for table in content.markup.tables:
        assert table.start > end
        assert content.text[table.start : table.end] == "\n".join("\t".join(c.text for c in row) for row in table.rows)
        assert table.start == 0 or content.text[table.start - 1] == "\n"
        assert content.text[table.end : table.end + 1] in ("", "\n")
        end = table.end


def test_a_table_between_paragraphs() -> None:
    press = Press()
    press.paragraph(PROSE * 3)
    press.table(boxes([["信息内容", "本年制发件数"], ["规章", "1"], ["行政规范性文件", "26"]]), [150, 150])
    press.paragraph(PROSE * 3)
    content = read(press.bytes())
    table = "信息内容\t本年制发件数\n规章\t1\n行政规范性文件\t26"
    assert content.text == f"　　{PROSE * 3}\n{table}\n　　{PROSE * 3}"
    assert_marked(content)
    assert content.markup.tables[0].page == 1


def test_merged_cells_have_their_spans() -> None:
    press = Press()
    press.table(
        [
            Box("申请人情况", 0, 0, 1, 4),
            Box("处理结果", 1, 0, 3, 1),
            Box("予以公开", 1, 1, 1, 2),
            Box("7", 1, 3),
            Box("不予公开", 2, 1, 2, 1),
            Box("国家秘密", 2, 2),
            Box("0", 2, 3),
            Box("其他", 3, 2),
            Box("3", 3, 3),
        ],
        [40, 80, 100, 60],
    )
    content = read(press.bytes())
    assert cells(content) == [
        ("申请人情况", 0, 0, 1, 4),
        ("处理结果", 1, 0, 3, 1),
        ("予以公开", 1, 1, 1, 2),
        ("7", 1, 3, 1, 1),
        ("不予公开", 2, 1, 2, 1),
        ("国家秘密", 2, 2, 1, 1),
        ("0", 2, 3, 1, 1),
        ("其他", 3, 2, 1, 1),
        ("3", 3, 3, 1, 1),
    ]
    assert_marked(content)


def test_text_broken_inside_a_cell_is_whole_and_empty_cells_stay() -> None:
    press = Press()
    press.table(boxes([["没有现成信息需要另行制作", "", "GitHub Pages"], ["甲", "", "2"]]), [50, 40, 40])
    content = read(press.bytes())
    assert texts(content)[0] == ["没有现成信息需要另行制作", "", "GitHub Pages"]
    assert texts(content)[1] == ["甲", "", "2"]


def test_a_frame_around_text_is_no_table() -> None:
    press = Press()
    press.paragraph(PROSE * 4)
    for y in (80, 200, 320):
        press.line(60, y, 540, y)
    for x in (60, 540):
        press.line(x, 80, x, 320)
    content = read(press.bytes())
    assert content.markup.tables == ()
    assert content.text == "　　" + PROSE * 4


def test_an_underline_is_no_table() -> None:
    press = Press()
    press.paragraph(PROSE * 2)
    press.line(80, 110, 200, 110)
    press.line(90, 105, 90, 112)
    assert read(press.bytes()).markup.tables == ()


def test_lines_may_be_thin_rectangles_or_dashes() -> None:
    press = Press()
    canvas = press.canvas
    for y in (600, 630, 660):
        canvas.rect(100, y, 200, 0.6, stroke=0, fill=1)
    canvas.setDash(2, 2)
    for x in (100, 200, 300):
        for y in range(600, 660, 4):
            canvas.line(x, y, x, y + 2)
    for text, x, y in (("甲", 120, 842 - 640), ("1", 220, 842 - 640), ("乙", 120, 842 - 610), ("2", 220, 842 - 610)):
        press.put(text, x, y)
    assert texts(read(press.bytes())) == [["甲", "1"], ["乙", "2"]]


def test_shades_without_lines_are_no_table() -> None:
    press = Press()
    press.canvas.setFillGray(0.9)
    for x in (74, 174):
        for y in (650, 700):
            press.canvas.rect(x, y, 100, 50, stroke=0, fill=1)
    press.canvas.setFillGray(0)
    press.paragraph(PROSE * 3)
    assert read(press.bytes()).markup.tables == ()


@pytest.mark.parametrize("degrees", [90, 270])
def test_a_table_printed_sideways(degrees: int) -> None:
    press = Press()
    press.canvas.setPageSize((842, 595))
    press.canvas.translate(*((842, 0) if degrees == 90 else (0, 595)))
    press.canvas.rotate(degrees)
    press.paragraph(PROSE * 3)
    press.table([Box("总计", 0, 0, 1, 2), Box("甲", 1, 0), Box("1", 1, 1)], [150, 150])
    content = read(press.bytes())
    assert cells(content) == [("总计", 0, 0, 1, 2), ("甲", 1, 0, 1, 1), ("1", 1, 1, 1, 1)]
    assert content.text.startswith("　　" + PROSE * 3 + "\n总计\n")


def test_lines_inside_a_moved_and_stretched_form() -> None:
    press = Press()
    canvas = press.canvas
    canvas.beginForm("frame", 0, 0, 200, 200)
    for place in (10, 60, 110):
        canvas.line(10, place, 110, place)
        canvas.line(place, 10, place, 110)
    canvas.endForm()
    canvas.saveState()
    canvas.translate(100, 400)
    canvas.scale(2, 1)
    canvas.doForm("frame")
    canvas.restoreState()
    for text, x, y in (("甲", 150, 842 - 480), ("乙", 250, 842 - 480), ("丙", 150, 842 - 430), ("丁", 250, 842 - 430)):
        press.put(text, x, y)
    assert texts(read(press.bytes())) == [["甲", "乙"], ["丙", "丁"]]


def test_a_table_open_at_its_sides() -> None:
    level = [Ruling(100, y, 400, y) for y in (100, 130, 160)]
    (grid,) = grids([*level, Ruling(250, 100, 250, 160)])
    assert grid.xs == (100, 250, 400)
    assert [(c.row, c.col) for c in grid.cells] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_a_corner_without_walls_is_cut_into_rectangles() -> None:
    level = [Ruling(0, 0, 100, 0), Ruling(0, 50, 50, 50), Ruling(0, 100, 100, 100)]
    (grid,) = grids([*level, Ruling(0, 0, 0, 100), Ruling(50, 0, 50, 50), Ruling(100, 0, 100, 100)])
    assert [(c.row, c.col, c.rowspan, c.colspan) for c in grid.cells] == [(0, 0, 1, 1), (0, 1, 2, 1), (1, 0, 1, 1)]


def test_tables_that_follow_each_other_on_a_page_are_two() -> None:
    press = Press()
    press.table(boxes([["甲", "1"], ["乙", "2"]]), [100, 100])
    press.table(boxes([["丙", "3"], ["丁", "4"]]), [100, 100])
    content = read(press.bytes())
    assert [len(table.rows) for table in content.markup.tables] == [2, 2]
    assert_marked(content)


def test_two_tables_with_text_between_are_two() -> None:
    press = Press()
    press.table(boxes([["甲", "1"], ["乙", "2"]]), [100, 100])
    press.paragraph(PROSE)
    press.table(boxes([["丙", "3"], ["丁", "4"]]), [100, 100])
    content = read(press.bytes())
    assert [texts(content, n)[0][0] for n in range(2)] == ["甲", "丙"]
    assert_marked(content)


def rows_over_pages(count: int) -> list[list[str]]:
    return [["事项名称", "本年件数", "上年件数"]] + [[f"第{n}类事项", str(n), str(n * 7)] for n in range(1, count)]


def test_a_table_over_four_pages_is_one() -> None:
    press = Press(rows=8, footer=lambda page: f"- {page} -")
    press.table(boxes(rows_over_pages(20)), [150, 100, 100])
    press.paragraph(PROSE * 3)
    content = read(press.bytes())
    assert press.page == 4
    assert texts(content) == rows_over_pages(20)
    assert_marked(content)
    firsts = [content.text[start:].split("\t")[0] for start in content.markup.pages[:3]]
    assert firsts == ["事项名称", "第7类事项", "第14类事项"]


def test_a_repeated_header_is_left_out() -> None:
    head = ["事项名称", "本年件数", "上年件数"]
    press = Press(rows=9)
    press.table(boxes([head, ["许可", "1", "2"], ["处罚", "3", "4"]]), [150, 100, 100])
    press.new_page()
    press.table(boxes([head, ["强制", "5", "6"]]), [150, 100, 100])
    content = read(press.bytes())
    assert texts(content) == [head, ["许可", "1", "2"], ["处罚", "3", "4"], ["强制", "5", "6"]]


def test_equal_rows_of_numbers_are_no_header() -> None:
    press = Press(rows=9)
    press.table(boxes([["许可", "1"], ["处罚", "0"]]), [150, 100])
    press.new_page()
    press.table(boxes([["许可", "1"], ["强制", "0"]]), [150, 100])
    assert texts(read(press.bytes())) == [["许可", "1"], ["处罚", "0"], ["许可", "1"], ["强制", "0"]]


def test_text_between_two_pieces_parts_them() -> None:
    press = Press(rows=9)
    press.table(boxes([["许可", "1"], ["处罚", "0"]]), [150, 100])
    press.new_page()
    press.paragraph("续表如下：")
    press.table(boxes([["强制", "0"]]), [150, 100])
    assert [len(table.rows) for table in read(press.bytes()).markup.tables] == [2, 1]


def test_other_columns_make_another_table() -> None:
    press = Press(rows=9)
    press.table(boxes([["许可", "1"], ["处罚", "0"]]), [150, 100])
    press.new_page()
    press.table(boxes([["强制", "0"]]), [120, 100])
    assert len(read(press.bytes()).markup.tables) == 2


XS = (0.0, 60.0, 100.0, 140.0)


def piece(rows: Sequence[Sequence[TableCell]], page: int) -> PdfTable:
    return PdfTable(XS, tuple(cell for row in rows for cell in row), (page,) * len(rows), 10.0)


def row(number: int, *found: str, full: bool = False, spans: Sequence[int] = (1, 1, 1)) -> list[TableCell]:
    return [TableCell(text, number, col, spans[col], 1, full and col == 0) for col, text in enumerate(found)]


def joined(upper: PdfTable, lower: PdfTable) -> list[tuple[str, int, int, int]]:
    table = join(upper, lower)
    assert table is not None
    assert len(table.row_pages) == max(cell.row + cell.rowspan for cell in table.cells)
    return [(cell.text, cell.row, cell.col, cell.rowspan) for cell in table.cells]


def test_a_row_cut_by_the_border_is_one() -> None:
    upper = piece([row(0, "无正当理由大量", "", "4", full=True)], 1)
    lower = piece([row(0, "反复申请", "2", ""), row(1, "其他", "1", "1")], 2)
    assert joined(upper, lower) == [
        ("无正当理由大量反复申请", 0, 0, 1), ("2", 0, 1, 1), ("4", 0, 2, 1), ("其他", 1, 0, 1), ("1", 1, 1, 1), ("1", 1, 2, 1),
    ]  # fmt: skip


def test_a_row_whose_numbers_fell_on_the_next_page_is_one() -> None:
    assert joined(piece([row(0, "重复申请", "", "")], 1), piece([row(0, "", "5", "6")], 2)) == [
        ("重复申请", 0, 0, 1), ("5", 0, 1, 1), ("6", 0, 2, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("重复申请", "1", "2"), ("公开出版物", "3", "4")),
        (("重复申请", "1", "2"), ("", "3", "4")),
        (("重复申请", "1", "2"), ("", "", "")),
        (("重复申请", "", ""), ("公开出版物", "", "")),
        (("", "5", ""), ("公开出版物", "", "6")),
    ],
)
def test_rows_that_may_be_two_stay_two(above: tuple[str, ...], below: tuple[str, ...]) -> None:
    found = joined(piece([row(0, *above)], 1), piece([row(0, *below)], 2))
    assert [text for text, number, _, _ in found if number == 0] == list(above)
    assert [text for text, number, _, _ in found if number == 1] == list(below)


def test_a_numbered_label_is_not_the_rest_of_another() -> None:
    upper = piece([row(0, "（四）无法提供", "", "", full=True)], 1)
    found = joined(upper, piece([row(0, "（五）不予处理", "1", "2")], 2))
    assert [text for text, _, col, _ in found if col == 0] == ["（四）无法提供", "（五）不予处理"]


def test_a_cell_over_several_rows_grows_over_the_border() -> None:
    upper = piece([row(0, "处理结果", "甲", "1", spans=(2, 1, 1)), [TableCell("乙", 1, 1, 1, 1), TableCell("2", 1, 2, 1, 1)]], 1)
    lower = piece([row(0, "", "丙", "3", spans=(2, 1, 1)), [TableCell("丁", 1, 1, 1, 1), TableCell("4", 1, 2, 1, 1)]], 2)
    assert ("处理结果", 0, 0, 4) in joined(upper, lower)


def test_a_cut_label_over_several_rows_is_whole() -> None:
    upper = piece([row(0, "（四）无", "甲", "1", full=True)], 1)
    lower = piece([row(0, "法提供", "乙", "2", spans=(2, 1, 1)), [TableCell("丙", 1, 1, 1, 1), TableCell("3", 1, 2, 1, 1)]], 2)
    found = joined(upper, lower)
    assert ("（四）无法提供", 0, 0, 3) in found
    assert [text for text, *_ in found] == ["（四）无法提供", "甲", "1", "乙", "2", "丙", "3"]


@st.composite
def partitions(draw: st.DrawFn) -> tuple[list[Box], int, int]:
    """A grid of at least two columns cut into rectangles at random, each with its own words or none."""
    rows, cols = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    free = {(row, col) for row in range(rows) for col in range(cols)}
    found = []
    while free:
        row, col = min(free)
        width = draw(st.integers(1, next(w for w in range(cols - col, 0, -1) if all((row, col + i) in free for i in range(w)))))
        height = draw(st.integers(1, rows - row))
        while not all((row + i, col + j) in free for i in range(height) for j in range(width)):
            height -= 1
        free -= {(row + i, col + j) for i in range(height) for j in range(width)}
        words = draw(st.text("件规章数量其他0123456789", max_size=6))
        found.append(Box(words, row, col, height, width))
    return found, rows, cols


def distinct(found: Sequence[Box]) -> list[Cell]:
    """The cells as a reader of lines can know them: a border that no cell has is not there."""
    rows = sorted({box.row for box in found} | {box.row + box.rowspan for box in found})
    cols = sorted({box.col for box in found} | {box.col + box.colspan for box in found})
    return [
        Cell(
            box.text,
            rows.index(box.row),
            cols.index(box.col),
            rows.index(box.row + box.rowspan) - rows.index(box.row),
            cols.index(box.col + box.colspan) - cols.index(box.col),
        )
        for box in found
    ]


@settings(max_examples=60)
@given(partitions())
def test_any_table_comes_back(case: tuple[list[Box], int, int]) -> None:
    found, _, cols = case
    press = Press()
    press.table(found, [80.0] * cols)
    press.paragraph(PROSE)
    content = read(press.bytes())
    wanted = distinct(found)
    if len({cell.col for cell in wanted}) < 2 or not any(cell.text for cell in wanted):
        assert content.markup.tables == ()
        return
    (table,) = content.markup.tables
    assert [cell for row in table.rows for cell in row] == wanted
    assert_marked(content)
    assert content.text.endswith("\n　　" + PROSE) or content.text.endswith("\n" + PROSE)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(*(st.integers(0, 300) for _ in range(2)), st.integers(1, 200), st.booleans()).map(
            lambda t: Ruling(t[0], t[1], t[0] + t[2], t[1]) if t[3] else Ruling(t[0], t[1], t[0], t[1] + t[2])
        ),
        max_size=40,
    )
)
def test_any_lines_make_grids_whose_cells_cover_them_once(lines: list[Ruling]) -> None:
    for grid in grids(lines):
        covered = [
            (row, col)
            for cell in grid.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for col in range(cell.col, cell.col + cell.colspan)
        ]
        assert sorted(covered) == [(row, col) for row in range(len(grid.ys) - 1) for col in range(len(grid.xs) - 1)]
        assert list(grid.xs) == sorted(set(grid.xs)) and list(grid.ys) == sorted(set(grid.ys))
