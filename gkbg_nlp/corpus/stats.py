"""How a corpus is spread: over roles, sections, labels, eras, provinces, kinds of body, marks of variation, lengths and split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from gkbg_nlp.corpus.annotated import LABELED_ROLES, LABELS, ROLES, SECTIONS, GoldReport
from gkbg_nlp.corpus.split import PARTS, Split

LENGTHS = (0, 500, 1000, 2000, 3000, 4000, 6000, 8000)
"""Lower ends of the classes of length, in characters."""
Stats = dict[str, Any]


def stats(reports: Sequence[GoldReport], split: Split | None = None) -> Stats:
    """The distribution of some reports, as JSON's types. Without ``split`` no parts are counted."""
    blocks = [b for r in reports for b in r.blocks]
    lengths = sorted(len(r.text) for r in reports)
    found: Stats = {
        "reports": len(reports),
        "blocks": len(blocks),
        "labelled_blocks": sum(b.role in LABELED_ROLES for b in blocks),
        "entities": sum(len(r.entities) for r in reports),
        "characters": sum(lengths),
        "roles": _counted((b.role for b in blocks), ROLES),
        "sections": {
            section: _counted((b.role for b in blocks if b.section == section), [r for r in ROLES if r in LABELED_ROLES])
            for section in SECTIONS
        },
        "labels": _counted((e.label for r in reports for e in r.entities), sorted(LABELS)),
        "indicators": _counted(name for r in reports for name, value in r.indicators.items() if value is not None),
        "eras": _counted((r.meta.get("era", "") for r in reports), sorted({r.meta.get("era", "") for r in reports})),
        "provinces": _counted(r.meta.get("province", "") for r in reports),
        "bodies": _counted(r.meta.get("body", "") for r in reports),
        "marks": _counted(mark for r in reports for mark in r.meta.get("marks", [])),
        "lengths": {
            "shortest": lengths[0] if lengths else 0,
            "quarter": _at(lengths, 1),
            "median": _at(lengths, 2),
            "three_quarters": _at(lengths, 3),
            "longest": lengths[-1] if lengths else 0,
            "classes": {
                (f"{low}-{high - 1}" if high else f"{low} and more"): sum(low <= n < (high or n + 1) for n in lengths)
                for low, high in zip(LENGTHS, (*LENGTHS[1:], 0), strict=True)
            },
        },
    }
    if split is not None:
        parts = [split.part_of(r.id) for r in reports]
        found["split"] = {
            part: {"reports": parts.count(part), "blocks": sum(len(r.blocks) for r, p in zip(reports, parts, strict=True) if p == part)}
            for part in PARTS
            if part in parts or part in split.parts
        }
    return found


def _counted(values: Iterable[str], order: Sequence[str] | None = None) -> dict[str, int]:
    """Counts in the given order, zeros included, or else the most frequent first."""
    counts = Counter(values)
    if order is None:
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return {name: counts[name] for name in order}


def _at(ordered: Sequence[int], quarter: int) -> int:
    return ordered[(len(ordered) - 1) * quarter // 4] if ordered else 0


def lines(found: Stats, *, most: int = 20) -> list[str]:
    """The distribution for a reader; of provinces, kinds of body and marks the ``most`` frequent (0: all)."""
    total = found["reports"]
    out = [
        f"reports     {total}",
        f"blocks      {found['blocks']}, {found['labelled_blocks']} of them labelled",
        f"entities    {found['entities']}",
        f"characters  {found['characters']}",
    ]
    if "split" in found:
        parts = (f"{part} {n['reports']} reports, {n['blocks']} blocks" for part, n in found["split"].items())
        out.append("split       " + "; ".join(parts))
    size = found["lengths"]
    out.append(
        f"length      {size['shortest']} to {size['longest']} characters, quartiles {size['quarter']} {size['median']} {size['three_quarters']}"
    )
    out += _table("length of a report", size["classes"], 0)
    out += _table("blocks by role", found["roles"], 0)
    roles = [r for r in ROLES if r in LABELED_ROLES]
    out += ["", f"{'blocks by section':24}{'all':>7}" + "".join(f"{role:>11}" for role in roles)]
    for section, row in found["sections"].items():
        out.append(f"  {section:22}{sum(row.values()):7}" + "".join(f"{row[role]:11}" for role in roles))
    out += _table("entities by label", found["labels"], 0)
    out += _table("reports that state an indicator", found["indicators"], 0)
    out += _table("reports by era", found["eras"], 0)
    for title, key in (
        ("reports by province", "provinces"),
        ("reports by kind of body", "bodies"),
        ("reports by mark of variation", "marks"),
    ):
        out += _table(title, found[key], most)
    return out


def _table(title: str, counts: dict[str, int], most: int) -> list[str]:
    shown = list(counts.items())[: most or None]
    rest = len(counts) - len(shown)
    out = ["", title, *(f"{n:7}  {name}" for name, n in shown)]
    return [*out, f"         and {rest} more, {sum(counts.values()) - sum(n for _, n in shown)} in all"] if rest else out
