"""Numbers as reports write them: Arabic digits with separators, Chinese numerals, multipliers; and building patterns from words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.precompiled import compiled

DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "0": 0, "O": 0, "o": 0}
"""Chinese digits; ``0`` and the letter O stand for 〇 in years (二0一七年)."""
_PLACES = {"十": 10, "百": 100, "千": 1000}
MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_MAX_LENGTH = 24  # longer runs are no number anybody writes in a sentence
_DIGIT = "[一二三四五六七八九两]"
_SECTION = compiled(f"(({_DIGIT}?)千)?[〇零]?(({_DIGIT}?)百)?[〇零]?(({_DIGIT}?)十)?[〇零]?({_DIGIT})?")


def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral (``三百二十一``, ``两万``, ``二〇一七``), or ``None`` where it is not well formed.

    Digits alone are read in place (``一二三`` is 123). A last digit without its unit word is of the next lower place (``二百五``: 250).
    """
    if not text or len(text) > _MAX_LENGTH:
        return None
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    for big in "亿万":
        head, found, tail = text.rpartition(big)
        if found:
            high = chinese_number(head) if head else 1
            low = _tail(tail, MULTIPLIERS[big]) if tail else 0
            return None if high is None or low is None else high * MULTIPLIERS[big] + low
    match = _SECTION.fullmatch(text)
    if match is None:
        return None
    value = sum(
        (DIGITS[digit] if digit else 1) * place
        for digit, place in zip(match.group(2, 4, 6), (1000, 100, 10), strict=True)
        if digit is not None
    )
    if match[7]:
        short = text[-2] in "百千"
        value += DIGITS[match[7]] * (_PLACES[text[-2]] // 10 if short else 1)
    return value


def _tail(text: str, big: int) -> int | None:
    """What stands behind 万 or 亿: 三万五 is 35000, 三万〇五 is 30005."""
    if len(text) == 1 and text in DIGITS and DIGITS[text]:
        return DIGITS[text] * big // 10
    value = chinese_number(text.lstrip("〇零"))
    return value if value is not None and value < big else None


def number(text: str) -> int | float | None:
    """The value of an Arabic number with separators, of a Chinese numeral, or of either with multipliers (``1,234``, ``6万``, ``1.2千万``)."""
    if text.isascii() and text.isdecimal() and len(text) <= 30:
        return int(text)
    text = text.replace(" ", "").replace(",", "")
    match = _ARABIC.fullmatch(text)
    if match is None:
        whole, dot, rest = text.partition("点")
        if dot:
            return _chinese_decimal(whole, rest)
        return chinese_number(text)
    value = float(match[1]) if "." in match[1] else int(match[1])
    factor = 1
    for c in match[2]:
        factor *= MULTIPLIERS[c]
    return plain(value * factor)


_ARABIC = compiled(r"(\d{1,30}(?:\.\d{1,12})?)([十百千万亿]{0,3})", re.ASCII)


def _chinese_decimal(whole: str, rest: str) -> int | float | None:
    factor = 1
    while rest and rest[-1] in MULTIPLIERS:
        factor *= MULTIPLIERS[rest[-1]]
        rest = rest[:-1]
    before = chinese_number(whole)
    if before is None or not rest or any(c not in DIGITS for c in rest):
        return None
    return plain(float(f"{before}.{''.join(str(DIGITS[c]) for c in rest)}") * factor)


def spelled(written: str) -> bool:
    """Chinese digits in a row without places (二一三): a code or a list, not an amount."""
    return len(written) > 1 and all(c in DIGITS for c in written)


def pair(written: str) -> tuple[int, int] | None:
    """两三 -> (2, 3), 三四十 -> (30, 40), 十七八 -> (17, 18): two neighbouring digits are a range."""
    match = _NEIGHBOURS.fullmatch(written)
    if match is None:
        return None
    low, high = DIGITS[match[2]], DIGITS[match[3]]
    if high <= low or high - low > 2:
        return None
    base = chinese_number(match[1]) if match[1] else 0
    place = MULTIPLIERS.get(match[4], 1)
    return ((base or 0) + low) * place, ((base or 0) + high) * place


_NEIGHBOURS = compiled("((?:[二三四五六七八九]?十)?)([一二两三四五六七八九])([二两三四五六七八九])([十百千万]?)")


def plain(value: float) -> int | float:
    """The value as an integer where it is one; floats are rounded to what the digits said (2.316 × 10000 is 23160)."""
    if isinstance(value, int):
        return value
    value = round(value, 6)
    return int(value) if value.is_integer() else value


def alternation(words: Iterable[str], *, blanks: bool = False) -> str:
    """A pattern of the words, longest first; with ``blanks`` up to three blanks may part their Chinese characters (邮 编)."""
    parts = []
    for word in sorted(words, key=lambda w: (-len(w), w)):
        pieces = [re.escape(c) for c in word]
        parts.append(" {0,3}".join(pieces) if blanks and not word.isascii() else "".join(pieces))
    return "(?:" + "|".join(parts) + ")"


def guarded(words: Iterable[str], *, blanks: bool = False) -> str:
    """``alternation`` for scanning a text: it begins with one class of characters, so that a search skips all others by a look-up."""
    heads: dict[str, list[str]] = {}
    for word in words:
        heads.setdefault(word[0], []).append(word[1:])
    gap = " {0,3}" if blanks else ""
    parts = []
    for head, tails in sorted(heads.items()):
        spaced = gap if blanks and not head.isascii() else ""
        parts.append(
            f"(?<={re.escape(head)})"
            + (f"{spaced}{alternation(filter(None, tails), blanks=blanks)}" + ("?" if "" in tails else "") if any(tails) else "")
        )
    return f"[{''.join(map(re.escape, sorted(heads)))}](?:{'|'.join(parts)})"


def tree(words: Iterable[str]) -> str:
    """A pattern of the words that decides by one character at a time, longest match first: no word is tried from its start twice."""
    heads: dict[str, list[str]] = {}
    optional = False
    for word in words:
        if word:
            heads.setdefault(word[0], []).append(word[1:])
        else:
            optional = True
    single = [re.escape(h) for h, tails in sorted(heads.items()) if tails == [""]]
    parts = [re.escape(h) + tree(tails) for h, tails in sorted(heads.items()) if tails != [""]]
    if single:
        parts.append(f"[{''.join(single)}]" if len(single) > 1 else single[0])
    if not parts:
        return ""
    return f"(?:{'|'.join(parts)})" + ("?" if optional else "")


def covers(taken: Sequence[Entity], labels: frozenset[str]) -> list[tuple[int, int]]:
    """The spans of the taken entities with one of the labels, ascending."""
    return sorted([(e.start, e.end) for e in taken if e.label in labels])


def outside(found: Sequence[Entity], spans: Sequence[tuple[int, int]]) -> list[Entity]:
    """The entities that overlap none of the spans; both ascending."""
    if not spans:
        return list(found)
    kept: list[Entity] = []
    at = 0
    for entity in found:
        while at < len(spans) and spans[at][1] <= entity.start:
            at += 1
        if at == len(spans) or spans[at][0] >= entity.end:
            kept.append(entity)
    return kept
