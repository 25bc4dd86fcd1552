"""Numbers with their measure word: COUNT.

One pattern finds a number and the measure word behind it; the data of the word and what stands round it decide.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import prod
from typing import NamedTuple

from gkbg_nlp.entities.numerals import DIGITS, MULTIPLIERS, alternation, chinese_number, covers, number, outside, plain, tree
from gkbg_nlp.entities.runs import ARABIC, CHINESE, COUNTED, LISTED, NUMERALS, SPEAKING, runs_of
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.extra import load_extra
from gkbg_nlp.taxonomy.measures import Measure, load_measures
from gkbg_nlp.taxonomy.placenames import FOLDED
from gkbg_nlp.taxonomy.places import load_places
from gkbg_nlp.taxonomy.wordgroups import load_groups

_OTHERS = frozenset({"PHONE", "FAX", "EMAIL", "URL", "POSTCODE", "ADDRESS", "DATE", "DOCNO", "LAW", "MONEY", "PERCENT"})
_NAMES = frozenset({"AGENCY"})
_FIGURES = "0123456789"
_PLACE_ENDS = frozenset("省市区县旗州盟镇乡道")
_LONGEST_NAME = 6  # characters of a place behind the measure word: 三穗|县, 八里庄|街道
_ZH = "一二两三四五六七八九十百千万"
_OPENING = "“‘「『"
_CJK = re.compile("[\u4e00-\u9fff]")
_CLOSING = ("”", "’", "」", "』")
_RANKED = frozenset("名位")
_TITLE = 60  # how far back a 《 is looked for that is still open
# 第二十、二十一条: the ordinal's mark stands before the first number only.
_SERIES = re.compile(rf"第 ?[0-9{_ZH}〇]{{1,6}} ?[条款项章节]?(?: ?[、,和至及-] ?[0-9{_ZH}〇]{{0,6}} ?[条款项章节]?){{0,5}}\Z")
_SERIES_REACH = 24
_LISTED = "、和及至"  # what joins the sessions of an assembly: 五届四次、五次全会
_BY_BEFORE = frozenset("页版")  # these ask for what stands before the number or in it
_EVENTS = frozenset("轮次批场期")  # “两轮公示” tells what was done, it is no name
_NAME_END = re.compile("[^”’」』,。;、]{0,3}[”’」』]")
_LIST_MARK = re.compile("[0-9]{1,2}\\.(?=[0-9]{1,4} ?[^0-9])")
_OF_ONE_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,3}[ ,]\Z")
_THREE = re.compile("[0-9]{1,3}(?![0-9])")
_EDITION = re.compile("[0-9]+\\.|(?:19|20)[0-9]{2} ?版")
_PAGES = re.compile(r"[页/] ?,? ?共 ?\Z")
# 十六届人大|七次会议: behind the term of an assembly the sessions are numbered, not counted
_SESSION = re.compile(rf"[{_ZH}0-9]届(?:[^召开举行共了过,。;:、\n]|(?<=次)、){{0,10}}\Z")
_QUOTED = re.compile(f"[{_OPENING}][\u4e00-\u9fff]{{1,6}}\\Z")


@dataclass(frozen=True, slots=True)
class _Data:
    pattern: re.Pattern[str]
    measures: dict[str, Measure]
    ordinal: tuple[str, ...]
    rank: tuple[str, ...]
    moved: re.Pattern[str]
    raised: re.Pattern[str]
    sitting: re.Pattern[str]
    vague: tuple[str, ...]
    approx: tuple[str, ...]
    fixed: dict[str, tuple[str, ...]]
    idioms: tuple[str, ...]


@cache
def _data() -> _Data:
    words = load_groups("numbers.toml")
    measures = dict(load_measures())
    more = "[" + "".join(w for w in words["approx.inside"] if w != "来") + "]|(?<=[十百])来"
    # The first character is one class, so that the scan is a table look-up; what follows depends on which it was.
    arabic = r"(?<=[0-9])(?<![0-9][0-9])(?>(?:[0-9]{0,2}(?:, ?[0-9]{3}){1,4}(?![0-9])|[0-9]{0,11})(?:\.[0-9]{1,6})?)"
    chinese = rf"(?<=[{_ZH}])(?<![{_ZH}〇][{_ZH}])(?!(?<=一)[^十百千万亿])(?>[{_ZH}〇亿]{{0,15}})(?>(?:点[{_ZH}〇]{{1,8}})?)"
    joint = alternation(words["range.joint"])
    pattern = re.compile(
        rf"[0-9{_ZH}](?:{arabic}|{chinese})"
        rf"(?P<first> ?[百千万亿]{{1,2}}(?= ?{joint} ?[0-9]))?(?P<to> ?{joint} ?(?P<high>[0-9]{{1,9}}(?:\.[0-9]{{1,6}})?(?> ?[百千万亿]{{0,2}})|[{_ZH}]{{1,8}}))?"
        rf"(?>(?P<more> ?(?:{more}))?)(?>(?P<times> ?(?>[百千万亿]{{1,3}}))?)(?>(?P<more2> ?(?:{more}))?)"
        rf"(?>(?:\*\*)?)(?> ?)(?P<unit>{tree(measures)})"
    )
    fixed: dict[str, list[str]] = {}
    for name in words["fixed"]:
        fixed.setdefault(name[0], []).append(name)
    return _Data(
        pattern,
        measures,
        words["ordinal.before"],
        words["rank.before"],
        re.compile(rf"{alternation(words['rank.moved'])}了? ?\Z"),
        re.compile(rf"{alternation(words['rank.raised'])}了? ?\Z"),
        re.compile(rf"(?:[、和及至][0-9{_ZH}]{{1,3}}次)*{alternation(words['session.behind'])}"),
        words["vague.before"],
        words["approx.before"],
        {k: tuple(v) for k, v in fixed.items()},
        words["idiom"],
    )


class _Plain(NamedTuple):
    """A measure word right behind a number of digits, where no rule has a say but those on what follows.

    Attributes:
        rule: the rule of the count; empty where the word counts nothing.
        longer: characters that may make a longer measure word of it.
        stop: characters behind it that a rule asks for.
    """

    rule: str
    longer: frozenset[str]
    stop: frozenset[str]


@cache
def _plain_words() -> dict[str, _Plain]:
    """The measure words whose commonest use needs no pattern: 12条, 8人次, 2018年."""
    data = _data()
    words = load_groups("numbers.toml")
    inside = set("".join([*words["range.joint"], *words["approx.inside"]]) + _FIGURES + " ,.*百千万亿")
    sitting = set(_LISTED + "".join(w[0] for w in words["session.behind"]))
    found = {}
    for word, measure in data.measures.items():
        counts = measure.kind == "count"
        if word[0] in inside or (counts and (word in _BY_BEFORE or measure.only_before or measure.only_after or measure.not_after)):
            continue
        longer = frozenset(other[len(word)] for other in data.measures if other.startswith(word) and other != word)
        stop = {w[0] for w in measure.not_before}.union(_CLOSING, sitting if word == "次" else ())
        found[word] = _Plain(f"counts.{measure.id}" if counts else "", longer, frozenset(stop if counts else ()))
    return found


def find(text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
    """The COUNT spans of a view; ``unit`` is the measure word without blanks."""
    starts, ends, before = runs_of(text).followed(ARABIC | CHINESE, COUNTED)
    if not starts:
        return []
    data, plain_words = _data(), _plain_words()
    found: list[Entity] = []
    names: list[tuple[int, int]] | None = None
    titles = _open_titles(text)
    opened, closed = titles.pop()
    stop = 0
    for start, end, sign in zip(starts, ends, before, strict=True):
        if start < stop:
            continue  # inside the number before
        first = text[start]
        if first == "一" and text[start + 1] not in "十百千万亿":
            continue
        while closed < start:
            opened, closed = titles.pop()
        if first < ":" and end - start < 12:
            word = text[end]
            plain_word = plain_words.get(word)
            behind = end + 1
            while plain_word is not None and text[behind : behind + 1] in plain_word.longer:
                behind += 1
                word = text[end:behind]
                plain_word = plain_words.get(word)
            if plain_word is not None:
                if not plain_word.rule:
                    stop = behind
                    continue
                if not sign & SPEAKING and text[behind : behind + 1] not in plain_word.stop:
                    if not sign & LISTED or not ("第" in text[max(0, start - _SERIES_REACH) : start] or text[start - 2 : start - 1].isdigit()):
                        stop = behind
                        if start <= opened:
                            found.append(Entity(start, stop, "COUNT", value=int(text[start:end]), unit=word, rule=plain_word.rule))
                        continue
        match = data.pattern.match(text, start)
        if match is None:
            continue
        stop = match.end()
        measure = data.measures[match["unit"]]
        if measure.kind != "count":
            continue
        start = _start(text, match, measure)
        if opened < start <= closed or not (_counts(text, match, measure) and _free(text, match, start, taken, data)):
            continue
        entity = _entity(text, match, start, measure, data)
        if entity is None:
            continue
        if text[start] not in _FIGURES:
            names = covers(taken, _NAMES) if names is None else names
            if _named(text, start, stop, names):
                continue
        found.append(entity)
    return outside(found, covers(taken, _OTHERS))


def _open_titles(text: str) -> list[tuple[int, int]]:
    """Where a title that nothing has closed yet keeps numbers from counting: start and end of each stretch, the last first."""
    found = [(len(text), len(text))]
    at = text.rfind("《")
    limit = len(text)
    while at >= 0:
        ends = [text.find(mark, at, at + _TITLE) for mark in "》\n"]
        found.append((at, min(limit, at + _TITLE, *(end for end in ends if end >= 0))))
        limit = at
        at = text.rfind("《", 0, at)
    return found


def _start(text: str, match: re.Match[str], measure: Measure) -> int:
    """Where the number starts: behind the mark where the line opens with a list number (1.3个方面 is point 1, three matters)."""
    start = match.start()
    if start and text[start - 1] != "\n":
        return start
    mark = _LIST_MARK.match(text, start, match.start("unit") + 1)
    return start if mark is None or match["times"] else mark.end()


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
    if measure.not_numeral and match[0][: -len(match["unit"])].strip() in measure.not_numeral:
        return _CJK.match(text, end) is None
    return True


def _free(text: str, match: re.Match[str], start: int, taken: Sequence[Entity], data: _Data) -> bool:
    """Whether nothing round the number makes an ordinal, a name or a code of it."""
    before = text[max(0, start - 2) : start]
    last = before[-1:]
    if _OF_ONE_NUMBER.search(text, max(0, start - 4), start) and _THREE.match(text, start):
        return False  # 1 234条, 1,23条: part of a number, whatever its separators mean
    if last == " ":
        last = before = before[0]
        if last in "0123456789" and not match[0][0].isdigit():
            return False
    first = text[start]
    chinese = not first.isdigit()
    if before.endswith(data.ordinal) or (last.isascii() and last.isalpha() and not chinese):
        return False
    if start == match.start() and (last == "_" or (last in "-~/." and before[:1].isascii() and before[:1].isalnum())):
        return False  # part of a code, a version or an address on the net
    if match["unit"] in _RANKED and (before.endswith(data.rank) or _moved(text, start, match.end(), data)):
        return False
    if match["unit"] == "次" and data.sitting.match(text, match.end()) and _SESSION.search(text, max(0, start - 12), start):
        return False
    if last == "》" and match["unit"] == "条" and any(e.end == start and e.label == "LAW" for e in taken):
        return False  # 《条例》二十条 is an article
    if chinese and not _free_chinese(text, match, start, before, data):
        return False
    near = text[max(0, start - _SERIES_REACH) : start]
    if not chinese and text[match.end() : match.end() + 1] in _CLOSING and _QUOTED.search(near):
        return False  # a programme's name: “富民30条”
    if last and last in _OPENING and chinese and match["unit"] not in _EVENTS and _NAME_END.match(text, match.end()):
        return False  # a name in quotation marks: “三项制度”, “四个办”
    if "第" in near and _SERIES.search(near):
        return False
    if match["unit"] == "页" and _PAGES.search(near):
        return False
    return match["unit"] != "版" or not _EDITION.match(match[0])  # 2.0版, 2012版


def _moved(text: str, start: int, end: int, data: _Data) -> bool:
    """Whether the number says how far a rank moved: 上升两位, 提升3名。; 提升3名干部 are people."""
    if data.moved.search(text, max(0, start - 4), start):
        return True
    return data.raised.search(text, max(0, start - 4), start) is not None and _CJK.match(text, end) is None


def _free_chinese(text: str, match: re.Match[str], start: int, before: str, data: _Data) -> bool:
    first = text[start]
    if before.endswith(("之", "初", "周", "星期", "礼拜")) and not before.endswith(("每周",)):
        return False
    names = data.fixed.get(first)
    if names and text.startswith(names, start):
        return False
    around = text[max(0, start - 3) : match.end() + 2]
    if any(idiom in around for idiom in data.idioms):
        return False
    if first in "十百千万" and before.endswith(data.vague):
        return False
    if first in "百千万" and text[start + 1] not in DIGITS:
        # 百家 and 千人 are names, 百余家 and 近千人 numbers; 过万条 names no number
        return bool(match["more"] or match["more2"]) or before.endswith(
            ("近", "约") if first == "万" else ("近", "约", "超", "逾", "上", "达")
        )
    return True


def _named(text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> bool:
    """Whether a Chinese numeral is part of a name: 三台|县, 五台|山, 三门|峡, or of an agency found here."""
    at = bisect_right(names, (start, len(text)))
    if at and end <= names[at - 1][1]:
        return True
    places = load_places()
    last = min(len(text), end + _LONGEST_NAME)
    for stop in range(end + 1, last + 1):
        if text[stop - 1] in _PLACE_ENDS:
            full = places.longest_ending_at(text, stop)
            if full is not None and full <= start:
                return True
            town = places.longest_township_ending_at(text, stop)
            if town is not None and town <= start and text[stop : stop + 1] not in ("镇", "村"):  # 三家|乡镇企业 are three of them
                return True
    if text[start : start + 2] not in _place_pairs():
        return False
    landform = load_extra().words["count.landform"]
    for stop in range(end, last + 1):
        short = places.longest_short_ending_at(text, stop)
        if short is not None and short <= start and (stop > end or text.startswith(landform, stop)):
            return True
    return False


@cache
def _place_pairs() -> frozenset[str]:
    """A numeral and the character behind it wherever the name of a province, city or county, or a short form of one, can hold them."""
    data = files("gkbg_nlp.taxonomy") / "data"
    names = "\n".join((data / file).read_text("utf-8") for file in ("places.tsv", "place_words.tsv"))
    names += names.translate(FOLDED)
    pairs = {numeral + rest[:1] for numeral in NUMERALS for rest in names.split(numeral)[1:]}
    return frozenset(pairs.union(a + b for a in NUMERALS for b in "州县旗"))  # 湘西州: a short form leaves out what stands between


def _entity(text: str, match: re.Match[str], start: int, measure: Measure, data: _Data) -> Entity | None:
    """The entity with its value, or None where the Chinese numeral is not one."""
    marks = [match.start(name) for name in ("first", "to", "more", "times", "more2") if match[name]]
    stop = min([*marks, match.start("unit")])
    written = text[start:stop].replace("*", "").strip()
    factor = _times(match["times"])
    high: int | float | None = None
    approx = bool(match["more"] or match["more2"])
    value: int | float
    both = pair(written)
    if both is not None:
        value, high = both
        approx = True
    else:
        read = number(written)
        if read is None or (not written[0].isdigit() and (read < 2 or _spelled(written))):
            return None
        value = read
    if match["to"]:
        high = number(match["high"])
        if match["first"]:  # 5万至8万条
            value *= _times(match["first"])
        elif high is not None and written[-1] not in MULTIPLIERS:  # 5至8万条, but 3000至1万人
            shared = _times(match["high"][len(match["high"].rstrip("百千万亿")) :])
            value *= shared if value * shared < high else 1
        if high is None or high <= value:  # 3456-1234件 is a code
            return None
    entity = Entity(start, match.end(), "COUNT", value=plain(value * factor), unit=match["unit"], rule=f"counts.{measure.id}")
    if high is not None:
        entity.value_max = plain(high * factor)
    if approx or _approximate(text, start, data):
        entity.approx = True
    return entity


def _times(multipliers: str | None) -> int:
    """The product of 百, 千, 万, 亿 in a row; 1 for none."""
    return prod(MULTIPLIERS[c] for c in (multipliers or "").strip())


def _approximate(text: str, start: int, data: _Data) -> bool:
    before = text[max(0, start - 3) : start].rstrip()
    if text[start] in "百千万" and before.endswith(("上", "成")):  # 上百次
        return True
    return before.endswith(data.approx) and not before.endswith(
        ("最近", "附近", "临近", "新近", "条约", "合约", "节约", "预约", "制约", "契约")
    )


def _spelled(written: str) -> bool:
    """Chinese digits in a row without places (二一三): a code or a list, not an amount."""
    return len(written) > 1 and all(c in DIGITS for c in written)


def pair(written: str) -> tuple[int, int] | None:
    """两三 -> (2, 3), 三四十 -> (30, 40), 十七八 -> (17, 18): two neighbouring digits are a range."""
    match = _NEIGHBOURS.fullmatch(written)
    if match is None:
        return None
    low, high = DIGITS[match[2]], DIGITS[match[3]]
    if high <= low or high - low > 2:
        return None
    base = chinese_number(match[1]) if match[1] else 0
    place = MULTIPLIERS.get(match[4], 1)
    return ((base or 0) + low) * place, ((base or 0) + high) * place


_NEIGHBOURS = re.compile("((?:[二三四五六七八九]?十)?)([一二两三四五六七八九])([二两三四五六七八九])([十百千万]?)")
