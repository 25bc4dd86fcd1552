"""The official tables of 2019 and 2021 as exports of web pages leave them: every layout says the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gkbg_nlp
from gkbg_nlp.indicators.table_rows import table_rows
from gkbg_nlp.report.records import Block

Cell = int | str
Rows = Sequence[Sequence[Cell]]

RECEIVED, CARRIED = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"
REASONS = (
    "1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益", "5.属于三类内部事务信息", "6.属于四类过程性信息",
    "7.属于行政执法案卷", "8.属于行政查询事项",
)  # fmt: skip
ITEMS: Rows = (
    ("第二十条第（一）项",), ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), ("规章", 2, 1, 7), ("行政规范性文件", 4, 3, 29),
    ("第二十条第（五）项",), ("信息内容", "本年处理决定数量"), ("行政许可", 615),
    ("第二十条第（八）项",), ("信息内容", "本年收费金额（单位：万元）"), ("行政事业性收费", "36.5"),
)  # fmt: skip
APPLICANTS: Rows = (
    ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况"), ("自然人", "法人或其他组织", "总计"),
    ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"),
)  # fmt: skip
APPLICATIONS: Rows = (
    *APPLICANTS, (RECEIVED, 41, 6, 0, 1, 2, 0, 50), (CARRIED, 3, 0, 0, 0, 0, 0, 3),
    ("三、本年度办理结果", "（一）予以公开", 20, 4, 0, 1, 0, 0, 25), ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 6, 0, 0, 0, 1, 0, 7),
    ("（三）不予公开", REASONS[0], 0, 0, 0, 0, 0, 0, 0), *((one, 2, 1, 0, 0, 0, 0, 3) for one in REASONS[1:]),
    ("（四）无法提供", "1.本机关不掌握相关政府信息", 8, 1, 0, 0, 0, 0, 9), ("（七）总计", 41, 6, 0, 1, 1, 0, 49), ("四、结转下年度继续办理", 3, 0, 0, 0, 1, 0, 4),
)  # fmt: skip
CASES: Rows = (
    ("行政复议", "行政诉讼"), ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "未经复议直接起诉", "复议后起诉"),
    ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 2, (5, 1, 2, 1, 9, 2, 0, 1, 0, 3, 1, 0, 0, 1, 2),
)  # fmt: skip
SAID = {
    "normative_issued": 4, "requests_received": 50, "requests_closed": 49, "replies_granted": 25, "replies_partly": 7, "replies_refused": 21, "replies_not_held": 9,
    "reviews": 9, "reviews_upheld": 5, "reviews_corrected": 1, "reviews_other": 2, "reviews_pending": 1,
    "litigations": 5, "litigations_upheld": 3, "litigations_corrected": 0, "litigations_other": 1, "litigations_pending": 1,
}  # fmt: skip


def lines(row: Sequence[Cell], form: str, end: str = "") -> str:
    """A row with one cell a line in ``form``; a row that is shorter than the table has its blanks at the end."""
    return "\n".join(form.format(cell) for cell in row) + (end if len(row) < 3 else "")


LAYOUTS: dict[str, Callable[[Rows], str]] = {
    "bars on both sides": lambda rows: "\n".join("| " + " | ".join(map(str, row)) + " |" for row in rows),
    "bars behind": lambda rows: "\n".join(" | ".join(map(str, row)) + " |" + "||" * (len(row) == 1) for row in rows),
    "markdown rules": lambda rows: "\n".join("| " + " | ".join(map(str, row)) + " |\n|---|---|" for row in rows),
    "tabs": lambda rows: "\n".join("\t".join(map(str, row)) for row in rows),
    "wide blanks": lambda rows: "\n".join("\u3000\u3000".join(map(str, row)) for row in rows),
    "a cell a line": lambda rows: "\n".join(lines(row, "{}") for row in rows),
    "blank lines between": lambda rows: "\n\n".join(lines(row, "{}\n") for row in rows),
    "indented numbers": lambda rows: "\n".join(lines(row, "\u3000{}\n") for row in rows),
    "cell, then a bar": lambda rows: "\n".join(lines(row, "{}\n|") for row in rows),
    "cell with a bar": lambda rows: "\n".join(lines(row, "{} |", "\n|||") for row in rows),
    "bar, then cells with one": lambda rows: "\n".join("|\n" + lines(row, "{} |", "\n|||") for row in rows),
    "bar before each cell": lambda rows: "\n".join(lines(row, "| {}") + "\n|" for row in rows),
    "numbers on a line of their own": lambda rows: "\n".join(
        "\n".join([*(c for c in row if isinstance(c, str)), " ".join(str(c) for c in row if isinstance(c, int))]).rstrip() for row in rows
    ),
}


def report(layout: Callable[[Rows], str], items: Rows = ITEMS, applications: Rows = APPLICATIONS, cases: Rows = CASES) -> str:
    return "\n".join(
        [
            "临溪县水利局2023年政府信息公开工作年度报告", "一、总体情况", "水库安全信息按时发布。", "二、主动公开政府信息情况", layout(items),
            "三、收到和处理政府信息公开申请情况", layout(applications), "四、政府信息公开行政复议、行政诉讼情况", layout(cases),
            "五、存在的主要问题及改进情况", "解读材料不够通俗。", "六、其他需要报告的事项", "没有其他事项。", "",
        ]
    )  # fmt: skip


@pytest.fixture(scope="module")
def said(pipeline: gkbg_nlp.Pipeline) -> Callable[[str], dict[str, object]]:
    def read(text: str) -> dict[str, object]:
        return {name: one.value for name, one in pipeline(text).indicators.items() if name not in ("year", "agency")}

    return read


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_says_the_same(pipeline: gkbg_nlp.Pipeline, name: str) -> None:
    read = pipeline(report(LAYOUTS[name]))
    assert {k: v.value for k, v in read.indicators.items() if k not in ("year", "agency")} == SAID
    received = read.indicators["requests_received"].evidence
    assert [read.text[s:e] for s, e in received] == ["50"] and read.text[: received[0][0]].count("50") == 0
    others = [read.text[b.start : b.end] for b in read.blocks if b.role not in ("title", "heading", "table")]
    assert others == ["水库安全信息按时发布。", "解读材料不够通俗。", "没有其他事项。"]
    assert sum(b.role == "heading" for b in read.blocks) == 6


def test_several_rows_on_one_line(said: Callable[[str], dict[str, object]]) -> None:
    """Each row ends where the next label begins: the last number of the line is not the first row's."""
    one = said(
        report(
            lambda rows: " ".join(str(cell) for row in rows for cell in row), applications=[*APPLICANTS, APPLICATIONS[3], APPLICATIONS[-3]]
        )
    )
    assert (one["requests_received"], one["replies_not_held"], one["normative_issued"]) == (50, 9, 4)


