"""Explanations: exact sums, offsets that stand in the report, and sentences that name what decided."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.pipeline.locate import default_model
from gkbg_nlp.sections.chain import witnesses
from gkbg_nlp.sections.explain import Explanation, explain_text, matched_words
from gkbg_nlp.sections.features import block_inputs, normalise
from gkbg_nlp.sections.label import label_blocks
from gkbg_nlp.sections.model import SectionModel, load_model
from gkbg_nlp.sections.shares import character_weights, normalised_spans, shares
from gkbg_nlp.sections.why import loud_words, why
from gkbg_nlp.taxonomy.sections import parse_sections

REPORT = (
    "临江市水务局2016年政府信息公开工作年度报告\n依照有关规定，水务局编制并公布本报告。\n一、概述\n这一年水务局做了不少事。\n二、主动公开政府信息情况\n"
    "　　门户网站全年主动公开水情信息120条，\n其中微博34条。\n三、主动公开与依申请公开情况\n全年收到申请4件，都在限期之内答复。\n四、力求实效\n（一）收费情况。没有收取费用。\n"
    "• 人手不够，下一年补上。\n临江市水务局\n2017年3月2日\n"
)  # fmt: skip


@pytest.fixture(scope="module")
def model() -> SectionModel:
    return load_model(default_model())


@pytest.fixture(scope="module")
def explained(model: SectionModel) -> list[Explanation]:
    return [e for e in explain_text(REPORT, model) if e is not None]


@pytest.fixture(scope="module")
def many(model: SectionModel, gold_reports: list[GoldReport]) -> list[tuple[str, list[Explanation | None]]]:
    """Explanations of corpus reports, whole and without their headings' lines."""
    texts = [r.text for r in gold_reports[::32]]
    bare = []
    for report in gold_reports[::32]:
        kept = [report.text[b.start : b.end] for b in report.blocks if b.role != "heading"]
        bare.append("\n".join(kept))
    return [(text, explain_text(text, model)) for text in texts + bare]


# -- n-grams --


@given(st.text(st.one_of(st.characters(), st.sampled_from("一0 12\n\t*#_|İΣς\U00020000")), max_size=40))
def test_spans_of_the_normalised_text(text: str) -> None:
    normalised, spans = normalised_spans(text)
    assert normalised == normalise(text)
    assert len(spans) == len(normalised)
    for (start, end), char in zip(spans, normalised, strict=True):
        assert 0 <= start < end <= len(text)
        if char == "0" and end - start > 1:
            assert text[start].isdecimal() and text[end - 1].isdecimal()
        elif char != "0":
            assert char in text[start:end].lower() or char in text.lower()
    assert [s for s, _ in spans] == sorted(s for s, _ in spans)


@given(st.text(st.one_of(st.sampled_from("政府信息公开条件申请0主动，。的"), st.characters()), max_size=60))
def test_shares_sum_to_the_models_scores(text: str) -> None:
    model = load_model_once()
    for block in model.ngrams.values():
        found = shares(block, text)
        total = sum((s.adds for s in found), np.zeros(len(model.sections)))
        assert np.allclose(total, block.scores([text])[0], atol=1e-12)
        for share in found:
            assert all(text.startswith(share.ngram, at) for at in share.places)
            assert len(share.places) == len(set(share.places)) > 0


_LOADED: list[SectionModel] = []


def load_model_once() -> SectionModel:
    if not _LOADED:
        _LOADED.append(load_model(default_model()))
    return _LOADED[0]


def test_a_characters_weight_is_the_sum_over_the_ngrams_that_cover_it(model: SectionModel) -> None:
    text = "主动公开"
    found = shares(model.ngrams["text"], text)
    chosen, other = model.sections.index("proactive"), model.sections.index("requests")
    weights = character_weights(len(text), found, chosen, other)
    covering = [s for s in found if "动" in s.ngram]
    assert {s.ngram for s in covering} >= {"动", "主动", "动公", "主动公", "动公开"}
    assert weights[1] == pytest.approx(sum(s.adds[chosen] - s.adds[other] for s in covering))


# -- sums --


