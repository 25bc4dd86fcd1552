"""What one clause says of an amount: the number that it states, or the 0 that it implies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from gkbg_nlp.indicators.amount_clauses import Amount, Prose
from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.indicators.item_numbers import NUMBER
from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.taxonomy.indicators import ANY_NUMBER, load_indicators
from gkbg_nlp.taxonomy.precompiled import compiled

_MOST_PARTS = 12  # clauses that a sum is taken over
_PART = 4  # behind the whole, which the chapter's own wordings rank up to 3
_NEAR = 24  # characters of a clause in which a number goes on with the clause before
_YEAR = compiled(r"(19|20)\d\d")  # a bare number like it is a year: 第三届(2015)评估
_MARK, _NUMBER = compiled(f"[{ANY_NUMBER}]"), compiled(rf"[{ANY_NUMBER}\d]")
_MONEY = compiled("[\uf000-\uf8ff]")
_ENDS = compiled(r"$|[)(、:]")  # what may follow a number without unit


@dataclass(slots=True)
class Reading:
    """One candidate: value, view span, the clause's rank (0 is best) and the rule."""

    value: int | float
    span: tuple[int, int]
    rank: int
    rule: str
    approx: bool = False


def readings(amount: Amount, prose: Prose) -> list[Reading]:
    """What the clauses say of the amount, in their order."""
    rule, clauses = amount.rule, prose.clauses
    requests = rule.id == "requests_received"
    number, part, adds = _NUMBER.search, sign("part").search, sign("sum").search
    found: list[Reading] = []
    denied_sentence = parted = -1  # parted: the sentence that has come to the parts of its number (其中, 教育类申请1例)
    for i, named in prose.of(amount):
        clause = clauses[i]
        text, sentence = clause.text, clause.sentence
        if requests and "依申请公开" in text and _by_attribute(clauses, i):
            continue
        of_part = requests and part(text) is not None
        if of_part:
            parted = sentence
        counted = number(text) is not None
        if counted:
            place = rule.sections.index(clause.section or "") * 10
            if requests and adds(text) and (whole := _sum_of_parts(clauses, i, place)):
                found.append(whole)
                continue
            reading = _stated(amount, clause, named, place) or _continued(amount, prose, i, place)
            if reading is not None and not _of_another_time(clause, amount.home):
                reading.rank += _PART * (parted == sentence and not of_part)
                found.append(reading)
                continue
        denied = _denied(amount, clause, counted)
        if denied or (sentence == denied_sentence and sign("topic_only").search(text)):
            denied_sentence = sentence
            if zero := _zero(amount, prose, i, named, denied):
                found.append(zero)
    return found


def _of_another_time(clause: Clause, home: str) -> bool:
    """Whether the clause speaks of all years together or, away from the amount's own chapter, compares two of them."""
    words, text = load_indicators().words, clause.text
    return words["cumulative"].search(text) is not None or (clause.section != home and words["comparison"].search(text) is not None)


# -- zeros --


def _denied(amount: Amount, clause: Clause, counted: bool) -> bool:
    """Whether the clause says that something did not happen, in words or by a count of nothing."""
    words, text = load_indicators().words, clause.text
    # without a count of nothing the clause reads as it stands, and most clauses hold no word of a denial
    if words["denial"].search(text) or (counted and 0 in [e.value for e in clause.entities]):
        if clause.denies:
            return True
    return amount.rule.id == "fees_charged_yuan" and words["denial_fees"].search(text) is not None


def _zero(amount: Amount, prose: Prose, index: int, named: bool, denied: bool) -> Reading | None:
    """The 0 of a denial whose subject the clause names, or the clause beside it, or the chapter."""
    rule, clause = amount.rule, prose.clauses[index]
    text = clause.text
    if (named or (denied and _named_beside(amount, prose, index))) and _denies_subject(rule.id, text):
        rank, why = 4, "denied"
    elif len(text) <= 22 and clause.section == amount.home and rule.home_zero and sign("bare_denial").search(text):
        rank, why = 5, "bare_denial"
    else:
        return None
    return Reading(0, clause.span(0, len(text)), rule.sections.index(clause.section or "") * 10 + rank, why)


def _named_beside(amount: Amount, prose: Prose, index: int) -> bool:
    """Whether the clause before or behind in the sentence names the subject of a denial.

    因信息公开引起的行政复议、行政诉讼, 全年都未出现; 全年没有发生, 行政复议案件.
    """
    clauses, names = prose.clauses, amount.subject.search
    clause, before = clauses[index], prose.before(index)
    if before is not None and before.sentence == clause.sentence and names(before.text) and sign("tail_denial").search(clause.text):
        if not load_indicators().words["denial"].search(before.text):
            return True
    if index + 1 == len(clauses) or not clause.text.endswith(("发生", "收到", "产生")):
        return False
    behind = clauses[index + 1]
    return behind.sentence == clause.sentence and names(behind.text) is not None


