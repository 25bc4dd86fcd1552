"""Blocks of a DOCX file -> one text, with the places of its tables and headings in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gkbg_nlp.readers.word.walk import Block, Grid
from gkbg_nlp.report.markup import MarkedTable


@dataclass(slots=True)
class Rendered:
    """The text so far by its lines, and what is marked in it; offsets are code points into the lines joined by ``\\n``."""

    lines: list[str] = field(default_factory=list)
    tables: list[MarkedTable] = field(default_factory=list)
    headings: list[tuple[int, int, int]] = field(default_factory=list)
    _length: int = 0

    @property
    def text(self) -> str:
        """The lines as one text, which ends without a line break."""
        return "\n".join(self.lines)

    def add(self, line: str) -> int:
        """Append a line; gives the offset at which it begins."""
        start = self._length
        self.lines.append(line)
        self._length += len(line) + 1
        return start


def render(blocks: Sequence[Block]) -> Rendered:
    """Each paragraph is a line, or several where it holds breaks; of empty lines only one stands between others, none at the ends.

    A table stands as :class:`MarkedTable` says; one without any text is left out.
    """
    out = Rendered()
    gap = False
    for block in blocks:
        if isinstance(block, Grid):
            if any(cell.text for row in block.rows for cell in row):
                gap = _part(out, gap)
                _add_table(out, block)
            continue
        for line in block.text.split("\n"):
            if not line.strip():
                gap = True
                continue
            gap = _part(out, gap)
            start = out.add(line)
            if block.level is not None:
                out.headings.append((start + len(line) - len(line.lstrip()), start + len(line.rstrip()), block.level))
    return out


def _part(out: Rendered, gap: bool) -> bool:
    """Set an empty line where one is due; gives that none is due any more."""
    if gap and out.lines:
        out.add("")
    return False


def _add_table(out: Rendered, grid: Grid) -> None:
    starts = [(out.add(line), len(line)) for line in ("\t".join(cell.text for cell in row) for row in grid.rows)]
    out.tables.append(MarkedTable(starts[0][0], starts[-1][0] + starts[-1][1], grid.rows))
