"""Weak labels held against gold: what the table of precisions is counted from, and how good it is on reports it was not counted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from gkbg_nlp.corpus.annotated import LABELED_ROLES, GoldBlock, GoldReport
from gkbg_nlp.corpus.weak import WeakLabel, evidence_kind, weak_labels
from gkbg_nlp.corpus.weak_precision import Guess, WeakPrecision, count_guesses
from gkbg_nlp.layout.block import LayoutBlock
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.sections.chain import witnesses


@dataclass(frozen=True, slots=True)
class Held:
    """One layout block that can carry a section: its weak label, and the section and role of the gold block it overlaps most."""

    report: str
    label: WeakLabel
    gold: str | None
    role: str


def gold_of(block: LayoutBlock, gold: Sequence[GoldBlock]) -> GoldBlock | None:
    """The gold block that shares most characters with a layout block; ``None`` where none shares any."""
    best = max(gold, key=lambda g: min(block.end, g.end) - max(block.start, g.start), default=None)
    return best if best is not None and min(block.end, best.end) > max(block.start, best.start) else None


def guesses(report: GoldReport) -> list[Guess]:
    """What headings alone say of each block that our own layout finds in the report's text, beside gold."""
    blocks = segment(report.text).blocks
    out: list[Guess] = []
    for block, witness in zip(blocks, witnesses(blocks), strict=True):
        kind = evidence_kind(block.role, witness)[0] if witness else None
        if witness is not None and kind is not None:
            gold = gold_of(block, report.blocks)
            out.append((kind, witness.sections[0], gold.section if gold else None))
    return out


def measure(reports: Sequence[GoldReport], source: str) -> WeakPrecision:
    """The table of precisions over some annotated reports; ``source`` says which they are."""
    return count_guesses(chain.from_iterable(map(guesses, reports)), source)


def held_against_gold(report: GoldReport, precision: WeakPrecision | None = None) -> list[Held]:
    """Every block of the report's layout with its weak label, whatever its confidence, and gold."""
    blocks = segment(report.text).blocks
    out = []
    for block, label in zip(blocks, weak_labels(blocks, precision=precision), strict=True):
        if label is not None:
            gold = gold_of(block, report.blocks)
            out.append(Held(report.id, label, gold.section if gold and gold.role in LABELED_ROLES else None, block.role))
    return out


def held_leaving_out(reports: Sequence[GoldReport], folds: int = 10) -> list[Held]:
    """As :func:`held_against_gold` for all reports, each with a table counted without it: every ``folds``-th report is left out together."""
    counted = [guesses(report) for report in reports]
    out: list[Held] = []
    for fold in range(folds):
        rest = chain.from_iterable(one for i, one in enumerate(counted) if i % folds != fold)
        table = count_guesses(rest, "all other folds")
        for report in reports[fold::folds]:
            out += held_against_gold(report, table)
    return out
