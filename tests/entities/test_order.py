"""Offsets of entities in the source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.entities.order import to_source
from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Entity

SOURCE = "".join(map(chr, range(0x4E00, 0x4E00 + 60)))


@given(
    st.lists(st.integers(0, 60), max_size=12, unique=True).map(sorted),
    st.lists(st.integers(0, 59), max_size=6, unique=True).map(sorted),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=12),
)
def test_each_offset_for_itself(edges: list[int], cuts: list[int], places: list[tuple[int, int]]) -> None:
    blocks = list(zip(edges[::2], edges[1::2], strict=False))
    view = View(SOURCE, blocks, [(cut, cut + 1) for cut in cuts])
    size = len(view.text)
    found = [Entity(s, min(size, s + n), "COUNT", value=3, unit=view.text[min(size, s + n) - 1]) for s, n in places if s < size]
    assert [(e.start, e.end) for e in to_source(found, view, SOURCE)] == [
        (view.source_start(e.start), view.source_end(e.end)) for e in found
    ]
    assert all(e.text == SOURCE[e.start : e.end] for e in to_source(found, view, SOURCE))


def test_a_copy_with_the_unit_as_written() -> None:
    source = "公開3 條\n信息5条"
    view = View("公开3 条\n信息5条", [(0, 5), (6, 10)], [])
    found = [Entity(2, 5, "COUNT", value=3, unit="条"), Entity(8, 10, "COUNT", value=5, unit="条"), Entity(2, 3, "MONEY", unit="元")]
    assert [(e.text, e.unit) for e in to_source(found, view, source)] == [("3 條", "條"), ("5条", "条"), ("3", "元")]
    assert found[0].unit == "条"
    assert found[0].text == ""
