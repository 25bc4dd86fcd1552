"""Weak labels: the section of each block as its headings alone give it, with a confidence, or the reason why there is none.

No trained model takes part: the headings' words decide (``sections.chain``), and how far each kind of evidence can be trusted was
counted on annotated reports (``corpus.weak_precision``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gkbg_nlp.corpus.weak_precision import WeakPrecision, load_weak_precision
from gkbg_nlp.layout.block import LayoutBlock
from gkbg_nlp.sections.chain import Heading, Witness, witnesses
from gkbg_nlp.taxonomy.sections import Sections

KINDS = {
    "own": "the heading's own words name the section",
    "own_part": "they name it with less than 0.4 of their characters",
    "own_two": "they name two sections; the label is the first",
    "own_weak": "they name it by a general word (概述)",
    "parent": "the heading names nothing; one above it does",
    "kept": "the chapter above keeps its section whatever headings inside it say (存在的问题)",
    "place": "text between title and first chapter",
    "run_in": "the head that the paragraph opens with",
    "run_in_part": "the same, with less than 0.4 of its characters",
    "above": "the heading right above",
    "above_agrees": "the heading right above, and the paragraph's own head names the same",
    "above_differs": "the heading right above, though the paragraph's own head names another section",
    "above_weak": "the heading right above, by a general word",
    "outer": "a heading further up; those between name nothing",
    "outer_agrees": "the same, and the paragraph's own head names the same",
    "outer_differs": "the same, though the paragraph's own head names another section",
    "outer_weak": "a heading further up, by a general word; those between name nothing",
}
"""What each kind of evidence is. In data and output a kind stands behind the block's role: ``table.above``."""

REASONS = {
    "no_heading": "no heading above, and not the opening text",
    "names_nothing": "no heading above it, nor itself, names a section",
    "slogan": "the heading that names most is a slogan, which leaves the label to the text",
    "two_sections": "the heading above names two sections",
    "unmeasured": "evidence of a kind that was too rare in the annotated reports to be measured",
    "low_confidence": "its evidence is right less often than was asked for",
    "heading": "a heading, and headings were not asked for",
}
"""Why a block got no weak label."""

_WHOLE = 0.4  # share of a heading's characters from which its words count as a name; that of sections.chain
_MIN_MEASURED = 5  # blocks of a kind below which its share right says nothing


@dataclass(frozen=True, slots=True)
class WeakLabel:
    """What headings say of one block.

    Attributes:
        section: the weak label, ``None`` where the block is left out.
        kind: ``ROLE.KIND`` of the evidence (see :data:`KINDS`), ``None`` where there is none.
        rule: id of the wording that named the section.
        confidence: share of blocks with this evidence whose label was right on annotated reports, 0 to 1.
        reason: why the block is left out (a key of :data:`REASONS`), ``None`` where it has a label.
    """

    section: str | None
    kind: str | None = None
    rule: str | None = None
    confidence: float = 0.0
    reason: str | None = None


def weak_labels(
    blocks: Sequence[LayoutBlock],
    *,
    min_confidence: float = 0.0,
    headings: bool = True,
    sections: Sections | None = None,
    precision: WeakPrecision | None = None,
) -> list[WeakLabel | None]:
    """One weak label a block; ``None`` for titles, signatures and boilerplate, which carry no section.

    Args:
        min_confidence: blocks below it are left out, 0 to 1.
        headings: whether headings are labelled themselves.
        sections: the taxonomy, by default the shipped one. Under another one a kind's precision is taken for all its sections:
            what was counted by section is of the shipped ones.
        precision: the measured table, by default the shipped one.
    """
    table = precision or load_weak_precision()
    found = witnesses(blocks, sections)
    return [
        None if witness is None else _label(block.role, witness, table, min_confidence, headings, sections is None)
        for block, witness in zip(blocks, found, strict=True)
    ]


def evidence_kind(role: str, witness: Witness) -> tuple[str | None, str | None]:
    """The kind of evidence that a witness rests on and ``None``, or ``None`` and the reason why it decides nothing."""
    if not witness.sections:
        if not witness.chain and role != "heading":
            return None, "no_heading"
        named = any(h.evidence is not None for h in witness.chain)
        return None, "slogan" if named else "names_nothing"
    kind = _heading_kind(witness) if role == "heading" else _text_kind(witness)
    return (None, "two_sections") if kind is None else (f"{role}.{kind}", None)


def _label(role: str, witness: Witness, table: WeakPrecision, least: float, headings: bool, by_section: bool) -> WeakLabel:
    kind, reason = evidence_kind(role, witness)
    if role == "heading" and not headings:
        return WeakLabel(None, reason="heading")
    if kind is None:
        return WeakLabel(None, reason=reason)
    measured = table.kinds.get(kind)
    if measured is None or measured.total < _MIN_MEASURED:
        return WeakLabel(None, kind, witness.rule, reason="unmeasured")
    section = witness.sections[0]
    confidence = table.confidence(kind, section if by_section else None)
    if confidence < least:
        return WeakLabel(None, kind, witness.rule, confidence, "low_confidence")
    return WeakLabel(section, kind, witness.rule, confidence)


def _heading_kind(witness: Witness) -> str:
    own = witness.own
    if own and (own.sections, own.rules[0]) == (witness.sections, witness.rule):
        if own.weak:
            return "own_weak"
        if len(own.sections) > 1:
            return "own_two"
        return "own" if own.coverage >= _WHOLE else "own_part"
    return "kept" if witness.strength == 2 else "parent"


def _text_kind(witness: Witness) -> str | None:
    """The kind for a paragraph or table; ``None`` where its heading names two sections."""
    own = witness.own
    deciding = _deciding(witness)
    if deciding is None or deciding.evidence is None:
        if not witness.chain and witness.rule and witness.rule.endswith(".place"):
            return "place"
        return "run_in" if witness.strength == 2 else "run_in_part"
    if len(witness.sections) > 1:
        return None
    if any(h.depth > deciding.depth and h.evidence and not h.evidence.weak for h in witness.chain):
        return "kept"
    place = "above" if deciding is witness.chain[-1] else "outer"
    if deciding.evidence.weak:
        return f"{place}_weak"
    if own is None or own.weak:
        return place
    return f"{place}_{'agrees' if own.sections[0] == witness.sections[0] else 'differs'}"


def _deciding(witness: Witness) -> Heading | None:
    """The heading whose words the witness repeats, ``None`` where it is the paragraph's own head or the place."""
    for heading in reversed(witness.chain):
        evidence = heading.evidence
        if evidence and (evidence.sections, evidence.rules[0]) == (witness.sections, witness.rule):
            return heading
    return None
