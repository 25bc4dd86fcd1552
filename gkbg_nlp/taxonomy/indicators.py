"""The indicators' definitions and the wordings that state them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from gkbg_nlp.taxonomy.errors import TaxonomyError

_FILE = "indicators.toml"
# In a masked clause a COUNT is one character of the first range and MONEY one of the second (see indicators.clauses).
COUNT_MARK, MONEY_MARK, MARK_END = 0xE000, 0xF000, 0xF8FF
_NUMBER = "(?P<n>[\ue000-\uefff]|(?<![\\d.])\\d+(?:\\.\\d+)?(?![\\d.]| ?(?:年|月|日|号|时|%|个?工作日|天|元|万元|-)))"
_MONEY = "(?P<n>[\uf000-\uf8ff])"
_KEYS: dict[str, type] = {
    "id": str, "zh": str, "en": str, "unit": str, "definition": str, "sections": list, "positive": list, "home": list, "zero": str, "home_zero": bool,
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


@dataclass(frozen=True, slots=True)
class IndicatorRules:
    """All indicators by id, and the word patterns that their readers share."""

    rules: dict[str, IndicatorRule]
    words: dict[str, re.Pattern[str]]


def parse_indicators(source: str, name: str = _FILE) -> IndicatorRules:
    """Read the indicators of a TOML text.

    Raises:
        TaxonomyError: an unknown or missing key, a wrong type, a pattern that does not compile.
    """
    try:
        raw = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise TaxonomyError(name, "file", str(error)) from error
    for key in sorted(raw.keys() ^ {"indicator", "words"}):
        raise TaxonomyError(name, key, "unknown key; known: indicator, words" if key in raw else "missing")
    rules = {}
    for entry in raw.get("indicator", []):
        rule = _rule(entry, name)
        if rule.id in rules:
            raise TaxonomyError(name, f"indicator {rule.id}", "this id stands twice")
        rules[rule.id] = rule
    words = raw.get("words", {})
    for key in sorted(set(words) ^ set(_WORDS)):
        raise TaxonomyError(name, f"words.{key}", "unknown key" if key in words else "missing")
    return IndicatorRules(rules, {key: _pattern(words[key], name, f"words.{key}") for key in _WORDS})


def _rule(entry: dict[str, Any], name: str) -> IndicatorRule:
    place = f"indicator {entry.get('id', '?')}"
    for key, value in entry.items():
        if key not in _KEYS:
            raise TaxonomyError(name, f"{place}.{key}", f"unknown key; known: {', '.join(_KEYS)}")
        if not isinstance(value, _KEYS[key]):
            raise TaxonomyError(name, f"{place}.{key}", f"expected {_KEYS[key].__name__}")
    for key in ("id", "zh", "en", "definition"):
        if key not in entry:
            raise TaxonomyError(name, f"{place}.{key}", "missing")
    zero = entry.get("zero")
    return IndicatorRule(
        entry["id"], entry["zh"], entry["en"], entry.get("unit"), entry["definition"], tuple(entry.get("sections", ())),
        tuple(_pattern(p, name, f"{place}.positive") for p in entry.get("positive", ())),
        tuple(_pattern(p, name, f"{place}.home") for p in entry.get("home", ())),
        _pattern(zero, name, f"{place}.zero") if zero else None, entry.get("home_zero", False),
    )  # fmt: skip


def _pattern(source: Any, name: str, place: str) -> re.Pattern[str]:
    if not isinstance(source, str):
        raise TaxonomyError(name, place, f"expected a regular expression, found {source!r}")
    try:
        return re.compile(source.replace("{N}", _NUMBER).replace("{M}", _MONEY), re.IGNORECASE)
    except re.error as error:
        raise TaxonomyError(name, place, f"not a regular expression: {error}") from error


@cache
def load_indicators() -> IndicatorRules:
    """The shipped indicators."""
    return parse_indicators((files("gkbg_nlp.taxonomy") / "data" / _FILE).read_text("utf-8"))
