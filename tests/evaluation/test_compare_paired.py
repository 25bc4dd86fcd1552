"""P-values, Holm's correction and the figures that are compared."""

from __future__ import annotations

from collections import Counter

import msgspec
import numpy as np
import pytest
from evaluation_helpers import document, right, said
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.evaluation.bootstrap import Sums
from gkbg_nlp.evaluation.compare import RESAMPLES, compare
from gkbg_nlp.evaluation.details import count_details
from gkbg_nlp.evaluation.figures import count_report
from gkbg_nlp.evaluation.paired import CONTACTS, FIGURES, holm, p_value
from gkbg_nlp.evaluation.report import headline

BY_NAME = {f.name: f for f in FIGURES}


def test_p_is_twice_the_smaller_share() -> None:
    drawn = np.array([0.1] * 97 + [-0.1] * 2)
    assert p_value(drawn, 30) == pytest.approx(2 * 3 / 100)
    assert p_value(-drawn, 30) == pytest.approx(2 * 3 / 100)  # two-sided
    assert p_value(np.full(999, 0.2), 30) == pytest.approx(2 / 1000)  # never 0


def test_a_resample_without_a_difference_counts_for_both_sides() -> None:
    assert p_value(np.zeros(99), 30) == 1.0
    assert p_value(np.array([0.1] * 90 + [1e-17] * 9), 30) == pytest.approx(2 * 10 / 100)


def test_few_documents_cannot_be_sure() -> None:
    always = np.full(10_000, 0.5)
    assert [p_value(always, n) for n in (1, 2, 3, 6)] == [1.0, 0.5, 0.25, 1 / 32]
    assert p_value(always, 40) == pytest.approx(2 / 10_001)


def test_holm_by_hand() -> None:
    # sorted 0.01, 0.02, 0.03: times 3, 2, 1 is 0.03, 0.04, 0.03; no later one may be smaller than an earlier one
    assert holm([0.03, 0.01, 0.02]) == pytest.approx([0.04, 0.03, 0.04])
    assert holm([0.4, 0.9]) == pytest.approx([0.8, 0.9])
    assert holm([0.7]) == [0.7]
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_holm_lies_between_no_correction_and_bonferroni(p_values: list[float]) -> None:
    corrected = holm(p_values)
    for p, q in zip(p_values, corrected, strict=True):
        assert p <= q <= min(1.0, len(p_values) * p) or q == max(corrected[i] for i, o in enumerate(p_values) if o <= p)
        assert q <= 1.0
    ranked = sorted(zip(p_values, corrected, strict=True))
    assert [q for _, q in ranked] == sorted(q for _, q in ranked)
    assert min(corrected) == min(1.0, len(p_values) * min(p_values))


def test_figures_are_those_of_evaluate() -> None:
    gold = document()
    one_sided = said()  # a section of the gold that is never said, and one said that is not in the gold
    one_sided.blocks = [msgspec.structs.replace(b, section=b.section and "organization") for b in one_sided.blocks]
    for reports in ((said(), right(gold)), (one_sided, one_sided)):
        wanted = headline(Sums([count_details(gold.gold, report)[0] for report in reports], resamples=40))
        sums = Sums([count_report(gold.gold, report) for report in reports], resamples=40)
        for name in ("section_acc", "section_macro_f1", "role_acc", "boundary_f1", "entity_micro_f1", "indicator_acc"):
            assert sums.estimate(BY_NAME[name].values(sums)) == wanted[name], name
    assert set(BY_NAME) - set(wanted) == {*CONTACTS, "AGENCY"}


def test_counts_tell_whether_two_taggers_can_differ() -> None:
    gold = document()
    one, other = (count_report(gold.gold, report) for report in (said(), right(gold)))
    differs = {f.name for f in FIGURES if f.counts(one) != f.counts(other)}
    assert differs == {"section_acc", "section_macro_f1", "boundary_f1", "entity_micro_f1", "indicator_acc", "AGENCY"}
    assert all(f.counts(one) == f.counts(Counter(one)) for f in FIGURES)
    moved = Counter({("entity", "PHONE", "gold"): 1, ("entity", "PHONE", "pred"): 1})  # as many phones, but not the right one
    found = moved + Counter({("entity", "PHONE", "hit"): 1})
    assert {f.name for f in FIGURES if f.counts(moved) != f.counts(found)} == {"entity_micro_f1", "PHONE"}


def test_enough_resamples_for_many_comparisons() -> None:
    """Holm multiplies the least p-value by the number of comparisons: seven contestants, each with each, twelve figures."""
    assert 2 / (RESAMPLES + 1) * 21 * len(FIGURES) < 0.06
    assert compare.__kwdefaults__ is not None and compare.__kwdefaults__["resamples"] == RESAMPLES
