"""Rules of the annotation guide on marks: spans, nesting, the form of each label, and what was probably forgotten."""

from __future__ import annotations

import re

from gkbg_nlp.corpus.annotated import BLANK, LABELS, GoldEntity, GoldReport
from gkbg_nlp.corpus.problems import Problems, at_entity, at_offset
from gkbg_nlp.corpus.rules_counts import check_count
from gkbg_nlp.layout.fold import fold

_FORGOTTEN = {
    "EMAIL": re.compile(r"[\w.-]+[@＠][\w-]+(?:[.。][\w-]+)+"),
    "COUNT": re.compile(r"\d+[余多]?(?:条|件|篇|份|人次|场次|期|封|宗|起)"),
    "LAW": re.compile(r"《[^《》]*(?:条例|办法|规定|法|通知|意见|要点)》"),
    "DATE": re.compile(r"\d{4} ?年 ?\d+ ?月 ?\d+ ?日"),
    "POSTCODE": re.compile(r"邮(?:政)?编(?:码)?[:：] ?\d{6}"),
    "PHONE": re.compile(r"(?<![\d-])0\d{2,3}[-—－]\d{7,8}(?!\d)"),
}
_REPEATED = frozenset({"AGENCY", "LAW", "PHONE", "EMAIL"})  # marked once, marked everywhere
_SHAPES = {
    "EMAIL": re.compile(r"[^@]+@[^@]+"),
    "PHONE": re.compile(r"\+?[\d(].*\d"),
    "FAX": re.compile(r"\+?[\d(].*\d"),
    "POSTCODE": re.compile(r"\d{6}"),
    "LAW": re.compile(r"[《〈].+[》〉]"),
    "COUNT": re.compile(r"[\d两兩一二三四五六七八九十百千万亿].*\D"),
    "DATE": re.compile(r".*[\d一二三四五六七八九十].*[日号\d\]]|.*\d[日号\d\]]"),
    "URL": re.compile(r"(?:https?://|www\.)[!-~]+|[\w.-]+\.[a-z]{2,}[!-~]*", re.ASCII | re.IGNORECASE),
    "ADDRESS": re.compile(r"(?!(?:联系|通讯|办公|单位)?地址).{3,}"),
}
_EDGE = re.compile(r"[，。、；：,;:!?]")
_INSIDE = {("AGENCY", "LAW"), ("AGENCY", "ADDRESS"), ("LAW", "LAW")}
_LIKELY_INSIDE = {("COUNT", "LAW"), ("DATE", "LAW"), ("COUNT", "ADDRESS")}  # the guide does not speak of them
_BARE = re.compile(
    r"(?:[局委厅院处镇乡]?(?:机关)?办公室|各?(?:相关|有关|业务)?[科处股]室|党政办(?:公室)?|[局厅院]?党(?:组|总支|支部)|[局厅]?机关(?:党委)?|办事处|综合科|领导小组(?:办公室)?)"
)
_PRONOUN = re.compile(
    r"我[局办委院县市区镇乡厅处所站旗州省街中馆]|本(?:局|办|委|院|机关|单位|部门|级|[县市区镇乡厅处旗州省])|各[县市区镇乡级单部]|该[局办委院]"
)
_NO_AGENCY = re.compile(
    r".*(?:领导小组|学校|中学|小学|幼儿园|大学|医院|卫生院|图书馆|行政服务中心|政务服务中心|日报社?|晚报社?|电视台|广播电台|公司|集团)"
)
_NO_LAW = re.compile(r".*(?:指南|目录|公报|日报|晚报)[》〉]")
_NO_DATE = re.compile(r"\d{2,4}年度?(?:\d{1,2}月份?)?|\d{1,2}月份?|\d{1,2}[·.]\d{1,2}")
_HOTLINE = re.compile(r"12345|12366")


def check_entities(report: GoldReport) -> Problems:
    """Problems of the marks, one report."""
    folded = fold(report.text)
    yield from _spans(report)
    for entity in report.entities:
        text = re.sub(r"\s", "", folded[entity.start : entity.end])
        if text:
            yield from _form(report, entity, text, folded)
    yield from _forgotten(report)


def _spans(report: GoldReport) -> Problems:
    stack: list[GoldEntity] = []
    seen: set[tuple[int, int, str]] = set()
    starts = {block.start: block.end for block in report.blocks}
    inside = sorted(starts)
    at = 0
    for entity in sorted(report.entities, key=lambda e: (e.start, -e.end)):
        if entity.label not in LABELS:
            yield at_entity(report, "error", "label", entity, f"unknown label {entity.label!r}", f"one of {', '.join(sorted(LABELS))}")
        if report.text[entity.start : entity.end] != entity.text or not entity.text.strip(BLANK):
            yield at_entity(report, "error", "slice", entity, f"{entity.text!r} is not what stands at {entity.start}", "mend the span")
        elif entity.text[0] in BLANK or entity.text[-1] in BLANK:
            yield at_entity(report, "error", "slice", entity, f"{entity.text!r} begins or ends with a blank", "leave the blank outside")
        while at + 1 < len(inside) and inside[at + 1] <= entity.start:
            at += 1
        if not inside or entity.start < inside[at] or entity.end > starts[inside[at]]:
            yield at_entity(
                report, "error", "slice", entity, f"{entity.label} {entity.text!r} lies in no one block", "mark it inside one block"
            )
        key = (entity.start, entity.end, entity.label)
        if key in seen:
            yield at_entity(report, "error", "twice", entity, f"the mark {entity.label} {entity.text!r} stands twice", "leave one")
        seen.add(key)
        while stack and stack[-1].end <= entity.start:
            stack.pop()
        if stack:
            yield from _nested(report, entity, stack[-1])
        stack.append(entity)


