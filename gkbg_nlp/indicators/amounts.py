"""Requests, fees, reviews and litigations: the number that a clause states, or the 0 that it implies."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gkbg_nlp.indicators import candidates
from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.indicators.periods import Period, of_another_time
from gkbg_nlp.indicators.proactive_items import NUMBER
from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Indicator
from gkbg_nlp.taxonomy.indicators import IndicatorRule, load_indicators

AMOUNTS = ("requests_received", "fees_charged_yuan", "reviews", "litigations")
_MOST_PARTS = 12  # clauses that a sum is taken over
_ELSEWHEN = 1000  # behind every rank of its own
_PART = 4  # behind the whole, which the chapter's own wordings rank up to 3
_YEAR = re.compile(r"(19|20)\d\d")  # a bare number like it is a year: 第三届(2015)评估
_NOT = {name: sign(f"not.{name}") for name in AMOUNTS}


@dataclass(slots=True)
class Reading:
    """One candidate: value, view span, the clause's rank (0 is best) and the rule."""

    value: int | float
    span: tuple[int, int]
    rank: int
    rule: str
    approx: bool = False


def read_amounts(
    clauses: Sequence[Clause], view: View, tabled: dict[str, Indicator], periods: Mapping[int, Period]
) -> dict[str, Indicator]:
    """The four amounts as far as prose states them; of ``tabled`` (what the tables say) the official case numbers win.

    Of several numbers one of another of the ``periods`` than the report's year comes last.
    """
    rules = load_indicators().rules
    out = {}
    for name in AMOUNTS:
        readings = [r for r in _readings(rules[name], clauses) if periods.get(r.span[0]) != "later"]
        late = of_another_time((r.span[0] for r in readings), periods)
        for reading in readings:
            reading.rank += _ELSEWHEN * (reading.span[0] in late)
        readings.sort(key=lambda r: (r.rank, r.span[0]))
        if not readings:
            continue
        ones = [_indicator(rules[name], reading, view) for reading in readings]
        if name in tabled:
            candidates.add(tabled[name], [(one, "table") for one in ones])
            continue
        candidates.add(ones[0], [(one, _why(readings[0], loser)) for one, loser in zip(ones[1:], readings[1:], strict=True)])
        out[name] = ones[0]
    return out


def _indicator(rule: IndicatorRule, reading: Reading, view: View) -> Indicator:
    span = view.source_start(reading.span[0]), view.source_end(reading.span[1])
    one = Indicator(reading.value, rule.unit, [span], f"indicators.{rule.id}.{reading.rule}")
    if reading.approx:
        one.approx = True
    return one


def _why(winner: Reading, loser: Reading) -> str:
    """The id of the reason why the loser lost."""
    if winner.rank == loser.rank:
        return "first"
    if loser.rank >= _ELSEWHEN > winner.rank:
        return "period"
    if (winner.rank + 2) // 10 < (loser.rank + 2) // 10:  # a chapter is worth ten, words of the whole year two
        return "chapter"
    return "denied" if loser.rule in ("denied", "bare_denial") and winner.rule != loser.rule else "wording"


