"""Rows of tables: the quick looks at a row hide nothing from the labels of the form."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.indicators.table_rows import _has_words, table_rows
from gkbg_nlp.indicators.tables import _below, _fuller_labels, _hints, _kinds, _rows
from gkbg_nlp.report.records import Block
from gkbg_nlp.taxonomy.indicators import load_indicators

LABELS = [*(re.compile(r.table) for r in load_indicators().fuller.values() if r.table), *(p for _, p in (*_rows(), *_below()))]
LETTERS = sorted({c for p in LABELS for c in p.pattern if not c.isascii()} | set("()|一七、 1"))


@given(st.data(), st.text(st.sampled_from(LETTERS), max_size=12), st.text(st.sampled_from(LETTERS), max_size=12))
def test_a_row_that_a_label_names_is_looked_at(data: st.DataObject, before: str, behind: str) -> None:
    text = before + data.draw(st.sampled_from(LABELS).flatmap(st.from_regex)) + behind
    hints = _hints()
    assert hints.below.search(text) or not any(p.search(text) for _, p in _below())
    assert hints.rows.search(text) or not any(p.search(text) for _, p in _rows())
    assert hints.fuller.search(text) or not (_fuller_labels().search(text) or sign("row.normative").search(text))
    assert hints.refused.search(text) or not sign("row.refused_reasons").search(text)


@given(st.data(), st.integers(0, 20), st.sampled_from(["", "其他", "1."]))
def test_a_label_stands_in_its_line_or_across_the_break_of_one(data: st.DataObject, at: int, line: str) -> None:
    text = line + data.draw(st.sampled_from(_rows()).flatmap(lambda row: st.from_regex(row[1], fullmatch=True)))
    above, label = text[:at], text[at:]
    named = [name for name, p in _rows() if p.search(label) or ((m := p.search(text)) and m.start() < at < m.end())]
    assert _kinds(above, label)[2] == next(iter(named), "")


def test_the_official_label_and_the_form_of_2019() -> None:
    assert _kinds("", "一、本年新收政府信息公开申请数量") == ("", "", "requests_received")
    assert _kinds("", "3.危及“三安全一稳定”") == ("", "危及“三安全一稳定", "")
    assert _kinds("", "(一)予以公开")[0] == "replies_granted"
    assert _kinds("", "行政许可") == ("", "", "")
    assert _kinds("一、本年新收政府信息公开申请数量", "其余") == ("", "", "")


@given(st.lists(st.sampled_from([*"甲1 |", "12", "3条"]), max_size=8).map("".join))
def test_words_beside_the_cells(text: str) -> None:
    cells = [(0.0, m.span("n"), m.end()) for m in sign("row.cell").finditer(text)]
    rest, at = "", 0
    for _, (begin, _), end in cells:
        rest += text[at:begin]
        at = end
    assert _has_words(text, cells) == (re.search("[\u4e00-\u9fff]", rest + text[at:]) is not None)


def test_one_table_ends_where_text_comes_and_not_at_page_furniture() -> None:
    lines = [("收文\t3", "table"), ("第2页", "boilerplate"), ("发文\t5", "table"), ("以上。", "paragraph"), ("其他\t7", "table")]
    text, blocks = "", []
    for line, role in lines:
        blocks.append(Block(len(text), len(text) + len(line), role))
        text += line + "\n"
    rows = table_rows(text, blocks)
    assert [row and (row.label, row.numbers[0][0]) for row in rows] == [("收文\t", 3), ("发文\t", 5), None, ("其他\t", 7)]
    assert [row.table for row in rows if row] == ["收文\t", "收文\t发文\t", "其他\t"]
