"""Calendar dates and periods between two of them, in Arabic and Chinese digits, with blanks inside and with characters lost.

Dates are found by their 月 or 日, or by a mark behind their year; the forms are tried where the digits before those begin. Two dates that 至 or a dash joins are one period.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from gkbg_nlp.entities.date_starts import date_starts
from gkbg_nlp.entities.numerals import alternation, chinese_number, covers, outside
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.precompiled import compiled
from gkbg_nlp.taxonomy.wordgroups import load_groups

_OTHERS = frozenset({"PHONE", "FAX", "EMAIL", "URL", "POSTCODE", "DOCNO"})
_B = " {0,2}"  # an office program sets blanks round numbers, an export sets them inside
_NUM = "[一二三四五六七八九十〇廿卅]"
_SUN = "[日号](?![楼院文令件])"  # 1月2号, but not 3号楼 behind a month

_FIGURES = "0123456789"
_LAST_MONTH = compiled(" ([0-9]{1,2}) {0,2}月")


@dataclass(slots=True)
class _Day:
    """One date as found: an unknown part is None; ``whole`` is False where characters are lost, ``open`` where its 日 is."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    whole: bool = True
    open: bool = False
    rule: str = "dates.full"

    def iso(self) -> date | None:
        """The date, or None where a part is missing, lost or impossible."""
        if not self.whole or self.year is None or self.month is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class _Patterns:
    split_year: re.Pattern[str]
    arabic: re.Pattern[str]
    separated: re.Pattern[str]
    lost: re.Pattern[str]
    packed: re.Pattern[str]
    packed_labels: tuple[re.Pattern[str], ...]
    chinese_hit: re.Pattern[str]
    chinese_back: re.Pattern[str]
    chinese_year: re.Pattern[str]
    chinese_day: re.Pattern[str]
    joint: re.Pattern[str]
    opening: frozenset[str]
    separated_tail: re.Pattern[str]
    day_tail: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = load_groups("numbers.toml")
    joint = alternation(words["date.joint"])
    between = rf"{_B}(?:[零〇0-9]{{1,2}}[时点]{_B})?(?:(?:起|开始){_B})?[,、]?{_B}{joint}{_B}"
    # A day whose 日 is lost is one where the period or the sentence goes on as behind a date.
    opens = rf"(?={_B}(?:起{_B})?{joint}{_B}[0-9一二三四五六七八九十]|{_B}(?:[)。,;\n止]|\Z))"
    day = rf"(?P<d>[0-9](?: ?[0-9])?)(?![0-9])(?:{_B}(?P<u>{_SUN})|{opens})"
    # The second day of 2017.1.1-12.31, at the end of its clause; with a dash in it, it would be the rest of an index number.
    month_day = r"(?:0?[1-9]|1[0-2])[./](?:0?[1-9]|[12][0-9]|3[01])(?= {0,2}(?:[]),;。、\n|止期]|\Z))"
    return _Patterns(
        split_year=compiled(r"[12](?<![0-9A-Za-z][12])(?: ?[0-9]){0,2} \Z"),
        arabic=compiled(rf"(?:(?P<y>[0-9](?: ?[0-9]){{1,4}}){_B}年{_B})?(?P<m>[0-9](?: {{0,2}}[0-9]){{0,6}}|元){_B}月份?{_B}{day}"),
        separated=compiled(
            r"(?P<y>(?:19|20)[0-9][0-9])(?P<s> ?[-./] ?)(?P<m>0?[1-9]|1[0-2])(?P=s)(?P<d>[0-2]?[1-9]|[123]0|31)日?"
            rf"(?![0-9A-Za-z]|[-./](?!(?:19|20)[0-9][0-9][-./]|{month_day})[0-9])|(?P<y2>(?:19|20)[0-9][0-9])(?P<s2>[-./])(?P<m2>0[1-9]|1[0-2])(?P=s2)(?P<d2>[0-2][1-9]|[123]0|31)"
            r"(?=[0-2][0-9]:[0-5][0-9])"
        ),
        lost=compiled(
            rf"(?:19|20)[0-9]{{3,6}}{_B}日(?!内)|(?:19|20)[0-9]{{2}}{_B}年{_B}[0-9]{{1,4}}{_B}日(?!内|左右)|(?:19|20)[0-9]{{2}}{_B}年{_B}[01]?[0-9]{_B}月日"
        ),
        packed=compiled(r"(?P<y>(?:19|20)[0-9][0-9])(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9A-Za-z])"),
        packed_labels=tuple(compiled(rf"{re.escape(label)}(?=([ :\[(]{{1,4}})[0-9]{{8}})") for label in words["date.label"]),
        chinese_hit=compiled(
            rf"月(?:(?<=[一二三四五六七八九十元]月)|(?<=[一二三四五六七八九十元] 月)){_B}(?=[0-9一二三四五六七八九十廿卅])"
        ),
        chinese_back=compiled(
            rf"(?:(?P<y>(?<![0-9A-Za-z])[12][0-9]{{3}}|[一二][一二三四五六七八九〇0-9Oo](?: ?[一二三四五六七八九〇0-9Oo]){{0,3}}){_B}年{_B})?"
            rf"(?P<m>十?[一二]|(?<!十)[三四五六七八九]|十|元){_B}\Z"
        ),
        chinese_year=compiled(rf"(?P<y>[一二][一二三四五六七八九〇0-9Oo](?: ?[一二三四五六七八九〇0-9Oo]){{1,2}}){_B}年{_B}\Z"),
        chinese_day=compiled(rf"(?P<d>{_NUM}{{1,3}}|[0-9]{{1,2}}){_B}(?:{_SUN})"),
        joint=compiled(between),
        opening=frozenset(f" 零〇{_FIGURES}起开,、").union(word[0] for word in words["date.joint"]),
        separated_tail=compiled(rf"{between}(?P<day>{month_day})"),
        day_tail=compiled(rf"{between}(?P<d>[0-9](?: ?[0-9])?){_B}{_SUN}"),
    )


