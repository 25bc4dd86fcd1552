"""The learning curve: nested draws, and models that are scored as the whole pipeline would be."""

from __future__ import annotations

from collections import Counter

import pytest
from curve_helpers import DECODER, OPTIONS, PLAN, as_document, source
from hypothesis import given
from hypothesis import strategies as st

import gkbg_nlp
from gkbg_nlp.corpus.annotated import GoldReport, parse
from gkbg_nlp.evaluation.curve import Measured, Pair, Scored, both_forms, count_sections, learning_curve, nested_draws, train_on
from gkbg_nlp.evaluation.figures import Counts, count_report, figures
from gkbg_nlp.evaluation.gold import without_headings
from gkbg_nlp.pipeline.locate import default_model
from gkbg_nlp.sections.model import SectionModel, load_model
from gkbg_nlp.training.dataset import LabelledReport
from gkbg_nlp.training.fit import both_ways

BLOCK_COUNTS = {"section", "confused", "boundary", "role"}


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return both_ways([parse(source(n)) for n in range(6)])


@pytest.fixture(scope="module")
def scored() -> list[Scored]:
    return list(both_forms("new ones", [as_document(parse(source(n))) for n in (6, 7)]))


@pytest.fixture(scope="module")
def measured(pairs: list[Pair], scored: list[Scored]) -> list[Measured]:
    return learning_curve(pairs, scored, decoder=DECODER, options=OPTIONS, plan=PLAN, jobs=1)


# -- draws --


@given(st.integers(2, 60), st.dictionaries(st.integers(1, 59), st.integers(1, 6), max_size=4))
def test_a_draws_smaller_sizes_lie_inside_its_larger_ones(reports: int, plan: dict[int, int]) -> None:
    plan = {size: draws for size, draws in plan.items() if size < reports}
    draws = nested_draws(reports, plan)
    assert draws == nested_draws(reports, plan)
    assert [d.size for d in draws] == sorted(d.size for d in draws)
    assert Counter(d.size for d in draws) == {**plan, reports: 1}
    assert draws[-1].chosen == tuple(range(reports))
    by_number: dict[int, set[int]] = {}
    for draw in draws:
        assert len(draw.chosen) == draw.size == len(set(draw.chosen)) and list(draw.chosen) == sorted(draw.chosen)
        assert set(draw.chosen) <= set(range(reports))
        assert by_number.get(draw.number, set()) <= set(draw.chosen)
        by_number[draw.number] = set(draw.chosen)


def test_draws_differ_from_each_other_and_from_the_corpus_order() -> None:
    ten = [d.chosen for d in nested_draws(100, {10: 8}) if d.size == 10]
    assert len(set(ten)) == 8 and tuple(range(10)) not in ten


@pytest.mark.parametrize(("plan", "said"), [({6: 1}, "between 1 and 5"), ({0: 1}, "size 0"), ({3: 0}, "0 draws")])
def test_a_plan_that_does_not_fit_is_refused(plan: dict[int, int], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        nested_draws(6, plan)


# -- scoring --


def about_blocks(counts: Counts) -> Counts:
    return Counter({k: n for k, n in counts.items() if (k[0] if isinstance(k, tuple) else k.split("_")[0]) in BLOCK_COUNTS})


def test_scores_are_those_of_the_whole_pipeline(pipeline: gkbg_nlp.Pipeline, gold_reports: list[GoldReport]) -> None:
    model = load_model(default_model())
    documents = [as_document(r) for r in sorted(gold_reports, key=lambda r: r.id)[-3:]]
    for one, texts in zip(both_forms("last", documents), (documents, [without_headings(d) for d in documents]), strict=True):
        for ours, document in zip(count_sections(one, model), texts, strict=True):
            whole = count_report(document.gold, pipeline.tag(document.text))
            assert about_blocks(ours) == about_blocks(whole)
            assert ours["section_gold"] > 10


def test_both_forms_have_the_same_blocks_but_for_the_headings(scored: list[Scored]) -> None:
    full, bare = scored
    assert (full.headings, bare.headings) == (True, False)
    for one, other in zip(full.gold, bare.gold, strict=True):
        assert [b["section"] for b in one["blocks"] if b["role"] != "heading"] == [b["section"] for b in other["blocks"]]
    assert not any(b.role == "heading" for layout in bare.layout for b in layout)


def test_a_model_for_each_draw_scored_on_each_set(measured: list[Measured], scored: list[Scored]) -> None:
    assert [m.draw for m in measured] == nested_draws(6, PLAN)
    for one in measured:
        assert [len(counts) for counts in one.counts] == [2, 2]
        assert [sum(c["section_gold"] for c in counts) for counts in one.counts] == [12, 6]
    last = figures(measured[-1].counts[0])
    assert last["section_acc"] == 1.0  # every heading names its section


def test_the_last_model_is_the_one_that_all_reports_make(measured: list[Measured], pairs: list[Pair], scored: list[Scored]) -> None:
    model = train_on([one for pair in pairs for one in pair], "all", DECODER, OPTIONS)
    assert [count_sections(one, model) for one in scored] == measured[-1].counts
    assert model.name == "all" and model.decoder == DECODER


def test_each_model_learns_from_its_own_draw(pairs: list[Pair], scored: list[Scored], monkeypatch: pytest.MonkeyPatch) -> None:
    learnt: dict[str, list[str]] = {}
    model = load_model(default_model())

    def note(reports: list[LabelledReport], name: str, *_: object) -> SectionModel:
        learnt[name] = [r.report for r in reports]
        return model

    monkeypatch.setattr("gkbg_nlp.evaluation.curve.train_on", note)
    learning_curve(pairs, scored, decoder=DECODER, options=OPTIONS, plan=PLAN, jobs=1)
    wanted = {f"draw {d.number} of {d.size} reports": [f"t{i}" for i in d.chosen for _ in range(2)] for d in nested_draws(6, PLAN)}
    assert learnt == wanted


def test_again_and_in_two_processes_the_same(measured: list[Measured], pairs: list[Pair], scored: list[Scored]) -> None:
    told: list[tuple[int, int]] = []
    again = learning_curve(
        pairs, scored, decoder=DECODER, options=OPTIONS, plan=PLAN, jobs=2, progress=lambda done, models: told.append((done, models))
    )
    assert again == measured
    assert told == [(n, 6) for n in range(1, 7)]


def test_a_draw_with_one_section_names_itself(scored: list[Scored]) -> None:
    only = source(0).partition("@heading requests")[0]
    with pytest.raises(ValueError, match="draw 0 of 1 reports: its reports have blocks of one section only"):
        learning_curve(both_ways([parse(only)]), scored, decoder=DECODER, options=OPTIONS, plan={}, jobs=1)
