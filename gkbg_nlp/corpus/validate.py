"""Checks on a compiled report beyond its grammar: what the annotation guide forbids or what was probably forgotten."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gkbg_nlp.corpus.annotated import BLANK, GoldEntity, GoldReport

_FORGOTTEN = {
    "EMAIL": re.compile(r"[\w.-]+[@＠][\w-]+(?:[.。][\w-]+)+"),
    "COUNT": re.compile(r"\d+[余多]?(?:条|件|篇|份|人次|场次|期|封|宗|起)"),
    "LAW": re.compile(r"《[^《》]*(?:条例|办法|规定|法|通知|意见|要点)》"),
    "DATE": re.compile(r"\d{4} ?年 ?\d+ ?月 ?\d+ ?日"),
    "POSTCODE": re.compile(r"邮(?:政)?编(?:码)?[:：] ?\d{6}"),
    "PHONE": re.compile(r"(?<![\d-])0\d{2,3}[-—－]\d{7,8}(?!\d)"),
}
_SHAPES = {
    "EMAIL": re.compile(r"\S+[@＠]\S+", re.S),
    "PHONE": re.compile(r"\+?[\d（(].*\d", re.S),
    "FAX": re.compile(r"\+?[\d（(].*\d", re.S),
    "POSTCODE": re.compile(r"\d\s*(?:\d\s*){5}"),
    "LAW": re.compile(r"[《〈].+[》〉]", re.S),
    "COUNT": re.compile(r"[\d０-９两兩一二三四五六七八九十百千万亿].*\D", re.S),
    "DATE": re.compile(r".*[日号\d\]]", re.S),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One doubt: ``severity`` is ``error`` (breaks the guide) or ``warning`` (look once more)."""

    report: str
    severity: Literal["error", "warning"]
    place: int
    message: str

    def __str__(self) -> str:
        return f"{self.report}: {self.severity} at {self.place}: {self.message}"


def check(report: GoldReport) -> list[Problem]:
    """All problems of one report, in the order of their places."""
    problems = [*_blocks(report), *_entities(report), *_indicators(report)]
    return sorted(problems, key=lambda p: p.place)


def _blocks(report: GoldReport) -> list[Problem]:
    out = []
    at = 0
    for block in report.blocks:
        gap = report.text[at : block.start]
        if gap.strip(BLANK):
            out.append(Problem(report.id, "error", at, f"text outside every block: {gap.strip()[:20]!r}"))
        at = block.end
    return out


def _entities(report: GoldReport) -> list[Problem]:
    out = []
    stack: list[GoldEntity] = []
    seen: set[tuple[int, int, str]] = set()
    for entity in report.entities:
        key = (entity.start, entity.end, entity.label)
        if key in seen:
            out.append(Problem(report.id, "error", entity.start, f"the mark {entity.label} {entity.text!r} stands twice"))
        seen.add(key)
        while stack and stack[-1].end <= entity.start:
            stack.pop()
        if stack and entity.end > stack[-1].end:
            out.append(Problem(report.id, "error", entity.start, f"{entity.text!r} crosses {stack[-1].text!r}"))
        if stack and stack[-1].label == entity.label == "AGENCY":
            message = f"an AGENCY inside an AGENCY: {entity.text!r} in {stack[-1].text!r}; a longer AGENCY is never split"
            out.append(Problem(report.id, "error", entity.start, message))
        stack.append(entity)
        shape = _SHAPES.get(entity.label)
        if shape and not shape.fullmatch(entity.text):
            out.append(Problem(report.id, "error", entity.start, f"{entity.text!r} has not the form of {entity.label}"))
    for label, pattern in _FORGOTTEN.items():
        marked = [(e.start, e.end) for e in report.entities]
        for match in pattern.finditer(report.text):
            if not any(s < match.end() and match.start() < e for s, e in marked):
                out.append(Problem(report.id, "warning", match.start(), f"not marked as {label}? {match[0]!r}"))
    return out


def _indicators(report: GoldReport) -> list[Problem]:
    out = []
    squeezed = re.sub(r"\s", "", report.text)
    for name in ("phone", "fax", "email", "address", "postcode", "agency"):
        value = report.indicators.get(name)
        if value is not None and re.sub(r"\s", "", str(value)) not in squeezed:
            out.append(Problem(report.id, "error", 0, f"indicator {name} = {value!r} does not stand in the text"))
    return out
