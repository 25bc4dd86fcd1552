"""Every documented rule with its own examples: ``data/rules/*.toml`` and the rules of ``data/extra.toml``.

What the matchers do stands in code and word lists; these files say it in examples, which the tests run. Tagging asks only
which rules are off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from gkbg_nlp.taxonomy.document import read_document
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.extra import load_extra
from gkbg_nlp.taxonomy.precompiled import compiled

FOLDER = "rules"
INDICATOR = "INDICATOR"
"""The label of rules that give an indicator of the whole report; their positive examples have a value instead of braces."""
LABELS = ("AGENCY", "PHONE", "FAX", "EMAIL", "URL", "POSTCODE", "ADDRESS", "COUNT", "DATE", "LAW", INDICATOR)
LEAST_NEGATIVES = 10
_NEEDED = frozenset({"id", "label", "note", "source", "yes", "no"})
_MAY = frozenset({"off", "any"})
_OFF = compiled(r"\boff\b[ \t]*=")
_TRAP = frozenset({"text", "section", "never"})


@dataclass(frozen=True, slots=True)
class Case:
    """A text for an indicator, under the heading of ``section``; ``value`` is what it gives, None in a negative."""

    text: str
    section: str | None = None
    value: int | float | str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with its examples.

    Attributes:
        yes: sentences; the spans in braces are all that the rule finds there. For INDICATOR the texts of ``cases``.
        no: sentences in which the rule finds nothing. For INDICATOR the texts of ``traps``.
        off: the rule's precision on the corpus is under 0.95, and it is not to be used.
        any: the examples speak of the label whatever rule gives the span: the entry describes a form, not an id of the code.
        cases: of an INDICATOR the texts that give a value.
        traps: of an INDICATOR the texts that give none, those that several indicators share among them.
    """

    id: str
    label: str
    note: str
    source: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    off: bool = False
    any: bool = False
    cases: tuple[Case, ...] = ()
    traps: tuple[Case, ...] = ()

    def covers(self, rule: str) -> bool:
        """Whether an id that a matcher gives is this rule's: the same, or of its family where the id here ends in ``.*``."""
        return rule.startswith(self.id[:-1]) if self.id.endswith(".*") else rule == self.id


@cache
def load_rules() -> Mapping[str, Rule]:
    """The rules of all shipped files, by id.

    Raises:
        TaxonomyError: a file does not fit its form, or an id stands in two files.
    """
    rules = {r.id: Rule(r.id, r.label, r.note, r.source, r.yes, r.no) for r in load_extra().rules.values()}
    for file, source in _sources():
        for name, rule in parse_rules(source, file).items():
            if name in rules:
                raise TaxonomyError(file, f"rule {name}", "the id stands in another file too")
            rules[name] = rule
    return MappingProxyType(rules)


@cache
def off_rules() -> frozenset[str]:
    """The ids of rules that are not to be used. Parses only files that hold the key: the pipeline may ask at every start.

    Raises:
        TaxonomyError: such a file does not fit its form.
    """
    asking = ((file, source) for file, source in _sources() if "off" in source and _OFF.search(source))
    return frozenset(r.id for file, source in asking for r in parse_rules(source, file).values() if r.off)


def _sources() -> Iterator[tuple[str, str]]:
    """Name and text of each shipped file of rules, by name."""
    folder = files("gkbg_nlp.taxonomy") / "data" / FOLDER
    for file in sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name):
        yield file.name, file.read_text("utf-8")


def parse_rules(source: str, file: str) -> Mapping[str, Rule]:
    """The rules of one TOML text, by id.

    Raises:
        TaxonomyError: not TOML, an unknown or missing key, an unknown label, an id that stands twice, an empty or repeated example, a
            positive one without braces (or value), fewer than ten negative ones, an empty note or source, a trap for an unknown rule.
    """
    document = read_document(source, file)
    if unknown := set(document) - {"version", "rule", "trap"}:
        raise TaxonomyError(file, "top", f"unknown keys {sorted(unknown)}")
    if document.get("version") != 1:
        raise TaxonomyError(file, "version", "version = 1 is expected")
    rows: list[dict[str, Any]] = document.get("rule", [])
    if not rows:
        raise TaxonomyError(file, "rule", "no rule")
    shared = _shared(document.get("trap", []), file, {row.get("id") for row in rows if row.get("label") == INDICATOR})
    rules: dict[str, Rule] = {}
    for number, row in enumerate(rows, 1):
        place = f"rule {row.get('id', number)}"
        rule = _rule(row, shared, file, place)
        if rule.id in rules:
            raise TaxonomyError(file, place, "the id stands twice")
        rules[rule.id] = rule
    return MappingProxyType(rules)


