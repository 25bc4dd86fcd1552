"""The tables of an evaluation, as cells of text: the terminal and the HTML page show the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gkbg_nlp.evaluation.bootstrap import Estimate
from gkbg_nlp.evaluation.records import Average, Confusion, Evaluation, Score

_MEANING = {
    "section_acc": "headings, paragraphs and tables with the right section",
    "section_macro_f1": "mean F1 over the sections that occur in gold",
    "role_acc": "blocks with the right role",
    "boundary_f1": "F1 of exact block spans",
    "entity_micro_f1": "entities of all labels, exact span",
    "entity_overlap_f1": "the same, spans that share a character",
    "count_value_acc": "number and unit of the COUNT entities found",
    "indicator_acc": "indicators reproduced, rightly silent ones included",
    "indicator_wrong": "values stated that are wrong (a number, not a rate)",
    "section_brier": "(confidence - right)², mean; 0 is best",
    "section_ece": "|accuracy - confidence| by bins, mean; 0 is best",
}
# Narrow heads for the tables that have a column for each figure.
_SHORT = {
    "section_acc": "section",
    "section_macro_f1": "macro F1",
    "role_acc": "role",
    "boundary_f1": "boundary",
    "entity_micro_f1": "entity",
    "entity_overlap_f1": "overlap",
    "count_value_acc": "value",
    "indicator_acc": "indicator",
}
_WORST = 15  # reports that the last table shows


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table: title, what it needs said, column names, rows of cells. The first ``names`` columns are names, the rest figures."""

    title: str
    note: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    names: int = 1


def facts(e: Evaluation) -> str:
    """What was evaluated, in one line."""
    headings = ", every gold heading removed" if e.without_headings else ""
    return f"{e.reports} reports of {e.gold}{headings}; model {e.model}"


def intervals_note(e: Evaluation) -> str:
    """How to read the intervals."""
    if e.reports < 2:
        return "One report: no intervals."
    few = " Few reports: the intervals are too narrow to trust." if e.reports < 10 else ""
    return f"In brackets: {e.level:.0%} bootstrap interval over reports ({e.resamples:,} resamples).{few}"


def tables(e: Evaluation) -> list[TextTable]:
    """All tables but the confusion matrices, in the order in which they are read; those with nothing to show are left out."""
    wide = ("", "precision", "recall", "F1", "gold", "said")
    made = [
        TextTable("Figures", intervals_note(e), ("figure", "value", "what"), [_figure(n, v) for n, v in e.headline.items()]),
        TextTable("Sections", "", wide, [*map(_score, e.sections), *map(_average, e.section_averages)]),
        TextTable("Roles", "", wide, [_score(s) for s in e.roles]),
        TextTable("Block boundaries", "Exact spans; by role only recall is defined.", wide, [_score(s) for s in e.boundaries]),
        TextTable("Entities, exact span", "", wide, [_score(s) for s in e.entities]),
        TextTable(
            "Entities, overlapping span", "One to one; a share of one character is enough.", wide, [*map(_score, e.entities_overlap)]
        ),
        _rules(e),
        TextTable("COUNT values", "Of the COUNT entities found.", ("", "right"), [(n, show(v)) for n, v in e.values.items()]),
        _indicators(e),
        _reliability(e),
        _coverage(e),
        _groups(e, "era", "By era"),
        _groups(e, "body", "By kind of body"),
        _worst(e),
    ]
    return [t for t in made if t.rows]


def confusion_table(confusion: Confusion, title: str) -> TextTable:
    """A confusion matrix with numbered columns; rows and columns without a block are left out."""
    kept = [j for j, name in enumerate(confusion.columns) if any(row[j] for row in confusion.counts) or name in _used(confusion)]
    number = {name: str(j + 1) for j, name in enumerate(confusion.columns)}
    rows = [
        (f"{number[name]} {name}", *(str(counts[j]) if counts[j] else "·" for j in kept))
        for name, counts in zip(confusion.rows, confusion.counts, strict=True)
        if any(counts)
    ]
    columns = [number[confusion.columns[j]] if j + 1 < len(confusion.columns) else "none" for j in kept]
    return TextTable(title, "Rows gold, columns what was said.", ("", *columns), rows)


def _used(confusion: Confusion) -> set[str]:
    return {name for name, counts in zip(confusion.rows, confusion.counts, strict=True) if any(counts)}


def show(e: Estimate, digits: int = 4) -> str:
    """A figure with its interval: ``0.9919 [0.986–0.996]``; an en dash where it is not defined."""
    if e.value is None:
        return "–"
    value = f"{e.value:.{digits}f}"
    return value if e.low is None or e.high is None else f"{value} [{e.low:.{max(0, digits - 1)}f}–{e.high:.{max(0, digits - 1)}f}]"


