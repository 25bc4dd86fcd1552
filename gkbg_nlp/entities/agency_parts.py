"""The parts of agency names, looked up from a place in a text leftwards: fields of work, places, words of level."""

from __future__ import annotations

import re
from functools import cache

from gkbg_nlp.taxonomy.agencies import AgencyGrammar, Suffix, load_grammar
from gkbg_nlp.taxonomy.places import Places, load_places

_LEVELS = (
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "经济技术开发区",
    "经济开发区",
    "开发区",
    "高新区",
    "高新技术开发区",
    "新区",
    "管理区",
    "街道",
    "兵团",
    "经开区",
    "省",
    "市",
    "区",
    "县",
    "州",
    "旗",
    "盟",
    "镇",
    "乡",
    "苏木",
)
_COUNTRY = (
    "国家税务总局",
    "国家统计局",
    "中华人民共和国",
    "中国共产党",
    "中共",
    "中国",
    "国家",
    "全国",
    "共青团",
    "国务院",
    "党中央",
    "中央",
)
# Everyday words that end in a character of level: the character is no level there.
_PHRASES = frozenset(
    "社区 园区 地区 小区 辖区 城区 景区 片区 库区 山区 灾区 牧区 郊区 校区 疫区 街区 功能区 示范区 市区 老区 矿区 林区 厂区 垦区 产区 港区 学区 营区 战区 盲区 禁区 住区 商圈区 试点区 核心区 保护区 "
    "城市 都市 超市 集市 县市 各市 全市 各县 全县 市县 郡县 各区 全区 县区 市区县 各省 全省 全州 各州 全旗 各旗 全盟 联盟 同盟 加盟 "
    "乡镇 城镇 村镇 集镇 市镇 小镇 各镇 全镇 重镇 城乡 各乡 全乡 家乡 故乡 水乡 镇乡".split()
)
_BRANCH = re.compile(r"驻?[\u4e00-\u9fff]{2,9}?(中心支行|支行|支会|支局|办事处|监管局|监管分局)")
_JOINERS = "和与及、"
_BEFORE_NAME = frozenset("由与向在对及报经请将是、")
_LONGEST_FIELD = 14


class Parts:
    """The grammar's words by their last character, and the walks over fields of work."""

    def __init__(self, grammar: AgencyGrammar, places: Places) -> None:
        self.grammar = grammar
        self.places = places
        self.fixed = _by_last(grammar.fixed)
        self.organs = _by_last(grammar.organs)
        self.suffixes: dict[str, list[tuple[Suffix, str]]] = {}
        for suffix in grammar.suffixes:
            for word in suffix.words:
                self.suffixes.setdefault(word[-1], []).append((suffix, word))
        for pairs in self.suffixes.values():
            pairs.sort(key=lambda pair: -len(pair[1]))
        self.not_after = {"部": frozenset(next((s.after for s in grammar.suffixes if s.id == "ministry"), ""))}
        last = {*self.fixed, *self.organs, *self.suffixes, *"镇乡道木"}
        self.last_characters = re.compile(f"[{''.join(sorted(last))}]")
        self._field_lengths = sorted({len(f) for f in grammar.fields}, reverse=True)
        self._inner = re.compile(
            rf"([\u4e00-\u9fff]{{0,12}}?)({'|'.join(sorted(grammar.inner_suffix, key=len, reverse=True))})(?<!处(?=[理置罚于在分]))(?![长室公法事技研普学目级])"
        )

    def branch_end(self, text: str, end: int, names: Names) -> int | None:
        """The end of a branch (驻海门办事处, 舒兰市支行) right behind a body's name."""
        match = _BRANCH.match(text, end)
        if match is None:
            return None
        return match.end() if names.prefix_start(text, match.start(1), places_only=True) == end + text.startswith("驻", end) else None

    def is_phrase(self, word: str) -> bool:
        """Whether the word's last two or three characters make an everyday word (社区, 乡镇)."""
        return word[-2:] in _PHRASES or word[-3:] in _PHRASES

    def place_start(self, text: str, end: int) -> int | None:
        """The start of the longest province, city or county that ends at ``end``."""
        return self.places.longest_ending_at(text, end)

    def field_before(self, text: str, end: int) -> int | None:
        """The start of the longest field of work that ends at ``end``."""
        for length in self._field_lengths:
            if length <= end and text[end - length : end] in self.grammar.fields:
                return end - length
        return None

    def fields_start(self, text: str, end: int) -> int:
        """The start of the chain of fields (住房|和|城乡建设) that ends at ``end``; ``end`` itself where there is none."""
        at = end
        while at > 0 and end - at < _LONGEST_FIELD + 8:
            if at < end and text[at - 1] in "省市区县旗州" and self.place_start(text, at) is not None:  # 盐城市|质监, not 盐|城市|质监
                break
            before = self.field_before(text, at)
            if before is not None:
                at = before
                continue
            if at < end and at > 1 and text[at - 1] in _JOINERS and (joined := self.field_before(text, at - 1)) is not None:
                # 省市场监管局、教育局 are two; 和 joins two names only where what is before ends in a suffix, which no field does
                if text[at - 1] == "、" and not _one_name(text, joined):
                    break
                at = joined
                continue
            break
        return at

    def inner_end(self, text: str, end: int, names: Names) -> int | None:
        """The end of a section's name that stands right behind a body's, ``None`` where there is none."""
        match = self._inner.match(text, end)
        if match is None:
            return None
        middle, start = match[1], match.start(2)
        if not middle:
            return match.end() if match[2] not in ("室", "办", "党委", "分局", "支局") else None
        if self.fields_start(text, start - 3 * middle.endswith("委员会")) == end:  # 市委|保密委员会办公室
            return match.end()
        if match[2] in ("分局", "支局", "大队", "派出所", "支队") and names.prefix_start(text, self.fields_start(text, start)) <= end:
            return match.end()
        if match[2] in ("分局", "支局") and self.places.longest_short_ending_at(text, start) == end:
            return match.end()
        return None


