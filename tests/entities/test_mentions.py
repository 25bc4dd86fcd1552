"""What 我局 and its kin refer to, and what they never cover."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gkbg_nlp
from gkbg_nlp.entities.mentions import _ANY_BODY, _patterns, _scan, find, refer
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.report.records import Entity

_REPORT = "临江市水务局2016年政府信息公开工作年度报告\n一、概述\n我局主动公开信息3条，本机关没有收到申请。我镇没有。\n"


def mention(text: str) -> Entity:
    return Entity(0, len(text), "MENTION", text=text, refers_to=None)


@pytest.mark.parametrize(
    ("text", "agency", "refers"),
    [
        ("我局", "张店区体育局", True), ("本机关", "张店区体育局", True), ("本级", "张店区人民政府", True), ("我镇", "缙云县壶镇镇人民政府", True), ("我會", "鐵嶺市殘疾人聯合會", True), ("我会", "鐵嶺市殘疾人聯合會", True), ("我\n局", "张店区体育局", True),
        ("我局", "缙云县壶镇镇人民政府", False), ("我镇", "张店区体育局", False), ("我局", None, False), ("本机关", None, False),
    ],
)  # fmt: skip
def test_refers_to_the_body_of_its_kind(text: str, agency: str | None, refers: bool) -> None:
    entity = mention(text)
    refer([entity], agency)
    assert entity.refers_to == (agency if refers else None)


def test_other_labels_are_left_alone() -> None:
    entity = Entity(0, 2, "AGENCY", text="区委")
    before = entity.refers_to
    refer([entity], "区委")
    assert entity.refers_to is before


def test_in_a_whole_report(pipeline: gkbg_nlp.Pipeline) -> None:
    report = pipeline(_REPORT)
    assert [(e.text, e.refers_to) for e in report.entities if e.label == "MENTION"] == [
        ("我局", report.meta.agency),
        ("本机关", report.meta.agency),
        ("我镇", None),
    ]
    assert report.meta.agency == report.indicators["agency"].value == "临江市水务局"


def test_without_a_body_it_is_null_in_the_output(pipeline: gkbg_nlp.Pipeline) -> None:
    report = pipeline("一、概述\n我局公开3条。\n")
    (entity,) = [e for e in report.entities if e.label == "MENTION"]
    assert entity.refers_to is None and "agency" not in report.indicators


@pytest.mark.parametrize("label", ["AGENCY", "LAW", "URL"])
def test_nothing_inside_a_name(label: str) -> None:
    assert find("我县水务局", [Entity(1, 5, label)]) == []
    assert find("在我局,由我局", [Entity(0, 9, label), Entity(1, 2, label)]) == []


def test_a_line_break_inside(pipeline: gkbg_nlp.Pipeline) -> None:
    report = pipeline(
        "临江市水务局2016年政府信息公开工作年度报告\n一、概述\n全年公开各类政务信息，其中由我\n局统一公开的120条，平时40条。\n"
    )
    assert [e.text.replace("\n", "") for e in report.entities if e.label == "MENTION"] == ["我局"]


@given(st.text(alphabet="我本局委办会机关级县政府单位自基各,。\n收到", max_size=40))
def test_spans_begin_with_the_pronoun_and_hold_no_mark(text: str) -> None:
    for entity in find(text):
        piece = text[entity.start : entity.end]
        assert piece[0] in "我本" and 2 <= len(piece) <= 5 and piece.isalpha()


@given(st.text(alphabet="我本局委办会机关级县", max_size=30))
def test_from_pronoun_to_pronoun_is_one_search(text: str) -> None:
    pattern = _patterns().scan
    assert [m.span() for m in _scan(text, pattern)] == [m.span() for m in pattern.finditer(text)]


@given(st.sampled_from(["我局", "本 機關", "本單位", "我縣", "我镇"]), st.text(alphabet="临江市縣县局鎮镇机关", max_size=6))
def test_it_refers_to_a_body_of_its_kind(word: str, agency: str) -> None:
    entity = mention(word)
    refer([entity], agency)
    kind = fold("".join(word.split()))[1:]
    assert entity.refers_to == (agency if agency and (kind in _ANY_BODY or kind in fold(agency)) else None)