def _denies_subject(name: str, text: str) -> bool:
    """Whether the denial is of this indicator's subject and not of another that the clause names besides."""
    if name == "requests_received":
        if sign("other_of_request").search(text) and not sign("own_of_request").search(text):
            return False
        return sign("applicant_only").search(text) is None or sign("request_named").search(text) is not None
    if name == "fees_charged_yuan":
        return sign("fee_rule").search(text) is None
    return sign("own_costs").search(text) is None and sign("outcome_denied").search(text) is None


# -- numbers --


def _by_attribute(clauses: Sequence[Clause], i: int) -> bool:
    """Whether the clause counts documents by their attribute, between those to be disclosed and those not to be."""
    near = [c.text for c in clauses[max(0, i - 1) : i + 2] if c.sentence == clauses[i].sentence]
    return sign("by_attribute").search(",".join(near)) is not None


def _sum_of_parts(clauses: Sequence[Clause], i: int, place: int) -> Reading | None:
    """The number of clause ``i``, which speaks of a sum, where it is the sum of those before it in the sentence (网上30件, 快递5件, 合计35件)."""
    clause = clauses[i]
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


def _continued(amount: Amount, prose: Prose, index: int, place: int) -> Reading | None:
    """A number whose subject stands in the clause before (申请复议, 1起) or in the block's head (行政复议。因答复引起2件)."""
    if amount.rule.id in ("fees_charged_yuan", "requests_received"):
        return None
    clause, before = prose.clauses[index], prose.before(index)
    if before is None or not amount.subject.search(before.text):
        return None
    behind_head = len(before.text) <= 12 and prose.before(index - 1) is None
    if not behind_head and not (before.sentence == clause.sentence and sign("only_number").fullmatch(clause.text)):
        return None
    if sign("continued_not").search(clause.text):
        return None
    for match in _MARK.finditer(clause.text, 0, _NEAR):
        entity = clause.entity(match.start())
        if entity is not None and entity.label == "COUNT" and isinstance(entity.value, (int, float)) and _is_case(entity.unit):
            return Reading(entity.value, clause.span(*match.span()), place + 3, "continued", entity.approx is True)
    return None


def _stated(amount: Amount, clause: Clause, named: bool, place: int) -> Reading | None:
    """The first number of the clause that one of the patterns states."""
    rule, text = amount.rule, clause.text
    if amount.of_money and _MONEY.search(text) is None:
        return None
    for order, pattern in amount.patterns[clause.section == amount.home, named]:
        for match in pattern.finditer(text):
            at = match.start("n")
            if amount.refused.search(text[max(0, match.start() - 12) : match.end()]) or _is_refused(rule.id, text, at):
                continue
            if (number := _number(amount, clause, match, order)) is None:
                continue
            rank = place + min(order, 3) - 2 * (sign("year_total").search(text) is not None)
            return Reading(number[0], clause.span(at, match.end("n")), rank, f"stated.{rule.ids[order]}", number[1])
    return None


def _is_refused(name: str, text: str, at: int) -> bool:
    """Whether the words before the number at ``at`` say that it is not the amount: a comparison, a part, of two subjects together."""
    before = text[:at]
    if load_indicators().words["comparison"].search(before) or sign("part").search(before):
        return True
    if name == "fees_charged_yuan":
        return sign("waived").search(before) is not None or sign("own_money").search(text) is not None
    # 行政复议、行政诉讼案件共5件: how many of each, the text does not say
    return name != "requests_received" and sign("joint_cases").search(before) is not None and not sign("each").search(before)


def _number(amount: Amount, clause: Clause, match: re.Match[str], order: int) -> tuple[int | float, bool] | None:
    """The value of a pattern's number and whether it is approximate; None where it counts something else."""
    rule, at = amount.rule, match.start("n")
    fees, requests = rule.id == "fees_charged_yuan", rule.id == "requests_received"
    entity = clause.entity(at)
    if entity is None:
        return None if fees or not _is_bare(clause.text, match) else (_plain(match["n"]), False)
    if not isinstance(entity.value, (int, float)):
        return None
    by_item = requests and entity.unit == "项" and sign("request_items").search(clause.text[:at])
    if not (by_item or fees or _is_case(entity.unit)):
        return None
    if order >= len(rule.positive) and entity.unit == "人次":
        return None  # people who came to a window: requests only where the clause names the request
    return entity.value, entity.approx is True


@lru_cache(maxsize=256)  # units are few
def _is_case(unit: str | None) -> bool:
    """Requests and cases are counted in 件 and its like, never in 人 of the staff or 个 of some other noun."""
    return unit is not None and sign("case_units").search(unit) is not None


def _is_bare(text: str, match: re.Match[str]) -> bool:
    """A number without unit counts where nothing follows it but the clause's end or a bracket."""
    return match.start("n") > 1 and _YEAR.fullmatch(match["n"]) is None and _ENDS.match(text, match.end("n")) is not None


def _plain(number: str) -> int | float:
    value = float(number)
    return int(value) if value.is_integer() else value
