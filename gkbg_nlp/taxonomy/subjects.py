"""The section that a text's own words name first, for many texts at once.

Most wordings come down to plain words (:func:`~gkbg_nlp.taxonomy.alternatives.plain`), which one automaton finds in all texts; the others
are run only on a clause that holds a word which they need.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from ahocorasick_rs import AhoCorasick, Implementation

from gkbg_nlp.taxonomy.alternatives import arms, needed, plain, splits
from gkbg_nlp.taxonomy.precompiled import compiled

_MARKS = "#*_\"“”'‘’<>"  # left out with the blanks, as sections.squeeze does with headings
_END, _OTHER_ENDS = ",", "。;:!?"  # of a clause
_BETWEEN = "\uffff"


class Subjects:
    """Reads the subjects of texts; made of (section, pattern) pairs, in the order in which sections win within one clause."""

    def __init__(self, wordings: Iterable[tuple[str, re.Pattern[str]]]) -> None:
        patterns: dict[str, list[re.Pattern[str]]] = {}
        for section, pattern in wordings:
            patterns.setdefault(section, []).append(pattern)
        every = "\n".join(p.pattern for found in patterns.values() for p in found)
        # what the bits of a word's mask stand for, the lowest first: a section, and the search that has still to agree
        self._tests: list[tuple[str, Callable[[str], object] | None]] = []
        self._always = 0  # the bits of searches that need no word
        self._bits: dict[str, int] = {}
        for section, found in patterns.items():
            enough, others = _parts(found)
            self._put(enough, section, None)
            for other in others:
                # where a word stands that is enough, nothing is left to ask
                sets = [[w for w in words if enough.isdisjoint(_inside(w))] for words in needed(other)]
                if not sets:
                    self._always |= 1 << len(self._tests)
                # words that many wordings hold are common in texts, too
                rarest: list[str] = min(sets, key=lambda words: (max(map(every.count, words), default=0), len(words)), default=[])
                self._put(rarest, section, other.search)
        self._masks = list(self._bits.values())
        self._find = AhoCorasick(list(self._bits), implementation=Implementation.ContiguousNFA).find_matches_as_indexes

    def _put(self, words: Iterable[str], section: str, search: Callable[[str], object] | None) -> None:
        bit = 1 << len(self._tests)
        self._tests.append((section, search))
        for word in words:
            if not any(end in word for end in _END + _OTHER_ENDS):  # no clause holds such a word
                self._bits[word] = self._bits.get(word, 0) | bit

    def read(self, texts: Sequence[str]) -> list[str | None]:
        """For each text the section that its first clause to name any names; ``None`` where no clause does."""
        texts = _clean(texts)
        if self._always or not texts:
            return [self._clause_by_clause(text) for text in texts]
        out: list[str | None] = [None] * len(texts)
        joined = _END.join(texts)
        masks = self._masks
        at, end = 0, len(texts[0])  # the text that hits are in, and where it ends
        mask = start = stop = 0  # of the clause that they are in
        for word, begin, _ in self._find(joined, overlapping=True):
            if begin >= stop:
                if mask and out[at] is None:
                    out[at] = self._agreed(mask, joined[start:stop])
                while begin > end:
                    at += 1
                    end += len(texts[at]) + 1
                mask = 0
                if out[at] is not None:
                    stop = end
                    continue
                start, stop = joined.rfind(_END, 0, begin) + 1, joined.find(_END, begin)
                if stop < 0:
                    stop = len(joined)
            mask |= masks[word]
        if mask and out[at] is None:
            out[at] = self._agreed(mask, joined[start:stop])
        return out

    def _clause_by_clause(self, text: str) -> str | None:
        for clause in text.split(_END):
            mask = self._always
            for word, _, _ in self._find(clause, overlapping=True):
                mask |= self._masks[word]
            if (section := self._agreed(mask, clause)) is not None:
                return section
        return None

    def _agreed(self, mask: int, clause: str) -> str | None:
        """The section of the first of the mask's tests that the clause passes."""
        if len(clause) < 2:
            return None
        while mask:
            section, search = self._tests[(mask & -mask).bit_length() - 1]
            if search is None or search(clause):
                return section
            mask &= mask - 1
        return None


def _parts(patterns: Iterable[re.Pattern[str]]) -> tuple[set[str], list[re.Pattern[str]]]:
    """What several patterns ask: words of which one is enough, and what has to be searched for where none of them stands."""
    enough: set[str] = set()
    others = []
    for pattern in patterns:
        if not splits(pattern):
            others.append(pattern)
            continue
        for arm in arms(pattern.pattern):
            words = plain(arm)
            if words is None:
                others.append(compiled(arm))
            else:
                enough |= words
    return {w for w in enough if len(enough.intersection(_inside(w))) == 1}, others


def _inside(word: str) -> list[str]:
    """All the words inside a word, itself among them."""
    return [word[i:j] for i in range(len(word)) for j in range(i + 1, len(word) + 1)]


def _clean(texts: Sequence[str]) -> list[str]:
    """Folded texts without blanks and marks, their clauses parted by one and the same sign."""
    joined = "".join(_BETWEEN.join(texts).split())
    for mark in _MARKS:
        joined = joined.replace(mark, "")
    for end in _OTHER_ENDS:
        joined = joined.replace(end, _END)
    out = joined.split(_BETWEEN)
    return out if len(out) == len(texts) else [one for text in texts for one in _clean([text.replace(_BETWEEN, "\ufffe")])]
