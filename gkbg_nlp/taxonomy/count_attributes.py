"""What a COUNT counts, by which channel, in which period: ids and their words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.indicators import COUNT_NUMBER

FILE = "count_attributes.toml"
WEAK = "_weak"
"""Ends the name of a pattern's group whose words decide only where nothing else does."""
OTHER_MATTER = "other_matter"
"""The id of nouns that no attribute names: they keep what stands farther off from being taken; any measure word counts them."""
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
class CountAttributes:
    """The words as one pattern a kind, whose named groups are the ids.

    Attributes:
        counted, channel, period: the patterns; numbers are masked in what they read (``indicators/clauses.py``).
        incoming: the ways in which requests and questions come; ``channel`` those of publication.
        units: the measure words that count each ``counted`` id.
        free: the ids whose words may stand anywhere before their number in the sentence.
        carried: the measure words in which a sentence goes on counting the same thing.
        noun_behind: the measure words whose noun stands right behind them where Chinese text does.
        names: Chinese names of the ``counted`` ids, in the order of the file.
    """

    counted: re.Pattern[str]
    channel: re.Pattern[str]
    incoming: re.Pattern[str]
    period: re.Pattern[str]
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
    try:
        document = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise TaxonomyError(file, "toml", str(error)) from error
    if set(document) != {"version", "carried", "noun_behind", *_KEYS} or document["version"] != 1:
        raise TaxonomyError(file, "top", f"the keys are version (1), carried, noun_behind and {sorted(_KEYS)}")
    rows = {kind: _rows(document[kind], kind, file) for kind in _KEYS}
    incoming = [row for row in rows["channel"] if row.get("incoming")]
    outgoing = [row for row in rows["channel"] if not row.get("incoming")]
    firm = [row for row in rows["counted"] if "weak" not in row]
    return CountAttributes(
        counted=_pattern(rows["counted"], "counted", file),
        channel=_pattern(outgoing, "channel", file),
        incoming=_pattern(incoming, "channel", file),
        period=_pattern(rows["period"], "period", file),
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


def _pattern(rows: list[dict[str, Any]], kind: str, file: str) -> re.Pattern[str]:
    groups = []
    for row in rows:
        words = "|".join(re.sub(r"\((?!\?)", "(?:", word) for word in row["words"]).replace("{C}", COUNT_NUMBER)
        try:
            groups.append(re.compile(f"(?P<{row['id']}{WEAK * bool(row.get('weak'))}>{words})").pattern)
        except re.error as error:
            raise TaxonomyError(file, f"{kind} {row['id']}", f"no regular expression: {error}") from error
    return re.compile("|".join(groups))
