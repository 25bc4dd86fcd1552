"""The learning curve: section models trained on ever more reports, each tagging the same gold documents.

Reports are drawn at random, and a draw's smaller sizes lie inside its larger ones, so that a step of the curve shows what was
added and not another choice. Layout does not depend on the section model: the blocks of each scored text are made once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed

from gkbg_nlp.evaluation.bootstrap import SEED
from gkbg_nlp.evaluation.figures import Counts, count_report
from gkbg_nlp.evaluation.gold import GoldDocument, without_headings
from gkbg_nlp.layout.block import LayoutBlock
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.report.records import SCHEMA_VERSION, Block, Meta, Report, Source
from gkbg_nlp.sections.label import label_blocks
from gkbg_nlp.sections.model import SectionModel, load_model
from gkbg_nlp.training.dataset import LabelledReport
from gkbg_nlp.training.export import export
from gkbg_nlp.training.fit import fit

# Training reports -> draws. Few reports make models that differ much from draw to draw; of many reports there are few different
# choices, and each takes longer to fit. The size of all training reports is always added, with the one draw that there is.
PLAN: Mapping[int, int] = {5: 12, 10: 12, 20: 12, 40: 10, 80: 8}
Pair = tuple[LabelledReport, LabelledReport]


@dataclass(frozen=True, slots=True)
class Draw:
    """Some training reports: ``chosen`` are their places, ascending; draw ``number`` is one order of all reports."""

    size: int
    number: int
    chosen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """Gold documents that models are scored on, in one form (with their headings, or with all gold headings deleted).

    Attributes:
        name: what the documents are.
        headings: whether they have their headings.
        gold: the gold blocks of each document, in the form that ``figures.count_report`` takes.
        layout: the blocks that our own layout found in each text.
    """

    name: str
    headings: bool
    gold: list[dict[str, Any]]
    layout: list[list[LayoutBlock]]


@dataclass(frozen=True, slots=True)
class Measured:
    """One draw's model: the counts of each document of each set; shape (sets, documents)."""

    draw: Draw
    counts: list[list[Counts]]


def nested_draws(reports: int, plan: Mapping[int, int] = PLAN, seed: int = SEED) -> list[Draw]:
    """The draws of ``plan`` (size -> draws) from so many reports, and all of them; by size, then number.

    Draw ``n`` of a size is the beginning of the same random order as draw ``n`` of every other size.

    Raises:
        ValueError: a size is not below the number of reports, or a size or a number of draws is below 1.
    """
    for size, draws in plan.items():
        if not 1 <= size < reports:
            raise ValueError(f"size {size}: with {reports} training reports a size lies between 1 and {reports - 1}; all are added anyway")
        if draws < 1:
            raise ValueError(f"size {size}: {draws} draws: give at least 1")
    orders = [np.random.default_rng([seed, n]).permutation(reports).tolist() for n in range(max(plan.values(), default=0))]
    found = [Draw(size, n, tuple(sorted(orders[n][:size]))) for size in sorted(plan) for n in range(plan[size])]
    return [*found, Draw(reports, 0, tuple(range(reports)))]


def both_forms(name: str, documents: Sequence[GoldDocument]) -> tuple[Scored, Scored]:
    """The documents as they are, and with every gold heading deleted; layout runs on both texts."""
    return _scored(name, True, documents), _scored(name, False, [without_headings(d) for d in documents])


def _scored(name: str, headings: bool, documents: Sequence[GoldDocument]) -> Scored:
    gold = [{"blocks": d.gold["blocks"], "entities": [], "indicators": {}} for d in documents]
    return Scored(name, headings, gold, [list(segment(d.text).blocks) for d in documents])


def count_sections(scored: Scored, model: SectionModel) -> list[Counts]:
    """The counts of blocks and sections of each document, as the whole pipeline with this model would get them."""
    counts = []
    for gold, layout in zip(scored.gold, scored.layout, strict=True):
        labels = label_blocks(layout, model)
        blocks = [Block(b.start, b.end, b.role, b.level, s.section if s else None) for b, s in zip(layout, labels, strict=True)]
        counts.append(count_report(gold, Report(SCHEMA_VERSION, None, Source(""), Meta(), "", blocks, [], {}, [], [], [])))
    return counts


def train_on(reports: Sequence[LabelledReport], name: str, decoder: Mapping[str, float], options: Mapping[str, Any]) -> SectionModel:
    """The model that these reports make, in the form that ``gkbg tag`` loads.

    Raises:
        ValueError: the reports have blocks of one section only.
    """
    if len({section for one in reports for section in one.gold}) < 2:
        raise ValueError(f"{name}: its reports have blocks of one section only: give larger sizes")
    fitted = fit(reports, **options)
    with tempfile.TemporaryDirectory() as folder:
        export(fitted.pipeline, Path(folder), name=name, transitions=fitted.transitions, decoder=dict(decoder), facts={})
        return load_model(Path(folder))


def learning_curve(
    pairs: Sequence[Pair],
    scored: Sequence[Scored],
    *,
    decoder: Mapping[str, float],
    options: Mapping[str, Any],
    plan: Mapping[int, int] = PLAN,
    jobs: int = 2,
    progress: Callable[[int, int], None] | None = None,
) -> list[Measured]:
    """Train a model on each draw and score it on each set.

    Args:
        pairs: each training report with and without its headings (``training.fit.both_ways``).
        scored: what to score on; none of it may be among the training reports.
        decoder: the decoder's numbers, the same for every size.
        options: of the classifier (``training.estimator.make_pipeline``).
        plan: size -> draws, see :func:`nested_draws`.
        jobs: processes.
        progress: told how many of how many models are scored.

    Returns:
        one result a draw, in the order of :func:`nested_draws`.

    Raises:
        ValueError: the plan does not fit the number of reports, or a draw cannot be trained on.
    """
    draws = nested_draws(len(pairs), plan)
    # the largest first: no process is left alone with a long one at the end
    tasks = (delayed(_measure)(d, [pairs[i] for i in d.chosen], scored, decoder, options) for d in reversed(draws))
    done: list[Measured] = []
    for one in Parallel(n_jobs=jobs, return_as="generator")(tasks):
        done.append(one)
        if progress is not None:
            progress(len(done), len(draws))
    return done[::-1]


def _measure(
    draw: Draw, chosen: Sequence[Pair], scored: Sequence[Scored], decoder: Mapping[str, float], options: Mapping[str, Any]
) -> Measured:
    model = train_on([one for pair in chosen for one in pair], f"draw {draw.number} of {draw.size} reports", decoder, options)
    return Measured(draw, [count_sections(one, model) for one in scored])
