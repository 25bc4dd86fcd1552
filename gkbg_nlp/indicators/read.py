"""All indicators of one report."""

from __future__ import annotations

from collections.abc import Sequence

from gkbg_nlp.indicators.amounts import read_amounts
from gkbg_nlp.indicators.clauses import split_clauses
from gkbg_nlp.indicators.contact import read_contacts
from gkbg_nlp.indicators.identity import read_agency, read_year
from gkbg_nlp.indicators.proactive import read_proactive
from gkbg_nlp.indicators.tables import read_tables
from gkbg_nlp.layout.segment import Layout
from gkbg_nlp.report.records import Block, Entity, Indicator
from gkbg_nlp.taxonomy.indicators import load_indicators


def read_indicators(
    layout: Layout, blocks: Sequence[Block], found: Sequence[Entity], entities: Sequence[Entity], text: str
) -> dict[str, Indicator]:
    """The indicators that the text states, in the order of the data file; what it does not state is absent.

    Args:
        layout: the report's layout.
        blocks: its labelled blocks.
        found: the entities in view offsets.
        entities: the same with source offsets and their block.
        text: the source text.
    """
    clauses = split_clauses(layout.view, blocks, found)
    out: dict[str, Indicator] = read_tables(layout, blocks)
    # disclosed items: prose wins, a table may be of another scope; requests and cases: the official table wins, prose gives parts
    out |= read_proactive(clauses, layout.view)
    out |= read_amounts(clauses, layout.view, out)
    out |= read_contacts(blocks, entities, layout.folded, text)
    if (year := read_year(layout, blocks, found)) is not None:
        out["year"] = year
    if (agency := read_agency(blocks, entities, text)) is not None:
        out["agency"] = agency
    return {name: out[name] for name in load_indicators().rules if name in out}
