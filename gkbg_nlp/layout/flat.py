"""A report that lost its line breaks (a table cell, an export to one line) cut where they were."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

from gkbg_nlp.taxonomy.patterns import load_rules
from gkbg_nlp.taxonomy.precompiled import compiled
from gkbg_nlp.taxonomy.sections import Sections, squeeze

FLAT_MIN = 120  # a physical line shorter than this holds no whole report
_WIDE_MIN = 3  # wide blanks behind sentences in one physical line: two may be slips
_SINGLE_MIN = 4  # blanks behind sentences in a line that is most of the text: Chinese prose has none there
MOST = 0.5  # of the text's characters
_HAN_NUMBER = r"(?:第?[一二三四五六七八九十]{1,3}(?:部分|章)?[、.:]|第[一二三四五六七八九十]{1,2}(?:部分|章))"
_BRACKET_NUMBER = r"[(] ?[一二三四五六七八九十]{1,2} ?[)]"
_SMALL_NUMBER = r"\d{1,2} ?(?:、|\.(?! ?\d))|[(] ?\d{1,2} ?[)]"
BOOKMARK = compiled(r"(?:\[ ?bookmark ?:[^\]]{0,80}\] *)+")  # an export of Word's bookmarks
_INLINE_HEADING = compiled(rf"(?:^| |(?<=[\]。;!?:）)])|\*\*){_HAN_NUMBER} *([^。;,!?\s][^。;!?\n]{{0,40}})")
_CHAPTER_NUMBER = compiled(r"[第一二三四五六七八九十][第一二三四五六七八九十]{0,3}(?:部分|章|[、.:])")  # wherever one stands, and more
_MARKDOWN = compiled(r"(?<= )#{1,6} (?=\S)")
_AFTER_SENTENCE = compiled(
    r"(?<=[。!?;:）)”》]) +|(?<! [\u4e00-\u9fff])(?<!^[\u4e00-\u9fff])  +| +(?=#{1,6} )|(?<=年度报告) +| +(?=[(\[]?[一二三四五六七八九十]{1,3}[)\]]?[、.]|第[一二三四五六七八九十]{1,2}(?:部分|章))"
)
_RUN, _WIDE_RUN = compiled(" +"), compiled("  +")
_SENTENCE = compiled(r"(?<=。) +(?=\S)")
_SENTENCE_END = "。!?;”》)"
_GLUED_HEADING = compiled(rf"(?<=[。;!?]){_HAN_NUMBER}(?=\S)")
_HEADING_TAIL = compiled(r"(?:情况|概述|概况|事项|附表|措施|打算|问题|诉讼|减免|保障|建设|引言|计划|安排|说明)(?:的?情况)?")
_HEAD_MARK = compiled(rf"(?:#+ *|\*\*)*(?:{_HAN_NUMBER}|{_BRACKET_NUMBER}|{_SMALL_NUMBER}|#+ |(?=[引前] ?言 )) *")
_ONLY_NUMBERS = compiled(r"[\d\s./%-]+")  # behind a row's label
_NOTHING = compiled(r" *(无|没有|未发生|未收费|暂不收费|不收费)[。]?")
_INNER = compiled(r"[。;:!?\d]|,.*,")
_NAMED_LAW = compiled(r"《[^《》。;\n]{1,80}》")
_NEVER_FIRST = "的和与及等了、,》)"
_SLOGAN = 26  # characters of a numbered heading that names nothing
_BARE_LONGEST = 22  # characters of a heading without a number
_NAMED = 0.5  # of a bare heading's characters that a section's wordings explain


def may_be_flat(text: str) -> bool:
    """Whether :func:`former_lines` may cut a line that is less than ``MOST`` of the text: it holds two wide blanks or chapter numbers."""
    return "  " in text or len(_CHAPTER_NUMBER.findall(text)) >= 2


def former_lines(text: str, sections: Sections, share: float = 1.0) -> list[tuple[int, int]]:
    """Where the line breaks of a flattened line were: spans of its former lines; the whole line where it is no flattened one.

    ``share`` is the line's part of all the text, 0 to 1: single blanks behind sentences tell former breaks only where one line is most
    of the report.
    """
    cuts = {0, len(text)}
    named = [m for m in _INLINE_HEADING.finditer(text) if sections.read(squeeze(m[1][:24]))]
    whole = share >= MOST
    if len(named) < 2:
        found = _without_chapters(text, whole=whole)
        if found is None:
            return [(0, len(text))]
        cuts |= found
    elif sum(text[m.start()] in " *" or text[m.start() - 1] == "]" for m in named) * 2 >= len(named):
        cuts |= _cuts_at_blanks(text, named, whole=whole)
    else:
        for match in _GLUED_HEADING.finditer(text):
            cuts.add(match.start())
            if tail := _glued_end(text, match.end(), sections):
                cuts.add(tail)
    cuts -= _inner_cuts(text, cuts)
    for mark in BOOKMARK.finditer(text) if "bookmark" in text else ():
        cuts = {c for c in cuts if not mark.start() < c < mark.end()} | {mark.start(), mark.end()}
    for left, right in _pieces(text, cuts):
        while end := _heading_end(text[left:right], sections, whole=whole):
            cuts.add(left + end)
            left += end + len(text[left + end : right]) - len(text[left + end : right].lstrip(" "))
    return _pieces(text, cuts)


def _without_chapters(text: str, *, whole: bool) -> set[int] | None:
    """Cuts of a line without chapters that are named: at blanks behind sentences, again and again; ``None`` where there are too few."""
    # the cells of a row stand apart too, but are no sentences
    wide = _after_sentences(text, wide=True)
    if sum(text[left - 1] in _SENTENCE_END for left, _ in wide) >= _WIDE_MIN:
        return {right for _, right in wide} | (_breaks(text, wide=True) if whole else set())
    if not whole or sum(1 for _ in _SENTENCE.finditer(text)) + 2 * len(_MARKDOWN.findall(text)) < _SINGLE_MIN:
        return None
    return _breaks(text, wide=False)


def _breaks(text: str, *, wide: bool) -> set[int]:
    """Cuts at the blanks that the rules of layout.toml (``flat_cut``) take for lost breaks; ``wide`` ones only, where breaks are wide."""
    patterns, any_of = _flat_cuts()
    cuts = set()
    for start, end in _runs(text, wide=wide):
        if end - start == 1:
            if any_of.match(text, start):
                cuts.add(end)
        else:
            found = (span for pattern in patterns for span in _within(pattern, text, start, end))
            cuts.update(right for left, right in found if right - left >= 1 + wide)
    return cuts


@cache
def _flat_cuts() -> tuple[list[re.Pattern[str]], re.Pattern[str]]:
    """The rules of ``flat_cut``, and what fits where any of them does; they match blanks and nothing else."""
    patterns = [rule.pattern for rule in load_rules("layout.toml")["flat_cut"]]
    return patterns, compiled("|".join(f"(?:{one.pattern})" for one in patterns), patterns[0].flags)


def _runs(text: str, *, wide: bool = False) -> Iterator[tuple[int, int]]:
    """The runs of blanks, ``wide``: of two at least."""
    return (m.span() for m in (_WIDE_RUN if wide else _RUN).finditer(text))


def _within(pattern: re.Pattern[str], text: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """The matches of a pattern that matches nothing but blanks in one run of them: a search of the text would look at each character."""
    while at < end:
        match = pattern.match(text, at)
        if match:
            yield match.span()
        at = match.end() if match else at + 1


def _after_sentences(text: str, *, wide: bool) -> list[tuple[int, int]]:
    """The matches of ``_AFTER_SENTENCE``, ``wide``: those of two blanks at least."""
    found = (span for start, end in _runs(text, wide=wide) for span in _within(_AFTER_SENTENCE, text, start, end))
    return [(left, right) for left, right in found if right - left >= 1 + wide]


def _inner_cuts(text: str, cuts: set[int]) -> set[int]:
    """Those cuts at which a line was wrapped, not a paragraph ended: inside a title's 《》, or before a word that no sentence begins with."""
    places = sorted(cuts)
    spans = ((bisect_right(places, m.start()), bisect_left(places, m.end())) for m in _NAMED_LAW.finditer(text))
    inside = {c for first, last in spans for c in places[first:last]}
    return inside | {c for c in cuts if 0 < c < len(text) and text[c] in _NEVER_FIRST}


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


