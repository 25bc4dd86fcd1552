"""Section, confidence and reason for each block of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gkbg_nlp.sections.chain import BlockLike, Witness, witnesses
from gkbg_nlp.sections.decoder import decode, emission
from gkbg_nlp.sections.features import block_inputs
from gkbg_nlp.sections.model import SectionModel


@dataclass(frozen=True, slots=True)
class SectionLabel:
    """The decision for one block; see ``Block`` in the report room for the meaning of ``reason``."""

    section: str
    confidence: float
    reason: str


def label_blocks(blocks: Sequence[BlockLike], model: SectionModel) -> list[SectionLabel | None]:
    """One label a block, ``None`` for titles, signatures and boilerplate."""
    found = witnesses(blocks)
    places = [i for i, w in enumerate(found) if w is not None]
    out: list[SectionLabel | None] = [None] * len(blocks)
    if not places:
        return out
    labelled = [w for w in found if w is not None]
    log_probability = model.log_probabilities(block_inputs(blocks, found))
    heads = [blocks[i].role == "heading" for i in places]
    path, confidence = decode(model, emission(model, log_probability, labelled), heads)
    for row, place in enumerate(places):
        section = model.sections[path[row]]
        favourite = model.sections[int(log_probability[row].argmax())]
        out[place] = SectionLabel(section, round(float(confidence[row]), 4), _reason(section, favourite, labelled[row]))
    return out


def _reason(section: str, favourite: str, witness: Witness) -> str:
    named = section in witness.sections[:2]
    if named and favourite == section:
        return "both"
    if named:
        return f"heading:{witness.rule}"
    return "model" if favourite == section else "order"
