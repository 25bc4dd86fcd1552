"""Amounts of money in yuan (MONEY) and shares (PERCENT), with what a number is made of: multipliers, Chinese numerals, ranges.

The unit is found first, the number is read leftwards from it: units are rare, numbers are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from gkbg_nlp.entities.numerals import DIGITS, MULTIPLIERS, alternation, chinese_number, covers, number, outside, pair, plain
from gkbg_nlp.entities.scan import places
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.extra import load_extra
from gkbg_nlp.taxonomy.precompiled import compiled
from gkbg_nlp.taxonomy.wordgroups import load_groups

_OTHERS = frozenset({"PHONE", "FAX", "EMAIL", "URL", "POSTCODE", "ADDRESS", "DATE", "DOCNO", "LAW"})
_ZH = "一二两三四五六七八九十百千万亿〇"
_A = r"(?:[0-9]{1,3}(?:, ?[0-9]{3}){1,4}|[0-9]{1,13})(?:\.[0-9]{1,6})?"
_MORE = "[余多来]"
_ONE = (
    rf"(?:(?:{_A} ?[百千万亿]{{1,2}}〇?){{1,3}}(?:{_A})?{_MORE}?|{_A} ?{_MORE}? ?[百千万亿]{{0,2}}{_MORE}?"
    rf"|[{_ZH}]{{1,16}}(?:点[一二三四五六七八九〇]{{1,6}})?[百千万亿]{{0,2}}{_MORE}?[百千万亿]{{0,2}}{_MORE}?)"
)
_MORE_INSIDE = compiled(_MORE)
_REACH = 48  # a range of two long numbers
_PIECE = compiled(rf"({_A})([百千万亿]*)")
_FIGURES = "0123456789"
_NOT_CUT = compiled("[0-9A-Za-z_.,一二两三四五六七八九十百千万亿〇点]")  # a number is never cut
_SMALL = compiled(
    r"(?: ?([0-9]{1,2}|[一二两三四五六七八九]) ?角)?(?: ?([0-9]{1,2}|[一二两三四五六七八九]) ?分(?![钟之])(?![\u4e00-\u9fff]))?"
)
_PLAIN = compiled(r"([0-9]{1,9}(?:\.[0-9]{1,6})?[万亿]?) ?\Z")  # most amounts, in one step
_YUAN = compiled("[元块](?:(?<=元)[整钱]?|(?<=块)钱)")
_PART = compiled("[百千万]分之")
_PARTS = {"%": 1.0, "‰": 10.0, "百分之": 1.0, "千分之": 10.0, "万分之": 100.0}
_PERCENT_WORD = compiled(rf"百(?![分{_ZH}])|{_A}|[一二两三四五六七八九十百千〇]{{1,8}}(?:点[一二三四五六七八九〇]{{1,6}})?")
_NEXT = compiled("[年月日号点时个项条件人名次家份位]")


class _Data(NamedTuple):
    number: re.Pattern[str]
    joint: re.Pattern[str]
    approx: tuple[str, ...]
    after: tuple[str, ...]
    vague: tuple[str, ...]
    not_before: tuple[str, ...]
    not_before_numeral: tuple[str, ...]
    signed: tuple[str, ...]


class _Number(NamedTuple):
    start: int
    value: float
    high: float | None
    approx: bool
    written: str


@cache
def _data() -> _Data:
    words, numbers = load_extra().words, load_groups("numbers.toml")
    joint = alternation(numbers["range.joint"])
    return _Data(
        compiled(rf"(?:(?P<low>{_ONE}) ?{joint} ?)?(?P<one>{_ONE}) ?\Z"),
        compiled(rf" ?{joint} ?"),
        numbers["approx.before"],
        words["approx.after"],
        words["money.vague"],
        words["money.not_before"],
        words["money.not_before_numeral"],
        words["percent.sign_after"],
    )


def find(text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
    """The MONEY and PERCENT spans of a view; ``value`` is in yuan and in percent."""
    found = [*_amounts(text), *_shares(text)]
    if not found:
        return found
    found.sort(key=lambda e: e.start)
    return outside(found, covers(taken, _OTHERS))


def _amounts(text: str) -> Iterator[Entity]:
    data = _data()
    for at in places(text, ("元", "块钱")):
        unit = _YUAN.match(text, at)
        if unit is None or text[at - 1 : at] not in _LAST or text.startswith(data.not_before, unit.end()):
            continue
        read = _number_before(text, at, data)
        if read is None:
            continue
        numeral = read.written[0] not in _FIGURES
        if numeral and text.startswith(data.not_before_numeral, unit.end()):
            continue
        end, value = unit.end(), read.value
        if unit[0] == "元" and (small := _SMALL.match(text, end)) is not None and small.end() > end:
            end = small.end()
            value = plain(value + (number(small[1]) or 0 if small[1] else 0) / 10 + (number(small[2]) or 0 if small[2] else 0) / 100)
        entity = Entity(read.start, end, "MONEY", value=plain(value), unit="元", rule="money.yuan")
        yield _finish(entity, text, read, data)


_LAST = frozenset("0123456789 余多来" + _ZH)  # what a number ends with
_RUN = "".join(_LAST) + ".,点至到-~"  # of what a number or a range is made


def _shares(text: str) -> Iterator[Entity]:
    data = _data()
    for at in places(text, ("分之",)):
        mark = _PART.match(text, max(0, at - 1))
        if mark is not None and (worded := _worded(text, mark, data)) is not None:
            yield worded
    for at in places(text, "%‰"):
        if text[at - 1 : at] not in _LAST:
            continue
        behind = text[at + 1 : at + 2]
        if behind.isascii() and behind.isalnum():
            continue  # an encoded address
        read = _number_before(text, at, data)
        if read is None or read.written[0] not in _FIGURES or any(c in "百千万亿" for c in read.written):
            continue
        start, value = read.start, read.value
        if text[start - 1 : start] == "-" and text.endswith(data.signed, 0, start - 1):
            start, value = start - 1, -value
        part = _PARTS[text[at]]
        entity = Entity(start, at + 1, "PERCENT", value=plain(value / part), unit="%", rule="percent.sign")
        high = read.high / part if read.high is not None else None
        yield _finish(entity, text, read._replace(high=high), data)


def _worded(text: str, mark: re.Match[str], data: _Data) -> Entity | None:
    """百分之九十八点五; 百分之百 is all."""
    before = text[mark.start() - 1 : mark.start()]
    first = _PERCENT_WORD.match(text, mark.end())
    if first is None or (before and (before in _ZH or before in data.vague)):
        return None
    low = _worded_value(first[0])
    if low is None:
        return None
    end, high = first.end(), None
    joint = data.joint.match(text, end)
    if joint is not None and (second := _PERCENT_WORD.match(text, joint.end())) is not None:
        high = _worded_value(second[0])
        if high is not None and high > low and _NEXT.match(text, second.end()) is None and not text.startswith("分之", second.end()):
            end = second.end()
        else:
            high = None
    more = high is None and text[end : end + 1] in ("多", "余")
    part = _PARTS[mark[0]]
    entity = Entity(mark.start(), end + more, "PERCENT", value=plain(low / part), unit="%", rule="percent.words")
    return _finish(entity, text, _Number(mark.start(), low, None if high is None else high / part, more, first[0]), data)


def _worded_value(written: str) -> float | None:
    if written == "百":
        return 100
    if len(written) > 1 and all(c in DIGITS for c in written):
        return None if written[0] not in _FIGURES else number(written)
    return number(written)


def _finish(entity: Entity, text: str, read: _Number, data: _Data) -> Entity:
    if read.high is not None:
        entity.value_max = plain(read.high)
    before = text[max(0, entity.start - 3) : entity.start].rstrip()
    if read.approx or before.endswith(data.approx) or text.startswith(data.after, entity.end):
        entity.approx = True
    return entity


def _number_before(text: str, end: int, data: _Data) -> _Number | None:
    """The number, or the range of two, that ends at ``end``; None where the digits are part of something longer or name no amount."""
    floor = max(0, end - _REACH)
    at = floor + len(text[floor:end].rstrip(_RUN))  # the patterns are tried only where a number can stand
    if (plainly := _PLAIN.match(text, at, end)) is not None:  # nothing before it can be part of it but a letter
        before, written = text[at - 1 : at], plainly[1]
        if before in data.vague or before == "_" or (before.isascii() and before.isalpha()):
            return None
        return _Number(at, float(number(written) or 0), None, False, written)
    match = data.number.search(text, at, end)
    if match is None:
        return None
    start = match.start()
    low = _value(match["low"]) if match["low"] else None
    value = _value(match["one"])
    if not match["low"] and (two := pair(match["one"].strip())) is not None:  # 两三万元
        low, value = (float(two[0]), True), (float(two[1]), True)
    if match["low"] and low is not None and value is not None and not any(c in match["low"] for c in "千万亿"):
        times = next((c for c in "亿万" if c in match["one"]), None)  # 10至20万元: the multiplier is both numbers'
        if times is not None and low[0] * MULTIPLIERS[times] < value[0]:
            low = low[0] * MULTIPLIERS[times], low[1]
    if match["low"] and (low is None or value is None or low[0] >= value[0]):
        start, low = match.start("one"), None
    before = text[start - 1 : start] if start else ""
    if value is None or before in data.vague:
        return None
    if _NOT_CUT.match(before) and not (before in ".," and not text[start - 2 : start - 1].isdigit()):
        return None
    written = match["low"] if low is not None and match["low"] else match["one"]
    if written[0] in "百千万亿" and not text.endswith(("近", "约", "超", "逾"), 0, start):
        return None  # 上万元, 数千元: a place without a digit is no amount
    if low is not None:
        return _Number(start, low[0], value[0], low[1] or value[1], written)
    return _Number(start, value[0], None, value[1], written)


def _value(written: str) -> tuple[float, bool] | None:
    """The value of one number as written, and whether 余 or 多 stands in it."""
    if written.isascii() and written.isdigit():
        return float(written), False
    exact = _MORE_INSIDE.sub("", written).replace(" ", "")
    approx = len(exact) < len(written.replace(" ", ""))
    if not exact:
        return None
    if exact[0] in _FIGURES:
        exact = exact.replace("〇", "")  # 1亿〇500万
        pieces = _PIECE.findall(exact)
        if "".join(a + b for a, b in pieces) != exact:
            return None
        values = [number(a + b) for a, b in pieces]
        if any(v is None for v in values) or any((x or 0) <= (y or 0) for x, y in pairwise(values)):
            return None
        return float(plain(sum(v for v in values if v is not None))), approx
    if len(exact) > 1 and all(c in DIGITS for c in exact):
        return None  # digits in a row are a code, or two neighbours (两三元) no one amount
    value = number(exact) if "点" in exact else chinese_number(exact)
    return None if value is None else (float(value), approx)