def test_the_form_of_2019(said: Callable[[str], dict[str, object]]) -> None:
    """Its first column of documents is 本年新制作数量."""
    head = ("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量")
    items: Rows = (("第二十条第（一）项",), head, ("规章", 0, 0, 1), ("规范性文件", 6, 5, 31))
    for name in ("bars behind", "blank lines between"):
        assert said(report(LAYOUTS[name], items))["normative_issued"] == 6


def test_a_row_of_documents_in_another_table_issued_none(said: Callable[[str], dict[str, object]]) -> None:
    assert "normative_issued" not in said("一、概述\n水情照常发布。\n信息类别 | 条数 |\n规范性文件 | 12 |\n工作动态 | 80 |\n")


@pytest.mark.parametrize("name", ["bars behind", "a cell a line", "cell with a bar"])
@pytest.mark.parametrize(
    ("cells", "value"),
    [
        (("", "", "", "", "", "", 8), 8), ((8, "", "", "", "", "", 8), 8), ((5, 3, "", "", "", "", 8), 8),
        ((5, 3, 0, 0, 0, 0, ""), 8), ((5, 3, "", "", "", "", ""), 8), ((5, "", "", "", "", "", 9), None), (("", "", "", "", "", "", ""), None),
    ],
)  # fmt: skip
def test_empty_cells(said: Callable[[str], dict[str, object]], name: str, cells: tuple[Cell, ...], value: int | None) -> None:
    """A total left empty is what the kinds of applicants add up to; what cannot be told apart is not said."""
    applications: Rows = (*APPLICANTS, (RECEIVED, *cells), APPLICATIONS[4], *APPLICATIONS[5:])
    assert said(report(LAYOUTS[name], applications=applications)).get("requests_received") == value


@pytest.mark.parametrize(
    ("old", "new", "name", "value"),
    [
        (" 50 ", " 1,050 ", "requests_received", 1050), (" 50 ", " 50件 ", "requests_received", 50), (" 50 ", " 50（含来信3件） ", "requests_received", 50),
        ("| 4 ", "| 4（修订2件） ", "normative_issued", 4), (" 9 | 2 ", " 2,009 | 2 ", "reviews", 2009),
    ],
)  # fmt: skip
def test_numbers_in_cells(said: Callable[[str], dict[str, object]], old: str, new: str, name: str, value: int) -> None:
    text = report(LAYOUTS["bars behind"])
    assert text.count(old) >= 1
    assert said(text.replace(old, new, 1))[name] == value


def test_a_first_cell_that_is_empty(said: Callable[[str], dict[str, object]]) -> None:
    items: Rows = (*ITEMS[:3], ("行政规范性文件", "", 3, 29))
    for name in ("bars behind", "cell with a bar"):
        assert "normative_issued" not in said(report(LAYOUTS[name], items))


