"""The word lists round contact data: exactly the groups that the code asks for."""

from __future__ import annotations

import pytest

from gkbg_nlp.taxonomy.contacts import GROUPS, check, contact_words
from gkbg_nlp.taxonomy.errors import TaxonomyError


def test_the_shipped_lists_are_whole() -> None:
    assert contact_words().keys() == GROUPS


def test_a_missing_group_is_named() -> None:
    with pytest.raises(TaxonomyError, match=r"missing: fax\.label"):
        check({k: v for k, v in contact_words().items() if k != "fax.label"})


def test_an_unknown_group_is_named() -> None:
    with pytest.raises(TaxonomyError, match=r"unknown: fax\.lable"):
        check({**contact_words(), "fax.lable": ("传真",)})


def test_a_word_cannot_announce_and_refuse() -> None:
    with pytest.raises(TaxonomyError, match=r"微信 stands in refused\.label too"):
        check({**contact_words(), "phone.label": ("电话", "微信")})