def find(text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
    """The DATE spans of a view. ``value`` is ISO 8601 (a period: two dates with a slash), None where the text does not give it."""
    days = _arabic_days(text)
    if "月" in text:
        days.extend(_chinese_days(text, days))
        days.sort(key=lambda d: d.start)
    return outside(_join(text, days), covers(taken, _OTHERS)) if days else []


def _digits(text: str) -> int:
    return int(text.replace(" ", ""))


def _arabic_days(text: str) -> list[_Day]:
    patterns = _patterns()
    days: list[_Day] = []
    end = 0
    for start, at in date_starts(text):
        if start < end:
            continue
        mark = text[at]
        if mark == "年" and start - end > 1 and text[start - 1] == " ":  # 201 9年: a blank inside the year
            head = patterns.split_year.search(text, max(end, start - 6), start)
            if head is not None and len((head[0] + text[start:at]).replace(" ", "")) == 4:
                start = head.start()
        day = _arabic_day(text, start, patterns) if mark in "年月日" else _separated(text, start, end, patterns)
        if day is not None:
            days.append(day)
            end = day.end
    days.extend(_packed(text, patterns))
    return days


def _arabic_day(text: str, start: int, patterns: _Patterns) -> _Day | None:
    match = patterns.arabic.match(text, start)
    if match is not None:
        missing = match["u"] is None
        month, day = match["m"].replace(" ", ""), _digits(match["d"])
        year = None if match["y"] is None else match["y"].replace(" ", "")
        if year is None and len(month) > 2:  # 20191月1日: the 年 is lost
            if month[:2] in ("19", "20") and len(month) <= 6 and not missing:
                return _Day(start, match.end(), None, None, day, whole=False, rule="dates.lost")
            # "见附件1 12月3日": the digits before the blank belong to something else
            inner = _LAST_MONTH.search(text, start, match.start("d"))
            return None if inner is None else _arabic_day(text, inner.start(1), patterns)
        number = 1 if month == "元" else int(month)
        if not 1 <= day <= 31 or (not 1 <= number <= 12 and year is None):
            return None
        if year is None:
            head = patterns.chinese_year.search(text, max(0, start - 12), start)  # 二〇一七年3月20日
            if head is not None:
                spoken = chinese_number(head["y"].replace(" ", ""))
                whole = spoken is not None and 1900 <= spoken < 2100 and not missing
                return _Day(
                    head.start(),
                    match.end(),
                    spoken,
                    number,
                    day,
                    whole=whole,
                    open=missing,
                    rule="dates.chinese" if whole else "dates.lost",
                )
            return _Day(start, match.end(), None, number, day, open=missing, rule="dates.day")
        if len(year) == 2:
            return _Day(start, match.end(), 2000 + int(year), number, day, open=missing, rule="dates.short")
        whole = len(year) == 4 and year[:2] in ("19", "20") and not missing
        return _Day(start, match.end(), int(year), number, day, whole=whole, open=missing, rule="dates.full" if whole else "dates.lost")
    match = patterns.lost.match(text, start)
    return None if match is None else _Day(start, match.end(), None, None, None, whole=False, rule="dates.lost")


def _separated(text: str, start: int, last: int, patterns: _Patterns) -> _Day | None:
    """2018-03-15 and its kin; ``last`` is the end of the date before, which a dash may join."""
    if start and text[start - 1].isascii() and text[start - 1].isalnum():
        return None
    if (
        start
        and text[start - 1] in "-./_"
        and text[start - 2 : start - 1].isalnum()
        and not (last and patterns.joint.fullmatch(text, last, start))
    ):
        return None  # inside an index number or a path
    match = patterns.separated.match(text, start)
    if match is None:
        return None
    y, m, d = (match["y"], match["m"], match["d"]) if match["y"] else (match["y2"], match["m2"], match["d2"])
    return _Day(start, match.end(), int(y), int(m), int(d), rule="dates.separated")


def _packed(text: str, patterns: _Patterns) -> list[_Day]:
    days = []
    for label in patterns.packed_labels:
        for behind in label.finditer(text):
            match = patterns.packed.match(text, behind.end(1))
            if match is not None:
                days.append(_Day(match.start(), match.end(), int(match["y"]), int(match["m"]), int(match["d"]), rule="dates.packed"))
    return days


def _chinese_days(text: str, known: list[_Day]) -> list[_Day]:
    patterns = _patterns()
    days: list[_Day] = []
    hits = list(patterns.chinese_hit.finditer(text))
    ends = {d.end for d in known} if hits else ()
    for hit in hits:
        day = patterns.chinese_day.match(text, hit.end())
        back = patterns.chinese_back.search(text, max(0, hit.start() - 18), hit.start())
        if day is None or back is None or day.end() in ends:
            continue
        number = _digits(day["d"]) if day["d"].isascii() else chinese_number(day["d"].replace("廿", "二十").replace("卅", "三十"))
        if number is None or not 1 <= number <= 31:
            continue
        month = 1 if back["m"] == "元" else chinese_number(back["m"])
        year, whole = None, True
        if back["y"]:
            year = chinese_number(back["y"].replace(" ", "")) if not back["y"].isdigit() else int(back["y"])
            if year is not None and len(back["y"].replace(" ", "")) == 2:
                year += 2000
            whole = year is not None and 1900 <= year < 2100
        days.append(_Day(back.start(), day.end(), year, month, number, whole=whole, rule="dates.chinese" if whole else "dates.lost"))
    return days


def _separated_tail(text: str, first: _Day, patterns: _Patterns) -> _Day | None:
    """The second day of 2017.1.1-12.31, which has no year and the marks of the first."""
    match = patterns.separated_tail.match(text, first.end) if first.rule == "dates.separated" else None
    if match is None or (mark := text[first.start + 4]) not in match["day"]:
        return None
    month, day = match["day"].split(mark)
    return _Day(match.start("day"), match.end(), None, int(month), int(day), rule="dates.separated")


def _join(text: str, days: list[_Day]) -> list[Entity]:
    patterns = _patterns()
    found: list[Entity] = []
    at = 0
    while at < len(days):
        first = days[at]
        at += 1
        end, rule, value = first.end, first.rule, first.iso()
        last: date | None = None
        second = days[at] if at < len(days) else None
        joined = text[end : end + 1] in patterns.opening  # else no period goes on here
        if not joined:
            second = None
        elif second is not None and first.end <= second.start and patterns.joint.fullmatch(text, first.end, second.start):
            at += 1
        else:
            second = _separated_tail(text, first, patterns)
        if second is not None:
            if second.year is None and second.month is not None and value is not None and second.whole:
                second.year = value.year
                last = second.iso()
                if last is not None and last < value:  # 11月1日至1月5日 runs into the next year
                    second.year += 1
            end, rule, last = second.end, "dates.period", second.iso()
        elif joined and (tail := patterns.day_tail.match(text, first.end)) is not None and first.month is not None:
            end, rule = tail.end(), "dates.period"
            last = _Day(0, 0, first.year, first.month, _digits(tail["d"]), whole=first.whole or first.open).iso()
            value = _Day(0, 0, first.year, first.month, first.day, whole=first.whole or first.open).iso()
        elif first.open and (first.year is None or first.rule == "dates.short"):
            continue  # "5月20," may be anything
        iso = value.isoformat() if value is not None else None
        if rule == "dates.period":
            iso = f"{iso}/{last.isoformat()}" if iso is not None and last is not None else None
        found.append(Entity(first.start, end, "DATE", value=iso, rule=rule))
    return found
