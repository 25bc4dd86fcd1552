"""Whole sentences with masked numbers: what the readers of the statistics form's indicators match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal

import msgspec

from gkbg_nlp.indicators.clauses import Clause, Masked
from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Block, Entity
from gkbg_nlp.taxonomy.indicators import COUNT_MARK, MARK_END, MONEY_MARK
from gkbg_nlp.taxonomy.precompiled import compiled

_UNREAD = frozenset({"title", "boilerplate", "signature"})


class Sentence(msgspec.Struct, eq=False, gc=False):
    """One sentence; ``text`` joins its clauses by commas.

    ``written`` is the sentence with all its separators, as commas, from character ``at`` of its block of ``masked`` on.
    """

    number: int
    text: str
    section: str | None
    role: str
    block: int
    entities: list[Entity]
    masked: Masked
    written: str
    at: int
    _parts: list[Clause] | None = None
    _clause: Clause | None = None

    @property
    def parts(self) -> list[Clause]:
        """Its clauses."""
        parts = self._parts
        if parts is None:
            block, section, role, number, entities, masked = self.block, self.section, self.role, self.number, self.entities, self.masked
            parts = []
            at = self.at
            for text in self.written.split(","):
                if text:
                    parts.append(Clause(block, section, role, text, None, number, entities, masked, at))
                at += len(text) + 1
            self._parts = parts
        return parts

    @property
    def clause(self) -> Clause:
        """The sentence as one clause, with the places and numbers of its parts; few sentences need it."""
        clause = self._clause
        if clause is None:
            parts = self.parts
            clause = parts[0]
            if len(parts) > 1:
                places: list[int] = []
                for part in parts:
                    if places:
                        places.append(places[-1])  # the comma belongs to what stands before it
                    places.extend(part.places)
                clause = Clause(self.block, self.section, self.role, self.text, places, self.number, self.entities)
            self._clause = clause
        return clause

    @property
    def first(self) -> int:
        """Where it begins in its block of ``masked``."""
        return self.at + len(self.written) - len(self.written.lstrip(","))

    def upto(self, offset: int) -> str:
        """Its words up to a character of its block of ``masked``, with the comma behind."""
        end = len(_join(self.written[: max(offset + 1 - self.at, 0)]))
        return self.text[: end + (end > 0 and self.text.startswith(",", end))]

    def entity(self, index: int) -> Entity | None:
        """The number at a masked character, ``None`` where it is an ordinary character."""
        code = ord(self.text[index])
        return self.entities[code - (COUNT_MARK if code < MONEY_MARK else MONEY_MARK)] if COUNT_MARK <= code <= MARK_END else None

    def span(self, index: int, end: int) -> tuple[int, int]:
        """The view span of masked characters ``index`` to ``end``."""
        first, last = self.entity(index), self.entity(end - 1)
        return (first.start, last.end) if first and last else self.clause.span(index, end)


def split_sentences(view: View, blocks: Sequence[Block], found: Sequence[Entity]) -> list[Sentence]:
    """The sentences of all headings, paragraphs and tables, in order. ``found`` are the entities in view offsets."""
    masked = Masked(view, found)
    out: list[Sentence] = []
    none: list[Entity] = []
    numbers = masked.numbers
    number = 0
    for index, (block, line) in enumerate(zip(blocks, masked.lines, strict=False)):
        if not line or (role := block.role) in _UNREAD:
            continue
        section, inside = block.section, numbers.get(index, none)
        at = 0
        for written in line.split("。"):
            text = _join(written) if written[:1] == "," or written[-1:] == "," or ",," in written else written
            if text:
                number += 1
                out.append(Sentence(number, text, section, role, index, inside, masked, written, at))
            at += len(written) + 1
    return out


def _join(written: str) -> str:
    """The clauses of a sentence with one comma between two."""
    return ",".join([clause for clause in written.split(",") if clause])


def clauses_of(sentences: Iterable[Sentence]) -> list[Clause]:
    """The clauses of several sentences, in order."""
    out: list[Clause] = []
    for sentence in sentences:
        out.extend(sentence.parts)
    return out


def scope_of(before: str) -> Literal["body", "area"] | None:
    """Whose figure follows these words of its sentence: the nearest that says so decides, ``None`` where none does."""
    last = None
    for last in _whose().finditer(before):  # noqa: B007 - the last one is wanted
        pass
    if last is None:
        return None
    return "area" if last.lastgroup == "area" else "body"


@cache
def _whose() -> re.Pattern[str]:
    """Both signs as one pattern that begins with the characters that any of them begins with."""
    parts = [f"(?P<{name}>{re.sub(r'[(](?![?])', '(?:', sign(name).pattern)})" for name in ("area", "body")]
    return compiled("(?=[全我本各所县市区省局厅机委])(?:" + "|".join(parts) + ")")
