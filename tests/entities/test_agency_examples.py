"""Which rule ids of agencies the rule files have to hold, and spans at the very start of a text."""

from __future__ import annotations

import re

import pytest

from gkbg_nlp.entities.agencies import find
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.taxonomy.agencies import load_grammar
from gkbg_nlp.taxonomy.rules import load_rules

RULES = {name: rule for name, rule in load_rules().items() if rule.label == "AGENCY"}
SUFFIXES = {suffix.id for suffix in load_grammar().suffixes}
OPEN = {"bureau", "department", "commission", "section", "administration"}
OTHERS = {"fixed", "organ", "sub_district", "township", "township.joined", "title"}


def test_every_kind_of_name_has_examples() -> None:
    kinds = SUFFIXES | OTHERS | {f"{kind}.open" for kind in OPEN}
    with_section = {kind for kind in kinds if not kind.startswith("township")}
    assert {name.removeprefix("agencies.") for name in RULES} == kinds | {f"{kind}.section" for kind in with_section}


@pytest.mark.parametrize("name", RULES)
def test_a_name_is_found_at_the_start_and_at_the_end_of_a_text(name: str) -> None:
    """What stands round a name may be missing altogether; the span keeps to the text."""
    for example in RULES[name].yes:
        for body in re.findall(r"\{([^}]*)\}", example):
            for entity in find(fold(body)):
                assert 0 <= entity.start < entity.end <= len(body), body


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("圭峰派出所", ["圭峰派出所"]),
        ("县公安局办公室公布了清单。", ["县公安局办公室"]),
        ("县公安局交警大队公布了点位。", ["县公安局交警大队"]),
        ("由县公安局办公用房调剂。", ["县公安局"]),
        ("按长沙市统一部署推进。", []),
        ("吉林省政务大厅设窗口。", []),
        ("XX县人民政府公布。", []),
        ("**县委**负责。", ["县委"]),
        ("由市委社会工作部负责。", ["市委社会工作部"]),
    ],
)
def test_what_the_examples_brought_to_light(text: str, found: list[str]) -> None:
    folded = fold(text)
    assert [folded[e.start : e.end] for e in find(folded)] == found
