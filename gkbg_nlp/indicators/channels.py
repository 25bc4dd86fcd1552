"""The channel of publication that words name: ``W`` for websites, ``O`` for all others, '' for none."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.taxonomy.indicators import load_indicators
from gkbg_nlp.taxonomy.precompiled import compiled

_HEAD = compiled(r"(?:[(（]?[\d一二三四五六七八九十]{1,2}[)）、.]|[*•●])?([^。:\ue000-\uefff\d]{2,16})(?:[。:]|$)")


class _Words(NamedTuple):
    website: re.Pattern[str]
    other: re.Pattern[str]
    column_name: re.Pattern[str]


@cache
def _words() -> _Words:
    words = load_indicators().words
    return _Words(words["website"], words["other"], sign("column_name"))


def channel_of(text: str) -> str:
    """The channel that a text names; a mixed list counts as other channels; 网站以外, 除网站外 is no website."""
    website, other, column = _words()
    if column.search(text):
        text = column.sub("", text)
    return "O" if other.search(text) else "W" if website.search(text) else ""


def list_head(text: str) -> str:
    """The channel that a list item's head names (1.互联网。通过…发布…条)."""
    head = _HEAD.match(text)
    return channel_of(head[1]) if head else ""
