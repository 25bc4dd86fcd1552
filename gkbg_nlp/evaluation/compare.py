"""Several taggers on the same documents: every figure with its interval, every difference with what a paired bootstrap says of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import msgspec
import numpy as np

from gkbg_nlp.evaluation.baselines.contestant import Contestant
from gkbg_nlp.evaluation.bootstrap import LEVEL, SEED, Estimate, Floats, Sums
from gkbg_nlp.evaluation.figures import Counts, count_report
from gkbg_nlp.evaluation.gold import GoldDocument
from gkbg_nlp.evaluation.paired import FIGURES, Figure, holm, p_value

FORMAT = "gkbg-comparison-1"
# More than an evaluation draws: the least p-value is 2 in so many, and Holm multiplies it by the number of comparisons.
RESAMPLES = 10_000
ALPHA = 0.05
REAL, NOT_SHOWN, SAME = "real", "not shown", "same"


class Result(msgspec.Struct, frozen=True):
    """One contestant's figures; a figure that it is not measured by is not in ``figures``.

    ``documents_per_second`` is of tagging alone, in this run, in one process, after one document that is not counted; ``None``
    where no time passed. ``trained_seconds`` is what training at the start of the run took, ``None`` where nothing was trained.
    """

    name: str
    about: str
    figures: dict[str, Estimate]
    documents_per_second: float | None
    trained_seconds: float | None


class Difference(msgspec.Struct, frozen=True):
    """One figure of one pair: ``first`` minus ``second``, so that above 0 the first is better.

    ``documents`` is how many documents the two differ in; ``p`` and ``p_holm`` are two-sided, the latter corrected for all
    comparisons of the run. ``verdict`` is ``real`` (``p_holm`` below ``alpha``), ``not shown``, or ``same`` where no document
    differs: such a pair is no comparison and is not corrected for.
    """

    first: str
    second: str
    figure: str
    difference: Estimate
    documents: int
    p: float
    p_holm: float
    verdict: str


class Comparison(msgspec.Struct, frozen=True):
    """A whole comparison; ``level``, ``resamples`` and ``seed`` are those of every interval and p-value.

    ``comparisons`` is the number of differences that ``p_holm`` is corrected for.
    """

    format: str
    gold: str
    without_headings: bool
    documents: int
    level: float
    alpha: float
    resamples: int
    seed: int
    all_pairs: bool
    comparisons: int
    contestants: list[Result]
    differences: list[Difference]


@dataclass(slots=True)
class _Measured:
    contestant: Contestant
    counts: list[Counts]
    sums: Sums
    values: dict[str, Floats]
    rate: float | None


def compare(
    documents: Sequence[GoldDocument],
    contestants: Sequence[Contestant],
    *,
    gold: str = "",
    without_headings: bool = False,
    all_pairs: bool = False,
    resamples: int = RESAMPLES,
    alpha: float = ALPHA,
    tell: Callable[[str], None] | None = None,
) -> Comparison:
    """Tag every document with every contestant and compare the figures that both of a pair are measured by.

    Args:
        documents: gold; ``gold`` is their name and ``without_headings`` says that they were changed so: both are for the record.
        contestants: each with its own name; without ``all_pairs`` each is compared with the first one only.
        resamples: of the documents, the same ones for every contestant.
        alpha: a difference is real where its corrected p-value is below.
        tell: is given the name of each contestant before it starts.

    Raises:
        ValueError: two contestants have one name.
    """
    names = [c.name for c in contestants]
    if len(set(names)) < len(names):
        raise ValueError(f"each contestant needs a name of its own: {', '.join(names)}")
    measured = []
    for contestant in contestants:
        if tell is not None:
            tell(contestant.name)
        measured.append(_measure(contestant, documents, resamples))
    pairs = combinations(measured, 2) if all_pairs else ((measured[0], other) for other in measured[1:])
    differences = _corrected([d for a, b in pairs for d in _differences(a, b)], alpha)
    return Comparison(
        format=FORMAT,
        gold=gold,
        without_headings=without_headings,
        documents=len(documents),
        level=LEVEL,
        alpha=alpha,
        resamples=resamples,
        seed=SEED,
        all_pairs=all_pairs,
        comparisons=sum(d.verdict != SAME for d in differences),
        contestants=[_result(m) for m in measured],
        differences=differences,
    )


def _measure(contestant: Contestant, documents: Sequence[GoldDocument], resamples: int) -> _Measured:
    if documents:
        contestant.tag(documents[0].text)  # what is loaded at the first call is no part of the time
    seconds = 0.0
    counts: list[Counts] = []
    for document in documents:
        start = time.perf_counter()
        report = contestant.tag(document.text)
        seconds += time.perf_counter() - start
        one = count_report(document.gold, report)
        counts.append(one)
    sums = Sums([{k: v for k, v in c.items() if k[0] != "confused"} for c in counts], resamples=resamples)
    values = {f.name: f.values(sums) for f in FIGURES if f.name in contestant.figures}
    return _Measured(contestant, counts, sums, values, len(documents) / seconds if seconds else None)


def _result(m: _Measured) -> Result:
    figures = {name: m.sums.estimate(values) for name, values in m.values.items()}
    return Result(m.contestant.name, m.contestant.about, figures, m.rate, m.contestant.trained_seconds)


def _differences(a: _Measured, b: _Measured) -> list[Difference]:
    """The figures that both are measured by and that are defined; not yet corrected."""
    made = (_difference(f, a, b) for f in FIGURES if f.name in a.values and f.name in b.values)
    return [d for d in made if d is not None]


def _difference(figure: Figure, a: _Measured, b: _Measured) -> Difference | None:
    values = a.values[figure.name] - b.values[figure.name]
    if np.isnan(values[0]):
        return None
    differing = sum(figure.counts(x) != figure.counts(y) for x, y in zip(a.counts, b.counts, strict=True))
    p = p_value(values[1:][~np.isnan(values[1:])], differing) if differing else 1.0
    estimate = a.sums.estimate(values)
    return Difference(a.contestant.name, b.contestant.name, figure.name, estimate, differing, p, 1.0, NOT_SHOWN if differing else SAME)


def _corrected(differences: list[Difference], alpha: float) -> list[Difference]:
    """Corrected for all that could have come out otherwise: a pair that is the same everywhere has no chance to be called real."""
    tested = [d for d in differences if d.verdict != SAME]
    corrected = iter(holm([d.p for d in tested]))
    out = []
    for d in differences:
        if d.verdict != SAME:
            p = next(corrected)
            d = msgspec.structs.replace(d, p_holm=p, verdict=REAL if p < alpha else NOT_SHOWN)
        out.append(d)
    return out