def _heading_end(piece: str, sections: Sections, *, whole: bool) -> int | None:
    """Where a heading at the head of a piece ends, if a paragraph follows it behind a blank.

    ``whole``: the piece is one of a report in one line, in which blanks are breaks; a heading there may be a slogan, or have no number.
    """
    head = _HEAD_MARK.match(piece)
    if head is None and whole:
        return _bare_heading_end(piece, sections)
    small = head is not None and piece[0].isdecimal()
    blank = piece.find(" ", head.end() + 1) if head else -1
    while head and 0 < blank <= head.end() + 40:
        words = piece[head.end() : blank]
        if _INNER.search(words):
            return None
        # a blank inside the heading itself (概 述) leaves words that name nothing yet
        # a chapter mark before a few plain words and a long rest is a heading even where its words name nothing
        plain = (
            len(words) > 2
            and not small
            and (piece[0] == "#" or (len(words) <= 16 and "," not in words and len(piece) - blank > 30 and piece[0] not in "(（"))
        )
        slogan = whole and not small and 4 <= len(words) <= _SLOGAN and "。" in piece[blank + 12 :] and not piece[blank + 1].isdecimal()
        named = sections.read(squeeze(words)) or plain or slogan
        enough = len(piece) - blank > 4 or _NOTHING.fullmatch(piece, blank)
        if named and enough and not _ONLY_NUMBERS.fullmatch(piece, blank):
            return blank
        blank = piece.find(" ", blank + 1)
    return None