def test_a_label_broken_over_lines(said: Callable[[str], dict[str, object]]) -> None:
    text = (
        report(LAYOUTS["a cell a line"]).replace("本年新收政府信息公开申请", "本年新收政府信\n息公开申请").replace("三安全一", "三安\n全一")
    )
    assert said(text) == SAID


def test_marks_of_the_page_left_in_cells(said: Callable[[str], dict[str, object]]) -> None:
    text = (
        report(LAYOUTS["bars on both sides"])
        .replace("| 0 |", "| &nbsp;0&nbsp; |")
        .replace("政府信息公开申请数量", "政府信息<br />公开申请数量")
    )
    assert "<br />" in text and "&nbsp;0" in text and said(text) == SAID


def test_a_page_break_inside_the_table(said: Callable[[str], dict[str, object]]) -> None:
    """Furniture ends no table; a bare page number that looks like one cell more leaves its row unread, and only that."""
    text = report(LAYOUTS["a cell a line"])
    assert said(text.replace("\n（四）无法提供", "\n— 3 —\n（四）无法提供")) == SAID
    assert said(text.replace("\n" + CARRIED, "\n2\n" + CARRIED)) == {k: v for k, v in SAID.items() if k != "requests_received"}


def test_rows_with_a_number_of_their_own_are_not_put_together(said: Callable[[str], dict[str, object]]) -> None:
    """With a column of row numbers the next row's follows the last cell."""
    cells = ["序号", "指标", "单位", "数量", "1", "收到申请数", "件", "5", "2", "行政复议数量", "件", "1"]
    head, tail = "一、概述\n水情照常发布。\n附表：政府信息公开情况统计表\n", "\n二、其他需要报告的事项\n没有其他事项。\n"
    assert said(head + "\n".join(cells) + tail) == {"reviews": 1}
    del cells[0], cells[3], cells[6]
    assert said(head + "\n".join(cells) + tail) == {"requests_received": 5, "reviews": 1}


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("收到申请数\t21\t件\t5", 5),
        ("3\t收到申请数\t件\t5", 5),
        ("收到申请数\t5\t件", 5),
        ("收到申请数\t件\t5\t另有来信3件", 5),
        ("收到申请数\t件\t+5", 5),
    ],
)
def test_codes_units_and_notes_beside_the_number(said: Callable[[str], dict[str, object]], row: str, value: int) -> None:
    head, tail = "一、概述\n水情照常发布。\n附表：政府信息公开情况统计表\n", "\n二、其他需要报告的事项\n没有其他事项。\n"
    assert said(f"{head}指标\t单位\t数量\n{row}{tail}") == {"requests_received": value}
    spread = said(head + "指标\n单位\n数量\n" + row.replace("\t", "\n") + tail)
    assert spread in ({"requests_received": value}, {})


@pytest.mark.parametrize("cut", ["<br>", "</p><p>", "<br/>\n"])
def test_html_cells_that_break_inside_words(pipeline: gkbg_nlp.Pipeline, tmp_path: Path, cut: str) -> None:
    def table(rows: Rows) -> str:
        cells = [
            [f"<td><p>{c[:5]}{cut}{c[5:]}</p></td>" if isinstance(c, str) and len(c) > 7 else f"<td>{c}</td>" for c in row] for row in rows
        ]
        return "<table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in cells) + "</table>"

    body = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in report(table).split("\n"))
    path = tmp_path / "report.html"
    path.write_text(f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>", "utf-8")
    assert {k: v.value for k, v in pipeline.read(path).indicators.items() if k in SAID} == SAID


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(LAYOUTS)),
    st.lists(
        st.tuples(st.text("甲乙丙丁戊", min_size=3, max_size=9), st.lists(st.integers(0, 99999), min_size=1, max_size=7)),
        min_size=1,
        max_size=6,
    ),
)
def test_rows_come_back(name: str, written: list[tuple[str, list[int]]]) -> None:
    """Labels and numbers of any table come back in order, each number with its place."""
    text = LAYOUTS[name]([("自然人", "总计"), *((label, *numbers) for label, numbers in written)])
    starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
    blocks = [Block(start=s, end=s + len(line), role="table") for s, line in zip(starts, text.split("\n"), strict=True)]
    rows = [row for row in table_rows(text, blocks) if row is not None]
    assert [row.label.strip(" |\t\u3000") for row in rows] == [label for label, _ in written]
    assert [[int(n) for n, _ in row.numbers] for row in rows] == [numbers for _, numbers in written]
    assert all(text[s:e] == str(int(n)) for row in rows for n, (s, e) in row.numbers)
