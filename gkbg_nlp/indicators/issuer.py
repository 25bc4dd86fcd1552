"""Who reports: the issuing body, as title, preamble, signature or, in the last resort, the contact line names it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from gkbg_nlp.indicators.identity import clean_title
from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.report.records import Block, Entity, Indicator
from gkbg_nlp.taxonomy.precompiled import compiled

_OPENING = 40  # bodies of the preamble among which the issuing one is looked for
_NEAR = 24  # characters before and behind a body that can say what it does
_LEVELS = "省市县区州乡镇"
_NAME_BEFORE = compiled(r"年度?([一-鿿]{1,4})$")
_PLACE_TITLE = compiled(r"[#* ]*((?![某本我全各])[一-鿿]{1,10}[省市县縣区區州盟旗])(?=\s*(?:20\d\d|二[〇○O0]))")
_OFFICE = compiled(
    r"(.{2,}?(?:局|委员会|街道办事处|厅|镇|乡))(?:(?:办公室|党政办公室|综合办公室|(?:政府|政务)?信息公开(?:工作)?办公室)(?:[一-鿿]{1,8}[科股室处])?"
    r"|(?:办公|党政|综合|秘书|政策|法规|宣传|信息|新闻|人事|行政)[一-鿿]{0,6}[科股室处])$"
)


def read_agency(blocks: Sequence[Block], entities: Sequence[Entity], text: str) -> Indicator | None:
    """The issuing body, ``None`` where the text does not say.

    Asked in turn: the title (the fuller of two prints), a report name with the body in it (公布2016年某局信息公开工作年度报告) and the
    maker in the preamble, the signature, the title's place, who answers questions. An office inside a body is never the issuer, nor is
    a government whose leading group's office stands behind it. ``text`` is the source text of the offsets in blocks and entities.
    """
    placed = [e for e in entities if e.label == "AGENCY" and e.block is not None]
    titled = [e for e in placed if _is_title(blocks[e.block or 0], text) and _may_report(e, text)]
    if titled:
        longest = max(titled, key=lambda e: len(clean_title(e.text)))
        return _whole_name(longest, text) or _fuller(longest, "title", lambda: _own(blocks, entities, placed, text), text)
    named = [e for e in placed if _may_report(e, text)]
    opening, preamble = _in_opening(blocks, entities, named)
    maker = [e for e in opening if _in_report_name(e, text)] or [e for e in preamble if _made(e, text)]
    if maker:
        return _fuller(maker[0], "preamble", lambda: _own(blocks, entities, placed, text), text)
    if signed := [e for e in named if blocks[e.block or 0].role == "signature"]:
        longest = max(signed, key=lambda e: len(e.text))
        return _fuller(longest, "signature", lambda: _own(blocks, entities, placed, text), text)
    if (place := _place_of_title(blocks, text)) is not None:
        return place
    asked = [e for e in preamble if re.search(r"(与|向|请)$", _before(e, text))] or [e for e in named if _is_asked(e, text)]
    if asked:
        host = _host(asked[0])
        return _indicator(clean_title(text[asked[0].start : host]), (asked[0].start, host), "contact")
    return None


def _in_opening(blocks: Sequence[Block], entities: Sequence[Entity], named: Sequence[Entity]) -> tuple[list[Entity], list[Entity]]:
    """The bodies of the opening, those in names of laws left out, and of the preamble: the opening is the overview where there is none."""
    preamble = frozenset(i for i, b in enumerate(blocks) if b.section == "preamble")
    where = preamble or frozenset(next(([i] for i, b in enumerate(blocks) if b.section == "overview" and b.role == "paragraph"), ()))
    laws = [(e.start, e.end) for e in entities if e.label == "LAW"]
    found = [e for e in named if e.block in where][:_OPENING]
    found = [e for e in found if not any(start <= e.start and e.end <= end for start, end in laws)]
    return found, found if preamble else []


def _own(blocks: Sequence[Block], entities: Sequence[Entity], placed: Sequence[Entity], text: str) -> list[Entity]:
    """The bodies of preamble, signature and contact line."""
    named = [e for e in placed if _may_report(e, text)]
    preamble = {e.start for e in _in_opening(blocks, entities, named)[1]}
    return [e for e in named if blocks[e.block or 0].role == "signature" or e.start in preamble or _is_asked(e, text)]


def _may_report(entity: Entity, text: str) -> bool:
    """Whether the name is one of a body, not of an office inside one or of what stands before a leading group's name."""
    if sign("issuer.internal").fullmatch(clean_title(entity.text)):
        return False
    return sign("issuer.leading_group").match(text, entity.end) is None


