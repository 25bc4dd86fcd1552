"""Characters with their places -> lines of text; which gaps between characters are blanks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from gkbg_nlp.readers.pdf.characters import BLANKS, IDEOGRAPHIC_BLANK, is_wide
from gkbg_nlp.readers.pdf.page import Glyph

# Shares of the square. Baselines this near are one line: smaller print and raised marks among it.
_ONE_LINE = 0.35
# The same character nearly in the same place is bold print made by printing twice.
_PRINTED_TWICE = 0.1
# Between letters or digits: a gap that a blank leaves (a fifth of the square and more; letters touch).
_LATIN_BLANK = 0.2
# Between a Chinese character and a letter or digit: up to half a square is what typesetting puts there by itself, more when it fills lines.
_MIXED_BLANK = 1.2
# Between Chinese characters: a gap without a blank in the file is one from here on, and a space of a form from twice that.
_WIDE_BLANK, _FORM_BLANK = 0.8, 1.5
# A blank of the file beside a Chinese character counts when it takes room.
_TYPED_BLANK = 0.1
_MOST_BLANKS = 4
# Marks that hang on one character at the end of a line: a full stop and a closing quote.
_MOST_HANGING = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print: its text without blanks at the ends, ``x0`` to ``x1``, baseline ``y`` from the top (points), its square.

    ``blank`` says whether the file has a blank behind the last character, ``head`` how wide the first piece is that cannot be parted:
    a Chinese character or a run of letters and digits.
    """

    text: str
    x0: float
    x1: float
    y: float
    em: float
    page: int
    blank: bool
    head: float


def make_lines(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """The lines of these characters from the top down; characters of one line from left to right, whatever their order in the file."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.y, glyph.x0)):
        row = rows[-1] if rows else None
        # Measured from the row's first character, so that a slope of many small steps is no line.
        if row is not None and glyph.y - row[0].y <= _ONE_LINE * max(row[0].em, row[-1].em, glyph.em):
            row.append(glyph)
        else:
            rows.append([glyph])
    lines = (_line(sorted(row, key=lambda glyph: glyph.x0), page) for row in rows)
    return [line for line in lines if line is not None]


def _line(row: list[Glyph], page: int) -> Line | None:
    letters: list[Glyph] = []
    typed: list[str] = []  # blanks of the file before each letter
    blanks = ""
    for glyph in row:
        if glyph.char in BLANKS:
            blanks += glyph.char
        elif not (letters and glyph.char == letters[-1].char and glyph.x0 - letters[-1].x0 < _PRINTED_TWICE * glyph.em):
            letters.append(glyph)
            typed.append(blanks)
            blanks = ""
    if not letters:
        return None
    spread = _spread(letters, typed)
    parts = [letters[0].char]
    for (before, after), blank in zip(pairwise(letters), typed[1:], strict=True):
        parts.append(_blank(before, after, blank, spread))
        parts.append(after.char)
    squares = [glyph.em for glyph in letters if is_wide(glyph.char)] or [glyph.em for glyph in letters]
    head = _head(letters, parts)
    return Line(
        "".join(parts),
        letters[0].x0,
        letters[-1].x1,
        median(glyph.y for glyph in letters),
        median(squares),
        page,
        bool(blanks),
        letters[head].x1 - letters[0].x0,
    )


def _spread(letters: list[Glyph], typed: list[str]) -> float:
    """The gap that a line set wide has between all its Chinese characters, as a share of the square; 0 in ordinary lines."""
    gaps = [
        (after.x0 - before.x1) / min(before.em, after.em)
        for (before, after), blank in zip(pairwise(letters), typed[1:], strict=True)
        if not blank and is_wide(before.char) and is_wide(after.char)
    ]
    return max(0.0, median(gaps)) if len(gaps) > 1 else 0.0


def _blank(before: Glyph, after: Glyph, typed: str, spread: float) -> str:
    """What stands between two characters of a line: nothing, a blank, or ideographic blanks for a space of a form."""
    gap = (after.x0 - before.x1) / min(before.em, after.em)
    wide = is_wide(before.char) + is_wide(after.char)
    if wide == 0:
        return " " if typed or gap > _LATIN_BLANK else ""
    if typed and gap > _TYPED_BLANK:
        return typed
    if wide == 1:
        return "" if gap < _MIXED_BLANK else _space(gap)
    gap -= spread
    return "" if gap < _WIDE_BLANK else _space(gap)


def _space(gap: float) -> str:
    return " " if gap < _FORM_BLANK else IDEOGRAPHIC_BLANK * min(round(gap), _MOST_BLANKS)


def _head(letters: list[Glyph], parts: list[str]) -> int:
    """Index of the last letter of the line's first piece."""
    last = hanging = 0
    while last + 1 < len(letters) and _bound(letters[last].char, letters[last + 1].char) and not parts[2 * last + 1]:
        hanging += is_wide(letters[last + 1].char) and letters[last + 1].char in NEVER_FIRST
        if hanging > _MOST_HANGING:
            break
        last += 1
    return last


def _bound(before: str, after: str) -> bool:
    """Whether a line does not break between the two characters."""
    if after in NEVER_FIRST or before in NEVER_LAST:
        return True
    return not is_wide(before) and not is_wide(after)


NEVER_FIRST = frozenset("，。、；：！？）》〉」』】〕”’％,.;:!?)]}%…·")
"""Marks that no line begins with."""
NEVER_LAST = frozenset("（《〈「『【〔“‘([{")
"""Marks that no line ends with."""


def glue(before: str, after: str, blank: bool) -> str:
    """What stands between the end of a line and the line that goes on with it; ``blank``: the file has a blank at the break.

    Nothing in Chinese and inside numbers and addresses, a blank between words.
    """
    if not before or not after or is_wide(before[-1]) or is_wide(after[0]):
        return ""
    if blank:
        return " "
    return " " if before[-1].isalpha() and after[0].isalpha() and not _address(before) else ""


def _address(text: str) -> bool:
    """Whether the last word is a piece of a web or mail address, which breaks without a blank."""
    word = text[-80:].split(" ")[-1]
    start = next((index for index in range(len(word), 0, -1) if is_wide(word[index - 1])), 0)
    return any(mark in word[start:] for mark in "@/.")
