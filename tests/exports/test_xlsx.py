"""XLSX, opened again by its XML: types of cells, header, filter, limits of Excel."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from exports_helpers import expected, failed, put, report
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.exports.export import export
from gkbg_nlp.exports.schema import BY_NAME, TABLES
from gkbg_nlp.exports.xlsx import CELL_UNITS, Sheets, fitting
from gkbg_nlp.report.records import Cell, Table

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheets(path: str) -> dict[str, ET.Element]:
    """Sheets by name."""
    with zipfile.ZipFile(path) as file:
        names = [s.attrib["name"] for s in ET.fromstring(file.read("xl/workbook.xml")).iterfind("m:sheets/m:sheet", NS)]
        return {name: ET.fromstring(file.read(f"xl/worksheets/sheet{number}.xml")) for number, name in enumerate(names, 1)}


def cells(sheet: ET.Element) -> list[dict[str, tuple[str, Any]]]:
    """Rows of (type, value) by column letters; the header is row 0."""
    rows = []
    for row in sheet.iterfind("m:sheetData/m:row", NS):
        found: dict[str, tuple[str, Any]] = {}
        for cell in row.iterfind("m:c", NS):
            kind = cell.attrib.get("t", "n")
            value = "".join(t.text or "" for t in cell.iterfind(".//m:t", NS)) if kind == "inlineStr" else cell.findtext("m:v", None, NS)
            found[re.sub(r"\d", "", cell.attrib["r"])] = (kind, value)
        rows.append(found)
    return rows


def column(table: str, name: str) -> str:
    """The letters of a column."""
    return str(xlsxwriter.utility.xl_col_to_name(BY_NAME[table].index(name)))


def test_one_sheet_a_table_with_header_filter_and_frozen_row() -> None:
    export(put("o.jsonl", [report(), failed(), report()]), "o.xlsx")
    found = sheets("o.xlsx")
    assert list(found) == [table.name for table in TABLES]
    for table in TABLES:
        sheet = found[table.name]
        rows = cells(sheet)
        assert [value for _, value in rows[0].values()] == list(table.names)
        assert len(rows) - 1 == len(expected([report(), failed(), report()], table.name))
        pane = sheet.find("m:sheetViews/m:sheetView/m:pane", NS)
        assert pane is not None and pane.attrib["ySplit"] == "1" and pane.attrib["state"] == "frozen"
        span = sheet.find("m:autoFilter", NS)
        assert span is not None and span.attrib["ref"].startswith("A1:") and span.attrib["ref"].endswith(str(len(rows)))
        assert len(sheet.findall("m:cols/m:col", NS)) > 0


def test_texts_are_texts_numbers_numbers_and_nothing_is_a_formula_or_a_link() -> None:
    wild = ["=1+1", "=HYPERLINK(0)", "+1", "@x", "0533", "https://a.example/", "mailto:a@b.cn", "TRUE", "\x01\x0b", "{=1}"]
    one = report(tables=[Table(0, None, None, [[Cell(text, 0, n) for n, text in enumerate(wild)]])])
    export(put("o.jsonl", [one]), "o.xlsx")
    rows = cells(sheets("o.xlsx")["tables"])[1:]
    at = column("tables", "text")
    assert [row[at] for row in rows] == [("inlineStr", text if text.isprintable() else "_x0001__x000B_") for text in wild]
    count = cells(sheets("o.xlsx")["entities"])[2]
    assert count[column("entities", "number")] == ("n", "138") and count[column("entities", "approx")] == ("b", "1")
    assert count[column("entities", "value")] == ("inlineStr", "138")
    assert cells(sheets("o.xlsx")["indicators"])[3][column("indicators", "evidence")][1].startswith("[[")
    with zipfile.ZipFile("o.xlsx") as file:
        everything = b"".join(file.read(name) for name in file.namelist())
    assert b"<f>" not in everything and b"<hyperlink" not in everything


def test_what_excel_cannot_hold_is_said() -> None:
    one = report(tables=[Table(0, None, None, [[Cell("长" * 40_000, 0, 0), Cell("x", 0, 1)]])])
    done = export(put("o.jsonl", [one]), "o.xlsx")
    assert done.notices == ("tables.text: 1 cells cut to Excel's 32,767 characters; the other formats have all",)
    assert cells(sheets("o.xlsx")["tables"])[1][column("tables", "text")][1] == "长" * CELL_UNITS


def test_a_full_sheet_goes_on_as_the_next() -> None:
    with xlsxwriter.Workbook("o.xlsx", {"constant_memory": True}) as book:
        both = [Sheets(book, BY_NAME[name], rows=3) for name in ("errors", "findings")]
        for number in range(5):
            for one in both:
                one.add([number, *[None] * (len(one.table.columns) - 1)])
        for one in both:
            one.finish()
    found = {name: [row["A"][1] for row in cells(sheet)[1:]] for name, sheet in sheets("o.xlsx").items()}
    parts = {"": ["0", "1"], "_2": ["2", "3"], "_3": ["4"]}
    assert found == {name + part: rows for name in ("errors", "findings") for part, rows in parts.items()}
    assert both[0].notices() == ["errors fills 3 sheets: Excel has 1,048,576 rows a sheet"]


def test_whole_numbers_that_a_real_cannot_hold_stay_whole() -> None:
    with xlsxwriter.Workbook("o.xlsx") as book:
        one = Sheets(book, BY_NAME["errors"])
        one.add([2**53 + 1, 2**53])
        one.finish()
    with zipfile.ZipFile("o.xlsx") as file:
        assert b"9007199254740993" in file.read("xl/sharedStrings.xml")


def test_the_same_input_gives_the_same_bytes() -> None:
    source = put("o.jsonl", [report()])
    for name in ("a.xlsx", "b.xlsx"):
        export(source, name)
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()


@given(st.text(st.sampled_from("a长😀"), max_size=8), st.sampled_from([0, 1]))
def test_a_cell_is_cut_between_characters(text: str, odd: int) -> None:
    long = "a" * odd + text + "😀" * 20_000
    cut = fitting(long)
    assert long.startswith(cut) and CELL_UNITS - 1 <= len(cut.encode("utf-16-le")) // 2 <= CELL_UNITS
    assert fitting(text) == text


@pytest.mark.parametrize("tables", [["reports"], ["errors", "blocks"]])
def test_only_the_sheets_that_are_asked_for(tables: list[str]) -> None:
    export(put("o.jsonl", [report()]), "o.xlsx", tables=tables)
    assert sorted(sheets("o.xlsx")) == sorted(tables)
