"""Text to blocks: roles, levels, exact offsets; lines that an export cut are one block again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gkbg_nlp.layout.classify import (
    ends_sentence,
    evidence,
    heading_rule,
    is_caption,
    is_inside_table,
    is_noise,
    is_table_row,
    stands_alone,
)
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.lines import Line, split_lines
from gkbg_nlp.layout.numbering import Numbering, read_lost_separator
from gkbg_nlp.layout.view import View
from gkbg_nlp.layout.zones import find_titles, head_end, is_prose, signature_rule, starts_text, tail_start
from gkbg_nlp.report.records import Role

_LABEL_LINE = re.compile(r"附[件表注]|[^,。;]{1,8}:")  # 电话: 组长: 注: a line of a list of labels and values
_CONTACT_LINE = re.compile(r"(联系|办公|通讯|通信)?(人|电 ?话|地 ?址|传 ?真|方式)|邮 ?编|邮政|电子|网 ?址|注|附")
_SHORTEST_CUT = 14  # a line of fewer characters was not cut by a page's width


@dataclass(slots=True)
class LayoutBlock:
    """One block: source span, role, heading level, numbering and the layout rule that gave the role.

    ``text`` is the folded text of the joined lines without Markdown marks; ``cuts`` are source spans of breaks inside.
    """

    start: int
    end: int
    role: Role
    text: str
    rule: str
    level: int | None = None
    number: Numbering | None = None
    cuts: list[tuple[int, int]] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The text behind the numbering."""
        return self.text[self.number.end :] if self.number else self.text


@dataclass(slots=True)
class Layout:
    """The blocks of a text and its joined view."""

    folded: str
    blocks: list[LayoutBlock]
    view: View


def segment(text: str) -> Layout:
    """Cut a decoded text into blocks that cover all its non-blank characters without overlap, in order."""
    folded = fold(text)
    blocks = _Segmenter(split_lines(folded)).run()
    view = View(folded, [(b.start, b.end) for b in blocks], [cut for b in blocks for cut in b.cuts])
    return Layout(folded, blocks, view)


