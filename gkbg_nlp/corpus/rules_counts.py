"""Rules of the annotation guide on COUNT: what counts, from where to where, with which value and unit."""

from __future__ import annotations

import re

from gkbg_nlp.corpus.annotated import GoldEntity, GoldReport
from gkbg_nlp.corpus.problems import Problems, at_entity
from gkbg_nlp.entities.numerals import number
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.taxonomy.measures import load_measures

_ABOUT = re.compile(r"(.*?)[余多来几]([十百千万亿]*)")
_DURATION = re.compile(r"(?:多)?(?:工作日|自然日|月(?!饼)|小时|星期|季度|学期|百分点|年头)")
_NUMBER_BEFORE = re.compile(r"\d$|[^\s\d]\d+\.$")  # "3." at the start of a line numbers a list
_NUMERAL_BEFORE = re.compile(r"[两一二三四五六七八九十百千万亿]$")
_THOUSANDS, _GROUP = re.compile(r"(?<!\d)\d{1,3},$"), re.compile(r"\d{3}(?!\d)")
_LONGER = re.compile(r"次|\(次\)")


def check_count(report: GoldReport, entity: GoldEntity, folded: str) -> Problems:
    """Problems of one COUNT; ``folded`` is the report's folded text."""
    text = re.sub(r"\s", "", folded[entity.start : entity.end])
    value, unit = entity.value, fold(entity.unit or "")
    shown = repr(entity.text)
    behind = folded[entity.end : entity.end + 4]
    before = folded[max(0, entity.start - 8) : entity.start]
    if not unit or unit[0] in "余多来几" or re.search(r"\s|\d", unit):
        mend = "the unit is the measure word alone: {COUNT=60000 条:6万多条}"
        yield at_entity(report, "error", "count-unit", entity, f"{shown} has the unit {entity.unit!r}", mend)
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        yield at_entity(report, "error", "count-value", entity, f"{shown} has the value {value!r}", "write a number from 0 up")
        return
    if not text.endswith(unit):
        yield at_entity(
            report, "error", "count-unit", entity, f"{shown} does not end with its unit {entity.unit!r}", "number to measure word"
        )
        return
    measure = load_measures().get(unit)
    if measure is not None and measure.kind != "count":
        yield at_entity(report, "error", "count", entity, f"{shown} is a {measure.kind}, no count", "take the mark away")
    read = read_value(text[: -len(unit)])
    if read != value:
        yield at_entity(
            report, "error", "count-value", entity, f"{shown} has the value {value}, its digits say {read}", "write what they say"
        )
    if re.match("一(?![百千万亿十])", text):
        yield at_entity(report, "error", "count", entity, f"{shown}: 一 as an article is no COUNT", "take the mark away")
    if unit == "个" and _DURATION.match(behind):
        yield at_entity(report, "error", "count", entity, f"{shown} before {behind!r} is a duration", "take the mark away")
    if before.endswith("第"):
        yield at_entity(report, "error", "count", entity, f"{shown} behind 第 is an ordinal", "take the mark away")
    if (_NUMBER_BEFORE if text[0].isdigit() else _NUMERAL_BEFORE).search(before) or (_THOUSANDS.search(before) and _GROUP.match(text)):
        yield at_entity(report, "error", "count-span", entity, f"{shown} is cut from the number before it", "mark the whole number")
    if not unit.endswith("次") and _LONGER.match(behind):
        yield at_entity(
            report, "error", "count-span", entity, f"{shown} is cut from its 次", "the unit is the whole measure word, 条(次), 人次"
        )


def read_value(text: str) -> float | int | None:
    """What a count's digits say, 余 and 多 left out: ``6万多`` is 60000; ``None`` where they are no number."""
    about = _ABOUT.fullmatch(text)
    return number(about[1] + about[2] if about else text)
