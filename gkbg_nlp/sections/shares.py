"""What each n-gram adds to the decision values, and where it stands in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gkbg_nlp.sections.ngrams import Floats, NgramBlock
from gkbg_nlp.sections.normal import BLANKS, DIGITS


@dataclass(frozen=True, slots=True)
class Share:
    """One n-gram of a text.

    ``places`` are the offsets at which it starts; ``value`` its TF-IDF value in this text (the values of a text have the L2 norm
    1); ``adds`` what it adds to each section's decision value, shape (sections,).
    """

    ngram: str
    places: tuple[int, ...]
    value: float
    adds: Floats


def shares(block: NgramBlock, text: str) -> list[Share]:
    """The n-grams of a normalised text that the model knows; their ``adds`` sum to ``block.scores([text])[0]``."""
    known: dict[int, int] = {}
    places: dict[int, list[int]] = {}
    codes = [int(block.alphabet[min(ord(c), len(block.alphabet) - 1)]) for c in text]
    for n in range(block.shortest, block.longest + 1):
        for start in range(len(codes) - n + 1):
            if 0 in codes[start : start + n]:
                continue
            key = 0
            for code in codes[start : start + n]:
                key = key * block.base + code
            row = int(np.searchsorted(block.keys, key))
            if row < len(block.keys) and block.keys[row] == key:
                places.setdefault(row, []).append(start)
                known[row] = n
    if not known:
        return []
    rows = list(known)
    values = np.array([(1.0 + np.log(len(places[row]))) * float(block.idf[row]) for row in rows])
    values /= np.sqrt(np.sum(values * values))
    return [
        Share(
            text[places[row][0] : places[row][0] + known[row]],
            tuple(places[row]),
            float(value),
            value * block.coefficients[row].astype(np.float64),
        )
        for row, value in zip(rows, values, strict=True)
    ]


def character_weights(length: int, found: Sequence[Share], chosen: int, other: int) -> list[float]:
    """For each character of a text of ``length``: the sum of what the n-grams that cover it add to ``chosen`` over ``other``."""
    out = [0.0] * length
    for share in found:
        gain = float(share.adds[chosen] - share.adds[other])
        for start in share.places:
            for at in range(start, start + len(share.ngram)):
                out[at] += gain
    return out


def normalised_spans(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text as ``features.normalise`` gives it, and for each of its characters the span that it stands for."""
    lowered = text.lower()
    owner = [i for i, c in enumerate(text) for _ in c.lower()]
    kept = [True] * len(lowered)
    for match in BLANKS.finditer(lowered):
        kept[match.start() : match.end()] = [False] * (match.end() - match.start())
    at = [i for i, keep in enumerate(kept) if keep]
    squeezed = "".join(lowered[i] for i in at)
    out: list[str] = []
    spans: list[tuple[int, int]] = []
    done = 0
    for match in DIGITS.finditer(squeezed):
        out += squeezed[done : match.start()], "0"
        spans += [(owner[i], owner[i] + 1) for i in at[done : match.start()]]
        spans.append((owner[at[match.start()]], owner[at[match.end() - 1]] + 1))
        done = match.end()
    out.append(squeezed[done:])
    spans += [(owner[i], owner[i] + 1) for i in at[done:]]
    return "".join(out), spans
