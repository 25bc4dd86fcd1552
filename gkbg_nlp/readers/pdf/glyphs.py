"""The characters of a page's text layer and where they stand."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

from gkbg_nlp.readers.pdf.characters import BLANKS, REPLACEMENT, fold, is_wide
from gkbg_nlp.readers.pdf.limits import MAX_PAGE_CHARACTERS
from gkbg_nlp.readers.pdf.page import Frame, Glyph

# Text within six degrees of a quarter turn is text; what is more askew is a watermark.
_ASKEW = 0.1
# The box of a font is about this much higher than its square.
_BOX_PER_EM = 1.15
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff")
_SURROGATES = (0xD800, 0xDFFF)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """What :func:`glyphs` found; ``frame`` is turned so that most of the text stands upright."""

    glyphs: tuple[Glyph, ...]
    frame: Frame
    cut: bool


def glyphs(text: Any, frame: Frame, budget: int) -> Glyphs:
    """The upright characters inside ``frame``; ``text`` is PDFium's text page, ``budget`` how many are read at most."""
    number = max(0, pdfium.FPDFText_CountChars(text))
    limit = min(number, budget, MAX_PAGE_CHARACTERS)
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    found: list[tuple[str, tuple[float, ...]]] = []
    turns: Counter[int] = Counter()
    pending = 0
    for index in range(limit):
        if pdfium.FPDFText_IsGenerated(text, index) == 1:  # PDFium's own guess of blanks and line breaks
            continue
        code = pdfium.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code <= 0xDBFF:  # half a character where wide characters have 16 bits
            pending = code
            continue
        if pending:
            code = 0x10000 + ((pending - 0xD800) << 10) + (code - 0xDC00) if 0xDC00 <= code <= 0xDFFF else code
            pending = 0
        char = _char(code, pdfium.FPDFText_HasUnicodeMapError(text, index) == 1)
        if not char:
            continue
        quarter = _quarter(pdfium.FPDFText_GetCharAngle(text, index))
        if quarter is None or not pdfium.FPDFText_GetLooseCharBox(text, index, box):
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        place = (box.left, box.bottom, box.right, box.top, x.value, y.value)
        if not all(map(math.isfinite, place)):
            continue
        turns[quarter] += 1
        found.append((char, place))
    turned = replace(frame, quarters=turns.most_common(1)[0][0] if turns else 0)
    placed = (_glyph(char, place, turned) for char, place in found)
    seen = tuple(glyph for glyph in placed if 0 <= (glyph.x0 + glyph.x1) / 2 <= turned.width and 0 <= glyph.y <= turned.height)
    return Glyphs(seen, turned, limit < number)


def _char(code: int, error: bool) -> str:
    """The character, U+FFFD where the text layer has none, empty for a control character."""
    if error or code == 0 or code > 0x10FFFF or _SURROGATES[0] <= code <= _SURROGATES[1]:
        return REPLACEMENT
    char = fold(chr(code))
    if char in BLANKS:
        return char if char in " \u3000" else " "
    return "" if ord(char) < 32 or 0x7F <= code <= 0x9F or char in _INVISIBLE else char


def _quarter(angle: float) -> int | None:
    """Quarter turns that set a character of this angle (radians, clockwise) upright, ``None`` where it is askew."""
    turns = angle / (math.pi / 2)
    if not math.isfinite(turns) or abs(turns - round(turns)) > _ASKEW:
        return None
    return -round(turns) % 4


def _glyph(char: str, place: tuple[float, ...], frame: Frame) -> Glyph:
    left, bottom, right, top, x, y = place
    ax, ay = frame.place(left, bottom)
    bx, by = frame.place(right, top)
    width, height = abs(bx - ax), abs(by - ay)
    em = width if is_wide(char) and width > height / 3 else height / _BOX_PER_EM
    return Glyph(char, min(ax, bx), max(ax, bx), frame.place(x, y)[1], max(em, 0.5))
