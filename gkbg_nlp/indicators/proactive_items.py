"""The numbers of disclosed items that clauses state, each with the channel that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.indicators import load_indicators

NUMBER = re.compile("[\ue000-\uefff]|(?<![\\d.第])\\d+(?![\\d.]|年|月|日|号|时|%|-|\\.)")
"""A masked number, or a bare one that is no year, date, ordinal or share."""
_LIST_NUMBER = re.compile(r"\d{1,2}[、.)）]")
_YEAR = re.compile(r"(19|20)\d\d")
_MOST_MEMBERS = 40  # of one list of channels or kinds
_CODE = 8  # characters before a bare number that can say that it is a code


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
    words = load_indicators().words
    items: list[Item] = []
    channel, sentence, block, broken, listing, head = "", -1, -1, False, "", -1
    viewed = ""  # the channel of a clause that counts its visits: 门户网站访问量达8万次, 发布信息120条
    all_years = False  # the sentence's last figure was one since the beginning: 其中 goes on with its parts
    of_ever = False  # that figure was itself a part of one
    ever: Item | None = None  # a figure since the beginning, where the year's own may follow
    waiting = ""  # the channel of a clause without a number: 开通微信公众号, 发布文章210篇
    one_kind = False  # the sentence has said that it is on one kind of document: 行政处罚方面, 主动公开9件
    room: int | float = 0  # the most that a total of the sentence has: more than it can be no part of it
    for clause in clauses:
        if clause.sentence != sentence:
            channel, broken, viewed, ever, all_years, room = "", False, "", None, False, 0
            one_kind, waiting, of_ever = False, "", False
        if clause.block != block:
            listing, head = _list_head(clause.text, words), clause.sentence
        sentence, block = clause.sentence, clause.block
        spans = _spans(clause)
        if not spans and len(clause.text) <= 30:  # 县政府网站, 231条: the channel stands in a clause of its own
            named = channel_of(clause.text, words)
            channel, waiting = named or channel, named or waiting
            viewed = channel if sign("about_channel").search(clause.text) else ""
            one_kind = one_kind or sign("one_kind_head").search(clause.text) is not None
        passed = 0
        for left, right, number in spans:
            text = clause.text[left:right]
            value, approx = _value(clause, number)
            aside = clause.text[passed:left]  # 编发简报26期、信息72条: on what the other number counted
            passed = right
            said = channel_of(text, words) or (channel_of(aside, words) if sign("paper").search(aside) else "")
            if not said and listing and (clause.sentence != head or ":" in clause.text):  # a clause before a comma is no head
                broken = broken or sign("parts_follow").search(text[: number[0] - left]) is not None
                said = "" if broken else listing
            if not said and channel and not broken and words["other_weak"].match(text.lstrip("、和及以由在")):
                said = "O"  # 网站81条, 其他57条
            if sign("sum").search(text) and not said and items and (same := _members(items, sentence)):
                whole = _value(clause, number)[0]
                if sum(i.value for i in same if i.own_channel) == whole:
                    continue  # 合计 of the items just named
                if same[0].own_channel and sum(i.value for i in same) == whole:
                    for one in same:  # 通过网站发布通知12条、图片8条, 总计20条: all of them are that channel's
                        one.channel, one.own_channel = one.channel or same[0].channel, True
                    continue
            if said and items and items[-1].mixed and items[-1].clause.sentence == sentence and sign("mixed_parts").search(clause.text):
                items[-1] = replace(
                    items[-1], channel="", own_channel=False, mixed=False, total=_is_total(items[-1].clause.text, words)
                )
                room = max(room, items[-1].value) if items[-1].total else room
            before = text[: number[0] - left]
            if ever is not None and value is not None and sign("newly").search(before):
                if items and items[-1].span == ever.span:
                    items.pop()
                items.append(replace(ever, value=value, span=clause.span(*number), clause=clause, approx=approx))
                ever = None
                continue
            ever = None
            if not said and viewed and value is not None and sign("put_up").search(before) and not sign("other_matter").search(text):
                said = viewed
            if value is not None and sign("since_ever").search(before) and sign("information").search(before):
                ever = Item(value, clause.span(*number), said, clause, not said, bool(said), approx, True, None)
            # a part of that, not of the year's total beside it; the parts behind the first are known by their size alone
            of_ever = all_years and (value or 0) > room and (text.startswith("其中") or (of_ever and room > 0))
            all_years = words["cumulative"].search(text) is not None or of_ever
            if value is None or all_years or _other_matter(clause, text, number, said):
                channel = said or channel
                continue
            if words["comparison"].search(before) or sign("than").search(before) or sign("planned").search(before):
                continue
            part = sign("part_of_channel").match(text) is not None and bool(items) and items[-1].clause.sentence == sentence
            if not said and (words["breakdown"].search(clause.text[max(0, left - 1) : number[0]]) or (part and items[-1].own_channel)):
                broken = True  # 网站公开120条, 其中通知30条: no second number of that channel
            if said:
                broken = False
            if not said and channel == "O" and sign("column").search(before):
                channel = ""
            if not said and waiting == channel == "O" and sign("put_up_there").fullmatch(before):
                said = channel
            waiting = ""
            total = (
                _is_total(text, words)
                and bool(sign("information").search(text))
                and not (said or one_kind)
                and not sign("other_matter").search(text)
                and not sign("one_kind").search(before)
                and not (part and items[-1].own_channel and items[-1].value > value and sign("documents_only").search(before))
            )
            if not said and channel and number[0] - left <= 1:
                said = channel  # 县政府网站, 231条
            stated = clause.entity(number[0])
            unit = stated.unit if stated else None
            # 信息500条, then 规章1件: another matter; 规章1件, then 动态500条: still the list
            same_unit = not items or items[-1].unit == unit or sign("messages").fullmatch(unit or "") is not None
            used = said or ("" if broken or total or not same_unit or not sign("kind").search(text) else channel)
            items.append(
                Item(
                    value,
                    clause.span(*number),
                    used,
                    clause,
                    total,
                    bool(said),
                    approx,
                    bool(sign("firm_total").search(clause.text[left : number[0]])),
                    unit,
                    documents=sign("documents_only").search(before) is not None,
                    mixed=said == "O" and words["website"].search(text) is not None,
                )
            )
            room = max(room, value) if total else room
            if said and sign("bracket_of_parts").match(clause.text, number[1]):
                broken, channel = True, ""  # 网站公开90条(包括机构类20条), 公众号公开60条
            elif words["breakdown"].search(clause.text[number[1] : number[1] + 6] + ",") or sign("within").match(clause.text[number[1] :]):
                last = items.pop()
                if not said and re.search(r"主动公开的?$", text[: number[0] - left]):  # 主动公开的1286条信息中: still the total
                    items.append(replace(last, total=True, firm=True, channel=""))
                broken, channel = True, ""
            else:
                channel = said or channel
    return items


def _members(items: Sequence[Item], sentence: int) -> list[Item]:
    """The last items of the sentence, as many as one list can have."""
    out: list[Item] = []
    for item in reversed(items[-_MOST_MEMBERS:]):
        if item.clause.sentence != sentence:
            break
        out.append(item)
    return out[::-1]


def _other_matter(clause: Clause, text: str, number: tuple[int, int], channel: str) -> bool:
    """Whether what is counted is no item of information: by the words around it or the noun right behind the number."""
    around = sign("no_count_beside_channel" if channel else "not_items").search(text) is not None
    return around or sign("other_noun").match(clause.text, number[1]) is not None


def _list_head(text: str, words: dict[str, re.Pattern[str]]) -> str:
    """The channel that a list item's head names (1.互联网。通过…发布…条)."""
    head = re.match(r"(?:[(（]?[\d一二三四五六七八九十]{1,2}[)）、.]|[*•●])?([^。:\ue000-\uefff\d]{2,16})(?:[。:]|$)", text)
    return channel_of(head[1], words) if head else ""


