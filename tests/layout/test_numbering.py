"""Every numbering form: its level, its value, and where the words begin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.numbering import number_value, read_lost_separator, read_numbering

WORDS = "水情发布"


@pytest.mark.parametrize(
    ("mark", "form", "level", "value"),
    [
        ("一、", "han", 1, 1), ("十、", "han", 1, 10), ("十二、", "han", 1, 12), ("二十一、", "han", 1, 21),
        ("三．", "han", 1, 3), ("四 、", "han", 1, 4), ("五　", "han", 1, 5), ("六· ", "han", 1, 6),
        ("第一部分　", "part", 1, 1), ("第 2 部分：", "part", 1, 2), ("第三章 ", "part", 1, 3), ("第四篇、", "part", 1, 4), ("第二节 ", "part", 2, 2),
        ("第一.", "ordinal", 2, 1), ("第二、", "ordinal", 2, 2), ("第三，", "ordinal", 2, 3),
        ("（一）", "han_bracket", 2, 1), ("(十一)", "han_bracket", 2, 11), ("（ 二 ）、", "han_bracket", 2, 2), ("〔三〕", "han_bracket", 2, 3),
        ("【四】", "han_bracket", 2, 4), ("五）", "han_bracket", 2, 5), ("㈠", "han_bracket", 2, 1), ("㈩、", "han_bracket", 2, 10),
        ("1、", "arabic", 3, 1), ("2.", "arabic", 3, 2), ("３．", "arabic", 3, 3), ("12. ", "arabic", 3, 12),
        ("(1)", "arabic_bracket", 4, 1), ("（２）", "arabic_bracket", 4, 2), ("3)", "arabic_bracket", 4, 3), ("4）、", "arabic_bracket", 4, 4),
        ("①", "circle", 5, 1), ("⑳ ", "circle", 5, 20),
    ],
)  # fmt: skip
def test_forms(mark: str, form: str, level: int, value: int) -> None:
    number = read_numbering(fold(mark + WORDS))
    assert number is not None
    assert (number.form, number.level, number.value) == (form, level, value)
    assert fold(mark + WORDS)[number.end :] == WORDS


@pytest.mark.parametrize(
    "line", ["", "水情发布", "2016年全年", "一是水情", "3.5万条", "12.08.2016", "一个窗口", "第十届水博会", "(2016)", "2016、2017"]
)
def test_no_numbering(line: str) -> None:
    assert read_numbering(fold(line)) is None


def test_a_number_glued_to_its_heading_needs_a_caller_who_knows() -> None:
    assert read_numbering("一概述") is None
    number = read_lost_separator("一概述")
    assert number is not None and (number.form, number.level, number.value, number.end) == ("han", 1, 1, 1)
    assert read_lost_separator("一个窗口") is None


def _han(n: int) -> str:
    digits = "一二三四五六七八九"
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens - 1] + "十") + (digits[ones - 1] if ones else "")


@given(st.integers(1, 99))
def test_value_of_chinese_and_arabic(n: int) -> None:
    assert number_value(_han(n)) == n
    assert number_value(str(n)) == n


@given(st.integers(1, 20))
def test_value_of_circles_and_brackets(n: int) -> None:
    assert number_value(chr(ord("①") + n - 1)) == n
    assert n > 10 or number_value(chr(ord("㈠") + n - 1)) == n


@given(st.text(st.sampled_from("第一二十部分章节、.:()（[〔㈠①1２ 9）水\t#")))
def test_never_raises_and_stays_in_the_line(text: str) -> None:
    line = fold(text)
    number = read_numbering(line)
    assert number is None or (0 < number.end <= len(line) and 1 <= number.level <= 5 and number.value >= 0)
