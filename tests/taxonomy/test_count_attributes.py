"""The words of counts' attributes: the shipped file, and files that do not fit."""

from __future__ import annotations

from importlib.resources import files

import pytest

from gkbg_nlp.taxonomy.count_attributes import FILE, OTHER_MATTER, load_count_attributes, parse_count_attributes
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.measures import load_measures

SOURCE = (files("gkbg_nlp.taxonomy") / "data" / FILE).read_text("utf-8")


def test_every_group_is_an_id_and_every_id_is_counted_in_known_words() -> None:
    found = load_count_attributes()
    nouns = found.counted.ids
    assert {noun.id for noun in nouns} == set(found.names)
    assert {noun.id for noun in nouns if noun.free} < set(found.names)
    assert {noun.id for noun in nouns if noun.weak} == {"requests", "items"}
    for weak in nouns:  # counted in the words of its id
        assert all(noun.units == weak.units for noun in nouns if noun.id == weak.id)
    assert not set(found.channel.ids) & set(found.incoming.ids)
    assert set(found.period.ids) == {"year", "total", "other"}
    words = set(load_measures())
    assert {unit for noun in nouns if noun.id != OTHER_MATTER for unit in noun.units} <= words, "no count can have the others"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("version = 1", "version = 2", "version"),
        ("version = 1", "version = 1\nmore = 1", "the keys are"),
        ('id = "litigations"\nfree = true', 'id = "litigations"\nfree = true\nnote = "x"', "counted litigations"),
        ('id = "litigations"', 'id = "reviews"', "each id once"),
        ("'[(]", "'[(", "no regular expression"),
        ("'[(]", "'.", "can begin with anything"),
        ("version = 1", "version = ", "toml"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(old: str, new: str, words: str) -> None:
    source = SOURCE.replace("'微博'", "'[(]微博'", 1)
    assert old in source
    with pytest.raises(TaxonomyError, match=words):
        parse_count_attributes(source.replace(old, new, 1), "own.toml")
