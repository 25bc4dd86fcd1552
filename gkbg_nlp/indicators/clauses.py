"""The clauses of a report with their numbers as single characters, so that patterns can speak of "a number"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

import msgspec

from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.indicators import COUNT_MARK, MARK_END, MONEY_MARK, load_indicators
from gkbg_nlp.taxonomy.precompiled import compiled

_MARKED = compiled("[\ue000-\uf8ff]")
_BLANKS = " *#_"
_KEPT = compiled(f"[^{_BLANKS}]+")
_LABELS = frozenset({"COUNT", "MONEY"})
_MOST = MONEY_MARK - COUNT_MARK  # numbers of one block that get a mark, the last of them all the same one
_LAST_MARK = MARK_END - MONEY_MARK
_COUNTS, _MONEYS = ([chr(first + order) for order in range(_LAST_MARK + 1)] for first in (COUNT_MARK, MONEY_MARK))
_START = attrgetter("start")


class Masked:
    """The report's text without blanks, each number one character.

    Attributes:
        lines: the text of each block; sentences end at 。 in it, clauses at commas.
        numbers: the numbers of each block that has any, in order.
    """

    __slots__ = ("_places", "_view", "lines", "numbers")

    def __init__(self, view: View, found: Sequence[Entity]) -> None:
        """``found`` are the entities in view offsets."""
        text, bounds = view.text, view.bounds
        if _MARKED.search(text) is not None:
            text = _MARKED.sub("\ufffd", text)  # a private character of the text is no number
        self._view = view
        self._places: dict[int, list[int]] = {}
        self.numbers: dict[int, list[Entity]] = {}
        parts: list[str] = []
        copy = parts.append
        inside: list[Entity] = []
        at = stop = free = 0  # what is copied, where the block ends, where the next number of the block may begin
        for number in sorted([e for e in found if e.label in _LABELS], key=_START):
            start = number.start
            if start >= stop:
                block = bisect_right(bounds, start)
                stop = bounds[block] if block < len(bounds) else len(text)
                inside = self.numbers[block - 1] = []
            elif start < free:
                continue
            free = number.end
            order = len(inside)
            inside.append(number)
            if order < _MOST:
                copy(text[at:start])
                copy((_COUNTS if number.label == "COUNT" else _MONEYS)[order if order < _LAST_MARK else _LAST_MARK])
                at = free if free < stop else stop - 1  # the line break stays
        parts.append(text[at:])
        masked = "".join(parts)
        for blank in _BLANKS:
            masked = masked.replace(blank, "")
        # separators become two, each one character as before
        self.lines = masked.replace("!", "。").replace("?", "。").replace(";", ",").split("\n")

    def places(self, block: int) -> list[int]:
        """The view offset of each character of a block's line. Made when first asked for: few blocks are."""
        known = self._places.get(block)
        if known is None:
            known = self._places[block] = self._find_places(block)
        return known

    def offset(self, block: int, place: int) -> int:
        """The character of a block's line that stands at a view offset, or last before it."""
        for order, number in enumerate(self.numbers.get(block, ())):
            if number.start == place and order < _LAST_MARK:
                return self.lines[block].find((_COUNTS if number.label == "COUNT" else _MONEYS)[order])
        return bisect_right(self.places(block), place) - 1

    def _find_places(self, block: int) -> list[int]:
        view = self._view
        at = view.bounds[block]
        end = (view.bounds[block + 1] if block + 1 < len(view.bounds) else len(view.text)) - 1
        places: list[int] = []
        for number in self.numbers.get(block, ())[:_MOST]:
            for run in _KEPT.finditer(view.text, at, number.start):
                places.extend(range(run.start(), run.end()))
            places.append(number.start)
            at = number.end
        for run in _KEPT.finditer(view.text, at, end):
            places.extend(range(run.start(), run.end()))
        return places


class Clause(msgspec.Struct, eq=False, gc=False):
    """One clause. ``text`` is masked; ``places`` gives the view offset of each of its characters.

    ``sentence`` numbers sentences over the whole report; clauses of one sentence share it. The places of a clause that has none of its
    own are those of ``at`` and on in its block of ``masked``, looked up when they are asked for.
    """

    block: int
    section: str | None
    role: str
    text: str
    own_places: list[int] | None
    sentence: int
    entities: list[Entity]
    masked: Masked | None = None
    at: int = 0
    _plain: str | None = None
    _denies: bool | None = None

    @property
    def places(self) -> list[int]:
        """The view offset of each character."""
        places = self.own_places
        if places is None:
            assert self.masked is not None
            places = self.own_places = self.masked.places(self.block)[self.at : self.at + len(self.text)]
        return places

    @property
    def plain(self) -> str:
        """The text with each count of nothing (0件) written out, for patterns that look for denials."""
        plain = self._plain
        if plain is None:
            plain = self._plain = _MARKED.sub(self._zero, self.text) if self.entities else self.text
        return plain

    def _zero(self, mark: re.Match[str]) -> str:
        entity = self.entity(mark.start())
        return "0件" if entity is not None and entity.value == 0 else mark[0]

    @property
    def denies(self) -> bool:
        """Whether the clause says that something did not happen, and means its own subject (无一起败诉 does not)."""
        denies = self._denies
        if denies is None:
            words = load_indicators().words
            denies = words["denial"].search(self.plain) is not None and words["false_denial"].search(self.text) is None
            self._denies = denies
        return denies

    def entity(self, index: int) -> Entity | None:
        """The number at a masked character, ``None`` where it is an ordinary character."""
        code = ord(self.text[index])
        return self.entities[code - (COUNT_MARK if code < MONEY_MARK else MONEY_MARK)] if COUNT_MARK <= code <= MARK_END else None

    def span(self, index: int, end: int) -> tuple[int, int]:
        """The view span of masked characters ``index`` to ``end``."""
        first, last = self.entity(index), self.entity(end - 1)
        return first.start if first else self.places[index], last.end if last else self.places[end - 1] + 1
