"""Tables of DOCX files: cells in their places, and what is no table to the reader."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gkbg_nlp.readers import ReadError
from gkbg_nlp.readers.decoded import Content
from gkbg_nlp.readers.word import docx
from gkbg_nlp.report.markup import MarkedTable

MakeDocx = Callable[..., bytes]
P = "<w:p/>"


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(content: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def span(number: object) -> str:
    return f'<w:gridSpan w:val="{number}"/>'


def slice_holds(content: Content) -> bool:
    """Whether each table stands in the text as the cells say, on whole lines, in order."""
    at = -1
    for marked in content.markup.tables:
        rendered = "\n".join("\t".join(c.text for c in row) for row in marked.rows)
        framed = f"\n{content.text}\n"[marked.start : marked.end + 2]
        if marked.start <= at or framed != f"\n{rendered}\n":
            return False
        at = marked.end
    return True


def places(marked: MarkedTable) -> list[list[tuple[str, int, int, int, int]]]:
    return [[(c.text, c.row, c.col, c.rowspan, c.colspan) for c in row] for row in marked.rows]


def test_a_table_between_paragraphs(make_docx: MakeDocx) -> None:
    content = docx.read(make_docx(p("表一") + table(cell("甲") + cell("乙 \u3000 丙"), cell(p("一") + p("二")) + cell("3")) + p("后")))
    assert content.text == "表一\n甲\t乙 丙\n一 二\t3\n后"
    assert places(content.markup.tables[0]) == [[("甲", 0, 0, 1, 1), ("乙 丙", 0, 1, 1, 1)], [("一 二", 1, 0, 1, 1), ("3", 1, 1, 1, 1)]]
    assert slice_holds(content)


def test_merged_cells_stand_once(make_docx: MakeDocx) -> None:
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        cell("左", restart + span(2)) + cell("上", span(3)),
        cell("", goes_on + span(2)) + cell("a") + cell("b", restart) + cell("c"),
        cell("x", '<w:vMerge w:val="continue"/>' + span(2)) + cell("d") + cell("", goes_on) + cell("e"),
    )
    content = docx.read(make_docx(body))
    assert places(content.markup.tables[0]) == [
        [("左", 0, 0, 3, 2), ("上", 0, 2, 1, 3)],
        [("a", 1, 2, 1, 1), ("b", 1, 3, 2, 1), ("c", 1, 4, 1, 1)],
        [("d", 2, 2, 1, 1), ("e", 2, 4, 1, 1)],
    ]
    assert content.text == "左\t上\na\tb\tc\nd\te"


def test_columns_left_out_and_old_merges(make_docx: MakeDocx) -> None:
    before = '<w:trPr><w:gridBefore w:val="2"/></w:trPr>'
    old = cell("甲", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("乙")
    content = docx.read(make_docx(table(old, before + cell("丙"), cell("丁", "<w:vMerge/>") + cell("戊"))))
    assert places(content.markup.tables[0]) == [
        [("甲", 0, 0, 1, 2), ("乙", 0, 2, 1, 1)],
        [("丙", 1, 2, 1, 1)],
        [("丁", 2, 0, 1, 1), ("戊", 2, 1, 1, 1)],
    ]


def test_rows_and_cells_in_wrappers_and_rows_taken_out(make_docx: MakeDocx) -> None:
    row = f"<w:tr>{cell('甲')}<w:sdt><w:sdtContent>{cell('乙')}</w:sdtContent></w:sdt></w:tr>"
    gone = f'<w:tr><w:trPr><w:del w:id="1"/></w:trPr>{cell("丙")}{cell("丁")}</w:tr>'
    body = f"<w:tbl><w:tblPr/>{gone}<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt><w:customXml>{row}</w:customXml></w:tbl>"
    content = docx.read(make_docx(f"<w:sdt><w:sdtContent>{body}</w:sdtContent></w:sdt>"))
    assert content.text == "甲\t乙\n甲\t乙"
    assert slice_holds(content)


def test_tables_in_cells_become_the_cell_s_text(make_docx: MakeDocx) -> None:
    inner = table(cell("1") + cell("2"), cell("3") + cell("4"))
    content = docx.read(make_docx(table(cell("甲") + cell(inner + P), cell("乙乙乙乙乙乙乙乙") + cell("丙丙丙丙丙丙丙丙丙"))))
    assert content.text == "甲\t1 2 3 4\n乙乙乙乙乙乙乙乙\t丙丙丙丙丙丙丙丙丙"
    assert len(content.markup.tables) == 1


def test_text_boxes_in_cells(make_docx: MakeDocx) -> None:
    box = f"<w:p><w:r><w:t>外</w:t></w:r><w:r><w:pict><w:txbxContent>{p('内')}</w:txbxContent></w:pict></w:r></w:p>"
    assert docx.read(make_docx(table(cell(box) + cell("乙")))).text == "外 内\t乙"


def test_one_column_is_no_table(make_docx: MakeDocx) -> None:
    inner = table(cell("1") + cell("2"))
    content = docx.read(make_docx(table(cell(p("一、概述") + p("正文") + inner + P), cell("二、情况"))))
    assert content.text == "一、概述\n正文\n1\t2\n\n二、情况"
    assert [places(t) for t in content.markup.tables] == [[[("1", 0, 0, 1, 1), ("2", 0, 1, 1, 1)]]]
    assert slice_holds(content)


def test_a_table_that_only_places_paragraphs_is_none(make_docx: MakeDocx) -> None:
    prose = "".join(map(p, ("一、概述", "本年度公开信息若干条。", "二、情况", "无。")))
    content = docx.read(make_docx(table(cell("目录") + cell(prose))))
    assert content.text == "目录\n一、概述\n本年度公开信息若干条。\n二、情况\n无。"
    assert content.markup.tables == ()


def test_a_table_without_text_is_left_out(make_docx: MakeDocx) -> None:
    content = docx.read(make_docx(p("前") + table(cell() + cell(), cell() + cell()) + p("后") + "<w:tbl/>"))
    assert (content.text, content.markup.tables) == ("前\n后", ())


@pytest.mark.parametrize("claimed", ["9999999", "99999999999999999999999", "1001"])
def test_absurd_spans_are_cut(claimed: str, make_docx: MakeDocx) -> None:
    content = docx.read(make_docx(table(cell("甲", span(claimed)) + cell("乙", span("x")) + cell("丙", span(-3)))))
    places_of_cells = [(c.text, c.col, c.colspan) for c in content.markup.tables[0].rows[0]]
    wanted = 1 if len(claimed) > 20 else 1000
    assert places_of_cells == [("甲", 0, wanted), ("乙", wanted, 1), ("丙", wanted + 1, 1)]
    assert [f.code for f in content.findings] == ([] if wanted == 1 else ["absurd_table"])


def test_a_table_beyond_all_measure_is_refused(make_docx: MakeDocx, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gkbg_nlp.readers.word.tables.MAX_CELLS", 100)
    assert docx.read(make_docx(table(*["<w:tc/><w:tc/>"] * 49, cell("甲") + cell("乙")))).text.endswith("甲\t乙")
    with pytest.raises(ReadError, match="cells") as caught:
        docx.read(make_docx(table(*["<w:tc/><w:tc/>"] * 51)))
    assert caught.value.code == "too_large"


_WORDS = st.text(st.sampled_from("甲乙丙12. （）&<\u3000"), max_size=6)


@settings(max_examples=40)
@given(st.lists(st.lists(_WORDS, min_size=2, max_size=4), min_size=1, max_size=5), st.data())
def test_cells_come_back_from_python_docx_with_merges(rows: list[list[str]], data: st.DataObject) -> None:
    width = min(map(len, rows))
    document = python_docx.Document()
    document.add_paragraph("前")
    grid = document.add_table(len(rows), width)
    for r, row in enumerate(rows):
        for c in range(width):
            grid.cell(r, c).text = row[c]
    top, left = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, width - 1))
    bottom, right = data.draw(st.integers(top, len(rows) - 1)), data.draw(st.integers(left, width - 1))
    # Four and more paragraphs in one cell would make it a table that only places them.
    assume(sum(bool(rows[r][c].split()) for r in range(top, bottom + 1) for c in range(left, right + 1)) < 4)
    grid.cell(top, left).merge(grid.cell(bottom, right))
    document.add_paragraph("后")
    out = BytesIO()
    document.save(out)
    content = docx.read(out.getvalue())
    assert slice_holds(content)
    merged = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
    wanted = {(r, c) for r in range(len(rows)) for c in range(width)} - merged | {(top, left)}
    visible = any(text.split() for row in rows for text in row[:width])
    if not visible or {c for _, c in wanted} == {0}:
        assert content.markup.tables == ()
        return
    (marked,) = content.markup.tables
    found = {(c.row, c.col): c for row in marked.rows for c in row}
    assert set(found) == wanted
    one = found[top, left]
    assert (one.rowspan, one.colspan) == (bottom - top + 1, right - left + 1)
    assert one.text == " ".join(" ".join(rows[r][c] for r, c in sorted(merged)).split())
    assert all(found[r, c].text == " ".join(rows[r][c].split()) for r, c in wanted - {(top, left)})


@pytest.mark.shared
def test_the_official_form(root: Path) -> None:
    file = root.parent / "shared/real/official-blank-form.docx"
    if not file.is_file():
        pytest.skip("no ../shared/real")
    content = docx.read(file.read_bytes())
    assert slice_holds(content)
    first, second, third = content.markup.tables
    assert [sum(bool(c.text) for row in one.rows for c in row) for one in (first, second, third)] == [20, 40, 19]
    assert {"规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费"} <= {c.text for row in first.rows for c in row}
    # Table two: three columns of labels, seven of numbers, whose cells are all there.
    assert [[c.col for c in row if c.col >= 3] for row in second.rows[3:]] == [list(range(3, 10))] * 25
    assert second.rows[3][0].colspan == 3
    answered = next(c for row in second.rows for c in row if c.text.startswith("三、"))
    assert (answered.row, answered.rowspan, answered.col) == (5, 22, 0)
    assert [c.col for c in third.rows[3]] == list(range(15))
    chapters = [line.strip() for line in content.text.split("\n") if line.startswith("\u3000\u3000") and line[3] == "、"]
    assert [chapter[0] for chapter in chapters] == list("一二三四五六")
