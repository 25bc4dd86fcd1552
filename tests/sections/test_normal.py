"""Normalising many texts at once gives what normalising each gives."""

from __future__ import annotations

import sys

from hypothesis import example, given
from hypothesis import strategies as st

from gkbg_nlp.sections.normal import normalise, normalise_all

ODD = "\u0130Σςσ\uffff\ud800𐐀𝟘👍ǅﬀ٣９ 　\x1c\x85"


@given(st.lists(st.text(st.characters() | st.sampled_from("0189 \t*#_|Aa条" + ODD), max_size=12), max_size=5))
@example([])
@example([""])
@example(["1", "2 3", " 4", "a1\uffff1"])
@example(["ΑΣ", "Σ1 2"])
def test_all_at_once_is_one_by_one(texts: list[str]) -> None:
    assert normalise_all(texts) == [normalise(text) for text in texts]


def test_every_character() -> None:
    every = [chr(code) for code in range(sys.maxunicode + 1)]
    plain = [c for c in every if not (0xD800 <= ord(c) < 0xE000 or ord(c) > 0xFFFF or c in "\u0130Σ\uffff")]
    assert normalise_all(plain) == [normalise(c) for c in plain]  # these take the arrays' way, all others that of each
