"""The source of a page -> the same page with nothing but what reading needs, small and shallow enough for any parser.

The rules of HTML make a parser work in proportion to length times depth, and open unclosed ``<font>`` again in each block: a hostile
page of 500 KB costs minutes, a megabyte of it costs gigabytes. So tags are written anew with the attributes that matter, nesting has
a limit, and scripts, styles, comments, drawings and form controls are left out. Text is never dropped. One pass, linear.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict

from gkbg_nlp.readers.errors import ReadError
from gkbg_nlp.readers.html.names import BARRIER, BLOCK, FORMATTING, IGNORED, IMPLIED, RAW, SKIPPED, SPECIAL, VOID

# A report with all tables, saved by Word, has about 20,000.
MAX_TAGS = 500_000
# Browsers have 512; pages made of nested tables reach about 60.
MAX_DEPTH = 256
# Copies of formatting elements that a parser may have to make.
_MAX_COPIES = 1_000_000
_LONGEST_VALUE = 2_000

# What can begin a tag, a comment or a declaration; any other "<" is text.
_START = re.compile(r"<(?=[A-Za-z!?/])")
_NAME = re.compile(r"</?(?P<name>[A-Za-z][^\s/>]*)")
# A quote only counts behind "="; ">" inside a quoted value does not end the tag.
_VALUE_OR_END = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')|>""")
_COMMENT_END = re.compile(r"--!?>")
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s/>="'][^\s/>=]*)(?>\s*)(?:=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>"'][^\s>]*)))?"""
)
_KEPT = frozenset("id class style hidden colspan rowspan type start value name content role".split())
_SELF_CLOSED = re.compile(r"<(?P<name>script|style|title|textarea|iframe|div|span|p|a|td|b|i)(?P<rest>\b[^<>]*)/>", re.IGNORECASE)


class _Depth:
    """What stands open, estimated from above: never less deep than the tree that a browser would make."""

    def __init__(self) -> None:
        self.open: list[tuple[str, int]] = []  # elements but formatting ones, and the serial number of each
        self.formatting: dict[str, list[int]] = defaultdict(list)  # by name, serial numbers
        self.dropped: dict[str, int] = defaultdict(int)
        self.places: dict[str, list[int]] = defaultdict(list)  # by name, indexes into open
        self.barriers: list[int] = [-1]
        self.specials: list[int] = [-1]
        self.serial = self.formats = self.copies = 0

    def start(self, name: str) -> bool:
        """Whether the element may be opened here."""
        if name in VOID or name in IMPLIED:
            self.copies += self.formats
            return True
        if len(self.open) + self.formats >= MAX_DEPTH or (name in FORMATTING and self.copies > _MAX_COPIES):
            self.dropped[name] += 1
            return False
        self.serial += 1
        if name in FORMATTING:
            self.formatting[name].append(self.serial)
            self.formats += 1
            return True
        self.copies += self.formats
        at = len(self.open)
        self.open.append((name, self.serial))
        self.places[name].append(at)
        if name in BARRIER:
            self.barriers.append(at)
        if name in SPECIAL:
            self.specials.append(at)
        return True

    def end(self, name: str) -> bool:
        """Whether the end tag belongs to something that was opened."""
        if self.dropped[name]:
            self.dropped[name] -= 1
            return False
        if name in FORMATTING:
            serials = self.formatting[name]
            barrier = self.open[self.barriers[-1]][1] if self.barriers[-1] >= 0 else 0
            if serials and serials[-1] > barrier:
                serials.pop()
                self.formats -= 1
            return True
        places = self.places[name]
        walls = self.barriers if name in SPECIAL else self.specials
        if places and places[-1] >= walls[-1]:
            for at in range(len(self.open) - 1, places[-1] - 1, -1):
                other = self.open.pop()[0]
                self.places[other].pop()
                if self.barriers[-1] == at:
                    self.barriers.pop()
                if self.specials[-1] == at:
                    self.specials.pop()
        return True

    def close_formatting(self) -> str:
        """End tags of all formatting elements, once they would be copied too often."""
        tags = "".join(f"</{name}>" * len(serials) for name, serials in self.formatting.items())
        self.formatting.clear()
        self.formats = 0
        return tags


