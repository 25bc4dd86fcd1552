"""Physical lines with what layout needs to know of each; a report that lost its line breaks is cut where they were."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from gkbg_nlp.layout.numbering import Numbering, read_numbering
from gkbg_nlp.taxonomy.sections import Sections, load_sections, squeeze

_LINE = re.compile(r"[^\n]+")
_MARKS = re.compile(r"(?P<hash>#{1,6}) *|(?P<quote>(?:> ?)+)|(?P<bullet>[*+•●■◆▪·○-] +)")
_BOOKMARK = re.compile(r"(?:\[ ?bookmark ?:[^\]]{0,80}\] *)+")  # an export of Word's bookmarks
_HAN_NUMBER = r"(?:第?[一二三四五六七八九十]{1,3}(?:部分|章)?[、.:]|第[一二三四五六七八九十]{1,2}(?:部分|章))"
_INLINE_HEADING = re.compile(rf"(?:^| |(?<=[\]。;!?:）)])|\*\*){_HAN_NUMBER} *([^。;,!?\s][^。;!?\n]{{0,40}})")
_AFTER_SENTENCE = re.compile(
    r"(?<=[。!?;:）)”》]) +|(?<! [\u4e00-\u9fff])(?<!^[\u4e00-\u9fff])  +| +(?=#{1,6} )|(?<=年度报告) +| +(?=[(\[]?[一二三四五六七八九十]{1,3}[)\]]?[、.]|第[一二三四五六七八九十]{1,2}(?:部分|章))"
)
_GLUED_HEADING = re.compile(rf"(?<=[。;!?]){_HAN_NUMBER}(?=\S)")
_HEADING_TAIL = re.compile(r"(?:情况|概述|概况|事项|附表|措施|打算|问题|诉讼|减免|保障|建设|引言|计划|安排|说明)(?:的?情况)?")
_HEAD_MARK = re.compile(rf"(?:#+ *|\*\*)*(?:{_HAN_NUMBER}|[(] ?[一二三四五六七八九十]{{1,2}} ?[)]|#+ |(?=[引前] ?言 )) *")
_ONLY_NUMBERS = re.compile(r"[\d\s./%-]+")  # behind a row's label
_NOTHING = re.compile(r" *(无|没有|未发生|未收费|暂不收费|不收费)[。]?")
_INNER = re.compile(r"[。;:!?\d]|,.*,")
_WIDE_MIN = 3  # wide blanks behind sentences in one physical line: two may be slips
_FLAT_MIN = 120  # a physical line shorter than this holds no whole report


@dataclass(slots=True)
class Line:
    """One line's non-blank span in the source, its folded words without Markdown marks, and its surroundings.

    ``gap`` counts blank lines before it, ``indent`` the blanks before it on its own physical line. ``sections`` is the taxonomy that
    its words are read with.
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
    return Line(start, end, text, gap, indent, md, bold, bullet, read_numbering(text), flat, sections)


def split_lines(folded: str, sections: Sections | None = None) -> list[Line]:
    """All non-blank lines of a folded text in order; one of a flattened report is cut into its former lines.

    ``sections`` is the taxonomy whose headings are looked for, by default the shipped one.
    """
    sections = sections or load_sections()
    lines: list[Line] = []
    at = 0
    for match in _LINE.finditer(folded):
        raw = match[0]
        stripped = raw.strip(" \t")
        if not stripped:
            continue
        indent = len(raw) - len(raw.lstrip(" \t"))
        start = match.start() + indent
        gap = max(0, folded.count("\n", at, start) - 1)
        pieces = _former_lines(stripped, sections) if len(stripped) >= _FLAT_MIN else [(0, len(stripped))]
        if stripped[0] == "[" and (mark := _BOOKMARK.match(stripped)) and mark.end() < len(stripped):
            pieces = [(0, len(mark[0].rstrip())), (mark.end(), len(stripped))]
        for i, (left, right) in enumerate(pieces):
            lines.append(_line(folded, start + left, start + right, 0 if i else gap, 0 if i else indent, len(pieces) > 1, sections))
        at = start + len(stripped)
    return lines


