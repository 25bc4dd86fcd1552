"""What a paired bootstrap says of two taggers on the same documents: figures, p-values, correction for many comparisons.

Both taggers' counts are summed over the same resamples of documents (``bootstrap.Sums`` with one seed and one number of documents),
so their figures are subtracted resample by resample: what is hard in a document is hard for both and drops out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gkbg_nlp.evaluation.bootstrap import Floats, Sums, f1_scores, mean_defined, ratio
from gkbg_nlp.evaluation.figures import LABELS, Counts

CONTACTS = ("PHONE", "FAX", "EMAIL", "URL", "POSTCODE", "ADDRESS")
_SAME = 1e-12  # two figures that differ by less differ by rounding only


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that is compared.

    Attributes:
        name: as in ``gkbg evaluate``; a contact's label stands for its F1 of exact spans.
        values: the figure over all documents and over each resample; shape (1 + resamples,).
        counts: those of one document's counts that the figure is made of; equal ones mean that it cannot tell two taggers apart.
    """

    name: str
    values: Callable[[Sums], Floats]
    counts: Callable[[Counts], Mapping[Hashable, float]]


def _ratio(name: str, what: str) -> Figure:
    def values(sums: Sums) -> Floats:
        return ratio(sums[f"{what}_hit"], sums[f"{what}_gold"])

    return Figure(name, values, lambda c: {"hit": c[f"{what}_hit"]})


def _macro(sums: Sums) -> Floats:
    names = [k[1] for k in sums if isinstance(k, tuple) and k[0] == "section" and k[2] == "gold"]
    parts = [[sums["section", name, kind] for kind in ("hit", "pred", "gold")] for name in names]
    return mean_defined([f1_scores(*part) for part in parts], [part[2] for part in parts])


def _section_counts(counts: Counts) -> Mapping[Hashable, float]:
    return {k: v for k, v in counts.items() if v and isinstance(k, tuple) and k[0] == "section" and k[2] != "gold"}


def _boundary(sums: Sums) -> Floats:
    return f1_scores(sums["boundary_hit"], sums["boundary_pred"], sums["boundary_gold"])


def _entities(name: str, labels: Sequence[str]) -> Figure:
    """F1 of exact spans over the labels together."""

    def values(sums: Sums) -> Floats:
        return f1_scores(*(np.sum([sums["entity", label, kind] for label in labels], axis=0) for kind in ("hit", "pred", "gold")))

    def counts(c: Counts) -> Mapping[Hashable, float]:
        return {kind: sum(c["entity", label, kind] for label in labels) for kind in ("hit", "pred")}

    return Figure(name, values, counts)


FIGURES = (
    _ratio("section_acc", "section"),
    Figure("section_macro_f1", _macro, _section_counts),
    _ratio("role_acc", "role"),
    Figure("boundary_f1", _boundary, lambda c: {k: c[k] for k in ("boundary_hit", "boundary_pred")}),
    _entities("entity_micro_f1", LABELS),
    _ratio("indicator_acc", "indicator"),
    *(_entities(label, (label,)) for label in (*CONTACTS, "AGENCY")),
)


def p_value(differences: Floats, documents: int) -> float:
    """Two-sided p-value of "there is no difference" from resampled differences.

    Twice the smaller of the shares of resamples on either side of 0, a resample that is 0 counting for both and one added to number
    and whole (Davison and Hinkley, "Bootstrap Methods and their Application", 1997, chapter 4): 0 is left out of the percentile
    interval where this is small. A bootstrap over few documents is far too sure of itself, so p is never below ``2 ** (1 -
    documents)``, the least that an exact sign test of so many documents can say.

    Args:
        differences: one a resample, without undefined ones; shape (resamples,).
        documents: how many documents the two differ in.
    """
    below, above = int((differences <= _SAME).sum()), int((differences >= -_SAME).sum())
    drawn = 2 * (1 + min(below, above)) / (1 + len(differences))
    return min(1.0, max(drawn, 2.0 ** (1 - documents)))


def holm(p_values: Sequence[float]) -> list[float]:
    """Each p-value corrected for all of them, in their order: the family-wise error is held (Holm, 1979)."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    out = [1.0] * len(p_values)
    largest = 0.0
    for rank, i in enumerate(order):
        largest = max(largest, min(1.0, (len(order) - rank) * p_values[i]))
        out[i] = largest
    return out
