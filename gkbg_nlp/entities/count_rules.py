"""What makes a count of a number and a measure word, and what keeps them from counting: the pattern and the rules round it."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import prod
from typing import NamedTuple

from gkbg_nlp.entities.numerals import DIGITS, MULTIPLIERS, alternation, guarded, number, pair, plain, spelled, tree
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.measures import Measure, load_measures
from gkbg_nlp.taxonomy.precompiled import compiled
from gkbg_nlp.taxonomy.wordgroups import load_groups

CLOSING = ("”", "’", "」", "』")
SERIES_REACH = 24  # how far back the 第 of a series is looked for
NUMERALS = "一二两三四五六七八九十百千万"
LIST_MARKS = frozenset(",、和至及条款项章节")  # a number behind them may go on from an ordinal (第1、2条)
OPENING = "“‘「『"
_CJK = compiled("[\u4e00-\u9fff]")
_RANKED = frozenset("名位")
# 第二十、二十一条: the ordinal's mark stands before the first number only.
_SERIES = compiled(rf"第 ?[0-9{NUMERALS}〇]{{1,6}} ?[条款项章节]?(?: ?[、,和至及-] ?[0-9{NUMERALS}〇]{{0,6}} ?[条款项章节]?){{0,5}}\Z")
_EVENTS = frozenset("轮次批场期")  # “两轮公示” tells what was done, it is no name
_NAME_END = compiled("[^”’」』,。;、]{0,3}[”’」』]")
_LIST_MARK = compiled("[0-9]{1,2}\\.(?=[0-9]{1,4} ?[^0-9])")
_OF_ONE_NUMBER = compiled(r"(?<![0-9])[0-9]{1,3}[ ,]\Z")
_THREE = compiled("[0-9]{1,3}(?![0-9])")
_EDITION = compiled("[0-9]+\\.|(?:19|20)[0-9]{2} ?版")
_PAGES = compiled(r"[页/] ?,? ?共 ?\Z")
# 十六届人大|七次会议: behind the term of an assembly the sessions are numbered, not counted
_SESSION = compiled(rf"[{NUMERALS}0-9]届(?:[^召开举行共了过,。;:、\n]|(?<=次)、){{0,10}}\Z")
_QUOTED = compiled(f"[{OPENING}][\u4e00-\u9fff]{{1,6}}\\Z")


@dataclass(frozen=True, slots=True)
class CountData:
    pattern: re.Pattern[str]
    measures: dict[str, Measure]
    ordinal: tuple[str, ...]
    rank: tuple[str, ...]
    moved: re.Pattern[str]
    raised: re.Pattern[str]
    sitting: re.Pattern[str]
    vague: tuple[str, ...]
    approx: tuple[str, ...]
    fixed: re.Pattern[str]
    idioms: re.Pattern[str]

    def phrase(self, text: str, start: int, end: int) -> bool:
        """Whether a numeral is part of a slogan, a fixed term or an idiom."""
        return self.fixed.match(text, start) is not None or self.idioms.search(text, max(0, start - 3), end + 2) is not None


@cache
def count_data() -> CountData:
    words = load_groups("numbers.toml")
    measures = dict(load_measures())
    more = "[" + "".join(w for w in words["approx.inside"] if w != "来") + "]|(?<=[十百])来"
    # The first character is one class, so that the scan is a table look-up; what follows depends on which it was.
    arabic = r"(?<=[0-9])(?<![0-9][0-9])(?>(?:[0-9]{0,2}(?:, ?[0-9]{3}){1,4}(?![0-9])|[0-9]{0,11})(?:\.[0-9]{1,6})?)"
    chinese = rf"(?<=[{NUMERALS}])(?<![{NUMERALS}〇][{NUMERALS}])(?!(?<=一)[^十百千万亿])(?>[{NUMERALS}〇亿]{{0,15}})(?>(?:点[{NUMERALS}〇]{{1,8}})?)"
    joint = alternation(words["range.joint"])
    pattern = compiled(
        rf"[0-9{NUMERALS}](?:{arabic}|{chinese})"
        rf"(?P<first> ?[百千万亿]{{1,2}}(?= ?{joint} ?[0-9]))?(?P<to> ?{joint} ?(?P<high>[0-9]{{1,9}}(?:\.[0-9]{{1,6}})?(?> ?[百千万亿]{{0,2}})|[{NUMERALS}]{{1,8}}))?"
        rf"(?>(?P<more> ?(?:{more}))?)(?>(?P<times> ?(?>[百千万亿]{{1,3}}))?)(?>(?P<more2> ?(?:{more}))?)"
        rf"(?>(?:\*\*)?)(?> ?)(?P<unit>{tree(measures)})"
    )
    return CountData(
        pattern,
        measures,
        words["ordinal.before"],
        words["rank.before"],
        compiled(rf"{alternation(words['rank.moved'])}了? ?\Z"),
        compiled(rf"{alternation(words['rank.raised'])}了? ?\Z"),
        compiled(rf"(?:[、和及至][0-9{NUMERALS}]{{1,3}}次)*{alternation(words['session.behind'])}"),
        words["vague.before"],
        words["approx.before"],
        compiled(tree(words["fixed"])),
        compiled(guarded(words["idiom"])),
    )


class Neighbours(NamedTuple):
    """Characters that speak of the number behind them: a rule asks for them. Nothing before a number counts against it where none does.

    Attributes:
        any: they end what makes an ordinal, a code, a longer number or an approximation of any number.
        ranks: those, and what makes a rank before 名 and 位.
        articles: those, and the mark of a law before 条.
        numerals: what makes names and vague amounts of Chinese numerals.
        all: any of them, and the marks of lists.
        inside: characters that may go on a number, so that only the pattern tells where its measure word begins.
    """

    any: frozenset[str]
    ranks: frozenset[str]
    articles: frozenset[str]
    numerals: frozenset[str]
    all: frozenset[str]
    inside: frozenset[str]


@cache
def neighbours() -> Neighbours:
    """The characters, from the words of the rules below."""
    words = load_groups("numbers.toml")
    spaces = filter(str.isspace, map(chr, range(0x3001)))  # none stands behind the ideographic one

    def last(*groups: str) -> frozenset[str]:
        return frozenset(word[-1] for group in groups for word in words[group])

    plainly = last("ordinal.before", "approx.before").union(spaces, string.ascii_letters, string.digits, NUMERALS, "〇_-~/.")
    ranks = last("rank.before", "rank.moved", "rank.raised") | {"了"}
    numerals = last("vague.before").union("之初周期拜", OPENING)
    inside = frozenset("百千万亿 ,.*").union(w[0] for w in words["range.joint"]).union(words["approx.inside"])
    return Neighbours(plainly, plainly | ranks, plainly | {"》"}, numerals, plainly.union(ranks, numerals, LIST_MARKS, "》"), inside)


def read_count(text: str, match: re.Match[str], title: tuple[int, int], taken: Sequence[Entity]) -> Entity | None:
    """The count of a match of the pattern, or None where a rule refuses it.

    Args:
        text: the view.
        match: a match of the pattern.
        title: start and end of the next title that keeps what stands in it from counting.
        taken: what was found before.
    """
    data = count_data()
    unit: str = match["unit"]
    measure = data.measures[unit]
    if measure.kind != "count":
        return None
    start = match.start()
    quiet = text[start - 1 : start] not in neighbours().all
    if (not start or text[start - 1] == "\n") and not match["times"]:
        # behind the mark where the line opens with a list number (1.3个方面 is point 1, three matters)
        mark = _LIST_MARK.match(text, start, match.start("unit") + 1)
        start = start if mark is None else mark.end()
    if title[0] < start <= title[1] or not _counts(text, match, measure):
        return None
    if not (quiet or _free_before(text, match, start, taken)) or not _free(text, match, start):
        return None
    return _entity(text, match, start, f"counts.{measure.id}", quiet)


def _counts(text: str, match: re.Match[str], measure: Measure) -> bool:
    """Whether the measure word is one here, by what stands behind it."""
    end = match.end()
    if measure.not_before and text.startswith(measure.not_before, end) and not (measure.unless and text.startswith(measure.unless, end)):
        return False
    if measure.only_before or measure.only_after or measure.not_after:
        before = text[max(0, match.start() - 4) : match.start()].rstrip()
        if measure.not_after and before.endswith(measure.not_after):
            return False
        if (
            measure.only_before
            and not text.startswith(measure.only_before, end)
            and not (measure.only_after and before.endswith(measure.only_after))
        ):
            return False
    if measure.not_numeral and match[0][: -len(measure.word)].strip() in measure.not_numeral:
        return _CJK.match(text, end) is None
    return True


def _free_before(text: str, match: re.Match[str], start: int, taken: Sequence[Entity]) -> bool:
    """Whether nothing before the number makes an ordinal, a rank, a name or a code of it."""
    data, unit, chinese = count_data(), match["unit"], text[start] > ":"
    if _OF_ONE_NUMBER.search(text, max(0, start - 4), start) and _THREE.match(text, start):
        return False  # 1 234条, 1,23条: part of a number, whatever its separators mean
    before = _before(text, start)
    last = before[-1:]
    if chinese and last and last in "0123456789" and text[start - 1] == " ":
        return False
    if before.endswith(data.ordinal) or (last.isascii() and last.isalpha() and not chinese):
        return False
    if start == match.start() and (last == "_" or (last in "-~/." and before[:1].isascii() and before[:1].isalnum())):
        return False  # part of a code, a version or an address on the net
    if unit in _RANKED and (before.endswith(data.rank) or _moved(text, start, match.end(), data)):
        return False
    if last == "》" and unit == "条" and any(e.end == start and e.label == "LAW" for e in taken):
        return False  # 《条例》二十条 is an article
    if chinese:
        if before.endswith(("之", "初", "周", "星期", "礼拜")) and not before.endswith("每周"):
            return False
        if text[start] in "十百千万" and before.endswith(data.vague):
            return False
        if last and last in OPENING and unit not in _EVENTS and _NAME_END.match(text, match.end()):
            return False  # a name in quotation marks: “三项制度”, “四个办”
    near = text[max(0, start - SERIES_REACH) : start]
    return "第" not in near or not _SERIES.search(near)


def _before(text: str, start: int) -> str:
    """The two characters before a number, or the one before a blank."""
    before = text[max(0, start - 2) : start]
    return before[0] if before[-1:] == " " else before


def _moved(text: str, start: int, end: int, data: CountData) -> bool:
    """Whether the number says how far a rank moved: 上升两位, 提升3名。; 提升3名干部 are people."""
    if data.moved.search(text, max(0, start - 4), start):
        return True
    return data.raised.search(text, max(0, start - 4), start) is not None and _CJK.match(text, end) is None


def _free(text: str, match: re.Match[str], start: int) -> bool:
    """Whether the number and what stands behind it are no name, session, page or edition."""
    data, end = count_data(), match.end()
    first, unit = text[start], match["unit"]
    if unit == "次" and data.sitting.match(text, end) and _SESSION.search(text, max(0, start - 12), start):
        return False
    if unit == "页" and _PAGES.search(text, max(0, start - SERIES_REACH), start):
        return False
    if unit == "版" and _EDITION.match(match[0]):
        return False  # 2.0版, 2012版
    if first < ":":
        # a programme's name: “富民30条”
        return text[end : end + 1] not in CLOSING or _QUOTED.search(text, max(0, start - SERIES_REACH), start) is None
    if data.phrase(text, start, end):
        return False
    if first in "百千万" and text[start + 1] not in DIGITS:
        # 百家 and 千人 are names, 百余家 and 近千人 numbers; 过万条 names no number
        near = ("近", "约") if first == "万" else ("近", "约", "超", "逾", "上", "达")
        return bool(match["more"] or match["more2"]) or _before(text, start).endswith(near)
    return True


def _entity(text: str, match: re.Match[str], start: int, rule: str, quiet: bool) -> Entity | None:
    """The entity with its value, or None where the Chinese numeral is not one."""
    groups = match.groups()
    first, to, highest, more, times, more2, unit = groups
    mark = next(i for i, group in enumerate(groups, 1) if group)  # they stand in the order of the groups
    written = text[start : match.start(mark)].replace("*", "").strip()
    both = pair(written) if written[0] > ":" else None
    value: int | float | None
    high: int | float | None
    value, high = both or (number(written), None)
    if value is None or (both is None and written[0] > ":" and (value < 2 or spelled(written))):
        return None
    if to:
        high = number(highest)
        if first:  # 5万至8万条
            value *= _times(first)
        elif high is not None and written[-1] not in MULTIPLIERS:  # 5至8万条, but 3000至1万人
            shared = _times(highest[len(highest.rstrip("百千万亿")) :])
            value *= shared if value * shared < high else 1
        if high is None or high <= value:  # 3456-1234件 is a code
            return None
    factor = _times(times)
    entity = Entity(start, match.end(), "COUNT", value=plain(value * factor), unit=unit, rule=rule)
    if high is not None:
        entity.value_max = plain(high * factor)
    if more or more2 or both or _approximate(text, start, quiet):
        entity.approx = True
    return entity


def _times(multipliers: str | None) -> int:
    """The product of 百, 千, 万, 亿 in a row; 1 for none."""
    return prod(MULTIPLIERS[c] for c in multipliers.strip()) if multipliers else 1


def _approximate(text: str, start: int, quiet: bool) -> bool:
    if quiet and text[start] not in "百千万":
        return False
    before = text[max(0, start - 3) : start].rstrip()
    if text[start] in "百千万" and before.endswith(("上", "成")):  # 上百次
        return True
    return before.endswith(count_data().approx) and not before.endswith(
        ("最近", "附近", "临近", "新近", "条约", "合约", "节约", "预约", "制约", "契约")
    )
