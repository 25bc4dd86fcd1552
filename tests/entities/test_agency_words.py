"""The words around agency names as data, and how they are looked up."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gkbg_nlp.entities.agency_parts import EndWords, load_parts
from gkbg_nlp.taxonomy.agencies import WORD_IDS, load_words, parse_words
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.places import load_places

SOURCE = (files("gkbg_nlp.taxonomy") / "data" / "agency_words.toml").read_text("utf-8")


def test_the_shipped_file_has_the_groups_that_code_asks_for() -> None:
    assert load_words().keys() == WORD_IDS
    assert parse_words(SOURCE) == load_words()
    assert load_words() is load_words()


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (SOURCE.replace('id = "name.glued"', 'id = "name.glue"'), "name.glue"),
        (SOURCE + '\n[[group]]\nid = "zzz"\nwords = ["甲"]\nnote = "n"\n', "zzz"),
        (SOURCE[: SOURCE.rindex("[[group]]")], "area.zones"),
        (SOURCE + '\n[[group]]\nid = "name.bare"\nwords = ["甲"]\nnote = "n"\n', "name.bare"),
    ],
)
def test_a_missing_or_unknown_group_is_refused_by_name(source: str, place: str) -> None:
    with pytest.raises(TaxonomyError) as raised:
        parse_words(source, "made.toml")
    assert raised.value.file == "made.toml"
    assert place in raised.value.place


@given(st.lists(st.text("局委办县政府", min_size=1, max_size=4), unique=True, min_size=1), st.text("局委办县政府", max_size=12))
@settings(max_examples=200)
def test_looking_up_by_length_finds_what_trying_every_word_finds(words: list[str], text: str) -> None:
    known = EndWords(dict.fromkeys(words, 1))
    for end in range(len(text) + 1):
        plain = sorted((w for w in words if text.endswith(w, 0, end)), key=len, reverse=True)
        assert [word for word, _ in known.ending_at(text, end)] == plain


@given(st.text("局委办公室处理部门人大张店区政府信息所在的、", max_size=16))
@settings(max_examples=200)
def test_the_quick_scan_leaves_out_no_word_that_may_end_a_name(text: str) -> None:
    parts = load_parts()
    scanned = {m.end() for m in parts.ends.finditer(text)}
    for end in range(1, len(text) + 1):
        for words in (parts.fixed, parts.organs):
            for _, guard in words.ending_at(text, end):
                assert end in scanned or (guard is not None and guard.match(text, end))
        for word, kinds in parts.suffixes.ending_at(text, end):
            following = text[end : end + 1]
            assert end in scanned or (word != "办事处" and all(following in kind.after for kind in kinds))


def test_no_place_ends_with_a_character_that_the_quick_check_lacks() -> None:
    places = load_places()
    ends = load_parts().before
    assert {p.name[-1] for p in places.all} <= ends
    assert {"镇", "乡", "道", "木"} <= ends
    assert "的" not in ends
