"""What a file's format marks, in the records: tables, pages, facts of the page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from gkbg_nlp.layout.block import LayoutBlock
from gkbg_nlp.layout.segment import MARKED_TABLE
from gkbg_nlp.report.markup import Markup
from gkbg_nlp.report.records import Block, Source, Table

_CAPTION = "heading.caption"


def mark(markup: Markup, blocks: Sequence[Block], source: Source) -> None:
    """Give each block its page, and the source the facts of the page, where the format has them."""
    if markup.facts:
        source.facts = dict(markup.facts)
    if markup.pages:
        for block in blocks:
            block.page = max(1, bisect_right(markup.pages, block.start))


def tables_of(markup: Markup, layout: Sequence[LayoutBlock]) -> list[Table]:
    """The marked tables that are blocks of the report, in order; the caption is the heading right above that is one."""
    if not markup.tables:
        return []
    starts = [table.start for table in markup.tables]
    out = []
    for index, block in enumerate(layout):
        if block.rule == MARKED_TABLE:
            table = markup.tables[bisect_right(starts, block.start) - 1]  # its first cells may be blank: the block begins behind them
            above = layout[index - 1] if index else None
            caption = above.text if above is not None and above.rule == _CAPTION else None
            out.append(Table(index, table.page, caption, [list(row) for row in table.rows]))
    return out
