"""How much a decoded text looks like Chinese, from the characters it uses: tells a right decoding from mojibake."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any

# Enough characters to be sure, few enough to be quick.
_SAMPLE = 4_000
# ASCII says nothing of the encoding; a control character says that the decoding is wrong.
_ASCII = re.compile("[\t-\r\x1a\x20-\x7e]+")

_FREQUENT = 1.0
_MARK = 0.5
_ORDINARY = 0.3
_RARE = -0.5
_FOREIGN = -1.0
_WRONG = -3.0

_MARKS = "、。·…—～‖“”‘’《》〈〉「」『』【】〔〕（）！，：；？％＋－／＝〇①②③④⑤⑥⑦⑧⑨⑩㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩ⅠⅡⅢⅣⅤ○●□■◆▲△★☆※→×℃№㎡\u3000\u00a0"


@cache
def _weights() -> dict[str, float]:
    """Weight of each known character: frequent ones of the data file, ordinary ones of GB2312's and Big5's first planes, marks."""
    table: dict[str, float] = {}
    for first, last, codec in ((0xB0, 0xD7, "gb2312"), (0xA4, 0xC6, "big5")):
        for lead in range(first, last + 1):
            for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
                table.update(dict.fromkeys(bytes((lead, trail)).decode(codec, "ignore"), _ORDINARY))
    lines = (files("gkbg_nlp.readers") / "data" / "frequent.txt").read_text("utf-8").splitlines()
    for line in lines:
        if not line.startswith(("#", "[")):
            table.update(dict.fromkeys(line, _FREQUENT))
    table.update(dict.fromkeys(_MARKS, _MARK))
    table.update(dict.fromkeys(map(chr, range(0xFF01, 0xFF5F)), _MARK))
    return table


def _unknown(char: str) -> float:
    if "\u4e00" <= char <= "\u9fff":
        return _RARE
    # Cc control, Cn unassigned, Co private use, Cs surrogate; U+FFFD is what a decoder puts for bytes it cannot read.
    if char == "\ufffd" or unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs"):
        return _WRONG
    return _FOREIGN


@cache
def _over(least: float) -> Any:
    """By code point: how far a character's weight is over ``least``, 0 for those that say nothing, NaN for what is seldom."""
    import numpy as np  # late: only files that are no UTF-8 need it

    table = np.full(0x10000, np.nan)
    table[0x4E00:0xA000] = _RARE - least  # as _unknown() says
    for char, weight in _weights().items():
        table[ord(char)] = weight - least
    table[0xFFFD] = _WRONG - least
    for code in range(0x7F):
        if _ASCII.fullmatch(chr(code)):
            table[code] = 0.0
    return table


def is_plausible(text: str, least: float) -> bool:
    """Whether :func:`plausibility` is at least ``least``, in a tenth of the time for usual text."""
    import numpy as np

    if len(text) <= _SAMPLE and not text.endswith("\0"):
        codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")  # halves of a pair are seldom
        over = float(np.add.reduce(_over(least).take(codes)))
        if abs(over) > 1e-6:  # not NaN, and not so near that the order of the sum could decide
            return over > 0
    return plausibility(text) >= least


def plausibility(text: str) -> float:
    """Mean weight of the characters that are not ASCII: about 0.9 for Chinese prose, below 0 for mojibake, 0.0 where there are none."""
    table = _weights()
    total, counted = 0.0, 0
    for char, times in Counter(_ASCII.sub("", text.rstrip("\0"))[:_SAMPLE]).items():
        weight = table.get(char)
        total += times * (_unknown(char) if weight is None else weight)
        counted += times
    return total / counted if counted else 0.0