def _former_lines(text: str, sections: Sections) -> list[tuple[int, int]]:
    """Where the line breaks of a flattened line were; the whole line where it is no flattened one."""
    named = [m for m in _INLINE_HEADING.finditer(text) if sections.read(squeeze(m[1][:24]))]
    cuts = {0, len(text)}
    if len(named) < 2:
        # no headings to cut at: sentences that end before wide blanks, again and again, were paragraphs
        wide = {m.end() for m in _AFTER_SENTENCE.finditer(text) if m.end() - m.start() >= 2}
        if len(wide) < _WIDE_MIN:
            return [(0, len(text))]
        cuts |= wide
    elif sum(text[m.start()] in " *" or text[m.start() - 1] == "]" for m in named) * 2 >= len(named):
        cuts |= _cuts_at_blanks(text, named)
    else:
        for match in _GLUED_HEADING.finditer(text):
            cuts.add(match.start())
            if tail := _glued_end(text, match.end(), sections):
                cuts.add(tail)
    for mark in _BOOKMARK.finditer(text):
        cuts = {c for c in cuts if not mark.start() < c < mark.end()} | {mark.start(), mark.end()}
    for left, right in _pieces(text, cuts):
        if end := _heading_end(text[left:right], sections):
            cuts.add(left + end)
    return _pieces(text, cuts)


def _pieces(text: str, cuts: set[int]) -> list[tuple[int, int]]:
    """The non-blank spans between cuts."""
    places = sorted(cuts)
    spans = []
    for left, right in itertools.pairwise(places):
        piece = text[left:right]
        if kept := piece.strip(" "):
            begin = left + piece.index(kept[0])
            spans.append((begin, begin + len(kept)))
    return spans


def _heading_end(piece: str, sections: Sections) -> int | None:
    """Where a heading at the head of a piece ends, if a paragraph follows it behind a blank."""
    head = _HEAD_MARK.match(piece)
    blank = piece.find(" ", head.end() + 1) if head else -1
    while head and 0 < blank <= head.end() + 40:
        words = piece[head.end() : blank]
        if _INNER.search(words):
            return None
        # a blank inside the heading itself (概 述) leaves words that name nothing yet
        # a chapter mark before a few plain words and a long rest is a heading even where its words name nothing
        plain = len(words) > 2 and (
            piece[0] == "#" or (len(words) <= 16 and "," not in words and len(piece) - blank > 30 and piece[0] not in "(（")
        )
        named = sections.read(squeeze(words)) or plain
        enough = len(piece) - blank > 4 or _NOTHING.fullmatch(piece, blank)
        if named and enough and not _ONLY_NUMBERS.fullmatch(piece, blank):
            return blank
        blank = piece.find(" ", blank + 1)
    return None


def _cuts_at_blanks(text: str, named: list[re.Match[str]]) -> set[int]:
    """Cuts at blanks behind a sentence, before a numbering and behind a heading.

    Where all headings stand behind wide blanks, a single blank is one of the text's own.
    """
    widths = [len(text[: m.start() + 1]) - len(text[: m.start() + 1].rstrip(" ")) for m in named if m.start()]
    wide = min(widths, default=1) >= 2
    cuts = {m.end() for m in _AFTER_SENTENCE.finditer(text) if not wide or m.end() - m.start() >= 2}
    for match in named:
        begin = match.start() + (text[match.start()] == " ") if text[match.start()] != "*" else 0
        cuts.add(begin)
    return cuts


def _glued_end(text: str, start: int, sections: Sections) -> int | None:
    """The end of a heading glued to the paragraph behind it: its last closing noun before the first mark."""
    stop = re.search(r"[。,;:!?\d]", text[start : start + 45])
    window = text[start : start + (stop.start() if stop else 30)]
    ends = [m.end() for m in _HEADING_TAIL.finditer(window)]
    good = [e for e in ends if sections.read(squeeze(window[:e]))]
    return start + good[-1] if good else None
