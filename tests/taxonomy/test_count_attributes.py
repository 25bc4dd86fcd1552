"""The words of counts' attributes: the shipped file, and files that do not fit."""

from __future__ import annotations

from importlib.resources import files

import pytest

from gkbg_nlp.taxonomy.count_attributes import FILE, OTHER_MATTER, WEAK, load_count_attributes, parse_count_attributes
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.measures import load_measures

SOURCE = (files("gkbg_nlp.taxonomy") / "data" / FILE).read_text("utf-8")


def test_every_group_is_an_id_and_every_id_is_counted_in_known_words() -> None:
    found = load_count_attributes()
    groups = {name.removesuffix(WEAK) for name in found.counted.groupindex}
    assert groups == set(found.names) == set(found.units)
    assert found.free < groups
    assert not set(found.channel.groupindex) & set(found.incoming.groupindex)
    assert set(found.period.groupindex) == {"year", "total", "other"}
    words = set(load_measures())
    unknown = {unit for name, units in found.units.items() if name != OTHER_MATTER for unit in units} - words
    assert unknown == set(), "no count can have these"


def test_parentheses_of_words_make_no_groups() -> None:
    found = load_count_attributes()
    assert found.counted.groups == len(found.counted.groupindex)


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
    source = SOURCE.replace("words = ['(政务|官方)?微博']", "words = ['[(]微博']", 1)
    assert old in source
    with pytest.raises(TaxonomyError, match=words):
        parse_count_attributes(source.replace(old, new, 1), "own.toml")
