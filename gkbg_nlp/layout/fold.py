"""Fold a text to a copy of equal length on which rules match: half width, plain dashes and blanks, simplified characters.

Equal length is the point: an offset in the copy is an offset in the source.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

_TABLE_SIZE = 0x10000  # characters beyond the basic plane stay as they are
_LAST = "\uffff"  # the table's last character, which none is folded to
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501\ufe58\ufe63\uff0d\uff70\u2e3a"
_BLANKS = "\r\v\f\x1c\x1d\x1e\x1f\u1680\u202f\u205f\u00a0\u3000\ufeff\u200b\u200c\u200d\u2060\u00ad\u180e" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_BREAKS = "\u0085\u2028\u2029"
# Forms that NFKC leaves or folds to something longer, folded by hand. ~ and its kin mark ranges; × and ＊ extensions.
_BY_HAND = {"～": "~", "〜": "~", "∼": "~", "﹙": "(", "﹚": ")", "﹕": ":", "︰": ":", "∶": ":", "︓": ":", "﹔": ";", "﹐": ",", "‚": ",",
            "〇": "〇", "○": "〇", "◯": "〇", "零": "〇", "㈠": "㈠", "⼀": "一", "•": "·", "・": "·"}  # fmt: skip


@cache
def _table() -> NDArray[np.uint32]:
    table = np.arange(_TABLE_SIZE, dtype="<u4")
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0xFF01, 0xFFEF)):
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1:
            table[code] = ord(folded)
    data = files("gkbg_nlp.taxonomy") / "data" / "variants.tsv"
    for line in data.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            variant, plain = line.split("\t")[:2]
            table[ord(variant)] = ord(plain)
    for characters, plain in ((_DASHES, "-"), (_BLANKS, " "), (_BREAKS, "\n")):
        for character in characters:
            table[ord(character)] = ord(plain)
    for variant, plain in _BY_HAND.items():
        table[ord(variant)] = ord(plain)
    return table


def fold(text: str) -> str:
    """The folded copy of ``text``: same length, ``\\n`` the only line break, U+0020 and the tab the only blanks."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    values = _table().take(codes, mode="clip")
    if "\r" in text:  # a carriage return without its line feed is a line break of its own (old Mac files)
        alone = codes == 13
        alone[:-1] &= codes[1:] != 10
        values[alone] = 10
    folded = str(values.data, "utf-32-le", "surrogatepass")
    if _LAST in folded:  # what lies beyond the table was clipped to its end
        values = np.where(codes >= _TABLE_SIZE, codes, values)
        folded = str(values.data, "utf-32-le", "surrogatepass")
    return folded
