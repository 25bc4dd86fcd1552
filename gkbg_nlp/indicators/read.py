"""All indicators of reports."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from gkbg_nlp.indicators import candidates
from gkbg_nlp.indicators.amounts import AMOUNTS, read_amounts
from gkbg_nlp.indicators.contact import read_contacts
from gkbg_nlp.indicators.count_attributes import describe_counts
from gkbg_nlp.indicators.fuller import read_fuller
from gkbg_nlp.indicators.identity import read_year
from gkbg_nlp.indicators.issuer import read_agency
from gkbg_nlp.indicators.proactive import read_proactive
from gkbg_nlp.indicators.sentences import Sentence, clauses_of, scope_of, split_sentences
from gkbg_nlp.indicators.tables import read_tables
from gkbg_nlp.layout.segment import Layout
from gkbg_nlp.layout.view import View
from gkbg_nlp.report.records import Block, Entity, Indicator
from gkbg_nlp.taxonomy.indicators import load_indicators

_FIGURES = frozenset({"proactive_total", "proactive_website", "proactive_other_channels", *AMOUNTS})


class Tagged(NamedTuple):
    """A report as indicators are read from it.

    Attributes:
        layout: its layout.
        blocks: its labelled blocks.
        found: the entities in view offsets.
        entities: the same with source offsets and their block.
        text: the source text.
    """

    layout: Layout
    blocks: list[Block]
    found: list[Entity]
    entities: list[Entity]
    text: str


def read_many(reports: Sequence[Tagged]) -> list[dict[str, Indicator]]:
    """The indicators that each report states, in the order of the data file; what a text does not state is absent.

    All reports take a step before any takes the next: its rules stay in the processor's cache.
    """
    out: list[dict[str, Indicator]] = [{} for _ in reports]
    under_way = [_steps(report, own) for report, own in zip(reports, out, strict=True)]
    while under_way:
        under_way = [steps for steps in under_way if next(steps, False)]
    order = (*load_indicators().rules, *load_indicators().fuller)
    return [{name: own[name] for name in order if name in own} for own in out]


def _steps(report: Tagged, out: dict[str, Indicator]) -> Iterator[Literal[True]]:
    layout, blocks, found, entities, text = report
    every = split_sentences(layout.view, blocks, found)
    yield True
    sentences = [s for s in every if s.role != "table"]
    clauses = clauses_of(sentences)
    yield True
    tabled = read_tables(layout, blocks)
    out.update(tabled)
    yield True
    year = read_year(layout, blocks, found)
    stated = year.value if year is not None else None
    periods = describe_counts(every, _by_view(found, entities), stated if isinstance(stated, int) else None)
    yield True
    # disclosed items: prose wins, a table may be of another scope; requests and cases: the official table wins, prose gives parts
    for name, one in read_proactive(clauses, layout.view, periods).items():
        candidates.add(one, [(tabled[name], "prose")] if name in tabled else [])
        out[name] = one
    yield True
    out.update(read_amounts(clauses, layout.view, tabled, periods))
    yield True
    out.update(read_fuller(sentences, layout.view, tabled, periods))
    _set_scopes(out, tabled, sentences, layout.view)
    yield True
    out.update(read_contacts(blocks, entities, layout.folded, text))
    if year is not None:
        out["year"] = year
    if (agency := read_agency(blocks, entities, text)) is not None:
        out["agency"] = agency


def _by_view(found: Sequence[Entity], entities: Sequence[Entity]) -> dict[int, Entity]:
    """The COUNT entities by their start in the view. Both lists hold the same, and no two begin together: the order tells which is which."""
    starts = sorted([e.start for e in found if e.label == "COUNT"])
    return dict(zip(starts, [e for e in entities if e.label == "COUNT"], strict=True))


def _set_scopes(out: dict[str, Indicator], tabled: dict[str, Indicator], sentences: Sequence[Sentence], view: View) -> None:
    """Tell each figure that prose states whether it is of the body or of its whole area, where its sentence says so."""
    if not sentences:
        return
    blocks = [s.block for s in sentences]
    fuller = load_indicators().fuller
    for name, one in out.items():
        if one is tabled.get(name) or not one.evidence or (name not in fuller and name not in _FIGURES):
            continue
        place = view.view_offset(one.evidence[0][0])
        scope = scope_of(_words_before(sentences, blocks, view.block_at(place), place))
        if scope is not None:
            one.scope = scope


def _words_before(sentences: Sequence[Sentence], blocks: Sequence[int], block: int, place: int) -> str:
    """The words of its sentence up to a place in the view; of the last sentence before it where it stands in none."""
    last = max(bisect_right(blocks, block) - 1, 0)
    sentence = sentences[last]
    if sentence.block != block:
        return sentence.text if sentence.block < block else ""
    offset = sentence.masked.offset(block, place)
    while sentence.first > offset and last:
        last -= 1
        sentence = sentences[last]
    return sentence.text if sentence.block < block else sentence.upto(offset)
