"""The loader of extra.toml refuses what does not fit its form."""

from __future__ import annotations

import pytest

from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.extra import load_extra, parse_extra

_NO = ", ".join(f'"n{i}"' for i in range(10))
_GROUP = '[[group]]\nid = "g"\nwords = ["w"]\nnote = "n"\n'
_RULE = f'[[rule]]\nid = "r"\nlabel = "MONEY"\nnote = "n"\nsource = "s"\nyes = ["{{3元}}"]\nno = [{_NO}]\n'
_GOOD = "version = 1\n" + _RULE + _GROUP


def test_the_shipped_file_and_a_good_one() -> None:
    assert set(parse_extra(_GOOD, "x").rules) == {"r"} and parse_extra(_GOOD, "x").words == {"g": ("w",)}
    assert load_extra().words["mention.kinds"] and load_extra() is load_extra()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("version = ", "Invalid"), ("", "version = 1"), (_GOOD.replace("version = 1", "version = 2"), "version = 1"), ("version = 1\n" + _RULE, "rules and groups"), ("version = 1\n" + _GROUP, "rules and groups"), ("other = 1\n" + _GOOD, "unknown keys"),
        (_GOOD.replace('source = "s"', 'source = " "'), "source says"), (_GOOD.replace('source = "s"', ""), "the keys are"), (_GOOD.replace('"MONEY"', '"COUNT"'), "is none of"), (_GOOD.replace("{3元}", "3元"), "no span in braces"), (_GOOD.replace('"n9"', '"n8"'), "repeats"),
        (_GOOD.replace(', "n9"', ""), "at least 10"), (_GOOD + _RULE, "stands twice"), (_GOOD + _GROUP, "stands twice"), (_GOOD.replace('["w"]', "[]"), "non-empty strings"), (_GOOD.replace('["w"]', '["w", " "]'), "non-empty strings"), (_GOOD.replace('note = "n"', 'note = ""'), "note says why"),
        (_GOOD.replace('id = "g"', 'id = ""'), "non-empty string"), (_GOOD.replace('["w"]', '["w", "w"]'), "repeats"), (_GOOD.replace('id = "g"', 'id = "g"\nmore = 1'), "the keys are"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(source: str, message: str) -> None:
    with pytest.raises(TaxonomyError, match=message):
        parse_extra(source, "x.toml")
