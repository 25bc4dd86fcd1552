"""Words found at their end, and what the words that end agencies' names say together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from gkbg_nlp.taxonomy.agencies import Suffix
from gkbg_nlp.taxonomy.precompiled import compiled

T = TypeVar("T")
Guard = re.Pattern[str] | None
UNGUARDED = "办事处"  # the only suffix that nothing behind it makes another word
OPEN_KINDS = ("bureau", "department", "commission", "section", "administration")


class EndWords(Generic[T]):
    """Words with a value each, found at their end: the last two characters of a text tell which lengths need to be looked up at all.

    Attributes:
        all: all words with their values.
        tails: lengths of words, the longest first, by their last two characters; where words of more than three are among them, 0
            stands last for these, and all lengths by the last four. Words of one character are left out.
    """

    __slots__ = ("all", "tails")

    def __init__(self, words: Mapping[str, T]) -> None:
        self.all = dict(words)
        found: tuple[dict[str, tuple[int, ...]], ...] = ({}, {})  # by the last four characters of the longer words, and by the last two
        for size, words_of_size in groupby(sorted(self.all, key=len, reverse=True), len):
            if size > 1:
                lengths = found[size < 4]
                for tail in set(map(itemgetter(slice(-4 if size > 3 else -2, None)), words_of_size)):
                    lengths[tail] = (*lengths.get(tail, ()), size)
        far, self.tails = found
        short = dict(self.tails)
        for tail, sizes in far.items():
            near = short.get(tail[2:], ())
            self.tails[tail[2:]] = (*near, 0)
            self.tails[tail] = (*sizes, *near)

    def lengths(self, text: str, end: int) -> Sequence[int]:
        """What lengths words of two characters and more that end at ``end`` may have, the longest first; 0 finds nothing."""
        found = self.tails.get(text[end - 2 : end], ())
        return found if not found or found[-1] else self.tails.get(text[end - 4 : end], found)

    def longest(self, text: str, end: int) -> int:
        """The length of the longest word that ends at ``end``; 0 where none does."""
        words = self.all
        for n in self.lengths(text, end):
            if n <= end and text[end - n : end] in words:
                return n
        return 1 if end and text[end - 1] in words else 0

    def value(self, text: str, end: int) -> T | None:
        """What the longest word that ends at ``end`` says, ``None`` where none does."""
        words = self.all
        lengths = self.tails.get(text[end - 2 : end], ())
        if lengths and not lengths[-1]:
            lengths = self.tails.get(text[end - 4 : end], lengths)
        for n in lengths:
            if n <= end and (found := words.get(text[end - n : end])) is not None:
                return found
        return words.get(text[end - 1]) if end else None

    def ending_at(self, text: str, end: int) -> list[tuple[str, T]]:
        """The words that end at ``end`` with their values, the longest first."""
        words = self.all
        return [(word, words[word]) for at in range(end - self.longest(text, end), end) if (word := text[at:end]) in words]


PLACED, PROPER, BARE, BRANCH, BARE_NAME, OPEN = 1, 2, 4, 8, 16, 32
"""What a field of work and a suffix may be: a name behind a place, one behind a place's own name only, one without a place, a branch, a
whole name that needs no place, the end of a name whose field no list holds."""


@dataclass(frozen=True, slots=True, eq=False)
class Tail:
    """A suffix with the word that stands for it; ``lonely``: a name may hold neither a listed place nor a listed field before it."""

    word: str
    id: str
    after: frozenset[str]
    bare: bool
    lonely: bool
    size: int
    committee: bool


class Ending(NamedTuple):
    """What may end a name where a word ends: the longest fixed name, organs and suffixes, the longest first, with their guards."""

    fixed: tuple[str, Guard] | None
    organs: Sequence[tuple[str, Guard]]
    tails: Sequence[Tail]


def endings(
    fixed: Mapping[str, Guard],
    organs: Mapping[str, Guard],
    suffixes: Mapping[str, tuple[Suffix, ...]],
    bare_names: frozenset[str],
    section_fields: Sequence[str],
) -> EndWords[Ending]:
    """All words that end names, each with what those say that end where it does: one look-up tells them all."""
    tails: dict[str, list[Tail]] = {}
    for word, kinds in suffixes.items():
        for kind in kinds:
            duties = kind.id != "section" or any(field in word for field in section_fields)
            lonely = kind.id == "station" or word in bare_names or (kind.id in OPEN_KINDS and duties)
            tails.setdefault(word, []).append(Tail(word, kind.id, kind.after, kind.bare, lonely, len(word), word.endswith("委员会")))
    found: dict[str, Ending] = {}
    for word in (*fixed, *organs, *suffixes):
        inside = [word[at:] for at in range(len(word))]
        found[word] = Ending(
            next(((one, fixed[one]) for one in inside if one in fixed), None),
            tuple((one, organs[one]) for one in inside if one in organs),
            tuple(tail for one in inside for tail in tails.get(one, ())),
        )
    return EndWords(found)


def any_end(ending: Mapping[str, Ending], next_words: Iterable[str], others: Iterable[str]) -> str:
    """A pattern for the last character of any name: of a word that ends one, or of one of ``others``.

    A pre-selection, kept small: the character before tells most words that only end alike (举行 from 支行), and the one behind those
    that go on (办理, 处长), for words of one character and for longer ones each. Words of two characters that stand alone with their
    guard (政府, but not 政府|信息) have it here.
    """
    allowed = frozenset(word[0] for word in next_words)
    lasts: dict[str, list[str]] = {}
    for word in (*others, *ending):
        lasts.setdefault(word[-1], []).append(word)
    found = []
    for last, words in sorted(lasts.items()):
        own = {word: guard for word in words if (guard := _own_guard(word, words, ending)) is not None}
        longer = [word for word in words if len(word) > 1 and word not in own]
        behind = {word[-3:-2] for word in longer if word[-2:] in own}
        arms = [_right([word for word in words if len(word) == 1], ending, allowed)] if last in words else []
        arms += [f"(?<={word})(?!{guard})" for word, guard in own.items()]
        arms += [f"(?<=[{''.join(sorted(behind))}]{word})" for word in own if behind]
        if before := {word[-2] for word in longer if word[-2:] not in own}:
            arms.append(f"(?<=[{''.join(sorted(before))}]{last})" + _right(longer, ending, allowed))
        found.append(last + (f"(?:{'|'.join(arms)})" if "" not in arms else ""))
    return "|".join(found)


def _own_guard(word: str, words: Sequence[str], ending: Mapping[str, Ending]) -> str | None:
    """The guard of an organ's word of two characters that is no suffix and no fixed name, if no other word with its end has the same."""
    guards = {one: guard.pattern for one in words if one in ending for organ, guard in ending[one].organs if organ == one and guard}
    if len(word) != 2 or word not in guards or ending[word].tails or ending[word].fixed:
        return None
    return guards[word] if sum(guard == guards[word] for guard in guards.values()) == 1 else None


