"""How likely a label is right: a logistic model over what is known of the decision, fitted on reports that training held out.

The chain's marginal probability alone is too sure where all witnesses err together (no headings, two subjects in one block), so the
signs of such places are weighed beside it. Coefficients stand in the model's ``model.json`` under their names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gkbg_nlp.sections.chain import Witness
from gkbg_nlp.sections.features import BlockInput

Floats = NDArray[np.float64]
EVIDENCE = ("marginal", "model", "agree", "named", "contradicted", "bare", "heading", "subject", "length")
"""What is weighed, each a column of :func:`evidence`:

``marginal``: log odds of the label in the chain, cut at ±12; ``model``: the classifier's log probability of it, cut at -12; ``agree``: it is the
classifier's favourite; ``named``, ``contradicted``: a heading that decides names it, or names another section; ``bare``: no heading
stands above; ``heading``: the block is one; ``subject``: +1 where the block's words name it first, -1 where they name another; ``length``: log10
of the characters.
"""
_CUT = 12.0


@dataclass(frozen=True, slots=True)
class Confidence:
    """The fitted weights: ``weights`` has a number for each name of ``EVIDENCE``; ``threshold`` is that of ``uncertain``."""

    weights: tuple[float, ...]
    intercept: float
    threshold: float

    def probability(self, rows: Floats) -> Floats:
        """The probability that each label is right; ``rows`` as :func:`evidence` gives them; shape (blocks,)."""
        logits = rows @ np.array(self.weights) + self.intercept
        result: Floats = 1.0 / (1.0 + np.exp(-logits))
        return result


def evidence(
    sections: Sequence[str],
    path: Sequence[int],
    marginal: Floats,
    log_probability: Floats,
    found: Sequence[Witness],
    inputs: Sequence[BlockInput],
    heads: Sequence[bool],
) -> Floats:
    """What is known of each decision; ``path`` are the labels' numbers, ``marginal`` their probabilities; shape (blocks, evidence)."""
    labels = np.array(path, dtype=np.intp)
    p = np.minimum(np.maximum(marginal, 1e-9), 1 - 1e-9)
    rows = np.empty((len(labels), len(EVIDENCE)))
    rows[:, 0] = np.minimum(np.maximum(np.log(p / (1 - p)), -_CUT), _CUT)
    rows[:, 1] = np.maximum(log_probability[np.arange(len(labels)), labels], -_CUT)
    rows[:, 2] = log_probability.argmax(axis=1) == labels
    told: list[float] = []
    for label, witness, one, head in zip(path, found, inputs, heads, strict=True):
        section, said = sections[label], witness.sections
        decided = witness.strength == 2 and bool(said)
        named = section in said[:2]
        told += (decided and named, decided and not named, not witness.chain, head, _subject(one.signs, section), len(one.text) + 1)
    rows[:, 3:] = np.array(told, dtype=np.float64).reshape(len(labels), 6)
    np.log10(rows[:, 8], out=rows[:, 8])
    return rows


def _subject(signs: Sequence[str], section: str) -> int:
    for sign in reversed(signs):
        if sign[:8] == "subject=":
            return 1 if sign[8:] == section else -1
    return 0
