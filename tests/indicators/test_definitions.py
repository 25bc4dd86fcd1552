"""The strict loader of the statistics form's indicators and the signs' data file."""

from __future__ import annotations

import re

import pytest

from gkbg_nlp.indicators.signs import FILE, sign
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.indicators import FullerRule, load_indicators, parse_indicators
from gkbg_nlp.taxonomy.wordgroups import load_groups

WORDS = "[words]\n" + "".join(f'{w} = "x"\n' for w in load_indicators().words)
ENTRY = """[[fuller]]
id = "meetings"
zh = "会议"
en = "Meetings"
unit = "次"
source = "九（一）"
definition = "d"
sections = ["organization"]
gate = ["会"]
units = "次"
patterns = [{ id = "held", pattern = '召开会议{G2}{N}' }]
"""


def parsed(entry: str) -> FullerRule:
    return parse_indicators(entry + WORDS + "[[indicator]]\nid = 'x'\nzh = 'x'\nen = 'x'\ndefinition = 'x'\n", "made.toml").fuller[
        "meetings"
    ]


def test_a_gap_holds_neither_number_nor_comma() -> None:
    pattern = parsed(ENTRY).patterns[0].pattern
    for text, hits in [
        ("召开会议\ue000", True),
        ("召开会议共计\ue000", True),
        ("召开会议共计有\ue000", False),
        ("召开会议,\ue000", False),
        ("召开会议\ue000\ue001", True),
    ]:
        match = pattern.search(text)
        assert (match is not None) is hits, text
        assert match is None or match["n"] == "\ue000"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('unit = "次"\n', "", "fuller meetings.unit"), ('gate = ["会"]\n', "", "fuller meetings.patterns"), ("召开会议", "召开(会议", "fuller meetings.patterns.held"),
        ('id = "held", ', "", "fuller meetings.patterns"), ('units = "次"', "units = 3", "fuller meetings.units"), ('zh = "会议"', 'colour = "red"', "fuller meetings.colour"),
        ('units = "次"', 'units = "次"\nsubject = "会"', "fuller meetings.subject"), ('id = "meetings"', 'id = "x"', "fuller x"),
        ("patterns = [", "patterns = [{ id = 'held', pattern = '会{N}' }, ", "fuller meetings.patterns"), ('units = "次"', "table = '会('", "fuller meetings.table"),
    ],
)  # fmt: skip
def test_a_broken_entry_is_refused_with_its_place(old: str, new: str, place: str) -> None:
    assert old in ENTRY
    with pytest.raises(TaxonomyError, match=re.escape(place)):
        parsed(ENTRY.replace(old, new, 1))


def test_an_id_of_the_guide_is_not_taken_twice() -> None:
    with pytest.raises(TaxonomyError, match="twice"):
        parsed(ENTRY + ENTRY)


def test_pattern_ids_of_the_guide_stand_once() -> None:
    entry = "[[indicator]]\nid = 'x'\nzh = 'x'\nen = 'x'\ndefinition = 'x'\npositive = [{ id = 'a', pattern = '{N}' }, { id = 'a', pattern = '{N}件' }]\n"
    with pytest.raises(TaxonomyError, match="twice"):
        parse_indicators(entry + WORDS, "made.toml")


def test_every_sign_compiles_and_an_unknown_one_is_an_error() -> None:
    for name in load_groups(FILE):
        assert sign(name) is sign(name)
    with pytest.raises(KeyError):
        sign("no such sign")


@pytest.mark.parametrize(
    ("name", "hit", "miss"),
    [
        ("bare_denial", "没有此类情况", "没有延期答复的申请"), ("newly", "其中2015年新增", "新增"), ("part", "其中网上", "其中,新收"), ("area", "全县", "县"), ("body", "我局", "不属于本机关"),
        ("own_money", "经费", "复印费"), ("code", "QQ群", "公众号"), ("row.reviews", "行政复议数量", "行政复议"),
    ],
)  # fmt: skip
def test_signs(name: str, hit: str, miss: str) -> None:
    assert sign(name).search(hit) and not sign(name).search(miss)
