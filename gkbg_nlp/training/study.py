"""The feature study: characters, words or both; with and without heading chain, signs and decoder; cross-validated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from gkbg_nlp.sections.features import BlockInput
from gkbg_nlp.training.dataset import Forms
from gkbg_nlp.training.fit import Fold, cross_validate, held_out_accuracy, tune_decoder

Pairs = Sequence[Forms]


def raw_accuracy(folds: Sequence[Fold]) -> dict[str, float]:
    """Accuracy of the classifier alone, no decoder and no heading evidence behind it."""
    hits = {"with": [0, 0], "without": [0, 0]}
    for fold in folds:
        for report, log_probability in fold.held_out:
            if report.dropped not in (0.0, 1.0):
                continue
            kind = "with" if report.dropped == 0.0 else "without"
            said = [fold.model.sections[i] for i in log_probability.argmax(axis=1)]
            hits[kind][0] += sum(a == b for a, b in zip(said, report.gold, strict=True))
            hits[kind][1] += len(report.gold)
    return {kind: right / max(1, total) for kind, (right, total) in hits.items()}


PLACE = ("place=", "early=")
SUBJECT = ("subject=",)
CHAIN = ("strength=", "named=", "also=", "own=", "above=")
"""Prefixes of the signs that a part of the features gives (see sections/features.py)."""


def less(pairs: Pairs, prefixes: tuple[str, ...], *, heading: bool = True) -> list[Forms]:
    """The same reports without some signs, and without the heading's words where ``heading`` is false."""

    def strip(one: BlockInput) -> BlockInput:
        kept = tuple(sign for sign in one.signs if not sign.startswith(prefixes))
        return BlockInput(one.text, one.heading if heading else "", kept)

    return [tuple(replace(r, inputs=[strip(i) for i in r.inputs]) for r in group) for group in pairs]


def feature_study(pairs: Pairs, options: dict[str, Any], *, folds: int = 5, jobs: int = 2) -> list[tuple[str, float, float]]:
    """Rows of (what, accuracy with headings, accuracy with every heading removed); the decoder is tuned anew for each."""
    rows = []

    def run(name: str, groups: Pairs, **changed: Any) -> tuple[Sequence[Fold], dict[str, float]]:
        result = cross_validate(groups, folds=folds, jobs=jobs, **{**options, **changed})
        tuned, figures = tune_decoder(result)
        rows.append((name, figures["with"], figures["without"]))
        return result, tuned

    def add(name: str, figures: dict[str, float]) -> None:
        rows.append((name, figures["with"], figures["without"]))

    result, tuned = run("characters (shipped)", pairs)
    add("- without decoder and heading evidence", raw_accuracy(result))
    for part, zeroed in (("heading evidence", {"strong": 0.0, "weak": 0.0}), ("order of sections", {"order": 0.0})):
        add(f"- without {part} in the decoder", held_out_accuracy(result, {**tuned, **zeroed}))
    deaf, numbers = run("- without the heading chain among the features", less(pairs, CHAIN, heading=False), headings=False)
    add("- without headings anywhere: features or decoder", held_out_accuracy(deaf, {**numbers, "strong": 0.0, "weak": 0.0}))
    run("- without position among the features", less(pairs, PLACE))
    run("- without the subject that the text names first", less(pairs, SUBJECT))
    run("jieba words", pairs, features="word")
    run("characters and words", pairs, features="both")
    bare = less(pairs, (*CHAIN, *PLACE, *SUBJECT), heading=False)
    add(
        "- characters of the block alone: no chain, no decoder",
        raw_accuracy(cross_validate(bare, folds=folds, jobs=jobs, **{**options, "headings": False})),
    )
    return rows
