"""What the classifier sees of a block."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.layout.segment import segment
from gkbg_nlp.sections.chain import witnesses
from gkbg_nlp.sections.features import BlockInput, block_inputs, normalise


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("全年公开 120 条", "全年公开0条"),
        ("**一、概述**", "一、概述"),
        ("| 甲 |\t12 |", "甲0"),
        ("ABC　甲\n乙", "abc甲乙"),
        ("", ""),
        ("1.2.3", "0.0.0"),
    ],
)
def test_normalise(text: str, seen: str) -> None:
    assert normalise(text) == seen


@given(st.text(max_size=40))
def test_normalise_leaves_no_blank_and_one_digit(text: str) -> None:
    seen = normalise(text)
    assert not any(c.isspace() or c in "*#_|" for c in seen)
    assert not any(c.isdecimal() and c != "0" for c in seen) and "00" not in seen


def inputs(text: str) -> list[BlockInput]:
    blocks = segment(text).blocks
    return block_inputs(blocks, witnesses(blocks))


def test_signs_and_heading_words() -> None:
    opening, chapter, listed, plain = inputs(
        "依照有关规定，水务局编制并公布这份材料。\n二、主动公开及依申请公开情况\n（一）收费情况。没有收取费用。\n门户网站全年发布水情信息120条。\n"
    )
    assert opening.heading == "" and {"above=nothing", "early=0", "role=paragraph", "strength=1", "named=preamble"} <= set(opening.signs)
    assert {"role=heading", "named=proactive", "also=requests", "own=proactive", "early=1"} <= set(chapter.signs)
    assert listed.heading.startswith("主动公开及依申请公开情况") and listed.heading.endswith(
        "收费情况"
    )  # its run-in head behind its heading
    assert {"named=fees", "own=fees", "above=proactive"} <= set(listed.signs)
    assert plain.heading == "主动公开及依申请公开情况" and "above=nothing" not in plain.signs
    assert plain.text == "门户网站全年发布水情信息0条。"


def test_what_stands_before_the_first_heading_is_early_up_to_the_third() -> None:
    found = inputs("依照有关规定，水务局编制并公布这份材料。\n水情照常发布。\n雨情照常发布。\n工情照常发布。\n墒情照常发布。\n")
    assert [[s for s in i.signs if s.startswith("early=")] for i in found] == [
        ["early=0"],
        ["early=1"],
        ["early=2"],
        ["early=3"],
        ["early=3"],
    ]


def test_titles_and_noise_are_not_seen() -> None:
    assert len(inputs("临江市水务局2016年政府信息公开工作年度报告\n一、概述\n水务局做了不少事。\n2017年3月2日\n")) == 2


def test_places_lie_between_0_and_9() -> None:
    found = inputs("一、概述\n" + "水务局做了不少事。\n" * 30)
    places = [int(s.removeprefix("place=")) for i in found for s in i.signs if s.startswith("place=")]
    assert places == sorted(places) and places[0] == 0 and places[-1] == 9
