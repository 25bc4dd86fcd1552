"""Literal strings with which the matches of a regular expression begin, so that an automaton can look for where one may."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_PARSER: Any = re._parser  # type: ignore[attr-defined]  # the standard library's own reading of a pattern
_MOST = 64  # heads of one expression
_MOST_OF_CLASS = 12

Heads = dict[str, bool]
"""Each string, and whether it is a whole match of what it was made of, so that what follows can lengthen it."""


@lru_cache(maxsize=4096)
def heads(source: str) -> frozenset[str]:
    """Strings of which one stands wherever a match of ``source`` begins, each as long as is known.

    Holds ``""`` where nothing is known. What stands before a match is left aside.

    Raises:
        re.error: no regular expression.
    """
    found = _sequence(list(_PARSER.parse(source)))
    return frozenset(one for one in found if not any(one != other and one.startswith(other) for other in found))


def _sequence(items: list[Any]) -> Heads:
    found: Heads = {"": True}
    for op, value in items:
        own = _one(str(op), value)
        if own is None:
            return dict.fromkeys(found, False)
        if own == {"": True}:
            continue
        longer = {one: False for one, whole in found.items() if not whole}
        for one, whole in found.items():
            if whole:
                for more, goes_on in own.items():
                    longer[one + more] = goes_on and longer.get(one + more, True)
        if len(longer) > _MOST:
            return dict.fromkeys(found, False)
        found = longer
        if not any(found.values()):
            break
    return found


def _one(op: str, value: Any) -> Heads | None:
    """The heads of one part; ``None`` where it may begin with anything."""
    if op == "LITERAL":
        return {chr(value): True}
    if op == "IN":
        return _class(value)
    if op == "SUBPATTERN":
        return None if value[1] else _sequence(list(value[-1]))
    if op == "BRANCH":
        found: Heads = {}
        for arm in value[1]:
            for one, whole in _sequence(list(arm)).items():
                found[one] = whole and found.get(one, True)
        return found
    if op == "MAX_REPEAT":
        least, most, inner = value
        once = _sequence(list(inner))
        if most != 1:
            once = dict.fromkeys(once, False)
        return once if least else {**once, "": once.get("", True)}
    if op == "ASSERT" and value[0] > 0:
        return dict.fromkeys(_sequence(list(value[1])), False)  # what follows stands there too: no longer than this
    if op in ("ASSERT", "ASSERT_NOT", "AT"):
        return {"": True}
    return None


def _class(items: Any) -> Heads | None:
    characters: set[str] = set()
    for op, value in items:
        low, high = (value, value) if str(op) == "LITERAL" else value if str(op) == "RANGE" else (0, _MOST_OF_CLASS)
        if high - low >= _MOST_OF_CLASS:
            return None
        characters.update(map(chr, range(low, high + 1)))
    return dict.fromkeys(sorted(characters), True)
