"""What the classifier sees of a block: its words, its innermost heading's words, and signs from chain, place and subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gkbg_nlp.sections.chain import BlockLike, Witness
from gkbg_nlp.taxonomy.sections import Sections, load_sections

VERSION = 3  # of the features: a model made for another version is refused
_LOOK = 80  # characters of the paragraph under a heading: its first sentence or two
_DIGITS = re.compile(r"\d+")
_BLANKS = re.compile(r"[\s*#_|]+")


@dataclass(slots=True)
class BlockInput:
    """One block as the classifier takes it: ``text`` and ``heading`` for character n-grams, ``signs`` as categories."""

    text: str
    heading: str
    signs: tuple[str, ...]


def normalise(text: str) -> str:
    """Lower-cased, without blanks and Markdown marks, each run of digits a single 0."""
    return _DIGITS.sub("0", _BLANKS.sub("", text.lower()))


def block_inputs(blocks: Sequence[BlockLike], found: Sequence[Witness | None], sections: Sections | None = None) -> list[BlockInput]:
    """The inputs of the blocks that carry a section, in order; ``sections`` is the taxonomy, by default the shipped one."""
    known = sections or load_sections()
    labelled = [(b, w) for b, w in zip(blocks, found, strict=True) if w is not None]
    total = max(1, len(labelled) - 1)
    inputs = []
    for place, (block, witness) in enumerate(labelled):
        signs = [f"role={block.role}", f"place={10 * place // (total + 1)}", f"strength={witness.strength}"]
        signs += [f"named={s}" for s in witness.sections[:1]]
        signs += [f"also={s}" for s in witness.sections[1:3]]
        if witness.own:
            signs.append(f"own={witness.own.sections[0]}{'~' if witness.own.weak else ''}")
        signs += [f"above={h.evidence.sections[0]}" for h in witness.chain[-2:] if h.evidence]
        if not witness.chain:
            signs.append("above=nothing")
            signs.append(f"early={min(place, 3)}")
        if block.role == "paragraph" and (subject := known.subject(block.text)):
            signs.append(f"subject={subject}")
        heading = witness.chain[-1].words if witness.chain else ""
        if witness.run_in:
            heading += "¦" + witness.run_in
        text = normalise(block.text)
        if block.role == "heading" and (witness.own is None or witness.own.weak) and place + 1 < len(labelled):
            below = labelled[place + 1][0]
            if below.role != "heading":  # a heading that names nothing is labelled by what stands under it
                text += "¦" + normalise(below.text)[:_LOOK]
        inputs.append(BlockInput(text, normalise(heading), tuple(signs)))
    return inputs
