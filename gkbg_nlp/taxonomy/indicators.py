"""The indicators' definitions and the wordings that state them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from gkbg_nlp.taxonomy.document import read_document
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.precompiled import compiled

_FILE = "indicators.toml"
# In a masked clause a COUNT is one character of the first range and MONEY one of the second (see indicators.clauses).
COUNT_MARK, MONEY_MARK, MARK_END = 0xE000, 0xF000, 0xF8FF
_NUMBER = "(?P<n>[\ue000-\uefff]|(?<![\\d.])\\d+(?:\\.\\d+)?(?![\\d.]| ?(?:年|月|日|号|时|%|个?工作日|天|元|万元|-)))"
MONEY = "(?P<n>[\uf000-\uf8ff])"
ANY_NUMBER, COUNT_NUMBER = "\ue000-\uf8ff", "\ue000-\uefff"  # for a class of characters: a masked number of either kind, a masked COUNT
_UNNAMED = compiled(r"(?<!\\)\((?!\?)")  # a label is one group among those of all labels: its own groups must not be counted
_GAP = compiled(r"\{([GA])(\d+)\}")
_GAPS = {"G": f"[^{ANY_NUMBER}\\d,、和与及]", "A": f"[^{ANY_NUMBER},]"}
_KEYS: dict[str, type] = {
    "id": str, "zh": str, "en": str, "unit": str, "definition": str, "sections": list, "positive": list, "home": list, "zero": str, "home_zero": bool,
}  # fmt: skip
_FULLER_KEYS: dict[str, type] = {
    "id": str, "zh": str, "en": str, "unit": str, "definition": str, "source": str, "sections": list, "gate": list, "units": str, "patterns": list,
    "zero": list, "refuse": str, "refuse_sentence": str, "subject": str, "rival": str, "sum": bool, "table": str, "table_first": bool, "under": str,
}  # fmt: skip
_WORDS = (
    "denial",
    "denial_fees",
    "false_denial",
    "cumulative",
    "comparison",
    "disclosure",
    "website",
    "other",
    "other_weak",
    "total",
    "total_opens",
    "breakdown",
)


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """One indicator: identity, and for amounts where and how prose states it.

    ``home`` patterns count only in the first of ``sections``; ``home_zero``: there a bare denial (无。) is 0.
    """

    id: str
    zh: str
    en: str
    unit: str | None
    definition: str
    sections: tuple[str, ...]
    positive: tuple[re.Pattern[str], ...]
    home: tuple[re.Pattern[str], ...]
    zero: re.Pattern[str] | None
    home_zero: bool
    ids: tuple[str, ...] = ()
    """The ids of ``positive`` and then of ``home``."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One pattern of a sentence and its id."""

    id: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class FullerRule:
    """One indicator of the official statistics form.

    A sentence of ``sections`` (the first is the indicator's own) that holds a word of ``gate`` states it by one of ``patterns``, where
    the number has one of ``units`` or none, unless ``refuse`` hits the words of its clause up to the number or ``refuse_sentence`` the
    sentence. With ``subject`` the last mention of subject or ``rival`` before the number has to be the subject. ``sum``: several
    numbers of one sentence add up. ``zero`` patterns state that there was none. ``table`` is the label of its row in the form; ``under``
    says below which row that label means it.
    """

    id: str
    zh: str
    en: str
    unit: str
    definition: str
    source: str
    sections: tuple[str, ...]
    gate: tuple[str, ...]
    units: re.Pattern[str] | None
    patterns: tuple[Wording, ...]
    zero: tuple[Wording, ...]
    refuse: re.Pattern[str] | None
    refuse_sentence: re.Pattern[str] | None
    mention: re.Pattern[str] | None
    """The group ``s`` is the subject, ``r`` the rival."""
    sums: bool
    table: str
    table_first: bool
    under: str


@dataclass(frozen=True, slots=True)
class IndicatorRules:
    """All indicators by id, and the word patterns that their readers share."""

    rules: dict[str, IndicatorRule]
    words: dict[str, re.Pattern[str]]
    fuller: dict[str, FullerRule]


def parse_indicators(source: str, name: str = _FILE) -> IndicatorRules:
    """Read the indicators of a TOML text.

    Raises:
        TaxonomyError: an unknown or missing key, a wrong type, a pattern that does not compile.
    """
    raw = read_document(source, name)
    for key in sorted((raw.keys() - {"fuller"}) ^ {"indicator", "words"}):
        raise TaxonomyError(name, key, "unknown key; known: indicator, fuller, words" if key in raw else "missing")
    rules = {}
    for entry in raw.get("indicator", []):
        rule = _rule(entry, name)
        if rule.id in rules:
            raise TaxonomyError(name, f"indicator {rule.id}", "this id stands twice")
        rules[rule.id] = rule
    words = raw.get("words", {})
    for key in sorted(set(words) ^ set(_WORDS)):
        raise TaxonomyError(name, f"words.{key}", "unknown key" if key in words else "missing")
    fuller: dict[str, FullerRule] = {}
    for entry in raw.get("fuller", []):
        more = _fuller(entry, name)
        if more.id in rules or more.id in fuller:
            raise TaxonomyError(name, f"fuller {more.id}", "this id stands twice")
        fuller[more.id] = more
    return IndicatorRules(rules, {key: _pattern(words[key], name, f"words.{key}", re.NOFLAG) for key in _WORDS}, fuller)


