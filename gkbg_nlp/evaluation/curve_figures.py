"""What a learning curve says: its points with their spread, the gain of its last step, and where more reports would lead.

Two kinds of spread are kept apart. ``low`` and ``high`` of a point are over the draws of training reports; intervals are over the
scored documents (:mod:`gkbg_nlp.evaluation.bootstrap`), the same resamples for every model, so that a gain is a paired difference.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from gkbg_nlp.evaluation.bootstrap import RESAMPLES, Estimate, Floats, Sums, f1_scores, mean_defined, ratio
from gkbg_nlp.evaluation.curve import Measured, Scored

# The trend is fitted to the last sizes: with very few reports whole sections are unseen, and errors fall in another way.
TREND_SIZES = 4


def _accuracy(sums: Sums) -> Floats:
    return ratio(sums["section_hit"], sums["section_gold"])


def _macro_f1(sums: Sums) -> Floats:
    sections = sorted({k[1] for k in sums if isinstance(k, tuple) and k[0] == "section" and k[2] == "gold"})
    gold = [sums["section", s, "gold"] for s in sections]
    scores = [f1_scores(sums["section", s, "hit"], sums["section", s, "pred"], g) for s, g in zip(sections, gold, strict=True)]
    return mean_defined(scores, gold)  # a section that a resample has no gold of has no part in the mean, as in figures.figures


# Named as score.py names them; each from sums over documents to shape (1 + resamples,).
FIGURES: dict[str, Callable[[Sums], Floats]] = {"section_acc": _accuracy, "section_macro_f1": _macro_f1}


class Point(msgspec.Struct, frozen=True):
    """One figure (0 to 1) at one size: its mean over the draws, the lowest and the highest draw, the mean's interval over documents."""

    size: int
    draws: int
    mean: float
    low: float
    high: float
    interval: Estimate


class Line(msgspec.Struct, frozen=True):
    """One figure on one set of documents, along the curve.

    Attributes:
        documents: how many the set has; ``blocks`` how many of their blocks carry a section.
        points: by size, ascending.
        gain: the figure at the last size less that at the one before, with its interval over documents.
        per_doubling: the share of errors (1 - figure) that twice the reports take away, by a power law through the last
            ``TREND_SIZES`` points; ``None`` with fewer than three points that have errors.
        at_double: the figure that this law gives for twice the reports of the last size; ``None`` as above.
    """

    name: str
    headings: bool
    figure: str
    documents: int
    blocks: int
    points: list[Point]
    gain: Estimate
    per_doubling: float | None
    at_double: float | None


def lines(measured: Sequence[Measured], scored: Sequence[Scored], *, resamples: int = RESAMPLES) -> list[Line]:
    """A line for each set and figure, in the order of ``scored``, then of ``FIGURES``.

    Raises:
        ValueError: nothing was measured, or a set has no block with a section.
    """
    if not measured:
        raise ValueError("no draw was measured: give at least one size")
    found = []
    for place, one in enumerate(scored):
        by_size: dict[int, list[Sums]] = {}
        for m in sorted(measured, key=lambda m: m.draw.size):
            by_size.setdefault(m.draw.size, []).append(Sums(m.counts[place], resamples=resamples))
        for figure, of in FIGURES.items():
            found.append(_line(one, figure, {size: [(sums, of(sums)) for sums in draws] for size, draws in by_size.items()}))
    return found


def _line(scored: Scored, figure: str, by_size: dict[int, list[tuple[Sums, Floats]]]) -> Line:
    """``by_size``: size -> for each draw the sums and the figure, of shape (1 + resamples,)."""
    sums = by_size[min(by_size)][0][0]
    blocks = int(sums.total("section_gold"))  # gold, so the same for every draw
    if not blocks:
        raise ValueError(f"{scored.name}: no block carries a section: there is nothing to score")
    points: list[Point] = []
    means: list[Floats] = []
    for size, draws in by_size.items():
        drawn = np.stack([values for _, values in draws])
        means.append(drawn.mean(axis=0))
        low, high = float(drawn[:, 0].min()), float(drawn[:, 0].max())
        points.append(Point(size, len(drawn), float(means[-1][0]), low, high, sums.estimate(means[-1])))
    gain = sums.estimate(means[-1] - means[-2 if len(means) > 1 else -1])
    per_doubling, at_double = trend([(p.size, p.mean) for p in points[-TREND_SIZES:]])
    return Line(scored.name, scored.headings, figure, sums.documents, blocks, points, gain, per_doubling, at_double)


def trend(points: Sequence[tuple[int, float]]) -> tuple[float | None, float | None]:
    """(share of errors that each doubling takes away, figure at twice the last size) by least squares on logarithms.

    ``points`` are (reports, figure); a point without errors is left out, and fewer than three give ``(None, None)``.
    """
    wrong = [(size, 1 - figure) for size, figure in points if figure < 1]
    if len(wrong) < 3:
        return None, None
    size, error = np.log2(np.array(wrong)).T
    slope, at_one = np.polyfit(size, error, 1)
    return float(1 - 2**slope), float(1 - 2 ** (at_one + slope * (np.log2(points[-1][0]) + 1)))
