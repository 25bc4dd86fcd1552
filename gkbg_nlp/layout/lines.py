"""Physical lines with what layout needs to know of each; a report that lost its line breaks is cut where they were."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gkbg_nlp.layout.cells import framed_cell, glued_parts
from gkbg_nlp.layout.flat import BOOKMARK, FLAT_MIN, former_lines
from gkbg_nlp.layout.numbering import Numbering, read_numbering
from gkbg_nlp.report.markup import PLAIN, Markup
from gkbg_nlp.taxonomy.sections import Sections, load_sections

_CELLS = str.maketrans("\n\t", "  ")
_LINE = re.compile(r"[^\n]+")
_MARKS = re.compile(r"(?P<hash>#{1,6}) *|(?P<quote>(?:> ?)+)|(?P<bullet>[*+•●■◆▪·○-] +)")


@dataclass(slots=True)
class Line:
    """One line's non-blank span in the source, its folded words without Markdown marks, and its surroundings.

    ``gap`` counts blank lines before it, ``indent`` the blanks before it on its own physical line. ``table``: it is a whole table of the
    file's format; ``marked``: the format has it as a heading of this level; ``frame``: bars around the only filled cell of a row. ``sections`` is the taxonomy that its words are read with.
    """

    start: int
    end: int
    text: str
    gap: int = 0
    indent: int = 0
    md: bool = False
    bold: bool = False
    bullet: bool = False
    number: Numbering | None = None
    flat: bool = False
    table: bool = False
    marked: int | None = None
    frame: bool = False
    sections: Sections = field(default_factory=load_sections, repr=False, compare=False)

    @property
    def words(self) -> str:
        """The line's words behind its numbering."""
        return self.text[self.number.end :] if self.number else self.text


def _line(folded: str, start: int, end: int, gap: int, indent: int, flat: bool, sections: Sections) -> Line:
    text = folded[start:end]
    md = bold = bullet = False
    if text[0] in "#>*+•●■◆▪·_-":
        while (mark := _MARKS.match(text)) and mark.end() < len(text):
            md = md or mark["hash"] is not None
            bullet = bullet or mark["bullet"] is not None
            text = text[mark.end() :]
    if "**" in text or "__" in text:
        bold = text.startswith(("**", "__")) and text.endswith(("**", "__")) and len(text) > 4
        text = text.replace("**", "").replace("__", "")
    text = (text.strip(" \t#") if md else text.strip(" \t")) or folded[start:end]  # a line of nothing but marks keeps them
    return Line(start, end, text, gap, indent, md, bold, bullet, read_numbering(text), flat, sections=sections)


def _pieces(text: str, left: int, right: int, total: int, sections: Sections) -> tuple[list[tuple[int, int]], bool]:
    """The spans of the lines that one physical line holds, and whether it is a flattened report.

    Bars before ``left`` and behind ``right`` frame its only cell; ``total`` is the length of the whole text.
    """
    cell = text[left:right]
    inner = former_lines(cell, sections, len(text) / total) if len(cell) >= FLAT_MIN else [(0, len(cell))]
    flat = len(inner) > 1
    if not flat:
        inner = glued_parts(cell, sections)
    spans = [(left + begin, left + end) for begin, end in inner]
    if head := text[:left].rstrip(" "):
        spans.insert(0, (0, len(head)))
    if tail := text[right:].lstrip(" "):
        spans.append((len(text) - len(tail), len(text)))
    return spans, flat


def split_lines(folded: str, sections: Sections | None = None, markup: Markup = PLAIN) -> list[Line]:
    """All non-blank lines of a folded text in order; one of a flattened report is cut into its former lines, a marked table is one.

    ``sections`` is the taxonomy whose headings are looked for, by default the shipped one.
    """
    sections = sections or load_sections()
    lines: list[Line] = []
    at = 0
    tables = list(reversed(markup.tables))
    headings = {start: level for start, _, level in markup.headings}
    for match in _LINE.finditer(folded):
        raw = match[0]
        stripped = raw.strip(" \t")
        if not stripped:
            continue
        if match.start() < at:  # inside the table that was taken whole
            continue
        indent = len(raw) - len(raw.lstrip(" \t"))
        start = match.start() + indent
        if tables and tables[-1].start <= start:
            at = tables.pop().end
            text = folded[start:at].rstrip()
            lines.append(Line(start, start + len(text), text.translate(_CELLS), table=True, sections=sections))
            continue
        gap = max(0, folded.count("\n", at, start) - 1)
        left, right = framed_cell(stripped) or (0, len(stripped))
        pieces, flat = _pieces(stripped, left, right, len(folded), sections)
        if len(pieces) == 1 and stripped[0] == "[" and (mark := BOOKMARK.match(stripped)) and mark.end() < len(stripped):
            pieces = [(0, len(mark[0].rstrip())), (mark.end(), len(stripped))]
        for i, (begin, end) in enumerate(pieces):
            line = _line(folded, start + begin, start + end, 0 if i else gap, 0 if i else indent, flat, sections)
            line.frame = begin < left or begin >= right
            lines.append(line)
        if len(pieces) == 1:
            lines[-1].marked = headings.get(start)
        at = start + len(stripped)
    return lines
