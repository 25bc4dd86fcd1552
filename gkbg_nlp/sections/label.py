"""Section, confidence and reason for each block of a report."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gkbg_nlp.sections.chain import BlockLike, Witness, witnesses
from gkbg_nlp.sections.confidence import evidence
from gkbg_nlp.sections.decoder import decode, emission
from gkbg_nlp.sections.features import BlockInput, block_inputs
from gkbg_nlp.sections.model import SectionModel
from gkbg_nlp.sections.ngrams import Floats


class SectionLabel(Struct, frozen=True):
    """The decision for one block; see ``Block`` in the report room for the meaning of ``reason`` and ``uncertain``."""

    section: str
    confidence: float
    reason: str
    uncertain: bool = False


def label_blocks(blocks: Sequence[BlockLike], model: SectionModel) -> list[SectionLabel | None]:
    """One label a block, ``None`` for titles, signatures and boilerplate."""
    return label_many([blocks], model)[0]


def label_many(reports: Sequence[Sequence[BlockLike]], model: SectionModel) -> list[list[SectionLabel | None]]:
    """:func:`label_blocks` of several reports, scored in one pass; each gets the labels that it gets alone."""
    found = [witnesses(blocks, model.taxonomy) for blocks in reports]
    inputs = [block_inputs(blocks, said, model.taxonomy) for blocks, said in zip(reports, found, strict=True)]
    scored = model.log_probabilities([one for own in inputs for one in own])
    out: list[list[SectionLabel | None]] = []
    end = 0
    for blocks, said, own in zip(reports, found, inputs, strict=True):
        begin, end = end, end + len(own)
        heads = [block.role == "heading" for block, witness in zip(blocks, said, strict=True) if witness is not None]
        labels = iter(decide(model, [witness for witness in said if witness is not None], own, heads, scored[begin:end]))
        out.append([None if witness is None else next(labels) for witness in said])
    return out


def decide(
    model: SectionModel, found: Sequence[Witness], inputs: Sequence[BlockInput], heads: Sequence[bool], log_probability: Floats
) -> list[SectionLabel]:
    """The decoder's labels for one report's blocks that carry a section."""
    if not inputs:
        return []
    path, marginal = decode(model, emission(model, log_probability, found), heads)
    return with_reasons(model, path, marginal, log_probability, found, inputs, heads)


def with_reasons(
    model: SectionModel,
    path: Sequence[int],
    marginal: Floats,
    log_probability: Floats,
    found: Sequence[Witness],
    inputs: Sequence[BlockInput],
    heads: Sequence[bool],
) -> list[SectionLabel]:
    """Decoded labels (their numbers in ``path``) with confidence and reason."""
    threshold = 0.0
    if model.confidence is not None:
        threshold = model.confidence.threshold
        marginal = model.confidence.probability(evidence(model.sections, path, marginal, log_probability, found, inputs, heads))
    sections, out = model.sections, []
    favourites = log_probability.argmax(axis=1).tolist()
    for label, favourite, confidence, witness in zip(path, favourites, marginal.tolist(), found, strict=True):
        section, sure = sections[label], round(confidence, 4)
        if section not in witness.sections[:2]:
            reason = "model" if label == favourite else "order"
        else:
            reason = "both" if label == favourite else f"heading:{witness.rule}"
        out.append(SectionLabel(section, sure, reason, sure < threshold))
    return out
