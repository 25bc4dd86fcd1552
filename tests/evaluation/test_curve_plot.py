"""A learning curve as tables and as a plot."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import msgspec
import pytest
from curve_helpers import made_up

from gkbg_nlp.evaluation.bootstrap import Estimate
from gkbg_nlp.evaluation.curve_plot import plot, table, trend_table


def test_the_table_has_a_row_a_size() -> None:
    rows = table(made_up((2, 0, 0), (2, 1, 4), (4, 0, 10)), "two <reports>").splitlines()
    assert rows[0] == "| training reports | draws | section_acc, with headings | section_macro_f1, with headings |"
    assert rows[2].startswith("| 2 | 2 | 0.800 (0.750–0.850) | ") and rows[3] == "| 4 | 1 | 1.000 | 1.000 |"
    assert len({row.count("|") for row in rows}) == 1


def test_the_trend_table_has_signs() -> None:
    rows = trend_table(made_up((2, 0, 2), (4, 0, 6), (8, 0, 8))).splitlines()
    assert "gain from 4 to 8" in rows[0] and "trend at 16" in rows[0]
    assert "| +0.050 [+0.000, +0.100] | 50% | 0.975 |" in rows[2]
    assert len({row.count("|") for row in rows}) == 1


def test_a_loss_that_rounds_to_nothing_has_no_minus() -> None:
    one = msgspec.structs.replace(made_up((2, 0, 2))[0], gain=Estimate(-0.0001, -0.02, 0.0001))
    assert "| +0.000 [-0.020, +0.000] |" in trend_table([one])


def test_one_size_has_no_step_to_name() -> None:
    rows = trend_table(made_up((4, 0, 6))).splitlines()
    assert "| gain |" in rows[0] and rows[2].endswith("| - | - |")
    assert trend_table([]) == ""


def test_the_plot_is_one_file_with_a_mark_for_every_point() -> None:
    found = made_up((2, 0, 0), (2, 1, 4), (4, 0, 6), (4, 1, 8), (8, 0, 9))
    found += [msgspec.structs.replace(one, name="others", headings=False) for one in found]
    svg = plot(found)
    tree = ElementTree.fromstring(svg)
    name = "{http://www.w3.org/2000/svg}"
    circles = list(tree.iter(f"{name}circle"))
    assert len(circles) == sum(len(one.points) for one in found) == 12
    assert svg.count("http") == 1 and "href" not in svg and "<script" not in svg  # the namespace is all it names
    width, height = float(tree.get("width", 0)), float(tree.get("height", 0))
    assert all(0 < float(c.get("cx", 0)) < width and 0 < float(c.get("cy", 0)) < height for c in circles)
    assert all(0 < float(t.get("y", 0)) < height for t in tree.iter(f"{name}text"))
    assert svg.count("stroke-dasharray") == 3  # both panels and the legend


def test_names_are_escaped_and_higher_figures_stand_higher() -> None:
    svg = plot(made_up((2, 0, 2), (4, 0, 8)))
    assert "two &lt;reports&gt;" in svg and "<reports>" not in svg
    heights = [float(c.get("cy", 0)) for c in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}circle")]
    assert heights[0] > heights[1] and heights[2] > heights[3]
    with pytest.raises(ValueError, match="no line to plot"):
        plot([])