def _is_title(block: Block, text: str) -> bool:
    """Whether the block is a title or the site's own field that holds the report's title (名称：某局2016年…报告)."""
    if block.role != "boilerplate":
        return block.role == "title"
    return sign("issuer.title_field").match(text, block.start, block.end) is not None


def _before(entity: Entity, text: str) -> str:
    return clean_title(text[max(0, entity.start - _NEAR) : entity.start])


def _behind(entity: Entity, text: str) -> str:
    return clean_title(text[entity.end : entity.end + _NEAR])


def _in_report_name(entity: Entity, text: str) -> bool:
    """Whether the body stands in the name of the report that the sentence makes public (特编制2016年某镇信息公开年度报告)."""
    return sign("issuer.made").search(_before(entity, text)) is not None and sign("issuer.report").match(_behind(entity, text)) is not None


def _made(entity: Entity, text: str) -> bool:
    return (
        sign("issuer.made_by").search(_before(entity, text)) is not None or sign("issuer.reports").match(_behind(entity, text)) is not None
    )


def _is_asked(entity: Entity, text: str) -> bool:
    """Whether questions are to be put to the body (请与某街道办事处联系, 请联系：某局办公室)."""
    before = _before(entity, text)
    return sign("issuer.asked").search(before) is not None or (
        sign("issuer.asked_with").search(before) is not None and sign("issuer.asked_to").search(_behind(entity, text)) is not None
    )


def _host(entity: Entity) -> int:
    """Where the body ends in the name of its office (某局办公室)."""
    host = _OFFICE.match(entity.text)
    return entity.start + len(host[1]) if host else entity.end


def _whole_name(entity: Entity, text: str) -> Indicator | None:
    """A title's body whose entity begins with the bare word of its level, with the name that stands between it and the year."""
    if entity.text[0] not in _LEVELS:
        return None
    name = _NAME_BEFORE.search(text[max(0, entity.start - 12) : entity.start])
    if name is None:
        return None
    start = entity.start - len(name[1])
    return _indicator(clean_title(text[start : entity.end]), (start, entity.end), "title")


def _fuller(entity: Entity, rule: str, own: Callable[[], Iterable[Entity]], text: str) -> Indicator:
    """The body, without the site's word before it; one named by the bare word of its level in the full form of ``own``.

    These are the bodies of preamble, signature and contact line: elsewhere a namesake one level up may stand.
    """
    field = sign("issuer.field").match(entity.text)
    start = entity.start + (field.end() if field else 0)
    name = clean_title(text[start : entity.end])
    if name[0] in _LEVELS:
        for other in own():
            end = _host(other)
            whole = clean_title(text[other.start : end])
            if whole.endswith(name) and len(whole) > len(name) and whole[0] not in _LEVELS:
                return _indicator(whole, (other.start, end), rule)
    return _indicator(name, (start, entity.end), rule)


def _place_of_title(blocks: Sequence[Block], text: str) -> Indicator | None:
    """The county or city that a title names without its government (岚水县2012年…报告)."""
    for block in blocks:
        named = _PLACE_TITLE.match(text[block.start : block.end]) if block.role == "title" else None
        if named is not None:
            return _indicator(named[1], (block.start + named.start(1), block.start + named.end(1)), "title")
    return None


def _indicator(name: str, span: tuple[int, int], rule: str) -> Indicator:
    return Indicator(name, None, [span], f"indicators.agency.{rule}")