def test_addends_sum_to_the_decision_values(model: SectionModel, many: list[tuple[str, list[Explanation | None]]]) -> None:
    for text, found in many:
        blocks = segment(text).blocks
        said = witnesses(blocks)
        decision = iter(model.decision(block_inputs(blocks, said)))
        for one in found:
            if one is None:
                continue
            row = next(decision)
            chosen, other = one.decision()
            assert chosen == pytest.approx(row[model.sections.index(one.section)], abs=1e-9)
            assert other == pytest.approx(row[model.sections.index(one.runner_up)], abs=1e-9)
            assert sum(one.gains().values()) == pytest.approx(chosen - other, abs=1e-9)


def test_the_three_sources_sum_to_the_log_odds(many: list[tuple[str, list[Explanation | None]]]) -> None:
    for _, found in many:
        for one in found:
            if one and min(one.probabilities[one.section], one.probabilities[one.runner_up]) > 1e-200:
                odds = math.log(one.probabilities[one.section] / one.probabilities[one.runner_up])
                assert one.odds.total == pytest.approx(odds, abs=1e-6)
                assert sum(one.probabilities.values()) == pytest.approx(1)


def test_the_label_is_that_of_gkbg_tag(model: SectionModel, many: list[tuple[str, list[Explanation | None]]]) -> None:
    reasons = set()
    for text, found in many:
        for label, one in zip(label_blocks(segment(text).blocks, model), found, strict=True):
            assert (label is None) == (one is None)
            if label and one:
                assert (one.section, one.confidence, one.reason) == (label.section, label.confidence, label.reason)
                assert one.runner_up != one.section
                reasons.add(one.reason.partition(":")[0])
    assert {"both", "model"} <= reasons


def test_without_an_order_of_sections_the_order_adds_nothing() -> None:
    model = load_model(default_model())
    model.decoder = {**model.decoder, "order": 0.0}
    for one in explain_text(REPORT, model):
        if one:
            assert one.odds.order == pytest.approx(0, abs=1e-9)
            assert one.alone[0] == one.section
            assert one.alone[1] == pytest.approx(one.probabilities[one.section])


# -- offsets --


def test_weights_lie_on_the_words_they_come_from(model: SectionModel, explained: list[Explanation]) -> None:
    (one,) = [e for e in explained if "门户网站" in REPORT[e.start : e.end]]
    text = REPORT[one.start : one.end]
    assert "\n" in text  # a line that was cut: the break and the digits' places are right all the same
    assert len(one.weights) == len(text)
    assert one.weights[text.index("\n")] == 0
    digits = text.index("120")
    assert len(set(one.weights[digits : digits + 3])) == 1
    flat = normalise(fold(text))
    index = model.sections.index
    wanted = character_weights(len(flat), shares(model.ngrams["text"], flat), index(one.section), index(one.runner_up))
    for words in ("主动公开", "条", "微博", "0"):
        at = text.index("120" if words == "0" else words)
        assert list(one.weights[at : at + len(words)]) == wanted[flat.index(words) : flat.index(words) + len(words)]


def test_every_block_has_a_weight_for_each_character(many: list[tuple[str, list[Explanation | None]]]) -> None:
    for text, found in many:
        for one in found:
            if one:
                assert len(one.weights) == one.end - one.start
                silent = [w for w, c in zip(one.weights, text[one.start : one.end], strict=True) if c in " \n\t\u3000"]
                assert not any(silent)
                if any(a.kind == "text" and a.gain for a in one.addends):
                    assert any(one.weights)


def test_a_bullet_does_not_shift_the_weights(model: SectionModel, explained: list[Explanation]) -> None:
    (one,) = [e for e in explained if "人手不够" in REPORT[e.start : e.end]]
    text = REPORT[one.start : one.end]
    flat = normalise(fold(text[2:]))
    index = model.sections.index
    wanted = character_weights(len(flat), shares(model.ngrams["text"], flat), index(one.section), index(one.runner_up))
    assert text.startswith("• ") and list(one.weights) == [0.0, 0.0, *wanted]


# -- headings --


