"""The numbering in front of a heading or list item: its level, its number and where the words behind it begin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from gkbg_nlp.taxonomy.precompiled import compiled

_HAN = "一二三四五六七八九十"
_HAN_BRACKETED = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_ARABIC = "0123456789"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DIGITS = {c: i for i, c in enumerate(_HAN, 1)}
# 第一篇: with a colon counts the papers of a collection, not the chapters of one.
# Levels follow the order in which Chinese official writing (GB/T 9704-2012, 7.3.3) nests its marks: 一、 （一） 1. （1）.
# Each form: name, level, the characters that it begins with, pattern.
_FORMS = (
    ("part", 1, "第", rf"第 ?([{_HAN}]{{1,3}}|\d{{1,2}}) ?(?:(?:部分|章) ?[、.:,]?|篇(?! ?:) ?[、.,]?) *"),
    ("part", 2, "第", rf"第 ?([{_HAN}]{{1,3}}|\d{{1,2}}) ?节 ?[、.:,]? *"),
    ("ordinal", 2, "第", rf"第([{_HAN}]{{1,2}}) ?[、.:,] *"),
    ("han", 1, _HAN, rf"([{_HAN}]{{1,3}}) {{0,2}}[、.:,·] *"),
    ("han", 1, _HAN, rf"([{_HAN}]{{1,3}}) +(?=[^\s\d])"),
    ("han_bracket", 2, "([【〔", rf"[(\[【〔] *([{_HAN}]{{1,3}}) *[)\]】〕] *[、.,]? *"),
    ("han_bracket", 2, _HAN, rf"([{_HAN}]{{1,3}}) ?\) *[、.]? *"),
    ("han_bracket", 2, _HAN_BRACKETED, "([㈠-㈩]) *[、.]? *"),
    ("decimal", 4, _ARABIC, r"(\d{1,2})(?:\.\d{1,2}){1,2} +(?=[\u4e00-\u9fff])"),
    ("arabic", 3, _ARABIC, r"(\d{1,2}) {0,2}(?:[、]|[.](?! ?\d)) *"),
    ("arabic_bracket", 4, "(", r"\( ?(\d{1,2}) ?\) *[、.]? *"),
    ("arabic_bracket", 4, _ARABIC, r"(\d{1,2}) ?\) *[、.]? *"),
    ("circle", 5, _CIRCLED, "([①-⑳]) *[、.]? *"),
)
_BY_SIGN = {
    sign: tuple((form, level, compiled(pattern).match) for form, level, signs, pattern in _FORMS if sign in signs)
    for sign in "".join(dict.fromkeys("".join(signs for _, _, signs, _ in _FORMS)))
}
HAN_DIGITS = frozenset(_HAN)
SIGNS = frozenset(_BY_SIGN)
"""The characters that a numbering begins with."""
_LOST_SEPARATOR = compiled(rf"([{_HAN}]{{1,2}})(?=[^{_HAN}是个项些方切般定致步样直年月日律旦边把次名条件，,、]{{2}})")


@dataclass(frozen=True, slots=True)
class Numbering:
    """``end`` is the offset in the line at which the words behind the number begin."""

    form: str
    level: int
    value: int
    end: int


def number_value(mark: str) -> int:
    """The value of a numbering's sign: Chinese up to 99, Arabic, bracketed or circled."""
    if mark.isdecimal():
        return int(mark)
    if "①" <= mark <= "⑳":
        return ord(mark) - ord("①") + 1
    if "㈠" <= mark <= "㈩":
        return ord(mark) - ord("㈠") + 1
    tens, ten, ones = mark.rpartition("十")
    if not ten:
        return _DIGITS[mark[-1]]
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS[ones[-1]] if ones else 0)


@lru_cache(maxsize=2048)
def _numbering(form: str, level: int, mark: str, end: int) -> Numbering:
    """A numbering; the few dozen that there are recur in every report."""
    return Numbering(form, level, number_value(mark), end)


def _read(line: str) -> Numbering | None:
    if line[:3].isdecimal():  # a year: no form has three digits
        return None
    for form, level, match in _BY_SIGN.get(line[:1], ()):
        if found := match(line):
            return _numbering(form, level, found[1], found.end())
    return None


_USUAL = {mark: _read(mark + "甲") for sign in _HAN + _ARABIC for mark in (f"{sign}、", f"({sign})", f"{sign}.")}


def read_numbering(line: str) -> Numbering | None:
    """The numbering that a folded line begins with, ``None`` where there is none."""
    usual = _USUAL.get(line[:2]) or _USUAL.get(line[:3])
    if usual is not None and "\u4e00" <= line[usual.end : usual.end + 1] <= "\u9fff":
        return usual  # with a word right behind it the mark says all
    return _read(line)


def read_lost_separator(line: str) -> Numbering | None:
    """A Chinese number glued to its heading (一概述); only for a caller who knows that the rest names a section."""
    match = _LOST_SEPARATOR.match(line)
    return _numbering("han", 1, match[1], match.end()) if match else None
