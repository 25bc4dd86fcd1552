"""What one clause says of an amount: the number that it states, or the 0 that it implies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gkbg_nlp.indicators.amount_clauses import ALL_YEARS, COMPARED, DENIAL, DENIAL_FEES, DENIAL_GOES_ON, PART, SUM, Amount, Prose
from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.indicators.proactive_items import NUMBER
from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.taxonomy.indicators import ANY_NUMBER, load_indicators

_MOST_PARTS = 12  # clauses that a sum is taken over
_PART = 4  # behind the whole, which the chapter's own wordings rank up to 3
_NEAR = 24  # characters of a clause in which a number goes on with the clause before
_YEAR = re.compile(r"(19|20)\d\d")  # a bare number like it is a year: 第三届(2015)评估
_MONEY = re.compile("[\uf000-\uf8ff]")
_MARK = re.compile(f"[{ANY_NUMBER}]")
_ENDS = re.compile(r"$|[)(、:]")  # what may follow a number without unit


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
    rule = amount.rule
    clauses, masks = prose.clauses, prose.masks
    requests, home = rule.id == "requests_received", rule.sections[0]
    found: list[Reading] = []
    denied_sentence = parted = -1  # parted: the sentence that has come to the parts of its number (其中, 教育类申请1例)
    for i, named, counted in prose.of(amount):
        clause, mask = clauses[i], masks[i]
        if requests and _by_attribute(clauses, i):
            continue
        part = mask & PART != 0 and sign("part").search(clause.text) is not None
        if requests and part:
            parted = clause.sentence
        if counted:
            place = rule.sections.index(clause.section or "") * 10
            if requests and mask & SUM and (whole := _sum_of_parts(clauses, i, place)):
                found.append(whole)
                continue
            reading = _stated(amount, clause, mask, place) or _continued(amount, prose, i, place)
            if reading is not None and not _of_another_time(clause, mask, home):
                reading.rank += _PART * (parted == clause.sentence and not part)
                found.append(reading)
                continue
        denied = _denied(amount, clause, mask, counted)
        if denied or (clause.sentence == denied_sentence and mask & DENIAL_GOES_ON and sign("topic_only").search(clause.text)):
            denied_sentence = clause.sentence
            if zero := _zero(amount, prose, i, named, denied):
                found.append(zero)
    return found


def _of_another_time(clause: Clause, mask: int, home: str) -> bool:
    """Whether the clause speaks of all years together or, away from the amount's own chapter, compares two of them."""
    words = load_indicators().words
    if mask & ALL_YEARS and words["cumulative"].search(clause.text):
        return True
    return mask & COMPARED != 0 and clause.section != home and words["comparison"].search(clause.text) is not None


# -- zeros --


def _denied(amount: Amount, clause: Clause, mask: int, counted: bool) -> bool:
    """Whether the clause says that something did not happen, in words or by a count of nothing."""
    if mask & DENIAL or (counted and 0 in [e.value for e in clause.entities]):
        if clause.denies:
            return True
    if amount.rule.id != "fees_charged_yuan" or not mask & DENIAL_FEES:
        return False
    return load_indicators().words["denial_fees"].search(clause.text) is not None


def _zero(amount: Amount, prose: Prose, index: int, named: bool, denied: bool) -> Reading | None:
    """The 0 of a denial whose subject the clause names, or the clause beside it, or the chapter."""
    rule, clause = amount.rule, prose.clauses[index]
    text = clause.text
    place = rule.sections.index(clause.section or "") * 10
    if named or (denied and _named_beside(amount, prose, index)):
        if _denies_subject(rule.id, text):
            return Reading(0, clause.span(0, len(text)), place + 4, "denied")
    if len(text) <= 22 and clause.section == rule.sections[0] and rule.home_zero and sign("bare_denial").search(text):
        return Reading(0, clause.span(0, len(text)), place + 5, "bare_denial")
    return None


