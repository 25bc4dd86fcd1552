"""The HTML page is well-formed, needs nothing from outside and shows every table, matrix and plot."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import msgspec
import pytest
from evaluation_helpers import document, right, said

from gkbg_nlp.evaluation.html import page
from gkbg_nlp.evaluation.records import Difference, Evaluation
from gkbg_nlp.evaluation.report import evaluate
from gkbg_nlp.evaluation.tables import confusion_table, intervals_note, show, tables


@pytest.fixture(scope="module")
def result() -> Evaluation:
    return evaluate([document(), document()], said, gold="gold <&> folder", model="m\x1b[31m", errors=50, resamples=50)


@pytest.fixture(scope="module")
def tree(result: Evaluation) -> ET.Element:
    doctype, rest = page(result).split("\n", 1)
    assert doctype == "<!DOCTYPE html>"
    return ET.fromstring(rest)  # raises where the page is not well-formed


def test_every_table_is_there(tree: ET.Element, result: Evaluation) -> None:
    titles = ["".join(h.itertext()) for h in tree.iter("h2")]
    for table in tables(result):
        assert table.title in titles
    assert {"Confusion of sections", "Confusion of roles", "Confidence", "Differences from gold"} <= set(titles)
    cells = {"".join(c.itertext()) for c in (*tree.iter("td"), *tree.iter("th"))}
    for table in tables(result):
        for row in table.rows:
            assert set(row) <= cells


def test_rows_are_as_wide_as_their_head(tree: ET.Element) -> None:
    for table in tree.iter("table"):
        rows = list(table.iter("tr"))
        assert len({len(row) for row in rows}) == 1


def test_nothing_comes_from_outside(tree: ET.Element, result: Evaluation) -> None:
    assert {e.tag for e in tree.iter()} & {"script", "link", "img", "iframe", "object", "base"} == set()
    assert not {name for e in tree.iter() for name in e.attrib} & {"src", "href", "onclick", "onload"}
    assert not re.search(r"https?:|//|url\(|@import|javascript:", page(result))


def test_text_of_reports_cannot_break_the_page(result: Evaluation) -> None:
    evil = msgspec.structs.replace(result, differences=[Difference("</td><script>", "\x00\ud800", "]]> & \ufffe '\" <b>")])
    html = page(evil)
    ET.fromstring(html.split("\n", 1)[1])
    html.encode("utf-8")
    assert "<script" not in html and "<b>" not in html
    assert "gold &lt;&amp;&gt; folder" in html and "\x1b" not in html


def test_the_matrix_is_coloured_by_right_and_wrong(tree: ET.Element) -> None:
    cells = {c.get("title", ""): (c.get("style", ""), c.text) for c in tree.iter("td") if c.get("title")}
    style, text = cells["overview as overview: 2 of 4 (50.0%)"]
    assert "26, 127, 55" in style and text == "2"
    style, text = cells["overview as organization: 2 of 4 (50.0%)"]
    assert "207, 34, 46" in style and text == "2"


def test_the_plots_stay_inside_their_frames(tree: ET.Element, result: Evaluation) -> None:
    reliability, coverage = tree.iter("svg")
    assert "Reliability of section confidence" in "".join(reliability.itertext())
    assert len(list(reliability.iter("circle"))) == sum(b.blocks > 0 for b in result.calibration.bins)
    assert [c for c in coverage.iter("path") if c.get("class") == "curve"]
    for plot in (reliability, coverage):
        width, height = (float(plot.get(side, "0")) for side in ("width", "height"))
        for element in plot.iter():
            places = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", element.get("d", ""))
            if element.tag == "circle":
                places.append((element.get("cx", ""), element.get("cy", "")))
            for x, y in places:
                assert 0 <= float(x) <= width and 0 <= float(y) <= height


def test_a_page_of_one_perfect_report_and_of_none() -> None:
    for documents in ([document()], []):
        result = evaluate(documents, lambda text: right(document()), resamples=5)
        ET.fromstring(page(result).split("\n", 1)[1])
    assert page(result).count("<svg") == 0  # nothing was counted


def test_cells() -> None:
    result = evaluate([document(), document()], said, resamples=50)
    (sections,) = [t for t in tables(result) if t.title == "Sections"]
    assert tuple(sections.rows[0]) == ("overview", "1.0000 [1.000–1.000]", "0.5000 [0.500–0.500]", "0.6667 [0.667–0.667]", "4", "2")
    answers = iter((said(), right(document())))
    (worst,) = [t for t in tables(evaluate([document(), document()], lambda text: next(answers))) if t.title == "Reports"]
    assert worst.note.startswith("1 of 2 reports have an error") and len(worst.rows) == 1
    matrix = confusion_table(result.confusion, "x")
    assert matrix.rows == [("1 overview", "2", "2", "·"), ("3 fees", "·", "·", "2")]
    assert matrix.columns == ("", "1", "2", "3")
    assert show(result.calibration.bins[0].accuracy) == "–"
    assert "too narrow to trust" in intervals_note(result)
    assert intervals_note(evaluate([document()], said, resamples=5)) == "One report: no intervals."
