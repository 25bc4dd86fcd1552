"""Characters of a PDF's text layer: what stands for an ordinary one, and which are set without blanks between them."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

REPLACEMENT = "\ufffd"
IDEOGRAPHIC_BLANK = "\u3000"
BLANKS = frozenset(" \t\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")

# Marks of Chinese text whose width Unicode leaves open.
_OPEN_WIDTH = frozenset("“”‘’…—·")
# PDFium names a hyphen at the end of a line so, whatever the document wrote.
_HYPHENS = {"\x02": "-", "\ufffe": "-", "\u00ad": "-"}
# Planes of ideographs alone, which Unicode still fills.
_IDEOGRAPHS = (0x20000, 0x3FFFD)
_RADICALS = (0x2E80, 0x2FDF)
_COMPATIBLE = ((0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


@cache
def _radicals() -> dict[str, str]:
    """Radical -> ideograph, of the supplement that Unicode's normal forms leave as it is."""
    lines = (files("gkbg_nlp.readers") / "data" / "radicals.tsv").read_text("utf-8").splitlines()
    pairs = ((line[0], line[2]) for line in lines if not line.startswith("#"))
    return dict(pairs)


@cache
def fold(char: str) -> str:
    """The ordinary character for a radical, a compatibility ideograph or a hyphen of PDFium; every other one as it is. One for one."""
    if char in _HYPHENS:
        return _HYPHENS[char]
    code = ord(char)
    if _RADICALS[0] <= code <= _RADICALS[1] or any(first <= code <= last for first, last in _COMPATIBLE):
        plain = _radicals().get(char) or unicodedata.normalize("NFKC", char)
        return plain if len(plain) == 1 else char
    return char


@cache
def is_wide(char: str) -> bool:
    """Whether the character is set in a full square and without blanks beside it: ideographs, full-width forms, Chinese marks."""
    return char in _OPEN_WIDTH or unicodedata.east_asian_width(char) in "WF"


@cache
def is_unreadable(char: str) -> bool:
    """Whether the text layer does not say what the character is: U+FFFD, private use, unassigned (but for ideographs newer than Python)."""
    category = unicodedata.category(char)
    return char == REPLACEMENT or category in ("Co", "Cs") or (category == "Cn" and not _IDEOGRAPHS[0] <= ord(char) <= _IDEOGRAPHS[1])
