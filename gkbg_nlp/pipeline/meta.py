"""What a report says of itself: title, issuing body, year, era, date of publication."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gkbg_nlp.indicators.identity import clean_title
from gkbg_nlp.layout.block import LayoutBlock
from gkbg_nlp.report.markup import PLAIN, Markup
from gkbg_nlp.report.records import Entity, Indicator, Meta
from gkbg_nlp.taxonomy.precompiled import compiled

_PUBLISHED = compiled(r"(发布|公开|成文|生成|发文|提供)(日期|时间)|^时 ?间|^日 ?期")


def era_of(year: int | None) -> str | None:
    """The era of the format by the report's year (docs/architecture.md): A to 2013, B to 2018, C to 2020, D after."""
    if year is None:
        return None
    return "A" if year <= 2013 else "B" if year <= 2018 else "C" if year <= 2020 else "D"


def make_meta(
    blocks: Sequence[LayoutBlock],
    entities: Sequence[Entity],
    indicators: dict[str, Indicator],
    text: str,
    model: str,
    markup: Markup = PLAIN,
) -> Meta:
    """The report's meta record; each field is ``None`` where neither the text nor the page's facts say."""
    titles = [clean_title(text[b.start : b.end]) for b in blocks if b.role == "title"]
    year = indicators.get("year")
    agency = indicators.get("agency")
    number = year.value if year and isinstance(year.value, int) else None
    return Meta(
        title=max(titles, key=len, default=None),
        agency=str(agency.value) if agency else None,
        year=number,
        era=era_of(number),  # type: ignore[arg-type]
        published=_stated_date(markup) or _published(blocks, entities),
        model=model,
    )


def _stated_date(markup: Markup) -> str | None:
    """The page's own 发布日期, where it is a date."""
    stated = markup.facts.get("发布日期")
    if not stated:
        return None
    try:
        return date.fromisoformat(stated[:10]).isoformat()
    except ValueError:
        return None


def _published(blocks: Sequence[LayoutBlock], entities: Sequence[Entity]) -> str | None:
    """The page's date of publication, else the closing date under the text."""
    dates = [e for e in entities if e.label == "DATE" and e.block is not None and isinstance(e.value, str) and len(e.value) == 10]
    for wanted in ("boilerplate", "signature"):
        for e in dates:
            block = blocks[e.block]  # type: ignore[index]  # dates without a block are left out above
            if block.role == wanted and (wanted == "signature" or _PUBLISHED.search(block.text)):
                return str(e.value)
    return None
