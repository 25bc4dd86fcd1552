"""What a check says: a problem with its place in the source, and the short way for a rule to state one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from gkbg_nlp.corpus.annotated import GoldBlock, GoldEntity, GoldReport

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One doubt: ``severity`` is ``error`` (breaks the guide) or ``warning`` (look once more).

    Attributes:
        rule: the name of the rule that speaks.
        place: offset in the report's text; 0 for what concerns the whole.
        path, line: file and line of the source; where there is no source the report's id and 0.
        mend: what to write instead.
    """

    report: str
    severity: Severity
    rule: str
    place: int
    message: str
    mend: str = ""
    path: str = ""
    line: int = 0

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.path else f"{self.report} at {self.place}"
        return f"{where}: {self.severity} [{self.rule}] {self.message}" + (f": {self.mend}" if self.mend else "")


Problems = Iterator[Problem]


def at_offset(report: GoldReport, severity: Severity, rule: str, place: int, message: str, mend: str = "") -> Problem:
    """A problem at an offset of the text."""
    return Problem(report.id, severity, rule, place, message, mend, report.source.path, report.source.line(place))


def at_block(report: GoldReport, severity: Severity, rule: str, block: GoldBlock, message: str, mend: str = "") -> Problem:
    """A problem of a block, at its marker."""
    return Problem(report.id, severity, rule, block.start, message, mend, report.source.path, block.line)


def at_entity(report: GoldReport, severity: Severity, rule: str, entity: GoldEntity, message: str, mend: str = "") -> Problem:
    """A problem of a mark, at the line where it opens."""
    return Problem(report.id, severity, rule, entity.start, message, mend, report.source.path, entity.line)


def at_key(report: GoldReport, severity: Severity, rule: str, key: str, message: str, mend: str = "") -> Problem:
    """A problem of a header key or an indicator, at its line."""
    return Problem(report.id, severity, rule, 0, message, mend, report.source.path, report.source.keys.get(key, 1))
