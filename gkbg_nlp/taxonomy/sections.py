"""The canonical sections and what their headings say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from gkbg_nlp.taxonomy.document import read_document
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.precompiled import compiled
from gkbg_nlp.taxonomy.screen import Screen
from gkbg_nlp.taxonomy.subjects import Subjects

_FILE = "sections.toml"


@dataclass(frozen=True, slots=True)
class Wording:
    """One way a heading names a section; ``weak`` ones count only where no other section is named.

    ``open`` ones leave the label of the blocks below to their own words.
    """

    id: str
    section: str
    pattern: re.Pattern[str]
    weak: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One canonical section. ``order`` is its usual place in eras A, B and C-D; ``keeps`` holds its sub-headings."""

    id: str
    zh: str
    en: str
    order: tuple[int, int, int]
    law: str
    keeps: bool
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class HeadingEvidence:
    """What a heading's words say: sections in the order they are named, each with the wording that names it.

    ``weak`` is true where only a generic wording matched; ``coverage`` is the share of the heading's characters that the
    matches explain, 0 to 1. ``open``: the blocks below decide by their own words.
    """

    sections: tuple[str, ...]
    rules: tuple[str, ...]
    weak: bool
    coverage: float
    open: bool = False


class Sections:
    """All sections in the order of the data file, and the reading of headings.

    Attributes:
        title: what a report's title is known by; ``None`` leaves that to layout's own rules.
        opening: the section of text above the first chapter, ``None`` where its own words decide.
        closing: the section of attachments and glossaries, which end the chapter above whatever their level.
    """

    def __init__(
        self, sections: tuple[Section, ...], *, title: re.Pattern[str] | None = None, opening: str | None = None, closing: str | None = None
    ) -> None:
        self.title, self.opening, self.closing = title, opening, closing
        self.all = sections
        self.ids = tuple(s.id for s in sections)
        self.by_id = {s.id: s for s in sections}
        self.keeping = frozenset(s.id for s in sections if s.keeps)
        self._wordings = [w for s in sections for w in s.wordings]
        self._screen: Screen | None = None
        self._subjects: Subjects | None = None
        # headings recur from report to report, and layout and sections both ask; bounded, so that a long run stays small
        self.read = lru_cache(maxsize=4096)(self._read)
        self.head = lru_cache(maxsize=4096)(self._head)

    def _read(self, heading: str) -> HeadingEvidence | None:
        """The evidence of a squeezed heading (see :func:`squeeze`), ``None`` where its words decide nothing."""
        if self._screen is None:
            self._screen = Screen([w.pattern for w in self._wordings])
        mask = self._screen.mask(heading)
        for weak in (False, True):
            hits = sorted(
                (m.start(), -m.end(), w.section, w.id, w.open)
                for i, w in enumerate(self._wordings)
                if mask >> i & 1 and w.weak == weak
                for m in w.pattern.finditer(heading)
                if m.end() > m.start()
            )
            if hits:
                return _evidence(hits, len(heading), weak)
        return None

    def _head(self, heading: str) -> tuple[str, HeadingEvidence | None]:
        """A heading as it stands, without its number: its squeezed words and their evidence."""
        words = squeeze(heading)
        return words, self.read(words)

    def subjects(self, texts: Sequence[str]) -> list[str | None]:
        """The section that each paragraph's own words name first, ``None`` where they name none.

        The first clause that holds a strong wording decides; of several in one clause the section that the data file names first.
        """
        if self._subjects is None:
            self._subjects = Subjects((w.section, w.pattern) for w in self._wordings if not w.weak)
        return self._subjects.read(texts)

    def subject(self, text: str) -> str | None:
        """As :meth:`subjects`, of one paragraph."""
        return self.subjects([text])[0]


def _evidence(hits: list[tuple[int, int, str, str, bool]], length: int, weak: bool) -> HeadingEvidence:
    sections: list[str] = []
    rules: list[str] = []
    covered = 0
    at = 0
    for start, minus_end, section, rule, _ in hits:
        if start < at:  # an earlier, longer match has these characters
            continue
        at = -minus_end
        covered += at - start
        if section not in sections:
            sections.append(section)
            rules.append(f"section.{rule}")
    return HeadingEvidence(tuple(sections), tuple(rules), weak, covered / max(1, length), hits[0][4])


