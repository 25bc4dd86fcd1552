"""Who reports on which year: agency and year, with the spans that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gkbg_nlp.layout.segment import Layout
from gkbg_nlp.report.records import Block, Entity, Indicator

_YEAR = re.compile(r"(?<!\d)(20[0-3]\d) ?(?:年|(?=[^\d]{0,12}(?:报告|年报)))")
_HAN_YEAR = re.compile(r"(二[〇O0]([〇一二三])([〇一二三四五六七八九])) ?年")
_REPORT_YEAR = re.compile(r"(?<!\d)(20[0-3]\d) ?年(?:度)?(?=的?[^,。《》]{0,20}(?:信息|政务)公开[^,。《》]{0,12}(?:报告|年报))")
_PERIOD_YEAR = re.compile(r"(?<!\d)(20[0-3]\d) ?年? ?1 ?月 ?1 ?日?(?=.{0,16}12 ?月 ?31)")
_LAW_YEAR = re.compile(r"《[^》]{0,80}》|20[0-3]\d ?年[^,。()]{0,12}(?:施行|颁布|印发|公布|起|修订|实施)")
_HAN = "〇一二三四五六七八九"
_MADE_BY = re.compile(r"(由|系|是)$")
_OPENING = 40  # bodies of the preamble among which the issuing one is looked for
_LEVELS = "省市县区州乡镇"
_NAME_BEFORE = re.compile(r"年度?([一-鿿]{1,4})$")
_PLACE_TITLE = re.compile(r"[#* ]*((?![某本我全各])[一-鿿]{1,10}[省市县縣区區州盟旗])(?=\s*(?:20\d\d|二[〇○O0]))")
_OFFICE = re.compile(r"(.{2,}?(?:局|委员会|街道办事处|厅|镇|乡))(?:办公室|党政办公室|综合办公室|(?:政府|政务)?信息公开(?:工作)?办公室)$")
_MARKS = re.compile(r"[#*\s]+")


def clean_title(title: str) -> str:
    """A title without line breaks, blanks and Markdown marks."""
    return _MARKS.sub("", title)


def _year_in(text: str) -> tuple[int, int, int] | None:
    """(year, start, end) of the first year in a folded text."""
    hits = []
    if match := _YEAR.search(text):
        hits.append((match.start(1), int(match[1]), match.end(1)))
    if match := _HAN_YEAR.search(text):
        hits.append((match.start(1), 2000 + 10 * _HAN.index(match[2]) + _HAN.index(match[3]), match.end(1)))
    if not hits:
        return None
    start, year, end = min(hits)
    return year, start, end


def _year_named(text: str) -> tuple[int, int, int] | None:
    """The year that a preamble reports on: of the report's name, else of the period, else the first that is no law's."""
    for pattern in (_REPORT_YEAR, _PERIOD_YEAR):
        if match := pattern.search(text):
            return int(match[1]), match.start(1), match.end(1)
    # the years of laws (颁布, 施行 and those in 《》) are blanked, at equal length
    return _year_in(_LAW_YEAR.sub(lambda m: " " * len(m[0]), text))


def read_year(layout: Layout, blocks: Sequence[Block], found: Sequence[Entity]) -> Indicator | None:
    """The year of the title; else of the preamble's report name or period; else of the first period in the text."""
    folded = layout.folded
    for wanted, rule in (("title", "title"), ("preamble", "preamble"), ("overview", "overview")):
        for block in blocks:
            if block.role == wanted or (wanted != "title" and block.section == wanted):
                piece = folded[block.start : block.end]
                hit = _year_named(piece) if wanted != "title" else _year_in(piece)
                if hit:
                    return Indicator(hit[0], "年", [(block.start + hit[1], block.start + hit[2])], f"indicators.year.{rule}")
    for entity in found:
        if entity.label == "DATE" and isinstance(entity.value, str) and "/" in entity.value:
            start, end = layout.view.source_start(entity.start), layout.view.source_end(entity.end)
            return Indicator(int(entity.value[:4]), "年", [(start, end)], "indicators.year.period")
    return None


def read_agency(blocks: Sequence[Block], entities: Sequence[Entity], text: str) -> Indicator | None:
    """The title's body (the fuller of two prints); else the preamble's maker; the signature's; the title's place; who answers questions."""
    named = [e for e in entities if e.label == "AGENCY" and e.block is not None]

    def within(wanted: str) -> list[Entity]:
        return [e for e in named if e.block is not None and (blocks[e.block].role == wanted or blocks[e.block].section == wanted)]

    if titled := within("title"):
        longest = max(titled, key=lambda e: len(clean_title(e.text)))
        return _whole_name(longest, text) or _agency(longest, "title")
    titles = [e for e in entities if e.label == "LAW"]
    opening = [e for e in within("preamble")[:_OPENING] if not _in_title_of_law(e, titles)]
    maker = [e for e in opening if _MADE_BY.search(text[max(0, e.start - 8) : e.start].rstrip()) or _reports(text[e.end : e.end + 14])]
    signed = within("signature")
    if maker:
        return _agency(maker[0], "preamble")
    if signed:
        return _agency(max(signed, key=lambda e: len(e.text)), "signature")
    if (place := _place_of_title(blocks, text)) is not None:
        return place
    contact = [e for e in opening if re.search(r"(与|向|请)$", text[max(0, e.start - 8) : e.start].rstrip())]
    if contact:
        host = _OFFICE.match(contact[0].text)
        end = contact[0].start + len(host[1]) if host else contact[0].end
        return Indicator(clean_title(text[contact[0].start : end]), None, [(contact[0].start, end)], "indicators.agency.contact")
    return None


def _whole_name(entity: Entity, text: str) -> Indicator | None:
    """A title's body whose entity begins with the bare word of its level, with the name that stands between it and the year."""
    if entity.text[0] not in _LEVELS:
        return None
    name = _NAME_BEFORE.search(text[max(0, entity.start - 12) : entity.start])
    if name is None:
        return None
    start = entity.start - len(name[1])
    return Indicator(clean_title(text[start : entity.end]), None, [(start, entity.end)], "indicators.agency.title")


def _place_of_title(blocks: Sequence[Block], text: str) -> Indicator | None:
    """The county or city that a title names without its government (岚水县2012年…报告)."""
    for block in blocks:
        named = _PLACE_TITLE.match(text[block.start : block.end]) if block.role == "title" else None
        if named is not None:
            span = block.start + named.start(1), block.start + named.end(1)
            return Indicator(named[1], None, [span], "indicators.agency.title")
    return None


def _reports(behind: str) -> bool:
    return (
        re.match(r"\s*(20\d\d|二〇|(特|现|兹)?(编制|编写|公布)|发布|政府信息公开|现将|就|对|按照|根据|依据|依照|严格|认真|20)", behind)
        is not None
    )


def _in_title_of_law(entity: Entity, titles: Sequence[Entity]) -> bool:
    return any(e.start <= entity.start and entity.end <= e.end for e in titles)


def _agency(entity: Entity, rule: str) -> Indicator:
    return Indicator(clean_title(entity.text), None, [(entity.start, entity.end)], f"indicators.agency.{rule}")
