"""The tree of a page -> its lines as a browser breaks them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gkbg_nlp.readers.html.lists import Numbers
from gkbg_nlp.readers.html.names import BLOCK, HEADINGS
from gkbg_nlp.readers.html.tree import Node, Tree
from gkbg_nlp.report.records import Cell

_BLANKS = re.compile(r"[ \t\n\r\f]+")
# Characters as wide as high, and the marks that Chinese sets beside them: a line break of the source between two of them is no blank
# (the segment break rules of CSS Text); blanks elsewhere fold into one. U+3000 is text, an indent of two of them stays.
_WIDE = "\u2e80-\u2fff\u3001-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003fffd“”‘’…—"
_SOURCE_BREAK = re.compile(f"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{_WIDE}])")
_PRESERVED = re.compile(r"(?:^|;)\s*white-space\s*:\s*(?:pre|pre-wrap|break-spaces|pre-line)\s*(?:;|$|!)", re.IGNORECASE)
_SHOWN = re.compile("[^\\s\u200b-\u200f\u2060\ufeff]")

Rows = tuple[tuple[Cell, ...], ...]


@dataclass(slots=True)
class TextLine:
    """A line of the page, or a table of it (its rows in ``text``, parted by line breaks).

    ``node`` is the index of the text node or table that it begins with, ``links`` counts its characters inside links, ``level`` is
    that of the heading it stands in (0 without one), ``rows`` are a table's cells (``None`` in other lines), ``cut`` says that a table
    claimed more columns or rows than one can have.
    """

    node: int
    text: str
    links: int = 0
    level: int = 0
    rows: Rows | None = None
    cut: bool = False


@dataclass(slots=True)
class _State:
    lines: list[TextLine] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    node: int = -1
    links: int = 0
    level: int = 0
    anchors: int = 0
    preserved: int = 0


def lines_of(
    tree: Tree,
    begin: int,
    end: int,
    blocks: frozenset[int] = frozenset(),
    tables: Mapping[int, Callable[[], list[TextLine]]] | None = None,
) -> list[TextLine]:
    """The lines that the nodes from ``begin`` to ``end`` (exclusive) show, those without a visible character left out.

    ``blocks`` are nodes that begin and end a line although their element does not; ``tables`` give the lines of each table that is not
    taken apart, by the index of its node.
    """
    state = _State()
    numbers = Numbers()
    tables = tables or {}
    closing: list[tuple[int, Node, int]] = []  # where an open element ends, the element, the heading level around it
    at = begin
    while at < end:
        while closing and closing[-1][0] <= at:
            _leave(state, numbers, *closing.pop()[1:])
        node = tree.nodes[at]
        if not node.tag:
            _add_text(state, at, node.text, numbers)
        elif at in tables:
            _flush(state, numbers)
            state.lines += tables[at]()
            at = node.end
            continue
        elif node.tag == "br":
            _flush(state, numbers)
        else:
            if at in blocks and node.tag not in BLOCK:
                node = Node("div", node.parent, node.end, "", node.attributes)
            _enter(state, numbers, node)
            closing.append((node.end, node, state.level))
            state.level = HEADINGS.get(node.tag, state.level)
        at += 1
    while closing:
        _leave(state, numbers, *closing.pop()[1:])
    _flush(state, numbers)
    return state.lines


def _enter(state: _State, numbers: Numbers, node: Node) -> None:
    if node.tag in BLOCK:
        _flush(state, numbers)
        numbers.enter(node)
    elif node.tag == "a":
        state.anchors += 1
    state.preserved += _is_preserved(node)


def _leave(state: _State, numbers: Numbers, node: Node, level: int) -> None:
    if node.tag in BLOCK:
        _flush(state, numbers)
        numbers.leave(node)
    elif node.tag == "a":
        state.anchors -= 1
    state.preserved -= _is_preserved(node)
    state.level = level


def _is_preserved(node: Node) -> bool:
    return node.tag == "pre" or ("style" in node.attributes and _PRESERVED.search(node.attributes["style"]) is not None)


def _add_text(state: _State, at: int, text: str, numbers: Numbers) -> None:
    if state.preserved:
        for number, piece in enumerate(re.split("\r\n?|\n", text)):
            if number:
                _flush(state, numbers)
            _append(state, at, piece)
        return
    text = _BLANKS.sub(" ", _SOURCE_BREAK.sub("", text))
    if text[0] == " " and (not state.parts or state.parts[-1][-1] == " "):
        text = text[1:]
    _append(state, at, text)


def _append(state: _State, at: int, text: str) -> None:
    if text:
        if not state.parts:
            state.node = at
        state.parts.append(text)
        if state.anchors:
            state.links += len(text.strip())


def _flush(state: _State, numbers: Numbers) -> None:
    """End the line, if one is open."""
    if not state.parts:
        return
    text = "".join(state.parts).rstrip(" ")
    if _SHOWN.search(text):
        state.lines.append(TextLine(state.node, numbers.before(text) + text, state.links, state.level))
    state.parts.clear()
    state.links = 0
