"""The reporting body's telephone, fax, e-mail, address and postcode, as written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gkbg_nlp.report.records import Block, Entity, Indicator

# Where a body gives its own contact, the likeliest place first; a site operator's number in the footer is none of it.
_PLACES = ("preamble", "signature", "other_matters", "overview", "requests", "proactive", "organization")
_CALL = re.compile(
    r"联系|疑问|咨询|地址|邮编|邮箱|传真|电话[:：]|办公电话|意见|建议|查询|反映|索取|通信|通讯|政务公开(热线|电话)|受理(点|机构|单位|地址)"
)
_COMPLAINT = re.compile(r"(监督|举报|投诉|值班|抢修|报警|(?<!公开)(?<!咨询)(?<!服务)热线)(电话|热线|专线|号码)?[^,。;:]{0,4}[:：(]?\s*$")


def read_contacts(blocks: Sequence[Block], entities: Sequence[Entity], text: str, source: str) -> dict[str, Indicator]:
    """The contact indicators that the text states; ``text`` is folded, of the same offsets as ``source``."""
    out: dict[str, Indicator] = {}
    home = _home(blocks, entities, text)
    for name, label in (("phone", "PHONE"), ("fax", "FAX"), ("email", "EMAIL"), ("address", "ADDRESS"), ("postcode", "POSTCODE")):
        ranked = sorted((rank, e.start, e) for e in entities if e.label == label and (rank := home.get(e.start)) is not None)
        if label == "PHONE":
            ranked = [r for r in ranked if not _COMPLAINT.search(text[max(0, r[2].start - 12) : r[2].start])] or ranked[:0]
        if ranked:
            entity = ranked[0][2]
            written = "".join(source[entity.start : entity.end].split("\n"))  # as written: the mended form is the entity's value
            out[name] = Indicator(written, None, [(entity.start, entity.end)], f"indicators.{name}.{_place(blocks, entity)}")
    if "fax" not in out and "phone" in out and (span := _shared_fax(entities, out["phone"], text)):
        out["fax"] = Indicator(out["phone"].value, None, [span], "indicators.fax.shared")
    return out


def _place(blocks: Sequence[Block], entity: Entity) -> str:
    block = blocks[entity.block or 0]
    return block.section or block.role


def _home(blocks: Sequence[Block], entities: Sequence[Entity], text: str) -> dict[int, int]:
    """Rank of each contact entity by its place (0 is best); those that are nobody's contact are left out."""
    out: dict[int, int] = {}
    for e in entities:
        if e.label not in ("PHONE", "FAX", "EMAIL", "ADDRESS", "POSTCODE") or e.block is None:
            continue
        block = blocks[e.block]
        place = block.section or block.role
        if place not in _PLACES:
            continue
        rank = _PLACES.index(place)
        before = text[max(block.start, e.start - 60) : e.start]
        if place not in ("preamble", "signature") and not _CALL.search(before):
            continue
        if place in ("requests", "proactive", "organization", "overview") and not re.search(
            r"联系|疑问|邮编|地址|传真|邮箱|政务公开", before
        ):
            continue
        out[e.start] = rank
    return out


def _shared_fax(entities: Sequence[Entity], phone: Indicator, text: str) -> tuple[int, int] | None:
    """The telephone's span where its label says that it is the fax number too (电话（传真）, 电话/传真)."""
    start, end = phone.evidence[0]
    before, behind = text[max(0, start - 14) : start], text[end : end + 8]
    if re.search(r"传\s*真", before) and re.search(r"电\s*话|TEL|Tel", before) and not re.search(r"\d{7}", before):
        return start, end
    if re.match(r"\s*[(（]\s*(同时)?(兼|含|并|带)?\s*(电话)?[、/]?\s*传\s*真\s*(同号)?\s*[)）]", behind):
        return start, end
    return None
