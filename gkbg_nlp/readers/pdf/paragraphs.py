"""Lines of print -> paragraphs, across page borders too.

A line goes on with the one before where that one is full (the next piece had no room in it) and this one begins at the left margin, or
at the same indent as three or more full lines while the sentence is open. All else begins a paragraph: an indent, a short line before,
other size, a wide gap, a signature at the right before. A short line without a mark at its end that follows a whole sentence is a heading
at the margin: the last line of a paragraph ends its sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from gkbg_nlp.readers.pdf.characters import IDEOGRAPHIC_BLANK, is_wide
from gkbg_nlp.readers.pdf.lines import Line, glue
from gkbg_nlp.readers.pdf.page import Page

# In squares: an indent from here on begins a paragraph; up to the second it is the usual one of two characters.
_INDENT, _MOST_INDENT = 1.2, 2.8
# What a full line may leave free beyond the piece that did not fit.
_SLACK = 0.6
_SAME_INDENT = 0.3
# A line that begins this far in is centred or at the right, as a signature is.
_SET_APART = 4.5
# A centred line's middle is this near the middle between the margins.
_CENTRED = 0.25
# Sizes of print that are one text; distance of lines, in ordinary distances, that parts paragraphs.
_SAME_SIZE, _GAP = 1.2, 1.7
# Squares between baselines of text set wide; where lines are farther apart there are too few to know.
_WIDEST_PITCH = 2.5
# A margin is where at least this share of the lines begins.
_MARGIN_SHARE = 0.08
# Lines that show a margin by themselves: half a page.
_ENOUGH_LINES = 12
# Squares by which the right margin may be wider than the left one.
_UNEVEN = 4
_ENDS = "。！？；：!?;:…"
_SENTENCE_ENDS = "。！？!?"
_PROSE = re.compile("[A-Za-z，。；：、！？]")
_CLOSING = "”’）》」』】〕)]\"'"


@dataclass(frozen=True, slots=True)
class Margins:
    """Where lines begin and end (points from the left), and the usual distance of baselines."""

    left: float
    right: float
    pitch: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text on one line, its indent as two ideographic blanks; ``pages``: (offset in the text, page) of each page it has lines on."""

    text: str
    pages: tuple[tuple[int, int], ...]


