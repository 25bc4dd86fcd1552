"""Lines that an export cut in two, and headings that it glued to their text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from gkbg_nlp.layout.block import LayoutBlock
from gkbg_nlp.layout.classify import ends_sentence, evidence, heading_rule, hits, is_noise, is_table_row
from gkbg_nlp.layout.lines import Line
from gkbg_nlp.layout.rulebook import INSIDE, book
from gkbg_nlp.layout.zones import signature_rule

TAIL = 200  # of a block's text, what decides whether the next line goes on with it
_SHORTEST_CUT = 14  # a line of fewer characters was not cut by a page's width

_SHORTEST_WRAPPED = 2
_CLOSING = ")%"  # marks behind which a full stop was left out rather than a word cut
_OPENING = "《“‘(〔「『"  # marks that no line ends with but one that was cut


def continues(block: LayoutBlock, tail: str, line: Line, indented: Callable[[], bool]) -> bool:
    """Whether ``line`` is the rest of the paragraph ``block``, which an export cut in two.

    Args:
        block: the last block; its text may still lack lines that were joined to it.
        tail: the last characters of its text with those lines.
        line: the line that follows.
        indented: tells whether the report's paragraphs begin with an indent.
    """
    if block.role != "paragraph" or tail[-1] == "。" or line.flat or line.md or line.bold or line.bullet:
        return False
    if block.rule == "paragraph.bullet" and not tail.endswith((",", "、")):
        return False
    if tail[-1] in _OPENING:
        return True
    open_bracket = _unbalanced(tail)
    if not open_bracket and ends_sentence(tail):  # behind a full stop, above, a bracket was forgotten, not cut
        return False
    if line.text[0] in ",。;、)!?》”:" and not open_bracket:
        return True
    if is_noise(line, INSIDE) or signature_rule(line, closing=True) in ("date", "body_and_date") or is_table_row(line):
        return False
    if line.number is not None and (line.number.level <= 2 or line.number.form == "arabic"):
        return False
    if open_bracket:
        return True
    if line.gap and (tail[-1] in _CLOSING or hits("opens_sentence", line.text)):
        return False  # a new paragraph below one that lost its full stop
    if tail[-1] == ")" and hits("person_line", line.text):
        return False
    listed = tail[-1] in ",、"
    if not listed and ((line.indent >= 2 and indented()) or heading_rule(line, None)):
        return False
    if listed or re.search(r"[的和及与或对在为由]$", tail):
        return True
    last_line = block.end - (block.cuts[-1][1] if block.cuts else block.start)
    labels = hits("label_line", line.text) or (block.end - block.start <= 40 and hits("contact_line", block.text))
    shortest = _SHORTEST_WRAPPED if block.cuts else _SHORTEST_CUT  # a paragraph cut before is wrapped, at quotes to odd lengths
    return last_line >= shortest and not labels


def _unbalanced(tail: str) -> bool:
    """Whether a bracket opened near the end is still open."""
    return tail.rfind("(") > tail.rfind(")") and len(tail) - tail.rfind("(") < 160


def ends_list(above: LayoutBlock, line: Line) -> bool:
    """Whether a numbered sentence is the last of a list: the item before it is the paragraph above."""
    if line.number is None or above.role != "paragraph" or above.number is None or line.text[-1] not in "。;":
        return False
    return (above.number.form, above.number.value + 1) == (line.number.form, line.number.value)


def is_contents(line: Line, following: Line | None) -> bool:
    """Whether the line lists the names of the parts below (a site's links to them): its first name is the line that follows."""
    if following is None or not line.text.endswith(","):
        return False
    names = line.text.split(",")
    return len(names) > 2 and names[0].strip() == following.text


def uses_indents(lines: Sequence[Line]) -> bool:
    """Whether most lines of running text begin with an indent of two characters."""
    prose = [line for line in lines if len(line.text) > 30]
    return len(prose) >= 3 and sum(line.indent >= 2 for line in prose) * 2 > len(prose)


def finishes_heading(line: Line, following: Line) -> bool:
    """Whether a heading was cut by the page's width: unfinished words, and a short line that finishes them."""
    if following.number or following.md or len(following.text) > 16 or ends_sentence(line.text) or ends_sentence(following.text):
        return False
    if not hits("heading_end", following.text) or following.gap > 1:
        return False
    return len(line.text) >= 8 and hits("heading_unfinished", line.text)


def lost_break(line: Line) -> tuple[Line, Line] | None:
    """A chapter heading and its text on one line, parted by blanks where a line break was."""
    if line.number is None or line.number.level != 1 or len(line.text) != line.end - line.start:
        return None  # where Markdown marks were taken out, the words are out of step with the source
    blank = line.text.find(" ", line.number.end + 2)
    while 0 < blank <= 46:
        words, rest = line.text[line.number.end : blank], line.text[blank:].strip()
        head = line.text[:blank].rstrip()
        probe = Line(line.start, line.start + len(head), head, line.sections, book().can(head), line.number)
        if len(rest) > 20 and not re.search(r"[。,;:]", words) and evidence(probe) and heading_rule(probe, None):
            return probe, Line(line.end - len(rest), line.end, rest, line.sections, book().can(rest))
        blank = line.text.find(" ", blank + 1)
    return None
