"""The loader of data/rules refuses what does not fit its form, and no rule that the matchers give is without an entry."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gkbg_nlp
from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy import rules as module
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.extra import load_extra
from gkbg_nlp.taxonomy.rules import INDICATOR, Case, Rule, load_rules, off_rules, parse_rules

_NO = ", ".join(f'"n{i}"' for i in range(10))
_RULE = f'[[rule]]\nid = "laws.r"\nlabel = "LAW"\nnote = "n"\nsource = "s"\nyes = ["{{《法》}}"]\nno = [{_NO}]\n'
_GOOD = "version = 1\n" + _RULE
_INDICATOR = (
    'version = 1\n[[rule]]\nid = "indicators.reviews"\nlabel = "INDICATOR"\nnote = "n"\nsource = "s"\n'
    f'yes = [{{ text = "复议2件", section = "disputes", value = 2 }}]\nno = [{_NO}]\n'
)
_TRAP = '[[trap]]\ntext = "无一败诉"\nsection = "disputes"\nnever = ["indicators.reviews"]\n'


def test_a_good_file() -> None:
    (rule,) = parse_rules(_GOOD, "x").values()
    assert rule == Rule("laws.r", "LAW", "n", "s", ("{《法》}",), tuple(f"n{i}" for i in range(10)))
    assert parse_rules(_GOOD + "off = true\nany = true\n", "x")["laws.r"].off


def test_an_indicator_takes_its_own_negatives_and_the_shared_ones() -> None:
    rule = parse_rules(_INDICATOR + _TRAP, "x")["indicators.reviews"]
    assert rule.cases == (Case("复议2件", "disputes", 2),) and rule.yes == ("复议2件",)
    assert rule.traps[-1] == Case("无一败诉", "disputes") and len(rule.no) == 11
    few = _INDICATOR.replace(', "n9"', "")
    assert len(parse_rules(few + _TRAP, "x")["indicators.reviews"].no) == 10


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("version = ", "Invalid"), ("", "version = 1"), (_GOOD.replace("version = 1", "version = 2"), "version = 1"), ("version = 1", "no rule"), ("other = 1\n" + _GOOD, "unknown keys"), (_GOOD + "more = 1", "unknown keys"),
        (_GOOD.replace('source = "s"\n', ""), "missing keys"), (_GOOD.replace('source = "s"', 'source = " "'), "source is"), (_GOOD.replace('note = "n"', 'note = ""'), "note is"), (_GOOD.replace('"laws.r"', '""'), "id is"), (_GOOD.replace('"LAW"', '"RULE"'), "is none of"),
        (_GOOD.replace("{《法》}", "《法》"), "no span in braces"), (_GOOD.replace("{《法》}", "}《法》{"), "no span in braces"), (_GOOD.replace(', "n9"', ""), "at least 10"), (_GOOD.replace('"n9"', '"n8"'), "repeats"), (_GOOD.replace('"n9"', '" "'), "non-empty strings"), (_GOOD.replace('"n9"', "9"), "non-empty strings"),
        (_GOOD.replace('["{《法》}"]', "[]"), "list of examples"), (_GOOD.replace('["{《法》}"]', '"{《法》}"'), "list of examples"), (_GOOD + _RULE, "stands twice"), (_GOOD + "off = 1\n", "true or false"), (_GOOD + 'any = "yes"\n', "true or false"), (_GOOD.replace('"{《法》}"', '{ text = "法", value = 1 }'), "non-empty strings"),
        (_INDICATOR.replace(", value = 2", ""), "a value is expected"), (_INDICATOR.replace("value = 2", "value = true"), "a value is expected"), (_INDICATOR.replace("value = 2", "valu = 2"), "an example is"), (_INDICATOR.replace('"disputes"', "3"), "section is"), (_INDICATOR.replace('"n9"', '{ text = "n9", value = 0 }'), "no value"),
        (_INDICATOR + _TRAP.replace("indicators.reviews", "indicators.other"), "no rule of the label"), (_GOOD + _TRAP.replace("indicators.reviews", "laws.r"), "no rule of the label"), (_INDICATOR + _TRAP.replace("never", "ever"), "the keys are"), (_INDICATOR + _TRAP + "value = 1\n", "the keys are"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(source: str, message: str) -> None:
    with pytest.raises(TaxonomyError, match=message):
        parse_rules(source, "x.toml")


_TEXT = st.text(alphabet='电话传真0123:《》（）、年月日 "\\\n', min_size=1, max_size=12).filter(str.strip)


@given(st.lists(_TEXT, min_size=1, max_size=4, unique=True), st.lists(_TEXT, min_size=10, max_size=14, unique=True), st.booleans())
def test_what_is_written_is_read(yes: list[str], no: list[str], off: bool) -> None:
    marked = [f"a{{{e}}}" for e in yes]
    head = f'version = 1\n[[rule]]\nid = "a.b"\nlabel = "DATE"\nnote = "n"\nsource = "s"\noff = {str(off).lower()}\n'
    rule = parse_rules(head + f"yes = {json.dumps(marked)}\nno = {json.dumps(no)}\n", "x")["a.b"]
    assert (list(rule.yes), list(rule.no), rule.off) == (marked, no, off)


@given(st.text(alphabet='[]rule="\n{}yesno, idlabtcv1', max_size=60))
def test_any_text_is_a_taxonomy_error(source: str) -> None:
    with pytest.raises(TaxonomyError):
        parse_rules(source, "x")


@pytest.mark.parametrize(
    ("name", "rule", "covered"),
    [
        ("counts.*", "counts.jian", True), ("counts.*", "count.jian", False), ("counts.*", "counts", False),
        ("contacts.email", "contacts.email", True), ("contacts.email", "contacts.email.masked", False),
    ],
)  # fmt: skip
def test_what_an_id_covers(name: str, rule: str, covered: bool) -> None:
    assert Rule(name, "COUNT", "n", "s", ("{a}",), ("b",)).covers(rule) is covered


def test_the_shipped_rules_hold_those_of_extra_and_are_read_once() -> None:
    assert load_rules() is load_rules()
    extra = load_extra().rules
    assert {(r.yes, r.no) for r in extra.values()} <= {(r.yes, r.no) for r in load_rules().values()} and extra.keys() <= load_rules().keys()


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The texts that the loader takes for the shipped files; empty caches before and behind."""
    texts: dict[str, str] = {}
    monkeypatch.setattr(module, "_sources", lambda: iter(texts.items()))
    monkeypatch.setattr(module, "load_rules", load_rules.__wrapped__)
    monkeypatch.setattr(module, "off_rules", off_rules.__wrapped__)
    return texts


