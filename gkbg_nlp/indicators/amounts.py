"""Requests, fees, reviews and litigations: the number that a clause states, or the 0 that it implies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Indicator
from gkbg_nlp.taxonomy.indicators import IndicatorRule, load_indicators

AMOUNTS = ("requests_received", "fees_charged_yuan", "reviews", "litigations")
_BARE_DENIAL = re.compile(
    r"^(本|我|该)?.{0,10}(无|没有|未发生|暂无|未有|零|〇|0|免费|免收)(此类|此项|相关|上述|这类|该类|该项|有关|类似|任何|这方面|以上|发生|具体|收到|出现|产生|涉及)?(的)?(一起|一件|申请|情况|情形|事项|案件|现象|事件|问题|收费)?(项目)?$"
)
_TOTAL = re.compile(r"合计|总计|共|全年|总数|年度|年内|本年")
_PART = re.compile(r"其中(?!.{0,4}新)")
_JOINT = re.compile(
    "复议(、|和|及|与|或)?(提起)?(行政)?诉讼[^\ue000-\uf8ff\\d]*$|诉讼(、|和|及|与|或)?(申请)?(行政)?复议[^\ue000-\uf8ff\\d]*$"
)
_ONLY_NUMBER = re.compile("[^\ue000-\uefff]{0,4}[\ue000-\uefff][^\ue000-\uefff]{0,2}")
_TAIL_DENIAL = re.compile(
    r"^.{0,14}(遇到|出现|发生|收到|产生|有过|存在|为零|为〇|没有|无)[过的]?.{0,6}$|(不存在|没有|无|未).{0,24}(案件|情况|事项|情形|现象)$"
)
_TOPIC_ONLY = re.compile(
    r"^(也|亦|更|或者?|和|及|以及|、)?(没有|未|无)?(因此|由此)?(提起|申请|发生|被提起)?(行政)?(复议|诉讼|申诉|应诉|减免)"
)
_OWN_MONEY = re.compile(r"支出|经费|预算|投入|开支|花销|制作|购置|印制|拨款|行政事业性|年均|决算|奖|罚|补贴|资金|救助")
_EXCLUDED = {
    "requests_received": re.compile(
        r"复议|诉讼|建议|提案|投诉|举报|咨询|来信|来电|来访|接待|热线|同意公开|予以公开|不予|部分公开|答复期限|减免|收费|费用"
    ),
    "fees_charged_yuan": re.compile(r"上一年项目|收费项目|收费标准|收费目录|行政事业性收费|收费许可"),
    "reviews": re.compile(r"复议机关$|作为复议机关|本机关(收到|受理|审理)的?行政复议|代理"),
    "litigations": re.compile(r"代理|执行案件"),
}


@dataclass(slots=True)
class Reading:
    """One candidate: value, view span, the clause's rank (0 is best) and the rule."""

    value: int | float
    span: tuple[int, int]
    rank: int
    rule: str
    approx: bool = False


def read_amounts(clauses: Sequence[Clause], view: View, tabled: dict[str, Indicator]) -> dict[str, Indicator]:
    """The four amounts as far as prose states them; of ``tabled`` (what the tables say) the official case numbers win."""
    rules = load_indicators().rules
    out = {}
    for name in AMOUNTS:
        readings = _readings(rules[name], clauses)
        if readings and name not in tabled:
            best = min(readings, key=lambda r: (r.rank, r.span[0]))
            span = view.source_start(best.span[0]), view.source_end(best.span[1])
            out[name] = Indicator(best.value, rules[name].unit, [span], f"indicators.{name}.{best.rule}")
            if best.approx:
                out[name].approx = True
    return out


def _readings(rule: IndicatorRule, clauses: Sequence[Clause]) -> list[Reading]:
    words = load_indicators().words
    found: list[Reading] = []
    home = rule.sections[0]
    denied_sentence = -1
    for i, clause in enumerate(clauses):
        if clause.section not in rule.sections or clause.role == "heading" or clause.role == "table":
            continue
        text = clause.text
        topic = rule.zero is not None and rule.zero.search(text) is not None
        before = clauses[i - 1] if i and clauses[i - 1].block == clause.block else None
        if not topic and clause.section != home and not (before and rule.zero and rule.zero.search(before.text)):
            continue  # away from its own chapter only what names the subject, or stands right behind it, can state it
        place = rule.sections.index(clause.section) * 10
        old = words["cumulative"].search(text) or (clause.section != home and words["comparison"].search(text))
        if not old and (reading := _positive(rule, clause, place) or _continued(rule, clause, before, clauses, i, place)):
            found.append(reading)
            continue
        denied = clause.denies or (rule.id == "fees_charged_yuan" and words["denial_fees"].search(text) is not None)
        same = clause.sentence == denied_sentence
        if denied and not topic and before and before.sentence == clause.sentence and _TAIL_DENIAL.search(text):
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
        if denied or (same and _TOPIC_ONLY.search(text)):
            denied_sentence = clause.sentence
            if topic and _denies_topic(rule, text, words, denied):
                found.append(Reading(0, clause.span(0, len(text)), place + 4, "denied"))
            elif clause.section == home and rule.home_zero and _BARE_DENIAL.search(text) and len(text) <= 22:
                found.append(Reading(0, clause.span(0, len(text)), place + 5, "bare_denial"))
    return found