class _Segmenter:
    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.blocks: list[LayoutBlock] = []
        self.in_table: str | None = None
        self.seen_heading = self.numbered_chapters = False
        self.indented = _uses_indents(lines)

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
        return self.blocks

    def _first_chapter(self) -> int:
        """Titles are looked for before the first chapter heading or the second line of prose."""
        prose = 0
        for i, line in enumerate(self.lines[:60]):
            if line.number and line.number.level == 1 and evidence(line) and heading_rule(line, None) and not is_noise(line, ("edge",)):
                return i
            prose += is_prose(line) and is_noise(line, ("any", "edge")) is None
            if prose >= 2:
                return i
        return min(len(self.lines), 60)

    def _add(self, line: Line, role: Role, rule: str, level: int | None = None) -> LayoutBlock:
        block = LayoutBlock(line.start, line.end, role, line.text, rule, level, line.number)
        if role == "heading":
            self.seen_heading = True
            self.numbered_chapters |= line.number is not None and level == 1
        self.blocks.append(block)
        return block

    def _extend(self, block: LayoutBlock, line: Line, cut: bool, between: str = "") -> None:
        if cut:
            block.cuts.append((block.end, line.start))
        block.text += between + line.text
        block.end = line.end

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
            rule = is_noise(line, ("any", "edge", "head"))
            if rule is None and is_prose(line) and ends_sentence(line.text):
                self._add(line, "paragraph", "paragraph")
            else:
                self._add(line, "boilerplate", f"noise.{rule or 'before_text'}")

    def _tail_line(self, line: Line) -> None:
        rule = signature_rule(line)
        noise = is_noise(line, ("any", "edge", "tail"))
        if rule == "contact" and any(b.rule == "noise.footer" or b.rule == "noise.neighbours" for b in self.blocks[-6:]):
            rule, noise = None, "operator"  # behind the site's own lines a contact is the site operator's
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
        following = self.lines[at + 1] if at + 1 < last else None
        if self._continues(line):
            self._extend(self.blocks[-1], line, cut=True)
            return at + 1
        noise = is_noise(line, ("any",))
        if noise and not (self.in_table and (noise == "rule_line" or (noise == "page_number" and line.text.strip(" /").isdecimal()))):
            if noise == "page_number" and following and self._open_block() and self._continues(following):
                self.blocks[-1].cuts.append((self.blocks[-1].end, following.start))
                block = self.blocks[-1]
                block.text += following.text
                block.end = following.end
                return at + 2
            self._add(line, "boilerplate", f"noise.{noise}")
            return at + 1
        attached = self._in_attachments(line)
        if not attached and (rule := self._table(line, following)):
            self._add(line, "table", f"table.{rule}")
            return at + 1
        if self._is_signature(at, last):
            self.in_table = None
            self._add(line, "signature", f"signature.{signature_rule(line)}")
            return at + 1
        self._lost_number(line)
        if not attached and (rule := heading_rule(line, following)):
            return self._heading(at, rule, following)
        if not attached and self._finished() and not self.in_table and stands_alone(line, following):
            return self._heading(at, "heading.alone", following)
        self.in_table = None
        self._paragraph(line)
        return at + 1

    def _finished(self) -> bool:
        """Whether what stands before is complete: a closed paragraph, a heading, or nothing but title and page noise."""
        return not self.blocks or self.blocks[-1].role != "paragraph" or _closed(self.blocks[-1])

    def _in_attachments(self, line: Line) -> bool:
        """Whether the line is one of the numbered names under 附件: (a list, not headings)."""
        if not self.blocks or line.number is None or line.number.form != "arabic":
            return False
        above = self.blocks[-1]
        return above.rule == "paragraph.attachment" or (len(above.text) <= 40 and re.match(r"附 ?件", above.text) is not None)

    def _lost_number(self, line: Line) -> None:
        if line.number is None and 3 <= len(line.text) <= 24 and line.text[0] in "一二三四五六七八九十":
            number = read_lost_separator(line.text)
            if number:
                line.number = number
                named = evidence(line)
                if named is None or not heading_rule(line, None):
                    line.number = None

    def _heading(self, at: int, rule: str, following: Line | None) -> int:
        line = self.lines[at]
        self.in_table = None
        level = line.number.level if line.number else (1 if not self.numbered_chapters else 2)
        block = self._add(line, "heading", rule, level)
        if is_caption(line) and following and (is_table_row(following) or is_inside_table(following)):
            self.in_table = "caption"
        if following and _finishes_heading(line, following):
            self._extend(block, following, cut=True)
            return at + 2
        return at + 1

    def _paragraph(self, line: Line) -> None:
        head = _lost_break(line)
        if head is None:
            if line.bullet:
                self._add(line, "paragraph", "paragraph.bullet")
                return
            listed = "paragraph.attachment" if self._in_attachments(line) else "paragraph.run_in"
            self._add(line, "paragraph", listed if line.number else "paragraph")
            return
        heading, rest = head
        self._add(heading, "heading", "heading.lost_break", heading.number.level if heading.number else 1)
        self._add(rest, "paragraph", "paragraph")

    def _open_block(self) -> bool:
        return bool(self.blocks) and self.blocks[-1].role == "paragraph" and not _closed(self.blocks[-1])

    def _continues(self, line: Line) -> bool:
        """Whether ``line`` is the rest of the paragraph before it, which an export cut in two."""
        if not self.blocks or line.flat:
            return False
        block = self.blocks[-1]
        if (
            block.role != "paragraph"
            or line.md
            or line.bold
            or line.bullet
            or (block.rule == "paragraph.bullet" and not block.text.endswith((",", "、")))
        ):
            return False
        open_bracket = _unbalanced(block.text)
        if _closed(block) and not open_bracket:
            return False
        if line.text[0] in ",。;、)!?》”:" and not open_bracket:
            return True
        if is_noise(line, ("any",)) or signature_rule(line) in ("date", "body_and_date") or is_table_row(line):
            return False
        if line.number is not None and (line.number.level <= 2 or line.number.form == "arabic"):
            return False
        if open_bracket:
            return True
        if self.indented and line.indent >= 2 and block.text[-1] not in ",、":
            return False
        if heading_rule(line, None) and block.text[-1] not in ",、":
            return False
        if block.text[-1] in ",、" or re.search(r"[的和及与或对在为由]$", block.text):
            return True
        last_line = block.text if not block.cuts else block.text[-(block.end - block.cuts[-1][1]) :]
        return (
            len(last_line) >= _SHORTEST_CUT
            and not _LABEL_LINE.match(line.text)
            and not (len(block.text) <= 40 and _CONTACT_LINE.match(block.text))
        )

    def _table(self, line: Line, following: Line | None) -> str | None:
        if is_caption(line):
            return None
        rule = is_table_row(line)
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
        closing = signature_rule(line)
        if closing in ("date", "body_and_date") or (closing == "body" and following and signature_rule(following) == "date"):
            return None
        if is_inside_table(line) and (len(line.text) <= 40):
            return "inside"
        if heading_rule(line, following) == "heading.markdown":
            return None
        near = following is not None and (is_table_row(following) is not None or is_inside_table(following))
        return "inside" if near and len(line.text) <= 60 and not ends_sentence(line.text) else None

    def _is_signature(self, at: int, last: int) -> bool:
        """A closing date or body line before attachments: whole-line date after the first chapter, and the body above it."""
        if not self.seen_heading:
            return False
        line = self.lines[at]
        rule = signature_rule(line)
        if rule in ("date", "body_and_date"):
            return True
        if rule == "body" and len(line.text) <= 30:
            return at + 1 < last and signature_rule(self.lines[at + 1]) in ("date", "month")
        return False


