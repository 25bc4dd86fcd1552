"""Words that a regular expression needs: a text that holds none of them cannot match, so the pattern need not be run on it."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

from gkbg_nlp.taxonomy.precompiled import words_of

_PARSER: Any = re._parser  # type: ignore[attr-defined]  # the standard library's own reading of a pattern
_MOST = 48  # words of one set: more of them screen worse than they cost

Words = frozenset[str]


def needles(pattern: re.Pattern[str]) -> Words | None:
    """Words of which every text that ``pattern`` matches holds at least one; ``None`` where no such words are known.

    Sound, not complete: classes, look-behinds and negations say nothing. A pattern that ignores case and holds cased letters has none.
    """
    found, words = words_of(pattern.pattern, pattern.flags)  # reading a pattern costs as much as compiling it
    if found:
        return None if words is None else frozenset(words)
    return read_needles(pattern.pattern, pattern.flags)


def read_needles(pattern: str, flags: int) -> Words | None:
    """:func:`needles` of a pattern's text and all its flags, read anew."""
    tree = _PARSER.parse(pattern, flags)
    exact, best = _sequence(tree)
    found = _better(exact, best)
    if found is None or "" in found:
        return None
    if flags & re.IGNORECASE and any(word.lower() != word.upper() for word in found):
        return None
    return found


def _better(one: Words | None, other: Words | None) -> Words | None:
    """Of two sets the one that screens better: longer shortest word, then fewer words."""
    known = [words for words in (one, other) if words is not None and "" not in words]
    return max(known, key=lambda words: (min(map(len, words)), -len(words)), default=None)


def _sequence(items: Any) -> tuple[Words | None, Words | None]:
    """``(exact, best)`` of parts in a row: all strings it can match, where they are few, and the best set inside it."""
    exact: Words | None = frozenset([""])
    best: Words | None = None
    whole = True
    for op, value in items:
        own, inner = _one(str(op), value)
        best = _better(best, inner)
        if own is None:
            best, exact, whole = _better(best, exact), frozenset([""]), False
            continue
        assert exact is not None
        if len(exact) * len(own) > _MOST:
            best, exact, whole = _better(best, exact), own, False
        else:
            exact = frozenset(a + b for a, b in product(exact, own))
    return (exact, best) if whole else (None, _better(best, exact))


def _one(op: str, value: Any) -> tuple[Words | None, Words | None]:
    if op == "LITERAL":
        return frozenset([chr(value)]), None
    if op == "IN":
        return _class(value), None
    if op == "SUBPATTERN":
        return (None, None) if value[1] else _sequence(value[-1])  # (?i:...) and the like change what a letter matches
    if op == "ATOMIC_GROUP":
        return _sequence(value)
    if op == "BRANCH":
        return _branch([_sequence(arm) for arm in value[1]])
    if op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, inner = value
        exact, best = _sequence(inner)
        if least == 0:
            return (exact | {""} if exact is not None and most == 1 else None), None
        return (exact if most == 1 else None), _better(exact, best)
    if op == "ASSERT" and value[0] > 0:
        exact, best = _sequence(value[1])
        return frozenset([""]), _better(exact, best)
    if op in ("AT", "ASSERT_NOT", "ASSERT"):
        return frozenset([""]), None
    return None, None


def _class(items: Any) -> Words | None:
    characters = set()
    for op, value in items:
        if str(op) != "LITERAL":
            return None
        characters.add(chr(value))
    return frozenset(characters)


def _branch(arms: list[tuple[Words | None, Words | None]]) -> tuple[Words | None, Words | None]:
    exact: Words | None = frozenset()
    best: Words | None = frozenset()
    for own, inner in arms:
        exact = exact | own if exact is not None and own is not None else None
        needed = _better(own, inner)
        best = best | needed if best is not None and needed is not None else None
    if exact is not None and len(exact) > _MOST:
        exact = None
    return exact, best