def clean(source: str) -> tuple[str, bool]:
    """The page in short, and whether its nesting had to be cut.

    Raises:
        ReadError: ``too_large`` where it has more than ``MAX_TAGS`` tags.
    """
    if source.count("<") > MAX_TAGS:
        raise ReadError("too_large", f"an HTML page of more than {MAX_TAGS:,} tags")
    source = source.replace("\0", "")
    if source.lstrip("\ufeff \t\r\n").startswith("<?xml"):  # only XHTML may close an element in its start tag
        source = _SELF_CLOSED.sub(r"<\g<name>\g<rest>></\g<name>>", source)
    out: list[str] = []
    depth = _Depth()
    absent: set[str] = set()  # names whose end tag does not come any more
    cut, quotes = False, True
    at = 0
    while (start := _START.search(source, at)) is not None:
        first = start.start()
        if first > at:
            out.append(source[at:first].replace("<", "&lt;"))
        tag = _NAME.match(source, first)
        if tag is None:
            at = _behind_declaration(source, first)
            continue
        close = _tag_end(source, tag.end()) if quotes else source.find(">", tag.end())
        if close < 0:
            quotes = False  # a quote that never closes, or the page ends inside a tag
            close = source.find(">", tag.end())
        if close < 0:
            at = len(source)
            break
        at = close + 1
        name = tag["name"].lower()
        if name in IGNORED:
            continue
        if source[first + 1] == "/":
            if depth.end(name):
                out.append(f"</{name}>")
            elif name in BLOCK:
                out.append("<br>")
        elif name in RAW or name in SKIPPED or name == "title":
            inner, at = _element(source, at, name, absent)
            if name == "title" and inner is not None:
                out.append(f"<title>{inner.replace('<', '&lt;')}</title>")
        elif depth.start(name):
            out.append(f"<{name}{_attributes(source[tag.end() : close])}>")
        else:
            cut = True
            out.append("<br>" if name in BLOCK else "")
        if depth.copies > _MAX_COPIES and depth.formats:
            cut = True
            out.append(depth.close_formatting())
    out.append(source[at:].replace("<", "&lt;"))
    return "".join(out), cut


def _tag_end(source: str, at: int) -> int:
    """The place of the ``>`` that ends a tag, -1 without one."""
    while (match := _VALUE_OR_END.search(source, at)) is not None:
        if match[0] == ">":
            return match.start()
        at = match.end()
    return -1


def _behind_declaration(source: str, first: int) -> int:
    """Where the comment, declaration or instruction that begins at ``first`` ends."""
    if not source.startswith("<!--", first):
        close = source.find(">", first + 2)
        return close + 1 if close >= 0 else len(source)
    if source.startswith((">", "->"), first + 4):
        return source.index(">", first) + 1
    end = _COMMENT_END.search(source, first + 4)
    return end.end() if end else len(source)


def _element(source: str, at: int, name: str, absent: set[str]) -> tuple[str | None, int]:
    """The source inside an element whose content is no markup to us, and where it ends; ``None`` and ``at`` where it never ends."""
    end = None if name in absent else _END_TAGS[name].search(source, at)
    if end:
        return source[at : end.start()], end.end()
    absent.add(name)
    return None, len(source) if name in RAW else at


_END_TAGS = {name: re.compile(rf"</{name}(?=[\s/>])[^>]*>?", re.IGNORECASE) for name in (*RAW, *SKIPPED, "title")}


def _attributes(rest: str) -> str:
    if len(rest) < 3:
        return ""
    kept: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(rest):
        name = match["name"].lower()
        if name in _KEPT:
            value = match["double"] or match["single"] or match["bare"] or ""
            kept.setdefault(name, html.unescape(value[:_LONGEST_VALUE]))
    return "".join(f' {name}="{html.escape(value)}"' for name, value in kept.items())
