"""Every indicator with its own examples (taxonomy/data/rules/indicators*.toml), as sentences of small reports, on the whole pipeline."""

from __future__ import annotations

import pytest

from gkbg_nlp import Pipeline
from gkbg_nlp.taxonomy.indicators import load_indicators
from gkbg_nlp.taxonomy.rules import INDICATOR, Case, Rule, load_rules

KNOWN = load_indicators()
RULES = {name.removeprefix("indicators."): rule for name, rule in load_rules().items() if rule.label == INDICATOR}
TITLE = "临江市水务局2016年政府信息公开工作年度报告"
HEADS = {
    "overview": "概述", "organization": "组织领导和制度建设情况", "proactive": "主动公开政府信息情况", "interpretation": "政策解读和回应社会关切情况",
    "requests": "依申请公开政府信息情况", "fees": "政府信息公开收费及减免情况", "disputes": "因政府信息公开申请行政复议、提起行政诉讼情况",
    "enquiries": "咨询和投诉举报情况", "problems": "存在的主要问题",
}  # fmt: skip


def report(section: str, text: str) -> str:
    """A small report whose chapter of that section, or whose head, preamble or statistics form, is the text."""
    if section == "title":
        return f"{text}\n一、概述\n水情照常发布。\n"
    if section == "preamble":
        return f"{TITLE}\n依照有关规定编制并公布本报告。{text}\n一、概述\n水情照常发布。\n"
    if section == "table":
        return f"{TITLE}\n一、概述\n水情照常发布。\n附表：政府信息公开情况统计表\n{text}\n"
    return f"{TITLE}\n一、综述\n水情照常发布。\n二、{HEADS[section]}\n{text}\n三、其他需要报告的事项\n水情照常发布。\n"


def home(name: str) -> str:
    """The section that an indicator is stated in first."""
    rule = KNOWN.rules.get(name) or KNOWN.fuller[name]
    return rule.sections[0] if rule.sections else "proactive"


def read(pipeline: Pipeline, name: str, case: Case) -> object:
    """The value that the example's report has for the indicator, None where it has none."""
    one = pipeline(report(case.section or home(name), case.text)).indicators.get(name)
    return None if one is None else one.value


@pytest.mark.parametrize(("name", "rule"), RULES.items(), ids=RULES)
def test_the_examples_of_an_indicator(pipeline: Pipeline, name: str, rule: Rule) -> None:
    wrong = [(case.text, case.value, said) for case in (*rule.cases, *rule.traps) if (said := read(pipeline, name, case)) != case.value]
    assert wrong == []


def test_every_indicator_has_examples() -> None:
    assert RULES.keys() == KNOWN.rules.keys() | KNOWN.fuller.keys()
    assert all(len(rule.cases) >= 2 and len(rule.traps) >= 10 for rule in RULES.values())


def test_a_zero_has_an_example_where_the_data_can_read_one() -> None:
    for name, rule in KNOWN.fuller.items():
        if rule.zero:
            assert any(case.value == 0 for case in RULES[name].cases), name
    for name in ("requests_received", "fees_charged_yuan", "reviews", "litigations"):
        assert any(case.value == 0 for case in RULES[name].cases), name
