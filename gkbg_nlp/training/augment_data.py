"""The augmenter's data: which operations there are, how often each is drawn and why, and the words that they put in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

FILE = "augment.toml"
_TEXTS = ("slogans", "noise_above", "noise_below", "page_numbers")


class AugmentError(ValueError):
    """A data file or rates that do not fit: the words name the file or the key, and the mend."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One kind of noise.

    Attributes:
        id: its name.
        probability: how often a variant has it by default, 0 to 1.
        share: of the headings, paragraphs or numbers that it could change, the part that it does; 1 where it changes all.
        reason: what it imitates.
    """

    id: str
    probability: float
    share: float
    reason: str


@dataclass(frozen=True, slots=True)
class AugmentData:
    """The file: operations by id in its order, and lists of lines by name (``slogans``, ``noise_above``, …)."""

    operations: dict[str, Operation]
    texts: dict[str, tuple[str, ...]]


def parse_augment(source: str, name: str = FILE) -> AugmentData:
    """Read the data.

    Raises:
        AugmentError: it is not TOML, a key is missing or unknown, of the wrong type or out of range, or an id stands twice.
    """
    try:
        raw = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise AugmentError(f"{name}: not TOML: {error}") from error
    if set(raw) != {"operation", *_TEXTS}:
        raise AugmentError(f"{name}: expected [[operation]] tables and {', '.join(_TEXTS)}, found {', '.join(sorted(raw))}")
    operations: dict[str, Operation] = {}
    for number, entry in enumerate(raw["operation"], 1):
        one = _operation(entry, f"{name}: operation {number}")
        if one.id in operations:
            raise AugmentError(f"{name}: operation {number}: the id {one.id!r} stands twice: give each its own")
        operations[one.id] = one
    texts = {}
    for key in _TEXTS:
        lines = raw[key]
        if not isinstance(lines, list) or not lines or not all(isinstance(line, str) and line.strip() == line != "" for line in lines):
            raise AugmentError(f"{name}: {key}: expected a list of lines without blanks at their ends")
        texts[key] = tuple(lines)
    return AugmentData(operations, texts)


def _operation(entry: Any, place: str) -> Operation:
    keys = {"id": str, "probability": (int, float), "share": (int, float), "reason": str}
    if not isinstance(entry, dict) or set(entry) != set(keys):
        raise AugmentError(f"{place}: expected the keys {', '.join(keys)}")
    for key, kind in keys.items():
        if not isinstance(entry[key], kind) or isinstance(entry[key], bool):  # type: ignore[arg-type]
            raise AugmentError(f"{place}: {key}: {entry[key]!r} has the wrong type")
    for key in ("probability", "share"):
        if not 0 <= entry[key] <= 1:
            raise AugmentError(f"{place}: {key}: {entry[key]} is not between 0 and 1")
    return Operation(entry["id"], float(entry["probability"]), float(entry["share"]), entry["reason"])


@cache
def load_augment() -> AugmentData:
    """The shipped data."""
    return parse_augment((files("gkbg_nlp.training") / "data" / FILE).read_text("utf-8"))
