"""The numbers of disclosed items that clauses state, each with the channel that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from gkbg_nlp.indicators.channels import channel_of, list_head
from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.indicators.item_numbers import DIGIT, ItemNumber, item_numbers
from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.taxonomy.indicators import load_indicators
from gkbg_nlp.taxonomy.precompiled import compiled

_MOST_MEMBERS = 40  # of one list of channels or kinds
_SHORT = 30  # characters of a clause without a number that is about a channel


@dataclass(slots=True)
class Item:
    """One number of items: value, view span, channel (W website, O other, '' none), and what its clause says of it."""

    value: int | float
    span: tuple[int, int]
    channel: str
    clause: Clause
    total: bool
    own_channel: bool
    approx: bool
    firm: bool
    unit: str | None
    documents: bool = False  # counted as documents (主动公开文件60件), which are a part of the items
    mixed: bool = False  # a list that names websites and other channels together


def read_items(clauses: Sequence[Clause]) -> list[Item]:
    """The numbers of items that the clauses state, each with the channel that it belongs to."""
    reader = ItemReader()
    for clause in clauses:
        reader.take(clause)
    return reader.items


class ItemReader:
    """Reads clause after clause; the fields but ``items`` say what the sentence, or the block, has said so far.

    Attributes:
        items: the numbers found.
        channel: the channel named last: kinds of information counted behind it hang there.
        parts: what is counted now are parts of a channel's number (网站公开120条, 其中通知30条): no second number of that channel.
        waiting: the channel of a clause without a number (开通微信公众号, 发布文章210篇).
        viewed: the channel of a clause that counts its visits (门户网站访问量达8万次, 发布信息120条).
        one_kind: the sentence is on one kind of document (行政处罚方面, 主动公开9件): it states no total.
        room: the most that a total of the sentence has; more than it can be no part of it.
        ever: a figure since the beginning, right behind which the year's own may follow (累计2300条, 其中本年新增300条).
        all_years: the last figure was one since the beginning, and 其中 goes on with its parts.
        of_ever: that figure was itself a part of one.
        listing: the channel that the head of the list item names (1.公示栏。张贴15条), to the end of the block.
    """

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.listing = ""
        self._opening: Clause | None = None  # the first clause of a block that has not come to a number
        self._block = self._head = -1  # the block, and its first sentence
        self._begin(-1)

    def _begin(self, sentence: int) -> None:
        self.sentence = sentence
        self._silent: list[str] = []  # the short clauses since the last number
        self.channel = self.waiting = self.viewed = ""
        self.parts = self.one_kind = self.all_years = self.of_ever = False
        self.room: int | float = 0
        self.ever: Item | None = None

    def take(self, clause: Clause) -> None:
        """Read one clause. What stands before a number is looked at when the sentence comes to one: most never do."""
        if clause.sentence != self.sentence:
            self._begin(clause.sentence)
        if clause.block != self._block:
            self._block, self._head, self._opening = clause.block, clause.sentence, clause
        text = clause.text
        numbers = item_numbers(clause) if DIGIT.search(text) else ()
        if not numbers:
            if len(text) <= _SHORT:
                self._silent.append(text)
            return
        if self._opening is not None:
            self.listing, self._opening = list_head(self._opening.text), None
        if self._silent:
            for words in self._silent:
                self._take_words(words)
            self._silent = []
        passed = 0
        for number in numbers:
            self._take_number(clause, number, text[passed : number[0]])
            passed = number[3]

    def _take_words(self, text: str) -> None:
        """A clause without a number: its channel is that of the number in the next one (县政府网站, 231条)."""
        named, signs = channel_of(text), _signs()
        if named:
            self.channel = self.waiting = named
        self.viewed = self.channel if self.channel and signs.about_channel(text) else ""
        self.one_kind = self.one_kind or signs.one_kind_head(text) is not None

    def _take_number(self, clause: Clause, number: ItemNumber, aside: str) -> None:
        left, start, end, right, value, approx, unit = number
        text, before = clause.text[left:right], clause.text[left:start]
        signs, items = _signs(), self.items
        said = self._said(clause, text, before, aside)
        last = items[-1] if items and items[-1].clause.sentence == self.sentence else None
        if last is not None:
            if not said and signs.sum(text) and self._is_sum(value):
                return
            if said and last.mixed and signs.mixed_parts(clause.text):
                last = self._unmix(last)
        if self._is_new_of_ever(clause, number, before):
            return
        if value is not None and not said and self.viewed and signs.put_up(before) and not signs.other_matter(text):
            said = self.viewed
        if value is not None and signs.since_ever(before) and signs.information(before):
            self.ever = Item(value, clause.span(start, end), said, clause, not said, bool(said), approx, True, None)
        if self._is_of_all_years(text, value or 0) or value is None or _is_other_matter(clause, text, end, said):
            self.channel = said or self.channel
            return
        if signs.compared_or_planned(before):
            return
        part = last is not None and signs.part_of_channel(text) is not None
        of_channel = part and last is not None and last.own_channel
        if said:
            self.parts = False
        elif of_channel or signs.breakdown(clause.text[max(0, left - 1) : start]):
            self.parts = True
        said = said or self._waited_for(before)
        self.waiting = ""
        documents = signs.documents_only(before) is not None
        smaller = of_channel and documents and last is not None and last.value > value
        total = not (said or self.one_kind or smaller) and _is_total(text, before)
        if not said and self.channel and start - left <= 1:
            said = self.channel  # 县政府网站, 231条
        used = said or ("" if total else self._carried(text, unit))
        firm, mixed = signs.firm_total(before) is not None, said == "O" and signs.website(text) is not None
        items.append(Item(value, clause.span(start, end), used, clause, total, bool(said), approx, firm, unit, documents, mixed))
        if total:
            self.room = max(self.room, value)
        self._look_behind(clause.text, end, before, said)

    def _said(self, clause: Clause, text: str, before: str, aside: str) -> str:
        """The channel that the number's own words name; else that of the list item's head, or 其他 beside a channel."""
        signs = _signs()
        # 编发简报26期、信息72条: on what the other number counted
        said = channel_of(text) or (channel_of(aside) if aside and signs.paper(aside) else "")
        if not said and self.listing and (clause.sentence != self._head or ":" in clause.text):  # a clause before a comma is no head
            self.parts = self.parts or signs.parts_follow(before) is not None
            said = "" if self.parts else self.listing
        if not said and self.channel and not self.parts and signs.other_weak(text.lstrip("、和及以由在")):
            return "O"  # 网站81条, 其他57条
        return said

    def _is_sum(self, value: int | float | None) -> bool:
        """Whether the number is the sum of the items just named, whose channel they then have."""
        same = self._members()
        if sum(i.value for i in same if i.own_channel) == value:
            return True
        if not same[0].own_channel or sum(i.value for i in same) != value:
            return False
        for one in same:  # 通过网站发布通知12条、图片8条, 总计20条: all of them are that channel's
            one.channel, one.own_channel = one.channel or same[0].channel, True
        return True

    def _members(self) -> list[Item]:
        """The last items of the sentence, as many as one list can have."""
        out: list[Item] = []
        for item in reversed(self.items[-_MOST_MEMBERS:]):
            if item.clause.sentence != self.sentence:
                break
            out.append(item)
        return out[::-1]

    def _unmix(self, last: Item) -> Item:
        """What follows are the parts of a number over several channels: it is none more of them."""
        total = _names_total(last.clause.text)
        self.items[-1] = replace(last, channel="", own_channel=False, mixed=False, total=total)
        if total:
            self.room = max(self.room, last.value)
        return self.items[-1]

    def _is_new_of_ever(self, clause: Clause, number: ItemNumber, before: str) -> bool:
        """Whether the number is the year's part of the figure since the beginning just named, in whose place it comes."""
        ever, self.ever = self.ever, None
        _, start, end, _, value, approx, _ = number
        if ever is None or value is None or not _signs().newly(before):
            return False
        if self.items and self.items[-1].span == ever.span:
            self.items.pop()
        self.items.append(replace(ever, value=value, span=clause.span(start, end), clause=clause, approx=approx))
        return True

    def _is_of_all_years(self, text: str, value: int | float) -> bool:
        """Whether the number is one since the beginning or a part of one."""
        # a part of that, not of the year's total beside it; the parts behind the first are known by their size alone
        self.of_ever = self.all_years and value > self.room and (text.startswith("其中") or (self.of_ever and self.room > 0))
        self.all_years = self.of_ever or _signs().cumulative(text) is not None
        return self.all_years

    def _waited_for(self, before: str) -> str:
        """The channel of the clause before, if nothing but the putting up stands before the number."""
        if self.channel == "O" and _signs().column(before):
            self.channel = ""
        return "O" if self.waiting == self.channel == "O" and _signs().put_up_there(before) else ""

    def _carried(self, text: str, unit: str | None) -> str:
        """The channel named before, if the number counts a kind of information in the unit of the last one."""
        if self.parts or not self.channel or not _signs().kind(text):
            return ""
        # 信息500条, then 规章1件: another matter; 规章1件, then 动态500条: still the list
        same = not self.items or self.items[-1].unit == unit or sign("messages").fullmatch(unit or "") is not None
        return self.channel if same else ""

    def _look_behind(self, text: str, end: int, before: str, said: str) -> None:
        """What stands right behind the last item tells whether its parts follow."""
        signs = _signs()
        if said and signs.bracket_of_parts(text, end):
            self.parts, self.channel = True, ""  # 网站公开90条(包括机构类20条), 公众号公开60条
        elif signs.breakdown(text[end : end + 6] + ",") or signs.within(text, end):
            last = self.items.pop()
            if not said and before.endswith(("主动公开", "主动公开的")):  # 主动公开的1286条信息中: still the total
                self.items.append(replace(last, total=True, firm=True, channel=""))
            self.parts, self.channel = True, ""
        else:
            self.channel = said or self.channel


