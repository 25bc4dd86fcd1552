"""What a format's reader and writer are, and what they say beside the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from gkbg_nlp.corpus.annotated import GoldReport

Offsets = Literal["code-points", "utf-16"]
"""How a tool counts characters: Python's code points, or JavaScript's units, of which a character beyond U+FFFF takes two."""


class Notes(Counter[str]):
    """What was left out or decided, each with its number: ``notes["csv holds no entities, left out"] += 12``."""

    def lines(self) -> list[str]:
        """One line a note, in the order of their first mention; notes of nothing are not made."""
        return [f"{what}: {number}" for what, number in self.items() if number]


@dataclass(frozen=True, slots=True)
class Options:
    """What the files themselves do not say.

    Attributes:
        offsets: how doccano's or Label Studio's file counts; ``None`` is the tool's own way (docs/exchange.md).
        predictions: write Label Studio results as predictions to be corrected, not as annotations.
    """

    offsets: Offsets | None = None
    predictions: bool = False


@dataclass(slots=True)
class Labelled:
    """Reports read from a file or folder, the format's name, and what was left out on the way."""

    reports: list[GoldReport]
    format: str
    notes: Notes = field(default_factory=Notes)


Read = Callable[[Path, Options, Notes], list[GoldReport]]
"""One file (of a folder format: one of its files) to its reports; a ``CorpusError`` has a message for each record that is broken."""

Render = Callable[[Sequence[GoldReport], Options, Notes], dict[str, bytes]]
"""Reports to file contents: by name in a folder format, else by suffix, where ``""`` is the file that was asked for."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its exact name, what it is in a line, the suffixes of its files, and whether it is written as a folder."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    read: Read
    render: Render
    folder: bool = False
