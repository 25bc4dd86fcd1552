"""Physical lines with what layout needs to know of each; a report that lost its line breaks is cut where they were."""

from __future__ import annotations

from typing import Literal

import msgspec

from gkbg_nlp.layout.cells import CLOSED, framed_cell, glued_parts, may_glue_chapter, may_glue_title
from gkbg_nlp.layout.flat import BOOKMARK, FLAT_MIN, MOST, former_lines, may_be_flat
from gkbg_nlp.layout.numbering import SIGNS, Numbering, read_numbering
from gkbg_nlp.layout.rulebook import book
from gkbg_nlp.report.markup import PLAIN, Markup
from gkbg_nlp.taxonomy.precompiled import compiled
from gkbg_nlp.taxonomy.sections import HeadingEvidence, Sections, load_sections

_CELLS = str.maketrans("\n\t", "  ")
_MARKS = compiled(r"(?P<hash>#{1,6}) *|(?P<quote>(?:> ?)+)|(?P<bullet>[*+•●■◆▪·○-] +)")
_FIRST_MARKS = frozenset("#>*+•●■◆▪·_-")
_SIGNED = _FIRST_MARKS | SIGNS | {"["}


class Line(msgspec.Struct, gc=False):
    """One line's non-blank span in the source, its folded words without Markdown marks, and its surroundings.

    Attributes:
        sections: the taxonomy that its words are read with.
        can: the rules that its words let fit at all, bits of the rule book.
        gap: blank lines before it.
        indent: blanks before it on its own physical line.
        flat: it is one of a flattened report.
        table: it is a whole table of the file's format.
        marked: the format has it as a heading of this level.
        frame: bars around the only filled cell of a row.
        noise: the noise rules that fit, -1 before that was asked.
        named: what its words name as a heading's, ``False`` before that was asked.
    """

    start: int
    end: int
    text: str
    sections: Sections
    can: int
    number: Numbering | None = None
    gap: int = 0
    indent: int = 0
    md: bool = False
    bold: bool = False
    bullet: bool = False
    flat: bool = False
    table: bool = False
    marked: int | None = None
    frame: bool = False
    noise: int = -1
    named: HeadingEvidence | Literal[False] | None = False

    @property
    def words(self) -> str:
        """The line's words behind its numbering."""
        return self.text[self.number.end :] if self.number else self.text


def _line(folded: str, start: int, end: int, sections: Sections) -> Line:
    text = folded[start:end]
    md = bold = bullet = False
    if text[0] in _FIRST_MARKS:
        while (mark := _MARKS.match(text)) and mark.end() < len(text):
            md = md or mark["hash"] is not None
            bullet = bullet or mark["bullet"] is not None
            text = text[mark.end() :]
    if "**" in text or "__" in text:
        bold = text.startswith(("**", "__")) and text.endswith(("**", "__")) and len(text) > 4
        text = text.replace("**", "").replace("__", "")
    text = (text.strip(" \t#") if md else text.strip(" \t")) or folded[start:end]  # a line of nothing but marks keeps them
    can = book().can(text)
    if "|" not in text and "\t" not in text:
        can &= ~book().celled
    return Line(start, end, text, sections, can, read_numbering(text), md=md, bold=bold, bullet=bullet)


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
    if len(spans) == 1 and text[0] == "[" and (mark := BOOKMARK.match(text)) and mark.end() < len(text):
        spans = [(0, len(mark[0].rstrip())), (mark.end(), len(text))]
    return spans, flat


def _lines_of(folded: str, start: int, text: str, sections: Sections) -> list[Line]:
    """The lines that one physical line holds."""
    left, right = framed_cell(text) or (0, len(text))
    spans, flat = _pieces(text, left, right, len(folded), sections)
    lines = []
    for begin, end in spans:
        line = _line(folded, start + begin, start + end, sections)
        line.flat, line.frame = flat, begin < left or begin >= right
        lines.append(line)
    return lines


def split_lines(folded: str, sections: Sections | None = None, markup: Markup = PLAIN) -> list[Line]:
    """All non-blank lines of a folded text in order; one of a flattened report is cut into its former lines, a marked table is one.

    ``sections`` is the taxonomy whose headings are looked for, by default the shipped one.
    """
    sections = sections or load_sections()
    rules = book()
    first, last, uncelled = rules.first, rules.last, ~rules.celled
    half = len(folded) * MOST
    starred = "*" in folded or "_" in folded
    barred = "|" in folded
    celled = barred or "\t" in folded
    titled = may_glue_title(folded)
    lines: list[Line] = []
    tables = list(reversed(markup.tables))
    headings = {start: level for start, _, level in markup.headings}
    at = 0  # in the last line, or behind the last table
    taken = False  # whether a table was
    blank = False  # whether a blank line stands between it and the next one
    end = -1
    for raw in folded.split("\n"):
        begin = end + 1
        end = begin + len(raw)
        text = raw.strip(" \t")
        if not text:
            blank = True
            continue
        if taken and begin < at:  # inside the table that was taken whole
            continue
        length = len(text)
        head, tail = text[0], text[-1]
        indent = 0 if length == end - begin else raw.index(head)
        start = begin + indent
        if tables and tables[-1].start <= start:
            at = tables.pop().end
            text = folded[start:at].rstrip()
            words = text.translate(_CELLS)
            lines.append(Line(start, start + len(text), words, sections, rules.can(words), table=True))
            blank = taken = True
            continue
        can = first[head] & last[tail]
        signed = head in _SIGNED
        if (
            (length >= FLAT_MIN and (length >= half or may_be_flat(text)))
            or (tail not in CLOSED and text.rfind("、", -21) > 1 and may_glue_chapter(text))
            or (signed and head == "[" and BOOKMARK.match(text))
            or (barred and "|" in text and framed_cell(text))
            or (titled and may_glue_title(text))
        ):
            found = _lines_of(folded, start, text, sections)
            line = found[0]
            lines += found
        else:
            if (signed and head in _FIRST_MARKS) or (starred and ("**" in text or "__" in text)):
                line = _line(folded, start, start + length, sections)
            else:
                if not celled or ("\t" not in text and "|" not in text):
                    can &= uncelled
                line = Line(start, start + length, text, sections, can, read_numbering(text) if signed else None)
            lines.append(line)
        if indent:
            line.indent = indent
        if blank:
            line.gap = max(0, folded.count("\n", at, start) - 1)
            blank = False
        if headings and lines[-1] is line:
            line.marked = headings.get(start)
        at = start
    return lines
