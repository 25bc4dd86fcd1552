"""Agreement of two annotations, worked by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gkbg_nlp.corpus.agreement import agreement, differences, kappa, lines, pair_up, same_indicator
from gkbg_nlp.corpus.annotated import GoldReport, parse


def report(body: str, name: str = "r1", indicators: str = "") -> GoldReport:
    header = f'+++\nid = "{name}"\nera = "B"\nprovince = "吉林省"\nbody = "bureau"\n[indicators]\n{indicators}+++\n'
    return parse(header + body, f"{name}.gkbg")


def test_kappa_by_hand() -> None:
    # 20 items: both yes 10, both no 4, first yes second no 3, first no second yes 3.
    # observed 14/20 = .7; yes 13/20 and 13/20, no 7/20 and 7/20: expected .4225 + .1225 = .545; kappa = .155 / .455
    pairs = [("y", "y")] * 10 + [("n", "n")] * 4 + [("y", "n")] * 3 + [("n", "y")] * 3
    assert kappa(pairs) == pytest.approx(0.155 / 0.455)
    assert kappa([("a", "a"), ("b", "b")]) == 1.0
    assert kappa([("a", "b"), ("b", "a")]) == -1.0
    assert kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0.0
    assert kappa([]) is None and kappa([("a", "a")] * 3) is None


FIRST = """@title
{AGENCY:水务局}报告
@heading overview 1
一、概述
@paragraph overview
公开{COUNT:12条}，{COUNT:3件}。
@paragraph requests
申请无。
@boilerplate
打印
"""
SECOND = """@title
{AGENCY:水务局}报告
@heading overview 1
一、概述
@paragraph proactive
公开{COUNT:12条}，{COUNT=4 件:3件}。
@paragraph requests ~"\\n"
申请无。
打印
"""


def figures() -> dict[str, Any]:
    first = report(FIRST, indicators='year = 2016\nphone = "0439—6220018"\nreviews = 0\n')
    second = report(SECOND, indicators='year = 2016\nphone = "0439-6220018"\nlitigations = 0\n')
    return agreement([(first, second)])


def test_blocks_roles_and_sections_by_hand() -> None:
    found = figures()
    # five blocks and four, the title, the heading and one paragraph have the same span (申请无 is cut in two ways)
    assert found["blocks"] == {"both": 3, "first": 5, "second": 4, "f1": pytest.approx(6 / 9)}
    assert (found["role"]["same"], found["role"]["of"], found["role"]["kappa"]) == (3, 3, 1.0)
    # sections of shared blocks: overview-overview, overview-proactive: observed 1/2; expected (2/2)(1/2) = 1/2; kappa 0
    assert {k: found["section"][k] for k in ("same", "of", "kappa")} == {"same": 1, "of": 2, "kappa": 0.0}
    # characters that are not blank: title 5, heading 4, paragraph 9, 申请无。 4, 打印 2 (boilerplate or paragraph)
    role = found["role"]["characters"]
    assert (role["same"], role["of"]) == (22, 24)
    # first: title 5, heading 4, paragraph 13, boilerplate 2; second: title 5, heading 4, paragraph 15
    expected = (5 * 5 + 4 * 4 + 13 * 15) / 24**2
    assert role["kappa"] == pytest.approx((22 / 24 - expected) / (1 - expected))
    section = found["section"]["characters"]
    assert (section["same"], section["of"]) == (8, 17)


def test_entities_counts_and_indicators_by_hand() -> None:
    found = figures()
    assert found["entities"]["all"] == {"both": 3, "first": 3, "second": 3, "f1": 1.0}
    assert found["entities"]["COUNT"]["both"] == 2 and set(found["entities"]) == {"all", "AGENCY", "COUNT"}
    assert found["count_values"] == {"same": 1, "of": 2, "agreement": 0.5}
    # fourteen names: year and phone the same, reviews and litigations stated by one only, ten stated by neither
    indicators = found["indicators"]
    assert (indicators["same"], indicators["of"]) == (12, 14)
    assert indicators["stated"] == {"same": 2, "of": 4, "agreement": 0.5}
    assert indicators["by_name"]["reviews"] == {"same": 0, "of": 1, "agreement": 0.0}
    json.dumps(found)


def test_an_entity_with_another_label_or_span_is_no_agreement() -> None:
    one = report("@paragraph overview\n{PHONE:0439-6220018}、{AGENCY:市水务局}、甲\n")
    two = report("@paragraph overview\n{FAX:0439-6220018}、市{AGENCY:水务局}、甲\n")
    found = agreement([(one, two)])["entities"]
    assert {k: (v["both"], v["first"], v["second"], v["f1"]) for k, v in found.items()} == {
        "all": (0, 2, 2, 0.0), "AGENCY": (0, 1, 1, 0.0), "FAX": (0, 0, 1, 0.0), "PHONE": (0, 1, 0, 0.0),
    }  # fmt: skip


def test_a_report_agrees_with_itself(gold_reports: list[GoldReport]) -> None:
    some = gold_reports[:10]
    found = agreement([(r, r) for r in some])
    assert found["blocks"]["f1"] == found["entities"]["all"]["f1"] == found["role"]["kappa"] == found["section"]["kappa"] == 1.0
    assert found["indicators"]["agreement"] == found["count_values"]["agreement"] == 1.0
    assert differences([(r, r) for r in some]) == []


def test_nothing_to_compare() -> None:
    found = agreement([])
    assert found["blocks"]["f1"] is None and found["role"]["agreement"] is None and found["role"]["kappa"] is None
    assert "   -  " in "\n".join(lines(found))


def test_reports_are_paired_by_id_or_text_and_the_rest_is_said() -> None:
    plain = "@paragraph overview\n%s\n"
    first = [report(plain % text, name) for name, text in (("a", "甲甲"), ("b", "乙乙"), ("c", "丙丙"), ("d", "丁丁"))]
    second = [report(plain % text, name) for name, text in (("a", "甲甲"), ("b", "乙戊"), ("x", "丙丙"), ("z", "己己"))]
    paired = pair_up(first, second)
    assert [(a.id, b.id) for a, b in paired.pairs] == [("a", "a"), ("c", "x")]
    assert paired.notes == [
        "b: left out, the texts differ from offset 1 on (line 9 | 9): '乙乙' | '乙戊'", "1 reports only in the first",
        "1 reports only in the second: z",
    ]  # fmt: skip
    assert len(pair_up(first[1:2], [report(plain % "乙", "b")]).notes) == 1


@pytest.mark.parametrize(
    ("name", "first", "second", "same"),
    [
        ("phone", "0439—6220018", "（0439）6220018", True), ("postcode", "134600", "134601", False), ("agency", "市 水务局", "市水务局", True),
        ("email", "a@b.cn", "A@b.cn", False), ("reviews", 0, None, False), ("reviews", None, None, True), ("fees_charged_yuan", 3, 3.0, True),
    ],
)  # fmt: skip
def test_when_two_values_are_the_same(name: str, first: Any, second: Any, same: bool) -> None:
    assert same_indicator(name, first, second) is same


def test_differences_name_both_places() -> None:
    first = report(FIRST, indicators="reviews = 0\n")
    second = report(SECOND, indicators="")
    told = [str(d) for d in differences([(first, second)])]
    assert told[0] == "r1 at 0: indicator: 'reviews': 0 (r1.gkbg:7) | None (r1.gkbg:1)"
    assert "r1 at 17: mark: '3件': COUNT 3 件 (r1.gkbg:14) | COUNT 4 件 (r1.gkbg:13)" in told
    assert "r1 at 11: block: '公开12条，3件。': paragraph overview (r1.gkbg:13) | paragraph proactive (r1.gkbg:12)" in told
    assert len(told) == 6  # and 申请无 and 打印 of the first, 申请无打印 of the second
    assert json.dumps(differences([(first, second)])[0].to_json())
