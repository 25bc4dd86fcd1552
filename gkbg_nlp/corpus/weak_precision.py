"""How often each kind of heading evidence is right: counted on annotated reports, kept in ``data/weak_precision.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

FILE = "weak_precision.toml"
PRIOR = 5.0
"""Blocks that a kind's overall precision counts for beside the blocks of one section: with 5 the Brier score of labels on reports left
out of the count was least of 0, 2, 5, 10, 20, 50 (docs/bootstrap.md)."""
Guess = tuple[str, str, str | None]
"""One weak label held against gold: kind, section said, gold section."""


class WeakPrecisionError(ValueError):
    """A table that cannot be read: the words name file, place and mend."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Blocks with a kind of evidence: how many were ``right`` of a ``total``, and (right, total) by the section said."""

    right: int
    total: int
    sections: Mapping[str, tuple[int, int]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class WeakPrecision:
    """The table: measured kinds by ``ROLE.KIND``, and ``source``: what they were counted on."""

    kinds: Mapping[str, Measured]
    source: str

    def confidence(self, kind: str, section: str | None, prior: float = PRIOR) -> float:
        """The share of blocks right, of this kind and where it is given this section.

        A kind's share is (right + 1) / (total + 2), so that a few blocks never give 0 or 1; a section's share is drawn towards
        its kind's by ``prior`` blocks.

        Raises:
            KeyError: the kind was not measured.
        """
        measured = self.kinds[kind]
        overall = (measured.right + 1) / (measured.total + 2)
        if section is None:
            return overall
        right, total = measured.sections.get(section, (0, 0))
        return (right + prior * overall) / (total + prior) if total + prior else overall


def count_guesses(guesses: Iterable[Guess], source: str) -> WeakPrecision:
    """The table of some guesses."""
    counts: dict[str, dict[str, list[int]]] = {}
    for kind, said, gold in guesses:
        cell = counts.setdefault(kind, {}).setdefault(said, [0, 0])
        cell[0] += said == gold
        cell[1] += 1
    kinds = {}
    for kind, by_section in sorted(counts.items()):
        cells = {section: (right, total) for section, (right, total) in sorted(by_section.items())}
        kinds[kind] = Measured(sum(r for r, _ in cells.values()), sum(t for _, t in cells.values()), MappingProxyType(cells))
    return WeakPrecision(MappingProxyType(kinds), source)


def to_toml(table: WeakPrecision) -> str:
    """The table's file."""
    lines = [
        "# How often a section that headings alone give to a block was the gold section, by kind of evidence (gkbg_nlp/corpus/weak.py, KINDS).",
        "# Made by `python training/weak.py`; do not edit. [right, total] in blocks, by the section said.",
        f'source = "{table.source}"',
    ]
    for kind, measured in table.kinds.items():
        lines += ["", f'[kinds."{kind}"]', f"right = {measured.right}", f"total = {measured.total}"]
        cells = ", ".join(f"{section} = [{right}, {total}]" for section, (right, total) in measured.sections.items())
        lines.append(f"sections = {{ {cells} }}")
    return "\n".join(lines) + "\n"


def parse_weak_precision(text: str, name: str = FILE) -> WeakPrecision:
    """Read a table.

    Raises:
        WeakPrecisionError: it is not TOML, a key is missing or unknown, or counts do not fit together.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WeakPrecisionError(f"{name}: not TOML: {error}: make it again with python training/weak.py") from error
    source, kinds = _keys(raw, {"source": str, "kinds": dict}, name)
    return WeakPrecision(MappingProxyType({kind: _measured(entry, f"{name}: kinds.{kind}") for kind, entry in kinds.items()}), source)


def _measured(entry: Any, place: str) -> Measured:
    right, total, sections = _keys(entry, {"right": int, "total": int, "sections": dict}, place)
    cells: dict[str, tuple[int, int]] = {}
    for section, cell in sections.items():
        if not (isinstance(cell, list) and len(cell) == 2 and all(type(n) is int for n in cell) and 0 <= cell[0] <= cell[1]):
            raise WeakPrecisionError(f"{place}.sections.{section}: {cell!r} is no [right, total]: make the file again")
        cells[section] = (cell[0], cell[1])
    if (right, total) != (sum(r for r, _ in cells.values()), sum(t for _, t in cells.values())):
        raise WeakPrecisionError(f"{place}: right and total are not the sums over its sections: make the file again")
    return Measured(right, total, MappingProxyType(cells))


def _keys(entry: Any, keys: dict[str, Callable[..., Any]], place: str) -> list[Any]:
    if not isinstance(entry, dict) or set(entry) != set(keys):
        found = sorted(entry) if isinstance(entry, dict) else entry
        raise WeakPrecisionError(f"{place}: expected the keys {', '.join(keys)}, found {found}: make the file again")
    for key, kind in keys.items():
        if type(entry[key]) is not kind:
            raise WeakPrecisionError(f"{place}.{key}: expected {kind.__name__}, found {entry[key]!r}: make the file again")
    return [entry[key] for key in keys]


@cache
def load_weak_precision() -> WeakPrecision:
    """The shipped table."""
    return parse_weak_precision((files("gkbg_nlp.corpus") / "data" / FILE).read_text("utf-8"))
