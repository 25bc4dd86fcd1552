"""Headings that name nothing: what the classifier sees in their place, and what those around them still say."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.numbering import Numbering, read_numbering
from gkbg_nlp.sections.chain import Witness, witnesses
from gkbg_nlp.sections.features import BlockInput, block_inputs, normalise
from gkbg_nlp.taxonomy.sections import parse_sections

TEXT = "收到市民来函两件，都在期限内答复，答复的内容是堤防加固的图纸和预算。其中一件由省厅转来，另一件当面递交，两件都没有收取费用，也没有人为此提起复议或者诉讼，来函人都说满意。"
SEEN = normalise(fold(TEXT))
assert len(SEEN) > 80


@dataclass
class Piece:
    role: str
    text: str
    number: Numbering | None
    level: int | None


def H(text: str, level: int = 1) -> Piece:
    return Piece("heading", fold(text), read_numbering(fold(text)), level)


def P(text: str = TEXT, role: str = "paragraph") -> Piece:
    return Piece(role, fold(text), read_numbering(fold(text)), None)


def inputs(*blocks: Piece) -> list[BlockInput]:
    return block_inputs(blocks, witnesses(blocks))


def of(*blocks: Piece) -> list[Witness]:
    return [w for w in witnesses(blocks) if w is not None]


# -- features --


@pytest.mark.parametrize("heading", ["一、让群众少跑腿", "一、概述"])
def test_a_heading_without_evidence_sees_the_paragraph_below_it(heading: str) -> None:
    first, second = inputs(H(heading), P())
    assert first.text == normalise(heading) + "¦" + SEEN[:80]  # a sentence or two of it
    assert second.text == SEEN  # the paragraph itself is as it was


@pytest.mark.parametrize(
    "blocks",
    [
        [H("一、依申请公开情况"), P()],  # it names its section
        [H("一、让群众少跑腿"), H("（一）少跑一趟", 2), P()],  # another heading stands between
        [H("一、让群众少跑腿")],  # nothing stands below
        [H("一、让群众少跑腿"), P("临江市水务局", "signature")],
    ],
)
def test_other_headings_see_their_own_words_only(blocks: list[Piece]) -> None:
    assert inputs(*blocks)[0].text == normalise(blocks[0].text)


def test_a_table_below_is_seen_as_well_and_what_carries_no_section_is_passed_over() -> None:
    found = inputs(H("一、让群众少跑腿"), P("第1页", "boilerplate"), P("来函\t2", "table"))
    assert found[0].text == "一、让群众少跑腿¦来函0"


def test_the_inner_of_two_silent_headings_sees_the_paragraph() -> None:
    outer, inner, _ = inputs(H("一、让群众少跑腿"), H("（一）少跑一趟", 2), P("全年答复两件。"))
    assert "¦" not in outer.text and inner.text == "(一)少跑一趟¦全年答复两件。"


def test_the_subject_of_a_paragraph_is_a_sign_and_of_other_blocks_none() -> None:
    own = parse_sections('[[section]]\nid = "a"\nzh = "甲"\nwordings = [{ id = "a.1", pattern = "来函" }]\n')
    blocks = [H("一、让群众少跑腿"), P(), P("来函\t2", "table"), P("天气晴好。")]
    found = block_inputs(blocks, witnesses(blocks, own), own)
    assert [[s for s in one.signs if s.startswith("subject=")] for one in found] == [[], ["subject=a"], [], []]
    assert not any(s.startswith("subject=a") for one in inputs(*blocks) for s in one.signs)  # by the shipped taxonomy it names no a


# -- witnesses --


@pytest.mark.parametrize("words", ["附表", "附件：统计表", "名词解释"])
def test_what_closes_a_report_ends_even_a_chapter_that_keeps(words: str) -> None:
    found = of(H("六、存在的主要问题及改进措施"), P(), H(words, 2), P("公开数\t120", "table"), P("全年公开120条。"))
    assert [w.sections[0] for w in found] == ["problems", "problems", "other_matters", "other_matters", "other_matters"]
    assert found[2].strength == found[3].strength == 2


def test_inside_a_keeping_chapter_other_words_than_the_closing_ones_stay() -> None:
    found = of(H("六、存在的主要问题及改进措施"), H("（一）依申请公开方面", 2), P())
    assert [w.sections[0] for w in found] == ["problems"] * 3


def test_what_closes_is_the_taxonomys_own_word() -> None:
    sections = (
        '[[section]]\nid = "problems"\nzh = "问题"\nkeeps = true\nwordings = [{ id = "problems.1", pattern = "问题" }]\n'
        '[[section]]\nid = "annex"\nzh = "附表"\nwordings = [{ id = "annex.1", pattern = "附表" }]\n'
    )
    blocks = [H("一、问题"), P(), H("附表", 2), P("公开数\t120", "table")]
    closing = [w.sections[0] for w in witnesses(blocks, parse_sections(f'closing = "annex"\n{sections}')) if w]
    open_end = [w.sections[0] for w in witnesses(blocks, parse_sections(sections)) if w]
    assert closing == ["problems", "problems", "annex", "annex"]
    assert open_end == ["problems"] * 4


def test_a_run_in_word_that_closes_does_so_in_a_paragraph() -> None:
    found = of(H("六、存在的主要问题及改进措施"), P("附表：公开数与上年相同，收费数为零。"))
    assert (found[1].sections, found[1].strength) == (("other_matters",), 2)


def test_a_weak_outer_heading_above_an_inner_one_that_names_nothing_says_nothing() -> None:
    outer, inner, text = of(H("一、概述"), H("（一）我们的做法", 2), P())
    assert outer.sections == ("overview",)
    assert (inner.sections, inner.strength) == (("overview",), 1)  # it stands right below it
    assert (text.sections, text.rule, text.strength) == ((), None, 0)
    assert [h.words for h in text.chain] == ["概述", "我们的做法"]


def test_a_strong_outer_heading_above_an_inner_one_that_names_nothing_still_does() -> None:
    inner, text = of(H("三、依申请公开情况"), H("（一）我们的做法", 2), P())[1:]
    assert (inner.sections[0], inner.strength) == ("requests", 1)
    assert (text.sections[0], text.strength) == ("requests", 1)


def test_a_weak_heading_speaks_for_the_text_right_below_it() -> None:
    found = of(H("（一）我们的做法", 1), H("概述", 2), P())[-1]
    assert found.sections == ("overview",) and found.strength == 2


def test_a_strong_outer_heading_wins_over_a_weak_inner_one() -> None:
    found = of(H("三、依申请公开情况"), H("（一）基本情况", 2), P())[-1]
    assert found.sections[0] == "requests"


def test_text_without_any_chapter_is_no_opening() -> None:
    assert [(w.sections, w.strength) for w in of(P(), P("全年答复两件。"))] == [((), 0)] * 2
    assert of(P(), H("一、依申请公开情况"), P())[0].sections == ("preamble",)