class _Signs:
    """The signs that each number is asked for, looked up once."""

    def __init__(self) -> None:
        words = load_indicators().words
        self.website, self.cumulative = words["website"].search, words["cumulative"].search
        compared = (words["comparison"].pattern, sign("than").pattern, sign("planned").pattern)
        self.compared_or_planned = compiled("|".join(compared)).search
        self.breakdown, self.other_weak = words["breakdown"].search, words["other_weak"].match
        self.total, self.total_opens = words["total"].search, words["total_opens"].match
        self.about_channel, self.one_kind_head, self.one_kind = _search("about_channel", "one_kind_head", "one_kind")
        self.parts_follow, self.paper, self.sum, self.mixed_parts = _search("parts_follow", "paper", "sum", "mixed_parts")
        self.newly, self.put_up, self.other_matter = _search("newly", "put_up", "other_matter")
        self.since_ever, self.information, self.kind = _search("since_ever", "information", "kind")
        self.column, self.documents_only = _search("column", "documents_only")
        self.firm_total, self.beside_channel, self.not_items = _search("firm_total", "no_count_beside_channel", "not_items")
        self.part_of_channel, self.bracket_of_parts = sign("part_of_channel").match, sign("bracket_of_parts").match
        self.within, self.other_noun = sign("within").match, sign("other_noun").match
        self.put_up_there = sign("put_up_there").fullmatch


@cache
def _signs() -> _Signs:
    return _Signs()


def _search(*names: str) -> list[Callable[[str], re.Match[str] | None]]:
    return [sign(name).search for name in names]


def _names_total(text: str) -> bool:
    signs = _signs()
    return signs.total(text) is not None or signs.total_opens(text) is not None


def _is_total(text: str, before: str) -> bool:
    """Whether the words round a number say that it is one of all items of information, and not of one kind."""
    signs = _signs()
    if not (_names_total(text) and signs.information(text)):
        return False
    return signs.other_matter(text) is None and signs.one_kind(before) is None


def _is_other_matter(clause: Clause, text: str, end: int, channel: str) -> bool:
    """Whether what is counted is no item of information: by the words around it or the noun right behind the number."""
    signs = _signs()
    around = signs.beside_channel(text) if channel else signs.not_items(text)
    return around is not None or signs.other_noun(clause.text, end) is not None
