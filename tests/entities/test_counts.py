"""Counts with value and unit, and the numbers that count nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from gkbg_nlp.entities.counts import find
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.measures import load_measures, parse_measures
from gkbg_nlp.taxonomy.wordgroups import load_groups, parse_groups

Check = Callable[..., list[Entity]]


@pytest.mark.parametrize(
    "marked",
    [
        "公开信息{COUNT:138条}，其中网站{COUNT=614 条:614 条}", "{COUNT=1234 条:1,234条}、{COUNT=1234 条:1，234条}、{COUNT=2 起:2起}", "{COUNT=60000 条:6万多条}，{COUNT=12000 条:1.2万条}，{COUNT=500000 次:50 万次}", "{COUNT=755 条:755多条}、{COUNT=3000 条:3000余条}",
        "{COUNT=40 人次:40多人次}，{COUNT=3000000 人次:300余万人次}，{COUNT=2316000 次:231.6万次}，{COUNT=6000 条:6千余条}", "近{COUNT:20家}，约{COUNT:30件}", "行政复议{COUNT=2 起:两起}，{COUNT=12 项:十二项}，{COUNT=3 个:三个}方面", "{COUNT=20 件:二十余件}，{COUNT=1300 人:一千三百余人}，{COUNT=10 个:十来个}",
        "{COUNT=100 个:100余个}，{COUNT=100 家:百余家}，近{COUNT=1000 人:千人}", "{COUNT=85 条(次):85条(次)}、{COUNT=120 件（次）:120件（次）}、{COUNT=2 台(套):2台(套)}", "{COUNT=3 次:3至5次}，{COUNT=3 个:3—5个}，{COUNT=2 个:两三个}，{COUNT=30 人:三四十人}", "{COUNT=1 条:1条}，{COUNT=0 件:0件}",
        "{COUNT:3人}，{COUNT:2名}（专职{COUNT:1名}）", "{COUNT=5 大类:5大类}{COUNT=32 小项:32小项}", "1、机构类{COUNT:3条}；2、法规类{COUNT:5条}", "1.{COUNT:3个}方面", "（1）{COUNT:12条}", "{COUNT=3 方面:三方面}，由{COUNT=5 部分:五部分}组成",
        "{COUNT=2 项:2项}目标，{COUNT=2 起:两起}诉讼", "提出{COUNT=3 点:三点}意见，不足有{COUNT=4 点:四点}：", "实行“{COUNT=2 轮:两轮}公示”，“{COUNT:20类}情形”", "{COUNT=138 条:138**条}**", "每周{COUNT:2次}，召开会议{COUNT=2 次:二次}。", "统计表{COUNT:3张}，图表{COUNT:5份}",
        "在《某日报》{COUNT:12条}", "公众号34条.{COUNT:62家}".replace("34条", "{COUNT:34条}"), "编印简报{COUNT=3 期:三期}", "{COUNT:5人}，{COUNT:8名}，{COUNT:3位}", "{COUNT=8 个:8个}镇{COUNT=162 个:162个}村", "1138,{COUNT:234条}", "{COUNT=3 件:３件}",
    ],
)  # fmt: skip
def test_counts(check: Check, marked: str) -> None:
    check(find, ("COUNT",), marked)


@pytest.mark.parametrize(
    "text",
    [
        "2017年", "3个工作日", "24小时", "5年", "3个月", "2 个月", "12天", "五个晚上", "第三批", "第十届", "第 3 次", "第3条", "第二十、二十一条", "第一、二项", "十九大", "一个", "一批", "一是", "几个", "十几个", "数十条", "几百人", "数百件", "过万条", "百家讲坛", "千家万户", "千人计划",
        "1200平方米", "3公里", "1.5万元", "47.8元", "27.4%", "98.5分", "3号", "5楼", "201室", "“三公”经费", "三公经费", "两微一端", "三重一大", "双公示", "八项规定", "“三项制度”", "“四个办”", "四个意识", "三个一", "五个一批", "“十三五”", "三农", "四川", "七一", "两会", "百分之五", "一二三产业",
        "3456-1234-5678件", "3项目", "2条例", "5处罚", "12本单位", "3部门", "二次供水", "二期工程", "园区三期", "前三名", "下午3点", "第1页 共5页", "2.0版", "2012版", "v2.3个", "五花八门", "三天两头", "2017年1月", "一", "1、", "（三）", "第三章", "三类内部事务信息", "两一三件", "信息120，微信30。", "百分之三十", "“布局”二字",
    ],
)  # fmt: skip
def test_numbers_that_count_nothing(text: str) -> None:
    assert [e for e in find(text) if e.label == "COUNT"] == []


@pytest.mark.parametrize("label", ["PHONE", "DATE", "EMAIL", "URL", "POSTCODE", "ADDRESS", "DOCNO", "MONEY", "PERCENT"])
def test_nothing_inside_what_was_taken(label: str) -> None:
    assert find("北街12号院3栋5件", [Entity(0, 11, label)]) == []


def test_nothing_inside_a_title() -> None:
    assert find("《关于3项制度的通知》") == []
    assert find("《某某分布图2张") == []


def test_an_article_behind_a_law_is_no_count() -> None:
    assert find("《条例》二十条", [Entity(0, 4, "LAW")]) == []


def test_approximation_range_and_rule() -> None:
    (entity,) = find("约3至5次")
    assert (entity.value, entity.value_max, entity.approx, entity.rule) == (3, 5, True, "counts.ci")
    assert [e.approx for e in find("755多条") + find("近20家") + find("超过30人")] == [True, True, True]


def test_money_and_shares_are_no_counts() -> None:
    assert find("投入3.5万元,占27.4%,收费12元") == []


@pytest.mark.parametrize(
    "text",
    [
        "赴三台县学习", "五台山风景区", "八里庄街道", "十堰市", "九台区", "四平市", "七台河市", "三门峡市", "五家渠市", "七户乡", "二道区政府", "八步区", "五峰县", "三台中学", "三门县",
    ],
)  # fmt: skip
def test_a_place_with_a_numeral_is_no_count(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("三家乡镇企业", "三家"), ("三台服务器", "三台"), ("两个县", "两个"), ("五位区领导", "五位"), ("三家市级媒体", "三家"), ("五件市民来信", "五件"), ("三次区政府常务会议", "三次"), ("三次镇村干部会", "三次"), ("两所乡村小学", "两所"),
        ("五台县五台电脑", "五台"), ("三门县三门课程", "三门"), ("九个乡镇", "九个"), ("四名乡镇干部", "四名"),
    ],
)  # fmt: skip
def test_a_count_before_a_word_of_level_stays_one(text: str, count: str) -> None:
    (entity,) = find(text)
    assert text[entity.start : entity.end] == count and entity.end <= len(text)


def test_a_numeral_inside_an_agency_is_no_count() -> None:
    text = "三台法院两名"
    assert [text[e.start : e.end] for e in find(text)] == ["三台", "两名"]
    assert [text[e.start : e.end] for e in find(text, [Entity(0, 4, "AGENCY")])] == ["两名"]


_UNITS = sorted(w for w, m in load_measures().items() if m.kind == "count" and not m.only_before and not m.only_after)


@given(st.integers(min_value=0, max_value=999_999_999), st.sampled_from(_UNITS), st.sampled_from(["", " "]))
def test_every_measure_word_makes_a_count(value: int, unit: str, blank: str) -> None:
    if unit == "版" and 1900 <= value < 2100:
        return
    text = f"共{value}{blank}{unit}。"
    (entity,) = find(text)
    assert (entity.value, entity.unit, text[entity.start : entity.end]) == (value, unit, f"{value}{blank}{unit}")


@given(st.one_of(st.text(alphabet="0123456789一二两三十百千万亿余多条件次个(),.至-第“” \n年", max_size=50), st.text(max_size=50)))
def test_spans_lie_in_the_text_and_end_with_their_unit(text: str) -> None:
    found = find(text)
    for entity in found:
        assert 0 <= entity.start < entity.end <= len(text) and "\n" not in text[entity.start : entity.end]
        assert text[entity.start : entity.end].endswith(str(entity.unit))
        assert isinstance(entity.value, int | float)
    for before, after in pairwise(found):
        assert before.end <= after.start


@pytest.mark.parametrize(
    "unit", ["1", "一", "十", "1,", "1,111", "-", " ", "1 ", "第", "第一、", "《", "1-", "两", "百千万", "1.", "约", "1至"]
)
def test_a_flood_of_one_thing_gives_an_answer(unit: str) -> None:
    text = unit * (200_000 // len(unit)) + "\n138条"
    assert find(text)[-1].value == 138


_ROW = '[[measure]]\nid = "a"\nword = "条"\nkind = "count"\n'


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("version = 1\n", "measure"), ("version = 2\n" + _ROW, "version"), ("x = ", "toml"), ("version = 1\nx = 1\n" + _ROW, "top"), ("version = 1\n" + _ROW + _ROW, "measure a"), ("version = 1\n" + _ROW + 'extra = "x"\n', "measure a"),
        ("version = 1\n" + _ROW.replace("count", "kind"), "measure a"), ("version = 1\n" + _ROW + 'not_before = [""]\n', "measure a"), ("version = 1\n" + _ROW + 'unless = ["a", "a"]\n', "measure a"), ("version = 1\n" + _ROW.replace('"条"', '""'), "measure a"),
        ("version = 1\n" + _ROW + '[[compound]]\nfirst = "条"\nsecond = ["次"]\n', "compound 条"), ("version = 1\n" + _ROW + '[[compound]]\nfirst = "条"\n', "compound 条"),
    ],
)  # fmt: skip
def test_a_broken_file_of_measure_words_names_its_place(source: str, place: str) -> None:
    with pytest.raises(TaxonomyError) as error:
        parse_measures(source, "m.toml")
    assert (error.value.file, error.value.place) == ("m.toml", place)


_GROUP = '[[group]]\nid = "a"\nwords = ["x"]\nnote = "why"\n'


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("version = 1\n", "group"), ("x", "toml"), ("version = 3\n" + _GROUP, "version"), ("version = 1\ny = 1\n" + _GROUP, "top"), ("version = 1\n" + _GROUP + _GROUP, "group a"), ("version = 1\n" + _GROUP.replace('"why"', '""'), "group a"),
        ("version = 1\n" + _GROUP.replace('["x"]', "[]"), "group a"), ("version = 1\n" + _GROUP.replace('["x"]', '["x", "x"]'), "group a"), ("version = 1\n" + _GROUP.replace('"a"', '""'), "group "), ("version = 1\n" + _GROUP + "more = 1\n", "group a"),
    ],
)  # fmt: skip
def test_a_broken_file_of_words_names_its_place(source: str, place: str) -> None:
    with pytest.raises(TaxonomyError) as error:
        parse_groups(source, "w.toml")
    assert (error.value.file, error.value.place) == ("w.toml", place)


def test_the_shipped_files_are_sound() -> None:
    for name in ("contacts.toml", "laws.toml", "numbers.toml"):
        assert load_groups(name)
    assert load_measures()["条(次)"].kind == "count"


@pytest.mark.parametrize(
    ("text", "span", "value", "most"),
    [
        ("公开5万至8万条", "5万至8万条", 50_000, 80_000),
        ("公开5至8万条", "5至8万条", 50_000, 80_000),
        ("印发3千至5千份", "3千至5千份", 3_000, 5_000),
        ("约3000至1万人", "3000至1万人", 3_000, 10_000),
        ("公开1.5至2万条", "1.5至2万条", 15_000, 20_000),
    ],
)
def test_ranges_with_multipliers(text: str, span: str, value: int, most: int) -> None:
    (found,) = find(text)
    assert (text[found.start : found.end], found.value, found.value_max) == (span, value, most)


@pytest.mark.parametrize("text", ["档案号3456-1234件", "公开1 234条", "公开1,23条"])
def test_parts_of_a_number_are_none(text: str) -> None:
    assert find(text) == []


def test_hundreds_that_are_reached_are_approximate() -> None:
    assert [e.approx for e in find("检查上百次,网上120条")] == [True, UNSET]
