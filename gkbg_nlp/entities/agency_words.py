"""Words found at their end, and what the words that end agencies' names say together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from gkbg_nlp.taxonomy.agencies import Suffix

T = TypeVar("T")
Guard = re.Pattern[str] | None
UNGUARDED = "办事处"  # the only suffix that nothing behind it makes another word
_OPEN = ("bureau", "department", "commission", "section", "administration")


class EndWords(Generic[T]):
    """Words with a value each, found at their end: the last two characters of a text tell which lengths need to be looked up at all.

    Attributes:
        all: all words with their values.
        tails: lengths of the words of two characters and more, the longest first, by their last two characters.
    """

    __slots__ = ("all", "tails")

    def __init__(self, words: Mapping[str, T]) -> None:
        self.all = dict(words)
        lengths: dict[str, set[int]] = {}
        for word in self.all:
            if len(word) > 1:
                lengths.setdefault(word[-2:], set()).add(len(word))
        self.tails = {tail: tuple(sorted(found, reverse=True)) for tail, found in lengths.items()}

    def edges(self) -> dict[str, set[str]]:
        """The characters before the last one of all words, by the last; an empty string for a word of one character."""
        found: dict[str, set[str]] = {}
        for word in self.all:
            found.setdefault(word[-1], set()).add(word[-2:-1])
        return found

    def longest(self, text: str, end: int) -> int:
        """The length of the longest word that ends at ``end``; 0 where none does."""
        words = self.all
        for n in self.tails.get(text[end - 2 : end], ()) if end > 1 else ():
            if n <= end and text[end - n : end] in words:
                return n
        return 1 if end and text[end - 1] in words else 0

    def ending_at(self, text: str, end: int) -> list[tuple[str, T]]:
        """The words that end at ``end`` with their values, the longest first."""
        words = self.all
        return [(word, words[word]) for at in range(end - self.longest(text, end), end) if (word := text[at:end]) in words]


class Tail(NamedTuple):
    """A suffix with the word that stands for it.

    ``open``: it may end a name whose field of work no list holds; ``lonely``: a name may hold neither a listed place nor a listed field.
    """

    word: str
    id: str
    after: frozenset[str]
    bare: bool
    open: bool
    lonely: bool


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
    section_fields: Iterable[str],
) -> EndWords[Ending]:
    """All words that end names, each with what those say that end where it does: one look-up tells them all."""
    duties = re.compile("|".join(map(re.escape, section_fields)))
    tails: dict[str, list[Tail]] = {}
    for word, kinds in suffixes.items():
        for kind in kinds:
            opens = kind.id in _OPEN
            lonely = word in bare_names or (opens and (kind.id != "section" or duties.search(word) is not None))
            tails.setdefault(word, []).append(Tail(word, kind.id, kind.after, kind.bare, opens, lonely))
    found: dict[str, Ending] = {}
    for word in (*fixed, *organs, *suffixes):
        inside = [word[at:] for at in range(len(word))]
        found[word] = Ending(
            next(((one, fixed[one]) for one in inside if one in fixed), None),
            tuple((one, organs[one]) for one in inside if one in organs),
            tuple(tail for one in inside for tail in tails.get(one, ())),
        )
    return EndWords(found)


def any_end(edges: Iterable[Mapping[str, set[str]]], refused: Mapping[str, str]) -> str:
    """A pattern for the last character of any name.

    Two characters tell most words that only end alike (举行, 大) from 支行 and 人大, and the next one 办理 and 处理 from 办 and 处.
    """
    merged: dict[str, set[str]] = {}
    for some in edges:
        for last, before in some.items():
            merged.setdefault(last, set()).update(before)
    found = []
    for last, before in sorted(merged.items()):
        left = "" if "" in before else f"(?<=[{''.join(sorted(before))}]{last})"
        right = f"(?:(?![{refused[last]}])|(?<={UNGUARDED}))" if refused.get(last) else ""
        found.append(last + left + right)
    return "|".join(found)


def refused(
    fixed: Mapping[str, Guard], organs: Mapping[str, Guard], suffixes: Mapping[str, tuple[Suffix, ...]], next_words: Iterable[str]
) -> dict[str, str]:
    """The characters that no word with a last character may stand before; a pre-selection, which the words themselves repeat."""
    allowed = {word[0] for word in next_words} | {"在"}
    found: dict[str, str] = {}
    for last in {word[-1] for word in suffixes}:
        kinds = [suffix.after for word, some in suffixes.items() if word[-1] == last for suffix in some]
        guards = [guard for words in (fixed, organs) for word, guard in words.items() if word[-1] == last]
        common = frozenset.intersection(*kinds) - allowed
        found[last] = "".join(sorted(c for c in common if all(guard is not None and guard.match(c) for guard in guards)))
    return found


def longest_first(words: Iterable[str]) -> str:
    """A group of a regular expression that matches the longest of the words."""
    return f"({'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that tells whether a text holds any of the words."""
    return re.compile("|".join(map(re.escape, words)))
