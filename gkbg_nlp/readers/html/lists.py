"""The numbers that a browser puts before the items of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gkbg_nlp.readers.html.tree import Node

_STYLE = re.compile(r"(?:^|;)\s*list-style(?:-type)?\s*:\s*(?P<value>[^;]*)", re.IGNORECASE)
_BY_TYPE = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_CHINESE = frozenset("cjk-ideographic simp-chinese-informal trad-chinese-informal simp-chinese-formal cjk-decimal".split())
# What a text is numbered by when its author numbered it.
_NUMBERED = re.compile(
    r"[\s\u3000]*(?:[(（]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4}|[a-zA-Z])(?:[)）、．]|\.(?!\d))|[①-⑳㈠-㈩⑴-⒛]|第[一二三四五六七八九十]{1,3}|[一二三四五六七八九十]是)"
)
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_DIGITS = "〇一二三四五六七八九"
_MOST = 999


@dataclass(slots=True)
class _List:
    style: str  # empty in a list without numbers
    next: int
    pending: int | None = None  # the number of an item that has shown no text yet


class Numbers:
    """The open lists; told of every block element that begins or ends, it says what stands before a line."""

    def __init__(self) -> None:
        self._lists: list[_List] = []

    def enter(self, node: Node) -> None:
        """A block element begins."""
        if node.tag in ("ul", "ol", "menu", "dir"):
            self._lists.append(_List(_style(node) if node.tag == "ol" else "", _integer(node.attributes.get("start"), 1)))
        elif node.tag == "li" and self._lists and self._lists[-1].style:
            last = self._lists[-1]
            last.next = _integer(node.attributes.get("value"), last.next)
            last.pending = None if "none" in _list_style(node) else last.next
            last.next += 1

    def leave(self, node: Node) -> None:
        """A block element ends."""
        if node.tag in ("ul", "ol", "menu", "dir") and self._lists:
            self._lists.pop()
        elif node.tag == "li" and self._lists:
            self._lists[-1].pending = None

    def before(self, text: str) -> str:
        """The number before a line: only on the first one of an item, and only where the text has none of its own."""
        if not self._lists or self._lists[-1].pending is None:
            return ""
        last, number = self._lists[-1], self._lists[-1].pending
        last.pending = None
        return "" if number is None or _NUMBERED.match(text) else marker(last.style, number)


def marker(style: str, number: int) -> str:
    """The number of an item in a style of CSS with the mark behind it: ``1. ``, ``c. ``, ``iv. ``, ``十二、``."""
    if style in _CHINESE and 0 < number < 100:
        return f"{_chinese(number)}、"
    if style.startswith(("lower-alpha", "lower-latin", "upper-alpha", "upper-latin")) and 0 < number <= 26:
        letter = chr(96 + number)
        return f"{letter.upper() if style.startswith('upper') else letter}. "
    if style.endswith("roman") and 0 < number <= _MOST:
        roman, rest = "", number
        for value, letters in _ROMAN:
            roman += letters * (rest // value)
            rest %= value
        return f"{roman.upper() if style.startswith('upper') else roman}. "
    return f"{number}. "


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def _style(node: Node) -> str:
    written = _list_style(node) or _BY_TYPE.get(node.attributes.get("type", ""), "decimal")
    words = written.split()
    return "" if {"none", "disc", "circle", "square"} & set(words) else words[0]


def _list_style(node: Node) -> str:
    match = _STYLE.search(node.attributes.get("style", ""))
    return match["value"].strip().lower() if match else ""


def _integer(written: str | None, default: int) -> int:
    return int(written) if written and re.fullmatch(r"-?[0-9]{1,6}", written.strip()) else default
