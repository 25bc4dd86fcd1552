"""Noise variants of labelled reports: the same labels under other headings, numbers, order, characters and lines.

``data/augment.toml`` lists the operations with how often each is drawn and why. What a variant says of its text is exact: spans are
moved with the text, and an entity that an operation would spoil is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.training import augment_ops as blocks
from gkbg_nlp.training import augment_ops_text as text
from gkbg_nlp.training.augment_data import AugmentError, Operation, load_augment
from gkbg_nlp.training.augment_draft import Draft

Apply = Callable[[Draft, np.random.Generator, float], bool]


def _slogans(draft: Draft, rng: np.random.Generator, share: float) -> bool:
    return blocks.make_headings_general(draft, rng, share, load_augment().texts["slogans"])


def _noise(draft: Draft, rng: np.random.Generator, share: float) -> bool:
    words = load_augment().texts
    return blocks.add_page_noise(draft, rng, share, words["noise_above"], words["noise_below"], words["page_numbers"])


# In the order in which they are applied: first what moves and drops blocks, then what changes lines, last single characters.
_APPLY: dict[str, Apply] = {
    "chapters_shuffled": blocks.shuffle_chapters,
    "tail_cut": blocks.cut_tail,
    "headings_general": _slogans,
    "headings_renumbered": blocks.renumber_headings,
    "headings_lost": blocks.lose_headings,
    "headings_all_lost": blocks.lose_all_headings,
    "page_noise": _noise,
    "lines_cut": text.cut_lines,
    "one_line": text.one_line,
    "blanks_round_numbers": text.blanks_round_numbers,
    "traditional": text.traditional,
    "half_width": text.half_width,
    "full_width": text.full_width,
    "full_width_digits": text.full_width_digits,
}


def operations() -> tuple[Operation, ...]:
    """Every operation in the order in which it is applied, with its default probability and reason.

    Raises:
        AugmentError: the data file and the operations of this module are not the same.
    """
    listed = load_augment().operations
    if set(listed) != set(_APPLY):
        raise AugmentError(f"augment.toml and the operations differ: {', '.join(sorted(set(listed) ^ set(_APPLY)))}")
    return tuple(listed[name] for name in _APPLY)


def augment(report: GoldReport, rng: np.random.Generator, rates: Mapping[str, float] | None = None) -> GoldReport:
    """A noise variant of a report; the report itself is not changed.

    The variant keeps the report's id, so that a grouped cross-validation keeps both on one side; ``meta["augmented"]`` lists the ids of
    the operations that changed something. The same report, state of ``rng`` and rates give the same variant.

    Args:
        rates: probability of each operation, 0 to 1, by id; those not named have their default. ``None``: all defaults.

    Raises:
        AugmentError: ``rates`` names an unknown operation or has a value outside 0 to 1.
    """
    given = dict(rates or {})
    known = operations()
    if unknown := sorted(set(given) - {one.id for one in known}):
        raise AugmentError(f"unknown operations {', '.join(unknown)}: known are {', '.join(one.id for one in known)}")
    if wrong := [name for name, rate in given.items() if not 0 <= rate <= 1]:
        raise AugmentError(f"{wrong[0]}: the rate {given[wrong[0]]} is not between 0 and 1")
    drawn = {one.id: rng.random() < given.get(one.id, one.probability) for one in known}
    draft = Draft.of(report)
    done = [one.id for one in known if drawn[one.id] and _APPLY[one.id](draft, rng, one.share)]
    draft.meta["augmented"] = done
    return draft.report()
