"""Numbers with their measure word: COUNT.

Most counts are plain: digits or a numeral, a measure word behind them, and nothing round them that any rule asks for. The others, with
multipliers, ranges, blanks or a speaking neighbour, are read by the pattern and the rules of ``count_rules``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from gkbg_nlp.entities.count_places import named
from gkbg_nlp.entities.count_rules import CLOSING, SERIES_REACH, count_data, read_count
from gkbg_nlp.entities.numerals import chinese_number, covers, outside, pair, spelled
from gkbg_nlp.entities.runs import ARABIC, CHINESE, COUNTED, LISTED, SPEAKING, runs_of
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.wordgroups import load_groups

_OTHERS = frozenset({"PHONE", "FAX", "EMAIL", "URL", "POSTCODE", "ADDRESS", "DATE", "DOCNO", "LAW", "MONEY", "PERCENT"})
_NAMES = frozenset({"AGENCY"})
_TITLE = 60  # how far behind a 《 that is still open numbers count nothing
_MOST_DIGITS = 12
_SESSIONS = "、和及至"  # what joins the sessions of an assembly: 五届四次、五次全会
_BY_THE_NUMBER = frozenset("页版")  # these ask for what stands before the number or in it


class _Plain(NamedTuple):
    """A measure word that stands right behind a number.

    Attributes:
        rule: the rule of the count; empty where the word counts nothing.
        longer: characters that may make a longer measure word of it.
        stop: characters behind it that a rule asks for.
        refused: numerals that may name or order with it.
    """

    rule: str
    longer: frozenset[str]
    stop: frozenset[str]
    refused: tuple[str, ...]


@cache
def _plain_words() -> dict[str, _Plain]:
    """The measure words that no rule keeps from counting by what stands before them."""
    words, measures = load_groups("numbers.toml"), count_data().measures
    sessions = [*_SESSIONS, *(w[0] for w in words["session.behind"])]
    found = {}
    for word, measure in measures.items():
        counts = measure.kind == "count"
        if word[0] in _inside() or (counts and (word in _BY_THE_NUMBER or measure.only_before or measure.only_after or measure.not_after)):
            continue
        longer = frozenset(other[len(word)] for other in measures if other.startswith(word) and other != word)
        stop = frozenset([*CLOSING, *(w[0] for w in measure.not_before), *(sessions if word == "次" else ())])
        found[word] = _Plain(f"counts.{measure.id}" if counts else "", longer, stop, measure.not_numeral)
    return found


@cache
def _inside() -> frozenset[str]:
    """Characters that may go on a number: behind them the pattern tells where its measure word begins."""
    words = load_groups("numbers.toml")
    return frozenset("0123456789百千万亿 ,.*点".join(["", *words["range.joint"], *words["approx.inside"], ""]))


@cache
def _second() -> dict[str, frozenset[str]]:
    """What must stand behind a mark behind a number, so that a count can go on there: 1.5, 1,234, 3-5, 12 条."""
    digits = frozenset("0123456789")
    return {".": digits, ",": digits | {" "}, " ": _inside() - {" ", ",", ".", "*"} - digits | {w[0] for w in count_data().measures}}


@lru_cache(maxsize=4096)
def _numeral(written: str) -> int | None:
    """The value of a Chinese numeral that can only be an amount."""
    if written[0] in "百千万" or spelled(written) or pair(written) is not None:
        return None
    value = chinese_number(written)
    return value if value is not None and value > 1 else None


def find(text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
    """The COUNT spans of a view; ``unit`` is the measure word without blanks."""
    starts, ends, before = runs_of(text).followed(ARABIC | CHINESE, COUNTED)
    if not starts:
        return []
    data, plain_words, second = count_data(), _plain_words(), _second()
    found: list[Entity] = []
    agencies: list[tuple[int, int]] | None = None
    titles = _open_titles(text)
    opened, closed = titles.pop()
    stop = 0
    for start, end, sign in zip(starts, ends, before, strict=True):
        if start < stop:
            continue  # inside the number before
        first = text[start]
        if first in "一〇" and (first == "〇" or text[start + 1] not in "十百千万亿"):
            continue
        while closed < start:
            opened, closed = titles.pop()
        word = text[end]
        behind = end + 1
        plain = plain_words.get(word)
        entity = None
        if plain is None:
            if word in second and text[behind : behind + 1] not in second[word]:
                continue
        else:
            while plain is not None and text[behind : behind + 1] in plain.longer:
                behind += 1
                word = text[end:behind]
                plain = plain_words.get(word)
            if plain is not None and end - start <= _MOST_DIGITS:
                if not plain.rule or text[start - 1 : start] == "第":  # a unit of another kind, an ordinal
                    stop = behind
                    continue
                if not sign & SPEAKING and text[behind : behind + 1] not in plain.stop and (not sign & LISTED or not _listed(text, start)):
                    written = text[start:end]
                    value = int(written) if first < ":" else None if written in plain.refused else _numeral(written)
                    if value is not None:
                        stop = behind
                        if opened < start or (first > ":" and data.phrase(text, start, stop)):
                            continue
                        entity = Entity(start, stop, "COUNT", value=value, unit=word, rule=plain.rule)
        if entity is None:
            match = data.pattern.match(text, start)
            if match is None:
                continue
            stop = match.end()
            entity = read_count(text, match, sign, (opened, closed), taken)
            if entity is None:
                continue
        if text[entity.start] > ":":
            agencies = covers(taken, _NAMES) if agencies is None else agencies
            if named(text, entity.start, stop, agencies):
                continue
        found.append(entity)
    return outside(found, covers(taken, _OTHERS))


def _listed(text: str, start: int) -> bool:
    """Whether a number behind the mark of a list may go on from an ordinal, or a number behind a comma from another."""
    return "第" in text[max(0, start - SERIES_REACH) : start] or text[start - 2 : start - 1].isdigit()


def _open_titles(text: str) -> list[tuple[int, int]]:
    """Where a title that nothing has closed yet keeps numbers from counting: start and end of each stretch, the last first."""
    found = [(len(text), len(text))]
    at = text.rfind("《")
    limit = len(text)
    while at >= 0:
        ends = [text.find(mark, at, at + _TITLE) for mark in "》\n"]
        found.append((at, min(limit, at + _TITLE, *(end for end in ends if end >= 0))))
        limit = at
        at = text.rfind("《", 0, at)
    return found
