"""Level and administrative code of a body, and silence where the places of its name do not decide them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from gkbg_nlp.entities.agencies import find
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.taxonomy.places import Place, load_places


def areas(text: str) -> list[tuple[str, str | None, str | None]]:
    """(name, level, code) of every agency of a text."""
    folded = fold(text)
    return [(folded[e.start : e.end], None if e.level is UNSET else e.level, None if e.code is UNSET else e.code) for e in find(folded)]


def title(body: str) -> str:
    return f"{body}2016年政府信息公开工作年度报告\n"


@pytest.mark.parametrize(
    ("name", "level", "code"),
    [
        ("国务院办公厅", "state", None),
        ("财政部", "state", None),
        ("国家税务总局", "state", None),
        ("吉林省水利厅", "province", "220000"),
        ("北京市人民政府", "province", "110000"),
        ("内蒙古自治区公安厅", "province", "150000"),
        ("淄博市水利局", "city", "370300"),
        ("红河州生态环境局", "city", "532500"),
        ("张店区体育局", "county", "370303"),
        ("张店区体育局办公室", "county", "370303"),
        ("临江市水务局", "county", "220681"),
        ("湖南省长沙市岳麓区教育局", "county", "430104"),
        ("国家税务总局淄博市张店区税务局", "county", "370303"),
        ("临江市鸭绿江街道办事处", "township", None),
        ("半截沟镇派出所", "township", None),
        ("东坪派出所", "township", None),
        # an outpost is of the level of its seat
        ("淄博市公安局张店分局", "county", "370303"),
        ("中国人民银行东阿县支行", "county", "371524"),
    ],
)
def test_the_places_of_a_name_decide(name: str, level: str, code: str | None) -> None:
    assert areas(f"由{name}负责。") == [(name, level, code)]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("鼓楼区体育局", "county"),  # several districts of this name
        ("吉林环保局", None),  # the province or its city
        ("临江海关", None),  # a seat, no unit of the administration
        ("开发区管委会", None),
        ("监察局", None),
        ("安徽霍山经济开发区管委会", None),
        ("国家海洋局北海分局", None),  # a sea, not the city of that name
    ],
)
def test_where_several_places_fit_there_is_no_code(name: str, level: str | None) -> None:
    assert areas(f"由{name}负责。") == [(name, level, None)]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("区委", "county"),
        ("县政府", "county"),
        ("旗教育局", "county"),
        ("团县委", "county"),
        ("市政府", "city"),
        ("州水务局", "city"),
        ("省纪委", "province"),
        ("自治区财政厅", "province"),
        ("镇党委", "township"),
    ],
)
def test_a_word_of_level_gives_the_level_alone_where_no_place_is_known(name: str, level: str) -> None:
    assert areas(f"会上,{name}介绍了做法。") == [(name, level, None)]


@pytest.mark.parametrize(
    ("own", "name", "level", "code"),
    [
        ("张店区体育局", "区委", "county", "370303"),
        ("张店区体育局", "市政府", "city", "370300"),
        ("张店区体育局", "省政府", "province", "370000"),
        ("东阿县水利局", "县政府", "county", "371524"),
        # 市 in a county-level city is that city, in a municipality's district the municipality
        ("临江市水务局", "市政府", "county", "220681"),
        ("上海市嘉定区水务局", "市政府", "province", "310000"),
        ("北京市水务局", "市政府", "province", "110000"),
        # the code of a lower unit is open in the report of a higher one
        ("淄博市水利局", "区政府", "county", None),
        ("淄博市水利局", "县政府", "county", None),
        # 区 in a region: the region in its own report and in a county's, open in a city's
        ("广西壮族自治区水利厅", "区政府", "province", "450000"),
        ("南宁市水利局", "区政府", None, None),
        ("建水县水务局", "州政府", "city", "532500"),
        ("乌拉特前旗教育局", "旗政府", "county", "150823"),
        # a name of several places is the report's own where it has that name
        ("江苏省南京市鼓楼区教育局", "鼓楼区体育局", "county", "320106"),
        # a place that no list holds
        ("青岚县水务局", "青岚县林业局", "county", None),
    ],
)
def test_the_reports_own_place_decides_what_else_is_open(own: str, name: str, level: str | None, code: str | None) -> None:
    assert areas(title(own) + f"会上,{name}介绍了做法。")[-1] == (name, level, code)


@pytest.mark.parametrize(
    "opening", ["泗县财政局编制本报告。", "现将泗县财政局上一年情况公布如下。", "发布机构:泗县财政局\n", "泗县财政局 2016 年情况。"]
)
def test_without_a_title_the_body_that_makes_the_report_gives_its_place(opening: str) -> None:
    assert areas(f"本年度报告如下。\n{opening}会上,县政府介绍了做法。")[-1] == ("县政府", "county", "341324")


def test_a_body_that_is_only_mentioned_gives_no_place() -> None:
    assert areas("会同泗县财政局核查。会上,县政府介绍了做法。")[-1] == ("县政府", "county", None)


def test_two_titles_of_two_places_decide_nothing() -> None:
    assert areas(title("泗县财政局") + title("东阿县财政局") + "会上,县政府介绍了做法。")[-1] == ("县政府", "county", None)


def test_an_outpost_at_a_short_form_that_is_an_everyday_word_too_needs_the_title() -> None:
    name = "红河哈尼族彝族自治州生态环境局建水分局"
    assert areas(f"由{name}负责。") == [(name, None, None)]
    assert areas(title(name)) == [(name, "county", "532524")]


def test_a_section_of_an_outpost_is_of_the_outposts_level() -> None:
    assert areas(title("红河州生态环境局建水分局") + "请联系红河州生态环境局建水分局办公室。")[-1][1:] == ("county", "532524")


def test_a_zone_has_no_level_and_its_place_is_still_the_reports_own() -> None:
    found = areas(title("孝感高新技术产业开发区管理委员会") + "会上,市政府介绍了做法。")
    assert found == [("孝感高新技术产业开发区管理委员会", None, None), ("市政府", "city", "420900")]


PLACES = [p for p in load_places().all if p.until is None]


@given(st.sampled_from(PLACES))
@settings(max_examples=150, deadline=None)
def test_a_stated_code_is_of_a_place_with_that_name_and_level(place: Place) -> None:
    """Whatever the name of a unit of today, what is said of its bureau is true or is left out."""
    name = place.name
    for found, level, code in areas(f"由{name}财政局负责。"):
        if found != f"{name}财政局":
            continue
        fitting = [p for p in load_places().by_name(name) if p.name == name]
        assert level is None or level in {p.level for p in fitting}
        assert code is None or code in {p.code for p in fitting}
