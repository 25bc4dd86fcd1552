"""Generated reports: no repetition, the same from the same seed, and work like that of real ones."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

import gkbg_nlp
from gkbg_nlp.benchmark.content import content, recurring
from gkbg_nlp.benchmark.facts import Facts, bodies, chinese
from gkbg_nlp.benchmark.generate import generate, write_reports
from gkbg_nlp.benchmark.grammar import GrammarError, compile_template, load_grammar
from gkbg_nlp.corpus.annotated import GoldReport


@pytest.fixture(scope="module")
def many() -> list[str]:
    return list(generate(2000))


def test_no_two_reports_share_a_paragraph(many: list[str]) -> None:
    paragraphs = [line.strip() for text in many for line in text.split("\n") if line.strip().endswith("。")]
    assert len(paragraphs) > 25_000
    assert len(set(paragraphs)) == len(paragraphs)
    assert len(set(many)) == len(many)


def test_length_and_spread(many: list[str]) -> None:
    lengths = sorted(map(len, many))
    assert 2250 < sum(lengths) / len(lengths) < 2550
    assert lengths[100] < 1800 and lengths[-100] > 3000
    assert {len(text) for text in generate(5, 7, exact=True)} == {7}
    assert {len(text) for text in generate(5, 6000, exact=True)} == {6000}


def test_same_seed_same_reports(many: list[str]) -> None:
    assert list(generate(20)) == many[:20]
    assert list(generate(20, seed=8)) != many[:20]


def test_bodies_and_years_do_not_repeat() -> None:
    grammar = load_grammar()
    told = {(facts("full"), facts("year")) for facts in (Facts(number, Random(number), grammar) for number in range(3000))}
    assert len(told) == 3000 and bodies() > 1_000_000


def test_nothing_is_left_undrawn(many: list[str]) -> None:
    assert load_grammar().names() <= Facts(0, Random(0), load_grammar()).knows()
    assert not any(mark in text for text in many for mark in "{}[]")


def test_what_reports_hold_is_near_the_corpus(many: list[str], pipeline: gkbg_nlp.Pipeline, gold_reports: list[GoldReport]) -> None:
    made = content("generated", many[:60], pipeline)
    real = content("corpus", [report.text for report in gold_reports[:60]], pipeline)
    scale = made.characters / real.characters
    for role in ("paragraph", "heading", "table"):
        assert 0.5 < made.roles[role] / real.roles[role] / scale < 2, role
    for label in ("COUNT", "AGENCY", "LAW", "MENTION", "DATE", "PHONE"):
        assert 0.4 < made.labels[label] / real.labels[label] / scale < 2.5, label
    assert 0.6 < made.indicators / real.indicators < 1.5
    assert made.roles["title"] >= 0.95 and made.clauses < 0.3


def test_recurring_counts_what_an_earlier_report_has() -> None:
    assert recurring(["甲乙丙丁，戊己庚辛。", "甲乙丙丁，子丑寅卯。"]) == 0.25
    assert recurring(["甲乙丙丁。甲乙丙丁。"]) == 0 and recurring([""]) == 0


def test_files(tmp_path: Path) -> None:
    paths = write_reports(tmp_path, 3, 500)
    assert [path.name for path in paths] == ["000000.txt", "000001.txt", "000002.txt"]
    assert [path.read_text("utf-8") for path in paths] == list(generate(3, 500))
    for count, characters in ((0, 5), (5, 0)):
        with pytest.raises(ValueError, match="both are 1 or more"):
            next(generate(count, characters))


def test_templates() -> None:
    template = compile_template("共[收到|受理{n}件][|申请]。")
    assert template.names() == {"n"}
    drawn = {template.draw(Random(seed), lambda name: "3") for seed in range(50)}
    assert drawn == {"共收到。", "共收到申请。", "共受理3件。", "共受理3件申请。"}
    for broken in ("[甲", "甲}", "[甲[乙]]", "甲|乙"):
        with pytest.raises(GrammarError, match="bracket"):
            compile_template(broken)


def test_numbers_in_characters() -> None:
    assert [chinese(n) for n in (1, 10, 12, 20, 31)] == ["一", "十", "十二", "二十", "三十一"]