def _right(words: Sequence[str], ending: Mapping[str, Ending], allowed: frozenset[str]) -> str:
    """A pattern that refuses the characters before which none of the words stands: that follow no suffix and that all guards refuse."""
    if any(word not in ending for word in words):
        return ""
    kinds = [tail.after if word != UNGUARDED else frozenset() for word in words for tail in ending[word].tails if tail.word == word]
    guards = [guard for word in words for one, guard in (ending[word].fixed or ("", None), *ending[word].organs) if one == word]
    common = frozenset[str].intersection(*kinds) - allowed - {"在"} if kinds else ()
    barred = sorted(c for c in common if all(guard is not None and guard.match(c) for guard in guards))
    return f"(?![{''.join(barred)}])" if barred else ""


def unbarred(text: str, end: int, tail: Tail, next_words: tuple[str, ...]) -> bool:
    """Whether what stands behind a suffix leaves it one: 局|部署, 局|公布 and 处|在大沁他拉镇, not 局长, 处理 and 所在地."""
    if text[end : end + 1] not in tail.after or tail.word == UNGUARDED or text.startswith(next_words, end):
        return True
    return tail.id in ("section", "station") and text[end] == "在" and text[end + 1 : end + 2] not in ("", "地", "的", "单", "区", "县")


def longest_first(words: Iterable[str]) -> str:
    """A group of a regular expression, one that is not kept, that matches the longest of the words."""
    return f"(?:{'|'.join(map(re.escape, sorted(sorted(words), key=len, reverse=True)))})"


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that tells whether a text holds any of the words."""
    return compiled("|".join(map(re.escape, words)))
