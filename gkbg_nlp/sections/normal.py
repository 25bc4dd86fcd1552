"""Text as n-grams are taken from it: without blanks and Markdown marks, in lower case, each run of digits a single 0."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from gkbg_nlp.taxonomy.precompiled import compiled

DIGITS = compiled(r"\d+")
BLANKS = compiled(r"[\s*#_|]+")
_BETWEEN = "\uffff"
_CAPITAL, _BLANK, _DIGIT, _ODD = 1, 2, 3, 4
_LOWERED_IN_CONTEXT = "\u0130\u03a3"  # one becomes two characters, the other depends on what stands around it


def normalise(text: str) -> str:
    """Lower-cased, without blanks and Markdown marks, each run of digits a single 0."""
    return DIGITS.sub("0", BLANKS.sub("", text.lower()))


def normalise_all(texts: Sequence[str]) -> list[str]:
    """:func:`normalise` of each text, all in one pass of arrays."""
    joined = _BETWEEN.join(texts)
    codes = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    lower, kinds = _tables()
    kind = kinds.take(codes)
    if joined.count(_BETWEEN) >= len(texts) or kind.max(initial=0) == _ODD:
        return [normalise(text) for text in texts]
    kept = (kind != _BLANK).nonzero()[0]
    other = kind.take(kept) != _DIGIT
    other[1:] |= other[:-1]  # a digit behind a digit is left out
    other[:1] = True
    kept = kept.take(other.nonzero()[0])
    codes, kind = codes.take(kept), kind.take(kept)
    changed = kind.nonzero()[0]
    codes[changed] = lower.take(codes.take(changed))
    text: str = codes.tobytes().decode("utf-16-le")
    return text.split(_BETWEEN)


@cache
def _tables() -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """What each character of the basic plane becomes, and its kind: kept as it is, capital, blank, digit, or one that only :func:`normalise` can tell."""
    every = np.arange(0x10000, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    for odd in _LOWERED_IN_CONTEXT:
        every = every.replace(odd, "\0")
    lower = np.frombuffer(every.lower().encode("utf-16-le", "surrogatepass"), dtype="<u2").copy()
    kinds = np.where(lower != np.arange(0x10000), _CAPITAL, 0).astype(np.uint8)
    for pattern, kind in ((BLANKS, _BLANK), (DIGITS, _DIGIT)):
        for match in pattern.finditer(every):
            kinds[match.start() : match.end()] = kind
    lower[kinds == _DIGIT] = ord("0")
    kinds[0xD800:0xE000] = _ODD  # halves of characters beyond the basic plane, some of which have a lower case or are digits
    kinds[[ord(odd) for odd in _LOWERED_IN_CONTEXT]] = _ODD
    return lower, kinds
