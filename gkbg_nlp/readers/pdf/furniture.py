"""Lines that belong to the page and not to the report: page numbers, running heads and feet."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from gkbg_nlp.readers.pdf.lines import Line
from gkbg_nlp.readers.pdf.page import Page

# Share of the page's height at its top and at its foot where furniture stands.
_EDGE = 0.14
# How many lines from the top and from the foot can be furniture.
_DEPTH = 3
# Points between the baselines of the same head on two pages.
_SAME_HEIGHT = 3.0
_DIGITS = re.compile(r"\d+")
_BLANK = re.compile(r"\s+")


@cache
def _patterns(kind: str) -> re.Pattern[str]:
    rules = tomllib.loads((files("gkbg_nlp.readers") / "data" / "pdf.toml").read_text("utf-8"))[kind]
    return re.compile("|".join(f"(?:{rule['pattern']})" for rule in rules))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", _BLANK.sub("", text)).lower()


def is_page_number(text: str) -> bool:
    """Whether a line says nothing but a page's number."""
    return _patterns("page_number").fullmatch(_plain(text)) is not None


def is_numbered(text: str) -> bool:
    """Whether a label begins with a number of its own, so that it cannot be the rest of another."""
    pattern = _patterns("numbered")
    return any(pattern.match(form) for form in (_plain(text), text))  # half width makes ① a bare 1


def without_furniture(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page without its furniture.

    A page number stands first or last on its page, near the edge. A running head stands near the edge on at least two pages, and on a
    third of all, at the same height and with the same words, whatever numbers it holds.
    """
    places: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    edges = [_edge_lines(page, found) for page, found in zip(pages, lines, strict=True)]
    for number, edge in enumerate(edges):
        for line, height in edge:
            places[_mark(line.text)].append((number, height))
    least = max(2, len(pages) // 3)
    kept = []
    for found, edge in zip(lines, edges, strict=True):
        drop = {id(line) for line, height in edge if _repeats(places[_mark(line.text)], height) >= least}
        drop |= _numbers([line for line, _ in edge], found, drop)
        kept.append([line for line in found if id(line) not in drop])
    return kept


def _edge_lines(page: Page, lines: Sequence[Line]) -> list[tuple[Line, float]]:
    """(line, height) of the lines near the edges of a page; heights below the middle are measured from the foot, as negative numbers."""
    top = [(line, line.y) for line in lines[:_DEPTH] if line.y < _EDGE * page.height]
    foot = [(line, line.y - page.height) for line in lines[-_DEPTH:] if line.y > (1 - _EDGE) * page.height]
    return top + foot


def _mark(text: str) -> str:
    return _DIGITS.sub("#", _plain(text))


def _repeats(places: list[tuple[int, float]], height: float) -> int:
    return len({number for number, other in places if abs(other - height) <= _SAME_HEIGHT})


def _numbers(edge: list[Line], lines: Sequence[Line], drop: set[int]) -> set[int]:
    """The page number among the lines of the edge: what stands outermost once the running heads are gone."""
    rest = [line for line in lines if id(line) not in drop]
    outer = {id(line) for line in rest[:1] + rest[-1:]}
    return {id(line) for line in edge if id(line) in outer and is_page_number(line.text)}
