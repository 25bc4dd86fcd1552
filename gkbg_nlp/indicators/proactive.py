"""Items disclosed proactively: the year's total, those on websites, those on other channels."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gkbg_nlp.indicators import candidates
from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.indicators.periods import Period, of_another_time
from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Entity, Indicator
from gkbg_nlp.taxonomy.indicators import load_indicators

_NUMBER = re.compile("[\ue000-\uefff]|(?<![\\d.第])\\d+(?![\\d.]|年|月|日|号|时|%|-|\\.)")
_MOST_TOTALS = 12  # numbers that are tried as the total of the channels


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


def read_proactive(clauses: Sequence[Clause], view: View, periods: Mapping[int, Period]) -> dict[str, Indicator]:
    """The three indicators as far as prose states them.

    Of several totals one of another of the ``periods`` than the report's year is none.
    """
    for sections in (("proactive",), ("overview",), ("organization", "interpretation", "key_areas")):
        chosen = [c for c in clauses if c.section in sections and c.role not in ("heading", "table")]
        items = _items(chosen)
        late = of_another_time((i.span[0] for i in items), periods)
        others = [i for i in items if i.span[0] in late]
        items = [i for i in items if i.span[0] not in late]
        if items and (out := _choose(items, chosen, view)) and (sections[0] == "proactive" or "proactive_total" in out):
            if "proactive_total" in out:
                losers = [(_indicator("proactive_total", [i], view, "stated"), "period") for i in others if i.total]
                candidates.add(out["proactive_total"], losers)
            return out
    return {}


def _items(clauses: Sequence[Clause]) -> list[Item]:
    """The numbers of items that the clauses state, each with the channel that it belongs to."""
    words = load_indicators().words
    items: list[Item] = []
    channel, sentence, block, broken, listing = "", -1, -1, False, ""
    viewed = ""  # the channel of a clause that counts its visits: 门户网站访问量达8万次, 发布信息120条
    all_years = False  # the sentence's last figure was one since the beginning: 其中 goes on with its parts
    ever: Item | None = None  # a figure since the beginning, where the year's own may follow
    for clause in clauses:
        if clause.sentence != sentence:
            channel, broken, viewed, ever, all_years = "", False, "", None, False
        if clause.block != block:
            listing = _list_head(clause.text, words)
        sentence, block = clause.sentence, clause.block
        spans = _spans(clause)
        if not spans and len(clause.text) <= 30:  # 县政府网站, 231条: the channel stands in a clause of its own
            channel = _channel(clause.text, words) or channel
            viewed = channel if sign("about_channel").search(clause.text) else ""
        for left, right, number in spans:
            text = clause.text[left:right]
            value, approx = _value(clause, number)
            said = _channel(text, words) or listing
            if not said and channel and not broken and words["other_weak"].match(text.lstrip("、和及以由在")):
                said = "O"  # 网站81条, 其他57条
            if sign("sum").search(text) and not said and items and (same := [i for i in items if i.clause.sentence == sentence]):
                if sum(i.value for i in same if i.own_channel) == _value(clause, number)[0]:
                    continue  # 合计 of the items just named
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
            room = max((i.value for i in items if i.total and i.clause.sentence == sentence), default=0)
            of_ever = all_years and text.startswith("其中") and (value or 0) > room  # a part of that, not of the year's total beside it
            all_years = words["cumulative"].search(text) is not None or of_ever
            if value is None or all_years or sign("no_count_beside_channel" if said else "not_items").search(text):
                channel = said or channel
                continue
            if words["comparison"].search(before) or sign("than").search(before) or sign("planned").search(before):
                continue
            if words["breakdown"].search(clause.text[max(0, left - 1) : number[0]]) and not said:
                broken = True
            if said:
                broken = False
            total = (
                bool(words["total"].search(text))
                and bool(sign("information").search(text))
                and not said
                and not sign("other_matter").search(text)
            )
            if not said and channel and number[0] - left <= 1:
                said = channel  # 县政府网站, 231条
            stated = clause.entity(number[0])
            same_unit = not items or items[-1].unit == (stated.unit if stated else None)  # 信息500条, then 规章1件: another matter
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
                    stated.unit if stated else None,
                )
            )
            if words["breakdown"].search(clause.text[number[1] : number[1] + 6] + ",") or sign("within").match(clause.text[number[1] :]):
                last = items.pop()
                if not said and re.search(r"主动公开的?$", text[: number[0] - left]):  # 主动公开的1286条信息中: still the total
                    items.append(replace(last, total=True, firm=True, channel=""))
                broken, channel = True, ""
            else:
                channel = said or channel
    return items


def _list_head(text: str, words: dict[str, re.Pattern[str]]) -> str:
    """The channel that a list item's head names (1.互联网。通过…发布…条)."""
    head = re.match(r"(?:[(（]?[\d一二三四五六七八九十]{1,2}[)）、.]|[*•●])?([^。:\ue000-\uefff\d]{2,16})(?:。|$)", text)
    return _channel(head[1], words) if head else ""


def _spans(clause: Clause) -> list[tuple[int, int, tuple[int, int]]]:
    """(left, right, number) of each number: a number owns the words before it, the last one those behind it too."""
    text = clause.text
    hits = [(m.start(), m.end()) for m in _NUMBER.finditer(text) if _counts_items(clause, m.start(), m.end())]
    out = []
    left = 0
    for k, hit in enumerate(hits):
        aside = text.rfind("、", left, hit[0])  # 文件318件、赠阅24期、微博728条: what is counted in between is another matter
        if aside > left and _NUMBER.search(text, left, aside):
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
        return end - start <= 6 and not any(m.end() == start for m in sign("code").finditer(clause.text[:start].upper()))
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