def _check(entry: dict[str, Any], known: dict[str, type], needed: Sequence[str], name: str, place: str) -> None:
    for key, value in entry.items():
        if key not in known:
            raise TaxonomyError(name, f"{place}.{key}", f"unknown key; known: {', '.join(known)}")
        if not isinstance(value, known[key]):
            raise TaxonomyError(name, f"{place}.{key}", f"expected {known[key].__name__}")
    for key in needed:
        if key not in entry:
            raise TaxonomyError(name, f"{place}.{key}", "missing")


def _fuller(entry: dict[str, Any], name: str) -> FullerRule:
    place = f"fuller {entry.get('id', '?')}"
    _check(entry, _FULLER_KEYS, ("id", "zh", "en", "unit", "definition", "source"), name, place)
    if entry.get("patterns") and not (entry.get("sections") and entry.get("gate")):
        raise TaxonomyError(name, f"{place}.patterns", "need sections and gate")
    if ("subject" in entry) != ("rival" in entry):
        raise TaxonomyError(name, f"{place}.subject", "subject and rival go together")

    def optional(key: str) -> re.Pattern[str] | None:
        return _pattern(entry[key], name, f"{place}.{key}") if key in entry else None

    patterns, zero = (tuple(_wording(w, name, f"{place}.{key}") for w in entry.get(key, ())) for key in ("patterns", "zero"))
    ids = [w.id for w in (*patterns, *zero)]
    if len(set(ids)) != len(ids):
        raise TaxonomyError(name, f"{place}.patterns", "an id stands twice")
    _pattern(entry.get("table", ""), name, f"{place}.table")
    mention = f"(?P<s>{entry['subject']})|(?P<r>{entry['rival']})" if "subject" in entry else None
    return FullerRule(
        entry["id"], entry["zh"], entry["en"], entry["unit"], entry["definition"], entry["source"], tuple(entry.get("sections", ())),
        tuple(entry.get("gate", ())), optional("units"), patterns, zero, optional("refuse"), optional("refuse_sentence"),
        _pattern(mention, name, f"{place}.subject") if mention else None, entry.get("sum", False), _UNNAMED.sub("(?:", entry.get("table", "")),
        entry.get("table_first", False), entry.get("under", ""),
    )  # fmt: skip


def _wording(entry: Any, name: str, place: str) -> Wording:
    if not isinstance(entry, dict) or set(entry) != {"id", "pattern"} or not isinstance(entry["id"], str) or not entry["id"]:
        raise TaxonomyError(name, place, f"expected an id and a pattern, found {entry!r}")
    return Wording(entry["id"], _pattern(entry["pattern"], name, f"{place}.{entry['id']}"))


def _listed(entry: dict[str, Any], key: str, name: str, place: str) -> list[Wording]:
    """The wordings of a list whose members are tables with an id, or bare patterns, which are known by their place."""
    found = []
    for number, one in enumerate(entry.get(key, ()), 1):
        found.append(_wording(one if isinstance(one, dict) else {"id": f"{key}.{number}", "pattern": one}, name, f"{place}.{key}"))
    return found


def _rule(entry: dict[str, Any], name: str) -> IndicatorRule:
    place = f"indicator {entry.get('id', '?')}"
    _check(entry, _KEYS, ("id", "zh", "en", "definition"), name, place)
    positive, home = (_listed(entry, key, name, place) for key in ("positive", "home"))
    ids = tuple(w.id for w in (*positive, *home))
    if len(set(ids)) != len(ids):
        raise TaxonomyError(name, f"{place}.positive", "an id stands twice")
    zero = entry.get("zero")
    return IndicatorRule(
        entry["id"], entry["zh"], entry["en"], entry.get("unit"), entry["definition"], tuple(entry.get("sections", ())),
        tuple(w.pattern for w in positive), tuple(w.pattern for w in home),
        _pattern(zero, name, f"{place}.zero") if zero else None, entry.get("home_zero", False), ids,
    )  # fmt: skip


def _pattern(source: Any, name: str, place: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    if not isinstance(source, str):
        raise TaxonomyError(name, place, f"expected a regular expression, found {source!r}")
    try:
        source = _GAP.sub(lambda m: f"{_GAPS[m[1]]}{{0,{m[2]}}}", source)
        return compiled(source.replace("{N}", _NUMBER).replace("{O}", f"[{ANY_NUMBER}\\d]").replace("{M}", MONEY), flags)
    except re.error as error:
        raise TaxonomyError(name, place, f"not a regular expression: {error}") from error


@cache
def load_indicators() -> IndicatorRules:
    """The shipped indicators."""
    return parse_indicators((files("gkbg_nlp.taxonomy") / "data" / _FILE).read_text("utf-8"))
