"""Ways that spare work find what the plain ways find."""

from __future__ import annotations

import re
from unittest.mock import patch

from hypothesis import example, given, settings
from hypothesis import strategies as st

from gkbg_nlp.layout import classify, flat, numbering, segment
from gkbg_nlp.layout.cells import glued_parts, may_glue_chapter, may_glue_title
from gkbg_nlp.layout.flat import MOST, former_lines, may_be_flat
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.numbering import Numbering, number_value, read_numbering
from gkbg_nlp.layout.view import View
from gkbg_nlp.taxonomy.edges import edges
from gkbg_nlp.taxonomy.patterns import load_rules
from gkbg_nlp.taxonomy.sections import load_sections
from tests.layout.test_segment_properties import assembled

SECTIONS = load_sections()
CUTS = [rule.pattern for rule in load_rules("layout.toml")["flat_cut"]]
LONG = st.lists(
    st.sampled_from(
        ["全年公开信息120条", "。", "  ", " ", "一、概述", "二、主动公开情况", "(三)", "第四部分", "、", ":", ";", "12", "2.", "1、清单", "**", "年度报告", "## "]
        + ["本报告", "水务局2016年年报", "现将", "\t", "《条例》", "日", "附件:", "联系人:", "| ", "[bookmark:_Toc1] ", "电 话:", "的和"]
    ),
    max_size=40,
).map(lambda parts: "".join(parts).strip(" \t"))  # fmt: skip


@given(LONG.filter(bool))
@example("全年公开信息120条。一、概述")
@example("水务局2016年度报告本报告依照规定编制。")
def test_a_line_that_is_cut_was_held_to_be_one(line: str) -> None:
    whole = [(0, len(line))]
    assert may_be_flat(line) or former_lines(line, SECTIONS, MOST / 2) == whole
    assert may_glue_chapter(line) or may_glue_title(line) or glued_parts(line, SECTIONS) == whole


@given(LONG, st.booleans())
def test_breaks_are_found_at_blanks(line: str, wide: bool) -> None:
    assert flat._breaks(line, wide=wide) == {m.end() for cut in CUTS for m in cut.finditer(line) if m.end() - m.start() > wide}
    plain = [m.span() for m in flat._AFTER_SENTENCE.finditer(line) if m.end() - m.start() > wide]
    assert flat._after_sentences(line, wide=wide) == plain


def test_rules_of_breaks_match_blanks_alone() -> None:
    for cut in CUTS:
        for pair in edges(cut, "full"):
            assert all(edge is not None and not edge.match("甲") and edge.match(" ") for edge in pair)


@given(st.text(st.sampled_from("第一二十(【〔)】㈠①0123456789、.:,·) 节章部分篇甲月\u0663"), max_size=10))
@example("一、甲")
@example("(十)甲")
@example("12.甲")
@example("1.5甲")
def test_a_usual_number_is_read_as_any_other(line: str) -> None:
    found = ((form, level, re.match(pattern, line)) for form, level, signs, pattern in numbering._FORMS if line[:1] in list(signs))
    first = next(((form, level, m) for form, level, m in found if m), None)
    assert read_numbering(line) == (first and Numbering(first[0], first[1], number_value(first[2][1]), first[2].end()))


@given(assembled())
@settings(max_examples=150)
def test_lines_decided_at_once_are_decided_as_all_others(text: str) -> None:
    layout = segment.segment(text)
    with patch.object(segment, "is_plain", lambda line, *, in_table: False), patch.object(classify, "_CHAPTER", re.compile("(?!)")):
        assert segment.segment(text).blocks == layout.blocks


@given(st.lists(st.text(st.sampled_from("甲 \t\n"), min_size=1, max_size=4), max_size=6))
def test_a_view_without_breaks_is_one_with_none_to_leave_out(blocks: list[str]) -> None:
    spans, at = [], 0
    for block in blocks:
        spans.append((at, at + len(block)))
        at += len(block) + 1
    folded = "\n".join(blocks)
    behind = len(folded) + 9
    whole, taken = View(folded, spans, []), View(folded, spans, [(behind, behind + 1)])
    assert (whole.text, whole.bounds, whole._kept, whole._jumps) == (taken.text, taken.bounds, taken._kept, taken._jumps)


@given(st.text(st.sampled_from("Ａ（，○\uffff𠮷\U0010ffff\ud800甲"), max_size=12))
def test_characters_beyond_the_table_stay(text: str) -> None:
    assert fold(text) == "".join({"Ａ": "A", "（": "(", "，": ",", "○": "〇"}.get(c, c) for c in text)
