"""The decoder on models small enough to work out by hand."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.sections.chain import Witness
from gkbg_nlp.sections.decoder import decode, emission

WEIGHTS = {"model": 1.0, "strong": 2.0, "weak": 0.5, "second": 0.25, "order": 1.0}


class Tiny:
    """What the decoder reads of a section model."""

    def __init__(self, sections: tuple[str, ...], inside: list[list[float]], across: list[list[float]], **decoder: float) -> None:
        self.name = "tiny"
        self.sections = sections
        self.transitions = {"inside": np.log(np.array(inside)), "across": np.log(np.array(across))}
        self.decoder = WEIGHTS | decoder


def tiny(**decoder: float) -> Tiny:
    """Two sections: a report begins with a, stays inside a chapter, and goes from a to b at a heading."""
    return Tiny(("a", "b"), [[0.9, 0.1], [0.1, 0.9], [0.8, 0.2]], [[0.2, 0.8], [0.4, 0.6], [0.9, 0.1]], **decoder)


def logs(*rows: list[float]) -> np.ndarray:
    return np.log(np.array(rows))


def witness(*sections: str, strength: int = 2) -> Witness:
    return Witness(sections, "section.x.1" if sections else None, strength, (), None, "")


EVEN = [0.5, 0.5]


def test_the_order_decides_where_the_model_does_not() -> None:
    path, confidence = decode(tiny(), logs(EVEN, EVEN, EVEN, EVEN), [True, False, True, False])
    assert path == [0, 0, 1, 1]
    assert all(c > 0.5 for c in confidence)


def test_without_the_weight_of_the_order_the_model_alone_decides() -> None:
    weights = logs([0.6, 0.4], [0.4, 0.6], [0.6, 0.4])
    path, confidence = decode(tiny(order=0.0), weights, [False, False, False])
    assert path == [0, 1, 0]
    assert confidence == pytest.approx([0.6, 0.6, 0.6])


def test_a_neighbour_carries_a_doubtful_block() -> None:
    assert decode(tiny(), logs([0.9, 0.1], [0.4, 0.6], [0.9, 0.1]), [True, False, False])[0] == [0, 0, 0]
    assert decode(tiny(), logs([0.9, 0.1], [0.001, 0.999], [0.9, 0.1]), [True, False, False])[0] == [0, 1, 0]


def test_a_heading_changes_the_section_more_easily_than_a_paragraph() -> None:
    weights = logs([0.9, 0.1], EVEN)
    assert decode(tiny(), weights, [True, True])[0] == [0, 1]
    assert decode(tiny(), weights, [True, False])[0] == [0, 0]


def test_the_first_block_has_its_own_row() -> None:
    path, confidence = decode(tiny(), logs(EVEN), [False])
    assert path == [0]
    assert confidence == pytest.approx([0.9])


def brute(model: Tiny, weights: np.ndarray, heads: list[bool]) -> tuple[dict[tuple[int, ...], float], float]:
    """The score of every sequence, and the sum over all."""
    size = len(model.sections)
    scale = model.decoder["order"]
    scores = {}
    for path in itertools.product(range(size), repeat=len(weights)):
        score = weights[0][path[0]] + scale * model.transitions["across"][size][path[0]]
        for t in range(1, len(weights)):
            score += weights[t][path[t]] + scale * model.transitions["across" if heads[t] else "inside"][path[t - 1]][path[t]]
        scores[path] = score
    return scores, math.fsum(map(math.exp, scores.values()))


@given(
    st.lists(st.tuples(*[st.floats(-6, 0)] * 3), min_size=1, max_size=5),
    st.lists(st.booleans(), min_size=5, max_size=5),
    st.lists(st.floats(0.05, 1), min_size=24, max_size=24),
    st.sampled_from([0.0, 0.6, 1.0]),
)
def test_path_and_confidence_are_those_of_all_sequences_tried_out(
    rows: list[tuple[float, ...]], heads: list[bool], table: list[float], order: float
) -> None:
    grid = np.array(table).reshape(2, 4, 3)
    model = Tiny(("a", "b", "c"), grid[0].tolist(), grid[1].tolist(), order=order)
    weights = np.array(rows)
    path, confidence = decode(model, weights, heads[: len(rows)])  # type: ignore[arg-type]
    scores, total = brute(model, weights, heads[: len(rows)])
    assert scores[tuple(path)] == pytest.approx(max(scores.values()), abs=1e-9)
    marginal = [math.fsum(math.exp(s) for p, s in scores.items() if p[t] == path[t]) / total for t in range(len(rows))]
    assert confidence == pytest.approx(marginal, abs=1e-9)
    assert all(0.0 <= c <= 1.0 + 1e-12 for c in confidence)


def viterbi(model: Tiny, weights: np.ndarray, heads: list[bool]) -> list[int]:
    """The best sequence with every section tried at every block."""
    scale, size = model.decoder["order"], len(model.sections)
    best, back = weights[0] + scale * model.transitions["across"][size], []
    for row, head in zip(weights[1:], heads[1:], strict=True):
        reach = best[:, None] + scale * model.transitions["across" if head else "inside"][:size]
        back.append(reach.argmax(axis=0))
        best = reach.max(axis=0) + row
    path = [int(best.argmax())]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    return path[::-1]


@given(st.integers(0, 2**32), st.integers(1, 60), st.sampled_from([0.02, 0.3, 1.0, 4.0, 20.0]), st.sampled_from([0.0, 0.3, 1.0]))
def test_sections_that_are_left_out_are_on_no_best_path(seed: int, blocks: int, spread: float, order: float) -> None:
    rng = np.random.default_rng(seed)
    tables = rng.dirichlet(np.full(6, 0.3), (2, 7)) + 1e-6
    model = Tiny(tuple("abcdef"), tables[0].tolist(), tables[1].tolist(), order=order)
    weights, heads = rng.standard_normal((blocks, 6)) * spread, (rng.random(blocks) < 0.3).tolist()
    assert decode(model, weights, heads)[0] == viterbi(model, weights, heads)  # type: ignore[arg-type]


def test_the_models_numbers_may_change_between_two_reports() -> None:
    model, weights = tiny(), logs([0.6, 0.4], [0.4, 0.6])
    assert decode(model, weights, [True, False])[0] == [0, 0]
    model.decoder = model.decoder | {"order": 0.0}
    assert decode(model, weights, [True, False])[0] == [0, 1]
    model.transitions = {kind: table[:, ::-1].copy() for kind, table in tiny().transitions.items()}
    model.decoder = model.decoder | {"order": 5.0}
    assert decode(model, weights, [True, False])[0] == [1, 0]


def test_a_long_report_does_not_underflow() -> None:
    rows = np.full((3000, 2), -40.0)
    rows[::2, 0] = -41.0
    path, confidence = decode(tiny(), rows, [True] + [False] * 2999)  # type: ignore[arg-type]
    assert len(path) == 3000 and np.isfinite(confidence).all() and confidence.min() > 0.0


# -- what headings add --


def test_emission_adds_the_headings_word() -> None:
    base = logs(EVEN, EVEN, EVEN, EVEN)
    out = emission(tiny(), base, [witness("b"), witness("b", strength=1), witness("b", "a"), witness()])  # type: ignore[arg-type]
    half = math.log(0.5)
    assert out == pytest.approx(np.array([[half, half + 2], [half, half + 0.5], [half + 0.5, half + 2], [half, half]]))
    assert (base == logs(EVEN, EVEN, EVEN, EVEN)).all()  # the probabilities are not written over


def test_emission_weighs_the_model() -> None:
    out = emission(tiny(model=2.0), logs([0.25, 0.75]), [witness()])  # type: ignore[arg-type]
    assert out == pytest.approx(2 * logs([0.25, 0.75]))


def test_a_section_that_the_model_lacks_and_a_third_one_add_nothing() -> None:
    assert emission(tiny(), logs(EVEN), [witness("weather")]) == pytest.approx(logs(EVEN))  # type: ignore[arg-type]
    out = emission(tiny(), logs(EVEN), [witness("weather", "fog", "a")])  # type: ignore[arg-type]
    assert out == pytest.approx(logs(EVEN))
