"""What the classifier sees of a block: its words, its innermost heading's words, and signs from chain, place and subject."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gkbg_nlp.sections.chain import BlockLike, Witness
from gkbg_nlp.sections.normal import normalise, normalise_all
from gkbg_nlp.taxonomy.sections import Sections, load_sections

VERSION = 3  # of the features: a model made for another version is refused
_LOOK = 80  # characters of the paragraph under a heading: its first sentence or two
_PLACES = tuple(f"place={i}" for i in range(10))
_STRENGTHS = tuple(f"strength={i}" for i in range(3))
_EARLY = tuple(("above=nothing", f"early={i}") for i in range(4))


class BlockInput(Struct):
    """One block as the classifier takes it: ``text`` and ``heading`` for character n-grams, ``signs`` as categories."""

    text: str
    heading: str
    signs: tuple[str, ...]


def block_inputs(blocks: Sequence[BlockLike], found: Sequence[Witness | None], sections: Sections | None = None) -> list[BlockInput]:
    """The inputs of the blocks that carry a section, in order; ``sections`` is the taxonomy, by default the shipped one."""
    known = sections or load_sections()
    labelled: list[tuple[BlockLike, Witness]] = []
    paragraphs: list[str] = []
    texts: list[str] = []
    headings: dict[str, int] = {}  # one that stands over several blocks is normalised once
    rows: list[int] = []
    before: Witness | None = None
    for block, witness in zip(blocks, found, strict=True):
        if witness is None:
            continue
        labelled.append((block, witness))
        texts.append(block.text)
        if block.role == "paragraph":
            paragraphs.append(block.text)
        # blocks under one chain share a witness
        rows.append(rows[-1] if witness is before else headings.setdefault(_heading(witness), len(headings)))
        before = witness
    subjects = iter(known.subjects(paragraphs))
    texts = normalise_all([*texts, *headings])
    number = len(labelled)
    over = texts[number:]
    inputs = []
    before = None
    signs: tuple[str, ...] = ()  # the witness's
    for place, (block, witness) in enumerate(labelled):
        role, text = block.role, texts[place]
        if witness is not before:
            before, signs = witness, _signs(witness)
        own_signs = ("role=" + role, _PLACES[10 * place // number], *signs)
        if not witness.chain:
            own_signs += _EARLY[min(place, 3)]
        if role == "paragraph":
            if (subject := next(subjects)) is not None:
                own_signs += ("subject=" + subject,)
        elif role == "heading" and (witness.own is None or witness.own.weak) and place + 1 < number:
            if labelled[place + 1][0].role != "heading":  # a heading that names nothing is labelled by what stands under it
                text += "¦" + texts[place + 1][:_LOOK]
        inputs.append(BlockInput(text, over[rows[place]], own_signs))
    return inputs


def _signs(witness: Witness) -> tuple[str, ...]:
    """What the headings give."""
    signs = [_STRENGTHS[witness.strength]]
    if witness.sections:
        signs.append("named=" + witness.sections[0])
        for section in witness.sections[1:3]:
            signs.append("also=" + section)
    if own := witness.own:
        signs.append("own=" + own.sections[0] + "~" * own.weak)
    for heading in witness.chain[-2:]:
        if heading.evidence:
            signs.append("above=" + heading.evidence.sections[0])
    return tuple(signs)


def _heading(witness: Witness) -> str:
    """The words of the innermost heading, with the run-in head behind them."""
    words = witness.chain[-1].words if witness.chain else ""
    return words + "¦" + witness.run_in if witness.run_in else words


__all__ = ["VERSION", "BlockInput", "block_inputs", "normalise"]
