"""Rule files of patterns: ``[[rule]]`` tables with id, group, pattern, way of matching and zone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from gkbg_nlp.taxonomy.document import read_document
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.precompiled import compiled

_MATCH = ("full", "start", "search")
_ZONES = ("any", "edge", "head", "tail")
_KEYS = frozenset({"group", "id", "pattern", "match", "zone", "prose"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern on a line; ``zone`` says where in a report it may fire, ``prose`` whether on a sentence too.

    ``test`` is the pattern's method for its way of matching: true of a line (folded, without outer blanks) that the rule fits.
    """

    id: str
    pattern: re.Pattern[str]
    match: str
    zone: str
    prose: bool = True

    test: Callable[[str], object] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        pattern = self.pattern
        ways = {"full": pattern.fullmatch, "start": pattern.match, "search": pattern.search}
        object.__setattr__(self, "test", ways[self.match])

    def hits(self, line: str) -> bool:
        """Whether the rule fits ``line``."""
        return self.test(line) is not None


def parse_rules(source: str, name: str) -> dict[str, tuple[Rule, ...]]:
    """The rules of a TOML text by group, in file order.

    Raises:
        TaxonomyError: an unknown or missing key, an unknown zone or way of matching, a broken pattern, an id that stands twice.
    """
    raw = read_document(source, name)
    groups: dict[str, list[Rule]] = {}
    for number, entry in enumerate(raw.get("rule", []), 1):
        place = f"rule {number} ({entry.get('group', '?')}.{entry.get('id', '?')})"
        if unknown := entry.keys() - _KEYS:
            raise TaxonomyError(name, f"{place}.{min(unknown)}", f"unknown key; known: {', '.join(sorted(_KEYS))}")
        for key in ("group", "id", "pattern"):
            if not isinstance(entry.get(key), str):
                raise TaxonomyError(name, f"{place}.{key}", "missing or not text")
        match, zone = entry.get("match", "full"), entry.get("zone", "any")
        if match not in _MATCH:
            raise TaxonomyError(name, f"{place}.match", f"{match!r} is none of {', '.join(_MATCH)}")
        if zone not in _ZONES:
            raise TaxonomyError(name, f"{place}.zone", f"{zone!r} is none of {', '.join(_ZONES)}")
        try:
            pattern = compiled(entry["pattern"], re.IGNORECASE)
        except re.error as error:
            raise TaxonomyError(name, f"{place}.pattern", f"not a regular expression: {error}") from error
        group = groups.setdefault(entry["group"], [])
        if any(r.id == entry["id"] for r in group):
            raise TaxonomyError(name, place, "this id stands twice in its group")
        prose = entry.get("prose", True)
        if not isinstance(prose, bool):
            raise TaxonomyError(name, f"{place}.prose", f"expected true or false, found {prose!r}")
        group.append(Rule(entry["id"], pattern, match, zone, prose))
    if set(raw) != {"rule"}:
        raise TaxonomyError(name, "file", "expected nothing but [[rule]] tables")
    return {group: tuple(rules) for group, rules in groups.items()}


@cache
def load_rules(name: str) -> dict[str, tuple[Rule, ...]]:
    """The rules of a shipped file such as ``layout.toml``."""
    return parse_rules((files("gkbg_nlp.taxonomy") / "data" / name).read_text("utf-8"), name)


def first_hit(rules: tuple[Rule, ...], line: str) -> str | None:
    """The id of the first rule that fits ``line``."""
    for rule in rules:
        if rule.hits(line):
            return rule.id
    return None
