"""Characters that the matches of a regular expression can begin and end with: what neither begins nor ends so need not be matched."""

from __future__ import annotations

import re
from typing import Any

from gkbg_nlp.taxonomy.precompiled import compiled

# the standard library's own reading of a pattern, and its way back
_PARSER: Any = re._parser  # type: ignore[attr-defined]
_COMPILER: Any = re._compiler  # type: ignore[attr-defined]

_MOST_ARMS = 8
_ONE = ("LITERAL", "NOT_LITERAL", "IN", "ANY")
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_ZERO_WIDTH = ("AT", "ASSERT", "ASSERT_NOT")
_STARTS = ("AT_BEGINNING", "AT_BEGINNING_STRING")
_ENDS = ("AT_END", "AT_END_STRING")

Nodes = list[Any]


Edges = tuple[re.Pattern[str] | None, re.Pattern[str] | None]
"""The first and the last character of a match, each as a pattern of one character that it fits; ``None`` where nothing is known."""


def edges(pattern: re.Pattern[str], match: str) -> list[Edges]:
    """What a text that is matched begins and ends with: its first and its last character fit those of one pair at least.

    What is said of the last character holds for texts that do not end in a line break. ``match`` is the way of matching of
    :class:`gkbg_nlp.taxonomy.patterns.Rule`: ``full``, ``start`` or ``search``.
    """
    if match == "search" and not {"^", "$"}.intersection(pattern.pattern):
        return [(None, None)]
    arms = _arms(list(_PARSER.parse(pattern.pattern, pattern.flags)))
    return [(_one_of(_front(items, match), pattern), _one_of(_back(items, match), pattern)) for items in arms]


def _arms(items: list[Any]) -> list[list[Any]]:
    """The pattern as a few alternatives, where it is a choice between them."""
    if items and str(items[-1][0]) == "BRANCH" and len(items[-1][1][1]) <= _MOST_ARMS:
        return [[*items[:-1], *arm] for arm in items[-1][1][1]]
    return [items]


def _front(items: list[Any], match: str) -> Nodes | None:
    if match == "search":
        return _anchored(items, 1)
    nodes, nullable = _edge(items, 1)
    return None if nullable and match == "start" else nodes


def _back(items: list[Any], match: str) -> Nodes | None:
    return _edge(items, -1)[0] if match == "full" else _anchored(items, -1)


def _one_of(nodes: Nodes | None, pattern: re.Pattern[str]) -> re.Pattern[str] | None:
    """The nodes as one pattern, with the flags of ``pattern``: what they match is left to ``re``."""
    if nodes is None:
        return None
    if not nodes:
        return compiled("(?!)")  # nothing but the empty text is matched
    tree = _PARSER.parse("", pattern.flags)
    branch = (_PARSER.BRANCH, (None, [_PARSER.SubPattern(tree.state, [node]) for node in nodes]))
    made: re.Pattern[str] = _COMPILER.compile(_PARSER.SubPattern(tree.state, [branch]), pattern.flags)
    return made


def _edge(items: list[Any], step: int) -> tuple[Nodes | None, bool]:
    """The nodes of one character at the front (``step`` 1) or back (-1) of all that ``items`` match, and whether they can match nothing."""
    found: Nodes = []
    for op, value in items[::step]:
        nodes, nullable = _edge_of(str(op), (op, value), step)
        if nodes is None:
            return None, nullable
        found += nodes
        if not nullable:
            return found, False
    return found, True


def _edge_of(op: str, node: tuple[Any, Any], step: int) -> tuple[Nodes | None, bool]:
    value = node[1]
    if op in _ONE:
        return [node], False
    if op in _ZERO_WIDTH:
        return [], True
    if op in _REPEATS:
        nodes, nullable = _edge(list(value[2]), step)
        return nodes, nullable or value[0] == 0
    if op == "ATOMIC_GROUP":
        return _edge(list(value), step)
    if op == "SUBPATTERN" and not (value[1] or value[2]):  # (?i:...) and the like change what a letter matches
        return _edge(list(value[3]), step)
    if op == "BRANCH":
        arms = [_edge(list(arm), step) for arm in value[1]]
        known = None if any(nodes is None for nodes, _ in arms) else [node for nodes, _ in arms for node in nodes or ()]
        return known, any(nullable for _, nullable in arms)
    return None, True


def _anchored(items: list[Any], step: int) -> Nodes | None:
    """The nodes at the front (back) of a match that stands at the text's begin (end) whatever it takes, ``None`` where it need not."""
    if not items:
        return None
    (op, value), rest = (items[0], items[1:]) if step == 1 else (items[-1], items[:-1])
    name = str(op)
    if name == "AT" and str(value) in (_STARTS if step == 1 else _ENDS):
        nodes, nullable = _edge(rest, step)
        return None if nullable else nodes
    arms: list[list[Any]] = []
    if name == "SUBPATTERN" and not (value[1] or value[2]):
        arms = [list(value[3])]
    elif name == "BRANCH":
        arms = [list(arm) for arm in value[1]]
    found: Nodes = []
    for arm in arms:
        nodes = _anchored(arm + rest if step == 1 else rest + arm, step)
        if nodes is None:
            return None
        found += nodes
    return found if arms else None
