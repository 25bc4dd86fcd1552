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
    labelled = [(b, w) for b, w in zip(blocks, found, strict=True) if w is not None]
    subjects = iter(known.subjects([b.text for b, _ in labelled if b.role == "paragraph"]))
    headings: dict[str, int] = {}  # those that stand over several blocks are normalised once
    rows = [headings.setdefault(_heading(w), len(headings)) for _, w in labelled]
    texts = normalise_all([b.text for b, _ in labelled] + list(headings))
    over = texts[len(labelled) :]
    number = len(labelled)
    inputs = []
    before = None
    signs: tuple[str, ...] = ()  # the witness's
    for place, (block, witness) in enumerate(labelled):
        role, text = block.role, texts[place]
        if witness is not before:  # blocks under one chain share a witness
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
    signs += ["named=" + s for s in witness.sections[:1]]
    signs += ["also=" + s for s in witness.sections[1:3]]
    if own := witness.own:
        signs.append("own=" + own.sections[0] + "~" * own.weak)
    signs += ["above=" + h.evidence.sections[0] for h in witness.chain[-2:] if h.evidence]
    return tuple(signs)


def _heading(witness: Witness) -> str:
    """The words of the innermost heading, with the run-in head behind them."""
    words = witness.chain[-1].words if witness.chain else ""
    return words + "¦" + witness.run_in if witness.run_in else words


__all__ = ["VERSION", "BlockInput", "block_inputs", "normalise"]
