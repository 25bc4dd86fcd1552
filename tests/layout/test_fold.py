"""Folding keeps the length and folds what the rules rely on."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gkbg_nlp.layout.fold import fold

ANY_TEXT = st.text(st.characters(), max_size=80)  # every code point, lone surrogates too


@given(ANY_TEXT)
@example("")
@example("\ud800甲\udfff")
@example("㍿㌖ﬃ⑳㈩Ⅳ½㎡😀𠮷")
def test_length_is_kept(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(ANY_TEXT, ANY_TEXT)
def test_each_character_is_folded_by_itself(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


@given(ANY_TEXT)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(st.text(st.sampled_from("\r\n\t\v\f\u00a0\u3000\ufeff\u200b\u200c\u200d\u2060\u00ad\u2003\u2009\u0085\u2028\u2029 甲"), max_size=40))
def test_only_three_blanks_are_left(text: str) -> None:
    assert set(fold(text)) <= set(" \t\n甲")


@pytest.mark.parametrize(
    ("source", "folded"),
    [
        ("ＡＢｃ０１９", "ABc019"),
        ("（一）［２］", "(一)[2]"),
        ("，；：？！", ",;:?!"),
        ("０５３３—２１８３３９１", "0533-2183391"),
        ("3–5 3−5 3－5 3―5", "3-5 3-5 3-5 3-5"),
        ("9～11 9〜11", "9~11 9~11"),
        ("條號門開無", "条号门开无"),
        ("二○一六 二〇一六 二零一六", "二〇一六 二〇一六 二〇一六"),
        ("甲\u3000乙\u00a0丙", "甲 乙 丙"),
        ("《》“”、。", "《》“”、。"),  # these have no half-width form and stay
        ("㈠①⑳", "㈠①⑳"),  # numberings keep their sign
        ("𠮷😀", "𠮷😀"),  # beyond the basic plane nothing is folded
        ("", ""),
    ],
)
def test_what_is_folded(source: str, folded: str) -> None:
    assert fold(source) == folded
