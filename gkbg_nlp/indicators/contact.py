"""The reporting body's telephone, fax, e-mail, address and postcode, as written: the first contact of the office (contact_roles.py)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter

from gkbg_nlp.indicators.contact_areas import set_area_codes
from gkbg_nlp.indicators.contact_roles import CONTACTS, rank, set_roles
from gkbg_nlp.report.records import Block, Entity, Indicator
from gkbg_nlp.taxonomy.precompiled import compiled

_INDICATORS = (("phone", "PHONE"), ("fax", "FAX"), ("email", "EMAIL"), ("address", "ADDRESS"), ("postcode", "POSTCODE"))
_FAX = compiled(r"传\s*真|FAX|Fax|fax")
_PHONE = compiled(r"电\s*话|TEL|Tel|tel")
_FAX_BEHIND = compiled(
    r"\s*(?:[(（]\s*(同时)?(兼|含|并|带|同)?\s*(电话)?[、/]?\s*传\s*真\s*(同号)?\s*[)）]|[,;]?\s*传\s*真\s*(号码)?\s*:?\s*同(号|上|电话))"
)


def read_contacts(blocks: Sequence[Block], entities: Sequence[Entity], text: str, source: str) -> dict[str, Indicator]:
    """The contact indicators that the text states; ``text`` is folded, of the same offsets as ``source``.

    Sets ``role`` and ``area_code`` of the contact entities on the way: only with them the office's contact is known.
    """
    contacts = [e for e in entities if e.label in CONTACTS]
    if not contacts:
        return {}
    set_roles(blocks, contacts, text)
    set_area_codes(blocks, contacts, text, entities)
    out: dict[str, Indicator] = {}
    office = [e for e in contacts if e.role == "office"]
    for name, label in _INDICATORS:
        ranked = [(rank(_block(blocks, e)) or 0, e.start, e) for e in office if e.label == label]
        if ranked:
            entity = min(ranked, key=itemgetter(0, 1))[2]
            written = "".join(source[entity.start : entity.end].split("\n"))  # as written: the mended form is the entity's value
            block = _block(blocks, entity)
            out[name] = Indicator(written, None, [(entity.start, entity.end)], f"indicators.{name}.{block.section or block.role}")
    if "fax" not in out and "phone" in out and (span := _shared_fax(out["phone"], text)):
        out["fax"] = Indicator(out["phone"].value, None, [span], "indicators.fax.shared")
    return out


def _block(blocks: Sequence[Block], entity: Entity) -> Block:
    return blocks[entity.block or 0]


def _shared_fax(phone: Indicator, text: str) -> tuple[int, int] | None:
    """The telephone's span where its label says that it is the fax number too (电话（传真）, 电话/传真)."""
    start, end = phone.evidence[0]
    before, behind = text[max(0, start - 14) : start], text[end : end + 12]
    if _FAX.search(before) and _PHONE.search(before) and not re.search(r"\d{7}", before):
        return start, end
    return (start, end) if _FAX_BEHIND.match(behind) else None
