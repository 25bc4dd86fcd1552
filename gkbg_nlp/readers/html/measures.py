"""How much text, links, sentences and headings any part of a tree holds: prefix sums, so that each question costs nothing."""

from __future__ import annotations

import re
from itertools import accumulate

from gkbg_nlp.readers.html.names import HEADINGS
from gkbg_nlp.readers.html.tree import Tree

_STOP = re.compile("[。！？；]")


class Measures:
    """Counts over the nodes of a tree; each method takes a half-open range of node indexes."""

    def __init__(self, tree: Tree) -> None:
        text, links, stops, headings = [], [], [], []
        anchor = 0  # the index behind the link that stands open
        for at, node in enumerate(tree.nodes):
            if node.tag == "a":
                anchor = max(anchor, node.end)
            size = sum(map(len, node.text.split())) if node.text else 0
            text.append(size)
            links.append(size if at < anchor else 0)
            stops.append(len(_STOP.findall(node.text)) if size else 0)
            headings.append(int(node.tag in HEADINGS))
        self._text, self._links, self._stops, self._headings = (
            list(accumulate(counts, initial=0)) for counts in (text, links, stops, headings)
        )

    def text(self, begin: int, end: int) -> int:
        """Characters that are not blank."""
        return self._text[end] - self._text[begin]

    def links(self, begin: int, end: int) -> int:
        """Those of them inside links."""
        return self._links[end] - self._links[begin]

    def stops(self, begin: int, end: int) -> int:
        """Marks that end a sentence or a clause."""
        return self._stops[end] - self._stops[begin]

    def headings(self, begin: int, end: int) -> int:
        """Heading elements."""
        return self._headings[end] - self._headings[begin]
