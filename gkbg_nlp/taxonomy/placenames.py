"""Sets of place names: look-ups at a place in a text, the forms of a folded text, short forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from operator import itemgetter

# The characters of place names that a folded text has in another form; a test holds this against the fold.
FOLDED = str.maketrans(
    {"零": "〇", "於": "于", "鷺": "鹭", "瀂": "澛", "濛": "蒙", "氾": "泛", "洩": "泄", "塚": "冢", "磑": "硙", "鮜": "鲘"}
)
_IRREGULAR = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
    "香港特别行政区": "香港",
    "澳门特别行政区": "澳门",
    "神农架林区": "神农架",  # but 万柏林区
}
_PEOPLES = (
    "壮族", "回族", "苗族", "彝族", "藏族", "满族", "侗族", "瑶族", "白族", "黎族", "傣族",
    "畲族", "水族", "佤族", "羌族", "土族", "怒族", "蒙古族", "土家族", "布依族", "朝鲜族", "哈尼族",
    "哈萨克族", "傈僳族", "仡佬族", "东乡族", "拉祜族", "纳西族", "仫佬族", "锡伯族", "达斡尔族", "景颇族", "毛南族",
    "撒拉族", "布朗族", "普米族", "鄂温克族", "保安族", "裕固族", "独龙族", "各族", "蒙古", "哈萨克", "塔吉克",
    "锡伯", "柯尔克孜",
)  # fmt: skip
_UNITS = ("行政委员会", "地区", "新区", "特区", "矿区", "省", "市", "区", "县", "旗", "盟")


FULL, SHORT, ZONE = 1, 2, 4
"""Bits of what a name is: a unit's full name, a short form, a development zone or farm; it can be several."""


class NameSet:
    """A set of names with the lengths and last characters that a look-up tries.

    Attributes:
        names: all names.
        lengths: the lengths of all names, the longest first.
    """

    def __init__(self, names: Collection[str], last: Collection[str] = ()) -> None:
        self.names = frozenset(names)
        self._last = frozenset(last or map(itemgetter(-1), names))
        counts = Counter(map(len, names))
        self.lengths = sorted(counts, reverse=True)
        # Lengths that few names have are tried only behind the ends of these names: of towns 4 of 12 lengths are common.
        self._common = [length for length in self.lengths if counts[length] > len(names) // 100]
        rare: dict[str, set[int]] = {}
        for name in names if len(self._common) < len(self.lengths) else ():
            if len(name) not in self._common:
                rare.setdefault(name[-2:], set()).add(len(name))
        self._rare = {tail: sorted((*found, *self._common), reverse=True) for tail, found in rare.items()}

    @cached_property
    def first(self) -> set[str]:
        """The characters that a name starts with."""
        return set(map(itemgetter(0), self.names))

    def starts(self, text: str, end: int) -> Sequence[int]:
        """Where the names that end at ``end`` start, the longest first."""
        if not 0 < end <= len(text) or text[end - 1] not in self._last:
            return ()
        lengths = self._rare.get(text[end - 2 : end], self._common)
        return [end - n for n in lengths if n <= end and text[end - n : end] in self.names]

    def ends(self, text: str, start: int) -> Iterator[int]:
        """Where the names that start at ``start`` end, the longest first."""
        if 0 <= start < len(text) and text[start] in self.first:
            yield from (start + n for n in self.lengths if start + n <= len(text) and text[start : start + n] in self.names)


def folded_forms(lines: str) -> dict[str, str]:
    """Folded form and name of the lines that a fold changes: a handful, cheaper to find than to look at each."""
    found = {}
    for variant in map(chr, FOLDED):
        at = lines.find(variant)
        while at >= 0:
            name = lines[lines.rfind("\n", 0, at) + 1 :].partition("\n")[0]
            found[name.translate(FOLDED)] = name
            at = lines.find(variant, at + 1)
    return found


def short_forms(name: str) -> tuple[str, ...]:
    """What a unit is called without the word for its level: 湘西州 and 湘西, 秀山县 and 秀山, 张店. None of one character."""
    if name[-2] not in "地新林特矿治政族" and name[-1] in "省市区县旗盟":
        return (name[:-1],) if len(name) > 2 else ()
    if name in _IRREGULAR:
        return (_IRREGULAR[name],)
    if name[-3:-1] == "自治":
        whole, unit = name[:-3], name[-1]
        stem = _without(_PEOPLES, whole)
        # 东乡族自治县 and 鄂温克族自治旗 are named after a people and keep its name.
        stem = stem if len(stem) > 1 else whole.removesuffix("族")
        return (stem + unit, stem)
    unit = next(unit for unit in (*_UNITS, "") if name.endswith(unit))
    stem = _without(_PEOPLES, name.removesuffix(unit))  # 顺河回族区
    return (stem,) if len(stem) > 1 else ()


def _without(suffixes: tuple[str, ...], name: str) -> str:
    while name.endswith(suffixes):
        name = next(name.removesuffix(suffix) for suffix in suffixes if name.endswith(suffix))
    return name