def _closed(block: LayoutBlock) -> bool:
    return ends_sentence(block.text)


def _unbalanced(text: str) -> bool:
    """Whether a bracket opened near the end of ``text`` is still open (no more than 200 characters back)."""
    window = text[-200:]
    return window.rfind("(") > window.rfind(")") and len(window) - window.rfind("(") < 160


def _uses_indents(lines: list[Line]) -> bool:
    prose = [line for line in lines if len(line.text) > 30]
    return len(prose) >= 3 and sum(line.indent >= 2 for line in prose) * 2 > len(prose)


def _finishes_heading(line: Line, following: Line) -> bool:
    """A heading that the page's width cut: unfinished words, and a short line that finishes them."""
    if following.number or following.md or len(following.text) > 16 or ends_sentence(line.text) or ends_sentence(following.text):
        return False
    if not re.search(r"(情况|措施|事项|问题|打算|工作|建设|诉讼|减免|制度)$", following.text) or following.gap > 1:
        return False
    unfinished = re.search(
        r"(的|及|和|与|、|政府|信息|公开|行政|主要|改进|提起|申请|组织|领导|平台|以及|处理|收到|回应|社会|监督|保密)$", line.text
    )
    return unfinished is not None and len(line.text) >= 8


def _lost_break(line: Line) -> tuple[Line, Line] | None:
    """A chapter heading and its text on one line, parted by blanks where a line break was."""
    if line.number is None or line.number.level != 1 or len(line.text) != line.end - line.start:
        return None  # where Markdown marks were taken out, the words are out of step with the source
    blank = line.text.find(" ", line.number.end + 2)
    while 0 < blank <= 46:
        words, rest = line.text[line.number.end : blank], line.text[blank:].strip()
        probe = Line(line.start, line.end, line.text[:blank], number=line.number)
        if len(rest) > 20 and not re.search(r"[。,;:]", words) and evidence(probe) and heading_rule(probe, None):
            start = line.end - len(rest)
            return (
                Line(line.start, line.start + len(line.text[:blank].rstrip()), line.text[:blank].rstrip(), number=line.number),
                Line(start, line.end, rest),
            )
        blank = line.text.find(" ", blank + 1)
    return None


__all__ = ["Layout", "LayoutBlock", "segment", "starts_text"]
