"""AGENCY by grammar: whole names, nothing inside a longer one, and what only looks like a body."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gkbg_nlp.entities.agencies import find
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.report.records import Entity


def names(text: str, taken: list[Entity] | None = None) -> list[str]:
    folded = fold(text)
    return [folded[e.start : e.end] for e in find(folded, taken or [])]


WHOLE = [
    # place, field of work, suffix
    "临江市水务局", "吉林省水利厅", "张店区体育局", "临江市市场监督管理局", "市发展和改革委员会", "县农业委员会", "区住房和城乡建设局", "临江市人力资源和社会保障局", "省发改委",
    # bare field and suffix, fixed names
    "监察局", "税务局", "水利部", "国务院", "国务院办公厅", "党中央", "国办", "中共中央办公厅",
    # organs of a place or level
    "临江市人民政府", "区政府", "区委", "镇党委", "镇纪委", "市人大", "临江市人民法院", "吉林省人民政府办公厅", "市委宣传部", "临江海关", "共青团临江市委",
    # people's organisations, zones, sub-districts, stations
    "县残疾人联合会", "临江市总工会", "开发区管委会", "临江经济开发区管理委员会", "临江市鸭绿江街道办事处", "体育场街道办事处", "大栗子街道办事处",
    # a named section belongs to its body
    "张店区体育局办公室", "市财政局预算科", "临江市公安局交通警察大队", "市政府信息中心", "市政府办公室",
]  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("sentence", ["会上，{}介绍了做法。", "由{}负责，", "{}", "（{}、"])
def test_a_name_is_found_whole(name: str, sentence: str) -> None:
    assert names(sentence.format(name)) == [name]


@pytest.mark.parametrize(
    "words",
    [
        "我局", "我办", "本机关", "办公室", "各科室", "各局", "局长", "局党组", "党政办", "办事处", "领导小组", "市政务公开领导小组", "行政服务中心", "市第一中学", "县人民医院", "临江日报社",
        "市图书馆", "教育部门", "村民委员会", "县政协委员", "人大代表", "区政府采购", "全区政府信息公开", "政府信息", "处理", "对外部", "某市某局", "XX市水务局", "业务办理", "布局", "格局",
        "全市", "张店区", "局部地区", "站点", "所有", "办法",
    ],
)  # fmt: skip
def test_what_is_no_agency(words: str) -> None:
    assert names(f"会上，{words}也提到了。") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("区委、区政府高度重视。", ["区委", "区政府"]),
        ("省、市、区政府高度重视。", ["区政府"]),
        ("由监察局、保密局和水务局会办。", ["监察局", "保密局", "水务局"]),
        ("按照《国务院办公厅关于水情的意见》办理。", ["国务院办公厅"]),
        ("地址：张店区政府大楼302室", ["张店区政府"]),
        ("市政府、市水务局联合发文。", ["市政府", "市水务局"]),
        ("临江市气象局网站", ["临江市气象局"]),
        ("临江市水务局局长", ["临江市水务局"]),
    ],
)
def test_several_and_borders(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_a_town_is_a_body_where_it_acts_and_a_place_elsewhere() -> None:
    assert names("由蚂蚁河乡负责。") == ["蚂蚁河乡"]
    assert names("水库位于蚂蚁河乡境内。") == []


def test_the_title_teaches_the_reports_own_body() -> None:
    """A place that no list holds is learnt from the title line."""
    title = "青岚县水务局2016年政府信息公开工作年度报告"
    assert names(title + "\n青岚县水务局编制本报告。\n青岚县林业局也报送了数字。") == ["青岚县水务局", "青岚县水务局", "青岚县林业局"]


def test_characters_are_simplified_before_matching() -> None:
    text = "臨江市水務局負責。"
    assert [text[e.start : e.end] for e in find(fold(text))] == ["臨江市水務局"]


def test_nothing_inside_a_url_or_an_address_that_is_only_a_town() -> None:
    text = "由蚂蚁河乡负责"
    start = text.index("蚂蚁河乡")
    assert names(text, [Entity(0, len(text), "URL")]) == []
    assert names(text, [Entity(start, start + 4, "ADDRESS")]) == []
    assert names("地址：临江市水务局", [Entity(3, 9, "ADDRESS")]) == ["临江市水务局"]


@pytest.mark.parametrize("text", ["团县委介绍了做法。", "张店区体育局办公室于3月1日开会。", "体育场街道办事处于3月1日开会。"])
def test_known_gaps_of_the_grammar(text: str) -> None:
    """The league's committee of a county; a body before 于, where 处于 and 室于 are excluded outright."""
    whole = text.split("介绍")[0].split("于")[0]
    assert names(text) == [whole]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # bodies that exist once in a county need no place; inside another word or body they are none
        ("运管所在办证窗口公开许可依据。", ["运管所"]),
        ("保密局、法制办主要负责人为成员。", ["保密局", "法制办"]),
        ("纪委、纠风办组织的评议", ["纠风办"]),
        ("各运管所、局法制办报送。", []),
        ("共有9个股室和派出所。", []),
        # stations, rooms and centres with powers, and institutions with services
        ("与县消防救援大队会商。", ["县消防救援大队"]),
        ("县政务督查室年中抽查。", ["县政务督查室"]),
        ("县安全生产应急救援指挥中心没有网页。", ["县安全生产应急救援指挥中心"]),
        ("县社会保险事业处报送。", ["县社会保险事业处"]),
        ("县救助管理站公开了流程。", []),
        ("县殡葬管理所公开了收费。", []),
        ("西乡、南郑管理部试行。", []),
        ("县防汛指挥部发布。", []),
        # the general office that every body has
        ("请联系街道综合办公室。", []),
        ("请联系镇党政综合办公室。", []),
        # what belongs to a name behind it
        ("由县纪委监委驻县公安局纪检监察组处理。", ["县纪委监委驻县公安局纪检监察组"]),
        ("由旗监察局派驻的纪检组跟踪。", ["旗监察局"]),
        ("会同省人大法制委召开会议。", ["省人大法制委"]),
        ("旗地方海事处在大沁他拉镇设点。", ["旗地方海事处"]),
        ("县政府所在地", ["县政府"]),
        # zones that the lists lack are not cut
        ("现将滨港开发区管委会情况报送如下。", ["滨港开发区管委会"]),
        # bundles
        ("个别县残联半年不更新。", []),
        ("省辖市政府网站", []),
        # towns: in a row, beside a body, as a page of a site, as a place
        ("名单由拔山镇、白石镇等6个乡镇张榜公布。", ["拔山镇", "白石镇"]),
        ("赵城镇、广胜寺镇的做法值得推广。", ["赵城镇", "广胜寺镇"]),
        ("最多的是县民政局和共和镇。", ["县民政局", "共和镇"]),
        ("在共和镇和县民政局设点。", ["县民政局"]),
        ("信息公开网青平镇专页138条。", []),
        ("曲塘镇页面公布。", []),
        # where a name of one character begins
        ("请联系泗县教育局。", ["泗县教育局"]),
        # branches in a list, not as a subject that may be an office of the own house
        ("国税分局、地税分局纳入统计。", ["国税分局", "地税分局"]),
        ("三是税务分局参与不够。", []),
        # Markdown's marks are no mask
        ("**县河长制办公室**每月公布。", ["县河长制办公室"]),
        ("一、公开。**县河长制办公室每月公布。", []),
        ("请**县财政局负责。", []),
    ],
)
def test_hard_cases(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_a_title_naming_a_government_does_not_break_a_word() -> None:
    """县政府 as the report's own body is not looked for in 县|政府信息公开网站."""
    text = "县政府2010年政府信息公开工作年度报告\n县政府信息公开网站发布1条。"
    assert names(text) == ["县政府"]


@given(
    st.text(st.sampled_from("临江市张店区县省水务体育局委办政府厅处所站中心街道镇乡办公室分大队人民法院党国务，。、和的\n"), max_size=40)
)
@settings(max_examples=200)
def test_agencies_never_overlap_and_never_cross_a_block(text: str) -> None:
    found = find(text)
    for left, right in pairwise(found):
        assert left.end <= right.start
    for entity in found:
        assert 0 <= entity.start < entity.end <= len(text)
        assert "\n" not in text[entity.start : entity.end]
        assert entity.rule.startswith("agencies.")
    assert find(text) == found
