"""Every measure word of the data file: it counts in a plain sentence, and each of its own traps refuses it."""

from __future__ import annotations

import pytest

from gkbg_nlp.entities.counts import find
from gkbg_nlp.taxonomy.measures import Measure, load_measures
from gkbg_nlp.taxonomy.wordgroups import load_groups

MEASURES = load_measures()
COUNTING = tuple(m for m in MEASURES.values() if m.kind == "count")
OTHERS = tuple(m for m in MEASURES.values() if m.kind != "count")
FIXED = load_groups("numbers.toml")["fixed"]  # 两头 is a word of its own
NUMERALS = {"二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


def counted(text: str, measure: Measure) -> list[tuple[str, object]]:
    """The counts of the measure's own rule, as (text, value): a longer word (人次 in 3人次) has a rule of its own."""
    return [(text[e.start : e.end], e.value) for e in find(text) if e.rule == f"counts.{measure.id}"]


def frame(measure: Measure) -> tuple[str, str]:
    """What stands before the number and behind the word in a sentence where it may count."""
    return ("共", f"{measure.only_before[0]}。") if measure.only_before else ("共", "。")


@pytest.mark.parametrize("measure", COUNTING, ids=lambda m: m.id)
def test_a_measure_word_counts_in_a_plain_sentence(measure: Measure) -> None:
    before, behind = frame(measure)
    for number, value in (("24", 24), ("24 ", 24), ("两", 2), ("十六", 16), ("1,234", 1234)):
        written = f"{number}{measure.word}"
        if written not in FIXED:
            assert counted(f"{before}{written}{behind}", measure) == [(written, value)], written


def longer(measure: Measure, word: str) -> bool:
    """Whether a longer measure word begins with this one and what follows it: 个|月 is 个月, no trap of 个."""
    return any((measure.word + word).startswith(w) and len(w) > len(measure.word) for w in MEASURES)


def traps(measure: Measure) -> list[tuple[str, str]]:
    """(what stands before the number, what stands behind the word) of every refusal that the data give the measure."""
    found = [("共", word) for word in measure.not_before] + [(word, "。") for word in measure.not_after]
    return [*found, ("共", "。")] if measure.only_before else found


@pytest.mark.parametrize("measure", [m for m in COUNTING if traps(m)], ids=lambda m: m.id)
def test_what_stands_round_a_measure_word_refuses_it(measure: Measure) -> None:
    for before, behind in traps(measure):
        assert counted(f"{before}24{measure.word}{behind}", measure) == [], (before, behind)


@pytest.mark.parametrize("measure", [m for m in COUNTING if m.unless], ids=lambda m: m.id)
def test_a_longer_word_lifts_the_refusal(measure: Measure) -> None:
    for word in measure.unless:
        if not longer(measure, word):
            assert counted(f"共24{measure.word}{word}。", measure) == [(f"24{measure.word}", 24)], word


@pytest.mark.parametrize("measure", [m for m in COUNTING if m.not_numeral], ids=lambda m: m.id)
def test_a_numeral_that_names_counts_only_without_a_noun(measure: Measure) -> None:
    for numeral in measure.not_numeral:
        assert counted(f"共{numeral}{measure.word}供水", measure) == [], numeral
        written = f"{numeral}{measure.word}"
        assert counted(f"共{written}。", measure) == [(written, NUMERALS[numeral])]


@pytest.mark.parametrize("measure", [m for m in COUNTING if m.only_after], ids=lambda m: m.id)
def test_a_word_before_the_number_opens_a_guarded_measure_word(measure: Measure) -> None:
    for word in measure.only_after:
        assert counted(f"{word}三{measure.word}：", measure) == [(f"三{measure.word}", 3)], word


@pytest.mark.parametrize("measure", OTHERS, ids=lambda m: m.id)
def test_a_unit_of_another_kind_keeps_the_number_from_counting(measure: Measure) -> None:
    for number in ("24", "24 ", "两", "十六", "1.5万"):
        assert find(f"共{number}{measure.word}。") == [], number


def test_the_data_file_has_all_kinds_of_traps() -> None:
    assert len(COUNTING) > 100 and len(OTHERS) > 30
    assert sum(bool(traps(m)) for m in COUNTING) > 60 and sum(bool(m.not_numeral) for m in COUNTING) > 15
