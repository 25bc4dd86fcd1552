"""The source of a page -> its visible tree as flat arrays, in document order: no later step has to recurse."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gkbg_nlp.readers.html.source import clean

_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
# Form controls without content of their own, and what shows no text.
_DROPPED = frozenset("input option optgroup head rp".split())
# A page that hides all of itself shows it by a script.
_NEVER_HIDDEN = ("html", "body")
_NO_ATTRIBUTES: dict[str, str] = {}


@dataclass(slots=True)
class Node:
    """An element or a text node.

    ``tag`` is empty for text; ``end`` is the index behind its last descendant; ``parent`` is the index of its parent, -1 for the root.
    """

    tag: str
    parent: int
    end: int = 0
    text: str = ""
    attributes: dict[str, str] = field(default_factory=lambda: _NO_ATTRIBUTES)

    def classes(self) -> list[str]:
        """The names of ``class`` in small letters."""
        return self.attributes.get("class", "").lower().split()


@dataclass(slots=True)
class Tree:
    """The visible nodes of a page, a parent before its children, and what the page's head says.

    Attributes:
        nodes: ``nodes[0]`` is the root; the descendants of ``i`` are ``range(i + 1, nodes[i].end)``.
        metas: name and content of each ``<meta>``, in order, also of those outside the head.
        title: the text of ``<title>``, blanks folded.
        cut: whether nesting was too deep and had to be cut.
    """

    nodes: list[Node]
    metas: list[tuple[str, str]]
    title: str
    cut: bool


def build(source: str) -> Tree:
    """The tree of a page's source as a browser would make it, without what is hidden.

    Raises:
        ReadError: ``too_large`` where the page has too many tags.
    """
    from selectolax.lexbor import LexborHTMLParser  # here, because most runs read no HTML

    cleaned, cut = clean(source)
    nodes = [Node("html", -1)]
    tree = Tree(nodes, [], "", cut)
    top = LexborHTMLParser(cleaned).root
    current = top.first_child if top is not None else None
    above: list[tuple[object, int]] = []  # the open elements of the parser's tree, and our index of each
    in_head = 0  # how many of them are inside <head>
    parent = 0
    while True:
        while current is None:
            if not above:
                nodes[0].end = len(nodes)
                return tree
            closed, index = above.pop()
            current = closed.next  # type: ignore[attr-defined]
            if in_head:
                in_head -= 1
            else:
                nodes[index].end = len(nodes)
                parent = nodes[index].parent
        if current.is_text_node:
            if not in_head and (text := current.text_content):
                nodes.append(Node("", parent, len(nodes) + 1, text))
            current = current.next
            continue
        tag = current.tag or ""
        if not current.is_element_node:
            current = current.next
            continue
        attributes = {name: value or "" for name, value in current.attributes.items()} or _NO_ATTRIBUTES
        if tag == "meta" and "content" in attributes:
            tree.metas.append((attributes.get("name", ""), attributes["content"]))
        elif tag == "title" and not tree.title:
            tree.title = " ".join(current.text().split())
        if tag == "title" or (tag in _DROPPED and tag != "head") or (tag not in _NEVER_HIDDEN and _is_hidden(attributes)):
            current = current.next
            continue
        child = current.first_child
        if in_head or tag == "head":
            if child is not None:
                above.append((current, -1))
                in_head += 1
            current = child if child is not None else current.next
            continue
        index = len(nodes)
        nodes.append(Node(tag, parent, index + 1, "", attributes))
        if child is None:
            current = current.next
        else:
            above.append((current, index))
            parent = index
            current = child


def _is_hidden(attributes: dict[str, str]) -> bool:
    if not attributes:
        return False
    return "hidden" in attributes or ("style" in attributes and _HIDDEN.search(attributes["style"]) is not None)
