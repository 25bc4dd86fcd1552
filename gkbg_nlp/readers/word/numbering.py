"""Automatic numbers of a DOCX file, counted and written as Word shows them: 一、 （一） 1. ①."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gkbg_nlp.readers.word.formats import format_number, glyph
from gkbg_nlp.readers.word.parts import Element, switched_on, value, w, whole
from gkbg_nlp.readers.word.styles import Numbered

_PLACE = re.compile("%([1-9])")
_PATTERN_MAX = 100  # characters of a level's text; Word takes fewer
_BULLET = "•"
# Bullets written with an ordinary letter of a font whose letters look like signs.
_LETTER_BULLETS = {"o": "○"}
# Where a tab parts number and text, a blank stands for it; behind these the sign itself leaves the room.
_ROOMY = "、，。．）】〕］：；"


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    style: str
    pattern: str
    suffix: str
    arabic: bool  # all numbers in Arabic digits
    restart: int | None  # the level (from 1) that sets it back; 0 for none, None for any above
    paragraph_style: str | None
    font: str | None


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]  # of its own, instead of the abstract list's
    starts: dict[int, int]


class Numbering:
    """The lists of one file and how far they have counted. Ask for the paragraphs in their order, each once."""

    def __init__(self, root: Element | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if root is None:
            return
        linked: dict[str, str] = {}  # style of lists -> the abstract list that defines it
        links: dict[str, str] = {}  # abstract list -> the style of lists that it takes its levels from
        for one in root.iter(w("abstractNum")):
            name = value(one, "abstractNumId") or ""
            self._abstract[name] = _levels(one)
            if (style := value(one.find(w("styleLink")))) is not None:
                linked[style] = name
            if (style := value(one.find(w("numStyleLink")))) is not None:
                links[name] = style
        for name, style in links.items():
            self._abstract[name] = self._abstract[name] or self._abstract.get(linked.get(style, ""), {})
        for one in root.iter(w("num")):
            overrides = list(one.iter(w("lvlOverride")))
            starts = {
                whole(value(o, "ilvl"), 0): whole(value(start), 1) for o in overrides if (start := o.find(w("startOverride"))) is not None
            }
            own = {ilvl: level for o in overrides for ilvl, level in _levels(o).items()}
            self._lists[value(one, "numId") or ""] = _List(value(one.find(w("abstractNumId"))) or "", own, starts)

    def next(self, numbered: Numbered) -> str:
        """The number of the next paragraph of a list with what parts it from the text; empty where Word shows none."""
        one = self._lists.get(numbered.list_id)
        if one is None:
            return ""
        levels = {**self._abstract.get(one.abstract, {}), **one.levels}
        at = numbered.level
        if at is None:  # a style's list: the level says which style it is for
            at = next((ilvl for ilvl, level in levels.items() if level.paragraph_style == numbered.style), 0)
        level = levels.get(at)
        if level is None:
            return ""
        counts = self._counts.setdefault(one.abstract, {})
        if numbered.list_id not in self._begun:
            self._begun.add(numbered.list_id)
            for ilvl in one.starts:
                counts.pop(ilvl, None)  # a list that says where it begins does not go on with another's count
        counts[at] = counts[at] + 1 if at in counts else one.starts.get(at, level.start)
        for below in [ilvl for ilvl in counts if ilvl > at and _sets_back(levels.get(ilvl), at)]:
            del counts[below]
        return _written(level, levels, one.starts, counts)


def _sets_back(level: _Level | None, by: int) -> bool:
    return level is None or level.restart is None or by < level.restart


def _written(level: _Level, levels: dict[int, _Level], starts: dict[int, int], counts: dict[int, int]) -> str:
    if level.style == "bullet":
        sign = _LETTER_BULLETS.get(level.pattern) or "".join(glyph(level.font, ord(char)) or _BULLET for char in level.pattern)
        return f"{sign} " if sign.strip() else ""

    def number(place: re.Match[str]) -> str:
        ilvl = int(place[1]) - 1
        other = levels.get(ilvl)
        count = counts.get(ilvl, starts.get(ilvl, other.start if other else 1))
        return format_number(count, "decimal" if level.arabic or other is None else other.style)

    text = _PLACE.sub(number, level.pattern)
    if not text.strip() or level.suffix == "nothing":
        return text
    if level.suffix == "tab" and text[-1] in _ROOMY:
        return text
    return f"{text} "


def _levels(parent: Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for one in parent.iter(w("lvl")):
        restart = value(one.find(w("lvlRestart")))
        fonts = one.find(f"{w('rPr')}/{w('rFonts')}")
        found[whole(value(one, "ilvl"), 0)] = _Level(
            whole(value(one.find(w("start"))), 0),  # so the standard where nothing is said
            value(next(one.iter(w("numFmt")), None)) or "decimal",
            (value(one.find(w("lvlText"))) or "")[:_PATTERN_MAX],
            value(one.find(w("suff"))) or "tab",
            switched_on(one.find(w("isLgl"))),
            None if restart is None else whole(restart, 0),
            value(one.find(w("pStyle"))),
            value(fonts, "ascii") or value(fonts, "hAnsi"),
        )
    return found
