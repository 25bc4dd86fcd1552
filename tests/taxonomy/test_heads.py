"""With what the matches of an expression begin."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.taxonomy.heads import heads


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("投诉(?!电话|箱)(案件)?", {"投诉"}),
        ("以?会议(形式|方式)", {"以会议形式", "以会议方式", "会议形式", "会议方式"}),
        ("(?<![比较])上(一)?年(度)?(?!结转)", {"上一年", "上年"}),
        ("公示(类)?(?!栏)", {"公示"}),
        ("公开(?=[条的])", {"公开条", "公开的"}),
        (r"20\d\d年", {"20"}),
        ("[2-4]年来", {"2年来", "3年来", "4年来"}),
        ("因.{0,12}复议", {"因"}),
        ("(甲|甲乙)丙", {"甲丙", "甲乙丙"}),
        ("(甲乙)+丙", {"甲乙"}),
        ("甲*乙", {"甲", "乙"}),
        ("(甲|)乙", {"甲乙", "乙"}),
        ("甲|", {""}),
        ("[^甲]乙", {""}),
        ("(?i:a)b", {""}),
        ("[一-鿿]局", {""}),
    ],
)
def test_heads(source: str, found: set[str]) -> None:
    assert heads(source) == found


def test_what_is_no_expression() -> None:
    with pytest.raises(re.error):
        heads("[甲")


SOURCES = st.recursive(
    st.sampled_from(["甲", "乙", "[甲乙]", ".", "[^丙]", "", "(?=甲)", "(?!乙)", "(?<=甲)", "(?<!乙)", "丙丙", r"\d", "^"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda arms: "(?:" + "|".join(arms) + ")"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{1,3}"])).map(lambda one: f"(?:{one[0]}){one[1]}"),
        inner.map(lambda one: f"(?={one})"),
    ),
    max_leaves=6,
)


@given(SOURCES, st.text(st.sampled_from("甲乙丙1"), max_size=12))
def test_every_match_begins_with_a_head(source: str, text: str) -> None:
    found = tuple(heads(source))
    for start in range(len(text) + 1):
        if re.compile(source).match(text, start):
            assert text.startswith(found, start)
