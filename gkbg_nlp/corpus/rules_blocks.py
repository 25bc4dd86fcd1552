"""Rules of the annotation guide on blocks: spans, roles, sections, levels, and lines whose role is settled."""

from __future__ import annotations

import re

from gkbg_nlp.corpus.annotated import BLANK, LABELED_ROLES, ROLES, SECTIONS, GoldBlock, GoldReport
from gkbg_nlp.corpus.problems import Problems, at_block, at_offset
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.numbering import read_numbering

_MARKDOWN = re.compile(r"[#*>\s]+")
_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]*\]")
_PAGE_NUMBER = re.compile(r"[-\s]*\d{1,3}[-\s]*|第 ?\d{1,3} ?页(?: ?[,/]? ?共 ?\d{1,3} ?页)?")
_LINE_END = re.compile(r"[。!?][ \t]*\n")
_LONGEST_HEADING = 25  # a numbered line without any punctuation up to this length reads as a heading


def check_blocks(report: GoldReport) -> Problems:
    """Problems of the blocks, one report."""
    yield from _spans(report)
    for block in report.blocks:
        yield from _labels(report, block)
        text = fold(report.text[block.start : block.end])
        yield from _level(report, block, text)
        yield from _settled(report, block, text)


def _spans(report: GoldReport) -> Problems:
    at = 0
    for block in report.blocks:
        if block.start >= block.end or block.end > len(report.text) or block.start < 0:
            yield at_block(report, "error", "span", block, f"the span {block.start}-{block.end} is empty or leaves the text", "mend it")
            continue
        if block.start < at:
            yield at_block(
                report, "error", "overlap", block, f"the block begins at {block.start}, the one before ends at {at}", "part them"
            )
        elif (gap := report.text[at : block.start]).strip(BLANK):
            mend = "give it a block of its own, or write blanks only in a joiner"
            yield at_offset(report, "error", "outside", at, f"text outside every block: {gap.strip(BLANK)[:20]!r}", mend)
        if report.text[block.start] in BLANK or report.text[block.end - 1] in BLANK:
            yield at_block(report, "error", "span", block, "the block begins or ends with a blank", "leave blanks outside the span")
        at = max(at, block.end)
    if (rest := report.text[at:]).strip(BLANK):
        yield at_offset(
            report, "error", "outside", at, f"text outside every block: {rest.strip(BLANK)[:20]!r}", "give it a block of its own"
        )


def _labels(report: GoldReport, block: GoldBlock) -> Problems:
    if block.role not in ROLES:
        yield at_block(report, "error", "role", block, f"unknown role {block.role!r}", f"one of {', '.join(ROLES)}")
        return
    if block.role in LABELED_ROLES and block.section not in SECTIONS:
        what = "has no section" if block.section is None else f"has the unknown section {block.section!r}"
        yield at_block(report, "error", "section", block, f"a {block.role} {what}", f"one of {', '.join(SECTIONS)}")
    if block.role not in LABELED_ROLES and block.section is not None:
        yield at_block(report, "error", "section", block, f"a {block.role} carries the section {block.section!r}", "leave it out")
    if (block.role == "heading") != (block.level is not None) or not 1 <= (block.level or 1) <= 9:
        yield at_block(
            report, "error", "level", block, f"a {block.role} of level {block.level}", "headings have a level from 1 to 9, nothing else"
        )


def _level(report: GoldReport, block: GoldBlock, text: str) -> Problems:
    if block.role not in ("heading", "paragraph"):
        return
    marks = _MARKDOWN.match(text)
    line = text[marks.end() :] if marks else text
    number = read_numbering(line)
    if number is None:
        return
    if block.role == "heading" and block.level is not None and block.level != number.level:
        message = f"heading of level {block.level} numbered {line[: number.end].strip()!r}, which is level {number.level}: {line[:20]!r}"
        yield at_block(report, "error", "numbering", block, message, f"write @heading {block.section} {number.level}")
    body = line[number.end :].rstrip(":*")
    if block.role == "paragraph" and number.level <= 2 and len(line) <= _LONGEST_HEADING and not re.search(r"[。!?;,.:\d]", body):
        yield at_block(report, "warning", "heading", block, f"a paragraph that reads as a heading: {line!r}", "write @heading, or leave it")


def _settled(report: GoldReport, block: GoldBlock, text: str) -> Problems:
    """Lines of which the guide says what they are."""
    if "[bookmark:" in text and not (block.role == "boilerplate" and _BOOKMARK.fullmatch(text)):
        yield at_block(report, "error", "bookmark", block, "an export mark stands with other text", "give it an @boilerplate of its own")
    if block.role in ("heading", "paragraph", "signature", "title") and _PAGE_NUMBER.fullmatch(text):
        yield at_block(report, "error", "page-number", block, f"a page number as {block.role}: {text!r}", "write @boilerplate")
    if block.role == "table" and "\n" in text:
        yield at_block(report, "error", "table-line", block, "a table block of several lines", "each line of a table is a block")
    if block.role == "heading" and re.search(r"[。!?](?=[^\s*#])", text):
        yield at_block(
            report, "warning", "heading", block, f"a heading with a sentence's end inside: {text[:30]!r}", "part it in two blocks"
        )
    for match in _LINE_END.finditer(text) if block.role == "paragraph" else ():
        if not _PAGE_NUMBER.fullmatch(text[match.end() :].partition("\n")[0].strip()):
            message = f"a line of the block ends a sentence: {text[max(0, match.start() - 10) : match.start() + 1]!r}"
            yield at_offset(
                report, "warning", "line-end", block.start + match.start(), message, "two blocks, unless an export cut it there"
            )
