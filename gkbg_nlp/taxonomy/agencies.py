"""The grammar of agency names as data: fields of work, suffixes, organs of a level, fixed names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gkbg_nlp.taxonomy.document import read_document
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.wordgroups import parse_groups

_FILE = "agencies.toml"
_WORDS_FILE = "agency_words.toml"
WORD_IDS = frozenset(
    "level.province level.city level.county level.township level.none name.country name.league name.phrases name.bundles name.zone_stems "
    "name.before_name name.masks name.glued name.counted name.next_words name.internal_fields name.committees name.branches "
    "name.not_ends name.weak_sections name.placed_sections name.title_ends name.title_stops behind.street behind.government behind.government_unless "
    "behind.committee behind.office behind.assembly behind.customs behind.department behind.state_office name.internal_offices name.internal_departments "
    "name.service_fields name.bare name.stationed town.others town.at area.none area.zones area.seats area.issues area.issued_by".split()
)
"""The groups of agency_words.toml: neither more nor fewer."""
_WORDS = (
    "fields",
    "section_fields",
    "inner_suffix",
    "organs",
    "fixed",
    "not_places",
    "ambiguous_places",
    "acts_before",
    "acts_behind",
    "place_behind",
)


@dataclass(frozen=True, slots=True)
class Suffix:
    """One kind of ending; ``after`` holds characters that make it part of another word, ``bare`` lets it stand without a place."""

    id: str
    words: tuple[str, ...]
    after: frozenset[str]
    bare: bool


@dataclass(frozen=True, slots=True)
class AgencyGrammar:
    """All parts of agency names; see the data file for what each is."""

    fields: frozenset[str]
    section_fields: tuple[str, ...]
    inner_suffix: tuple[str, ...]
    organs: tuple[str, ...]
    fixed: tuple[str, ...]
    not_places: frozenset[str]
    ambiguous_places: frozenset[str]
    acts_before: tuple[str, ...]
    acts_behind: tuple[str, ...]
    place_behind: tuple[str, ...]
    left_stops: frozenset[str]
    suffixes: tuple[Suffix, ...]


def parse_grammar(source: str, name: str = _FILE) -> AgencyGrammar:
    """Read the grammar of a TOML text.

    Raises:
        TaxonomyError: a key is unknown, missing or of the wrong type.
    """
    raw = read_document(source, name)
    expected = {*_WORDS, "left_stops", "suffix"}
    for key in sorted(raw.keys() ^ expected):
        raise TaxonomyError(name, key, "unknown key" if key in raw else "missing")
    for key in (*_WORDS, "left_stops"):
        if not isinstance(raw[key], str) or not raw[key].strip():
            raise TaxonomyError(name, key, "expected words parted by blanks")
    suffixes: list[Suffix] = []
    for entry in raw["suffix"]:
        place = f"suffix {entry.get('id', '?')}"
        for key in sorted(entry.keys() - {"id", "words", "after", "bare"}):
            raise TaxonomyError(name, f"{place}.{key}", "unknown key; known: id, words, after, bare")
        if any(s.id == entry.get("id") for s in suffixes):
            raise TaxonomyError(name, place, "this id stands twice")
        for key, kind in (("id", str), ("words", list), ("after", str), ("bare", bool)):
            if not isinstance(entry.get(key), kind):
                raise TaxonomyError(name, f"{place}.{key}", f"missing or not {kind.__name__}")
        suffixes.append(Suffix(entry["id"], tuple(entry["words"]), frozenset(entry["after"]), entry["bare"]))

    def words(key: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(raw[key].split()))

    return AgencyGrammar(
        frozenset(words("fields")), words("section_fields"), words("inner_suffix"), words("organs"), words("fixed"),
        frozenset(words("not_places")), frozenset(words("ambiguous_places")), words("acts_before"), words("acts_behind"), words("place_behind"),
        frozenset(raw["left_stops"]), tuple(suffixes),
    )  # fmt: skip


@cache
def load_grammar() -> AgencyGrammar:
    """The shipped grammar."""
    return parse_grammar((files("gkbg_nlp.taxonomy") / "data" / _FILE).read_text("utf-8"))


def parse_words(source: str, name: str = _WORDS_FILE) -> Mapping[str, tuple[str, ...]]:
    """Read the words around agency names of a TOML text, by id.

    Raises:
        TaxonomyError: the text does not fit the form of word groups, or a group is missing or unknown.
    """
    groups = parse_groups(source, name)
    for key in sorted(groups.keys() ^ WORD_IDS):
        raise TaxonomyError(name, f"group {key}", "no code asks for this id" if key in groups else "missing")
    return groups


@cache
def load_words() -> Mapping[str, tuple[str, ...]]:
    """The shipped words around agency names."""
    return parse_words((files("gkbg_nlp.taxonomy") / "data" / _WORDS_FILE).read_text("utf-8"))