def _channel(text: str, words: dict[str, re.Pattern[str]]) -> str:
    web, other = words["website"].search(text), words["other"].search(text)
    if web and other:  # a mixed list counts as other channels; 网站以外, 除网站外 is no website
        return "O"
    return "O" if other else "W" if web else ""


def _all_placed(total: Item, clauses: Sequence[Clause]) -> str:
    """The one channel that has them all (公开信息52条, 均在县政府网站发布), '' where the sentence does not say so."""
    words = load_indicators().words
    for clause in clauses:
        behind = clause.sentence == total.clause.sentence and clause.places[0] > total.clause.places[0]
        if behind and sign("all_of_them").match(clause.text.lstrip("且并其中")) and not _NUMBER.search(clause.text):
            return _channel(clause.text, words)
    return ""


def _choose(items: Sequence[Item], clauses: Sequence[Clause], view: View) -> dict[str, Indicator]:
    totals = [i for i in items if i.total]
    strong = [i for i in totals if i.firm]
    own = [i for i in items if i.own_channel]
    carried = [i for i in items if i.channel]
    # a total that its channels add up to is the total; else the first that says so firmly
    bare = [i for i in items if not i.own_channel and not i.total]
    likeliest = next(iter(strong or totals), None)
    total = next(
        (t for t in (*totals[:_MOST_TOTALS], *bare[:_MOST_TOTALS]) if _summing(own, t.value) or _summing(carried, t.value)), likeliest
    )
    if total is None and len(own) == len(carried) == 1 and own[0].channel == "W" and sign("whole_year").search(own[0].clause.text):
        total = own[0]  # 全年在县政府网站公开42条, and nothing else: the year's figure is that channel's
    group = (
        _group(own, carried, total)
        if total is None or _summing(own, total.value)
        else _with_unnamed(items, total) or _group(own, carried, total)
    )
    out: dict[str, Indicator] = {}
    if total is not None and not group and (placed := _all_placed(total, clauses)):
        group = [replace(total, channel=placed)]
    if total is not None:
        out["proactive_total"] = _indicator("proactive_total", [total], view, "stated")
        others = [(_indicator("proactive_total", [i], view, "stated"), "total") for i in totals if i is not total]
        candidates.add(out["proactive_total"], others)
    for name, channel in (("proactive_website", "W"), ("proactive_other_channels", "O")):
        part = [i for i in group if i.channel == channel]
        if total is None and channel == "W":
            # without a total nothing checks the sum: documents (件) published beside messages (条) are another count of the same site
            part = [i for i in part if i.unit == part[0].unit or None in (i.unit, part[0].unit)]
        if part:
            out[name] = _indicator(name, part, view, "channels" if len(part) > 1 else "channel")
            spans = {i.span for i in part}
            rest = [i for i in own if i.channel == channel and i.span not in spans]
            candidates.add(out[name], [(_indicator(name, [i], view, "channel"), "part") for i in rest])
    return out


def _group(own: list[Item], carried: list[Item], total: Item | None) -> list[Item]:
    """The items that together are the list of channels: neighbours that add up to the total, else the first list."""
    if total is not None:
        if own == [total]:
            return own
        for items in (own, carried):
            if part := _summing(items, total.value):
                return part
    if not own:
        return []
    if total is None:  # nothing to check against: what the first block places on channels
        first = [i for i in own if i.clause.block == own[0].clause.block]
    else:
        first = [i for i in own if i.clause.sentence == own[0].clause.sentence]
    if total is None or len(first) == 1:
        listed = [i for i in own if 0 <= i.clause.block - own[0].clause.block <= 8] if _is_list(own) else first
        kinds = [i for i in carried if i.clause.sentence == own[0].clause.sentence]
        first = max(listed, kinds if total is None else first, key=len)
    return first


def _with_unnamed(items: Sequence[Item], total: Item) -> list[Item]:
    """A list of channels that adds up to the total only with members that name no known channel: those are other channels."""
    behind = [i for i in items if i is not total and i.span[0] > total.span[0] and not (i.channel and not i.own_channel)]
    part = _summing(behind, total.value)
    if not part or not part[0].own_channel or sum(i.own_channel for i in part) * 2 < len(part):
        return []
    return [i if i.channel else replace(i, channel="O") for i in part]


def _is_list(items: list[Item]) -> bool:
    """Whether the items stand one a block, as in a list of channels."""
    blocks = [i.clause.block for i in items]
    return len(set(blocks)) == len(blocks) and len(blocks) > 1


def _summing(items: list[Item], total: int | float) -> list[Item]:
    """The neighbouring items that add up to ``total``, the longest such part; empty where none does."""
    for start in range(len(items)):
        value: int | float = 0
        for end in range(start, min(len(items), start + 40)):
            value += items[end].value
            if value == total and end > start:
                return items[start : end + 1]
            if value > total:
                break
    return []


def _indicator(name: str, items: Sequence[Item], view: View, rule: str) -> Indicator:
    value = sum(i.value for i in items)
    spans = [(view.source_start(i.span[0]), view.source_end(i.span[1])) for i in items]
    indicator = Indicator(value, load_indicators().rules[name].unit, spans, f"indicators.{name}.{rule}")
    if any(i.approx for i in items):
        indicator.approx = True
    return indicator
