"""One automaton pass that tells, for many texts and many patterns, which pattern can match which text at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick

from gkbg_nlp.taxonomy.needles import needles


class Screen:
    """Says which of several patterns are worth running on a text.

    Bit ``i`` of a mask stands for pattern ``i``: where it is 0 the pattern cannot match in the text, by :func:`needles`. Patterns that
    need no word have their bit set always.

    Attributes:
        always: the bits of the patterns that no word screens.
    """

    __slots__ = ("_automaton", "_bits", "always")

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self.always = 0
        bits: dict[str, int] = {}
        for i, pattern in enumerate(patterns):
            words = needles(pattern)
            if words is None:
                self.always |= 1 << i
                continue
            for word in words:
                bits[word] = bits.get(word, 0) | 1 << i
        self._automaton = AhoCorasick(list(bits)) if bits else None
        self._bits = list(bits.values())

    def mask(self, text: str) -> int:
        """The mask of one text."""
        found = self.always
        if self._automaton is not None:
            bits = self._bits
            for word, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
                found |= bits[word]
        return found

    def masks(self, texts: Sequence[str]) -> list[int]:
        """The mask of each of several texts, all found in one pass over them joined by a character that is in no pattern."""
        out = [self.always] * len(texts)
        if self._automaton is None or not texts:
            return out
        bits = self._bits
        at, end = 0, len(texts[0])
        for word, start, _ in self._automaton.find_matches_as_indexes("\uffff".join(texts), overlapping=True):
            while start > end:
                at += 1
                end += len(texts[at]) + 1
            out[at] |= bits[word]
        return out
