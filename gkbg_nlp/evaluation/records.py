"""The records of an evaluation: one :class:`Evaluation` holds every figure, and is the JSON that ``gkbg evaluate --json`` writes.

Rates lie between 0 and 1; an :class:`~gkbg_nlp.evaluation.bootstrap.Estimate` carries its interval over resampled reports.
"""

from __future__ import annotations

import msgspec

from gkbg_nlp.evaluation.bootstrap import Estimate
from gkbg_nlp.evaluation.calibration import Calibration

FORMAT = "gkbg-evaluation-1"
NONE = "(none)"  # no section was given, or no block overlaps


class Score(msgspec.Struct, frozen=True):
    """Precision, recall and F1 of one class. ``support`` counts gold, ``predicted`` what was said, ``hit`` what is both."""

    name: str
    precision: Estimate
    recall: Estimate
    f1: Estimate
    support: int
    predicted: int
    hit: int


class Average(msgspec.Struct, frozen=True):
    """Precision, recall and F1 over the classes that occur in gold: their mean (macro), or of their summed counts (micro)."""

    name: str
    precision: Estimate
    recall: Estimate
    f1: Estimate


class Confusion(msgspec.Struct, frozen=True):
    """Blocks by gold (rows) and what was said (columns, the last one :data:`NONE`); ``counts`` has shape (rows, columns)."""

    rows: list[str]
    columns: list[str]
    counts: list[list[int]]


class IndicatorScore(msgspec.Struct, frozen=True):
    """Reports by outcome for one indicator; ``accuracy`` is the share of ``right`` and ``silent``."""

    name: str
    right: int
    silent: int
    wrong: int
    missed: int
    invented: int
    accuracy: Estimate


class Group(msgspec.Struct, frozen=True):
    """The headline figures of the reports of one era or kind of body."""

    kind: str
    name: str
    reports: int
    figures: dict[str, Estimate]


class RuleScore(msgspec.Struct, frozen=True):
    """What one rule found in all reports, and the share of it that is gold."""

    rule: str
    label: str
    found: int
    right: int
    precision: Estimate


class ReportFigures(msgspec.Struct, frozen=True):
    """The figures of one report."""

    name: str
    figures: dict[str, float | None]


class Difference(msgspec.Struct, frozen=True):
    """One place where a report differs from its gold."""

    report: str
    kind: str
    what: str


class Evaluation(msgspec.Struct, frozen=True):
    """All figures. ``level``, ``resamples`` and ``seed`` are those of every interval."""

    format: str
    gold: str
    model: str
    without_headings: bool
    reports: int
    level: float
    resamples: int
    seed: int
    headline: dict[str, Estimate]
    sections: list[Score]
    section_averages: list[Average]
    confusion: Confusion
    roles: list[Score]
    role_confusion: Confusion
    boundaries: list[Score]
    entities: list[Score]
    entities_overlap: list[Score]
    rules: list[RuleScore]
    values: dict[str, Estimate]
    indicators: list[IndicatorScore]
    calibration: Calibration
    groups: list[Group]
    by_report: list[ReportFigures]
    differences: list[Difference]
    differences_total: int
