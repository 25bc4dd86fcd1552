"""Items disclosed proactively: the year's total, those on websites, those on other channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from gkbg_nlp.indicators import candidates
from gkbg_nlp.indicators.channels import channel_of
from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.indicators.item_numbers import NUMBER
from gkbg_nlp.indicators.periods import Period, of_another_time
from gkbg_nlp.indicators.proactive_items import Item, read_items
from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Indicator
from gkbg_nlp.taxonomy.indicators import load_indicators

_SECTIONS = (("proactive",), ("overview",), ("organization", "interpretation", "key_areas"))  # the next only where those before say nothing
_MOST_TOTALS = 12  # numbers that are tried as the total of the channels


def read_proactive(clauses: Sequence[Clause], view: View, periods: Mapping[int, Period]) -> dict[str, Indicator]:
    """The three indicators as far as prose states them.

    Of several totals one of another of the ``periods`` than the report's year is none.
    """
    for sections in _SECTIONS:
        chosen = [c for c in clauses if c.section in sections and c.role != "heading" and c.role != "table"]
        items = read_items(chosen)
        if not items:
            continue
        others: list[Item] = []
        if late := of_another_time([i.span[0] for i in items], periods):
            others = [i for i in items if i.span[0] in late and i.total]
            items = [i for i in items if i.span[0] not in late]
        if items and (out := _choose(items, chosen, view)) and (sections[0] == "proactive" or "proactive_total" in out):
            if "proactive_total" in out:
                _lost("proactive_total", out, others, view, "period")
            return out
    return {}


def _of_the_year(item: Item, clauses: Sequence[Clause]) -> bool:
    """Whether the words of its sentence up to the number say that it is of the whole year."""
    said = (c for c in clauses if c.sentence == item.clause.sentence and c.places[0] <= item.span[0])
    return any(sign("whole_year").search(c.text) for c in said)


def _all_placed(total: Item, clauses: Sequence[Clause]) -> str:
    """The one channel that has them all (公开信息52条, 均在县政府网站发布), '' where the sentence does not say so."""
    for clause in clauses:
        behind = clause.sentence == total.clause.sentence and clause.places[0] > total.clause.places[0]
        if behind and sign("all_of_them").match(clause.text.lstrip("且并其中")) and not NUMBER.search(clause.text):
            return channel_of(clause.text)
    return ""


def _choose(items: Sequence[Item], clauses: Sequence[Clause], view: View) -> dict[str, Indicator]:
    """The indicators of a list of numbers: the total, and the channels that make it up."""
    own = [i for i in items if i.own_channel]
    carried = [i for i in items if i.channel]
    totals = [i for i in items if i.total]
    total = _total(items, totals, own, carried)
    if total is None and len(own) == len(carried) == 1 and own[0].channel == "W" and _of_the_year(own[0], clauses):
        total = own[0]  # 全年在县政府网站公开42条, and nothing else: the year's figure is that channel's
    group = _group(own, carried, total) if total is None or _summing(own, total.value) else _with_unnamed(items, total)
    group = group or _group(own, carried, total)
    if total is not None and not group and (placed := _all_placed(total, clauses)):
        group = [replace(total, channel=placed)]
    out: dict[str, Indicator] = {}
    if total is not None:
        out["proactive_total"] = _indicator("proactive_total", [total], view, "stated")
        _lost("proactive_total", out, [i for i in totals if i is not total], view, "total")
    for name, channel in (("proactive_website", "W"), ("proactive_other_channels", "O")):
        part = [i for i in group if i.channel == channel]
        if part and total is None and channel == "W":
            part = _one_unit(part)
        if part:
            out[name] = _indicator(name, part, view, "channels" if len(part) > 1 else "channel")
            spans = {i.span for i in part}
            _lost(name, out, [i for i in own if i.channel == channel and i.span not in spans], view, "part")
    return out


def _total(items: Sequence[Item], totals: Sequence[Item], own: list[Item], carried: list[Item]) -> Item | None:
    """A total that its channels add up to; else the first that says so firmly, and is no less than a channel."""
    if len(carried) > 1:
        bare = [i for i in items if not i.own_channel and not i.total]
        for one in (*totals[:_MOST_TOTALS], *bare[:_MOST_TOTALS]):
            # numbers of a channel of their own are among those of any channel
            if _summing(own, one.value) or (len(own) < len(carried) and _summing(carried, one.value)):
                return one
    most = max([i.value for i in own], default=0)
    whole = [i for i in totals if i.value >= most or (sign("says_it_is_all").search(i.clause.text) and not i.documents)]
    return next((i for i in whole if i.firm), whole[0] if whole else None)


def _one_unit(part: list[Item]) -> list[Item]:
    """Of a website's numbers those in one unit.

    Without a total nothing checks the sum: documents (件) published beside messages (条) are another count of the same site.
    """
    unit = next((i.unit for i in part if i.unit and sign("messages").fullmatch(i.unit)), part[0].unit)
    return [i for i in part if i.unit == unit or None in (i.unit, unit)]


def _lost(name: str, out: dict[str, Indicator], losers: Sequence[Item], view: View, why: str) -> None:
    """Note the numbers that lost against the indicator's, each as a value of its own."""
    rule = "stated" if name == "proactive_total" else "channel"
    value = out[name].value
    candidates.add(out[name], [(_indicator(name, [i], view, rule), why) for i in losers if i.value != value])


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
        if total is None and len(kinds) > 1:  # 网站公开规章2件, 动态310条。微信发布80条: the kinds of one channel and the other channels
            listed = sorted({i.span: i for i in (*listed, *kinds)}.values(), key=lambda i: i.span)
        first = max(listed, first, key=len)
    return first


def _with_unnamed(items: Sequence[Item], total: Item) -> list[Item]:
    """A list of channels that adds up to the total only with members that name no known channel: those are other channels."""
    behind = [i for i in items if i is not total and i.span[0] > total.span[0] and not (i.channel and not i.own_channel)]
    part = _summing(behind, total.value)
    if not part or not part[0].own_channel or sum(i.own_channel for i in part) * 2 < len(part):
        return []
    return [i if i.channel else replace(i, channel="O") for i in part]


def _is_list(items: list[Item]) -> bool:
    """Whether the items stand one channel a block, as in a list of channels."""
    channels = {(i.clause.block, i.channel) for i in items}
    blocks = {block for block, _ in channels}
    return len(channels) == len(blocks) > 1


def _summing(items: list[Item], total: int | float) -> list[Item]:
    """The neighbouring items that add up to ``total``, the longest such part; empty where none does."""
    for start in range(len(items) - 1):  # one alone is no sum
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
