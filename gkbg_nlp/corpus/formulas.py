"""The listed stock formulas that the measure of similarity leaves out, each with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from gkbg_nlp.corpus.annotated import LABELS

FILE = "formulas.txt"
_MASK = re.compile(r"〈([^〈〉]*)〉")


class FormulaError(ValueError):
    """A line of the list that is no formula: the words name file, line and mend."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A pattern that a whole masked sentence must match, and why such a sentence is nobody's own prose."""

    pattern: re.Pattern[str]
    reason: str
    line: int


def find_formulas(folder: Path) -> Path | None:
    """The list of a corpus folder: its own, or that of the folder above; ``None`` without one."""
    return next((place / FILE for place in (folder, folder.resolve().parent) if (place / FILE).is_file()), None)


def read_formulas(file: Path) -> list[Formula]:
    """Read a list: ``pattern<TAB>reason`` a line; empty lines and lines with ``#`` in front are notes.

    A pattern is a regular expression over the masked sentence: folded to half width and simplified characters, without blanks, a run of
    digits as ``0``, a mention as ``〈LABEL〉``.

    Raises:
        FormulaError: a line has no reason, its pattern is broken, matches nothing at all, or names an unknown label.
    """
    formulas = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        source, _, reason = line.partition("\t")
        where = f"{file}:{number}"
        if not reason.strip():
            raise FormulaError(f"{where}: the formula has no reason: write pattern, one tab, reason")
        if unknown := set(_MASK.findall(source)) - LABELS:
            raise FormulaError(f"{where}: unknown labels {sorted(unknown)}: one of {', '.join(sorted(LABELS))}")
        try:
            pattern = re.compile(source.strip())
        except re.error as error:
            raise FormulaError(f"{where}: the pattern is no regular expression: {error}") from error
        if re.search(r"(?<!\\)\.[*+{]|\\[SDW][*+]|\[\^[^]]*\][*+]", source):
            raise FormulaError(f"{where}: .* and its kin match any prose: write out what the formula says")
        formulas.append(Formula(pattern, reason.strip(), number))
    return formulas
