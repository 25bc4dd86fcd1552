"""Indicators that only a statistics table states, read from its rows in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.layout.segment import Layout
from gkbg_nlp.report.records import Block, Indicator
from gkbg_nlp.taxonomy.indicators import load_indicators

_WEBSITE, _OTHER = "proactive_website", "proactive_other_channels"
_NUMBERS = re.compile(r"(?<![\d.])-?\d+(?:\.\d+)?(?![\d.])")
_TRIED = ("proactive_total", _WEBSITE, _OTHER, "requests_received", "fees_charged_yuan", "reviews", "litigations")
_BELOW = (("reviews", sign("row.reviews")), ("litigations", sign("row.litigations")), ("", sign("row.below_ends")))
_CASE_ROW = re.compile(r"[\s|]*(?:\d+[\s|]+){4}(?:(?:\d+[\s|]+){5}){0,2}\d+[\s|]*")


def read_tables(layout: Layout, blocks: Sequence[Block]) -> dict[str, Indicator]:
    """Values of table rows; a row with columns of applicants gives its last, the total."""
    header = below = ""
    out: dict[str, Indicator] = {}
    parts: dict[str, list[tuple[float, tuple[int, int]]]] = {_WEBSITE: [], _OTHER: []}
    for block in blocks:
        if block.role != "table":
            header = below = ""
            continue
        for start, end in _lines(layout.folded, block):
            text = layout.folded[start:end]
            below = next((name for name, label in _BELOW if label.search(text)), below)
            if _NUMBERS.search(text) is None:
                header += text
                continue
            _fuller_rows(text, start, below, out)
            for name, label in _rows():
                match = label.search(text)
                if match is None or (numbers := list(_NUMBERS.finditer(text, match.end()))) == []:
                    continue
                last = numbers[-1]
                value, span = float(last[0]), (start + last.start(), start + last.end())
                if name == "fees_charged_yuan":
                    value *= 10_000 if "万元" in text else 1
                if name in parts:
                    parts[name].append((value, span))
                elif name not in out:
                    out[name] = _indicator(name, value, [span])
                break
            else:
                _cases(text, header, start, out)
            header = "" if _CASE_ROW.fullmatch(text) else header + text
    for name, rows in parts.items():
        if rows:
            out[name] = _indicator(name, sum(v for v, _ in rows), [s for _, s in rows])
    return out


def _lines(folded: str, block: Block) -> list[tuple[int, int]]:
    """The rows of a block: in text one, in a rendered table each of its lines."""
    out = []
    at = block.start
    for line in folded[block.start : block.end].split("\n"):
        out.append((at, at + len(line)))
        at += len(line) + 1
    return out


@cache
def _rows() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The guide's indicators and the labels of their rows, in the order in which they are tried."""
    return tuple((name, sign(f"row.{name}")) for name in _TRIED)


@cache
def _fuller_labels() -> re.Pattern[str]:
    """One pattern for the labels of all the form's rows, so that a row is looked at once; its groups are the ids."""
    return re.compile("|".join(f"(?P<{r.id}>{r.table})" for r in load_indicators().fuller.values() if r.table))


def _fuller_rows(text: str, start: int, below: str, out: dict[str, Indicator]) -> None:
    """The form's other rows: one number behind the label; of several the last, or the first where the rule says so."""
    pattern = _fuller_labels()
    if (match := pattern.search(text)) is None:
        return
    fuller = load_indicators().fuller
    rule = fuller[match.lastgroup or ""]
    if rule.under:
        if not below:
            return
        rule = fuller[below + rule.id[rule.id.rindex("_") :]]
    numbers = list(_NUMBERS.finditer(text, match.end()))
    if not numbers or rule.id in out:
        return
    one = numbers[0 if rule.table_first else -1]
    value = float(one[0]) * (10_000 if rule.unit == "元" and "万元" in text else 1)
    out[rule.id] = _indicator(rule.id, round(value, 2), [(start + one.start(), start + one.end())])


def _cases(text: str, header: str, start: int, out: dict[str, Indicator]) -> None:
    """Table four: fifteen numbers (reviews, direct actions, actions after review, five each, the fifth the total) or parts of it.

    ``header`` is the text of the rows above since the last row of numbers, ``start`` the place of this one.
    """
    if not _CASE_ROW.fullmatch(text):
        return
    cells = [(float(m[0]), (start + m.start(), start + m.end())) for m in _NUMBERS.finditer(text)]
    groups = [cells[at : at + 5] for at in range(0, len(cells), 5)]
    review, action = header.find("复议"), header.find("诉讼")
    if len(groups) == 3 or (len(groups) == 2 and 0 <= review < action):
        _set(out, "reviews", groups[:1])
        _set(out, "litigations", groups[1:])
    elif len(groups) == 2 and action >= 0:
        _set(out, "litigations", groups)
    elif len(groups) == 1 and (review >= 0 or action >= 0):
        _set(out, "reviews" if action < 0 or 0 <= review < action else "litigations", groups)


def _set(out: dict[str, Indicator], name: str, groups: Sequence[Sequence[tuple[float, tuple[int, int]]]]) -> None:
    """The total of one kind of case, and how the cases ended; several groups add up."""
    if name in out:
        return
    out[name] = _indicator(name, sum(g[4][0] for g in groups), [g[4][1] for g in groups])
    for at, ending in enumerate(("upheld", "corrected", "other", "pending")):
        out[f"{name}_{ending}"] = _indicator(f"{name}_{ending}", sum(g[at][0] for g in groups), [g[at][1] for g in groups])


def _indicator(name: str, value: float, spans: list[tuple[int, int]]) -> Indicator:
    value = round(value, 6)  # 0.00586 万元 are 58.6 yuan
    plain = int(value) if value == int(value) else value
    known = load_indicators()
    unit = known.rules[name].unit if name in known.rules else known.fuller[name].unit
    return Indicator(plain, unit, spans, f"indicators.{name}.table")