def test_headings_rules_and_the_words_they_matched(explained: list[Explanation]) -> None:
    (one,) = [e for e in explained if "收到申请" in REPORT[e.start : e.end]]
    (heading,) = one.headings
    assert heading.line == "三、主动公开与依申请公开情况" and heading.words == "主动公开与依申请公开情况"
    assert heading.sections == ("proactive", "requests")
    assert heading.matched == ("主动公开", "依申请公开")
    assert heading.decides and not heading.weak
    assert [segment(REPORT).blocks[h.block].text for h in one.headings if h.block is not None] == [heading.line]


def test_a_run_in_head(explained: list[Explanation]) -> None:
    (one,) = [e for e in explained if "没有收取" in REPORT[e.start : e.end]]
    slogan, run_in = one.headings
    assert not slogan.sections and not slogan.decides
    assert run_in.block is None and run_in.decides and run_in.sections == ("fees",)


def test_matched_words_are_found_for_all_evidence(many: list[tuple[str, list[Explanation | None]]]) -> None:
    for _, found in many:
        for one in found:
            for heading in one.headings if one else ():
                assert len(heading.matched) == len(heading.rules) and all(heading.matched)
                assert all(words in heading.words for words in heading.matched)


def test_words_inside_an_earlier_match_are_not_named() -> None:
    known = parse_sections(
        '[[section]]\nid = "a"\nzh = "甲"\nen = "A"\norder = [1, 1, 1]\nlaw = ""\nwordings = [{ id = "a.1", pattern = "甲乙" }]\n'
        '[[section]]\nid = "b"\nzh = "乙"\nen = "B"\norder = [2, 2, 2]\nlaw = ""\nwordings = [{ id = "b.1", pattern = "乙|丙" }]\n'
    )
    assert matched_words("甲乙丙", known.read("甲乙丙"), known) == ("甲乙", "丙")
    assert matched_words("丁", known.read("丁"), known) == ()


# -- in words --


def test_the_sentence_names_heading_rule_words_and_runner_up(explained: list[Explanation]) -> None:
    (one,) = [e for e in explained if "门户网站" in REPORT[e.start : e.end]]
    said = why(one, REPORT)
    assert said.startswith("heading 二、主动公开政府信息情况 names proactive (rule section.proactive.1); the words ")
    assert "主动公开" in said and f"runner-up {one.runner_up}" in said


def test_the_rule_is_that_of_the_chosen_of_two_sections(explained: list[Explanation]) -> None:
    (one,) = [e for e in explained if "收到申请" in REPORT[e.start : e.end]]
    assert "names proactive or requests (rule section.requests.1)" in why(one, REPORT)


def test_sentences_by_reason(explained: list[Explanation]) -> None:
    assert "its place above the first chapter" in why(explained[0], REPORT)
    one = next(e for e in explained if "门户网站" in REPORT[e.start : e.end])
    assert "outweighs the classifier, which prefers fees" in why(replace(one, reason="heading:x", favourite="fees"), REPORT)
    ordered = replace(one, reason="order", favourite="fees", before="requests", after=None)
    assert "between requests and the end the order of sections makes it proactive" in why(ordered, REPORT)
    bare = replace(one, reason="model", named=(), headings=(), rule=None)
    assert why(bare, REPORT).startswith("no heading stands above; the words ")
    silent = replace(bare, weights=(0.0,) * len(one.weights))
    assert " speaks for proactive" in why(silent, REPORT)


@given(st.lists(st.tuples(st.sampled_from("甲乙丙的，"), st.floats(-1, 1)), max_size=30), st.integers(1, 4))
def test_loud_words_stand_in_the_text(pairs: list[tuple[str, float]], most: int) -> None:
    text = "".join(c for c, _ in pairs)
    words = loud_words(text, [w for _, w in pairs], most)
    assert len(words) <= most and len(set(words)) == len(words)
    for word in words:
        assert word and word in text and "，" not in word


def test_nothing_to_explain(model: SectionModel) -> None:
    assert explain_text("临江市水务局2016年政府信息公开工作年度报告\n", model) == [None]


def test_a_report_without_blocks(model: SectionModel, tmp_path: Path) -> None:
    assert explain_text("\n \n", model) == []
