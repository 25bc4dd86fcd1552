"""The words of counts' attributes: the shipped file, and files that do not fit."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.taxonomy.count_attributes import FILE, OTHER_MATTER, WEAK, Lexicon, load_count_attributes, parse_count_attributes
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.measures import load_measures

SOURCE = (files("gkbg_nlp.taxonomy") / "data" / FILE).read_text("utf-8")


def test_every_group_is_an_id_and_every_id_is_counted_in_known_words() -> None:
    found = load_count_attributes()
    groups = {name.removesuffix(WEAK) for name in found.counted.ids}
    assert groups == set(found.names) == set(found.units)
    assert found.free < groups
    assert not set(found.channel.ids) & set(found.incoming.ids)
    assert set(found.period.ids) == {"year", "total", "other"}
    words = set(load_measures())
    unknown = {unit for name, units in found.units.items() if name != OTHER_MATTER for unit in units} - words
    assert unknown == set(), "no count can have these"


def test_the_first_word_of_the_file_wins_where_two_begin() -> None:
    words = Lexicon([("a", "信息公开(?!栏)"), ("b", "信息"), ("c", "(?<![不非])公开"), ("b", "(?<=中)文[件书]")])
    found = words.mentions("信息公开栏中文书不公开公开信息公开")
    assert [(m.start, m.end, m.id) for m in found] == [(0, 2, "b"), (2, 4, "c"), (6, 8, "b"), (11, 13, "c"), (13, 17, "a")]
    assert words.ids == ("a", "b", "c")


@given(st.text(st.sampled_from("信息公开栏非不申请行政复议收到\ue000,、"), max_size=30))
def test_moving_what_stands_before_a_word_changes_nothing(text: str) -> None:
    for before in ("(?<![非不])", "(?<!不予)(?<!非)", "(?<=[,、])"):
        for word in ("公开", "复议?申", "收到(?=[\ue000-\uefff])"):
            found = Lexicon([("x", before + word)]).mentions(text)
            assert [(m.start, m.end) for m in found] == [m.span() for m in re.finditer(before + word, text)]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("version = 1", "version = 2", "version"),
        ("version = 1", "version = 1\nmore = 1", "the keys are"),
        ('id = "litigations"\nfree = true', 'id = "litigations"\nfree = true\nnote = "x"', "counted litigations"),
        ('id = "litigations"', 'id = "reviews"', "each id once"),
        ("'[(]", "'[(", "no regular expression"),
        ("version = 1", "version = ", "toml"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(old: str, new: str, words: str) -> None:
    source = SOURCE.replace("'微博'", "'[(]微博'", 1)
    assert old in source
    with pytest.raises(TaxonomyError, match=words):
        parse_count_attributes(source.replace(old, new, 1), "own.toml")
