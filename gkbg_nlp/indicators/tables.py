"""Indicators that only a statistics table states, read from its rows in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.indicators.table_rows import Number, Row, table_rows
from gkbg_nlp.layout.segment import Layout
from gkbg_nlp.report.records import Block, Indicator
from gkbg_nlp.taxonomy.indicators import load_indicators
from gkbg_nlp.taxonomy.needles import needles
from gkbg_nlp.taxonomy.precompiled import compiled

_WEBSITE, _OTHER = "proactive_website", "proactive_other_channels"
_TRIED = ("proactive_total", _WEBSITE, _OTHER, "requests_received", "fees_charged_yuan", "reviews", "litigations")
_COLUMNS = 3  # of the form's rows whose first number is wanted
_APPLICANTS = 7  # columns of the form's table of applications, the last the total
_IF_MADE = "normative_issued in a table of what was made"
_REASONS = 8  # of refusal, each a row of its own
_ENDINGS = ("upheld", "corrected", "other", "pending")


def read_tables(layout: Layout, blocks: Sequence[Block]) -> dict[str, Indicator]:
    """Values of table rows by indicator; a row with columns of applicants gives its total."""
    below = ""
    out: dict[str, Indicator] = {}
    parts: dict[str, list[Number]] = {_WEBSITE: [], _OTHER: []}
    refused: dict[str, Sequence[Number]] = {}
    opens = _hints().below.search
    for row in table_rows(layout.folded, blocks):
        if row is None:
            below = ""
            continue
        if opens(row.header):
            below = next((name for name, label in _below() if label.search(row.header)), below)
        fuller, reason, name = _kinds(row.above, row.label)
        if fuller:
            _fuller_row(row, fuller, below, out)
        if reason:
            refused[reason] = _total(row)
        if not name:
            _cases(row, out)
        elif name in parts:
            parts[name].append(row.numbers[-1])
        elif name not in out and (total := _total(row)):
            out[name] = _indicator(name, total, 10_000 if name == "fees_charged_yuan" and "万元" in row.header else 1)
    for name, found in parts.items():
        if found:
            out[name] = _indicator(name, found)
    if len(refused) == _REASONS and all(refused.values()):
        out.setdefault("replies_refused", _indicator("replies_refused", [n for one in refused.values() for n in one]))
    return out


@cache
def _below() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The rows below which the outcomes of reviews or of actions stand, and those that end them."""
    return (("reviews", sign("row.reviews")), ("litigations", sign("row.litigations")), ("", sign("row.below_ends")))


@cache
def _rows() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The guide's indicators and the labels of their rows, in the order in which they are tried."""
    return tuple((name, sign(f"row.{name}")) for name in _TRIED)


@cache
def _fuller_labels() -> re.Pattern[str]:
    """One pattern for the labels of all the form's rows, so that a row is looked at once; its groups are the ids."""
    return compiled("|".join(f"(?P<{r.id}>{r.table})" for r in load_indicators().fuller.values() if r.table))


class _Hints(NamedTuple):
    """What a row must hold for any label of a kind to stand in it: most rows hold nothing of most kinds."""

    below: re.Pattern[str]
    fuller: re.Pattern[str]
    refused: re.Pattern[str]
    rows: re.Pattern[str]


@cache
def _hints() -> _Hints:
    fuller = [compiled(r.table) for r in load_indicators().fuller.values() if r.table]
    return _Hints(
        _hint([label for _, label in _below()]),
        _hint([*fuller, sign("row.normative")]),
        _hint([sign("row.refused_reasons")]),
        _hint([label for _, label in _rows()]),
    )


def _hint(labels: Sequence[re.Pattern[str]]) -> re.Pattern[str]:
    """A quick pattern that hits every text in which one of the labels can match."""
    found: set[str] = set()
    for label in labels:
        words = needles(label)
        if words is None:
            return compiled("")
        found |= words
    return compiled("|".join(map(re.escape, sorted(found))))


