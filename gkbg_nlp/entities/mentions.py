"""Pronouns of the reporting body: MENTION (我局, 本机关, 我街道, 我县 where the county reports, 本级 before 政府).

A name is an AGENCY; 我 and 本 with a kind of body say "we". What they refer to is known when the report's body is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from gkbg_nlp.entities.numerals import alternation, covers, outside
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.extra import load_extra
from gkbg_nlp.taxonomy.precompiled import compiled

_OTHERS = frozenset({"AGENCY", "LAW", "URL", "EMAIL"})
_CLAUSE_MARKS = ",。;:!?\n|"
_CLAUSE = 40  # how far back 各 is looked for
_HEAD = 400  # the title and the preamble, where a report names its body
_ANY_BODY = frozenset({"机关", "行政机关", "单位", "部门", "级"})  # such a word names no kind: it fits every body
_PARTS = frozenset({"单位", "部门"})  # what a part of a body calls itself as well
_GOVERNMENT = compiled("(?:人民)?政府(?:办公室|办公厅|办)?")


class _Patterns(NamedTuple):
    scan: re.Pattern[str]
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    own_not_after: tuple[str, ...]
    each: re.Pattern[str]
    each_unit: re.Pattern[str]
    area_acts: tuple[str, ...]
    level_acts: tuple[str, ...]


@cache
def _patterns() -> _Patterns:
    words = load_extra().words
    areas = "".join(words["mention.areas"])
    return _Patterns(
        compiled(
            rf"我(?:(?P<body>{alternation(words['mention.kinds'])})|(?P<area>[{areas}]))"
            rf"|本(?:(?P<own>{alternation(words['mention.own_kinds'])})|(?P<here>[{areas}])|(?P<level>级))"
        ),
        words["mention.not_before"],
        words["mention.not_after"],
        words["mention.own_not_after"],
        compiled(alternation(words["mention.each"])),
        compiled(alternation(words["mention.each_unit"])),
        words["mention.area_acts"],
        words["mention.level_acts"],
    )


def find(text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
    """The MENTION spans of a view. ``refers_to`` is None: the report's body is read later (:func:`refer`)."""
    patterns = _patterns()
    found: list[Entity] = []
    government: str | None = None
    for match in _scan(text, patterns.scan):
        start, end, kind = match.start(), match.end(), match.lastgroup
        before = text[start - 1 : start] if start else ""
        if text.startswith(patterns.not_before, start + 1):
            continue
        if kind in ("body", "area"):
            if before and before in patterns.not_after:
                continue
        elif not _own(text, start, end, before, patterns):
            continue
        if kind in ("area", "here"):
            if government is None:
                government = _government(text, taken)
            if match[0][1] not in government or not text.startswith(patterns.area_acts, end):
                continue
        if kind == "level" and (_in_budget(before) or not text.startswith(patterns.level_acts, end)):
            continue
        rule = {"body": "mention.body", "own": "mention.own", "level": "mention.level"}.get(str(kind), "mention.area")
        entity = Entity(start, end, "MENTION", rule=rule)
        entity.refers_to = None
        found.append(entity)
    return outside(found, _merged(covers(taken, _OTHERS))) if found else found


def _scan(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer`` finds, from one pronoun to the next: a search for one character is many times faster than one for two."""
    me, this, end = text.find("我"), text.find("本"), 0
    while me >= 0 or this >= 0:
        at = this if me < 0 or 0 <= this < me else me
        if at >= end and (match := pattern.match(text, at)) is not None:
            end = match.end()
            yield match
        if at == me:
            me = text.find("我", at + 1)
        else:
            this = text.find("本", at + 1)


def _own(text: str, start: int, end: int, before: str, patterns: _Patterns) -> bool:
    """Whether 本 is "this", and not said of each of many."""
    if before in patterns.own_not_after and before and not (before == "日" and text[start - 2 : start - 1].isdigit()):
        return False
    floor = max(0, start - _CLAUSE)
    head = max((text.rfind(mark, floor, start) for mark in _CLAUSE_MARKS), default=-1)
    each = patterns.each_unit if text[start + 1 : end] in _PARTS else patterns.each
    return each.search(text, max(floor, head + 1), start) is None


def _in_budget(before: str) -> bool:
    return bool(before) and before in "市县区旗州盟省镇乡道局厅"


def _government(text: str, taken: Sequence[Entity]) -> str:
    """The level's character of the government that reports (县 of 某某县人民政府), empty where another body does."""
    heads = [e for e in taken if e.label == "AGENCY" and e.start < _HEAD]
    first = min(heads, key=lambda e: (e.start, -e.end), default=None)
    name = text[first.start : first.end].replace(" ", "") if first is not None else ""
    match = _GOVERNMENT.search(name)
    return name[match.start() - 1] if match is not None and match.end() == len(name) and match.start() else ""


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that may nest as spans that do not: :func:`outside` walks ends in order."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start < out[-1][1]:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((start, end))
    return out


def refer(entities: Iterable[Entity], agency: str | None) -> None:
    """Set ``refers_to`` of each MENTION to the report's body; it stays None where the name is of another kind (我局 in a town's report)."""
    folded = ""
    for entity in entities:
        if entity.label == "MENTION":
            entity.refers_to = None
            if agency:
                kind = _kind(entity.text)
                # a folded word that the plain name holds is in the folded one too: no fold for most reports
                if kind in _ANY_BODY or kind in agency or kind in (folded := folded or fold(agency)):
                    entity.refers_to = agency


@lru_cache(1024)
def _kind(mention: str) -> str:
    """The kind of body that a pronoun names, folded: 局 of 我局."""
    return fold("".join(mention.split()))[1:]
