"""Contestants on the same documents: intervals, differences, verdicts, pairs; the tables, the plots and the page of them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import msgspec
import pytest
from evaluation_helpers import document, right, said

from gkbg_nlp.evaluation.baselines.contestant import SECTION_FIGURES, Contestant
from gkbg_nlp.evaluation.bootstrap import Estimate
from gkbg_nlp.evaluation.compare import NOT_SHOWN, REAL, SAME, Comparison, compare
from gkbg_nlp.evaluation.compare_html import page
from gkbg_nlp.evaluation.compare_svg import Row, interval_plot, scale
from gkbg_nlp.evaluation.compare_tables import facts, least_documents, summary, tables, verdict_note
from gkbg_nlp.evaluation.gold import GoldDocument
from gkbg_nlp.report.records import Report


def documents(number: int) -> list[GoldDocument]:
    return [GoldDocument(f"d{i}", f"{document().text}{i}", document().gold) for i in range(number)]


def wrong_in(number: int) -> Callable[[str], Report]:
    """A tagger that is right but in the first ``number`` documents, where it says what ``evaluation_helpers.said`` says."""

    def tag(text: str) -> Report:
        report = said() if int(text.rsplit("\n", 1)[1]) < number else right(document())
        return msgspec.structs.replace(report, text=text)

    return tag


def contestant(name: str, wrong: int, figures: frozenset[str] | None = None) -> Contestant:
    return Contestant(name, f"wrong in {wrong}", wrong_in(wrong), *([figures] if figures is not None else []))


@pytest.fixture(scope="module")
def result() -> Comparison:
    """Thirty documents: a perfect tagger, one wrong in all, one wrong in two, one that gives sections only."""
    made = [contestant("best", 0), contestant("worst", 30), contestant("nearly", 2), contestant("half", 15, SECTION_FIGURES)]
    return compare(documents(30), made, gold="g <&>", resamples=2_000)


def test_the_difference_is_first_minus_second(result: Comparison) -> None:
    by = {(d.second, d.figure): d for d in result.differences}
    one = by["worst", "section_acc"]  # 2 of 3 blocks right, in every document
    assert one.first == "best" and one.documents == 30
    assert one.difference.value == pytest.approx(1 / 3)
    assert one.difference.low == pytest.approx(1 / 3) and one.difference.high == pytest.approx(1 / 3)
    assert (one.verdict, by["nearly", "section_acc"].verdict, by["worst", "role_acc"].verdict) == (REAL, NOT_SHOWN, SAME)
    few = by["nearly", "section_acc"]
    assert few.documents == 2 and few.difference.value == pytest.approx(2 / 90) and few.p >= 0.5


def test_each_contestant_is_measured_by_its_own_figures(result: Comparison) -> None:
    half = result.contestants[3]
    assert set(half.figures) == SECTION_FIGURES
    assert {d.figure for d in result.differences if d.second == "half"} == SECTION_FIGURES
    assert half.figures["section_acc"].value == pytest.approx(1 - 15 / 90)
    assert half.figures["section_acc"].low is not None and half.figures["section_acc"].low < half.figures["section_acc"].value  # type: ignore[operator]
    assert {d.figure for d in result.differences} & {"FAX", "POSTCODE"} == set()  # nothing of the kind in gold or said


def test_the_same_is_no_comparison(result: Comparison) -> None:
    assert result.comparisons == sum(d.verdict != SAME for d in result.differences)
    for d in result.differences:
        if d.verdict == SAME:
            assert (d.documents, d.p, d.p_holm, d.difference.value) == (0, 1.0, 1.0, 0.0)
        else:
            assert d.documents and d.p <= d.p_holm <= 1 and (d.p_holm < result.alpha) == (d.verdict == REAL)


def test_the_difference_is_paired() -> None:
    """Half of the documents are harder for both, and in each the second has one more block wrong: their difference has no spread."""

    def worse(text: str) -> Report:
        report = wrong_in(10)(text)
        blocks = [msgspec.structs.replace(b, section="disputes") if b.role == "heading" else b for b in report.blocks]
        return msgspec.structs.replace(report, blocks=blocks)

    made = compare(documents(20), [contestant("a", 10), Contestant("b", "", worse)], resamples=1_000)
    for one in made.contestants:
        estimate = one.figures["section_acc"]
        assert estimate.low is not None and estimate.high is not None and estimate.high - estimate.low > 0.1
    paired = next(d for d in made.differences if d.figure == "section_acc").difference
    assert (paired.value, paired.low, paired.high) == pytest.approx((1 / 3, 1 / 3, 1 / 3))


def test_every_pair_once() -> None:
    made = [contestant(name, wrong) for name, wrong in (("a", 0), ("b", 1), ("c", 2))]
    assert {(d.first, d.second) for d in compare(documents(3), made, resamples=50).differences} == {("a", "b"), ("a", "c")}
    every = compare(documents(3), made, resamples=50, all_pairs=True)
    assert {(d.first, d.second) for d in every.differences} == {("a", "b"), ("a", "c"), ("b", "c")}
    assert len(summary(every)) == 3


def test_three_documents_show_nothing_whatever_the_difference() -> None:
    made = compare(documents(3), [contestant("a", 0), contestant("b", 3)], resamples=500)
    assert {d.verdict for d in made.differences} == {NOT_SHOWN, SAME}
    assert "3 reports cannot show any difference: it takes at least 6 that differ" in verdict_note(made)
    assert summary(made)[0].startswith("a - b: no difference is shown to be real; not shown: section_acc")
    assert [least_documents(alpha) for alpha in (0.5, 0.05, 0.01)] == [3, 6, 8]


def test_a_name_is_one_contestants() -> None:
    with pytest.raises(ValueError, match="a name of its own: a, a"):
        compare(documents(2), [contestant("a", 0), contestant("a", 1)])


def test_time_leaves_out_the_first_call(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    calls: list[str] = []

    def tag(text: str) -> Report:
        now[0] += 100.0 if not calls else 0.5  # whatever the first call loads
        calls.append(text)
        return right(document())

    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    told: list[str] = []
    made = compare(documents(4), [Contestant("slow", "", tag), contestant("none", 0)], resamples=10, tell=told.append)
    assert [c.documents_per_second for c in made.contestants] == [2.0, None]
    assert len(calls) == 5 and told == ["slow", "none"]


def test_the_same_run_gives_the_same_figures() -> None:
    first, second = (compare(documents(9), [contestant("a", 0), contestant("b", 5)], resamples=300) for _ in range(2))
    assert first.differences == second.differences
    assert [c.figures for c in first.contestants] == [c.figures for c in second.contestants]


def test_tables(result: Comparison) -> None:
    assert facts(result) == "4 contestants on 30 reports of g <&>"
    about, figures, differences = tables(result)
    assert about.rows[3] == ("half", "wrong in 15", "")
    by = {row[0]: row for row in figures.rows}
    assert by["section_acc"][1:3] == ("1.0000\n[1.000–1.000]", "0.6667\n[0.667–0.667]") and by["role_acc"][4] == ""
    assert list(by)[-1] == "reports/s" and "FAX" not in by
    row = next(r for r in differences.rows if r[:2] == ("best - worst", "section_acc"))
    assert row[2:5] == ("+0.3333", "+0.333 to +0.333", "30") and row[7] == REAL
    assert next(r for r in differences.rows if r[1] == "role_acc")[5:] == ("–", "–", SAME)
    sentence = summary(result)[0]
    assert sentence.startswith("best - worst: real: section_acc +0.3333") and "the same in every report: role_acc" in sentence


def test_nothing_in_common_is_said() -> None:
    made = [contestant("a", 0, SECTION_FIGURES), contestant("b", 0, frozenset({"PHONE"}))]
    both = compare(documents(2), made, resamples=20)
    assert both.differences == [] and summary(both) == ["a - b: no figure in common"]
    ET.fromstring(page(both).split("\n", 1)[1])


def test_the_page(result: Comparison) -> None:
    html = page(result)
    assert html.startswith("<!DOCTYPE html>\n") and "g &lt;&amp;&gt;" in html
    tree = ET.fromstring(html.split("\n", 1)[1])  # raises where it is not well-formed
    assert not {e.tag for e in tree.iter()} & {"script", "link", "img", "iframe"} and not re.search(r"https?:|url\(|@import", html)
    titles = ["".join(h.itertext()) for h in tree.iter("h2")]
    assert titles == ["Figures, with their intervals", "Differences, with their intervals", "Contestants", "Figures", "Differences"]
    dots = [c.get("class", "") for c in tree.iter("circle")]
    real = sum(d.verdict == REAL for d in result.differences)
    measured = sum(e.value is not None for c in result.contestants for e in c.figures.values())
    assert len(dots) == len(result.differences) + measured
    assert sum("doubt" in d for d in dots) == len(result.differences) - real
    classes = {"".join(c.itertext()): c.get("class", "") for c in tree.iter("circle")}
    for said_of, doubtful in (("best - worst: +0.3333", False), ("best - nearly: +0.0222", True), ("best - worst: +0.0000", True)):
        assert {"doubt" in style for title, style in classes.items() if title.startswith(said_of)} == {doubtful}
    for table in tree.iter("table"):
        assert len({len(row) for row in table.iter("tr")}) == 1


def test_one_document_has_no_intervals() -> None:
    made = compare(documents(1), [contestant("a", 0), contestant("b", 1)], resamples=20)
    assert all(d.difference.low is None for d in made.differences)
    assert tables(made)[1].note == "One report: no intervals."
    ET.fromstring(page(made).split("\n", 1)[1])


@pytest.mark.parametrize(
    "values", [[0.95, 1.0], [0.0, 1.0], [-0.02, 0.3], [0.0, 0.0], [1.0], [], [-0.9, -0.1], [0.3, 0.300001], [-1.0, 1.0]]
)
def test_a_scale_holds_its_values(values: list[float]) -> None:
    low, high, step = scale(values)
    assert all(low - 1e-9 <= v <= high + 1e-9 for v in values)
    assert 1 <= round((high - low) / step) <= 7
    assert scale(values, top=1.0)[1] >= 1.0


def test_dots_and_bars_stay_inside() -> None:
    rows = [Row("<long & name>", Estimate(0.5, 0.2, 0.9), "x"), Row("none", Estimate(None), ""), Row("lone", Estimate(-0.3), "y")]
    tree = ET.fromstring(interval_plot("t", rows, zero=True))
    width, height = float(tree.get("width", "0")), float(tree.get("height", "0"))
    assert len(list(tree.iter("circle"))) == 2 and len([p for p in tree.iter("path") if "bar" in p.get("class", "")]) == 1
    for element in tree.iter():
        for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", element.get("d", "")):
            assert 0 <= float(x) <= width and 0 <= float(y) <= height
        if element.tag == "circle":
            assert 0 <= float(element.get("cx", "")) <= width
