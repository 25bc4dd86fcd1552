"""The typed loaders of the data files: what they refuse names the file and the key."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from gkbg_nlp.taxonomy.agencies import load_grammar, parse_grammar
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.indicators import load_indicators, parse_indicators
from gkbg_nlp.taxonomy.measures import load_measures, parse_measures
from gkbg_nlp.taxonomy.patterns import first_hit, load_rules, parse_rules
from gkbg_nlp.taxonomy.sections import load_sections, parse_sections
from gkbg_nlp.taxonomy.wordgroups import load_groups, parse_groups

Parse = Callable[[str, str], Any]

SECTION = 'id = "fees"\nzh = "收费"\nen = "Fees"\norder = [1, 2, 3]\nlaw = ""\n'
SECTIONS = f'[[section]]\n{SECTION}wordings = [{{ id = "fees.1", pattern = "收费" }}]\n'
INDICATOR = '[[indicator]]\nid = "reviews"\nzh = "复议"\nen = "Reviews"\ndefinition = "d"\n'
WORDS = "[words]\n" + "".join(f'{w} = "x"\n' for w in load_indicators().words)
RULE = '[[rule]]\ngroup = "noise"\nid = "a"\npattern = "x"\n'
MEASURES = 'version = 1\n[[measure]]\nid = "tiao"\nword = "条"\nkind = "count"\n'
GROUPS = 'version = 1\n[[group]]\nid = "a"\nwords = ["甲"]\nnote = "n"\n'
GRAMMAR = (
    "".join(
        f'{w} = "甲"\n'
        for w in (
            "fields",
            "section_fields",
            "inner_suffix",
            "organs",
            "fixed",
            "not_places",
            "ambiguous_places",
            "acts_before",
            "acts_behind",
            "place_behind",
            "left_stops",
        )
    )
    + '[[suffix]]\nid = "bureau"\nwords = ["局"]\nafter = ""\nbare = true\n'
)
SOUND: dict[str, tuple[Parse, str]] = {
    "sections": (parse_sections, SECTIONS), "indicators": (parse_indicators, INDICATOR + WORDS), "patterns": (parse_rules, RULE),
    "measures": (parse_measures, MEASURES), "groups": (parse_groups, GROUPS), "agencies": (parse_grammar, GRAMMAR),
}  # fmt: skip


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_text_is_read(kind: str) -> None:
    parse, source = SOUND[kind]
    assert parse(source, "made.toml")


BROKEN: list[tuple[str, str, str]] = [
    # not TOML
    *((kind, "= 3", "") for kind in SOUND),
    # sections
    ("sections", SECTIONS + 'colour = "red"\n', "fees.colour"),
    ("sections", SECTIONS.replace('zh = "', 'zn = "'), "zn"),
    ("sections", 'opening = "nowhere"\n' + SECTIONS, "opening"),
    ("sections", "title = '(年报'\n" + SECTIONS, "title"),
    ("sections", SECTIONS.replace('law = ""', "law = 3"), "fees.law"),
    ("sections", SECTIONS.replace("[1, 2, 3]", "[1, 2]"), "fees.order"),
    ("sections", SECTIONS.replace("[1, 2, 3]", '["a", 2, 3]'), "fees.order"),
    ("sections", SECTIONS.replace('"收费" }', '"收(费" }'), "fees.1.pattern"),
    ("sections", SECTIONS.replace('"收费" }', '"收费", strong = true }'), "fees.1.strong"),
    ("sections", SECTIONS.replace('id = "fees.1", ', ""), "id"),
    ("sections", SECTIONS + SECTIONS.replace("fees.1", "fees.2"), "fees"),
    ("sections", SECTIONS + SECTIONS.replace('id = "fees"', 'id = "other"'), "fees.1"),
    ("sections", SECTIONS + "[extra]\n", "file"),
    ("sections", "section = 3\n", "file"),
    ("sections", SECTIONS.replace('wordings = [{ id = "fees.1", pattern = "收费" }]', 'wordings = ["收费"]'), "wordings"),
    # indicators
    ("indicators", INDICATOR + 'colour = "red"\n' + WORDS, "reviews.colour"),
    ("indicators", INDICATOR.replace('zh = "复议"\n', "") + WORDS, "reviews.zh"),
    ("indicators", INDICATOR + "unit = 3\n" + WORDS, "reviews.unit"),
    ("indicators", INDICATOR + 'positive = ["复(议"]\n' + WORDS, "reviews.positive"),
    ("indicators", INDICATOR + 'zero = "复[议"\n' + WORDS, "reviews.zero"),
    ("indicators", INDICATOR + INDICATOR + WORDS, "reviews"),
    ("indicators", INDICATOR + WORDS.replace('total = "x"\n', ""), "words.total"),
    ("indicators", INDICATOR + WORDS + 'colour = "x"\n', "words.colour"),
    ("indicators", INDICATOR + WORDS.replace('total = "x"', 'total = "("'), "words.total"),
    ("indicators", INDICATOR + WORDS.replace('total = "x"', "total = 3"), "words.total"),
    ("indicators", INDICATOR + "positive = [3]\n" + WORDS, "reviews.positive"),
    ("indicators", INDICATOR + WORDS + "[extra]\n", "extra"),
    # patterns
    ("patterns", RULE + 'colour = "red"\n', "noise.a"),
    ("patterns", RULE.replace('pattern = "x"\n', ""), "pattern"),
    ("patterns", RULE.replace('"x"', "3"), "pattern"),
    ("patterns", RULE.replace('"x"', '"("'), "pattern"),
    ("patterns", RULE + 'match = "part"\n', "match"),
    ("patterns", RULE + 'zone = "middle"\n', "zone"),
    ("patterns", RULE + RULE, "noise.a"),
    ("patterns", RULE + "[extra]\n", "file"),
    ("patterns", "", "file"),
    # measures
    ("measures", MEASURES + 'colour = "red"\n', "tiao"),
    ("measures", MEASURES.replace('word = "条"\n', ""), "tiao"),
    ("measures", MEASURES.replace('"条"', "3"), "tiao"),
    ("measures", MEASURES.replace('"count"', '"weight"'), "tiao"),
    ("measures", MEASURES + 'not_before = "例"\n', "tiao"),
    ("measures", MEASURES + 'not_before = ["例", "例"]\n', "tiao"),
    ("measures", MEASURES + MEASURES.replace("version = 1\n", ""), "tiao"),
    ("measures", MEASURES + '[[compound]]\nfirst = "条"\nsecond = ["次"]\n', "compound 条"),
    ("measures", MEASURES + '[[compound]]\nfirst = "条"\n', "compound 条"),
    ("measures", MEASURES.replace("version = 1", "version = 2"), "version"),
    ("measures", "version = 1\n", "measure"),
    ("measures", MEASURES + "[extra]\n", "top"),
    # word groups
    ("groups", GROUPS + 'colour = "red"\n', "group a"),
    ("groups", GROUPS.replace('note = "n"\n', ""), "group a"),
    ("groups", GROUPS.replace('["甲"]', '"甲"'), "group a"),
    ("groups", GROUPS.replace('["甲"]', "[]"), "group a"),
    ("groups", GROUPS.replace('["甲"]', '["甲", "甲"]'), "group a"),
    ("groups", GROUPS.replace('"n"', '""'), "group a"),
    ("groups", GROUPS + GROUPS.replace("version = 1\n", ""), "group a"),
    ("groups", GROUPS.replace("version = 1\n", ""), "version"),
    ("groups", "version = 1\n", "group"),
    ("groups", GROUPS + "[extra]\n", "top"),
    # agencies
    ("agencies", 'colour = "red"\n' + GRAMMAR, "colour"),
    ("agencies", GRAMMAR.replace('organs = "甲"\n', ""), "organs"),
    ("agencies", GRAMMAR.replace('organs = "甲"', "organs = 3"), "organs"),
    ("agencies", GRAMMAR.replace('organs = "甲"', 'organs = " "'), "organs"),
    ("agencies", GRAMMAR.replace('["局"]', '"局"'), "suffix bureau.words"),
    ("agencies", GRAMMAR.replace("bare = true\n", ""), "suffix bureau.bare"),
    ("agencies", GRAMMAR + 'colour = "red"\n', "suffix bureau.colour"),
    ("agencies", GRAMMAR + '[[suffix]]\nid = "bureau"\nwords = ["厅"]\nafter = ""\nbare = true\n', "bureau"),
]


@pytest.mark.parametrize(("kind", "source", "place"), BROKEN, ids=[f"{k}-{i}-{p}" for i, (k, _, p) in enumerate(BROKEN)])
def test_a_broken_text_names_file_and_key(kind: str, source: str, place: str) -> None:
    parse = SOUND[kind][0]
    with pytest.raises(TaxonomyError) as raised:
        parse(source, "made.toml")
    assert raised.value.file == "made.toml" and str(raised.value).startswith("made.toml: ")
    assert place in raised.value.place, str(raised.value)


def test_the_error_is_a_value_error_with_three_parts() -> None:
    error = TaxonomyError("a.toml", "b.c", "is wrong")
    assert isinstance(error, ValueError) and (error.file, error.place, str(error)) == ("a.toml", "b.c", "a.toml: b.c: is wrong")


# -- the shipped files --


def test_all_shipped_files_load() -> None:
    assert len(load_sections().all) == 15
    assert len(load_indicators().rules) == 14
    assert load_rules("layout.toml") and load_measures() and load_grammar().suffixes
    for name in ("contacts.toml", "laws.toml", "numbers.toml"):
        assert load_groups(name)


def test_every_shipped_toml_file_is_read_by_one_loader() -> None:
    known = {"sections.toml", "indicators.toml", "layout.toml", "measures.toml", "agencies.toml", "extra.toml", "count_attributes.toml"}
    for file in (files("gkbg_nlp.taxonomy") / "data").iterdir():
        if file.name.endswith(".toml") and file.name not in known:
            assert load_groups(file.name), file.name


def test_loading_twice_gives_the_same_object() -> None:
    assert (
        load_sections() is load_sections()
        and load_indicators() is load_indicators()
        and load_rules("layout.toml") is load_rules("layout.toml")
    )


# -- rules --


@pytest.mark.parametrize(
    ("match", "line", "hits"),
    [
        ("full", "abc", False),
        ("full", "b", True),
        ("full", "B", True),
        ("start", "bc", True),
        ("start", "ab", False),
        ("search", "abc", True),
        ("search", "ac", False),
    ],
)
def test_ways_of_matching(match: str, line: str, hits: bool) -> None:
    rules = parse_rules(f'[[rule]]\ngroup = "g"\nid = "x"\npattern = "b"\nmatch = "{match}"\n', "made.toml")["g"]
    assert rules[0].hits(line) is hits
    assert first_hit(rules, line) == ("x" if hits else None)


def test_the_first_rule_of_the_file_wins() -> None:
    rules = parse_rules(RULE + RULE.replace('"a"', '"b"'), "made.toml")["noise"]
    assert [r.id for r in rules] == ["a", "b"] and first_hit(rules, "x") == "a" and rules[0].zone == "any"


def test_in_indicator_patterns_a_number_is_one_character() -> None:
    rules = parse_indicators(INDICATOR + 'positive = ["复议{N}"]\n' + WORDS, "made.toml").rules
    pattern = rules["reviews"].positive[0]
    found = pattern.search("复议\ue000")
    assert found is not None and found["n"] == "\ue000"
    assert pattern.search("复议3") is not None and pattern.search("复议2016年") is None and pattern.search("复议\uf000") is None


def test_section_ids_and_wording_ids_fit_each_other() -> None:
    for section in load_sections().all:
        assert section.zh and section.en and section.wordings
        for wording in section.wordings:
            assert re.fullmatch(rf"{section.id}\.\d+", wording.id)