def _spans(clause: Clause) -> list[tuple[int, int, tuple[int, int]]]:
    """(left, right, number) of each number: a number owns the words before it, the last one those behind it too."""
    text = clause.text
    hits = [(m.start(), m.end()) for m in NUMBER.finditer(text) if _counts_items(clause, m.start(), m.end())]
    out = []
    left = 0
    for k, hit in enumerate(hits):
        aside = text.rfind("、", left, hit[0])  # 文件318件、赠阅24期、微博728条: what is counted in between is another matter
        if aside > left and NUMBER.search(text, left, aside):
            left = aside + 1
        right = hit[1]
        if k + 1 == len(hits):  # 其余221条通过公示墙公开: the words behind belong to it, up to what another number counts
            other = re.search("、[^、]*?[\ue000-\uefff\\d]", text[hit[1] :])
            right = hit[1] + other.start() if other else len(text)
        out.append((left, right, hit))
        left = hit[1]
    return out


def _counts_items(clause: Clause, start: int, end: int) -> bool:
    """Whether the number could be one of items of information: by its measure word, or bare and no code (QQ群628104593)."""
    entity = clause.entity(start)
    if entity is None:
        if _LIST_NUMBER.match(clause.text, start) and not clause.text[:start].strip("(（"):
            return False  # 1、政府门户网站: the number of a list
        if _YEAR.fullmatch(clause.text[start:end]):
            return False  # 第十一届(2012)评估
        return end - start <= 6 and not any(
            m.end() == min(start, _CODE) for m in sign("code").finditer(clause.text[max(0, start - _CODE) : start].upper())
        )
    return entity.label == "COUNT" and entity.unit is not None and sign("item_units").search(entity.unit) is not None


def _value(clause: Clause, number: tuple[int, int]) -> tuple[int | float | None, bool]:
    entity: Entity | None = clause.entity(number[0])
    if entity is None:
        written = clause.text[number[0] : number[1]]
        behind = clause.text[number[1] : number[1] + 1]
        return (int(written), False) if written.isdigit() and behind in ("", "。", "(", ")", "、", ":", "余") else (None, False)
    if (
        entity.label != "COUNT"
        or not isinstance(entity.value, (int, float))
        or not entity.unit
        or not sign("item_units").search(entity.unit)
    ):
        return None, False
    return entity.value, entity.approx is True


def _is_total(text: str, words: dict[str, re.Pattern[str]]) -> bool:
    return words["total"].search(text) is not None or words["total_opens"].match(text) is not None


def channel_of(text: str, words: dict[str, re.Pattern[str]]) -> str:
    text = sign("column_name").sub("", text)
    web, other = words["website"].search(text), words["other"].search(text)
    if web and other:  # a mixed list counts as other channels; 网站以外, 除网站外 is no website
        return "O"
    return "O" if other else "W" if web else ""
