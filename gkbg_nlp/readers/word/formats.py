"""Numbers and glyphs as Word draws them: 3 in the format ``chineseCounting`` is 三, code F0FE of Wingdings is ☑."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
          (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN_MAX, _LETTERS_MAX = 3_999, 780  # beyond, Word's own signs are of no use to a reader


@dataclass(frozen=True, slots=True)
class _Drawn:
    sequences: dict[str, str]
    countings: dict[str, tuple[str, str]]
    glyphs: dict[tuple[str, int], str]


@cache
def _drawn() -> _Drawn:
    raw = tomllib.loads((files("gkbg_nlp.readers") / "data" / "word.toml").read_text("utf-8"))
    return _Drawn(
        {entry["id"]: entry["signs"] for entry in raw["sequence"]},
        {entry["id"]: (entry["digits"], entry["units"]) for entry in raw["counting"]},
        {(entry["id"], int(code, 16)): sign for entry in raw["font"] for code, sign in entry["glyphs"].items()},
    )


def format_number(number: int, style: str) -> str:
    """``number`` in a format of ``w:numFmt``; Arabic digits where the format is unknown or has no sign for it."""
    drawn = _drawn()
    if (signs := drawn.sequences.get(style)) is not None:
        return signs[number - 1] if 1 <= number <= len(signs) else str(number)
    if (counting := drawn.countings.get(style)) is not None:
        return _counted(number, *counting) if number >= 0 else str(number)
    if style in ("lowerRoman", "upperRoman") and 1 <= number <= _ROMAN_MAX:
        return _cased(_roman(number), style)
    if style in ("lowerLetter", "upperLetter") and 1 <= number <= _LETTERS_MAX:
        times, at = divmod(number - 1, len(_LETTERS))  # z, aa, bb
        return _cased(_LETTERS[at] * (times + 1), style)
    if style == "decimalZero":
        return f"{number:02}"
    if style == "numberInDash":
        return f"- {number} -"
    return "" if style == "none" else str(number)


def glyph(font: str | None, code: int) -> str | None:
    """What a symbol font draws for a code, which Word moves into U+F000 to U+F0FF; ``None`` where that is not known."""
    plain = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    sign = _drawn().glyphs.get(((font or "").lower(), plain))
    if sign is None and not 0xE000 <= code <= 0xF8FF and 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
        return chr(code)
    return sign


def _cased(sign: str, style: str) -> str:
    return sign.upper() if style.startswith("upper") else sign


def _roman(number: int) -> str:
    out = ""
    for size, sign in _ROMAN:
        times, number = divmod(number, size)
        out += sign * times
    return out


def _counted(number: int, digits: str, units: str) -> str:
    """Chinese counting up to 9,999: 10 is 十, 21 二十一, 105 一百零五; without ``units`` digit by digit."""
    if not units or number > 9_999:
        return "".join(digits[int(digit)] for digit in str(number))
    if number < 10:
        return digits[number]
    out, zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            out += (digits[0] if zero and out else "") + digits[digit] + (units[power - 1] if power else "")
        zero = digit == 0
    return out[1:] if 10 <= number < 20 else out  # 十一, not 一十一
