"""The channels that the words around a number name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from gkbg_nlp.taxonomy.lexicon import Search
from gkbg_nlp.taxonomy.precompiled import compiled

_LIST = compiled("[^,。;:]{0,6}?[、和及与/][^,。;:]{0,4}")  # between two channels of one list


class Channels:
    """The channels of one kind in a text."""

    def __init__(self, words: Search[str], text: str, places: Sequence[tuple[int, int]]) -> None:
        """``places`` are those where a channel may begin, and others, with what stands there."""
        self._words = words
        self._text = text
        self._places = [place for place in places if words.may[place[1]]]
        self._starts = [place[0] for place in self._places]

    def any(self, start: int, end: int) -> bool:
        """Whether a channel may be named between two places."""
        starts = self._starts
        first = bisect_left(starts, start)
        return first < len(starts) and starts[first] < end

    def between(self, start: int, end: int) -> str | None:
        """The channel named last between two places, of which nothing beyond is seen; several in one breath are ``mixed``."""
        starts = self._starts
        first = bisect_left(starts, start)
        if first == len(starts) or starts[first] >= end:
            return None
        begins, ends, ids = self._words.words(self._text, self._places[first : bisect_left(starts, end, first)], (end,))
        if not ids:
            return None
        run = {ids[-1]}
        for k in range(len(ids) - 2, -1, -1):  # 通过网站、微信: named in one breath
            if _LIST.fullmatch(self._text, ends[k], begins[k + 1]) is None:
                break
            run.add(ids[k])
        return run.pop() if len(run) == 1 else "mixed"