@lru_cache(maxsize=1024)  # the form's labels are the same in all reports
def _kinds(above: str, label: str) -> tuple[str, str, str]:
    """What the label of a row, with the line over it, names: a row of the form (its id), a reason of refusal, an indicator of the guide."""
    hints, words = _hints(), above + label
    fuller = reason = name = ""
    if hints.fuller.search(words):
        if found := _stands(_fuller_labels(), above, label):
            fuller = found.lastgroup or ""
        elif sign("row.normative").search(label):
            fuller = _IF_MADE
    if hints.refused.search(words) and (found := _stands(sign("row.refused_reasons"), above, label)):
        reason = found[0]
    if hints.rows.search(words):
        name = next((name for name, pattern in _rows() if _stands(pattern, above, label)), "")
    return fuller, reason, name


def _stands(pattern: re.Pattern[str], above: str, label: str) -> re.Match[str] | None:
    """Where ``pattern`` stands in a label, or across the break of one; the line above alone is another, empty row."""
    found = pattern.search(label)
    if found is not None or not above:
        return found
    found = pattern.search(above + label)
    return found if found and found.start() < len(above) < found.end() else None


def _total(row: Row) -> Sequence[Number]:
    """The number that is the row's total; all numbers where the form's column of totals was left empty, as they add up to it.

    Where cells are empty and the last number is more than the rest, it is the total or one kind of applicant: nothing is said.
    """
    last = row.numbers[-1][0]
    parts = sum(n for n, _ in row.numbers[:-1])
    if len(row.numbers) in (1, _APPLICANTS) or last == parts or not sign("row.applicants").search(row.table):
        return row.numbers[-1:]
    return row.numbers if last < parts else ()


def _fuller_row(row: Row, name: str, below: str, out: dict[str, Indicator]) -> None:
    """A row of the form: the total of the numbers behind the label, or the first where the rule says so."""
    fuller = load_indicators().fuller
    if name == _IF_MADE:
        if not sign("row.made_column").search(row.table):
            return
        name = "normative_issued"
    rule = fuller[name]
    if rule.under:
        if not below:
            return
        rule = fuller[below + rule.id[rule.id.rindex("_") :]]
    numbers = row.numbers[:1] if rule.table_first else _total(row)
    if rule.table_first and row.bars > 1 and len(row.numbers) < _COLUMNS:
        return  # the first cell is empty
    if numbers and rule.id not in out:
        out[rule.id] = _indicator(rule.id, numbers, 10_000 if rule.unit == "元" and "万元" in row.header else 1)


def _cases(row: Row, out: dict[str, Indicator]) -> None:
    """Table four: fifteen numbers (reviews, direct actions, actions after review, five each, the fifth the total) or parts of it."""
    if row.label and not (row.spread and sign("row.case_header").fullmatch(row.label)):
        return
    if len(row.numbers) not in (5, 10, 15):
        return
    groups = [row.numbers[at : at + 5] for at in range(0, len(row.numbers), 5)]
    review, action = row.header.find("复议"), row.header.find("诉讼")
    if len(groups) == 3 or (len(groups) == 2 and 0 <= review < action):
        _set(out, "reviews", groups[:1])
        _set(out, "litigations", groups[1:])
    elif len(groups) == 2 and action >= 0:
        _set(out, "litigations", groups)
    elif len(groups) == 1 and (review >= 0 or action >= 0):
        _set(out, "reviews" if action < 0 or 0 <= review < action else "litigations", groups)


def _set(out: dict[str, Indicator], name: str, groups: Sequence[Sequence[Number]]) -> None:
    """The total of one kind of case, and how the cases ended; several groups add up."""
    if name in out:
        return
    out[name] = _indicator(name, [g[4] for g in groups])
    for at, ending in enumerate(_ENDINGS):
        out[f"{name}_{ending}"] = _indicator(f"{name}_{ending}", [g[at] for g in groups])


def _indicator(name: str, numbers: Sequence[Number], factor: int = 1) -> Indicator:
    value = round(sum(n for n, _ in numbers) * factor, 6)  # 0.00586 万元 are 58.6 yuan
    plain = int(value) if value == int(value) else value
    known = load_indicators()
    unit = known.rules[name].unit if name in known.rules else known.fuller[name].unit
    return Indicator(plain, unit, [span for _, span in numbers], f"indicators.{name}.table")
