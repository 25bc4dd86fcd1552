"""The numbers of a clause that can count items of information."""

from __future__ import annotations

from functools import lru_cache

from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.taxonomy.precompiled import compiled

NUMBER = compiled("[\ue000-\uefff\\d](?:(?<=[\ue000-\uefff])|(?<![\\d.第].)\\d*(?![\\d.]|年|月|日|号|时|%|-|\\.))")
"""A masked number, or a bare one that is no year, date, ordinal or share. It begins with a class, so that re passes over words quickly."""
DIGIT = compiled("[\ue000-\uefff\\d]")
"""What a clause without any number has none of."""
_LIST_NUMBER = compiled(r"\d{1,2}[、.)）]")
_YEAR = compiled(r"(19|20)\d\d")
_OTHER_COUNT = compiled("、[^、]*?[\ue000-\uefff\\d]")
_CODE = 8  # characters before a bare number that can say that it is a code

ItemNumber = tuple[int, int, int, int, int | float | None, bool, str | None]
"""``(left, start, end, right, value, approximate, unit)``: the number stands from start to end, and owns the words from left to right."""


def item_numbers(clause: Clause) -> list[ItemNumber]:
    """The numbers of the clause that can count items.

    A number owns the words before it, up to the number before; the last one those behind it too.
    """
    text = clause.text
    hits = [hit for match in NUMBER.finditer(text) if (hit := _counted(clause, *match.span())) is not None]
    out: list[ItemNumber] = []
    left = 0
    for start, end, value, approx, unit in hits:
        aside = text.rfind("、", left, start)  # 文件318件、赠阅24期、微博728条: what is counted in between is another matter
        if aside > left and NUMBER.search(text, left, aside):
            left = aside + 1
        right = end
        if len(out) + 1 == len(hits):  # 其余221条通过公示墙公开: the words behind belong to it, up to what another number counts
            other = _OTHER_COUNT.search(text, end)
            right = other.start() if other else len(text)
        out.append((left, start, end, right, value, approx, unit))
        left = end
    return out


def _counted(clause: Clause, start: int, end: int) -> tuple[int, int, int | float | None, bool, str | None] | None:
    """``(start, end, value, approximate, unit)`` of a number of items; None for one of another measure, a year or a code."""
    entity = clause.entity(start)
    if entity is None:
        return _bare(clause.text, start, end)
    if entity.label != "COUNT" or entity.unit is None or not _is_item_unit(entity.unit):
        return None
    value = entity.value if isinstance(entity.value, (int, float)) else None
    return start, end, value, value is not None and entity.approx is True, entity.unit


@lru_cache(maxsize=256)
def _is_item_unit(unit: str) -> bool:
    return sign("item_units").search(unit) is not None


def _bare(text: str, start: int, end: int) -> tuple[int, int, int | None, bool, None] | None:
    """A number without a measure word: none of a list (1、政府门户网站), no year (第十一届(2012)评估), no code (QQ群628104593)."""
    written = text[start:end]
    if end - start > 6 or _YEAR.fullmatch(written):
        return None
    if _LIST_NUMBER.match(text, start) and not text[:start].strip("(（"):
        return None
    if any(m.end() == min(start, _CODE) for m in sign("code").finditer(text[max(0, start - _CODE) : start].upper())):
        return None
    value = int(written) if written.isdigit() and text[end : end + 1] in ("", "。", "(", ")", "、", ":", "余") else None
    return start, end, value, False, None
