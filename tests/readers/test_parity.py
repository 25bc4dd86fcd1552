"""The same report as text, Markdown, HTML of three kinds of site, DOCX and PDF: the same sections, entities and indicators.

Made by the tools that people use: python-docx, and a PDF printer (reportlab). Differences that the formats themselves make, and that are
taken out before the comparison: blanks and line breaks inside a block (HTML folds them, print sets them anew); page marks, which a PDF
prints itself; lines of page noise (breadcrumbs, index tables, footers), which a page has outside its text and the HTML reader leaves there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from html import escape
from io import BytesIO
from pathlib import Path

import docx as python_docx
import pytest

from gkbg_nlp import Pipeline
from gkbg_nlp.report.records import Report

from .html_pages import SAMPLES, breaks, divisions, modern, paragraphs, sample, tabular, unknown
from .pdf_press import Press

Form = tuple[str, Callable[[list[str]], bytes]]


def word(lines: list[str]) -> bytes:
    document = python_docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def printed(lines: list[str]) -> bytes:
    press = Press(footer=lambda page: f"— {page} —")
    for line in lines:
        press.paragraph(line.strip(), 2 if line.startswith("　　") or len(line) > 27 else 0)
    return press.bytes()


FORMS: dict[str, Form] = {
    "markdown": (".md", lambda lines: "\n\n".join(lines).encode()),
    "gbk": (".txt", lambda lines: "\r\n".join(lines).encode("gb18030")),
    "modern": (".html", lambda lines: modern(lines[0], paragraphs(lines[1:])).encode()),
    "tabular": (".htm", lambda lines: tabular(lines[0], breaks(lines[1:])).encode("gb18030")),
    "unknown": (".shtml", lambda lines: unknown(lines[0], divisions(lines[1:])).encode()),
    "docx": (".docx", word),
    "pdf": (".pdf", printed),
}


def kept(name: str) -> list[str]:
    """The lines of a sample that all forms can hold: no page marks, no rows of a text table."""
    lines = [line for line in sample(name).split("\n") if line.strip() and not set(line.strip()) <= set("—-－ 0123456789")]
    return [line for line in lines if "|" not in line and "\t" not in line]


def squeezed(text: str) -> str:
    return "".join(text.split())


def told(report: Report) -> dict[str, object]:
    """What a report says, without offsets and blanks."""
    entities = Counter(
        (e.label, squeezed(e.text), e.value if isinstance(e.value, int | float) else squeezed(str(e.value)), e.section)
        for e in report.entities
        if report.blocks[e.block or 0].role != "boilerplate"
    )
    return {
        "blocks": [(b.role, b.level, b.section, squeezed(report.text[b.start : b.end])) for b in report.blocks if b.role != "boilerplate"],
        "entities": entities,
        "indicators": {name: (i.value, i.unit) for name, i in report.indicators.items()},
        "meta": (report.meta.agency, report.meta.year, report.meta.era),
    }


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_form_says_the_same(name: str, form: str, tmp_path: Path, pipeline: Pipeline) -> None:
    lines = kept(name)
    suffix, write = FORMS[form]
    (tmp_path / f"report{suffix}").write_bytes(write(lines))
    (tmp_path / "report.txt.txt").write_bytes("\n".join(lines).encode())
    wanted, found = told(pipeline.read(tmp_path / "report.txt.txt")), told(pipeline.read(tmp_path / f"report{suffix}"))
    assert len(wanted["blocks"]) > 20  # type: ignore[arg-type]
    for part, value in wanted.items():
        assert found[part] == value, part


TABLE = [
    ["申请情况", "自然人", "总计"],
    ["一、本年新收政府信息公开申请数量", "4", "4"],
    ["二、上年结转政府信息公开申请数量", "1", "1"],
]


def html_table() -> str:
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in TABLE)
    return f"<table>{rows}</table>"


def with_table(form: str) -> bytes:
    title, head, after = (
        "青崖县水务局2023年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        "以上申请均已答复，没有超过法定期限的情形，也没有收取信息处理费。",
    )
    before = "本年度我局办理政府信息公开申请的情况如下，统计期限为本年一月一日至十二月三十一日。"
    if form == "html":
        return modern(title, f"<p>{head}</p><p>{before}</p>{html_table()}<p>{after}</p>").encode()
    if form == "docx":
        document = python_docx.Document()
        for line in (title, head, before):
            document.add_paragraph(line)
        table = document.add_table(len(TABLE), len(TABLE[0]))
        for r, row in enumerate(TABLE):
            for c, cell in enumerate(row):
                table.cell(r, c).text = cell
        document.add_paragraph(after)
        out = BytesIO()
        document.save(out)
        return out.getvalue()
    rows = ["\t".join(row) for row in TABLE]
    return "\n".join([title, head, before, *rows, after]).encode()


@pytest.mark.parametrize(("form", "suffix"), [("html", ".html"), ("docx", ".docx"), ("text", ".txt")])
def test_a_table_gives_the_same_indicators_as_its_rows_in_text(form: str, suffix: str, tmp_path: Path, pipeline: Pipeline) -> None:
    (tmp_path / f"a{suffix}").write_bytes(with_table(form))
    report = pipeline.read(tmp_path / f"a{suffix}")
    assert report.indicators["requests_received"].value == 4
    (span,) = report.indicators["requests_received"].evidence
    assert report.text[span[0] : span[1]] == "4"
    assert [b.section for b in report.blocks if b.role == "table"] == ["requests"] * (3 if form == "text" else 1)
    if form != "text":
        (table,) = report.tables
        assert [[cell.text for cell in row] for row in table.rows] == TABLE
