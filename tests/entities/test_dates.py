"""Dates and periods in every form reports print, and what looks like a date and is none."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.entities.dates import find
from gkbg_nlp.report.records import Entity

Check = Callable[..., list[Entity]]


@pytest.mark.parametrize(
    "marked",
    [
        "自{DATE=2017-01-01/2017-12-31:2017年1月1日至12月31日}止", "自{DATE=2017-01-01/2017-12-31:2017 年 1 月 1 日起至 2017 年 12 月 31 日}止", "{DATE=2017-01-01/2017-12-31:2017年1月1日—2017年12月31日}",
        "自{DATE=2014-01-01/2014-12-31:2014年1月1日起，至2014年12月31日}", "{DATE=2016-01-01/2016-12-31:２０１６年１月１日－１２月３１日}", "{DATE=2015-01-01/2015-12-31:2015年元月1日至12月31日}",
        "{DATE=2014-01-01/2014-12-31:2014.1.1—2014.12.31}，{DATE=2014-01-01/2014-12-31:2014/1/1-2014/12/31}", "{DATE=2017-11-01/2018-01-05:2017年11月1日至1月5日}", "{DATE=2018-03-15:二○一八年三月十五日}",
        "{DATE=2018-03-15:二零一八年三月十五日}、{DATE=2018-03-15:二O一八年三月十五日}、{DATE=2018-03-31:二0一八年三月三十一日}", "{DATE=2018-03-15:2018年3月15日} 星期四", "发布时间：{DATE=2018-03-15:2018-03-15} 09:30",
        "{DATE=2014-01-14:2014-01-14}15:51", "发布日期：{DATE=2018-03-27:20180327}", "{DATE=2019-06-28:201 9年6月28日}，{DATE=2019-03-19:2019年3月 1 9日}", "{DATE=2017-03-27:17年3月27日}", "{DATE=2017-03-01:2017年3月1号}",
        "{DATE=2017-03-20:2017年三月二十日}", "{DATE=2017-03-20:二〇一七年3月20日}", "{DATE:5月18日}开馆，{DATE:三月五日}", "{DATE:9月6日至7日}、{DATE:3月5-7日}", "截至{DATE:12月31日}为止", "{DATE=2019-05-15:2019.5.15}起施行",
        "{DATE:2018年3月1日}、{DATE:2018年3月2日}", "（{DATE:2018年3月1日}）", "数字{DATE=2012-01-01/2012-12-31:起于2012年1月1日，止于2012年12月31日}".replace("{DATE=2012-01-01/2012-12-31:起于", "起于{DATE=2012-01-01/2012-12-31:"), "{DATE=2018-03-05/2018-03-07:2018年3月5日至7日}",
        "（{DATE=2017-01-01/2017-12-31:2017.1.1-12.31}）", "{DATE=2017-01-01/2017-12-31:2017/1/1至12/31}。", "{DATE=2017-12-31:二〇一七年十二月卅一日}",
    ],
)  # fmt: skip
def test_dates(check: Check, marked: str) -> None:
    check(find, ("DATE",), marked)


@pytest.mark.parametrize(
    "marked",
    [
        "{DATE:201411日至20141231日}", "{DATE:20131月1日}", "{DATE:20191月1日起至2019年12月31日}", "{DATE:201年9月24日}", "{DATE:二一七年三月一日}", "{DATE:2014年11日}", "{DATE:2017年13月1日}", "{DATE:2018年2月30日}",
        "{DATE:2018年3月27}。",
    ],
)  # fmt: skip
def test_dates_with_lost_characters_are_marked_without_a_value(check: Check, marked: str) -> None:
    (entity,) = check(find, ("DATE",), marked)
    assert entity.value is None


@pytest.mark.parametrize(
    "text",
    [
        "2017年", "2017年1月至12月", "2017年1-12月", "2003年-2008年", "每月25日", "“5·15”", "12.4法制宣传日", "第一季度", "24小时", "3个工作日", "15日内", "X99999/2020-99999", "11652222/2018-03-27", "2018-00012", "3.15", "2017年30日内",
        "12月31号楼", "1月份", "十二月", "星期日", "三日内", "国办发〔2014〕32号", "2.1.1节", "版本 2018.3", "2018-03", "20180327", "一月一次",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert find(text) == []


def test_a_number_of_another_kind_is_no_date() -> None:
    text = "www.hm.gov.cn/2018-03-27/a"
    assert find(text, [Entity(0, len(text), "URL")]) == []


_DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2099, 12, 31))


@given(
    _DAYS,
    st.sampled_from(["{y}年{m}月{d}日", "{y} 年 {m} 月 {d} 日", "{y}-{m:02}-{d:02}", "{y}.{m}.{d}", "{y}/{m}/{d}", "{y}年{m}月{d}号"]),
)
def test_a_written_day_is_read_back(day: datetime.date, form: str) -> None:
    (entity,) = find("于" + form.format(y=day.year, m=day.month, d=day.day) + "公布")
    assert entity.value == day.isoformat()


@given(_DAYS, _DAYS, st.sampled_from(["至", "到", "-", "~", "起至"]))
def test_two_joined_days_are_one_period(a: datetime.date, b: datetime.date, joint: str) -> None:
    (entity,) = find(f"{a.year}年{a.month}月{a.day}日{joint}{b.year}年{b.month}月{b.day}日")
    assert entity.value == f"{a.isoformat()}/{b.isoformat()}"


@given(st.one_of(st.text(alphabet="0123456789年月日号至-./ 一二三十〇元\n起,", max_size=60), st.text(max_size=50)))
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    found = find(text)
    for entity in found:
        assert 0 <= entity.start < entity.end <= len(text) and "\n" not in text[entity.start : entity.end]
    for before, after in pairwise(found):
        assert before.end <= after.start


@pytest.mark.parametrize(
    "unit", ["1", "-", " ", "1 ", "年", "月", "1月", "1月1日", "2017年", "2017年1月1日至", "一月", "二〇", "日期", "时间 ", "1-", "1."]
)
def test_a_flood_of_one_thing_gives_an_answer(unit: str) -> None:
    text = unit * (100_000 // len(unit)) + "\n2017年3月1日"
    assert find(text)[-1].value == "2017-03-01"
