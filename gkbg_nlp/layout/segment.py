"""Text to blocks: roles, levels, exact offsets; lines that an export cut are one block again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gkbg_nlp.layout.block import LayoutBlock
from gkbg_nlp.layout.classify import (
    can_be_marked,
    ends_sentence,
    evidence,
    heading_rule,
    is_caption,
    is_cell_piece,
    is_inside_table,
    is_noise,
    is_plain,
    is_table_row,
    stands_alone,
)
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.joins import TAIL, continues, ends_list, finishes_heading, is_contents, lost_break, uses_indents
from gkbg_nlp.layout.lines import Line, split_lines
from gkbg_nlp.layout.numbering import HAN_DIGITS, read_lost_separator
from gkbg_nlp.layout.rulebook import ABOVE, BEFORE, BEHIND, EDGE, INSIDE, book
from gkbg_nlp.layout.view import View
from gkbg_nlp.layout.zones import closing_rule, find_titles, head_end, is_prose, signature_rule, tail_start
from gkbg_nlp.report.markup import PLAIN, Markup
from gkbg_nlp.report.records import Role
from gkbg_nlp.taxonomy.sections import Sections

MARKED_TABLE = "table.markup"
"""The rule of a table that the file's format has as one."""


@dataclass(slots=True)
class Layout:
    """The blocks of a text and its joined view."""

    folded: str
    blocks: list[LayoutBlock]
    view: View


def segment(text: str, sections: Sections | None = None, markup: Markup = PLAIN) -> Layout:
    """Cut a decoded text into blocks that cover all its non-blank characters without overlap, in order.

    ``sections`` is the taxonomy of the report's family, by default the shipped one; ``markup`` what the file's format says of the text.
    """
    folded = fold(text)
    blocks = _Segmenter(split_lines(folded, sections, markup)).run()
    cells = frozenset(b.start for b in blocks if b.rule == MARKED_TABLE) if markup.tables else ()
    cuts = [cut for b in blocks if b.cuts for cut in b.cuts]
    view = View(folded, [(b.start, b.end) for b in blocks], cuts, cells)
    return Layout(folded, blocks, view)