_SQUEEZE = compiled(r"[\s#*_\"“”'‘’<>]+")
_YEAR = compiled(r"(20\d\d|二[〇0]一.)年(度)?")
_EDGES = "。.:：;；,，、!！-"


def squeeze(heading: str) -> str:
    """A folded heading without blanks, Markdown marks, quotes, year and closing punctuation."""
    return _YEAR.sub("", _SQUEEZE.sub("", heading)).strip(_EDGES)


def parse_sections(source: str, name: str = _FILE) -> Sections:
    """Read the sections of a TOML text.

    Raises:
        TaxonomyError: an unknown or missing key, a wrong type, a pattern that does not compile, an id that stands twice.
    """
    raw = read_document(source, name)
    if set(raw) - {"title", "opening", "closing"} != {"section"} or not isinstance(raw["section"], list):
        raise TaxonomyError(name, "file", "expected [[section]] tables, and no keys above them but title, opening and closing")
    sections = tuple(_section(entry, name) for entry in raw["section"])
    ids = [s.id for s in sections] + [w.id for s in sections for w in s.wordings]
    for one in ids:
        if ids.count(one) > 1:
            raise TaxonomyError(name, one, "this id stands twice")
    for key in ("opening", "closing"):
        if raw.get(key) is not None and raw[key] not in [s.id for s in sections]:
            raise TaxonomyError(name, key, f"{raw[key]!r} is no section of this file: {', '.join(s.id for s in sections)}")
    title = _pattern(raw["title"], name, "title") if "title" in raw else None
    return Sections(sections, title=title, opening=raw.get("opening"), closing=raw.get("closing"))


def _pattern(words: object, name: str, place: str) -> re.Pattern[str]:
    if not isinstance(words, str):
        raise TaxonomyError(name, place, f"expected a regular expression, found {words!r}")
    try:
        return compiled(words)
    except re.error as error:
        raise TaxonomyError(name, place, f"not a regular expression: {error}") from error


_KEYS: dict[str, type] = {"id": str, "zh": str, "en": str, "order": list, "law": str, "wordings": list, "keeps": bool}


def _checked(entry: dict[str, Any], keys: dict[str, type], optional: frozenset[str], name: str, place: str) -> None:
    for key, value in entry.items():
        if key not in keys:
            raise TaxonomyError(name, f"{place}.{key}", f"unknown key; known: {', '.join(keys)}")
        if not isinstance(value, keys[key]):
            raise TaxonomyError(name, f"{place}.{key}", f"expected {keys[key].__name__}, found {type(value).__name__}")
    for key in keys.keys() - entry.keys() - optional:
        raise TaxonomyError(name, f"{place}.{key}", "missing")


def _section(entry: dict[str, Any], name: str) -> Section:
    place = f"section {entry.get('id', '?')}"
    _checked(entry, _KEYS, frozenset({"keeps", "order", "law", "en"}), name, place)
    order = entry.get("order", [99, 99, 99])
    if len(order) != 3 or not all(isinstance(n, int) for n in order):
        raise TaxonomyError(name, f"{place}.order", "expected three whole numbers, for eras A, B and C-D")
    wordings = []
    for number, wording in enumerate(entry["wordings"], 1):
        if not isinstance(wording, dict):
            raise TaxonomyError(name, f"{place}.wordings", f"entry {number}: expected a table with id and pattern, found {wording!r}")
        where = f"{place}.wordings.{wording.get('id', '?')}"
        _checked(wording, {"id": str, "pattern": str, "weak": bool, "open": bool}, frozenset({"weak", "open"}), name, where)
        pattern = _pattern(wording["pattern"], name, f"{where}.pattern")
        wordings.append(Wording(wording["id"], entry["id"], pattern, wording.get("weak", False), wording.get("open", False)))
    return Section(
        entry["id"],
        entry["zh"],
        entry.get("en", entry["id"]),
        (order[0], order[1], order[2]),
        entry.get("law", ""),
        entry.get("keeps", False),
        tuple(wordings),
    )


@cache
def load_sections() -> Sections:
    """The shipped sections."""
    return parse_sections((files("gkbg_nlp.taxonomy") / "data" / _FILE).read_text("utf-8"))
