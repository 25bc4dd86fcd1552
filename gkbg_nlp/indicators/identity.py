"""The year that a report is on, and its title as one line; who reports stands in issuer.py."""

from __future__ import annotations

from collections.abc import Sequence

from gkbg_nlp.indicators.signs import sign
from gkbg_nlp.layout.segment import Layout
from gkbg_nlp.report.records import Block, Entity, Indicator
from gkbg_nlp.taxonomy.precompiled import compiled

_YEAR = compiled(r"(?<!\d)(20[0-3]\d) ?(?:年|(?=[^\d]{0,12}(?:报告|年报)))")
_HAN_YEAR = compiled(r"(二[〇O0]([〇一二三])([〇一二三四五六七八九])) ?年")
_REPORT_YEAR = compiled(r"(?<!\d)(20[0-3]\d) ?年(?:度)?(?=的?[^,。《》]{0,20}(?:信息|政务)公开[^,。《》]{0,12}(?:报告|年报))")
_PERIOD_YEAR = compiled(r"(?<!\d)(20[0-3]\d) ?年? ?1 ?月 ?1 ?日?(?=.{0,16}12 ?月 ?31)")
_LAW_YEAR = compiled(r"《[^》]{0,80}》|20[0-3]\d ?年[^,。()]{0,12}(?:施行|颁布|印发|公布|起|修订|实施)")
_HAN = "〇一二三四五六七八九"
_MARKS = compiled(r"[#*\s]+")


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
    """The year of the title; else of the preamble's report name or period, the site's title field, the first period."""
    folded = layout.folded
    for wanted, rule in (("title", "title"), ("preamble", "preamble"), ("overview", "overview")):
        for block in blocks:
            if block.role == wanted or (wanted != "title" and block.section == wanted):
                piece = folded[block.start : block.end]
                hit = _year_named(piece) if wanted != "title" else _year_in(piece)
                if hit:
                    return Indicator(hit[0], "年", [(block.start + hit[1], block.start + hit[2])], f"indicators.year.{rule}")
    for block in blocks:
        if block.role == "boilerplate" and (field := sign("issuer.title_field").match(folded, block.start, block.end)):
            if hit := _year_in(field[0]):
                return Indicator(hit[0], "年", [(field.start() + hit[1], field.start() + hit[2])], "indicators.year.title")
            break
    for entity in found:
        if entity.label == "DATE" and isinstance(entity.value, str) and "/" in entity.value:
            start, end = layout.view.source_start(entity.start), layout.view.source_end(entity.end)
            return Indicator(int(entity.value[:4]), "年", [(start, end)], "indicators.year.period")
    return None