def _continued(rule: IndicatorRule, clause: Clause, before: Clause | None, clauses: Sequence[Clause], i: int, place: int) -> Reading | None:
    """A number whose subject stands in the clause before (申请复议, 1起) or in the block's head (行政复议。因答复引起2件)."""
    if rule.zero is None or rule.id in ("fees_charged_yuan", "requests_received") or before is None:
        return None
    head = next(c for c in clauses[max(0, i - 60) : i + 1] if c.block == clause.block)
    behind_head = before is head and len(head.text) <= 12 and rule.zero.search(head.text)
    if re.search("复议|诉讼|维持|撤销|纠正|驳回", clause.text):
        return None
    alone = before.sentence == clause.sentence and _ONLY_NUMBER.fullmatch(clause.text) and rule.zero.search(before.text)
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
        if re.search(r"复议|诉讼|收费|费用|减免|收取", text) and not re.search(
            r"(收到|受理|接到|有|无|发生).{0,16}申请(公开)?(?!人|.{0,6}(收费|收取|费用))(?!.{0,3}(行政)?(复议|诉讼))|依申请公开(情况|事项)?[和、及与]",
            text,
        ):
            return False
        return (
            re.search(r"申请人(?!.{0,16}申请)|申请(行政)?(复议|诉讼)", text) is None
            or re.search(r"公开申请|申请公开|依申请", text) is not None
        )
    if rule.id == "fees_charged_yuan":
        return re.search(r"收费(标准|项目)", text) is None
    return True


def _positive(rule: IndicatorRule, clause: Clause, place: int) -> Reading | None:
    patterns = [*rule.positive]
    if clause.section == rule.sections[0]:
        patterns += rule.home
    excluded = _EXCLUDED.get(rule.id)
    for order, pattern in enumerate(patterns):
        for match in pattern.finditer(clause.text):
            if excluded and excluded.search(clause.text[max(0, match.start() - 12) : match.end()]):
                continue
            before_number = clause.text[: match.start("n")]
            if load_indicators().words["comparison"].search(before_number) or _PART.search(before_number):
                continue
            if rule.id in ("reviews", "litigations") and _JOINT.search(before_number) and not re.search("各|均|分别|都", before_number):
                continue  # 行政复议、行政诉讼案件共5件: how many of each, the text does not say
            if rule.id == "fees_charged_yuan" and re.search("减免.{0,8}$", before_number):
                continue
            entity = clause.entity(match.start("n"))
            if rule.id == "fees_charged_yuan" and _OWN_MONEY.search(clause.text):
                continue
            if entity is not None and (not isinstance(entity.value, (int, float)) or not _fits(rule, entity.unit)):
                continue
            if entity is None and not _bare_number(rule, clause.text, match):
                continue
            value = entity.value if entity is not None else _plain(match["n"])
            if not isinstance(value, (int, float)):
                continue
            rank = place + min(order, 3) - 2 * (_TOTAL.search(clause.text) is not None)
            return Reading(
                value,
                clause.span(match.start("n"), match.end("n")),
                rank,
                f"stated.{order + 1}",
                entity is not None and entity.approx is True,
            )
    return None


def _fits(rule: IndicatorRule, unit: str | None) -> bool:
    """Requests and cases are counted in 件 and its like, never in 人 of the staff or 个 of some other noun."""
    if rule.id == "fees_charged_yuan":
        return True
    return unit is not None and re.search(r"件|宗|起|条|份|例|人次|次|笔|桩", unit) is not None


def _bare_number(rule: IndicatorRule, text: str, match: re.Match[str]) -> bool:
    """A number without unit counts where nothing follows it but the clause's end or a bracket."""
    return rule.id != "fees_charged_yuan" and match.start("n") > 1 and re.match(r"$|[)(、:]|\)", text[match.end("n") :]) is not None


def _plain(number: str) -> int | float:
    value = float(number)
    return int(value) if value.is_integer() else value
