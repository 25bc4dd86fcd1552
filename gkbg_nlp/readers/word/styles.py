"""Paragraph styles of a DOCX file: which are headings, which number or indent their paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gkbg_nlp.readers.word.parts import Element, value, w, whole

_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
# Lines and heading of a table of contents, under the names that Word and WPS store.
_CONTENTS = re.compile(r"(?:toc|目录) ?[1-9]|toc (?:heading|标题)", re.IGNORECASE)
_INHERITED_MAX = 50  # styles based on one another; also ends a circle
_NO_OUTLINE = 9
# A first line set in by about one character or more: 100 hundredths of a character, or the width of a small one in twentieths of a point.
_INDENT_CHARS, _INDENT_TWIPS = 100, 200
_MOVED = frozenset(("center", "right", "end"))


@dataclass(frozen=True, slots=True)
class Numbered:
    """A reference to a list: its id, and the level from 0, ``None`` where the list knows the level by ``style``."""

    list_id: str
    level: int | None
    style: str | None = None


class Styles:
    """The styles of one file, asked about a paragraph's own properties (``w:pPr`` or ``None``)."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default: str | None = None
        for style in () if root is None else root.iter(w("style")):
            if value(style, "type") in (None, "paragraph") and (name := value(style, "styleId")) is not None:
                self._styles.setdefault(name, style)
                if _says_yes(style, "default"):
                    self._default = name
        self._chains: dict[str | None, tuple[Element, ...]] = {}

    def heading_level(self, properties: Element | None) -> int | None:
        """The level from 1 to 9 of a heading, ``None`` for other paragraphs. An outline level stands above the style's name."""
        chain = self._chain(properties)
        for one in (properties, *(style.find(w("pPr")) for style in chain)):
            outline = None if one is None else one.find(w("outlineLvl"))
            if outline is not None:
                level = whole(value(outline), _NO_OUTLINE)
                return level + 1 if 0 <= level < _NO_OUTLINE else None
        for style in chain:
            name = value(style.find(w("name"))) or value(style, "styleId") or ""
            if match := _HEADING.fullmatch(name.strip()):
                return int(match[1])
        return None

    def is_contents(self, properties: Element | None) -> bool:
        """Whether the paragraph is a line of a table of contents."""
        return any(_CONTENTS.fullmatch((value(style.find(w("name"))) or "").strip()) for style in self._chain(properties))

    def numbered(self, properties: Element | None) -> Numbered | None:
        """The list that the paragraph, or else its style, belongs to; list 0 takes it out of all."""
        own = None if properties is None else properties.find(w("numPr"))
        level = None if own is None else value(own.find(w("ilvl")))
        if own is not None and (list_id := value(own.find(w("numId")))) is not None:
            return None if list_id == "0" else Numbered(list_id, whole(level, 0))
        for style in self._chain(properties):
            found = style.find(f"{w('pPr')}/{w('numPr')}")
            list_id = None if found is None else value(found.find(w("numId")))
            if found is None or list_id is None:
                continue
            if level is None:
                level = value(found.find(w("ilvl")))
            if list_id == "0":
                return None
            return Numbered(list_id, None if level is None else whole(level, 0), value(style, "styleId"))
        return None

    def is_indented(self, properties: Element | None) -> bool:
        """Whether the first line of the paragraph begins further in than the others, as running text does in Chinese."""
        said: dict[str, int] = {}
        moved: str | None = None
        for one in (properties, *(style.find(w("pPr")) for style in self._chain(properties))):
            if one is None:
                continue
            moved = moved or value(one.find(w("jc")))
            indent = one.find(w("ind"))
            if indent is not None:
                for key in ("firstLineChars", "firstLine", "hangingChars", "hanging"):
                    if (text := value(indent, key)) is not None:
                        said.setdefault(key, whole(text, 0))
        if moved in _MOVED or said.get("hangingChars", 0) > 0 or ("firstLine" not in said and said.get("hanging", 0) > 0):
            return False
        chars = said.get("firstLineChars", 0)
        return chars >= _INDENT_CHARS if chars else said.get("firstLine", 0) >= _INDENT_TWIPS

    def _chain(self, properties: Element | None) -> tuple[Element, ...]:
        """The paragraph's style and those it is based on."""
        name = None if properties is None else value(properties.find(w("pStyle")))
        start = name if name in self._styles else self._default
        if (known := self._chains.get(start)) is not None:
            return known
        chain: list[Element] = []
        at = start
        while at in self._styles and len(chain) < _INHERITED_MAX:
            style = self._styles[at]
            chain.append(style)
            at = value(style.find(w("basedOn")))
        self._chains[start] = tuple(chain)
        return self._chains[start]


def _says_yes(element: Element, name: str) -> bool:
    return (value(element, name) or "0").lower() in ("1", "true", "on")