def _nested(report: GoldReport, inner: GoldEntity, outer: GoldEntity) -> Problems:
    pair = (inner.label, outer.label)
    if inner.end > outer.end:
        yield at_entity(report, "error", "crossing", inner, f"{inner.text!r} crosses {outer.text!r}", "one inside the other, or apart")
    elif pair == ("AGENCY", "AGENCY"):
        message = f"an AGENCY inside an AGENCY: {inner.text!r} in {outer.text!r}"
        yield at_entity(report, "error", "nesting", inner, message, "a longer AGENCY is never split: mark the longer alone")
    elif pair in _LIKELY_INSIDE:
        yield at_entity(report, "warning", "nesting", inner, f"{pair[0]} {inner.text!r} inside {pair[1]} {outer.text!r}", "is it meant?")
    elif pair not in _INSIDE:
        message = f"{pair[0]} {inner.text!r} inside {pair[1]} {outer.text!r}"
        yield at_entity(report, "error", "nesting", inner, message, "only an AGENCY nests, in a LAW or an ADDRESS")


def _form(report: GoldReport, entity: GoldEntity, text: str, folded: str) -> Problems:
    """``text`` is the mention folded and without blanks."""
    label = entity.label
    shape = _SHAPES.get(label)
    if label == "DATE" and _NO_DATE.fullmatch(text):
        yield at_entity(report, "error", "date", entity, f"{entity.text!r} has no day", "take the mark away: a DATE needs a day")
    elif (shape and not shape.fullmatch(text)) or (label in LABELS and _EDGE.match(text[0])) or _EDGE.match(text[-1]):
        mend = "mark the whole mention and no more, without labels and punctuation"
        yield at_entity(report, "error", "form", entity, f"{entity.text!r} has not the form of {label}", mend)
    elif label == "AGENCY":
        yield from _agency(report, entity, text, folded)
    elif label == "LAW":
        if text.count("《") != text.count("》") or text.count("〈") != text.count("〉"):
            yield at_entity(report, "error", "law", entity, f"the brackets of {entity.text!r} are not even", "mark from 《 to its own 》")
        if _NO_LAW.fullmatch(text):
            yield at_entity(
                report, "error", "law", entity, f"{entity.text!r} is a guide, catalogue, newspaper or gazette", "take the mark away"
            )
    elif label == "PHONE" and _HOTLINE.fullmatch(text) and "电话" not in folded[max(0, entity.start - 8) : entity.start]:
        yield at_entity(
            report, "warning", "hotline", entity, f"{entity.text!r} as a hotline's name is not marked", "is it given as a number?"
        )
    elif label == "COUNT":
        yield from check_count(report, entity, folded)


def _agency(report: GoldReport, entity: GoldEntity, text: str, folded: str) -> Problems:
    if _PRONOUN.match(text) or _BARE.fullmatch(text) or _NO_AGENCY.fullmatch(text):
        message = f"{entity.text!r} is a pronoun, a bare office, a leading group, or no public body"
        yield at_entity(report, "error", "agency", entity, message, "take the mark away")
    elif re.search(r"[、,和]$|、", text):
        yield at_entity(report, "error", "agency", entity, f"{entity.text!r} names more than one body", "mark each complete form alone")
    elif re.match(r"办公[室厅]", folded[entity.end : entity.end + 3]):
        message = f"{entity.text!r} is cut from its {folded[entity.end : entity.end + 3]}"
        yield at_entity(report, "error", "agency", entity, message, "a longer AGENCY is never split: mark the whole")


def _distinct(entity: GoldEntity) -> bool:
    """Whether the same text is the same mention wherever it stands: not a township's name, which is a place as well, nor 12358."""
    if entity.label == "AGENCY" and re.search("[乡鄉镇鎮道]$", entity.text):
        return False
    return len(entity.text) >= (7 if entity.label == "PHONE" else 4)


def _forgotten(report: GoldReport) -> Problems:
    marked = [(e.start, e.end) for e in report.entities]
    covered = bytearray(len(report.text))
    for start, end in marked:
        covered[start:end] = b"\1" * (end - start)
    said: set[int] = set()
    for label, pattern in _FORGOTTEN.items():
        for match in pattern.finditer(report.text):
            if not any(covered[match.start() : match.end()]):
                said.add(match.start())
                yield at_offset(
                    report, "warning", "forgotten", match.start(), f"not marked as {label}? {match[0]!r}", "mark it, or leave it"
                )
    for text, label in sorted({(e.text, e.label) for e in report.entities if e.label in _REPEATED and _distinct(e)}):
        at = report.text.find(text)
        while at >= 0:
            if not any(covered[at : at + len(text)]) and at not in said:
                message = f"{text!r} is marked as {label} elsewhere and not here"
                yield at_offset(report, "warning", "forgotten", at, message, "mark it, or leave it")
            at = report.text.find(text, at + 1)
