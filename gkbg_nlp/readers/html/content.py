"""Which part of a page is the report: a mark of the site's system, ``<article>``, or the densest part; never less than all chapters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from gkbg_nlp.readers.html.lines import TextLine
from gkbg_nlp.readers.html.marks import load_marks
from gkbg_nlp.readers.html.names import BLOCK
from gkbg_nlp.readers.html.tree import Tree

_SENTENCE = re.compile("[。！？；]")
_CLAUSE_LENGTH = 30  # a line as long with a comma is prose too; footers have no commas
_CHAPTER = re.compile(r"[\s\u3000]*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}(?:部分|章|节))\S")
_CHAPTER_LENGTH = 60
_SECTION = re.compile(r"[\s\u3000]*[(（][一二三四五六七八九十]{1,3}[)）]\S")

# A marked part must hold this share of the page's prose to be believed; less, and it grows.
_BELIEVED, _KEPT = 0.6, 0.6
# Among marked parts inside each other the innermost with as much as this share of the fullest.
_NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True)
class Part:
    """A slice of a page's lines: ``begin`` to ``end`` (exclusive), and how it was found: ``mark``, ``article``, ``density`` or ``page``."""

    begin: int
    end: int
    how: str


@dataclass(frozen=True, slots=True)
class _Weights:
    nodes: list[int]  # of each line, ascending
    prose: list[int]  # prefix sums over lines of characters in prose, chapter headings and tables
    other: list[int]  # the same of all other characters
    chapters: list[int]  # the same of chapter headings, counted
    proses: list[int]  # the same of lines of prose, counted
    links: list[int]  # the same of characters in links

    def lines(self, begin: int, end: int) -> tuple[int, int]:
        return bisect_left(self.nodes, begin), bisect_left(self.nodes, end)


def is_prose(line: TextLine) -> bool:
    """Whether a line is text of a report by its form: a sentence, a numbered heading or a table, and not mostly a link."""
    size = len(line.text)
    if 2 * line.links > size:
        return False
    if line.rows is not None or _SENTENCE.search(line.text) or _is_chapter(line) or _SECTION.match(line.text):
        return True
    return size >= _CLAUSE_LENGTH and "，" in line.text


def _is_chapter(line: TextLine) -> bool:
    return line.rows is None and len(line.text) <= _CHAPTER_LENGTH and not line.links and _CHAPTER.match(line.text) is not None


def find_part(tree: Tree, lines: list[TextLine]) -> Part:
    """The part of a page that is its text. ``lines`` are those of the whole page in order."""
    weights = _weigh(lines)
    for how, nodes in (("mark", marked(tree)), ("article", _articles(tree))):
        if found := _innermost(tree, weights, nodes):
            return _grown(tree, weights, found, how)
    if weights.prose[-1]:
        return _grown(tree, weights, _densest(tree, weights), "density")
    return Part(0, len(lines), "page")


def marked(tree: Tree) -> list[int]:
    """The indexes of the elements that carry a content mark."""
    content = load_marks().content
    return [at for at, node in enumerate(tree.nodes) if (node.attributes or node.tag in content.elements) and content.fit(node)]


def _articles(tree: Tree) -> list[int]:
    return [
        at
        for at, node in enumerate(tree.nodes)
        if node.tag in ("article", "main") or (node.attributes and node.attributes.get("role", "").lower() in ("article", "main"))
    ]


def _weigh(lines: list[TextLine]) -> _Weights:
    prose = [len(line.text) - line.links if is_prose(line) else 0 for line in lines]
    other = [0 if size else len(line.text) for size, line in zip(prose, lines, strict=True)]
    chapters = [int(_is_chapter(line)) for line in lines]
    proses = [int(size > 0) for size in prose]
    sums = (list(accumulate(counts, initial=0)) for counts in (prose, other, chapters, proses, [line.links for line in lines]))
    return _Weights([line.node for line in lines], *sums)


def _innermost(tree: Tree, weights: _Weights, nodes: Iterable[int]) -> int | None:
    """The node that holds nearly all of the prose that any of ``nodes`` holds, with the least text beside it."""
    held = []
    for at in nodes:
        begin, end = weights.lines(at, tree.nodes[at].end)
        prose = weights.prose[end] - weights.prose[begin]
        # One paragraph is no report, unless it is all there is: some reports have lost their line breaks.
        share = _BELIEVED if weights.proses[end] - weights.proses[begin] > 1 else _NEARLY_ALL
        if prose and prose >= share * weights.prose[-1]:
            held.append((prose, weights.other[end] - weights.other[begin], -at))
    if not held:
        return None
    enough = _NEARLY_ALL * max(held)[0]
    return -min((prose + other, at) for prose, other, at in held if prose >= enough)[1]


def _densest(tree: Tree, weights: _Weights) -> int:
    """The block with the most prose beyond its other text, the innermost of equals.

    Where all its prose is one line, what stands around it without a link belongs to it.
    """
    best, best_score = 0, float("-inf")
    for at, node in enumerate(tree.nodes):
        if node.tag in BLOCK:
            begin, end = weights.lines(at, node.end)
            score = weights.prose[end] - weights.prose[begin] - (weights.other[end] - weights.other[begin])
            if score >= best_score:
                best, best_score = at, score
    begin, end = weights.lines(best, tree.nodes[best].end)
    if weights.proses[end] - weights.proses[begin] > 1:
        return best
    while (parent := tree.nodes[best].parent) >= 0:
        around = weights.lines(parent, tree.nodes[parent].end)
        if weights.links[around[1]] - weights.links[around[0]] > weights.links[end] - weights.links[begin]:
            break
        best = parent
    return best


def _grown(tree: Tree, weights: _Weights, at: int, how: str) -> Part:
    """The lines of a node, or of the first element around it that leaves no chapter and no large part of the prose behind it outside."""
    total, chapters = weights.prose[-1], weights.chapters[-1]
    while True:
        begin, end = weights.lines(at, tree.nodes[at].end)
        prose = weights.prose[end] - weights.prose[begin]
        whole = weights.chapters[end] - weights.chapters[begin] == chapters
        if at <= 0 or (whole and prose >= _KEPT * (total - weights.prose[begin])):
            return Part(begin, end, how if at > 0 else "page")
        at = tree.nodes[at].parent
