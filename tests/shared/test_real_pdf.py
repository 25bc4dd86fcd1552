"""The real report of 2024 in ../shared/real, read from its PDF, against what its truth file lists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gkbg_nlp import Pipeline
from gkbg_nlp.readers import Decoded, read_path
from gkbg_nlp.report.markup import MarkedTable
from gkbg_nlp.report.records import Cell

pytestmark = pytest.mark.shared

ISSUED = {"issued": "本年制发件数", "repealed": "本年废止件数", "valid": "现行有效件数"}
COLUMNS = {**ISSUED, "decisions": "本年处理决定数量", "amount_wanyuan": "本年收费金额（单位：万元）"}


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    found = root.parent / "shared/real"
    if not (found / "szfgs2024.pdf").is_file():
        pytest.skip("no ../shared/real")
    return found


@pytest.fixture(scope="module")
def truth(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "szfgs2024.truth.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def report(folder: Path) -> Decoded:
    return read_path(str(folder / "szfgs2024.pdf"), 20_000_000)


@pytest.fixture(scope="module")
def tables(report: Decoded) -> tuple[MarkedTable, ...]:
    return report.markup.tables


def bare(text: str) -> str:
    return "".join(text.split())


def prose(report: Decoded) -> list[str]:
    """The lines outside tables, without blanks."""
    inside = [(table.start, table.end) for table in report.markup.tables]
    found, offset = [], 0
    for line in report.text.split("\n"):
        if not any(start <= offset < end for start, end in inside):
            found.append(bare(line))
        offset += len(line) + 1
    return found


def covering(table: MarkedTable, row: int, col: int) -> Cell:
    found = [c for r in table.rows for c in r if c.row <= row < c.row + c.rowspan and c.col <= col < c.col + c.colspan]
    assert len(found) == 1
    return found[0]


def labelled(table: MarkedTable, label: str, rows: range | None = None) -> list[Cell]:
    return [c for row in table.rows for c in row if bare(c.text) == bare(label) and (rows is None or c.row in rows)]


def width(table: MarkedTable) -> int:
    return max(c.col + c.colspan for row in table.rows for c in row)


def test_the_prose_is_that_of_the_truth_and_nothing_else(truth: dict[str, Any], report: Decoded) -> None:
    """Title lines, preamble, six headings, all paragraphs, in order, each a line of its own; no page number among them."""
    wanted = [*truth["meta"]["title_lines"], truth["meta"]["preamble"]]
    for section in truth["sections"]:
        wanted += [section["heading"], *section["paragraphs"]]
    assert len(truth["sections"]) == 6
    assert prose(report) == [bare(line) for line in wanted]


def test_three_tables_in_their_sections(truth: dict[str, Any], report: Decoded, tables: tuple[MarkedTable, ...]) -> None:
    assert [(table.page, len(table.rows)) for table in tables] == [(3, 14), (4, 28), (5, 4)]
    headings = [section["heading"] for section in truth["sections"] if section["kind"] == "table"]
    for table, heading in zip(tables, headings, strict=True):
        assert report.text[: table.start].rstrip("\n").rsplit("\n", 1)[-1].strip() == heading


def test_a_table_stands_in_the_text_as_its_docstring_says(report: Decoded, tables: tuple[MarkedTable, ...]) -> None:
    for table in tables:
        assert report.text[table.start : table.end] == "\n".join("\t".join(cell.text for cell in row) for row in table.rows)


def values_of_table_2(truth: dict[str, Any], table: MarkedTable) -> list[tuple[str, str]]:
    found = []
    for part in truth["tables"]["t2"]:
        (caption,) = labelled(table, part["caption"])
        assert caption.colspan == width(table)
        for row in part["rows"]:
            (label,) = labelled(table, row["label"], range(caption.row + 1, caption.row + 5))
            for key, value in row["cells"].items():
                (header,) = labelled(table, COLUMNS[key], range(caption.row + 1, caption.row + 2))
                found.append((covering(table, label.row, header.col).text, str(value)))
    return found


def values_of_table_3(truth: dict[str, Any], table: MarkedTable) -> list[tuple[str, str]]:
    columns = {column["key"]: labelled(table, column["label"], range(3)) for column in truth["tables"]["t3"]["columns"]}
    found = []
    first = 3
    for number, row in enumerate(truth["tables"]["t3"]["rows"], first):
        # The cells to the left of the numbers, each once, from the widest group to the row's own label.
        left = [covering(table, number, col) for col in range(3)]
        chain = [cell for index, cell in enumerate(left) if cell not in left[:index]]
        assert [bare(cell.text) for cell in chain] == [bare(label) for label in row["label"].split("/")]
        for key, value in row["cells"].items():
            (header,) = columns[key]
            found.append((covering(table, number, header.col).text, str(value)))
    assert first + len(truth["tables"]["t3"]["rows"]) == len(table.rows)
    return found


def values_of_table_4(truth: dict[str, Any], table: MarkedTable) -> list[tuple[str, str]]:
    found = []
    for group in truth["tables"]["t4"]["groups"]:
        *_, (head,) = [labelled(table, label) for label in group["label"].split("/")]
        assert head.colspan == len(group["cell_labels"]) == 5
        for offset, (label, value) in enumerate(zip(group["cell_labels"], group["cells"].values(), strict=True)):
            assert covering(table, 2, head.col + offset).text == label
            found.append((covering(table, 3, head.col + offset).text, str(value)))
    return found


def test_all_two_hundred_numbers_stand_in_their_cells(truth: dict[str, Any], tables: tuple[MarkedTable, ...]) -> None:
    second, third, fourth = tables
    values = [*values_of_table_2(truth, second), *values_of_table_3(truth, third), *values_of_table_4(truth, fourth)]
    assert len(values) == 200
    assert [(read, true) for read, true in values if read != true] == []


def test_each_page_begins_where_its_first_words_stand(truth: dict[str, Any], report: Decoded) -> None:
    pages = report.markup.pages
    assert len(pages) == truth["source"]["pages"] and pages[0] == 0
    for start, text in zip(pages, truth["page_text_pdfplumber"], strict=True):
        first = bare(text)[:3]
        # Page 5 begins inside a cell that page 4 has begun; its first whole words are those of the row.
        assert bare(report.text[start:])[: len(first)] == first or text.startswith("法提供")


def test_the_report_is_tagged_from_its_pdf(folder: Path, truth: dict[str, Any], pipeline: Pipeline) -> None:
    report = pipeline.read(folder / "szfgs2024.pdf")
    assert (report.meta.title, report.meta.agency, report.meta.year) == tuple(truth["meta"][k] for k in ("title", "agency", "report_year"))
    headings = [report.text[b.start : b.end].strip() for b in report.blocks if b.role == "heading" and b.level == 1]
    assert headings == [section["heading"] for section in truth["sections"]]


def test_its_blocks_are_labelled_by_the_guide(folder: Path, truth: dict[str, Any], pipeline: Pipeline) -> None:
    """Run-in heads under 总体情况 decide (annotation-guide.md); each table and heading has its chapter's label."""
    report = pipeline.read(folder / "szfgs2024.pdf")
    assert [(b.role, b.section) for b in report.blocks] == [
        ("title", None), ("paragraph", "preamble"),
        ("heading", "overview"), ("paragraph", "overview"), ("paragraph", "proactive"), ("paragraph", "requests"), ("paragraph", "organization"),
        ("paragraph", "proactive"), ("paragraph", "supervision"),
        ("heading", "proactive"), ("table", "proactive"), ("heading", "requests"), ("table", "requests"), ("heading", "disputes"), ("table", "disputes"),
        ("heading", "problems"), ("paragraph", "problems"), ("paragraph", "problems"), ("heading", "other_matters"), ("paragraph", "other_matters"),
    ]  # fmt: skip
    assert [report.blocks[t.block].section for t in report.tables] == ["proactive", "requests", "disputes"]


def test_its_indicators_are_those_of_the_truth(folder: Path, truth: dict[str, Any], pipeline: Pipeline) -> None:
    report = pipeline.read(folder / "szfgs2024.pdf")
    contacts, facts = truth["contacts"], truth["text_facts"]
    wanted = {
        "phone": contacts["phone"][0], "email": contacts["email"][0], "address": contacts["address"], "postcode": contacts["postcode"],
        "requests_received": facts["requests_received"], "reviews": facts["review_total"], "litigations": facts["litigation_total"],
        "proactive_website": facts["website_items"]["value"], "press_conferences": facts["press_conferences"], "fees_charged_yuan": facts["info_processing_fee_yuan"],
    }  # fmt: skip
    assert {name: report.indicators[name].value for name in wanted} == wanted
    assert "fax" not in report.indicators
