"""What a COUNT counts, by which channel, in which period: ids and their words."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from gkbg_nlp.taxonomy.document import read_document
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.indicators import COUNT_NUMBER

FILE = "count_attributes.toml"
WEAK = "_weak"
"""Ends the name of a pattern's group whose words decide only where nothing else does."""
OTHER_MATTER = "other_matter"
"""The id of nouns that no attribute names: they keep what stands farther off from being taken; any measure word counts them."""
_BEHIND = re.compile(r"(?:\(\?<[=!](?:\[[^\]]*\]|[^()\[\]])*\))+(?=[^\[(.\\])")
_KEYS = {
    "counted": (
        frozenset({"id", "zh", "units", "words"}),
        frozenset({"id", "free", "zh", "units", "words"}),
        frozenset({"id", "weak", "words"}),
    ),
    "channel": (frozenset({"id", "words"}), frozenset({"id", "words", "incoming"})),
    "period": (frozenset({"id", "words"}),),
}


class Mention(NamedTuple):
    """One word found: where, and the id that it speaks for; ``id`` ends in ``WEAK`` where the word is weak."""

    start: int
    end: int
    id: str


class Lexicon:
    """The words of several ids as one pattern; where two begin at the same place the one that stands first in the file wins.

    Attributes:
        ids: those of the words, each once.
    """

    __slots__ = ("_ids", "_pattern", "ids")

    def __init__(self, words: Sequence[tuple[str, str]]) -> None:
        """``words`` are pairs of an id and a regular expression. An empty group behind each tells which one was found."""
        self._pattern = re.compile("|".join(f"{_literal_first(word)}()" for _, word in words))
        self._ids = tuple(name for name, _ in words)
        self.ids = tuple(dict.fromkeys(self._ids))

    def mentions(self, text: str, start: int = 0, stop: int = sys.maxsize) -> list[Mention]:
        """The words in ``text`` from ``start`` to ``stop``, from left to right, without overlap."""
        return [Mention(m.start(), m.end(), self._ids[(m.lastindex or 0) - 1]) for m in self._pattern.finditer(text, start, stop)]


@dataclass(frozen=True, slots=True)
class CountAttributes:
    """The words by kind of attribute; numbers are masked in what they read (``indicators/clauses.py``).

    Attributes:
        counted, channel, period: the words of each.
        incoming: the ways in which requests and questions come; ``channel`` those of publication.
        units: the measure words that count each ``counted`` id.
        free: the ids whose words may stand anywhere before their number in the sentence.
        carried: the measure words in which a sentence goes on counting the same thing.
        noun_behind: the measure words whose noun stands right behind them where Chinese text does.
        names: Chinese names of the ``counted`` ids, in the order of the file.
    """

    counted: Lexicon
    channel: Lexicon
    incoming: Lexicon
    period: Lexicon
    units: Mapping[str, frozenset[str]]
    free: frozenset[str]
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
    incoming = [row for row in rows["channel"] if row.get("incoming")]
    outgoing = [row for row in rows["channel"] if not row.get("incoming")]
    firm = [row for row in rows["counted"] if "weak" not in row]
    return CountAttributes(
        counted=_lexicon(rows["counted"], "counted", file),
        channel=_lexicon(outgoing, "channel", file),
        incoming=_lexicon(incoming, "channel", file),
        period=_lexicon(rows["period"], "period", file),
        units={row["id"]: frozenset(row["units"]) for row in firm},
        free=frozenset(row["id"] for row in firm if row.get("free")),
        carried=frozenset(document["carried"]),
        noun_behind=frozenset(document["noun_behind"]),
        names={row["id"]: row["zh"] for row in firm},
    )


def _rows(rows: Any, kind: str, file: str) -> list[dict[str, Any]]:
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        place = f"{kind} {row.get('id', number)}"
        if set(row) not in _KEYS[kind]:
            raise TaxonomyError(file, place, f"the keys are {sorted(_KEYS[kind][0])}, found {sorted(row)}")
        name = row["id"] + WEAK * bool(row.get("weak"))
        if name in seen or ("weak" in row and row["id"] not in seen):
            raise TaxonomyError(file, place, "weak words stand behind the id's own, and each id once")
        seen.add(name)
    return list(rows)


def _lexicon(rows: list[dict[str, Any]], kind: str, file: str) -> Lexicon:
    words = []
    for row in rows:
        for word in row["words"]:
            word = re.sub(r"\((?!\?)", "(?:", word).replace("{C}", COUNT_NUMBER)
            try:
                re.compile(word)
            except re.error as error:
                raise TaxonomyError(file, f"{kind} {row['id']}", f"{word!r} is no regular expression: {error}") from error
            words.append((row["id"] + WEAK * bool(row.get("weak")), word))
    return Lexicon(words)


def _literal_first(word: str) -> str:
    """The same expression with what must stand before its first character put behind it: ``(?<!a)b`` is ``b(?<!ab)``."""
    match = _BEHIND.match(word)
    if match is None:
        return word
    first = word[match.end()]
    behind = re.sub(r"(\(\?<[=!])((?:\[[^\]]*\]|[^()\[\]])*)\)", rf"\1(?:\2){first})", match[0])
    return first + behind + word[match.end() + 1 :]
