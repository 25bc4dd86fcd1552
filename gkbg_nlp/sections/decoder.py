"""Labels for a whole report at once: model, heading evidence and the order of sections weighed over the sequence.

A first-order chain over the blocks: Viterbi gives the labels, forward-backward the confidence of each.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gkbg_nlp.sections.chain import Witness
from gkbg_nlp.sections.model import Floats, SectionModel

_MUTE = 3.0  # times the gain of a heading over blocks without a word: there the model has nothing to read


def emission(model: SectionModel, log_probability: Floats, found: Sequence[Witness]) -> Floats:
    """Log weight of each section at each block: the model's probability and the headings' word; shape (blocks, sections)."""
    weights = model.decoder
    out: Floats = weights["model"] * log_probability
    index = {s: i for i, s in enumerate(model.sections)}
    for row, witness in enumerate(found):
        gain = (weights["strong"] if witness.strength == 2 else weights["weak"]) * (_MUTE if witness.mute else 1.0)
        for rank, section in enumerate(witness.sections[:2]):
            if section in index:
                # of two sections that a heading names, the second is open to the blocks below, not to the heading
                out[row, index[section]] += gain if rank == 0 else gain * weights["second"]
    return out


def decode(model: SectionModel, weights: Floats, new_heading: Sequence[bool]) -> tuple[list[int], Floats]:
    """The best sequence and the marginal probability of each of its labels; see :func:`posterior`."""
    path, marginal = posterior(model, weights, new_heading)
    return path, marginal[np.arange(len(path)), path]


def posterior(model: SectionModel, weights: Floats, new_heading: Sequence[bool]) -> tuple[list[int], Floats]:
    """The best sequence, and the marginal probability of every section at every block; shape (blocks, sections).

    ``new_heading[i]`` says whether block ``i`` is a heading: sections change there far more often than inside one.
    """
    steps = len(weights)
    size = weights.shape[1]
    scale = model.decoder["order"]
    inside, across = scale * model.transitions["inside"], scale * model.transitions["across"]
    best = np.empty((steps, size))
    back = np.zeros((steps, size), dtype=np.int64)
    # the marginals are summed in probabilities, scaled at each step: no transition is 0, so no sum can vanish
    evidence = np.exp(weights - weights.max(axis=1, keepdims=True))
    likely = {head: np.exp(move[:size]) for head, move in ((False, inside), (True, across))}
    forward = np.empty((steps, size))
    backward = np.ones((steps, size))
    best[0] = weights[0] + across[size]
    forward[0] = evidence[0] * np.exp(across[size])
    for t in range(1, steps):
        reach = best[t - 1][:, None] + (across if new_heading[t] else inside)[:size]
        back[t] = reach.argmax(axis=0)
        best[t] = reach.max(axis=0) + weights[t]
        step = (forward[t - 1] @ likely[bool(new_heading[t])]) * evidence[t]
        forward[t] = step / step.sum()
    for t in range(steps - 2, -1, -1):
        step = likely[bool(new_heading[t + 1])] @ (evidence[t + 1] * backward[t + 1])
        backward[t] = step / step.sum()
    path = [int(best[-1].argmax())]
    for t in range(steps - 1, 0, -1):
        path.append(int(back[t, path[-1]]))
    path.reverse()
    marginal = forward * backward
    marginal /= marginal.sum(axis=1, keepdims=True)
    return path, marginal
