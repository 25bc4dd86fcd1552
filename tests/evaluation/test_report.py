"""Every figure of an evaluation on one small report, worked out by hand (see evaluation_helpers.py)."""

from __future__ import annotations

import msgspec
import pytest
from evaluation_helpers import TEXT, document, right, said

from gkbg_nlp.evaluation.details import count_details, outcome
from gkbg_nlp.evaluation.differences import differences
from gkbg_nlp.evaluation.records import NONE, Evaluation, Score
from gkbg_nlp.evaluation.report import evaluate, groups_of, kind_of_body
from gkbg_nlp.report.records import Block, Entity


@pytest.fixture(scope="module")
def result() -> Evaluation:
    return evaluate([document()], said, gold="G", model="M", errors=100, resamples=20)


def parts(scores: list[Score], name: str) -> tuple[float | None, float | None, float | None, int, int, int]:
    (s,) = [s for s in scores if s.name == name]
    return s.precision.value, s.recall.value, s.f1.value, s.support, s.predicted, s.hit


def test_headline(result: Evaluation) -> None:
    values = {name: e.value for name, e in result.headline.items()}
    assert values == {
        "section_acc": pytest.approx(2 / 3),
        "section_macro_f1": pytest.approx((2 / 3 + 1) / 2),
        "role_acc": 1.0,
        "boundary_f1": 0.75,
        "entity_micro_f1": pytest.approx(2 * 1 / (3 + 2)),
        "entity_overlap_f1": pytest.approx(2 * 2 / (3 + 2)),
        "count_value_acc": 0.0,
        "indicator_acc": pytest.approx(2 / 5),
        "indicator_wrong": 2.0,
        "section_brier": pytest.approx((0.01 + 0.36 + 0.04) / 3),
        "section_ece": pytest.approx((0.1 + 0.6 + 0.2) / 3),
    }


def test_sections(result: Evaluation) -> None:
    assert parts(result.sections, "overview") == (1.0, 0.5, pytest.approx(2 / 3), 2, 1, 1)
    assert parts(result.sections, "organization") == (0.0, None, 0.0, 0, 1, 0)
    assert parts(result.sections, "fees") == (1.0, 1.0, 1.0, 1, 1, 1)
    assert [s.name for s in result.sections] == ["overview", "organization", "fees"]
    macro, micro = result.section_averages
    assert (macro.precision.value, macro.recall.value, macro.f1.value) == (1.0, 0.75, pytest.approx(5 / 6))
    assert (micro.precision.value, micro.recall.value, micro.f1.value) == (pytest.approx(2 / 3),) * 3


def test_a_section_that_was_never_said_has_precision_nought_in_the_mean() -> None:
    report = said()
    report.blocks[3].section = "overview"
    macro = evaluate([document()], lambda text: report, resamples=5).section_averages[0]
    assert macro.precision.value == pytest.approx((0.5 + 0) / 2)


def test_confusion(result: Evaluation) -> None:
    assert result.confusion.rows == ["overview", "organization", "fees"]
    assert result.confusion.columns == ["overview", "organization", "fees", NONE]
    assert result.confusion.counts == [[1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0]]


def test_a_block_without_a_section_is_in_the_last_column_and_never_covered() -> None:
    report = said()
    report.blocks[2] = Block(7, 14, "boilerplate", reason="layout:x")
    del report.blocks[3]
    result = evaluate([document()], lambda text: report, resamples=5)
    assert result.confusion.counts == [[1, 0, 1], [0, 0, 1]]
    micro = result.section_averages[1]
    assert (micro.precision.value, micro.recall.value) == (1.0, pytest.approx(1 / 3))
    assert result.calibration.unlabelled == 2
    assert parts(result.roles, "paragraph")[:2] == (None, 0.0)
    assert result.role_confusion.counts[2] == [0, 0, 0, 0, 0, 1, 1]
    assert sum(map(sum, result.role_confusion.counts)) == 4


def test_roles_and_boundaries(result: Evaluation) -> None:
    assert parts(result.roles, "paragraph") == (1.0, 1.0, 1.0, 2, 2, 2)
    assert [s.name for s in result.roles] == ["title", "heading", "paragraph"]
    assert parts(result.boundaries, "all") == (0.75, 0.75, 0.75, 4, 4, 3)
    assert parts(result.boundaries, "paragraph") == (None, 0.5, None, 2, 0, 1)


def test_entities_exact_and_by_overlap(result: Evaluation) -> None:
    assert parts(result.entities, "COUNT") == (1.0, 1.0, 1.0, 1, 1, 1)
    assert parts(result.entities, "AGENCY") == (0.0, 0.0, 0.0, 1, 1, 0)
    assert parts(result.entities_overlap, "AGENCY") == (1.0, 1.0, 1.0, 1, 1, 1)
    assert parts(result.entities, "DATE") == (0.0, None, 0.0, 0, 1, 0)
    assert parts(result.entities, "all") == (pytest.approx(1 / 3), 0.5, pytest.approx(0.4), 2, 3, 1)
    assert {s.name for s in result.entities} == {"COUNT", "AGENCY", "DATE", "all"}


