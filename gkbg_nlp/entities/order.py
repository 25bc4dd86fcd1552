"""The matchers in the order in which they run; each sees what those before it found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gkbg_nlp.entities import agencies, contacts, counts, dates, laws
from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Entity

Find = Callable[[str, Sequence[Entity]], list[Entity]]
# Numbers that are part of a telephone number, a law's title or a date are none to the later matchers.
MATCHERS: dict[str, Find] = {
    "gkbg_contacts": contacts.find,
    "gkbg_laws": laws.find,
    "gkbg_dates": dates.find,
    "gkbg_counts": counts.find,
    "gkbg_agencies": agencies.find,
}


def to_source(entities: Sequence[Entity], view: View, text: str) -> list[Entity]:
    """Copies of view entities with source offsets, the exact slice as text, and a COUNT's unit as it is written."""
    out = []
    for e in entities:
        start, end = view.source_start(e.start), view.source_end(e.end)
        piece = text[start:end]
        unit = e.unit
        if unit is not None and e.label == "COUNT":
            unit = "".join(piece.split())[-len(unit) :]  # the view is folded: 條 was 条 there
        copy = Entity(start, end, e.label, piece, e.value, unit, rule=e.rule)
        copy.approx, copy.value_max, copy.refers_to = e.approx, e.value_max, e.refers_to
        out.append(copy)
    return out


def sort_key(e: Entity) -> tuple[int, int, str]:
    """Entities are listed by start, the longer first."""
    return e.start, -e.end, e.label
