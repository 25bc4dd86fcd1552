"""Where a tagged report differs from its gold, one line a difference.

Kinds: ``boundary``, ``role``, ``section``, ``indicator``, ``value`` (of a COUNT), and the entity labels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gkbg_nlp.evaluation.figures import LABELS, overlapping, same_value
from gkbg_nlp.report.records import Report


def differences(text: str, gold: dict[str, Any], report: Report) -> Iterator[tuple[str, str]]:
    """(kind, what differs): blocks in the order of the text, then entities, then indicators.

    A gold block is held against the block that overlaps it most, as in ``figures.py``; where the role is wrong, the section is not told.
    """
    spans = {(b.start, b.end) for b in report.blocks}
    for b in gold["blocks"]:
        quote = text[b["start"] : b["end"]][:40]
        said = overlapping(b, report.blocks)
        if (b["start"], b["end"]) not in spans:
            yield "boundary", repr(quote)
        if said is None:
            yield "role", f"{b['role']} said nothing: {quote!r}"
        elif said.role != b["role"]:
            yield "role", f"{b['role']} said {said.role} ({said.reason}): {quote!r}"
        elif said.section != b["section"]:
            yield "section", f"{b['section']} said {said.section} ({said.reason}, {said.confidence}): {quote!r}"
    wanted = {(e["start"], e["end"], e["label"]): e for e in gold["entities"]}
    found = {(e.start, e.end, e.label): e for e in report.entities if e.label in LABELS}
    for key in sorted(wanted.keys() | found.keys()):
        start, end, label = key
        quote = f"{text[max(0, start - 8) : start]!r}[{text[start:end]!r}]{text[end : end + 8]!r}"
        if key not in found:
            yield label, f"missed: {quote}"
        elif key not in wanted:
            yield label, f"false ({found[key].rule}): {quote}"
        elif label == "COUNT" and (found[key].value, found[key].unit) != (wanted[key]["value"], wanted[key]["unit"]):
            yield "value", f"{wanted[key]['value']} {wanted[key]['unit']} said {found[key].value} {found[key].unit}: {quote}"
    for name, value in gold["indicators"].items():
        stated = report.indicators.get(name)
        if not same_value(name, value, stated.value if stated else None):
            evidence = [text[max(0, a - 20) : b + 10] for a, b in stated.evidence] if stated else []
            yield "indicator", f"{name}: {value!r} said {stated and stated.value!r} {evidence}"
