"""What a regular expression asks of a text, arm by arm: plain words that are enough, or a smaller expression that has to be run.

Only whether something matches is asked, never where: so what a pattern may leave out at either end of a match is left out here.
"""

from __future__ import annotations

import re
from itertools import product
from typing import Any

from gkbg_nlp.taxonomy.needles import Words, needles
from gkbg_nlp.taxonomy.needles import _one as needles_of
from gkbg_nlp.taxonomy.needles import _sequence as needles_in
from gkbg_nlp.taxonomy.precompiled import compiled

_PARSER: Any = re._parser  # type: ignore[attr-defined]  # the standard library's own reading of a pattern
_MOST = 160  # words that stand for one arm: an expression that spells more of them is run
_REFERS = compiled(r"\\[1-9]|\(\?[P(]")  # what may be a named group or speak of one
_OPTIONAL = ("MAX_REPEAT", "MIN_REPEAT")


def arms(source: str) -> list[str]:
    """The arms of a pattern's outermost alternation; the pattern matches where one of them does."""
    out, depth, begin, at = [], 0, 0, 0
    while at < len(source):
        character = source[at]
        if character == "\\":
            at += 1
        elif character == "[":
            at = _class_end(source, at)
        elif character == "|" and not depth:
            out.append(source[begin:at])
            begin = at + 1
        else:
            depth += (character == "(") - (character == ")")
        at += 1
    return [*out, source[begin:]]


def _class_end(source: str, at: int) -> int:
    at += 2 if source[at + 1 : at + 2] == "^" else 1
    at += source[at : at + 1] == "]"  # the first ] of a class is a member
    while source[at] != "]":
        at += 2 if source[at] == "\\" else 1
    return at


def splits(pattern: re.Pattern[str]) -> bool:
    """Whether arms mean alone what they mean together: no flags, and no group that is spoken of elsewhere."""
    return pattern.flags == re.UNICODE and _REFERS.search(pattern.pattern) is None


def plain(source: str) -> Words | None:
    """Words such that the pattern is found in a text if and only if one of them is; ``None`` where no such set is known."""
    if source.isalnum():  # no sign of a pattern in it
        return frozenset([source])
    items = list(_PARSER.parse(source))
    while items and str(items[0][0]) in _OPTIONAL and items[0][1][0] == 0:
        del items[0]
    while items and str(items[-1][0]) in _OPTIONAL and items[-1][1][0] == 0:
        del items[-1]
    words = _sequence(items)
    return None if words is None or "" in words else words


def needed(pattern: re.Pattern[str]) -> list[Words]:
    """Sets of words of each of which every text that the pattern matches holds at least one, as in :mod:`gkbg_nlp.taxonomy.needles`."""
    found = [needles(pattern)]
    run: list[Any] = []  # parts in a row that spell few strings
    for op, value in _PARSER.parse(pattern.pattern) if splits(pattern) else ():
        exact, best = needles_of(str(op), value)
        if exact is None:
            found.append(best)
            run = []
        else:
            run.append((op, value))
            found += needles_in(run)
    return [words for words in found if words and "" not in words]


def _sequence(items: Any) -> Words | None:
    """All strings that parts in a row match, ``None`` where they are too many or depend on what stands around them."""
    out: Words = frozenset([""])
    for op, value in items:
        own = _one(str(op), value)
        if own is None or len(out) * len(own) > _MOST:
            return None
        out = frozenset(a + b for a, b in product(out, own))
    return out


def _one(op: str, value: Any) -> Words | None:
    if op == "LITERAL":
        return frozenset([chr(value)])
    if op == "IN" and all(str(kind) == "LITERAL" for kind, _ in value):
        return frozenset(chr(code) for _, code in value)
    if op == "SUBPATTERN" and not value[1] and not value[2]:  # (?i:...) and the like change what a letter matches
        return _sequence(value[-1])
    if op == "BRANCH":
        found = [_sequence(arm) for arm in value[1]]
        return None if None in found else frozenset().union(*(f for f in found if f is not None))
    if op in _OPTIONAL and value[1] == 1:
        own = _sequence(value[2])
        return own if own is None or value[0] else own | {""}
    return None
