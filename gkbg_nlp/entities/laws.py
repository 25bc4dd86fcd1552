"""Laws and policy documents in 《》.

A title is a law by its last word: in Chinese the kind of a document stands at the end (…条例, …关于…的通知).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from gkbg_nlp.entities.numerals import alternation, tree
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.precompiled import compiled
from gkbg_nlp.taxonomy.wordgroups import load_groups

_MAX_TITLE = 160  # the longest real titles (a notice on a notice) have about 110 characters
# Typed marks (<<条例>>) are looked for only where there is one.
_TYPED = compiled("[《》〈〉]|<<|>>|<(?=[\u4e00-\u9fff]|20[0-9]{2}年)|(?<=[\u4e00-\u9fff)])>")


class _Patterns(NamedTuple):
    kind: re.Pattern[str]
    refused: re.Pattern[str]
    alias: re.Pattern[str]
    in_alias: str
    """What each word of ``alias`` holds."""


@cache
def _patterns() -> _Patterns:
    words = load_groups("laws.toml")
    version = alternation(words["law.version"])
    tail = rf"(?:[ \"”〉>》]|\({{1,2}}[^()]{{1,40}}\)|(?:19|20)\d{{2}}|{version})*"
    kind = compiled(rf"{tree(words['law.ending'])}(?:[一二三四五六七八九十]|\d)?{tail}\Z")
    refused = compiled(rf"{tree(words['law.not_ending'])}{tail}\Z")
    alias = compiled(
        rf"[^《》〈〉\n;。]{{0,60}}?{alternation(words['law.alias'])}[:为 ]{{0,2}}[\"“'‘]?(《[^《》\n]{{1,30}}》|[^《》\"“”'‘’()\n,。;]{{2,20}}(?=[\"”'’)]))"
    )
    shared = set.intersection(*map(set, words["law.alias"]))
    return _Patterns(kind, refused, alias, max(shared, default=""))


def find(text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
    """The LAW spans of a view. ``value`` is the full title in its marks, short names resolved."""
    found: list[Entity] = []
    if "《" in text or "〈" in text or "<" in text:
        _titles(text, found)
    found.sort(key=lambda e: (e.start, -e.end))
    return found


def _titles(text: str, found: list[Entity]) -> None:
    patterns = _patterns()
    short: dict[str, str] = {}
    for start, end, width in _bracketed(text):
        inner = width
        while text[start + inner] == "《" and text[end - inner - 1] == "》":
            inner += 1  # 《《…条例》》: marks typed twice
        if end - start > _MAX_TITLE or not is_law(text[start + inner : end - inner]):
            continue
        title = "《" + text[start + inner : end - inner].replace(" ", "") + "》"
        if text.find(patterns.in_alias, end, end + 100) >= 0 and (bound := patterns.alias.match(text, end, end + 100)) is not None:
            name = bound[1].replace(" ", "")
            short.setdefault(name if name[0] == "《" else f"《{name}》", title)
        found.append(Entity(start, end, "LAW", value=title, rule="laws.title"))
    for entity in found:
        full = short.get(str(entity.value))
        if full is not None and full != entity.value:
            entity.value, entity.rule = full, "laws.short"


def _bracketed(text: str) -> list[tuple[int, int, int]]:
    """Spans of outermost bracketed titles with the width of a mark; an opening mark that nothing closes in its line is left.

    A title inside a title (《关于印发〈…办法〉的通知》) is part of the longer one, as a mention of it.
    """
    spans: list[tuple[int, int, int]] = []
    stack: list[tuple[int, str]] = []
    for at, mark in _marks(text):
        if mark in "《〈<<":
            stack.append((at, mark))
            if len(stack) > 4:  # nobody nests so deep: the first were never closed
                del stack[0]
        elif stack:
            if mark[0] == ">" and stack[-1][1][0] != "<":
                continue  # a sign for greater, or of a pair whose opening mark looked like one for less
            while stack and mark[0] != ">" and stack[-1][1][0] == "<":
                stack.pop()  # a typed mark that nothing closed
            if not stack:
                continue
            start, opened = stack.pop()
            if text.find("\n", start, at) >= 0:
                stack.clear()
                continue
            while spans and spans[-1][0] > start:
                spans.pop()
            spans.append((start, at + len(mark), len(opened)))
    return spans


def _marks(text: str) -> list[tuple[int, str]]:
    """The marks of titles with their places, ascending."""
    if "<" in text:
        return [(match.start(), match[0]) for match in _TYPED.finditer(text)]
    found: list[tuple[int, str]] = []
    for mark in "《》〈〉":
        at = text.find(mark)
        while at >= 0:
            found.append((at, mark))
            at = text.find(mark, at + 1)
    found.sort()
    return found


@lru_cache(maxsize=4096)
def _is_law(ending: str) -> bool:
    patterns = _patterns()
    return patterns.kind.search(ending) is not None and patterns.refused.search(ending) is None


def is_law(title: str) -> bool:
    """Whether a title (without its marks) names a legal or policy document, by its last words; an export may set blanks in them."""
    return _is_law(title.replace(" ", "")[-60:])
