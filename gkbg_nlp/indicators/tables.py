"""Indicators that only a statistics table states, read from its rows in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gkbg_nlp.layout.segment import Layout
from gkbg_nlp.report.records import Block, Indicator
from gkbg_nlp.taxonomy.indicators import load_indicators

# Official row labels of the form of 2014 (国办发〔2014〕32号) and of the forms of 2019 and 2021.
_ROWS = (
    ("proactive_total", re.compile(r"主动公开政府信息(总)?数")),
    ("website", re.compile(r"政府网站公开")),
    ("other", re.compile(r"(政府公报|政务微博|政务微信|其他方式)公开")),
    ("requests_received", re.compile(r"收到(政府信息公开)?申请(总)?(数|件数|数量)|本年新收政府信息公开申请")),
    ("fees_charged_yuan", re.compile(r"依申请公开(政府)?信息收取的费用")),
    ("reviews", re.compile(r"行政复议(数量|总数|案件数|数)")),
    ("litigations", re.compile(r"行政诉讼(数量|总数|案件数|数)")),
)
_NUMBERS = re.compile(r"(?<![\d.])-?\d+(?:\.\d+)?(?![\d.])")
_CASE_ROW = re.compile(r"[\s|]*(?:\d+[\s|]+){4}(?:(?:\d+[\s|]+){5}){0,2}\d+[\s|]*")


def read_tables(layout: Layout, blocks: Sequence[Block]) -> dict[str, Indicator]:
    """Values of table rows; a row with columns of applicants gives its last, the total."""
    header = ""
    out: dict[str, Indicator] = {}
    parts: dict[str, list[tuple[float, tuple[int, int]]]] = {"website": [], "other": []}
    for block in blocks:
        if block.role != "table":
            header = ""
            continue
        text = layout.folded[block.start : block.end]
        for name, label in _ROWS:
            match = label.search(text)
            if match is None or (numbers := list(_NUMBERS.finditer(text, match.end()))) == []:
                continue
            last = numbers[-1]
            value, span = float(last[0]), (block.start + last.start(), block.start + last.end())
            if name == "fees_charged_yuan":
                value *= 10_000 if "万元" in text else 1
            if name in parts:
                parts[name].append((value, span))
            elif name not in out:
                out[name] = _indicator(name, value, [span])
            break
        else:
            _cases(text, header, block, out)
        header = "" if _CASE_ROW.fullmatch(text) else header + text
    for name, target in (("website", "proactive_website"), ("other", "proactive_other_channels")):
        if parts[name]:
            out[target] = _indicator(target, sum(v for v, _ in parts[name]), [s for _, s in parts[name]])
    return out


def _cases(text: str, header: str, block: Block, out: dict[str, Indicator]) -> None:
    """Table four: fifteen numbers (reviews, direct actions, actions after review, five each, the fifth the total) or parts of it.

    ``header`` is the text of the rows above since the last row of numbers.
    """
    if not _CASE_ROW.fullmatch(text):
        return
    numbers = list(_NUMBERS.finditer(text))
    totals = [(float(m[0]), (block.start + m.start(), block.start + m.end())) for m in numbers[4::5]]
    review, action = header.find("复议"), header.find("诉讼")
    if len(numbers) == 15 or (len(numbers) == 10 and 0 <= review < action):
        _set(out, "reviews", totals[:1])
        _set(out, "litigations", totals[1:])
    elif len(numbers) == 10 and action >= 0:
        _set(out, "litigations", totals)
    elif len(numbers) == 5 and (review >= 0 or action >= 0):
        _set(out, "reviews" if action < 0 or 0 <= review < action else "litigations", totals)


def _set(out: dict[str, Indicator], name: str, totals: list[tuple[float, tuple[int, int]]]) -> None:
    if name not in out:
        out[name] = _indicator(name, sum(v for v, _ in totals), [s for _, s in totals])


def _indicator(name: str, value: float, spans: list[tuple[int, int]]) -> Indicator:
    plain = int(value) if value == int(value) else value
    return Indicator(plain, load_indicators().rules[name].unit, spans, f"indicators.{name}.table")
