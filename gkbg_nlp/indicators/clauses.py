"""The clauses of a report with their numbers as single characters, so that patterns can speak of "a number"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Block, Entity
from gkbg_nlp.taxonomy.indicators import COUNT_MARK, MARK_END, MONEY_MARK, load_indicators

_CLAUSE = re.compile(r"[^,。;!?\n]+")
_MARKED = re.compile("[\ue000-\uf8ff]")
_KEPT = re.compile(r"[^ *#_]+")
_SENTENCE_END = re.compile(r"[。!?\n]")


@dataclass
class Clause:
    """One clause. ``text`` is masked; ``places`` gives the view offset of each of its characters.

    ``sentence`` numbers sentences over the whole report; clauses of one sentence share it.
    """

    block: int
    section: str | None
    role: str
    text: str
    places: list[int]
    sentence: int
    entities: list[Entity]

    @cached_property
    def plain(self) -> str:
        """The text with each count of nothing (0件) written out, for patterns that look for denials."""
        if _MARKED.search(self.text) is None:
            return self.text
        return _MARKED.sub(self._zero, self.text)

    def _zero(self, mark: re.Match[str]) -> str:
        entity = self.entity(mark.start())
        return "0件" if entity is not None and entity.value == 0 else mark[0]

    @cached_property
    def denies(self) -> bool:
        """Whether the clause says that something did not happen, and means its own subject (无一起败诉 does not)."""
        words = load_indicators().words
        return words["denial"].search(self.plain) is not None and words["false_denial"].search(self.text) is None

    def entity(self, index: int) -> Entity | None:
        """The number at a masked character, ``None`` where it is an ordinary character."""
        code = ord(self.text[index])
        return self.entities[code - (COUNT_MARK if code < MONEY_MARK else MONEY_MARK)] if COUNT_MARK <= code <= MARK_END else None

    def span(self, index: int, end: int) -> tuple[int, int]:
        """The view span of masked characters ``index`` to ``end``."""
        last = self.entity(end - 1)
        return self.places[index], last.end if last else self.places[end - 1] + 1


def split_clauses(view: View, blocks: Sequence[Block], found: Sequence[Entity]) -> list[Clause]:
    """The clauses of all headings, paragraphs and tables, in order. ``found`` are the entities in view offsets."""
    out: list[Clause] = []
    text = _MARKED.sub("\ufffd", view.text)  # a private character of the text is no number
    numbers = sorted((e for e in found if e.label in ("COUNT", "MONEY")), key=lambda e: e.start)
    at = 0
    sentence = 0
    for index, block in enumerate(blocks):
        start = view.bounds[index]
        end = view.bounds[index + 1] - 1 if index + 1 < len(blocks) else len(view.text) - 1
        inside: list[Entity] = []
        while at < len(numbers) and numbers[at].start < end:
            if numbers[at].start >= start and (not inside or numbers[at].start >= inside[-1].end):
                inside.append(numbers[at])
            at += 1
        sentence += 1
        if block.role in ("title", "boilerplate", "signature"):
            continue
        masked, places = _mask(text, start, end, inside[: MONEY_MARK - COUNT_MARK])
        before = 0
        for match in _CLAUSE.finditer(masked):
            if match.start() > before and _SENTENCE_END.search(masked, before, match.start()):
                sentence += 1
            before = match.end()
            out.append(Clause(index, block.section, block.role, match[0], places[match.start() : match.end()], sentence, inside))
    return out


def _mask(text: str, start: int, end: int, inside: Sequence[Entity]) -> tuple[str, list[int]]:
    """The block's text without blanks, each number one character."""
    parts: list[str] = []
    places: list[int] = []
    at = start
    for number, entity in enumerate(inside):
        _copy(text, at, entity.start, parts, places)
        parts.append(chr((COUNT_MARK if entity.label == "COUNT" else MONEY_MARK) + min(number, MARK_END - MONEY_MARK)))
        places.append(entity.start)
        at = entity.end
    _copy(text, at, end, parts, places)
    return "".join(parts), places


def _copy(text: str, start: int, end: int, parts: list[str], places: list[int]) -> None:
    for run in _KEPT.finditer(text, start, end):
        parts.append(run[0])
        places.extend(range(run.start(), run.end()))
