"""What each rule found in a report, for ``gkbg tag --explain``: place, text, value, rule and the reason of the rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import UNSET
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from gkbg_nlp.cli.messages import visible
from gkbg_nlp.report.records import Entity, Report
from gkbg_nlp.taxonomy.indicators import load_indicators
from gkbg_nlp.taxonomy.measures import load_measures
from gkbg_nlp.taxonomy.rules import load_rules

_WORDS = 40  # characters of a text that a row shows
_WIDTHS = {"name": 24, "rule": 30, "decided by": 24}  # ids are read whole
_ATTRIBUTES = ("unit", "value_max", "approx", "role", "area_code", "level", "code", "counted", "channel", "period", "refers_to")


def render_rules(report: Report) -> RenderableType:
    """Blocks, entities and indicators of a report in the order of the text, each with what decided it; then the rules that fired."""
    blocks = _table("blocks", ("start", "end", "role", "section", "confidence", "decided by", "text"))
    for block in report.blocks:
        sure = "" if block.confidence is None else f"{block.confidence:.2f}"
        _row(blocks, block.start, block.end, block.role, block.section, sure, block.reason, report.text[block.start : block.end])
    entities = _table("entities", ("start", "end", "label", "text", "value", "more", "rule"))
    for e in report.entities:
        _row(entities, e.start, e.end, e.label, e.text, e.value, ", ".join(_attributes(e)), e.rule)
    indicators = _table("indicators", ("name", "value", "unit", "evidence", "rule", "other candidates"))
    for name, item in report.indicators.items():
        evidence = " … ".join(report.text[start:end] for start, end in item.evidence)
        others = [] if item.candidates is UNSET else [f"{c.value}: {c.reason}" for c in item.candidates]
        _row(indicators, name, item.value, item.unit, evidence, item.rule, " ".join(others), cut=False)
    reasons = _table("why", ("rule", "reason"))
    for rule in sorted({e.rule for e in report.entities}):
        _row(reasons, rule, reason_of(rule), cut=False)
    known = load_indicators()
    for name, item in report.indicators.items():
        one = known.rules.get(name) or known.fuller.get(name)
        _row(reasons, item.rule, one.definition if one else "", cut=False)
    return Group(Text(visible(report.meta.title or report.source.path), style="bold"), blocks, entities, indicators, reasons)


def reason_of(rule: str) -> str:
    """Why a rule of entities is one: its note, or its measure word; empty for a rule that no file describes."""
    rules = load_rules()
    if rule in rules:
        return rules[rule].note
    word = next((m.word for m in load_measures().values() if rule == f"counts.{m.id}"), None)
    return f"A number with the measure word {word}." if word else ""


def _attributes(entity: Entity) -> Iterator[str]:
    for name in _ATTRIBUTES:
        value = getattr(entity, name)
        if value is not UNSET and value is not None:
            yield f"{name} {str(value).lower() if value is True else value}"


def _table(title: str, columns: Iterable[str]) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE, pad_edge=False)
    for name in columns:
        justify: Literal["left", "right"] = "right" if name in ("start", "end", "confidence") else "left"
        table.add_column(name, overflow="fold", justify=justify, min_width=_WIDTHS.get(name))
    return table


def _row(table: Table, *cells: object, cut: bool = True) -> None:
    shown = [" ".join(visible("" if c is None else str(c), keep="\n\t").split()) for c in cells]
    table.add_row(*(Text(c if not cut or len(c) <= _WORDS else c[: _WORDS - 1] + "…") for c in shown))
