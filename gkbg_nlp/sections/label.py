"""Section, confidence and reason for each block of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gkbg_nlp.sections.chain import BlockLike, Witness, witnesses
from gkbg_nlp.sections.confidence import evidence
from gkbg_nlp.sections.decoder import decode, emission
from gkbg_nlp.sections.features import block_inputs
from gkbg_nlp.sections.model import SectionModel


@dataclass(frozen=True, slots=True)
class SectionLabel:
    """The decision for one block; see ``Block`` in the report room for the meaning of ``reason`` and ``uncertain``."""

    section: str
    confidence: float
    reason: str
    uncertain: bool = False


def label_blocks(blocks: Sequence[BlockLike], model: SectionModel) -> list[SectionLabel | None]:
    """One label a block, ``None`` for titles, signatures and boilerplate."""
    found = witnesses(blocks, model.taxonomy)
    places = [i for i, w in enumerate(found) if w is not None]
    out: list[SectionLabel | None] = [None] * len(blocks)
    if not places:
        return out
    labelled = [w for w in found if w is not None]
    inputs = block_inputs(blocks, found, model.taxonomy)
    log_probability = model.log_probabilities(inputs)
    heads = [blocks[i].role == "heading" for i in places]
    path, confidence = decode(model, emission(model, log_probability, labelled), heads)
    threshold = 0.0
    if model.confidence is not None:
        threshold = model.confidence.threshold
        known = evidence(model.sections, path, confidence, log_probability, labelled, inputs, heads)
        confidence = model.confidence.probability(known)
    for row, place in enumerate(places):
        section = model.sections[path[row]]
        favourite = model.sections[int(log_probability[row].argmax())]
        sure = round(float(confidence[row]), 4)
        out[place] = SectionLabel(section, sure, _reason(section, favourite, labelled[row]), sure < threshold)
    return out


def _reason(section: str, favourite: str, witness: Witness) -> str:
    named = section in witness.sections[:2]
    if named and favourite == section:
        return "both"
    if named:
        return f"heading:{witness.rule}"
    return "model" if favourite == section else "order"
