"""Items disclosed proactively: the year's total, those on websites, those on other channels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Entity, Indicator
from gkbg_nlp.taxonomy.indicators import load_indicators

_UNITS = re.compile(r"条|件|篇|份|则|项|个|余|次$|幅|块")
_NUMBER = re.compile("[\ue000-\uefff]|(?<![\\d.第])\\d+(?![\\d.]|年|月|日|号|时|%|-|\\.)")
_INFORMATION = re.compile(r"信息|公开|发布|公布|条|文件|推送")
_NOT_ITEMS = re.compile(r"访问|浏览|阅读|点击|粉丝|关注|转发|栏目|查阅|接待|申请|咨询|投诉|培训|会议|乡镇|村|单位|网站\d*个|工作人员|名|赠阅|印刷|发放|种$|解读|回应|短信.{0,4}万|改版|子栏")


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


def read_proactive(clauses: Sequence[Clause], view: View) -> dict[str, Indicator]:
    """The three indicators as far as prose states them."""
    for sections in (("proactive",), ("overview",), ("organization", "interpretation", "key_areas", "preamble", "requests")):
        items = _items([c for c in clauses if c.section in sections and c.role != "heading" and c.role != "table"], sections[0] == "proactive")
        if items and (out := _choose(items, view)):
            return out
    return {}


def _items(clauses: Sequence[Clause], home: bool) -> list[Item]:
    words = load_indicators().words
    items: list[Item] = []
    channel, sentence, block, broken, listing = "", -1, -1, False, ""
    for clause in clauses:
        if clause.sentence != sentence:
            channel, broken = "", False
        if clause.block != block:
            listing = _list_head(clause.text, words)
        sentence, block = clause.sentence, clause.block
        for left, right, number in _spans(clause):
            text = clause.text[left:right]
            value, approx = _value(clause, number)
            said = _channel(text, words) or (listing if left == 0 else "")
            if value is None or words["cumulative"].search(text) or _NOT_ITEMS.search(text):
                channel = said or channel
                continue
            if words["comparison"].search(text[: number[0] - left]) or re.search(r"比|较", text[: number[0] - left]):
                continue
            if words["breakdown"].search(clause.text[max(0, left - 1) : number[0]]) and not said:
                broken = True
            if said:
                broken = False
            total = bool(words["total"].search(text)) and bool(_INFORMATION.search(text)) and not said
            used = said or ("" if broken or total else channel)
            items.append(Item(value, clause.span(*number), used, clause, total, bool(said), approx))
            if words["breakdown"].search(clause.text[number[1] : number[1] + 6] + ",") or re.match(r"(里|当中|中|内|按|分)", clause.text[number[1] :]):
                items.pop()
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
    hits = [(m.start(), m.end()) for m in _NUMBER.finditer(text)]
    out = []
    left = 0
    for k, hit in enumerate(hits):
        right = len(text) if k + 1 == len(hits) else hit[1]
        # 其余221条通过公示墙公开: the words behind belong to it up to the next mark
        out.append((left, right, hit))
        left = hit[1]
    return out


def _value(clause: Clause, number: tuple[int, int]) -> tuple[int | float | None, bool]:
    entity: Entity | None = clause.entity(number[0])
    if entity is None:
        written = clause.text[number[0] : number[1]]
        behind = clause.text[number[1] : number[1] + 1]
        return (int(written), False) if written.isdigit() and behind in ("", "。", "(", ")", "、", ":", "余") else (None, False)
    if entity.label != "COUNT" or not isinstance(entity.value, (int, float)) or not entity.unit or not _UNITS.search(entity.unit):
        return None, False
    return entity.value, entity.approx is True


def _channel(text: str, words: dict[str, re.Pattern[str]]) -> str:
    web, other = words["website"].search(text), words["other"].search(text)
    if web and other:  # a mixed list counts as other channels; 网站以外, 除网站外 is no website
        return "O"
    return "O" if other else "W" if web else ""


def _choose(items: Sequence[Item], view: View) -> dict[str, Indicator]:
    totals = [i for i in items if i.total]
    strong = [i for i in totals if re.search(r"共|合计|总|累计|全年|数量", i.clause.text)]
    total = (strong or totals or [None])[0]  # type: ignore[list-item]
    own = [i for i in items if i.own_channel and i is not total]
    carried = [i for i in items if i.channel and i is not total]
    group = _group(own, carried, total)
    out: dict[str, Indicator] = {}
    if total is not None:
        out["proactive_total"] = _indicator("proactive_total", [total], view, "stated")
    for name, channel in (("proactive_website", "W"), ("proactive_other_channels", "O")):
        part = [i for i in group if i.channel == channel]
        if part:
            out[name] = _indicator(name, part, view, "channels" if len(part) > 1 else "channel")
    return out


def _group(own: list[Item], carried: list[Item], total: Item | None) -> list[Item]:
    """The items that together are the list of channels: one that adds up to the total, else the first that stands together."""
    for items in (own, carried):
        if total is not None:
            for part in (*_runs(items), items):
                if part and sum(i.value for i in part) == total.value:
                    return part
    runs = _runs(own)
    first = runs[0] if runs else []
    if total is None and first:
        with_kinds = [i for i in carried if i.clause.sentence == first[0].clause.sentence]
        return with_kinds or first
    if first and total is not None and sum(i.value for i in first) > total.value:
        return [i for i in first if i.value <= total.value][:2]
    return first


def _runs(items: list[Item]) -> list[list[Item]]:
    """Items of neighbouring blocks and sentences, the longer runs of a list first."""
    by_block: dict[int, list[Item]] = {}
    for i in items:
        by_block.setdefault(i.clause.block, []).append(i)
    blocks = sorted(by_block)
    runs: list[list[Item]] = []
    lists: list[list[Item]] = []
    for b in blocks:
        sentences: dict[int, list[Item]] = {}
        for i in by_block[b]:
            sentences.setdefault(i.clause.sentence, []).append(i)
        runs += sentences.values()
        if lists and b - lists[-1][-1].clause.block == 1:
            lists[-1] += by_block[b]
        else:
            lists.append(list(by_block[b]))
    return [r for r in (*lists, *(by_block[b] for b in blocks), *runs)] if len(blocks) > 1 else [*runs, *(by_block[b] for b in blocks)]


def _indicator(name: str, items: Sequence[Item], view: View, rule: str) -> Indicator:
    value = sum(i.value for i in items)
    spans = [(view.source_start(i.span[0]), view.source_end(i.span[1])) for i in items]
    indicator = Indicator(value, load_indicators().rules[name].unit, spans, f"indicators.{name}.{rule}")
    if any(i.approx for i in items):
        indicator.approx = True
    return indicator
