"""The signs that the readers of indicators look for: word groups of a data file, each compiled to one pattern."""

from __future__ import annotations

import re
from functools import cache

from gkbg_nlp.taxonomy.indicators import ANY_NUMBER, COUNT_NUMBER
from gkbg_nlp.taxonomy.wordgroups import load_groups

FILE = "indicator_signs.toml"


@cache
def sign(name: str) -> re.Pattern[str]:
    """The pattern of group ``name``: any of its words. Raises ``KeyError`` for a name that the file does not hold."""
    pattern = "|".join(load_groups(FILE)[name])
    return re.compile(pattern.replace("{D}", ANY_NUMBER).replace("{C}", COUNT_NUMBER))