class _Segmenter:
    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.blocks: list[LayoutBlock] = []
        self.in_table: str | None = None
        self.more: list[str] = []  # lines joined to the last block and not yet in its text
        self.tail = ""  # the end of the last block, TAIL characters at least where it has them
        self.seen_heading = self.numbered_chapters = False
        self._indented: bool | None = None
        self.rules = book()

    def run(self) -> list[LayoutBlock]:
        lines = self.lines
        stop = self._first_chapter()
        titles = find_titles(lines, stop)
        first = head_end(lines, titles)
        last = tail_start(lines, first)
        self._head(titles, first)
        self._body(first, last)
        for line in lines[last:]:
            self._tail_line(line)
        self._finish()
        return self.blocks

    def indented(self) -> bool:
        """Whether the report's paragraphs begin with an indent."""
        if self._indented is None:
            self._indented = uses_indents(self.lines)
        return self._indented

    def _first_chapter(self) -> int:
        """Titles are looked for before the first chapter heading or the second line of prose."""
        prose = 0
        for i, line in enumerate(self.lines[:60]):
            if line.number and line.number.level == 1 and heading_rule(line, None) and evidence(line) and not is_noise(line, EDGE):
                return i
            prose += is_prose(line) and is_noise(line, ABOVE) is None
            if prose >= 2:
                return i
        return min(len(self.lines), 60)

    def _add(self, line: Line, role: Role, rule: str, level: int | None = None) -> LayoutBlock:
        text = line.text
        block = LayoutBlock(line.start, line.end, role, text, rule, level, line.number)
        if self.more:
            self._finish()
        self.blocks.append(block)
        self.tail = text
        return block

    def _add_heading(self, line: Line, rule: str, level: int) -> LayoutBlock:
        self.seen_heading = True
        if level == 1 and line.number is not None:
            self.numbered_chapters = True
        return self._add(line, "heading", rule, level)

    def _extend(self, block: LayoutBlock, line: Line, cut: bool) -> None:
        if cut:
            block.cuts.append((block.end, line.start))
        self.more.append(line.text)
        self.tail = (self.tail + line.text)[-TAIL:]
        block.end = line.end

    def _finish(self) -> None:
        """Give the last block the text of the lines that were joined to it, all at once."""
        if self.more:
            self.blocks[-1].text += "".join(self.more)
            self.more = []

    def _continues(self, line: Line) -> bool:
        return bool(self.blocks) and continues(self.blocks[-1], self.tail[-TAIL:], line, self.indented)

    def _head(self, titles: list[tuple[int, int]], first: int) -> None:
        at = 0
        for begin, end in titles:
            self._noise(at, begin)
            block = self._add(self.lines[begin], "title", "title")
            for line in self.lines[begin + 1 : end]:
                self._extend(block, line, cut=False)
            at = end
        self._noise(at, first)

    def _noise(self, begin: int, end: int) -> None:
        for i in range(begin, end):
            line = self.lines[i]
            rule = is_noise(line, BEFORE)
            contact = bool(self.blocks) and self.blocks[-1].role in ("title", "paragraph") and signature_rule(line) == "contact"
            if contact or (rule is None and is_prose(line) and ends_sentence(line.text)):
                self._add(line, "paragraph", "paragraph")
            else:
                self._add(line, "boilerplate", f"noise.{rule or 'before_text'}")

    def _tail_line(self, line: Line) -> None:
        rule = signature_rule(line)
        noise = is_noise(line, BEHIND)
        if rule == "contact" and any(b.rule == "noise.footer" or b.rule == "noise.neighbours" for b in self.blocks[-6:]):
            rule, noise = None, "operator"  # behind the site's own lines a contact is the site operator's
        if rule == "date_short":  # a site's stamp, unless the body that signs stands right above
            rule = "date" if self.blocks and self.blocks[-1].rule == "signature.body" else None
        if rule == "body" and noise in ("footer", "neighbours"):
            rule = None
        if rule in ("date", "body_and_date", "body", "month") or (rule and noise is None):
            self._add(line, "signature", f"signature.{rule}")
        else:
            self._add(line, "boilerplate", f"noise.{noise or 'after_text'}")

    def _body(self, first: int, last: int) -> None:
        at = first
        while at < last:
            at = self._body_line(at, last)

    def _body_line(self, at: int, last: int) -> int:
        line = self.lines[at]
        if line.table:
            self.in_table = None
            self._add(line, "table", MARKED_TABLE)
            return at + 1
        text, can, number = line.text, line.can, line.number
        above = self.blocks[-1] if self.blocks else None
        if above is not None and above.role == "paragraph" and self.tail[-1] != "。" and self._continues(line):
            self._extend(above, line, cut=True)
            return at + 1
        if text[-1] == "。" and not can & self.rules.unplain and not line.frame and is_plain(line, in_table=bool(self.in_table)):
            self.in_table = None
            self._add_paragraph(line)
            return at + 1
        following = self.lines[at + 1] if at + 1 < last else None
        noise = is_noise(line, INSIDE) if can & self.rules.inside or line.frame else None
        if text[-1] == "," and is_contents(line, following):
            noise = "contents"
        if noise and not (self.in_table and (noise == "rule_line" or (noise == "page_number" and text.strip(" /").isdecimal()))):
            if noise == "page_number" and following and self._open_block() and self._continues(following):
                self._extend(self.blocks[-1], following, cut=True)
                return at + 2
            self._add(line, "boilerplate", f"noise.{noise}")
            return at + 1
        attached = number is not None and number.form == "arabic" and self._in_attachments(line)
        if not attached and (self.in_table or can & self.rules.table) and (rule := self._table(at, last)):
            self._add(line, "table", f"table.{rule}")
            return at + 1
        if can & self.rules.closing and self.seen_heading and (rule := closing_rule(self.lines, at, last)):
            self.in_table = None
            self._add(line, "signature", f"signature.{rule}")
            return at + 1
        if number is None and text[0] in HAN_DIGITS:
            self._lost_number(line)
        listed = above is not None and above.number is not None and ends_list(above, line)
        if not attached and not listed and (rule := heading_rule(line, following)):
            return self._heading(at, rule, following)
        if not attached and not self.in_table and self._finished() and stands_alone(line, following):
            return self._heading(at, "heading.alone", following)
        if line.marked is not None and self._finished() and can_be_marked(line):
            return self._heading(at, "heading.markup", following)
        self.in_table = None
        self._paragraph(line)
        return at + 1

    def _finished(self) -> bool:
        """Whether what stands before is complete: a closed paragraph, a heading, or nothing but title and page noise."""
        return not self.blocks or self.blocks[-1].role != "paragraph" or ends_sentence(self.tail[-TAIL:])

    def _in_attachments(self, line: Line) -> bool:
        """Whether the line is one of the numbered names under 附件: (a list, not headings)."""
        if not self.blocks or line.number is None or line.number.form != "arabic":
            return False
        above = self.blocks[-1]
        return above.rule == "paragraph.attachment" or (len(above.text) <= 40 and re.match(r"附 ?件", above.text) is not None)

    def _lost_number(self, line: Line) -> None:
        if 3 <= len(line.text) <= 24 and (number := read_lost_separator(line.text)):
            line.number, line.named = number, False
            if evidence(line) is None or not heading_rule(line, None):
                line.number, line.named = None, False

    def _heading(self, at: int, rule: str, following: Line | None) -> int:
        line = self.lines[at]
        self.in_table = None
        level = line.number.level if line.number else (1 if not self.numbered_chapters else 2)
        block = self._add_heading(line, rule, level)
        if is_caption(line) and following and (is_table_row(following) or is_inside_table(following)):
            self.in_table = "caption"
        if following and finishes_heading(line, following):
            self._extend(block, following, cut=True)
            return at + 2
        return at + 1

    def _paragraph(self, line: Line) -> None:
        head = lost_break(line)
        if head is None:
            self._add_paragraph(line)
            return
        heading, rest = head
        self._add_heading(heading, "heading.lost_break", heading.number.level if heading.number else 1)
        self._add(rest, "paragraph", "paragraph")

    def _add_paragraph(self, line: Line) -> None:
        if line.bullet:
            rule = "paragraph.bullet"
        elif line.number is None:
            rule = "paragraph"
        else:
            rule = "paragraph.attachment" if self._in_attachments(line) else "paragraph.run_in"
        self._add(line, "paragraph", rule)

    def _open_block(self) -> bool:
        return bool(self.blocks) and self.blocks[-1].role == "paragraph" and not ends_sentence(self.tail[-TAIL:])

    def _table(self, at: int, last: int) -> str | None:
        """Why the line is a row, or a piece of one that an export broke up, of a table."""
        line = self.lines[at]
        following = self.lines[at + 1] if at + 1 < last else None
        if is_caption(line):
            return None
        rule = is_table_row(line)
        if rule == "label_cases" and not self.in_table and not any(is_table_row(one) for one in self.lines[at + 1 : at + 3]):
            rule = None  # a section has the same name: a row only where rows follow
        if rule == "label_2014":
            self.in_table = "form_2014"
        elif rule and self.in_table is None:
            self.in_table = rule
        if rule:
            return rule
        if not self.in_table or (is_prose(line) and "。" in line.text):
            return None
        named = evidence(line) if line.number and (line.number.level == 1 or line.text.endswith("情况")) else None
        if named and not re.search(r"\d+ *$", line.text) and self.in_table != "form_2014":
            return None
        closing = signature_rule(line, closing=True)
        if closing in ("date", "body_and_date") or (closing == "body" and following and signature_rule(following) == "date"):
            return None
        if is_inside_table(line) and len(" ".join(line.text.split())) <= 40:
            return "inside"
        if heading_rule(line, following) == "heading.markdown":
            return None
        near = following is not None and (is_table_row(following) is not None or is_inside_table(following))
        if near and len(line.text) <= 60 and not ends_sentence(line.text):
            return "inside"
        return "piece" if is_cell_piece(self.lines, at, last) else None


__all__ = ["Layout", "segment"]