def _named_beside(amount: Amount, prose: Prose, index: int) -> bool:
    """Whether the clause before or behind in the sentence names the subject of a denial.

    因信息公开引起的行政复议、行政诉讼, 全年都未出现; 全年没有发生, 行政复议案件.
    """
    clauses = prose.clauses
    clause, before, behind = clauses[index], prose.before(index), index + 1
    if before >= 0 and clauses[before].sentence == clause.sentence and sign("tail_denial").search(clause.text):
        if prose.names(amount, before) and not load_indicators().words["denial"].search(clauses[before].text):
            return True
    ends = behind < len(clauses) and clauses[behind].sentence == clause.sentence and clause.text.endswith(("发生", "收到", "产生"))
    return ends and prose.names(amount, behind)


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
    if "依申请公开" not in clauses[i].text:
        return False
    near = [c.text for c in clauses[max(0, i - 1) : i + 2] if c.sentence == clauses[i].sentence]
    return sign("by_attribute").search(",".join(near)) is not None


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


def _continued(amount: Amount, prose: Prose, index: int, place: int) -> Reading | None:
    """A number whose subject stands in the clause before (申请复议, 1起) or in the block's head (行政复议。因答复引起2件)."""
    clauses, before = prose.clauses, prose.before(index)
    if amount.rule.id in ("fees_charged_yuan", "requests_received") or before < 0 or not prose.names(amount, before):
        return None
    clause, subject = clauses[index], clauses[before]
    behind_head = len(subject.text) <= 12 and prose.before(before) < 0
    if not behind_head and not (subject.sentence == clause.sentence and sign("only_number").fullmatch(clause.text)):
        return None
    if sign("continued_not").search(clause.text):
        return None
    for match in _MARK.finditer(clause.text, 0, _NEAR):
        entity = clause.entity(match.start())
        if entity is not None and entity.label == "COUNT" and isinstance(entity.value, (int, float)) and _is_case(entity.unit):
            return Reading(entity.value, clause.span(*match.span()), place + 3, "continued", entity.approx is True)
    return None


def _stated(amount: Amount, clause: Clause, mask: int, place: int) -> Reading | None:
    """The first number of the clause that one of the patterns states."""
    rule, text = amount.rule, clause.text
    if amount.of_money and _MONEY.search(text) is None:
        return None
    for bit, order, pattern in amount.at_home if clause.section == rule.sections[0] else amount.everywhere:
        if bit and not mask & bit:
            continue
        for match in pattern.finditer(text):
            at = match.start("n")
            if mask & amount.refused_bit and amount.refused.search(text[max(0, match.start() - 12) : match.end()]):
                continue
            if _is_refused(rule.id, text, at, mask):
                continue
            if (number := _number(amount, clause, match, order)) is None:
                continue
            rank = place + min(order, 3) - 2 * (sign("year_total").search(text) is not None)
            return Reading(number[0], clause.span(at, match.end("n")), rank, f"stated.{rule.ids[order]}", number[1])
    return None


def _is_refused(name: str, text: str, at: int, mask: int) -> bool:
    """Whether the words before the number at ``at`` say that it is not the amount: a comparison, a part, of two subjects together."""
    before = text[:at]
    if mask & COMPARED and load_indicators().words["comparison"].search(before):
        return True
    if mask & PART and sign("part").search(before):
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


def _is_case(unit: str | None) -> bool:
    """Requests and cases are counted in 件 and its like, never in 人 of the staff or 个 of some other noun."""
    return unit is not None and sign("case_units").search(unit) is not None


def _is_bare(text: str, match: re.Match[str]) -> bool:
    """A number without unit counts where nothing follows it but the clause's end or a bracket."""
    return match.start("n") > 1 and _YEAR.fullmatch(match["n"]) is None and _ENDS.match(text, match.end("n")) is not None


def _plain(number: str) -> int | float:
    value = float(number)
    return int(value) if value.is_integer() else value