def test_a_rule_that_is_off_is_listed(shipped: dict[str, str]) -> None:
    shipped["a.toml"] = _GOOD
    assert module.off_rules() == frozenset()
    shipped["b.toml"] = _GOOD.replace("laws.r", "laws.b") + "off = true\n"
    shipped["c.toml"] = _GOOD.replace("laws.r", "laws.c") + "off = false\n"
    assert module.off_rules() == {"laws.b"}


def test_an_id_in_two_files_is_refused(shipped: dict[str, str]) -> None:
    shipped["a.toml"] = shipped["b.toml"] = _GOOD
    with pytest.raises(TaxonomyError, match="another file"):
        module.load_rules()


def test_tagging_reads_no_examples() -> None:
    code = (
        "import sys, gkbg_nlp\ngkbg_nlp.load()('某局报告\\n电话：0452-7152016，2018年3月1日')\n"
        "rules = sys.modules.get('gkbg_nlp.taxonomy.rules')\n"
        "print(0 if rules is None else rules.load_rules.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


@pytest.fixture(scope="module")
def seen(pipeline: gkbg_nlp.Pipeline, gold_reports: list[GoldReport], root: Path) -> list[Entity]:
    """All entities of the corpus and of the sample reports."""
    samples = [p.read_text("utf-8") for p in sorted((root / "gkbg_nlp" / "samples").glob("*.txt"))]
    return [e for report in pipeline.pipe([*(g.text for g in gold_reports), *samples]) for e in report.entities]


def test_every_rule_that_the_pipeline_gives_is_documented(seen: list[Entity]) -> None:
    rules = [r for r in load_rules().values() if r.label != INDICATOR]
    # Of a label with entries for forms (COUNT) an id names a word of a list, and the list is its documentation.
    labels = {r.label for r in rules} - {r.label for r in rules if r.any}
    checked = {e.rule for e in seen if e.label in labels}
    assert len(checked) > 25
    assert sorted(name for name in checked if not any(r.covers(name) for r in rules)) == []


def test_every_rule_that_stands_in_the_code_is_documented(root: Path) -> None:
    documented = load_rules().keys()
    written: set[str] = set()
    for file in sorted((root / "gkbg_nlp" / "entities").glob("*.py")):
        written.update(
            re.findall(r'(?<![\[(])"((?:contacts|laws|dates|docno|money|percent|mention)\.[a-z.]*[a-z])"', file.read_text("utf-8"))
        )
    assert len(written) > 20
    assert sorted(written - documented) == []
    shapes = ("landline", "mobile", "free", "labelled", "local", "hotline")
    assert {f"contacts.{kind}.{shape}" for kind in ("phone", "fax") for shape in shapes} <= documented
