"""What the headings above a block say of its section: merged, generic, keeping and run-in heads, renumbered chapters."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.numbering import Numbering, read_numbering
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.sections.chain import Witness, witnesses
from gkbg_nlp.taxonomy.sections import parse_sections


@dataclass
class Piece:
    role: str
    text: str
    number: Numbering | None
    level: int | None


def H(text: str, level: int | None = None) -> Piece:
    number = read_numbering(fold(text))
    return Piece("heading", fold(text), number, level or (number.level if number else 1))


def P(text: str = "水情发布照常进行。") -> Piece:
    return Piece("paragraph", fold(text), read_numbering(fold(text)), None)


def of(*blocks: Piece) -> list[Witness | None]:
    return witnesses(blocks)


def last(*blocks: Piece) -> Witness:
    found = of(*blocks)[-1]
    assert found is not None
    return found


def test_roles_without_a_section_have_no_witness() -> None:
    blocks = [Piece(role, "临江市水务局", None, None) for role in ("title", "boilerplate", "signature", "heading", "paragraph", "table")]
    assert [w is None for w in of(*blocks)] == [True, True, True, False, False, False]
    assert of() == []


def test_nothing_above_says_nothing() -> None:
    found = last(P())
    assert (found.sections, found.rule, found.strength, found.chain) == ((), None, 0, ())


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("二、主动公开政府信息情况", "proactive"),
        ("三、依申请公开情况", "requests"),
        ("四、收费及减免情况", "fees"),
        ("五、行政复议和诉讼情况", "disputes"),
        ("六、咨询处理情况", "enquiries"),
    ],
)
def test_a_decisive_heading_labels_itself_and_what_is_below(heading: str, section: str) -> None:
    head, text = of(H(heading), P())
    assert head is not None and text is not None
    assert (head.sections[0], head.strength) == (section, 2)
    assert (text.sections[0], text.strength) == (section, 2)
    assert text.rule is not None and text.rule.startswith(f"section.{section}.")
    assert len(text.chain) == 1 and head.chain == ()


def test_a_merged_heading_names_both_in_order() -> None:
    head, text = of(H("二、主动公开及依申请公开情况"), P())
    assert head is not None and text is not None
    assert head.sections[:2] == ("proactive", "requests") == text.sections[:2]


def test_under_a_merged_heading_a_sub_section_has_its_own_label() -> None:
    found = of(H("二、主动公开及依申请公开情况"), H("（一）依申请公开情况"), P(), H("（二）主动公开情况"), P())
    assert [w.sections[0] for w in found if w] == ["proactive", "requests", "requests", "proactive", "proactive"]


def test_under_a_merged_heading_a_run_in_head_decides() -> None:
    found = last(H("二、主动公开及依申请公开情况"), P("（二）依申请公开情况。全年收到申请4件。"))
    assert (found.sections, found.strength, found.run_in) == (("requests",), 2, "依申请公开情况")


def test_under_a_decisive_heading_a_run_in_head_does_not_decide() -> None:
    found = last(H("二、依申请公开情况"), P("（一）收费情况。没有收取费用。"))
    assert found.sections[0] == "requests" and found.run_in == "收费情况" and found.own is not None


def test_under_a_generic_heading_a_run_in_head_decides() -> None:
    found = last(H("一、概述"), P("（一）组织领导。局长挂帅。"))
    assert found.sections == ("organization",)


def test_under_overview_without_a_run_in_head_it_stays_overview() -> None:
    found = last(H("一、概述"), P())
    assert found.sections == ("overview",)


def test_an_open_heading_leaves_it_to_the_text() -> None:
    found = last(H("一、扎实推进政府信息公开工作"), P())
    assert (found.sections, found.strength) == ((), 0)


def test_a_heading_whose_words_say_nothing_takes_its_parent() -> None:
    head, text = of(H("三、依申请公开情况"), H("（一）这一年的变化"), P())[1:]
    assert head is not None and text is not None
    assert (head.sections[0], head.strength) == ("requests", 1)
    assert (text.sections[0], text.strength) == ("requests", 1)
    assert [h.depth for h in text.chain] == [1, 2]


@pytest.mark.parametrize("sub", ["（一）主动公开方面", "（二）依申请公开方面", "（三）加强组织领导", "（四）门户网站"])
def test_problems_keep_their_sub_headings(sub: str) -> None:
    found = of(H("六、存在的主要问题和改进措施"), H(sub), P())
    assert [w.sections[0] for w in found if w] == ["problems"] * 3


def test_the_next_chapter_ends_what_problems_keep() -> None:
    found = last(H("六、存在的主要问题"), H("（一）主动公开方面"), P(), H("七、其他需要报告的事项"), P())
    assert found.sections[0] == "other_matters"


def test_siblings_close_each_other() -> None:
    found = last(H("一、概述"), H("（一）依申请公开情况"), P(), H("（二）收费情况"), P())
    assert found.sections[0] == "fees"
    assert [h.words for h in found.chain] == ["概述", "收费情况"]


def test_a_chapter_numbered_anew_inside_a_chapter_is_one_level_deeper() -> None:
    """一、 二、 [一、 二、 三、] 三、: the inner list belongs to the second chapter."""
    inner = [H("一、主动公开不均"), P(), H("二、依申请公开偏慢"), P(), H("三、收费说明不清"), P()]
    found = of(H("一、概述"), P(), H("二、存在的主要问题"), *inner, H("三、其他需要报告的事项"), P())
    assert [w.sections[0] for w in found if w][3:9] == ["problems"] * 6
    assert found[4] is not None and [h.depth for h in found[4].chain] == [1, 2]
    assert found[-1] is not None and found[-1].sections[0] == "other_matters" and [h.depth for h in found[-1].chain] == [1]


def test_numbers_that_begin_anew_and_do_not_go_on_are_chapters() -> None:
    found = of(H("一、概述"), H("二、主动公开情况"), H("一、依申请公开情况"), P())
    assert found[-1] is not None and [h.words for h in found[-1].chain] == ["依申请公开情况"]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("（一）加强领导。局长挂帅。", "加强领导"), ("1、公开渠道：网站和广播。", "公开渠道"), ("公开渠道：网站和广播。", "公开渠道"), ("（一）加强领导 局长挂帅办这件事。", "加强领导"),
        ("局长挂帅。全年开会两次。", ""), ("全年公开。", ""), ("1、增长2.5倍。", ""), ("（一）加强领导。", ""),
    ],
)  # fmt: skip
def test_run_in_heads(text: str, head: str) -> None:
    assert last(P(text)).run_in == head


def test_a_table_under_a_heading_has_its_label() -> None:
    found = last(H("四、收费及减免情况"), Piece("table", "收费\t0", None, None))
    assert found.sections[0] == "fees"


def test_year_marks_and_blanks_in_a_heading_do_not_matter() -> None:
    for words in ("二、2016年主动公开情况", "## 二、主 动 公 开 情 况", "**二、“主动公开”情况**", "二、主动公开情况："):
        text = fold(words)
        number = read_numbering(text)
        found = last(Piece("heading", text, number, 1), P())
        assert found.sections[0] == "proactive", words


def test_a_sub_heading_of_a_merged_chapter_that_keeps_takes_its_own_section() -> None:
    """Two sections that keep their sub-headings, named by one chapter: each sub-heading says which of them is meant."""
    taxonomy = parse_sections(
        '[[section]]\nid = "problems"\nzh = "问题"\nkeeps = true\nwordings = [{ id = "problems.1", pattern = "问题" }]\n'
        '[[section]]\nid = "plan"\nzh = "计划"\nkeeps = true\nwordings = [{ id = "plan.1", pattern = "打算" }]\n'
        '[[section]]\nid = "rules"\nzh = "制度"\nwordings = [{ id = "rules.1", pattern = "制度" }]\n'
    )
    text = "一、存在问题和下一步打算\n（一）主要问题\n人手不足，制度不全。\n（二）下一步打算\n明年配齐人手，完善制度。\n（三）完善制度\n年内修订制度两项。\n"
    blocks = segment(text, taxonomy).blocks
    assert [b.role for b in blocks] == ["heading", "heading", "paragraph", "heading", "paragraph", "heading", "paragraph"]
    found = [w.sections[0] for w in witnesses(blocks, taxonomy) if w]
    assert found == ["problems", "problems", "problems", "plan", "plan", "problems", "problems"]


def run_in(text: str) -> str:
    """The head that a paragraph opens with, by one expression for the words up to their stop."""
    number = read_numbering(text)
    words = text[number.end :] if number else text
    match = re.match(r"([^。:;!?]{2,30}?)(?:[。:]|\.(?!\d))", words)
    if match and len(words) > match.end():
        if number or match[0][-1] == ":" or re.search("^.{2,14}(方面|情况|工作|机制)$", match[1]):
            return match[1]
    loose = re.match(r"([^。:;!? ]{2,24}) (?=\S)", words)
    return loose[1] if number and loose else ""


@given(st.sampled_from(["", "一、", "(一)", "1."]), st.text("甲乙丙方面情况工作.。:;1 !?\n", max_size=45))
def test_run_in_heads_are_those_of_one_expression(number: str, words: str) -> None:
    found = last(Piece("paragraph", number + words, read_numbering(number + words), None))
    assert found.run_in == run_in(number + words)


def test_blocks_under_one_chain_share_what_it_says_but_not_their_muteness() -> None:
    _, words, figures, more, other = of(H("二、主动公开情况"), P(), P("12 34"), P("发布照常。"), P("收费方面。没有收取费用。"))
    assert words == more and words is not None and not words.mute
    assert figures is not None and figures.mute and (figures.sections, figures.chain) == (words.sections, words.chain)
    assert other is not None and other.run_in == "收费方面"
