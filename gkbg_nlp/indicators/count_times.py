"""Words of time before a number: of the report's year, of all years, of another year."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from gkbg_nlp.indicators.periods import Period
from gkbg_nlp.taxonomy.indicators import ANY_NUMBER
from gkbg_nlp.taxonomy.lexicon import Search
from gkbg_nlp.taxonomy.precompiled import compiled

_NUMBER = compiled(f"[{ANY_NUMBER}]")
_YEAR = compiled(r"20\d\d")
_UP_TO, _MONTH = ("截至", "截止", "截止到", "到", "至"), compiled(r"\d{1,2}月|初")  # 截至2017年2月: when it was counted
_TITLED = compiled("《[^》\n]*》?")
_MOST_BACK = 20  # words looked back over: sentences without end stay cheap


class Times:
    """The words of time in a text, and what each says."""

    def __init__(self, words: Search[str], text: str, places: Sequence[tuple[int, int]], ends: Sequence[int], year: int | None) -> None:
        """``places`` are those where a word of time may begin, and others; the sentences of ``text`` end at ``ends``."""
        may = words.may
        places = [place for place in places if may[place[1]]]
        untitled = text
        if "《" in text:
            untitled = _TITLED.sub(lambda title: "《" * len(title[0]), text)  # 《2015年工作要点》 says no period
            places = [place for place in places if untitled[place[0]] != "《"]
        self._starts, self._ends, ids = words.words(untitled, places, ends)
        self._said = [_said(text, *one, year) for one in zip(self._starts, self._ends, ids, strict=True)]

    def any(self, start: int, end: int) -> bool:
        """Whether there is a word of time between two places."""
        starts = self._starts
        first = bisect_left(starts, start)
        return first < len(starts) and starts[first] < end

    def period(self, text: str, begin: int, at: int) -> Period | None:
        """What the last word of time before the number at ``at`` says, in the sentence that begins at ``begin``."""
        starts = self._starts
        last = bisect_left(starts, at)
        for k in range(last - 1, max(0, last - _MOST_BACK) - 1, -1):
            if starts[k] < begin:
                break
            said = self._said[k]
            if said != "total" or _NUMBER.search(text, self._ends[k], at) is None:
                return said
            # 本年收到23宗(2008年以来累计176宗), 答复21宗: of the figure right behind it alone
        return None


def _said(text: str, start: int, end: int, name: str, year: int | None) -> Period:
    if name != "year":
        return "total" if name == "total" else "other"
    stated = _YEAR.match(text, start)
    if stated is None or year is None or int(stated[0]) == year:
        return "year"
    if int(stated[0]) < year or text.endswith(_UP_TO, 0, start) or _MONTH.match(text, end):
        return "other"
    return "later"
