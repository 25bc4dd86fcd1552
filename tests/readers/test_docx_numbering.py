"""Automatic numbers of DOCX files, as Word shows them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.layout.numbering import number_value
from gkbg_nlp.readers.word import docx
from gkbg_nlp.readers.word.formats import format_number, glyph

MakeDocx = Callable[..., bytes]


def item(text: str, list_id: int | str, level: int = 0) -> str:
    inner = f"<w:r><w:t>{text}</w:t></w:r>" if text else ""
    return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>{inner}</w:p>'


def level(at: int, form: str, pattern: str, *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/>{more}'
        f'<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>'
    )


def lists(*levels: str, more: str = "") -> str:
    """One abstract list with the lists 1 and 2 of it, and ``more``."""
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in (1, 2))
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}{more}'


OFFICIAL = (
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircle", "%4", more='<w:suff w:val="nothing"/>'),
)


def numbered(make_docx: MakeDocx, numbering: str, *items: str, styles: str = "") -> list[str]:
    return docx.read(make_docx("".join(items), numbering=numbering, styles=styles)).text.split("\n")


def test_the_four_levels_of_official_writing(make_docx: MakeDocx) -> None:
    items = [
        item("概述", 1), item("机构", 1, 1), item("人员", 1, 1), item("甲", 1, 2), item("乙", 1, 2), item("子", 1, 3), item("丑", 1, 3),
        item("措施", 1), item("宣传", 1, 1), item("丙", 1, 2), item("", 1),
    ]  # fmt: skip
    assert numbered(make_docx, lists(*OFFICIAL), *items) == [
        "一、概述", "（一）机构", "（二）人员", "1. 甲", "2. 乙", "①子", "②丑", "二、措施", "（一）宣传", "1. 丙", "三、",
    ]  # fmt: skip


def test_lists_of_one_kind_count_on_unless_they_say_where_they_begin(make_docx: MakeDocx) -> None:
    own = '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    items = [item("a", 1), item("b", 2), item("c", 3), item("d", 3), item("e", 1)]
    assert numbered(make_docx, lists(*OFFICIAL, more=own), *items) == ["一、a", "二、b", "五、c", "六、d", "七、e"]


def test_a_list_may_have_levels_of_its_own(make_docx: MakeDocx) -> None:
    own = f'<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)", start=3)}</w:lvlOverride></w:num>'
    assert numbered(make_docx, lists(*OFFICIAL, more=own), item("a", 3), item("b", 3, 1)) == ["III) a", "（一）b"]


def test_several_numbers_in_one_and_levels_that_never_came(make_docx: MakeDocx) -> None:
    numbering = lists(
        level(0, "chineseCounting", "第%1章", more='<w:suff w:val="space"/>'),
        level(1, "decimal", "%1.%2", more="<w:isLgl/>"),
        level(2, "lowerLetter", "%1-%3", start=0),
    )
    items = [item("x", 1, 1), item("甲", 1), item("乙", 1, 1), item("丙", 1, 1), item("丁", 1, 2), item("戊", 1)]
    assert numbered(make_docx, numbering, *items) == ["1.1 x", "第一章 甲", "1.1 乙", "1.2 丙", "一-0 丁", "第二章 戊"]


def test_levels_that_do_not_begin_anew(make_docx: MakeDocx) -> None:
    def restart(number: int) -> str:
        return f'<w:lvlRestart w:val="{number}"/>'

    numbering = lists(level(0, "decimal", "%1."), level(1, "decimal", "%2)", more=restart(0)), level(2, "decimal", "%3]", more=restart(1)))
    items = [
        item("a", 1),
        item("b", 1, 1),
        item("c", 1, 2),
        item("d", 1, 1),
        item("e", 1, 2),
        item("f", 1),
        item("g", 1, 1),
        item("h", 1, 2),
    ]
    assert numbered(make_docx, numbering, *items) == ["1. a", "1) b", "1] c", "2) d", "2] e", "2. f", "3) g", "1] h"]


def test_the_number_may_come_from_the_style(make_docx: MakeDocx) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:basedOn w:val="h1"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="off"><w:name w:val="o"/><w:basedOn w:val="h1"/>'
        '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    numbering = lists(
        level(0, "decimal", "%1）", more='<w:pStyle w:val="other"/>'), level(1, "ideographDigital", "%2．", more='<w:pStyle w:val="h1"/>')
    )

    def styled(name: str, more: str = "") -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{name}"/>{more}</w:pPr><w:r><w:t>{name}</w:t></w:r></w:p>'

    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    items = [styled("h1"), styled("h2"), styled("off"), styled("h1", none), styled("h1")]
    assert numbered(make_docx, numbering, *items, styles=styles) == ["一．h1", "二．h2", "off", "h1", "三．h1"]


def test_a_style_that_names_a_level_but_no_list_numbers_nothing(make_docx: MakeDocx) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="h"><w:pPr><w:numPr><w:ilvl w:val="0"/></w:numPr></w:pPr></w:style>'
    body = '<w:p><w:pPr><w:pStyle w:val="h"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
    assert numbered(make_docx, lists(*OFFICIAL), body, styles=styles) == ["a"]


def test_levels_from_a_style_of_lists(make_docx: MakeDocx) -> None:
    more = (
        f'<w:abstractNum w:abstractNumId="7"><w:styleLink w:val="S"/>{OFFICIAL[0]}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="S"/></w:abstractNum><w:num w:numId="9"><w:abstractNumId w:val="8"/></w:num>'
    )
    assert numbered(make_docx, lists(more=more), item("a", 9), item("b", 9)) == ["一、a", "二、b"]


def test_bullets(make_docx: MakeDocx) -> None:
    numbering = lists(
        level(0, "bullet", "\uf06c"), level(1, "bullet", "o"), level(2, "bullet", "\uf001"), level(3, "none", ""), level(4, "bullet", "")
    )
    items = [item("a", 1), item("b", 1, 1), item("c", 1, 2), item("d", 1, 3), item("e", 1, 4)]
    assert numbered(make_docx, numbering, *items) == ["● a", "○ b", "• c", "d", "e"]


@pytest.mark.parametrize(
    "numbering", ["", "<w:num/>", '<w:num w:numId="1"/>', '<w:abstractNum/><w:num w:numId="1"><w:abstractNumId/></w:num>']
)
def test_lists_that_are_not_there_number_nothing(numbering: str, make_docx: MakeDocx) -> None:
    assert numbered(make_docx, numbering, item("a", 1), item("b", "x", 99)) == ["a", "b"]


def test_numbers_in_the_cells_of_a_table(make_docx: MakeDocx) -> None:
    row = f"<w:tr><w:tc>{item('', 1)}</w:tc><w:tc><w:p><w:r><w:t>规章</w:t></w:r></w:p></w:tc></w:tr>"
    assert numbered(make_docx, lists(level(0, "decimal", "%1")), f"<w:tbl>{row * 2}</w:tbl>") == ["1\t规章", "2\t规章"]


@pytest.mark.parametrize(
    ("style", "numbers"),
    [
        ("chineseCounting", {0: "零", 1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一百", 105: "一百零五", 110: "一百一十", 1001: "一千零一"}),
        ("chineseLegalSimplified", {3: "叁", 12: "拾贰"}),
        ("ideographDigital", {3: "三", 10: "一〇", 21: "二一"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21", 0: "0"}),
        ("ideographEnclosedCircle", {1: "㈠", 11: "11"}),
        ("ideographTraditional", {1: "甲", 10: "癸"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA"}),
        ("lowerRoman", {4: "iv", 1999: "mcmxcix", 4000: "4000"}),
        ("decimalZero", {3: "03", 12: "12"}),
        ("decimalFullWidth", {12: "１２"}),
        ("numberInDash", {3: "- 3 -"}),
        ("none", {3: ""}),
        ("no such format", {3: "3", -1: "-1"}),
    ],
)  # fmt: skip
def test_formats(style: str, numbers: dict[int, str]) -> None:
    assert {number: format_number(number, style) for number in numbers} == numbers


@given(st.integers(1, 99))
def test_layout_reads_the_chinese_numbers_that_are_written(number: int) -> None:
    assert number_value(format_number(number, "chineseCounting")) == number


@pytest.mark.parametrize(
    ("code", "known"),
    [(0x1F, False), (0x20, True), (0xD7FF, True), (0xD800, False), (0xDFFF, False), (0xE000, False), (0xF8FF, False), (0xF900, True),
     (0x10FFFF, True), (0x110000, False)],
)  # fmt: skip
def test_codes_that_are_characters(code: int, known: bool) -> None:
    assert glyph("宋体", code) == (chr(code) if known else None)


@given(st.text(max_size=12), st.integers(-1, 0x120000))
def test_a_glyph_is_a_character_or_nothing(font: str, code: int) -> None:
    sign = glyph(font, code)
    assert sign is None or (len(sign) == 1 and not "\ue000" <= sign <= "\uf8ff")
