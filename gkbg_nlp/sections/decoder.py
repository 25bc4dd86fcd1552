"""Labels for a whole report at once: model, heading evidence and the order of sections weighed over the sequence.

A first-order chain over the blocks: Viterbi gives the labels, forward-backward the confidence of each.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gkbg_nlp.sections.chain import Witness
from gkbg_nlp.sections.model import SectionModel
from gkbg_nlp.sections.ngrams import Floats

_MUTE = 3.0  # times the gain of a heading over blocks without a word: there the model has nothing to read
_STRIDE = 16  # steps after which sums are scaled: no transition is so small that fewer could vanish
_CLOSE = 1e-6  # log weight: sections that lose by less are tried out, so that rounding decides nothing


def emission(model: SectionModel, log_probability: Floats, found: Sequence[Witness]) -> Floats:
    """Log weight of each section at each block: the model's probability and the headings' word; shape (blocks, sections)."""
    weights = model.decoder
    out: Floats = weights["model"] * log_probability
    index = {s: i for i, s in enumerate(model.sections)}
    strong, weak, second = weights["strong"], weights["weak"], weights["second"]
    for row, witness in enumerate(found):
        sections = witness.sections
        if not sections:
            continue
        gain = strong if witness.strength == 2 else weak
        if witness.mute:
            gain *= _MUTE
        if (column := index.get(sections[0])) is not None:
            out[row, column] += gain
        # of two sections that a heading names, the second is open to the blocks below, not to the heading
        if len(sections) > 1 and (column := index.get(sections[1])) is not None:
            out[row, column] += gain * second
    return out


def decode(model: SectionModel, weights: Floats, new_heading: Sequence[bool]) -> tuple[list[int], Floats]:
    """The best sequence and the marginal probability of each of its labels; see :func:`posterior`."""
    path, marginal = posterior(model, weights, new_heading)
    return path, marginal[np.arange(len(path)), path]


def posterior(model: SectionModel, weights: Floats, new_heading: Sequence[bool]) -> tuple[list[int], Floats]:
    """The best sequence, and the marginal probability of every section at every block; shape (blocks, sections).

    ``new_heading[i]`` says whether block ``i`` is a heading: sections change there far more often than inside one.
    """
    order = _order(model)
    heads = np.array(new_heading, dtype=np.intp)
    return order.best(weights, heads), order.marginals(weights, heads)


class _Order:
    """The order of sections as the decoder weighs it: what follows from the transitions alone is worked out once.

    A kind of move is 0 inside a chapter, 1 to a heading; the first block's and the one behind the last are kind 2.
    """

    __slots__ = ("into", "likely", "moves", "onward", "opening", "scale", "start", "transitions")

    def __init__(self, transitions: dict[str, Floats], scale: float) -> None:
        self.transitions, self.scale = transitions, scale
        size = transitions["inside"].shape[1]
        start = scale * transitions["across"][size]
        tables = [(scale * transitions[kind])[:size] for kind in ("inside", "across")]
        self.moves: list[list[list[float]]] = [table.tolist() for table in tables]
        self.likely = np.exp(np.array(tables))
        self.opening: list[float] = start.tolist()
        self.start: Floats = np.exp(start)
        # [kind, k, j]: the most that j can gain over k by the move into the block, and by the one out of it
        into = [(table[:, None, :] - table[:, :, None]).max(axis=0) for table in tables]
        onward = [(table[None, :, :] - table[:, None, :]).max(axis=2) for table in tables]
        self.into: Floats = np.array([*into, start[None, :] - start[:, None]])
        self.onward: Floats = np.array([*onward, np.zeros((size, size))])

    def best(self, weights: Floats, heads: NDArray[np.intp]) -> list[int]:
        """The sequence of the greatest weight (Viterbi).

        A section that the block's favourite outweighs by more than the moves to and from it can give back is on no best sequence. That
        leaves most blocks with one section, and sequences are compared only between those.
        """
        rows = np.arange(len(weights))
        top = weights.argmax(axis=1)
        into, onward = heads.copy(), np.empty_like(heads)
        onward[:-1] = heads[1:]
        into[0] = onward[-1] = 2
        lead = weights + self.into[into, top] + self.onward[onward, top]
        steps, columns = np.nonzero(lead >= weights[rows, top][:, None] - _CLOSE)
        path: list[int] = top.tolist()
        if len(steps) == len(path):
            return path
        several = np.flatnonzero(np.bincount(steps) > 1).tolist()
        ends = np.searchsorted(steps, rows, side="right").tolist()
        choice = list(zip(columns.tolist(), weights[steps, columns].tolist(), strict=True))
        kinds = heads.tolist()
        at = 0
        while at < len(several):
            first = last = several[at]
            while at + 1 < len(several) and several[at + 1] == last + 1:
                at, last = at + 1, last + 1
            at += 1
            stretch = [choice[ends[t - 1] if t else 0 : ends[t]] for t in range(max(0, first - 1), min(len(path), last + 2))]
            path[max(0, first - 1) : last + 2] = self._among(stretch, kinds[max(0, first - 1) : last + 2], first == 0)
        return path

    def _among(self, choice: list[list[tuple[int, float]]], kinds: list[int], begins: bool) -> list[int]:
        """The best sequence over steps that have only some sections, each with its weight; ``begins``: the report's first is among them."""
        opening = self.opening
        scores = [(weight + opening[section] if begins else weight, section) for section, weight in choice[0]]
        back: list[dict[int, int]] = []
        for step, kind in zip(choice[1:], kinds[1:], strict=True):
            moves = self.moves[kind]
            reached = []
            came = {}
            for section, weight in step:
                most, origin = max([(score + moves[before][section], -before) for score, before in scores])  # of equal ones the first
                reached.append((most + weight, section))
                came[section] = -origin
            scores = reached
            back.append(came)
        path = [-max([(score, -section) for score, section in scores])[1]]
        for came in reversed(back):
            path.append(came[path[-1]])
        path.reverse()
        return path

    def marginals(self, weights: Floats, heads: NDArray[np.intp]) -> Floats:
        """The marginal probabilities (forward-backward), summed in probabilities that are scaled every few steps."""
        evidence = np.exp(weights - weights.max(axis=1, keepdims=True))
        moves = self.likely.take(heads, axis=0)
        moves *= evidence[:, None, :]
        forward, backward = np.empty_like(weights), np.empty_like(weights)
        np.multiply(evidence[0], self.start, out=forward[0])
        backward[-1] = 1.0
        steps, there, back = list(moves), list(forward), list(backward)
        row = there[0]
        for t in range(1, len(steps)):
            row = row.dot(steps[t], there[t])
            if not t % _STRIDE:
                row /= row.sum()
        row = back[-1]
        for t in range(len(steps) - 1, 0, -1):
            row = steps[t].dot(row, back[t - 1])
            if not t % _STRIDE:
                row /= row.sum()
        forward *= backward
        forward /= forward.sum(axis=1, keepdims=True)
        return forward


_recent: _Order | None = None


def _order(model: SectionModel) -> _Order:
    """The model's order of sections; that of the model used last is kept."""
    global _recent
    kept, scale = _recent, model.decoder["order"]
    if kept is None or kept.transitions is not model.transitions or kept.scale != scale:
        kept = _recent = _Order(model.transitions, scale)
    return kept