def _figure(name: str, value: Estimate) -> tuple[str, str, str]:
    return name, show(value, 0 if name == "indicator_wrong" else 4), _MEANING[name]


def _score(s: Score) -> tuple[str, ...]:
    said = str(s.predicted) if s.precision.value is not None or s.predicted else "–"
    return s.name, show(s.precision), show(s.recall), show(s.f1), str(s.support), said


def _average(a: Average) -> tuple[str, ...]:
    return a.name, show(a.precision), show(a.recall), show(a.f1), "", ""


def _rules(e: Evaluation) -> TextTable:
    """The rules that were wrong at all, the worst first."""
    wrong = sorted((r for r in e.rules if r.right < r.found), key=lambda r: (r.right / r.found, r.rule))
    rows = [(r.label, r.rule, show(r.precision), str(r.found), str(r.found - r.right)) for r in wrong]
    note = f"Precision of the {len(wrong)} rules that found something wrong; {len(e.rules) - len(wrong)} others found nothing but gold."
    return TextTable("Entities by rule", note, ("label", "rule", "precision", "found", "wrong"), rows)


def _indicators(e: Evaluation) -> TextTable:
    columns = ("", "accuracy", "right", "rightly silent", "wrong", "missed", "invented")
    rows = [(i.name, show(i.accuracy), *map(str, (i.right, i.silent, i.wrong, i.missed, i.invented))) for i in e.indicators]
    return TextTable("Indicators", "Reports by outcome.", columns, rows)


def _reliability(e: Evaluation) -> TextTable:
    c = e.calibration
    mean = "–" if c.mean_confidence is None else f"{c.mean_confidence:.4f}"
    note = f"{c.blocks} blocks, {c.unlabelled} of them given no section; mean confidence {mean}, Brier {show(c.brier)}, ECE {show(c.ece)}."
    rows = [
        (f"{b.low:.1f}–{b.high:.1f}", str(b.blocks), "–" if b.confidence is None else f"{b.confidence:.3f}", show(b.accuracy, 3))
        for b in c.bins
        if b.blocks
    ]
    return TextTable("Confidence and accuracy of sections", note, ("confidence", "blocks", "mean", "right"), rows)


def _coverage(e: Evaluation) -> TextTable:
    rows = [
        (f"{t.threshold:.3f}", show(t.coverage, 3), show(t.accuracy), str(t.blocks), str(t.wrong))
        for t in e.calibration.thresholds
        if e.calibration.blocks
    ]
    certain = e.calibration.certain
    if e.calibration.blocks:
        rows.append(("certain", show(certain.coverage, 3), show(certain.accuracy), str(certain.blocks), str(certain.wrong)))
    note = "Only blocks with at least this confidence are kept; certain: those that are not marked uncertain."
    return TextTable("Accuracy at coverage", note, ("threshold", "coverage", "right", "blocks", "wrong"), rows)


def _in_group(figure: str, value: Estimate) -> str:
    """Intervals of the two section figures alone, below the figure: a column for each figure must stay narrow."""
    plain = Estimate(value.value)
    return show(value, 3).replace(" ", "\n") if figure.startswith("section") else show(plain, 3)


def _groups(e: Evaluation, kind: str, title: str) -> TextTable:
    of_kind = [g for g in e.groups if g.kind == kind]
    figures = list(of_kind[0].figures) if of_kind else []
    rows = [(g.name, str(g.reports), *(_in_group(f, v) for f, v in g.figures.items())) for g in of_kind]
    return TextTable(title, "", (kind, "n", *(_SHORT[f] for f in figures)), rows)


def _worst(e: Evaluation) -> TextTable:
    """The reports with the lowest mean of figures, without those that are all right."""

    def mean(figures: dict[str, float | None]) -> float:
        known = [v for v in figures.values() if v is not None]
        return sum(known) / max(1, len(known))

    ranked = sorted((r for r in e.by_report if any(v is not None and v < 1 for v in r.figures.values())), key=lambda r: mean(r.figures))
    rows = [(r.name, *("–" if v is None else f"{v:.3f}" for v in r.figures.values())) for r in ranked[:_WORST]]
    note = f"{len(ranked)} of {e.reports} reports have an error; the worst {len(rows)}, by the mean of their figures."
    columns = ("report", *(_SHORT[name] for name in e.by_report[0].figures)) if e.by_report else ()
    return TextTable("Reports", note, columns, rows)
