"""Rules on the header and the report's indicators."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from gkbg_nlp.corpus.annotated import INDICATORS, GoldReport
from gkbg_nlp.corpus.problems import Problems, at_key
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.taxonomy.places import load_places

ERAS = {"A": (2008, 2013), "B": (2014, 2018), "C": (2019, 2020), "D": (2021, 2035)}
FIRST_YEAR, LAST_YEAR = 2000, 2035
HEADER_KEYS = frozenset({"id", "era", "province", "body", "marks", "join"})
_WHOLE = frozenset({"year", "requests_received", "reviews", "litigations"})
_NUMBERS = _WHOLE | {"proactive_total", "proactive_website", "proactive_other_channels", "fees_charged_yuan"}
_SUMS = frozenset({"proactive_website", "proactive_other_channels"})  # often sums that the text does not print
_LABELS = {
    "phone": ("PHONE", "FAX"),
    "fax": ("FAX", "PHONE"),
    "email": ("EMAIL",),
    "address": ("ADDRESS",),
    "postcode": ("POSTCODE",),
    "agency": ("AGENCY",),
}
_FORMS = {
    "phone": (re.compile(r"\+?[\d(].*\d"), "a telephone number"),
    "fax": (re.compile(r"\+?[\d(].*\d"), "a telephone number"),
    "email": (re.compile(r"[^@\s]+@[^@\s]+"), "an e-mail address"),
    "postcode": (re.compile(r"\d{6}"), "six digits"),
}


def check_header(report: GoldReport) -> Problems:
    """Problems of the header's keys."""
    meta = report.meta
    for key in sorted(set(meta) - HEADER_KEYS):
        yield at_key(report, "warning", "header", key, f"unknown key {key!r}", f"known: {', '.join(sorted(HEADER_KEYS))} and [indicators]")
    if meta.get("era") not in ERAS:
        yield at_key(report, "error", "era", "era", f"unknown era {meta.get('era')!r}", f"one of {', '.join(ERAS)}")
    else:
        first, last = ERAS[meta["era"]]
        year = report.indicators.get("year")
        if isinstance(year, int) and not first <= year <= last:
            yield at_key(report, "error", "era", "era", f"era {meta['era']} is {first} to {last}, the year {year}", "mend one of the two")
    if meta.get("province") not in _provinces():
        yield at_key(report, "error", "province", "province", f"{meta.get('province')!r} is no province-level unit", "write its full name")
    marks = meta.get("marks", [])
    if not isinstance(marks, list) or not all(isinstance(mark, str) and mark for mark in marks):
        yield at_key(report, "error", "header", "marks", "marks is no list of words", 'write marks = ["cut lines"]')


@cache
def _provinces() -> frozenset[str]:
    return frozenset(place.name for place in load_places().all if place.level == "province")


def check_indicators(report: GoldReport) -> Problems:
    """Problems of the indicators: names, types, ranges, and whether the text states them."""
    squeezed = _squeezed(report.text)
    numbers = {float(n) for n in re.findall(r"\d+(?:\.\d+)?", fold(report.text).replace(",", ""))}
    numbers |= {float(e.value) for e in report.entities if isinstance(e.value, int | float)}
    for name, value in report.indicators.items():
        if name not in INDICATORS:
            yield at_key(report, "error", "indicator", name, f"unknown indicator {name!r}", f"known: {', '.join(INDICATORS)}")
        elif value is not None:
            yield from _number(report, name, value, numbers) if name in _NUMBERS else _words(report, name, value, squeezed)


def _number(report: GoldReport, name: str, value: Any, numbers: set[float]) -> Problems:
    good = type(value) is int or (type(value) is float and name not in _WHOLE)
    if not good or not value >= 0:
        what = "a whole number" if name in _WHOLE else "a number"
        yield at_key(report, "error", "indicator", name, f"{name} = {value!r} is not {what} from 0 up", "write the number without quotes")
    elif name == "year":
        if not FIRST_YEAR <= value <= LAST_YEAR:
            yield at_key(report, "error", "year", name, f"year = {value} is not between {FIRST_YEAR} and {LAST_YEAR}", "mend it")
    elif value and name not in _SUMS and value not in numbers:
        yield at_key(report, "warning", "indicator", name, f"{name} = {value} is no number of the text", "look whether it is a sum")


def _words(report: GoldReport, name: str, value: Any, squeezed: str) -> Problems:
    if not isinstance(value, str) or not value.strip() or value != value.strip():
        yield at_key(report, "error", "indicator", name, f"{name} = {value!r} is no text, or has blanks round it", "write it in quotes")
        return
    form = _FORMS.get(name)
    if form and not form[0].fullmatch(fold(value)):
        yield at_key(report, "error", "indicator", name, f"{name} = {value!r} is not {form[1]}", "copy it from the text")
    if _squeezed(value) not in squeezed:
        message = f"indicator {name} = {value!r} does not stand in the text"
        yield at_key(report, "error", "indicator", name, message, "write it as the text has it")
    elif _squeezed(value) not in {_squeezed(e.text) for e in report.entities if e.label in _LABELS[name]}:
        mend = f"mark it as {_LABELS[name][0]}, or give the indicator the marked form"
        yield at_key(report, "warning", "indicator", name, f"{name} = {value!r} is marked nowhere", mend)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)
