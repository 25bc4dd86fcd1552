"""Words of several ids, found by one automaton pass: it says where a word may begin, and only there its expression is tried."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

from gkbg_nlp.taxonomy.heads import heads
from gkbg_nlp.taxonomy.precompiled import compiled

T = TypeVar("T", bound=Hashable)
_PLACE = itemgetter(1)


class Plan(NamedTuple, Generic[T]):
    """What may begin in one place: an expression whose last group tells which of ``ids`` it is, or one literal of ``size`` characters.

    Nothing may where there is no expression and ``size`` is 0.
    """

    pattern: re.Pattern[str] | None
    ids: tuple[T, ...]
    size: int


class Lexicon(Generic[T]):
    """The words of several ids. Where two begin at the same place the one that stands first wins.

    Attributes:
        ids: those of the words, each once.
        heads: the strings with which the words begin.
    """

    __slots__ = ("_words", "heads", "ids")

    def __init__(self, words: Sequence[tuple[T, str]]) -> None:
        """``words`` are pairs of an id and a regular expression without groups of its own that cannot begin with just anything."""
        self._words = tuple((name, word, tuple(heads(word))) for name, word in words)
        self.ids = tuple(dict.fromkeys(name for name, _ in words))
        self.heads: frozenset[str] = frozenset().union(*(found for _, _, found in self._words))
        assert "" not in self.heads

    def plan(self, head: str) -> Plan[T]:
        """What may begin where ``head`` is the longest string in the text of those with which any word begins."""
        fit = [(name, word) for name, word, found in self._words if head.startswith(found)]
        if fit and re.escape(fit[0][1]) == fit[0][1] and head.startswith(fit[0][1]):
            return Plan(None, (fit[0][0],), len(fit[0][1]))
        pattern = compiled("|".join(f"{word}()" for _, word in fit)) if fit else None  # the empty group tells which one was found
        return Plan(pattern, tuple(name for name, _ in fit), 0)


class Heads:
    """The heads of several lexicons, searched together.

    Attributes:
        all: the heads; a number in what is found is the place of one here.
        first: those before this place begin words of the first lexicon alone.
    """

    __slots__ = ("_automaton", "all", "first")

    def __init__(self, *lexicons: Lexicon[Any]) -> None:
        begin = tuple(sorted(frozenset().union(*(one.heads for one in lexicons[1:]))))
        heads = frozenset().union(*(one.heads for one in lexicons))
        own = sorted(head for head in heads if not head.startswith(begin))
        self.all = [*own, *sorted(heads.difference(own))]
        self.first = len(own)
        self._automaton = AhoCorasick(self.all)

    def find(self, text: str) -> dict[int, int]:
        """The longest head at each place of the text where one stands, by place, from left to right."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)  # by their ends
        found.sort(key=_PLACE)  # stable: of those that begin at one place the longest stays last
        return {start: head for head, start, _ in found}


class Search(Generic[T]):
    """One lexicon with the heads of several: looks for its words where heads were found.

    Attributes:
        ids: those of the words, each once.
        may: whether a word may begin where a head stands, by the number of the head.
    """

    __slots__ = ("_heads", "_lexicon", "_plans", "ids", "may")

    def __init__(self, lexicon: Lexicon[T], heads: Heads) -> None:
        self._lexicon = lexicon
        self._heads = heads.all
        self._plans: list[Plan[T] | None] = [None] * len(heads.all)  # each made when first needed
        self.ids = lexicon.ids
        self.may = [head.startswith(tuple(lexicon.heads)) for head in heads.all]

    def words(self, text: str, places: Iterable[tuple[int, int]], stops: Sequence[int]) -> tuple[list[int], list[int], list[T]]:
        """Starts, ends and ids of the words in ``text``, from left to right, without overlap.

        Args:
            text: what is searched.
            places: where heads stand, and which, in order.
            stops: the text ends at each of these, as at a text's end: no word goes over one.
        """
        starts: list[int] = []
        ends: list[int] = []
        ids: list[T] = []
        plans = self._plans
        coming = iter(stops)
        stop = free = -1
        for start, head in places:
            if start < free:
                continue
            plan = plans[head]
            if plan is None:
                plan = plans[head] = self._lexicon.plan(self._heads[head])
            pattern, names, size = plan
            while start >= stop:
                stop = next(coming)
            if pattern is not None:
                match = pattern.match(text, start, stop)
                if match is None:
                    continue
                free = match.end()
                ids.append(names[match.lastindex - 1])  # type: ignore[operator]  # each arm ends with a group
            elif size and start + size <= stop:
                free = start + size
                ids.append(names[0])
            else:
                continue
            starts.append(start)
            ends.append(free)
        return starts, ends, ids
