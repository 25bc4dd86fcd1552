"""Parts of the PDF reader on their own: characters, page frames, furniture, joining of lines, fonts that a PDF does not hold."""

from __future__ import annotations

import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.readers.pdf.characters import fold, is_unreadable, is_wide
from gkbg_nlp.readers.pdf.furniture import is_numbered, is_page_number, without_furniture
from gkbg_nlp.readers.pdf.lines import Line, glue, make_lines
from gkbg_nlp.readers.pdf.page import Frame, Glyph, Page
from gkbg_nlp.readers.pdf.reader import read

from .pdf_press import EM, Press


@given(st.characters())
def test_folding_gives_one_character_and_is_done_at_once(char: str) -> None:
    once = fold(char)
    assert len(once) == 1 and fold(once) == once


@pytest.mark.parametrize(("radical", "plain"), list(zip("⼀⼆⼈⽂⺠⻓⻔⻅⻚⻋⻢⻛⻘⾏", "一二人文民长门见页车马风青行", strict=True)))
def test_radicals(radical: str, plain: str) -> None:
    assert fold(radical) == plain


def test_compatibility_ideographs_fold_and_full_width_stays() -> None:
    assert fold("\uf9a8") == "令" and fold("\U0002f800") == "丽"
    assert all(fold(char) == char for char in "（），：；１２Ａ％ ①㈠　")


def test_the_table_of_radicals_is_whole() -> None:
    """Every assigned radical of the supplement but the two that stand for no ideograph, each with an ideograph."""
    lines = (files("gkbg_nlp.readers") / "data" / "radicals.tsv").read_text("utf-8").splitlines()
    pairs = dict(line.split("\t") for line in lines if not line.startswith("#"))
    wanted = {chr(code) for code in range(0x2E80, 0x2F00) if unicodedata.name(chr(code), "")} - {"\u2e80"}
    assert set(pairs) == wanted
    # Unicode of Python 3.11 does not know the newest ideographs of plane 2 yet.
    assert all("IDEOGRAPH" in unicodedata.name(plain, "") or ord(plain) > 0x20000 for plain in pairs.values())
    # Where Unicode's own normal form has an answer, it is the same.
    assert all(unicodedata.normalize("NFKC", radical) in (radical, plain) for radical, plain in pairs.items())


def test_what_is_unreadable() -> None:
    assert all(map(is_unreadable, "\ufffd\ue000\U00100000"))
    assert not any(map(is_unreadable, "政A1，　①\U0002b739"))


@given(st.integers(0, 3), st.floats(0, 600), st.floats(0, 800))
def test_a_frame_keeps_points_inside_and_turns_back(quarters: int, x: float, y: float) -> None:
    frame = Frame(10, 20, 610, 820, quarters)
    place = frame.place(10 + x, 20 + y)
    assert 0 <= place[0] <= frame.width and 0 <= place[1] <= frame.height
    # Seen from the opposite side the same point lies as far from the other two edges.
    other = Frame(10, 20, 610, 820, (quarters + 2) % 4).place(10 + x, 20 + y)
    assert place[0] + other[0] == pytest.approx(frame.width) and place[1] + other[1] == pytest.approx(frame.height)


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "- 12 -",
        "— 3 —",
        "－３－",
        "·4·",
        "第5页",
        "第 5 页 共 9 页",
        "第5页/共9页",
        "共9页，第5页",
        "第十二页",
        "5/9",
        "Page 5 of 9",
        "iv",
    ],
)
def test_page_numbers(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["一、总体情况", "2023年", "12345热线", "第5页有误", "共9件", "3.5", "（一）", ""])
def test_no_page_numbers(text: str) -> None:
    assert not is_page_number(text)


@pytest.mark.parametrize("text", ["（五）不予处理", "(三)其他", "1.信访举报", "2、重复申请", "四、结转", "①甲", "总计", "其中：网站"])
def test_labels_with_a_number(text: str) -> None:
    assert is_numbered(text)


@pytest.mark.parametrize("text", ["法提供", "反复申请", "共五件", "12件"])
def test_labels_without_a_number(text: str) -> None:
    assert not is_numbered(text)


def line(text: str, y: float, page: int = 1) -> Line:
    return Line(text, 74, 74 + EM * len(text), y, EM, page, False, EM)


def furnished(*pages: list[Line]) -> list[list[str]]:
    blank = [Page(number, 595, 842, ()) for number in range(1, len(pages) + 1)]
    return [[kept.text for kept in found] for found in without_furniture(blank, pages)]


def test_a_head_must_stand_at_one_height() -> None:
    assert furnished([line("年报", 60), line("甲", 200)], [line("年报", 61), line("乙", 200)]) == [["甲"], ["乙"]]
    assert furnished([line("年报", 60), line("甲", 200)], [line("年报", 90), line("乙", 200)]) == [["年报", "甲"], ["年报", "乙"]]