def _bare_heading_end(piece: str, sections: Sections) -> int | None:
    """The end of words without a number that name a section and little else, before a blank and a sentence."""
    blank = piece.find(" ", 2)
    while 0 < blank <= _BARE_LONGEST + 4:
        words = squeeze(piece[:blank])
        if _INNER.search(words) or len(words) > _BARE_LONGEST:
            return None
        evidence = sections.read(words)
        if (
            evidence
            and evidence.coverage >= _NAMED
            and not piece[blank + 1].isdecimal()
            and ("。" in piece[blank:] or _NOTHING.fullmatch(piece, blank))
        ):
            return blank
        blank = piece.find(" ", blank + 1)
    return None


def _cuts_at_blanks(text: str, named: list[re.Match[str]], *, whole: bool) -> set[int]:
    """Cuts at blanks behind a sentence, before a numbering and behind a heading.

    Where all headings stand behind wide blanks, a single blank is one of the text's own.
    """
    widths = [len(text[: m.start() + 1]) - len(text[: m.start() + 1].rstrip(" ")) for m in named if m.start()]
    wide = min(widths, default=1) >= 2
    cuts = {right for _, right in _after_sentences(text, wide=wide)}
    if whole:
        cuts |= _breaks(text, wide=wide)
    for match in named:
        begin = match.start() + (text[match.start()] == " ") if text[match.start()] != "*" else 0
        hashes = len(text[:begin]) - len(text[:begin].rstrip("# "))
        cuts.add(begin if not hashes or "#" not in text[begin - hashes : begin] else begin - len(text[begin - hashes : begin].lstrip(" ")))
    return {c for c in cuts if not (c and text[:c].rstrip(" ").endswith("#"))}


def _glued_end(text: str, start: int, sections: Sections) -> int | None:
    """The end of a heading glued to the paragraph behind it: its last closing noun before the first mark."""
    stop = re.search(r"[。,;:!?\d]", text[start : start + 45])
    window = text[start : start + (stop.start() if stop else 30)]
    ends = [m.end() for m in _HEADING_TAIL.finditer(window)]
    good = [e for e in ends if sections.read(squeeze(window[:e]))]
    return start + good[-1] if good else None
