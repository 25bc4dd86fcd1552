"""Numbers of official papers: DOCNO (国办发〔2014〕32号, 国务院令第711号, 国家税务总局公告2018年第28号).

The number is found first; the office's sign before it is the run of Chinese characters without the sentence's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from gkbg_nlp.entities.numerals import alternation
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.extra import load_extra
from gkbg_nlp.taxonomy.precompiled import compiled

_B = " {0,2}"  # an office program sets blanks round numbers
_ZH = "一二三四五六七八九十百〇"
_SIGN = 16  # the longest office's sign; 国务院办公厅's own names stand before the number without being part of it
_ISSUER = 24  # 中华人民共和国 and the body's full name before 令
_REACH = 32  # the longest number before its 号: an announcement's with a date and blanks
_BEHIND = 40  # 号, the longest name of a government and 令
_NUMERALS = frozenset(f"0123456789{_ZH}")
_LEAST_SIGN = 3  # behind an office's name a shorter rest (政府|办) belongs to the name


class _Patterns(NamedTuple):
    year: re.Pattern[str]
    decree: re.Pattern[str]
    before: re.Pattern[str]
    cut: re.Pattern[str]
    office: re.Pattern[str]
    no_sign: tuple[str, ...]
    keep: tuple[str, ...]
    places: tuple[str, ...]


@cache
def _patterns() -> _Patterns:
    words = load_extra().words
    after = f"(?!{alternation(words['docno.number_of'])})"
    number = f"(?:[0-9]{{1,5}}|[{_ZH}]{{1,6}}){_B}号"
    dated = f"(?:(?:19|20)[0-9]{{2}}{_B}年{_B})"
    return _Patterns(
        # The brackets need not be of one kind: 〔2014] is what a program left of 〔2014〕.
        year=compiled(
            rf"[〔﹝〖〘【(\[]{_B}(?:(?:19|20) ?[0-9] ?[0-9]|二〇[〇一二][〇一二三四五六七八九]){_B}[〕﹞〗〙】)\]〔]{_B}(?:第{_B})?{number}{after}"
        ),
        decree=compiled(
            rf"[令告第](?:(?<=[令告])(?:{_B}{dated}{_B}|{_B}(?P<open>\({_B})?)第{_B}{number}(?(open){_B}\)){after}|(?<=第){_B}{number}令{after})"
        ),
        before=compiled(
            rf"第{_B}{number}{_B}(?:中华人民共和国)?(?:国务院|主席|[\u4e00-\u9fff]{{0,6}}?(?:省|市|自治区)(?:人民)?政府)令(?![牌人])"
        ),
        cut=compiled(rf"^.*{alternation(words['docno.cut'])}"),
        office=compiled(rf"^.*{alternation(words['docno.office'])}(?!办)(?=.{{{_LEAST_SIGN}}})"),
        no_sign=words["docno.no_sign"],
        keep=words["docno.cut_not"],
        places=words["docno.places"],
    )


@cache
def _issuers() -> tuple[str, ...]:
    return load_extra().words["docno.issuer"]


def find(text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
    """The DOCNO spans of a view; ``value`` is the number without blanks."""
    marks = _marks(text)
    if not marks:
        return []
    found: list[Entity] = []
    for start, end, rule in sorted([*_years(text, marks), *_decrees(text, marks)]):
        if not found or start >= found[-1].end:
            found.append(Entity(start, end, "DOCNO", value=text[start:end].replace(" ", ""), rule=rule))
    return found


def _marks(text: str) -> list[int]:
    """Where a 号 stands behind a number, as one does in each form."""
    found = []
    at = text.find("号")
    while at >= 0:
        before = text[max(0, at - 3) : at].rstrip(" ")
        if before and before[-1] in _NUMERALS:
            found.append(at)
        at = text.find("号", at + 1)
    return found


def _matches(pattern: re.Pattern[str], text: str, marks: Sequence[int]) -> Iterator[re.Match[str]]:
    """What ``finditer`` gives: each form holds a 号 behind its first number, so it is looked for round those only."""
    last = 0
    for mark in marks:
        match = pattern.search(text, max(last, mark - _REACH), mark + _BEHIND)
        if match is not None and match.start() < mark:
            last = match.end()
            yield match


def _years(text: str, marks: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    patterns = _patterns()
    for match in _matches(patterns.year, text, marks):
        at = match.start()
        while at > match.start() - 2 and text[at - 1 : at] == " ":
            at -= 1
        sign = _sign(text, at, _SIGN)
        if office := patterns.office.match(sign):
            sign = sign[office.end() :]
        if len(sign) > 1 and not sign.endswith(patterns.no_sign):
            yield at - len(sign), match.end(), "docno.year"


def _decrees(text: str, marks: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    patterns = _patterns()
    if "令" not in text and "公告" not in text:
        return
    for match in _matches(patterns.decree, text, marks):
        if match[0][0] == "第" and match[0][-1] == "令":  # 国务院第711号令
            kind, at = "decree", match.start()
            issuer = _sign(text, at, _ISSUER)
        else:
            kind = "decree" if match[0][0] == "令" else "announcement"
            at = match.start() - (kind == "announcement")
            if kind == "announcement" and (text[at : at + 2] != "公告" or "年" not in match[0]):
                continue  # 报告第3号; an announcement is numbered within a year
            issuer = _sign(text, at, _ISSUER)
        if issuer.endswith(_issuers()):
            yield at - len(issuer), match.end(), f"docno.{kind}"
    for match in _matches(patterns.before, text, marks):
        yield match.start(), match.end(), "docno.decree"


def _sign(text: str, at: int, reach: int) -> str:
    """The run of Chinese characters before ``at`` that is no word of the sentence."""
    patterns = _patterns()
    start = at
    while start > max(0, at - reach) and "\u4e00" <= text[start - 1] <= "\u9fff":
        start -= 1
    if text[start : start + 1] in ("年", "月") and text[start - 1 : start].isdigit():
        start += 1  # 2008年|市人民政府令第3号: the year is said beside the decree
    run = text[start:at]
    masked = run
    for word in patterns.keep:  # 共和国 holds 和
        masked = masked.replace(word, "国" * len(word))
    cut = patterns.cut.match(masked)
    if cut is None or (cut.end() == 1 and run.startswith(patterns.places) and not _joins(text, start)):  # 和政发 is the sign of 和政县
        return run
    return run[cut.end() :]


def _joins(text: str, start: int) -> bool:
    """Whether 和 at ``start`` joins: something is named before it, or the run is cut there."""
    before = text[start - 1 : start]
    return bool(before) and (before in "》〉)]〕】”」』" or "\u4e00" <= before <= "\u9fff")