def _readings(rule: IndicatorRule, clauses: Sequence[Clause]) -> list[Reading]:
    words = load_indicators().words
    found: list[Reading] = []
    home = rule.sections[0]
    denied_sentence = parted = -1  # parted: the sentence that has come to the parts of its number (其中, 教育类申请1例)
    last = (-1, False)  # the last clause that was looked at, and whether it named the subject
    for i, clause in enumerate(clauses):
        if clause.role == "heading" or clause.role == "table" or clause.section not in rule.sections:
            continue
        text = clause.text
        topic = rule.zero is not None and rule.zero.search(text) is not None
        known, named = last
        last = i, topic
        before = clauses[i - 1] if i and clauses[i - 1].block == clause.block else None
        if (
            not topic
            and clause.section != home
            and not (before and rule.zero and (named if known == i - 1 else rule.zero.search(before.text)))
        ):
            continue  # away from its own chapter only what names the subject, or stands right behind it, can state it
        place = rule.sections.index(clause.section) * 10
        if rule.id == "requests_received" and _by_attribute(clauses, i):
            continue
        old = words["cumulative"].search(text) or (clause.section != home and words["comparison"].search(text))
        if rule.id == "requests_received":
            parted = clause.sentence if sign("part").search(text) else parted
            if whole := _sum_of_parts(clauses, i, place):
                found.append(whole)
                continue
        if not old and (reading := _positive(rule, clause, place) or _continued(rule, clause, before, clauses, i, place)):
            reading.rank += _PART * (parted == clause.sentence and sign("part").search(text) is None)
            found.append(reading)
            continue
        denied = clause.denies or (rule.id == "fees_charged_yuan" and words["denial_fees"].search(text) is not None)
        same = clause.sentence == denied_sentence
        if denied and not topic and before and before.sentence == clause.sentence and sign("tail_denial").search(text):
            # 因信息公开引起的行政复议、行政诉讼, 全年都未出现
            topic = rule.zero is not None and rule.zero.search(before.text) is not None and not words["denial"].search(before.text)
        if (
            denied
            and not topic
            and i + 1 < len(clauses)
            and clauses[i + 1].sentence == clause.sentence
            and text.endswith(("发生", "收到", "产生"))
        ):
            topic = rule.zero is not None and rule.zero.search(clauses[i + 1].text) is not None
        if denied or (same and sign("topic_only").search(text)):
            denied_sentence = clause.sentence
            if topic and _denies_topic(rule, text, words, denied):
                found.append(Reading(0, clause.span(0, len(text)), place + 4, "denied"))
            elif clause.section == home and rule.home_zero and sign("bare_denial").search(text) and len(text) <= 22:
                found.append(Reading(0, clause.span(0, len(text)), place + 5, "bare_denial"))
    return found


def _continued(rule: IndicatorRule, clause: Clause, before: Clause | None, clauses: Sequence[Clause], i: int, place: int) -> Reading | None:
    """A number whose subject stands in the clause before (申请复议, 1起) or in the block's head (行政复议。因答复引起2件)."""
    if rule.zero is None or rule.id in ("fees_charged_yuan", "requests_received") or before is None:
        return None
    head = next(c for c in clauses[max(0, i - 60) : i + 1] if c.block == clause.block)
    behind_head = before is head and len(head.text) <= 12 and rule.zero.search(head.text)
    if sign("continued_not").search(clause.text):
        return None
    alone = before.sentence == clause.sentence and sign("only_number").fullmatch(clause.text) and rule.zero.search(before.text)
    if not (behind_head or alone):
        return None
    for k in range(min(len(clause.text), 24)):
        entity = clause.entity(k)
        if entity is not None and entity.label == "COUNT" and isinstance(entity.value, (int, float)) and _fits(rule, entity.unit):
            return Reading(entity.value, clause.span(k, k + 1), place + 3, "continued", entity.approx is True)
    return None


def _denies_topic(rule: IndicatorRule, text: str, words: dict[str, re.Pattern[str]], denied: bool) -> bool:
    """Whether the denial is of this indicator's subject and not of another that the clause names besides."""
    if rule.id == "requests_received":
        if sign("other_of_request").search(text) and not sign("own_of_request").search(text):
            return False
        return sign("applicant_only").search(text) is None or sign("request_named").search(text) is not None
    if rule.id == "fees_charged_yuan":
        return sign("fee_rule").search(text) is None
    return sign("own_costs").search(text) is None and sign("outcome_denied").search(text) is None


