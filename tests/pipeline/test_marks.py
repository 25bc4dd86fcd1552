"""What a file's format marks, in the report: tables, pages, facts, and figures read from cells."""

from __future__ import annotations

from gkbg_nlp import Pipeline
from gkbg_nlp.report.markup import MarkedTable, Markup
from gkbg_nlp.report.records import Cell, Source, decode, encode

ROWS = [["", "自然人", "总计"], ["一、本年新收政府信息公开申请数量", "4", "4"], ["二、上年结转政府信息公开申请数量", "0", "0"]]
TABLE = "\n".join("\t".join(row) for row in ROWS)
TEXT = f"临江市水务局2023年政府信息公开工作年度报告\n一、总体情况\n我局公开信息。\n三、收到和处理政府信息公开申请情况\n{TABLE}\n六、其他需要报告的事项\n无。\n"


def markup() -> Markup:
    start = TEXT.index(TABLE)
    cells = tuple(tuple(Cell(text, r, c) for c, text in enumerate(row)) for r, row in enumerate(ROWS))
    return Markup(
        (MarkedTable(start, start + len(TABLE), cells, 2),), (), (0, TEXT.index("三、")), {"发布日期": "2024-01-22", "索引号": "X1"}
    )


def test_tables_pages_and_facts(pipeline: Pipeline) -> None:
    report = pipeline.tag(TEXT, Source("a.html", "html"), markup=markup())
    (table,) = report.tables
    assert (table.page, report.blocks[table.block].role, report.blocks[table.block].section) == (2, "table", "requests")
    assert [[c.text for c in row] for row in table.rows] == ROWS
    assert [b.page for b in report.blocks] == [1, 1, 1, 2, 2, 2, 2]
    assert report.source.facts == {"发布日期": "2024-01-22", "索引号": "X1"}
    assert report.meta.published == "2024-01-22"
    assert report.indicators["requests_received"].value == 4
    (span,) = report.indicators["requests_received"].evidence
    assert TEXT[span[0] : span[1]] == "4"
    assert decode(encode(report)) == report


def test_a_plain_text_has_none_of_them(pipeline: Pipeline) -> None:
    report = pipeline.tag(TEXT)
    assert report.tables == []
    line = encode(report)
    assert b'"facts"' not in line
    assert b'"page"' not in line


def test_a_fact_that_is_no_date_is_no_date(pipeline: Pipeline) -> None:
    report = pipeline.tag(TEXT, markup=Markup(facts={"发布日期": "昨天"}))
    assert report.meta.published is None
