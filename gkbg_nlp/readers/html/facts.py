"""What a page says of its text: title, dates, numbers, source, from ``<meta>`` elements and from the labels above the text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import takewhile

from gkbg_nlp.readers.html.content import is_prose
from gkbg_nlp.readers.html.lines import TextLine
from gkbg_nlp.readers.html.marks import HtmlMarks, load_marks
from gkbg_nlp.readers.html.names import BLOCK
from gkbg_nlp.readers.html.tree import Tree

MOST_FACTS = 40
LONGEST_FACT = 300
_LONGEST_LINE = 300
_LONGEST_TITLE = 120
# No page has more title elements, no title more pieces; hostile ones would cost their product.
_TITLES, _TITLE_NODES = 40, 200
_LABEL_LINES = 200  # how many lines above the text are searched for labels

# The beginning of a line that has a label we do not know.
_OTHER_LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}[】\]]?[:：]")
# A label we do not know behind a value: 来源：市水务局 浏览次数：123.
_NEXT_LABEL = re.compile(r"[\s|【\[]+(?=[\u4e00-\u9fff]{2,8}\s?[】\]]?[:：])")
_FRAME = " \t\u3000\u00a0|[]【】"
_BLANKS = re.compile(r"[\s\u200b\ufeff]+")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_COMPACT_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
# What parts a page's title from the names of column and site: these marks, or a hyphen between blanks.
_TITLE_PARTS = re.compile(r"\s*[_|｜»›>]+\s*|\s+[-–—]+\s+|-{2,}")
_HYPHEN = re.compile(r"\s*[-–—]\s*(?=[^-–—]*$)")
_SITE = re.compile(r"(网|网站|门户|平台|人民政府|政府|公开|首页)$")
_REPORT = re.compile("报告|年报")


def find_title(tree: Tree) -> str:
    """The title of a page's text, blanks folded; empty without one.

    Candidates in order: ``<meta>`` made for it, headings of the first level, marked elements, ``<title>`` without the site's name. The
    first that calls itself a report wins, else the first that is no name of a site.
    """
    marks = load_marks()
    metas = [value for name, value in tree.metas if name.strip().lower() in marks.title.metas]
    site = _key(next((value for name, value in tree.metas if name.strip().lower() == "sitename"), ""))
    headed = [at for at, node in enumerate(tree.nodes) if node.tag == "h1"]
    marked = [
        at
        for at, node in enumerate(tree.nodes)
        if (node.attributes or node.tag in marks.title.elements) and node.tag not in ("h1", "body") and marks.title.fit(node)
    ]
    shown = [_shown(tree, at) for at in (*headed[:_TITLES], *marked[:_TITLES])]
    candidates = [" ".join(text.split()) for text in (*metas, *shown, *_parts(tree.title))]
    candidates = [text for text in candidates if text and len(text) <= _LONGEST_TITLE]
    reports = [text for text in candidates if _REPORT.search(text) and not _SITE.search(text)]
    names = [text for text in candidates if _key(text) != site and not _SITE.search(text)]
    return next(iter((*reports, *names)), "")


def _shown(tree: Tree, at: int) -> str:
    words = []
    for node in tree.nodes[at : min(tree.nodes[at].end, at + _TITLE_NODES)]:
        words += [" " if node.tag in BLOCK or node.tag == "br" else "", node.text]
    return "".join(words)


def _parts(title: str) -> list[str]:
    """The pieces of a ``<title>``, the one that calls itself a report first."""
    pieces = [piece for piece in _TITLE_PARTS.split(title) if piece]
    if len(pieces) == 1:
        halves = _HYPHEN.split(title, maxsplit=1)
        if len(halves) == 2 and _SITE.search(halves[1]):
            pieces = halves
    return sorted(pieces, key=lambda piece: _REPORT.search(piece) is None)


def begins_with(title: str, lines: Iterable[TextLine]) -> bool:
    """Whether a title stands in the lines above a text's prose, whatever its breaks and blanks."""
    head = "".join(_key(line.text) for line in takewhile(lambda line: not is_prose(line), lines))
    return _key(title) in head


def _key(text: str) -> str:
    return _BLANKS.sub("", text)


def find_facts(tree: Tree, lines: list[TextLine], begin: int, title: str) -> dict[str, str]:
    """At most ``MOST_FACTS`` facts by label, each of at most ``LONGEST_FACT`` characters: those of ``<meta>`` elements before shown ones.

    ``lines`` are those of the page, ``begin`` the index of the first that belongs to its text; labels are read above the text's prose.
    """
    marks = load_marks()
    found: dict[str, str] = {"title": title[:LONGEST_FACT]} if title else {}
    for name, content in tree.metas:
        _add(found, marks, marks.metas.get(name.strip().lower()), content)
    head = lines[max(0, begin - _LABEL_LINES) : begin]
    for line in lines[begin:]:
        if is_prose(line) and not _has_label(line.text, marks):
            break
        head.append(line)
    waiting: str | None = None
    for line in head:
        text = line.text if len(line.text) <= _LONGEST_LINE else ""
        for cell in text.split("\t"):
            label = marks.labels.get(_key(cell).rstrip(":：").strip("[]【】"))
            if label is not None:
                waiting = label
                continue
            pairs = _pairs(cell)
            if waiting and not pairs and not _OTHER_LABEL.match(cell):
                _add(found, marks, waiting, cell)
            waiting = None
            for name, value in pairs:
                _add(found, marks, marks.labels[name], value)
    return found


def _has_label(text: str, marks: HtmlMarks) -> bool:
    if len(text) > _LONGEST_LINE:
        return False
    return bool(_pairs(text)) or ("\t" in text and any(_key(cell).rstrip(":：") in marks.labels for cell in text.split("\t")))


def _pairs(text: str) -> list[tuple[str, str]]:
    """Label and value of each ``label：value`` in a line; a value ends where the next label begins."""
    hits = list(_label_pattern().finditer(text))
    ends = [match.start() for match in hits[1:]] + [len(text)] * bool(hits)
    values = [_NEXT_LABEL.split(text[match.end() : end].strip(_FRAME), maxsplit=1)[0] for match, end in zip(hits, ends, strict=True)]
    return [(_key(match["label"]), value.strip(_FRAME)) for match, value in zip(hits, values, strict=True)]


@cache
def _label_pattern() -> re.Pattern[str]:
    """Any label before its colon; blanks may stand between its characters, so that labels of two and of four are as wide."""
    words = sorted(load_marks().labels, key=len, reverse=True)
    labels = "|".join(r"\s{0,4}".join(map(re.escape, word)) for word in words)
    return re.compile(rf"(?<![\u4e00-\u9fff])(?P<label>{labels})\s{{0,3}}[】\]]?[:：]")


def _add(found: dict[str, str], marks: HtmlMarks, label: str | None, value: str) -> None:
    value = " ".join(value.split())
    if label is None or not value or label in found or len(found) >= MOST_FACTS:
        return
    if label in marks.dates:
        value = iso_date(value) or value
    found[label] = value[:LONGEST_FACT]


def iso_date(text: str) -> str | None:
    """The first date of a text as ``YYYY-MM-DD``, ``None`` where it has none with month and day."""
    match = _DATE.search(text) or _COMPACT_DATE.search(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None
