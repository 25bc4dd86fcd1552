"""A labelled report taken apart into pieces that can be changed, dropped and moved while every span stays exact."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from gkbg_nlp.corpus.annotated import BLANK, GoldBlock, GoldEntity, GoldReport

Edit = tuple[int, int, str]
"""Replace the characters from start to end (exclusive) of a piece by a text; start = end inserts."""


@dataclass(slots=True)
class Piece:
    """One block: ``before`` is what stands between the block before and this one; ``entities`` have offsets in ``text``."""

    before: str
    text: str
    role: str
    section: str | None
    level: int | None
    entities: list[GoldEntity] = field(default_factory=list)

    def edit(self, edits: Iterable[Edit]) -> None:
        """Apply edits that do not overlap. An entity keeps what stands between its first and last character.

        An insertion at an entity's edge stays outside it. An entity whose first or last character is replaced goes, and so does one
        that would begin or end with a blank.
        """
        ordered = sorted(edits)
        parts: list[str] = []
        at = 0
        for start, end, new in ordered:
            parts += [self.text[at:start], new]
            at = end
        text = "".join([*parts, self.text[at:]])
        kept = []
        for entity in self.entities:
            first, last = _moved(entity.start, ordered), _moved(entity.end - 1, ordered)
            if first is not None and last is not None:
                cut = text[first : last + 1]
                if cut[0] not in BLANK and cut[-1] not in BLANK:
                    kept.append(replace(entity, start=first, end=last + 1, text=cut))
        self.text, self.entities = text, kept


def _moved(place: int, ordered: list[Edit]) -> int | None:
    """Where a character stands after the edits; ``None`` where it is replaced."""
    shift = 0
    for start, end, new in ordered:
        if start > place:
            break
        if place < end:
            return None
        shift += len(new) - (end - start)
    return place + shift


@dataclass(slots=True)
class Draft:
    """A report in pieces; ``tail`` is what stands behind the last block. ``indicators`` and ``meta`` are its own copies."""

    id: str
    pieces: list[Piece]
    tail: str
    indicators: dict[str, Any]
    meta: dict[str, Any]

    @classmethod
    def of(cls, report: GoldReport) -> Draft:
        """Take a report apart. An entity that lies in no single block is left out: it belongs to no piece."""
        pieces = []
        at = 0
        for block in report.blocks:
            inside = [
                replace(e, start=e.start - block.start, end=e.end - block.start)
                for e in report.entities
                if block.start <= e.start and e.end <= block.end
            ]
            text = report.text[block.start : block.end]
            pieces.append(Piece(report.text[at : block.start], text, block.role, block.section, block.level, inside))
            at = block.end
        return cls(report.id, pieces, report.text[at:], dict(report.indicators), dict(report.meta))

    def report(self) -> GoldReport:
        """Put it together again."""
        parts: list[str] = []
        blocks: list[GoldBlock] = []
        entities: list[GoldEntity] = []
        size = 0
        for piece in self.pieces:
            start = size + len(piece.before)
            size = start + len(piece.text)
            parts += [piece.before, piece.text]
            blocks.append(GoldBlock(start, size, piece.role, piece.section, piece.level))
            entities += [replace(e, start=e.start + start, end=e.end + start) for e in piece.entities]
        entities.sort(key=lambda e: (e.start, -e.end))
        return GoldReport(self.id, "".join([*parts, self.tail]), blocks, entities, self.indicators, self.meta)

    def drop(self, places: Iterable[int]) -> None:
        """Take pieces out with the line breaks behind each, as ``gkbg evaluate --without-headings`` does; the next line's indent stays."""
        gone = set(places)
        kept: list[Piece] = []
        waiting: str | None = None  # what stood before the first of the dropped pieces
        for i, piece in enumerate(self.pieces):
            before = piece.before if waiting is None else waiting + _without_breaks(piece.before)
            if i in gone:
                waiting = before
            else:
                kept.append(replace(piece, before=before))
                waiting = None
        if waiting is not None:
            self.tail = waiting + _without_breaks(self.tail)
        self.pieces = kept

    def spell(self, change: Callable[[str], str]) -> None:
        """Change how characters are written, one for one, everywhere but in e-mail and web addresses.

        Measure words and the indicators that are given as written change with them.

        Raises:
            ValueError: ``change`` gave a text of another length.
        """
        for piece in self.pieces:
            spelled = list(change(piece.text))
            if len(spelled) != len(piece.text):
                raise ValueError(f"a spelling changed the length of {piece.text[:20]!r}: give one character for each")
            for entity in piece.entities:
                if entity.label in ("EMAIL", "URL"):
                    spelled[entity.start : entity.end] = entity.text
            piece.text = "".join(spelled)
            piece.entities = [
                replace(e, text=piece.text[e.start : e.end], unit=change(e.unit) if e.unit is not None else None) for e in piece.entities
            ]
        for name, value in self.indicators.items():
            if isinstance(value, str) and name != "email":
                self.indicators[name] = change(value)


def _without_breaks(gap: str) -> str:
    """A gap without its leading line breaks and the blanks of otherwise blank lines."""
    last = max(gap.rfind("\n"), gap.rfind("\r"))
    return gap[last + 1 :]
