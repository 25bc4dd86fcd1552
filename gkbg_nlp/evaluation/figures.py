"""Figures of tagged reports against gold: the definitions of ../shared/tools/score.py, on records in memory.

Counts are kept per report, so that figures over any part of the reports are sums of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from gkbg_nlp.report.records import Block, Report

LABELS = ("ADDRESS", "AGENCY", "COUNT", "DATE", "EMAIL", "FAX", "LAW", "PHONE", "POSTCODE", "URL")
Counts = Counter[Any]


def count_report(gold: dict[str, Any], report: Report) -> Counts:
    """The counts of one report; ``gold`` has the form of ../shared/seeds/*.json."""
    c: Counts = Counter(reports=1)
    spans = {(b.start, b.end) for b in report.blocks}
    c["boundary_pred"], c["boundary_gold"] = len(report.blocks), len(gold["blocks"])
    for b in gold["blocks"]:
        c["boundary_hit"] += (b["start"], b["end"]) in spans
        best = overlapping(b, report.blocks)
        c["role_gold"] += 1
        c["role_hit"] += best is not None and best.role == b["role"]
        if b["section"] is not None:
            said = best.section if best else None
            c["section_gold"] += 1
            c["section_hit"] += said == b["section"]
            c["section", b["section"], "gold"] += 1
            c["section", said, "pred"] += 1
            c["section", b["section"], "hit"] += said == b["section"]
            if said != b["section"]:
                c["confused", b["section"], said] += 1
    _count_entities(c, gold, report)
    for name, value in gold["indicators"].items():
        stated = report.indicators.get(name)
        value_said = stated.value if stated else None
        good = same_value(name, value, value_said)
        c["indicator_gold"] += 1
        c["indicator_hit"] += good
        c["indicator_wrong"] += not good and value_said is not None
    return c


def overlapping(gold: dict[str, Any], blocks: Sequence[Block]) -> Block | None:
    """The block that shares most characters with the gold block, the first of equals; ``None`` where none shares any."""
    best, most = None, 0
    for block in blocks:
        shared = min(gold["end"], block.end) - max(gold["start"], block.start)
        if shared > most:
            best, most = block, shared
    return best


def _count_entities(c: Counts, gold: dict[str, Any], report: Report) -> None:
    wanted = {(e["start"], e["end"], e["label"]): e for e in gold["entities"]}
    found = {(e.start, e.end, e.label): e for e in report.entities if e.label in LABELS}
    for key in wanted:
        c["entity", key[2], "gold"] += 1
        c["entity", key[2], "hit"] += key in found
    for key in found:
        c["entity", key[2], "pred"] += 1
    for key in wanted.keys() & found.keys():
        if key[2] == "COUNT":
            c["value_gold"] += 1
            value = found[key].value
            good = isinstance(value, (int, float)) and abs(value - float(wanted[key]["value"])) < 1e-9
            c["value_hit"] += good and found[key].unit == wanted[key]["unit"]


def same_value(name: str, gold: Any, said: Any) -> bool:
    """Whether an indicator's value is the gold one, in the sense of score.py."""
    if gold is None or said is None:
        return gold is said
    if name in ("phone", "fax", "postcode"):
        return re.sub(r"\D", "", str(gold)) == re.sub(r"\D", "", str(said))
    if name in ("agency", "address", "email"):
        return re.sub(r"\s", "", str(gold)) == re.sub(r"\s", "", str(said))
    try:
        return abs(float(gold) - float(said)) < 1e-9
    except (TypeError, ValueError):
        return False


def f1(hit: float, pred: float, gold: float) -> float:
    """F1 of counts; 1 where there is nothing to find and nothing was found."""
    if not pred and not gold:
        return 1.0
    return 2 * hit / (pred + gold)


def figures(counts: Iterable[Counts]) -> dict[str, float]:
    """The figures over the sum of some reports' counts, named as score.py names them; ``LABEL`` is its F1."""
    c: Counts = Counter()
    for one in counts:
        c.update(one)
    sections = {k[1] for k in c if isinstance(k, tuple) and k[0] == "section" and k[2] == "gold" and c[k]}
    macro = [f1(c["section", s, "hit"], c["section", s, "pred"], c["section", s, "gold"]) for s in sections]
    out = {
        "reports": float(c["reports"]),
        "section_acc": c["section_hit"] / max(1, c["section_gold"]),
        "section_macro_f1": sum(macro) / max(1, len(macro)),
        "role_acc": c["role_hit"] / max(1, c["role_gold"]),
        "boundary_f1": f1(c["boundary_hit"], c["boundary_pred"], c["boundary_gold"]),
    }
    sums = {kind: sum(c["entity", label, kind] for label in LABELS) for kind in ("hit", "pred", "gold")}
    out["entity_micro_f1"] = f1(sums["hit"], sums["pred"], sums["gold"])
    out |= {label: f1(c["entity", label, "hit"], c["entity", label, "pred"], c["entity", label, "gold"]) for label in LABELS}
    out["count_value_acc"] = c["value_hit"] / max(1, c["value_gold"])
    out["indicator_acc"] = c["indicator_hit"] / max(1, c["indicator_gold"])
    out["indicator_wrong"] = float(c["indicator_wrong"])
    return out


def confusions(counts: Iterable[Counts]) -> list[tuple[str, str, int]]:
    """(gold, said, blocks), the most frequent first."""
    c: Counts = Counter()
    for one in counts:
        c.update({k: v for k, v in one.items() if isinstance(k, tuple) and k[0] == "confused"})
    return [(k[1], str(k[2]), n) for k, n in c.most_common()]
