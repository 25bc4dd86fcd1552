"""All counts of one tagged report against its gold: those of ``figures.py`` and what the whole evaluation needs beside them.

Keys added to those of :func:`gkbg_nlp.evaluation.figures.count_report`:

- ``("role", gold, said)`` blocks, ``("bounds", role, "gold" | "hit")`` gold blocks and those whose exact span was found;
- ``("overlap", label, "gold" | "pred" | "hit")`` entities, hits being pairs of one label that share a character, one to one;
- ``("value", "number" | "unit")`` COUNT entities found whose number, whose unit is right;
- ``("indicator", name, outcome)`` with the outcomes of :data:`OUTCOMES`;
- the keys of :func:`gkbg_nlp.evaluation.calibration.count_pairs`.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from gkbg_nlp.evaluation.calibration import Pair, count_pairs
from gkbg_nlp.evaluation.figures import LABELS, Counts, count_report, overlapping, same_value
from gkbg_nlp.report.records import Report

# right: the stated value; silent: rightly none; wrong: another value; missed: none where one is stated; invented: one where none is.
OUTCOMES = ("right", "silent", "wrong", "missed", "invented")


def count_details(gold: dict[str, Any], report: Report) -> tuple[Counts, list[Pair]]:
    """The counts of one report, and its labelled blocks as (confidence, right)."""
    c = count_report(gold, report)
    spans = {(b.start, b.end) for b in report.blocks}
    pairs: list[Pair] = []
    for block in gold["blocks"]:
        best = overlapping(block, report.blocks)
        c["role", block["role"], best.role if best else None] += 1
        c["bounds", block["role"], "gold"] += 1
        c["bounds", block["role"], "hit"] += (block["start"], block["end"]) in spans
        if block["section"] is not None:
            given = best is not None and best.section is not None
            sure = best.confidence if best and given else None
            if best and given and best.uncertain is not True:
                c["certain", "blocks"] += 1
                c["certain", "right"] += best.section == block["section"]
            pairs.append((1.0 if given and sure is None else sure, best is not None and best.section == block["section"]))
    c.update(count_pairs(pairs))
    _count_overlaps(c, gold, report)
    _count_values(c, gold, report)
    _count_rules(c, gold, report)
    for name, value in gold["indicators"].items():
        stated = report.indicators.get(name)
        c["indicator", name, outcome(name, value, stated.value if stated else None)] += 1
    return c, pairs


def outcome(name: str, gold: Any, said: Any) -> str:
    """Which of :data:`OUTCOMES` an indicator's value is."""
    if gold is None:
        return "silent" if said is None else "invented"
    if said is None:
        return "missed"
    return "right" if same_value(name, gold, said) else "wrong"


def _count_overlaps(c: Counts, gold: dict[str, Any], report: Report) -> None:
    """Pairs are made greedily by shared characters over characters of both, so exact ones first; each span has one partner."""
    for label in LABELS:
        wanted = sorted({(e["start"], e["end"]) for e in gold["entities"] if e["label"] == label})
        found = sorted({(e.start, e.end) for e in report.entities if e.label == label})
        c["overlap", label, "gold"] += len(wanted)
        c["overlap", label, "pred"] += len(found)
        touching = [
            (-(min(w[1], f[1]) - max(w[0], f[0])) / (max(w[1], f[1]) - min(w[0], f[0])), w, f)
            for w in wanted
            for f in found
            if max(w[0], f[0]) < min(w[1], f[1])
        ]
        used: set[tuple[str, tuple[int, int]]] = set()
        for _, w, f in sorted(touching):
            if ("gold", w) not in used and ("pred", f) not in used:
                used |= {("gold", w), ("pred", f)}
                c["overlap", label, "hit"] += 1


def _count_rules(c: Counter[Any], gold: dict[str, Any], report: Report) -> None:
    """What each rule found, and how much of it is gold (exact span and label)."""
    wanted = {(e["start"], e["end"], e["label"]) for e in gold["entities"]}
    for e in report.entities:
        if e.label in LABELS:
            c["rule", e.rule, e.label, "pred"] += 1
            c["rule", e.rule, e.label, "hit"] += (e.start, e.end, e.label) in wanted


def _count_values(c: Counter[Any], gold: dict[str, Any], report: Report) -> None:
    found = {(e.start, e.end): e for e in report.entities if e.label == "COUNT"}
    for entity in gold["entities"]:
        said = found.get((entity["start"], entity["end"])) if entity["label"] == "COUNT" else None
        if said is not None:
            c["value", "number"] += isinstance(said.value, (int, float)) and abs(said.value - float(entity["value"])) < 1e-9
            c["value", "unit"] += said.unit == entity["unit"]
