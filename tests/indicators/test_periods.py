"""Of several numbers for one indicator that of the report's year wins; a wrong year named by a slip of the pen costs nothing."""

from __future__ import annotations

import pytest

from gkbg_nlp import Pipeline
from gkbg_nlp.indicators.periods import of_another_time

TITLE = "临江市水务局2016年政府信息公开工作年度报告\n"


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("三、依申请公开情况\n2015年收到申请12件。2016年收到申请30件。", "requests_received", 30),
        ("三、依申请公开情况\n自2008年以来共收到申请210件。本年收到申请12件。", "requests_received", 12),
        ("三、依申请公开情况\n2015年收到申请12件。", "requests_received", 12),  # last year's text, taken over: no other number
        ("二、主动公开情况\n2015年共主动公开政府信息300条。2016年共主动公开政府信息320条。", "proactive_total", 320),
        ("六、组织领导\n2015年举办培训班5期。2016年举办培训班2期。", "trainings", 2),
    ],
)
def test_the_reports_year_wins(pipeline: Pipeline, text: str, name: str, value: int) -> None:
    found = pipeline(TITLE + text + "\n").indicators[name]
    assert found.value == value


def test_the_loser_is_listed_with_the_reason(pipeline: Pipeline) -> None:
    found = pipeline(TITLE + "三、依申请公开情况\n2015年收到申请12件。2016年收到申请30件。\n").indicators["requests_received"]
    assert [(c.value, "year" in c.reason) for c in found.candidates] == [(12, True)]  # type: ignore[union-attr]


def test_of_another_time() -> None:
    assert of_another_time([1, 2, 3, 4], {1: "year", 2: "other", 3: "total"}) == {2, 3}
    assert of_another_time([2, 3, 4], {1: "year", 2: "other", 3: "total"}) == frozenset()
    assert of_another_time([], {}) == frozenset()


@pytest.mark.parametrize(
    ("text", "website"),
    [
        ("2016年主动公开信息138条，历年累计公开信息1846条，其中网站1600条。", None),
        ("2016年主动公开信息138条，其中网站100条，历年累计公开信息1846条。", 100),
        ("2016年主动公开信息138条。网站留言板收到留言35条。", None),
    ],
)
def test_parts_of_a_figure_of_all_years_are_not_the_years(pipeline: Pipeline, text: str, website: int | None) -> None:
    found = pipeline(TITLE + "二、主动公开政府信息情况\n" + text + "\n").indicators
    assert found["proactive_total"].value == 138
    assert (found["proactive_website"].value if "proactive_website" in found else None) == website