def test_overlap_pairs_one_to_one_the_closest_first() -> None:
    gold = document(entities=[{"start": s, "end": e, "label": "LAW"} for s, e in ((7, 9), (9, 14))])
    report = said()
    report.entities = [Entity(7, 14, "LAW"), Entity(7, 9, "LAW")]
    counts, _ = count_details(gold.gold, report)
    # the exact pair is taken, so that the long span is left for the second
    assert (counts["overlap", "LAW", "hit"], counts["overlap", "LAW", "gold"], counts["overlap", "LAW", "pred"]) == (2, 2, 2)
    report.entities = [Entity(7, 14, "LAW")]
    assert count_details(gold.gold, report)[0]["overlap", "LAW", "hit"] == 1
    whole = document(entities=[{"start": 7, "end": 14, "label": "LAW"}])
    report.entities = [Entity(7, 9, "LAW"), Entity(9, 14, "LAW")]
    assert count_details(whole.gold, report)[0]["overlap", "LAW", "hit"] == 1
    report.entities = [Entity(5, 7, "LAW"), Entity(7, 9, "DATE")]  # touching, and another label
    assert count_details(gold.gold, report)[0]["overlap", "LAW", "hit"] == 0


def test_values(result: Evaluation) -> None:
    assert {name: e.value for name, e in result.values.items()} == {"number": 1.0, "unit": 0.0, "both": 0.0}


def test_indicators(result: Evaluation) -> None:
    found = {i.name: (i.right, i.silent, i.wrong, i.missed, i.invented, i.accuracy.value) for i in result.indicators}
    assert found == {
        "year": (0, 0, 1, 0, 0, 0.0),
        "reviews": (1, 0, 0, 0, 0, 1.0),
        "fees_charged_yuan": (0, 0, 0, 0, 1, 0.0),
        "phone": (0, 0, 0, 1, 0, 0.0),
        "fax": (0, 1, 0, 0, 0, 1.0),
    }
    assert outcome("phone", "0533—1", "0533-1") == "right"


def test_calibration_takes_the_overlapping_block(result: Evaluation) -> None:
    assert [b.blocks for b in result.calibration.bins] == [0, 0, 0, 0, 0, 0, 1, 0, 1, 1]
    (at,) = [t for t in result.calibration.thresholds if t.threshold == 0.7]
    assert (at.coverage.value, at.accuracy.value) == (pytest.approx(2 / 3), 1.0)


def test_groups() -> None:
    other = document(indicators={"year": 2021})
    other.meta.clear()
    result = evaluate([document(), other], said, resamples=50)
    assert [(g.kind, g.name, g.reports) for g in result.groups] == [("era", "B", 1), ("era", "D", 1), ("body", "county bureau", 1)]
    assert groups_of(other) == {"era": "D"}
    assert result.groups[2].figures["indicator_acc"].value == pytest.approx(2 / 5)
    assert result.groups[2].figures["section_acc"].low is None  # one report
    township = document()
    township.meta["body"] = "a township"
    many = evaluate([township, document(), document()], said, resamples=5)
    assert [g.name for g in many.groups if g.kind == "body"] == ["county bureau", "a township"]
    assert kind_of_body("party organ or mass body (残联)") == kind_of_body("party organ or mass body") == "party organ or mass body"


def test_intervals_stand_beside_the_figures() -> None:
    clean = document()
    tag = {TEXT: said(), "完" + TEXT: right(clean)}
    shifted = document()
    result = evaluate([clean, type(shifted)("b", "完" + TEXT, shifted.gold)], tag.__getitem__)
    acc = result.headline["section_acc"]
    assert (acc.value, acc.low, acc.high) == (pytest.approx(5 / 6), pytest.approx(2 / 3), 1.0)
    assert result.resamples == 2_000 and result.level == 0.95
    for score in (*result.sections, *result.entities, *result.roles):
        assert score.f1.low is not None and score.f1.value is not None and score.f1.high is not None
        assert score.f1.low <= score.f1.value <= score.f1.high


def test_differences_name_every_error(result: Evaluation) -> None:
    assert [(d.kind, d.what.split(":")[0]) for d in result.differences] == [
        ("section", "overview said organization (model, 0.6)"),
        ("boundary", "'县局未收费用。'"),
        ("DATE", "false (r.date)"),
        ("value", "3 条 said 3 件"),
        ("AGENCY", "missed"),
        ("AGENCY", "false (r.agency)"),
        ("indicator", "year"),
        ("indicator", "fees_charged_yuan"),
        ("indicator", "phone"),
    ]
    assert result.differences_total == 9
    assert evaluate([document()], said, errors=2, resamples=1).differences == result.differences[:2]
    assert list(differences(TEXT, document().gold, right(document()))) == []


def test_a_perfect_tagger() -> None:
    result = evaluate([document()] * 3, lambda text: right(document()))
    for name, e in result.headline.items():
        best = 0.0 if name in ("indicator_wrong", "section_brier", "section_ece") else 1.0
        assert (e.value, e.low, e.high) == (best, best, best), name
    assert result.differences_total == 0


def test_the_json_holds_everything(result: Evaluation) -> None:
    encoded = msgspec.json.encode(result)
    assert msgspec.json.decode(encoded, type=Evaluation) == result
    assert b"NaN" not in encoded