def find_margins(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> dict[int, Margins]:
    """The margins of each page by its number: those of all pages of its size taken together, since a page alone may be nearly empty.

    Odd and even pages count apart where both have enough lines: a document to be bound has its wide margin on the left and on the right.
    """
    sizes: dict[tuple[int, int], list[int]] = {}
    for index, page in enumerate(pages):
        sizes.setdefault((round(page.width), round(page.height)), []).append(index)
    found = {}
    for (width, _), members in sizes.items():
        together = [line for index in members for line in lines[index]]
        for odd in (0, 1):
            side = [index for index in members if pages[index].number % 2 == odd]
            own = [line for index in side for line in lines[index]]
            margins = _margins(own if len(own) >= _ENOUGH_LINES else together, width)
            found.update({pages[index].number: margins for index in side})
    return found


def _margins(lines: Sequence[Line], width: float) -> Margins:
    if not lines:
        return Margins(0.0, width, 0.0)
    em = median(line.em for line in lines)
    step = max(em / 2, 1.0)
    starts = Counter(round(line.x0 / step) for line in lines)
    least = max(2, _MARGIN_SHARE * len(lines)) if len(lines) > 2 else 1
    common = [start for start in starts if starts[start] + starts[start + 1] >= least] or list(starts)
    leftmost = min(common)
    left = min(line.x0 for line in lines if round(line.x0 / step) >= leftmost)
    ends = Counter(round(line.x1 / step) for line in lines if line.x1 > 0.6 * width)
    usual = max(ends, key=lambda end: (_around(ends, end), ends[end], end), default=0)
    # One line alone says where lines end only if it reaches about as far as the left margin lets expect.
    if _around(ends, usual) > 1 or usual * step > width - left - _UNEVEN * em:
        right = max(line.x1 for line in lines if round(line.x1 / step) == usual)
    else:
        right = width - left
    gaps = [after.y - before.y for before, after in pairwise(lines) if before.page == after.page and after.y > before.y]
    return Margins(left, right, min(median(gaps), _WIDEST_PITCH * em) if gaps else 0.0)


def _around(counts: Counter[int], step: int) -> int:
    """How many lie at this step and its neighbours: a margin may lie between two."""
    return counts[step - 1] + counts[step] + counts[step + 1]


def paragraphs(lines: Sequence[Line], margins: Mapping[int, Margins]) -> list[Paragraph]:
    """The paragraphs of lines that follow each other with nothing between but page borders."""
    found: list[Paragraph] = []
    last: Line | None = None
    inset = _inset(lines, margins)
    for index, line in enumerate(lines):
        if last is not None and _goes_on(last, line, margins, index in inset):
            before = found[-1]
            text = before.text + glue(before.text, line.text, last.blank)
            pages = before.pages if line.page == last.page else (*before.pages, (len(text), line.page))
            found[-1] = Paragraph(text + line.text, pages)
        else:
            blanks = IDEOGRAPHIC_BLANK * 2 if _is_indented(line, margins[line.page]) else ""
            found.append(Paragraph(blanks + line.text, ((0, line.page),)))
        last = line
    return found


def _is_indented(line: Line, margins: Margins) -> bool:
    """Whether a line begins at the usual indent, and not there only because it is centred."""
    indent = (line.x0 - margins.left) / line.em
    centred = abs((line.x0 + line.x1) - (margins.left + margins.right)) < _CENTRED * 2 * line.em
    return _INDENT <= indent <= _MOST_INDENT and not centred


def _inset(lines: Sequence[Line], margins: Mapping[int, Margins]) -> set[int]:
    """Indexes of lines that stand in a block set in from the margin: at least three lines at one indent, all but the last full."""
    found: set[int] = set()
    start = 0
    for index in range(1, len(lines) + 1):
        before = lines[index - 1]
        if index < len(lines) and abs(lines[index].x0 - before.x0) < _SAME_INDENT * before.em:
            if _is_full(before, (1 + _SLACK) * before.em, margins[before.page]):
                continue
        if index - start > 2:
            found.update(range(start, index))
        start = index
    return found


def _goes_on(before: Line, after: Line, margins: Mapping[int, Margins], inset: bool) -> bool:
    here, there = margins[before.page], margins[after.page]
    if before.x0 - here.left > _SET_APART * before.em and not inset:
        return False
    if not _is_full(before, after.head + _SLACK * after.em, here):
        return False
    if _is_row(before) or _is_row(after):
        return False
    if max(before.em, after.em) > _SAME_SIZE * min(before.em, after.em) and _has_squares(before) and _has_squares(after):
        return False
    if before.page == after.page and here.pitch and after.y - before.y > _GAP * here.pitch:
        return False
    if after.x0 - there.left < _INDENT * after.em:
        short = not _is_full(after, (1 + _SLACK) * after.em, there)
        return not (short and _last_mark(before) in _SENTENCE_ENDS and _last_mark(after) not in _ENDS)
    return inset and abs(after.x0 - before.x0) < _SAME_INDENT * after.em and before.text[-1] not in _ENDS


def _is_full(line: Line, room: float, margins: Margins) -> bool:
    return margins.right - line.x1 < room


def _is_row(line: Line) -> bool:
    """Whether the line is a row of a table without rulings: pieces parted by blanks, no words of another language, no sentence."""
    return len(line.text.split()) > 2 and not _PROSE.search(line.text)


def _last_mark(line: Line) -> str:
    """The last character before closing quotes and brackets."""
    return (line.text.rstrip(_CLOSING) or line.text)[-1]


def _has_squares(line: Line) -> bool:
    """Whether the line's size is sure: letters and digits alone only hint at it."""
    return any(map(is_wide, line.text))
