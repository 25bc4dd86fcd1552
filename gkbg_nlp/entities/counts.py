"""Numbers with their measure word: COUNT.

Most counts are plain: digits or a numeral, a measure word behind them, and nothing round them that any rule asks for. The others, with
multipliers, ranges, blanks or a speaking neighbour, are read by the pattern and the rules of ``count_rules``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from gkbg_nlp.entities.count_places import named
from gkbg_nlp.entities.count_rules import CLOSING, LIST_MARKS, NUMERALS, SERIES_REACH, count_data, neighbours, read_count
from gkbg_nlp.entities.numerals import chinese_number, covers, pair, spelled
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.precompiled import compiled
from gkbg_nlp.taxonomy.wordgroups import load_groups

_OTHERS = frozenset({"PHONE", "FAX", "EMAIL", "URL", "POSTCODE", "ADDRESS", "DATE", "DOCNO", "LAW", "MONEY", "PERCENT"})
_NAMES = frozenset({"AGENCY"})
_OPEN_TITLE = compiled("《[^《》\n]{0,59}")  # nothing counts in a title that is still open, nor at its end
_MOST_DIGITS = 12
_SESSIONS = "、和及至"  # what joins the sessions of an assembly: 五届四次、五次全会
_BY_THE_NUMBER = frozenset("页版")  # these ask for what stands before the number or in it


class _Plain(NamedTuple):
    """A measure word that stands right behind a number.

    Attributes:
        rule: the rule of the count; empty where the word counts nothing.
        longer: characters that may make a longer measure word of it.
        not_before: what makes another word of it, ``unless`` one of those follows.
        stop: characters behind it that a rule asks for.
        speaking: characters before the number that a rule asks for.
        refused: numerals that may name or order with it.
    """

    rule: str
    longer: frozenset[str]
    not_before: tuple[str, ...]
    unless: tuple[str, ...]
    stop: frozenset[str]
    speaking: frozenset[str]
    refused: tuple[str, ...]


@cache
def _plain_words() -> dict[str, _Plain]:
    """The measure words that no rule keeps from counting by what stands further off than the characters on both sides."""
    measures = count_data().measures
    sessions = [*_SESSIONS, *(w[0] for w in load_groups("numbers.toml")["session.behind"])]
    near = neighbours()
    longer: dict[str, set[str]] = {}
    for word in measures:
        for i in range(1, len(word)):
            longer.setdefault(word[:i], set()).add(word[i])
    found = {}
    for word, measure in measures.items():
        counts = measure.kind == "count"
        if word[0] in near.inside or (
            counts and (word in _BY_THE_NUMBER or measure.only_before or measure.only_after or measure.not_after)
        ):
            continue
        stop = frozenset([*CLOSING, *(sessions if word == "次" else ())])
        speaking = near.ranks if word in "名位" else near.articles if word == "条" else near.any
        rule = f"counts.{measure.id}" if counts else ""
        found[word] = _Plain(rule, frozenset(longer.get(word, ())), measure.not_before, measure.unless, stop, speaking, measure.not_numeral)
    return found


@cache
def _numbers() -> re.Pattern[str]:
    """The numbers that can be a count's: what the pattern of all counts needs at least, without a part that it can try in two ways."""
    heads = {word[0] for word, measure in count_data().measures.items() if measure.kind == "count"}
    inside = neighbours().inside
    joints = _one_of({word[0] for word in load_groups("numbers.toml")["range.joint"]})
    more = _one_of(heads | inside - set(" ,.") - set(joints))
    behind = rf"(?:{more}| {_one_of(heads | inside - set(' ,.*'))}|{joints}[- ]{{0,2}}(?:[{NUMERALS}]|[0-9]+{_one_of(heads | inside)}))"
    return compiled(
        rf"[0-9{NUMERALS}](?<![0-9][0-9])(?<![{NUMERALS}〇][{NUMERALS}])"
        rf"(?:(?<=[0-9])[0-9]*+(?=(?:, ?[0-9]{{3}}){{0,4}}(?:\.[0-9]{{1,6}})?{behind})"
        rf"|(?<=[{NUMERALS}])(?!(?<=一)[^十百千万亿])[{NUMERALS}〇]*+(?={_one_of(heads | inside | {'点'})}))"
    )


def _one_of(characters: set[str] | frozenset[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(characters)))}]"


