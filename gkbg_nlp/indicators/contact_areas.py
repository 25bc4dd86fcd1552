"""The area code of telephone and fax numbers that are written without one, from the report's other numbers or from its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gkbg_nlp.report.records import Block, Entity
from gkbg_nlp.taxonomy.areacodes import area_code_at
from gkbg_nlp.taxonomy.precompiled import compiled

# What is dialled without an area code in its city: seven or eight digits, never 1, which opens mobile and service numbers.
_LOCAL = compiled("(?P<local>[2-9][0-9]{6,7})(?:-[0-9]{1,5})?")
_WHOLE = compiled("(?:(?:00)?86-?)?(?P<area>0?(?:10|2[0-9]|[3-9][0-9]{2}))-?[2-9][0-9]{6,7}(?:-[0-9]{1,5})?")


def set_area_codes(blocks: Sequence[Block], contacts: Sequence[Entity], text: str, entities: Sequence[Entity] | None = None) -> None:
    """Set ``area_code`` of the local numbers among ``contacts``; ``text`` is folded. Where the sources disagree, none is set.

    Asked in turn: the numbers of the same block, those of the report that are not the site operator's, the place of the office's
    address or of the body, the operator's numbers. ``entities`` are all of the report, where they are more than the contacts.
    """
    numbers = [e for e in contacts if e.label in ("PHONE", "FAX") and isinstance(e.value, str)]
    local = [(e, m["local"]) for e in numbers if (m := _LOCAL.fullmatch(str(e.value))) is not None]
    if not local:
        return
    whole = [(e, area) for e in numbers if (area := _area(str(e.value))) is not None]
    elsewhere = _one(area for e, area in whole if e.role != "operator")
    if elsewhere is None:
        elsewhere = next((area for area in _of_places(blocks, contacts if entities is None else entities, text) if area is not None), None)
    if elsewhere is None:
        elsewhere = _one(area for e, area in whole if e.role == "operator")
    for entity, digits in local:
        area = _one(a for e, a in whole if e.block == entity.block) or elsewhere
        if area is not None and (len(area) == 4 or len(digits) == 8):  # the cities of 010 and 02x have had eight digits all along
            entity.area_code = area


def _area(value: str) -> str | None:
    match = _WHOLE.fullmatch(value)
    if match is None or not (match["area"][0] == "0" or value.startswith(("86", "0086"))):
        return None
    return match["area"] if match["area"][0] == "0" else "0" + match["area"]


def _one(areas: Iterable[str]) -> str | None:
    """The code that all name, None where none or several are named."""
    found = set(areas)
    return found.pop() if len(found) == 1 else None


def _of_places(blocks: Sequence[Block], entities: Sequence[Entity], text: str) -> Iterator[str | None]:
    """The codes of the places that say where the office is, the surest first."""
    for entity in entities:
        if entity.label == "ADDRESS" and entity.role == "office":
            yield area_code_at(text, entity.start)
    for role in ("title", "signature"):
        for entity in entities:
            if entity.label == "AGENCY" and entity.block is not None and blocks[entity.block].role == role:
                yield area_code_at(text, entity.start)
    for entity in entities:
        if entity.label == "AGENCY" and entity.section == "preamble":
            yield area_code_at(text, entity.start)