def _sum_of_parts(clauses: Sequence[Clause], i: int, place: int) -> Reading | None:
    """The number of clause ``i`` where it says that it is the sum of those before it in the sentence (网上30件, 快递5件, 合计35件)."""
    clause = clauses[i]
    if sign("sum").search(clause.text) is None:
        return None
    listed: list[int | float] = []
    for one in clauses[max(0, i - _MOST_PARTS) : i + 1]:
        if one.sentence != clause.sentence:
            continue
        if sign("sum_of_outcomes").search(one.text):
            return None
        for match in NUMBER.finditer(one.text):
            entity = one.entity(match.start())
            if entity is None or entity.label != "COUNT" or not isinstance(entity.value, (int, float)):
                continue
            if one is clause and len(listed) > 1 and entity.value == sum(listed) and sign("sum_of_parts").search(one.text[: match.start()]):
                return Reading(entity.value, one.span(*match.span()), place - _PART, "stated.sum", entity.approx is True)
            listed.append(entity.value)
    return None


def _by_attribute(clauses: Sequence[Clause], i: int) -> bool:
    """Whether the clause counts documents by their attribute, between those to be disclosed and those not to be."""
    near = [c.text for c in clauses[max(0, i - 1) : i + 2] if c.sentence == clauses[i].sentence]
    return "依申请公开" in clauses[i].text and sign("by_attribute").search(",".join(near)) is not None


def _positive(rule: IndicatorRule, clause: Clause, place: int) -> Reading | None:
    patterns = [*rule.positive]
    if clause.section == rule.sections[0]:
        patterns += rule.home
    excluded = _NOT.get(rule.id)
    for order, pattern in enumerate(patterns):
        for match in pattern.finditer(clause.text):
            if excluded and excluded.search(clause.text[max(0, match.start() - 12) : match.end()]):
                continue
            before_number = clause.text[: match.start("n")]
            if load_indicators().words["comparison"].search(before_number) or sign("part").search(before_number):
                continue
            if (
                rule.id in ("reviews", "litigations")
                and sign("joint_cases").search(before_number)
                and not sign("each").search(before_number)
            ):
                continue  # 行政复议、行政诉讼案件共5件: how many of each, the text does not say
            if rule.id == "fees_charged_yuan" and sign("waived").search(before_number):
                continue
            entity = clause.entity(match.start("n"))
            if rule.id == "fees_charged_yuan" and sign("own_money").search(clause.text):
                continue
            by_item = (
                rule.id == "requests_received"
                and entity is not None
                and entity.unit == "项"
                and sign("request_items").search(before_number)
            )
            if entity is not None and (not isinstance(entity.value, (int, float)) or not (by_item or _fits(rule, entity.unit))):
                continue
            if entity is None and not _bare_number(rule, clause.text, match):
                continue
            if order >= len(rule.positive) and entity is not None and entity.unit == "人次":
                continue  # people who came to a window: requests only where the clause names the request
            value = entity.value if entity is not None else _plain(match["n"])
            if not isinstance(value, (int, float)):
                continue
            rank = place + min(order, 3) - 2 * (sign("year_total").search(clause.text) is not None)
            return Reading(
                value,
                clause.span(match.start("n"), match.end("n")),
                rank,
                f"stated.{rule.ids[order]}",
                entity is not None and entity.approx is True,
            )
    return None


def _fits(rule: IndicatorRule, unit: str | None) -> bool:
    """Requests and cases are counted in 件 and its like, never in 人 of the staff or 个 of some other noun."""
    if rule.id == "fees_charged_yuan":
        return True
    return unit is not None and sign("case_units").search(unit) is not None


def _bare_number(rule: IndicatorRule, text: str, match: re.Match[str]) -> bool:
    """A number without unit counts where nothing follows it but the clause's end or a bracket."""
    if _YEAR.fullmatch(match["n"]):
        return False
    return rule.id != "fees_charged_yuan" and match.start("n") > 1 and re.match(r"$|[)(、:]|\)", text[match.end("n") :]) is not None


def _plain(number: str) -> int | float:
    value = float(number)
    return int(value) if value.is_integer() else value
