"""What a COUNT counts, by which channel, in which period: ids and their words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from gkbg_nlp.taxonomy.document import read_document
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.heads import heads
from gkbg_nlp.taxonomy.lexicon import Heads, Lexicon, Search

FILE = "count_attributes.toml"
OTHER_MATTER = "other_matter"
"""The id of nouns that no attribute names: they keep what stands farther off from being taken; any measure word counts them."""
NUMBER = "\ue000"
"""A masked COUNT in the texts in which the words are looked for, whichever it is."""
_KEYS = {
    "counted": (
        frozenset({"id", "zh", "units", "words"}),
        frozenset({"id", "free", "zh", "units", "words"}),
        frozenset({"id", "weak", "words"}),
    ),
    "channel": (frozenset({"id", "words"}), frozenset({"id", "words", "incoming"})),
    "period": (frozenset({"id", "words"}),),
}


@dataclass(frozen=True, slots=True)
class Noun:
    """What a word of ``counted`` speaks for.

    Attributes:
        id: what is counted.
        weak: whether the word decides only where nothing else does.
        free: whether the word may stand anywhere before its number in the sentence.
        units: the measure words that count it; empty where any does.
    """

    id: str
    weak: bool
    free: bool
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class CountAttributes:
    """The words by kind of attribute; in what they read each masked COUNT (``indicators/clauses.py``) is the character ``NUMBER``.

    Attributes:
        heads: with what the words begin: what has to be found first.
        counted, channel, period: the words of each.
        incoming: the ways in which requests and questions come; ``channel`` those of publication.
        carried: the measure words in which a sentence goes on counting the same thing.
        noun_behind: the measure words whose noun stands right behind them where Chinese text does.
        names: Chinese names of the ``counted`` ids, in the order of the file.
    """

    heads: Heads
    counted: Search[Noun]
    channel: Search[str]
    incoming: Search[str]
    period: Search[str]
    carried: frozenset[str]
    noun_behind: frozenset[str]
    names: Mapping[str, str]


@cache
def load_count_attributes() -> CountAttributes:
    """The shipped words.

    Raises:
        TaxonomyError: the file does not fit its form.
    """
    return parse_count_attributes((files("gkbg_nlp.taxonomy") / "data" / FILE).read_text("utf-8"), FILE)


def parse_count_attributes(source: str, file: str) -> CountAttributes:
    """The words of a TOML text.

    Raises:
        TaxonomyError: not TOML, an unknown or missing key, an id that stands twice, words that are no regular expression.
    """
    document = read_document(source, file)
    if set(document) != {"version", "carried", "noun_behind", *_KEYS} or document["version"] != 1:
        raise TaxonomyError(file, "top", f"the keys are version (1), carried, noun_behind and {sorted(_KEYS)}")
    rows = {kind: _rows(document[kind], kind, file) for kind in _KEYS}
    firm = [row for row in rows["counted"] if "weak" not in row]
    units = {row["id"]: frozenset(row["units"]) for row in firm}
    nouns = Lexicon(
        [
            (Noun(row["id"], "weak" in row, "free" in row and row["free"], units[row["id"]]), word)
            for row, word in _words(rows, "counted", file)
        ]
    )
    channels, periods = _words(rows, "channel", file), _words(rows, "period", file)
    incoming = Lexicon([(row["id"], word) for row, word in channels if row.get("incoming")])
    channel = Lexicon([(row["id"], word) for row, word in channels if not row.get("incoming")])
    period = Lexicon([(row["id"], word) for row, word in periods])
    found = Heads(nouns, channel, incoming, period)
    return CountAttributes(
        found,
        Search(nouns, found),
        Search(channel, found),
        Search(incoming, found),
        Search(period, found),
        frozenset(document["carried"]),
        frozenset(document["noun_behind"]),
        {row["id"]: row["zh"] for row in firm},
    )


def _rows(rows: Any, kind: str, file: str) -> list[dict[str, Any]]:
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        place = f"{kind} {row.get('id', number)}"
        if set(row) not in _KEYS[kind]:
            raise TaxonomyError(file, place, f"the keys are {sorted(_KEYS[kind][0])}, found {sorted(row)}")
        name = row["id"] + " (weak)" * bool(row.get("weak"))
        if name in seen or ("weak" in row and row["id"] not in seen):
            raise TaxonomyError(file, place, "weak words stand behind the id's own, and each id once")
        seen.add(name)
    return list(rows)


def _words(rows: Mapping[str, list[dict[str, Any]]], kind: str, file: str) -> list[tuple[dict[str, Any], str]]:
    """Each word with its row, as a regular expression without groups."""
    words = []
    for row in rows[kind]:
        for word in row["words"]:
            word = re.sub(r"\((?!\?)", "(?:", word).replace("{C}", NUMBER)
            try:
                begin = heads(word)
            except re.error as error:
                raise TaxonomyError(file, f"{kind} {row['id']}", f"{word!r} is no regular expression: {error}") from error
            if "" in begin:
                raise TaxonomyError(file, f"{kind} {row['id']}", f"{word!r} can begin with anything")
            words.append((row, word))
    return words