def _rule(row: dict[str, Any], shared: Mapping[str, tuple[Case, ...]], file: str, place: str) -> Rule:
    if missing := _NEEDED - set(row):
        raise TaxonomyError(file, place, f"missing keys {sorted(missing)}")
    if unknown := set(row) - _NEEDED - _MAY:
        raise TaxonomyError(file, place, f"unknown keys {sorted(unknown)}")
    for key in ("id", "note", "source"):
        if not isinstance(row[key], str) or not row[key].strip():
            raise TaxonomyError(file, place, f"{key} is a non-empty string")
    if row["label"] not in LABELS:
        raise TaxonomyError(file, place, f"label {row['label']!r} is none of {', '.join(LABELS)}")
    if not all(isinstance(row.get(key, False), bool) for key in _MAY):
        raise TaxonomyError(file, place, "off and any are true or false")
    is_indicator = row["label"] == INDICATOR
    cases = tuple(_case(e, file, place, valued=True) for e in _examples(row, "yes", file, place)) if is_indicator else ()
    traps = tuple(_case(e, file, place, valued=False) for e in _examples(row, "no", file, place)) if is_indicator else ()
    traps += tuple(t for t in shared.get(row["id"], ()) if t not in traps)
    yes = tuple(c.text for c in cases) if is_indicator else _sentences(row, "yes", file, place)
    no = tuple(t.text for t in traps) if is_indicator else _sentences(row, "no", file, place)
    if not is_indicator and (bare := [e for e in yes if not 0 <= e.find("{") < e.find("}")]):
        raise TaxonomyError(file, place, f"no span in braces: {bare[0]!r}")
    if len(no) < LEAST_NEGATIVES:
        raise TaxonomyError(file, place, f"at least {LEAST_NEGATIVES} negative examples, found {len(no)}")
    off, whole = bool(row.get("off", False)), bool(row.get("any", False))
    return Rule(row["id"], row["label"], row["note"], row["source"], yes, no, off, whole, cases, traps)


def _shared(rows: list[dict[str, Any]], file: str, known: set[object]) -> dict[str, tuple[Case, ...]]:
    """The traps that several indicators share, by the id of each."""
    traps: dict[str, tuple[Case, ...]] = {}
    for number, row in enumerate(rows, 1):
        place = f"trap {number}"
        if set(row) - _TRAP or not {"text", "never"} <= set(row):
            raise TaxonomyError(file, place, f"the keys are text, never and section, found {sorted(row)}")
        case = _case({k: v for k, v in row.items() if k != "never"}, file, place, valued=False)
        for name in _sentences(row, "never", file, place):
            if name not in known:
                raise TaxonomyError(file, place, f"{name} is no rule of the label {INDICATOR} in this file")
            traps[name] = (*traps.get(name, ()), case)
    return traps


def _case(example: object, file: str, place: str, *, valued: bool) -> Case:
    """A text, alone or in a table with its section; with its value where ``valued``."""
    row: dict[str, Any] = {"text": example} if isinstance(example, str) else example if isinstance(example, dict) else {}
    text, section, value = row.get("text"), row.get("section"), row.get("value")
    if set(row) - {"text", "section", "value"} or not isinstance(text, str) or not text.strip():
        raise TaxonomyError(file, place, f"an example is a text, or a table of text, section and value: {example!r}")
    if section is not None and (not isinstance(section, str) or not section):
        raise TaxonomyError(file, place, f"section is the id of a section: {example!r}")
    if valued != isinstance(value, int | float | str) or isinstance(value, bool):
        raise TaxonomyError(file, place, f"{'a value is expected' if valued else 'a negative has no value'}: {example!r}")
    return Case(text, section, value)


def _examples(row: dict[str, Any], key: str, file: str, place: str) -> list[object]:
    value = row[key]
    if not isinstance(value, list) or (not value and key == "yes"):
        raise TaxonomyError(file, place, f"{key} is a list of examples")
    if double := [e for n, e in enumerate(value) if e in value[:n]]:
        raise TaxonomyError(file, place, f"{key} repeats {double[0]!r}")
    return value


def _sentences(row: dict[str, Any], key: str, file: str, place: str) -> tuple[str, ...]:
    value = _examples(row, key, file, place)
    texts = tuple(e for e in value if isinstance(e, str) and e.strip())
    if not texts or len(texts) != len(value):
        raise TaxonomyError(file, place, f"{key} is a list of non-empty strings")
    return texts