def _one_name(text: str, start: int) -> bool:
    return text[start - 1 : start] not in ("、",) and start > 0 and text[start - 1] in "省市区县旗州局厅"


def _by_last(words: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for word in words:
        out.setdefault(word[-1], []).append(word)
    return {last: tuple(sorted(group, key=len, reverse=True)) for last, group in out.items()}


class Names:
    """Places and words of level in one report: the lists, and the names that only its own title gives."""

    def __init__(self, parts: Parts, places: frozenset[str] = frozenset(), shorts: frozenset[str] = frozenset()) -> None:
        self._parts = parts
        self._own = sorted(places, key=len, reverse=True)
        self._shorts = tuple(shorts)

    def known_start(self, text: str, end: int) -> int | None:
        """The start of the longest listed name (place, town, zone, short form) that ends at ``end``."""
        before = self._before(text, end, first=False)
        return before[0] if before else None

    def full_start(self, text: str, end: int) -> int | None:
        """The start of the longest full name of a place that ends at ``end``."""
        for name in self._own:
            if text.endswith(name, 0, end):
                return end - len(name)
        start = self._parts.place_start(text, end)
        if (
            start is None
            and text[end - 1 : end] == "县"
            and text[end - 3 : end - 2] in _BEFORE_NAME
            and self._parts.places.by_name(text[end - 2 : end])
        ):
            start = end - 2  # 由|单县|教育局: the lists guard names of one character, the word before shows where it begins
        if start is not None and text[start:end] in self._parts.grammar.ambiguous_places:
            # 会同|县人社局: such a name counts behind its own city or province, or in the report's own title
            return start if start and self._parts.place_start(text, start) is not None else None
        return start

    def township_start(self, text: str, end: int) -> int | None:
        """The start of a town's or sub-district's proper name that ends at ``end``."""
        for name in self._own:
            if name[-1] in "镇乡" and text.endswith(name, 0, end):
                return end - len(name)
        start = self._parts.places.longest_township_ending_at(text, end)
        word = text[start:end] if start is not None else ""
        if not word or word in self._parts.grammar.not_places:
            return None
        if self._parts.is_phrase(word) and (len(word) < 3 or word[0] in "各全每本我该"):  # 乡镇 is none, 唐村镇 is one
            return None
        return start

    def prefix_start(self, text: str, end: int, *, places_only: bool = False) -> int:
        """The start of the places, words of level and country that stand in a row before ``end``; ``end`` where none does."""
        at = end
        for _ in range(5):
            before = self._before(text, at, first=at == end and not places_only)
            if before is None:
                break
            at, level = before
            if level:  # 忠县|县委: a place may stand right before the word of level
                named = self.full_start(text, at)
                if named is None and end - at > 2:  # 霍山|经济开发区
                    named = self.known_start(text, at)
                if named is None or named >= at - 1:
                    return at
                at = named
        return at

    def _before(self, text: str, end: int, *, first: bool) -> tuple[int, bool] | None:
        """(start, is a bare word of level) of the part that ends at ``end``."""
        if end <= 0 or not "\u4e00" <= text[end - 1] <= "\u9fff":
            return None
        starts = [self.full_start(text, end), self.township_start(text, end), self._parts.places.longest_zone_ending_at(text, end)]
        known = [s for s in starts if s is not None]
        if known:
            return min(known), False
        for word in _COUNTRY:
            if text.endswith(word, 0, end):
                return end - len(word), False
        short = self._parts.places.longest_short_ending_at(text, end)
        if short is not None and text[end - 1] in "州旗盟县":  # 红河州: a short form with its own word of level
            return short, False
        if first:
            for word in _LEVELS:
                if text.endswith(word, 0, end):
                    start = end - len(word)
                    if self._parts.is_phrase(text[max(0, start - 2) : end]) and len(word) == 1:
                        return None
                    return start, True
        for name in self._shorts:
            if text.endswith(name, 0, end):
                return end - len(name), False
        return (short, False) if short is not None else None

    def level_only(self, text: str, start: int, base: int) -> bool:
        """Whether what stands before the organ is a bare word of level (区), not a name."""
        return text[start:base] in _LEVELS

    def joined_left(self, text: str, start: int, end: int) -> bool:
        """Whether the word of level is part of another word or a bundle: 全|区, 各|县, 市|县."""
        before = text[start - 1 : start]
        if text[start:end].endswith("开发区") and before and before in "术业济流港湖":
            return True  # 东湖新技术|开发区: a zone's own name, which the lists lack, is not cut
        if before == ")" and re.search(r"[省市县区][(][市县区旗、]{1,3}[)]$", text[max(0, start - 8) : start]):  # 县(市、区)残联
            return True
        return bool(before) and before in "全各每两省市区县州旗盟镇乡多诸跨邻外该城"


@cache
def load_parts() -> Parts:
    """The shipped grammar with the shipped places."""
    return Parts(load_grammar(), load_places())
