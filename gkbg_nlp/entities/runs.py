"""Where the numbers of a view stand: the runs of Arabic digits and of Chinese numerals, found in one pass for all matchers.

A number begins where a run begins. So a matcher tries its patterns there only, and only where the character behind the run can
belong to what it looks for.
"""

from __future__ import annotations

import string
import sys
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gkbg_nlp.taxonomy.measures import load_measures
from gkbg_nlp.taxonomy.wordgroups import load_groups

NUMERALS = "一二两三四五六七八九十百千万〇"
"""Of what Chinese runs are made; 亿 stands behind a run, as 点 does."""
ARABIC, CHINESE = 1, 2  # what a run is made of
COUNTED, DATED, DIALLED = 4, 8, 16  # what can go on behind a run: a counting word or the rest of the number, a date, a telephone number
LISTED, SPEAKING = 32, 64  # before a number: the mark of a list, which may go on from an ordinal (第1、2条); what may make no count of it
_SIZE = 1 << 16
_LIST_MARKS = ",、和至及"
_BEFORE = ("ordinal.before", "rank.before", "rank.moved", "rank.raised", "vague.before", "approx.before")  # their last characters speak
_SPEAKING = f"{string.ascii_letters}{string.digits}{NUMERALS}_-~/.》“‘「『了条款项章节之初周期拜"


class Runs(NamedTuple):
    """The borders of runs in one text, ascending, with the signs of the characters on both sides.

    Attributes:
        edges: offsets where a run begins or ends.
        behind: signs of the character at each border.
        before: signs of the character before each.
    """

    edges: NDArray[np.intp]
    behind: NDArray[np.uint8]
    before: NDArray[np.uint8]

    def followed(self, kinds: int, signs: int) -> tuple[list[int], list[int], list[int]]:
        """Start, end and the signs before the start of the runs of these kinds that one of the signs follows."""
        behind = self.behind
        at = ((behind[:-1] & kinds > 0) & (behind[1:] & signs > 0)).nonzero()[0]
        return self.edges.take(at).tolist(), self.edges.take(at + 1).tolist(), self.before.take(at).tolist()


@cache
def _signs() -> NDArray[np.uint8]:
    """The signs of each character; the last of the table stands for all beyond the basic plane."""
    words = load_groups("numbers.toml")
    joints = "".join(w[0] for w in words["range.joint"])
    more = "".join(words["approx.inside"])
    counting = {w[0] for w, measure in load_measures().items() if measure.kind == "count"}  # behind 年 or 元 no number counts
    counting = {w[0] for w, measure in load_measures().items() if measure.kind == "count"}  # behind 年 or 元 no number counts
    spaces = "".join(filter(str.isspace, map(chr, range(sys.maxunicode))))
    table = np.zeros(_SIZE, np.uint8)
    for sign, characters in (
        (ARABIC, "0123456789"),
        (CHINESE, NUMERALS),
        (COUNTED, f" ,.*百千万亿点{joints}{more}{''.join(counting)}"),
        (DATED, " 年月日./-"),
        (DIALLED, " )]】/.·-"),
        (LISTED, _LIST_MARKS),
        (SPEAKING, f"{_SPEAKING}{spaces}{''.join(w[-1] for group in _BEFORE for w in words[group])}"),
    ):
        table[[ord(c) for c in set(characters)]] |= sign
    return table


_last: tuple[str, Runs] | None = None


def runs_of(text: str) -> Runs:
    """The runs of a text. Those of the last text are kept, because the matchers ask for the same one after the other."""
    global _last
    last = _last
    if last is None or last[0] is not text:
        _last = last = text, _runs(text)
    return last[1]


def _runs(text: str) -> Runs:
    """The runs between line breaks that are put round the text, so that each has a character on both sides."""
    codes = np.frombuffer(f"\n{text}\n\n".encode("utf-32-le", "surrogatepass"), np.int32)
    signs = _signs().take(codes, mode="clip")
    kinds = signs & (ARABIC | CHINESE)
    edges = (kinds[1:] != kinds[:-1]).nonzero()[0]
    return Runs(edges, signs[1:].take(edges), signs.take(edges))