@lru_cache(maxsize=4096)
def _numeral(written: str) -> int | None:
    """The value of a Chinese numeral that can only be an amount."""
    if written[0] in "百千万" or spelled(written) or pair(written) is not None:
        return None
    value = chinese_number(written)
    return value if value is not None and value > 1 else None


@lru_cache(maxsize=8192)
def _plain_behind(behind: str) -> tuple[str, str, frozenset[str]] | None:
    """Of what stands behind a number: the measure word, its rule and what must not stand before the number.

    The word has one character less than ``behind``, whose last says whether it is the whole word. None where this does not decide.
    """
    word, following = behind[:-1], behind[-1:]
    plain = _plain_words().get(word)
    if plain is None or following in plain.longer or following in plain.stop or following in [w[0] for w in plain.not_before]:
        return None
    return word, plain.rule, plain.speaking if plain.rule else frozenset()


def find(text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
    """The COUNT spans of a view; ``unit`` is the measure word without blanks."""
    found: list[Entity] = []
    agencies: list[tuple[int, int]] | None = None
    titles = [title.span() for title in _OPEN_TITLE.finditer(text)]
    titles.append((len(text), len(text)))
    titles.reverse()
    opened, closed = titles.pop()
    spans = covers(taken, _OTHERS)
    spans.append((len(text), len(text) + 1))
    spans.reverse()
    taken_start, taken_end = spans.pop()
    stop = 0
    for candidate in _numbers().finditer(text):
        start, end = candidate.span()
        if start < stop:
            continue  # inside the number before
        while closed < start:
            opened, closed = titles.pop()
        while taken_end <= start:
            taken_start, taken_end = spans.pop()
        if text[start] < ":" and end - start <= _MOST_DIGITS:
            behind = end + 1 if text[end] == " " else end
            plain = _plain_behind(text[behind : behind + 2]) or _plain_behind(text[behind : behind + 3])
            if plain is not None:
                word, rule, speaking = plain
                before = text[start - 1 : start]
                if before == " ":
                    before = text[start - 2 : start - 1]
                if before not in speaking and (before not in LIST_MARKS or not rule or not _listed(text, start)):
                    stop = behind + len(word)
                    if opened >= start and taken_start >= stop and rule:
                        found.append(Entity(start, stop, "COUNT", value=int(text[start:end]), unit=word, rule=rule))
                    continue
        stop, entity = _read(text, start, end, (opened, closed), taken)
        if entity is None:
            continue
        while taken_end <= entity.start:  # behind the number of a list
            taken_start, taken_end = spans.pop()
        if taken_start < stop:
            continue
        if text[entity.start] > ":":
            agencies = covers(taken, _NAMES) if agencies is None else agencies
            if named(text, entity.start, stop, agencies):
                continue
        found.append(entity)
    return found


def _read(text: str, start: int, end: int, title: tuple[int, int], taken: Sequence[Entity]) -> tuple[int, Entity | None]:
    """The count whose number begins with the run at ``start`` and ``end``, and where it ends, or what looks like one and is none."""
    word = text[end]
    behind = end + 1
    plain = _plain_words().get(word)
    while plain is not None and text[behind : behind + 1] in plain.longer:
        behind += 1
        word = text[end:behind]
        plain = _plain_words().get(word)
    if plain is not None and end - start <= _MOST_DIGITS:
        before = text[start - 1 : start]
        if before == "第" or not plain.rule:  # an ordinal, a unit of another kind
            return behind, None
        if before == " ":
            before = text[start - 2 : start - 1]
        speaks = before in plain.speaking or (before in LIST_MARKS and _listed(text, start))
        if not speaks and text[behind : behind + 1] not in plain.stop:
            written = text[start:end]
            chinese = written[0] > ":"
            value = _numeral(written) if chinese else int(written)
            if not chinese or not (value is None or before in neighbours().numerals or written in plain.refused):
                refused = text.startswith(plain.not_before, behind) and not text.startswith(plain.unless, behind)
                if refused or title[0] < start or (chinese and count_data().phrase(text, start, behind)):
                    return behind, None
                return behind, Entity(start, behind, "COUNT", value=value, unit=word, rule=plain.rule)
    match = count_data().pattern.match(text, start)
    return (start, None) if match is None else (match.end(), read_count(text, match, title, taken))


def _listed(text: str, start: int) -> bool:
    """Whether a number behind the mark of a list may go on from an ordinal, or a number behind a comma from another."""
    return "第" in text[max(0, start - SERIES_REACH) : start] or text[start - 2 : start - 1].isdigit()
