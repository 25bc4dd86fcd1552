"""The signs that the readers of indicators look for: word groups of a data file, each compiled to one pattern."""

from __future__ import annotations

import re
from functools import cache

from gkbg_nlp.taxonomy.indicators import ANY_NUMBER, COUNT_NUMBER
from gkbg_nlp.taxonomy.precompiled import compiled
from gkbg_nlp.taxonomy.wordgroups import load_groups

FILE = "indicator_signs.toml"
_HEADS = compiled(r"\(([^][(){}|\\.?*+^$]+(?:\|[^][(){}|\\.?*+^$]+)+)\)(?![?*+{])(.*)")  # (a|b)c, whose first group holds plain words
_NESTED = compiled(r"\([^()]*\)")


@cache
def sign(name: str) -> re.Pattern[str]:
    """The pattern of group ``name``: any of its words. Raises ``KeyError`` for a name that the file does not hold."""
    pattern = "|".join(map(_spread, load_groups(FILE)[name]))
    return compiled(pattern.replace("{D}", ANY_NUMBER).replace("{C}", COUNT_NUMBER))


def _spread(word: str) -> str:
    """``(a|b)c`` as ``ac|bc``, which says the same: re passes quickly over a text only where each alternative begins with a character."""
    heads = _HEADS.fullmatch(word)
    if heads is None or "(?P" in word:
        return word
    rest = flat = heads[2]
    while "(" in flat and flat != (flat := _NESTED.sub("", flat)):
        pass
    if "|" in flat or "\\" in rest:
        return word  # an alternative of the whole word begins there
    return "|".join(head + rest for head in heads[1].split("|"))