def test_a_head_must_stand_at_the_edge() -> None:
    pages = [[line("续表", 400)], [line("续表", 400)]]
    assert furnished(*pages) == [["续表"], ["续表"]]


def test_a_page_number_must_be_the_outermost_line() -> None:
    assert furnished([line("甲", 200), line("7", 770), line("乙", 790)]) == [["甲", "7", "乙"]]
    assert furnished([line("甲", 200), line("乙", 770), line("7", 790)]) == [["甲", "乙"]]
    assert furnished([line("甲", 200), line("7", 400)]) == [["甲", "7"]]


def test_a_page_number_under_a_running_foot_goes_too() -> None:
    pages = [[line("甲乙", 200), line(str(n), 790), line("县政府办", 810)] for n in (1, 2)]
    assert furnished(*pages) == [["甲乙"], ["甲乙"]]


@pytest.mark.parametrize(
    ("before", "after", "blank", "between"),
    [
        ("受理", "申请", False, ""),
        ("受理", "申请", True, ""),
        ("0517-", "83605", False, ""),
        ("3985", "758", False, ""),
        ("open", "data", False, " "),
        ("12", "34", True, " "),
        ("见www.example.", "gov.cn", False, ""),
        ("见www.exam", "ple.cn", False, ""),
        ("共351", "件", False, ""),
        ("", "x", False, ""),
    ],
)
def test_glue(before: str, after: str, blank: bool, between: str) -> None:
    assert glue(before, after, blank) == between


@given(st.lists(st.text("政府信息公开年报", min_size=1, max_size=12), min_size=1, max_size=8), st.randoms())
def test_characters_in_any_order_make_the_same_lines(texts: list[str], dice: object) -> None:
    glyphs = [
        Glyph(char, 74 + 16.0 * col, 90 + 16.0 * col, 100 + 28.0 * row, 16.0)
        for row, text in enumerate(texts)
        for col, char in enumerate(text)
    ]
    shuffled = list(glyphs)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert [line.text for line in make_lines(shuffled, 1)] == texts


def test_raised_and_lowered_print_stays_on_its_line() -> None:
    glyphs = [Glyph("万", 0, 16, 100, 16), Glyph("②", 16, 24, 95, 8), Glyph("元", 24, 40, 100, 16), Glyph("下", 0, 16, 128, 16)]
    assert [line.text for line in make_lines(glyphs, 1)] == ["万②元", "下"]


def set_at(*placed: tuple[str, float]) -> list[Line]:
    """A line of characters, each half a square wide if it is no Chinese one."""
    return make_lines([Glyph(char, x, x + (16 if is_wide(char) else 8), 100, 16) for char, x in placed], 1)


def test_a_gap_between_letters_is_a_blank() -> None:
    assert [line.text for line in set_at(("a", 0), ("b", 8), ("c", 20), ("d", 28))] == ["ab cd"]
    assert [line.text for line in set_at(("a", 0), ("b", 8), ("c", 17), ("d", 25))] == ["abcd"]


def test_a_blank_of_the_file_counts_where_it_takes_room() -> None:
    assert [line.text for line in set_at(("政", 0), (" ", 16), ("务", 24))] == ["政 务"]
    assert [line.text for line in set_at(("政", 0), (" ", 16), ("务", 16.5))] == ["政务"]
    assert [line.text for line in set_at(("共", 0), (" ", 16), ("3", 24))] == ["共 3"]


def test_a_character_printed_twice_is_read_once_and_two_are_two() -> None:
    assert [line.text for line in set_at(("政", 0), ("政", 0.5), ("务", 16), ("务", 16.5))] == ["政务"]
    assert [line.text for line in set_at(("一", 0), ("一", 16))] == ["一一"]


def test_the_first_piece_of_a_line_holds_what_cannot_be_parted_but_no_row_of_marks() -> None:
    heads = {
        text: set_at(*((char, 16.0 * i) for i, char in enumerate(text)))[0].head for text in ("政务公开", "政，务", "“政务", "说、、、、、")
    }
    assert heads == {"政务公开": 16, "政，务": 32, "“政务": 32, "说、、、、、": 48}


def test_marks_of_open_width_are_chinese_here() -> None:
    assert all(map(is_wide, "政“”…—（")) and not any(map(is_wide, "aA1(-"))


def test_fonts_that_a_pdf_does_not_hold_lose_no_character_and_pdfium_is_left_as_it_was() -> None:
    """The press sets each character alone in a font that it does not embed: what PDFium drops without a stand-in."""
    import pypdfium2

    press = Press()
    press.paragraph("全年受理申请七件。")
    data = press.bytes()

    def alone() -> int:
        document = pypdfium2.PdfDocument(data)
        text = document[0].get_textpage()
        count = text.count_chars()
        for thing in (text, document):
            thing.close()
        return int(count)

    before = alone()
    assert read(data).text.strip() == "全年受理申请七件。"
    assert alone() == before
    assert read(data).text.strip() == "全年受理申请七件。"
