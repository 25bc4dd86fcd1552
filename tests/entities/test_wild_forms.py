"""Forms that reports nobody had seen before brought to light, in words of our own: sessions, ranks, names in quotation marks,
bodies of two names, the report's own town, branch or street, names that a blank breaks, dates and decrees that lost a part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.entities.agencies import find as find_agencies
from gkbg_nlp.entities.order import MATCHERS
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.report.records import Entity


def of(label: str, text: str) -> list[Entity]:
    """What all matchers find of a label, in the order of the text."""
    found: list[Entity] = []
    for find in MATCHERS.values():
        found.extend(find(fold(text), found))
    return sorted((e for e in found if e.label == label), key=lambda e: e.start)


def texts(label: str, text: str) -> list[str]:
    """The spans of a label as written."""
    return [text[e.start : e.end] for e in of(label, text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("县委六届四次全会审议了方案", []),
        ("九届人大二次会议收到建议12件", ["12件"]),
        ("政协八届3次会议", []),
        ("七届三次、四次全会", []),
        ("九届党代会召开五次会议", ["五次"]),
        ("全年召开协调会议四次", ["四次"]),
        ("每届培训三次会议记录员", ["三次"]),
        ("在全市的位次前进了四名", []),
        ("排名上升两位", []),
        ("位次提升5位。", []),
        ("全年晋升5名公务员", ["5名"]),
        ("新增4名联络员", ["4名"]),
        ("出台“助农20条”，解读3次", ["3次"]),
        ("出台“助农”20条", ["20条"]),
        ("回复称“助农信箱已公开政务信息20条”", ["20条"]),
    ],
)
def test_what_a_number_and_its_measure_word_count(text: str, found: list[str]) -> None:
    assert texts("COUNT", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("水利部长江水利委员会公布", ["水利部长江水利委员会"]),
        ("交通运输部珠江航务管理局报送", ["交通运输部珠江航务管理局"]),
        ("公安部交通管理局通报", ["公安部交通管理局"]),
        ("由国家统计局云南调查总队编印", ["国家统计局云南调查总队"]),
        ("国家统计局单项调查队列表", ["国家统计局"]),
        ("县统计局队配备联络员", []),
        ("加强县统计局队伍建设", ["县统计局"]),
        ("区爱国卫生运动委员会办公室报送", ["区爱国卫生运动委员会办公室"]),
        ("设在临朐行政管理中心三楼", []),
        ("依照湖南省政府服务规定办理", []),
        ("由省政府服务企业专班通报", ["省政府"]),
        ("公安部云南省公安厅联合印发", ["公安部", "云南省公安厅"]),
        ("县政府财政局公布预算", ["县政府财政局"]),
        ("县政府临朐县财政局公布预算", ["县政府", "临朐县财政局"]),
        ("我县县委、县政府部署", ["县委", "县政府"]),
        ("全县县委书记会议", []),
        ("市纪委驻局监察室受理", ["市纪委驻局监察室"]),
        ("县公安局指挥中心办公室负责", ["县公安局指挥中心办公室"]),
        ("按中纪委、银保监会的要求", ["中纪委", "银保监会"]),
        ("示范区管委会公布", ["示范区管委会"]),
        ("请与市中区水务局联系", ["市中区水务局"]),
        ("xx 市水务局受理", []),
        ("** 市水务局受理", ["市水务局"]),
        ("虹桥镇根据《条例》编印目录", ["虹桥镇"]),
        ("途经虹桥镇通过性道路", []),
        ("（一）镇政府信息公开网站\n按季更新", []),
        ("水利部2015年政府信息公开年度报告\n突出水利部门特点，用好水利部门户网站", ["水利部", "水利部"]),
        (
            "东苑街2020年政府信息公开工作年度报告\n东苑街收到2件，东苑街18号、东苑街道路、东苑街党政办公室",
            ["东苑街", "东苑街", "东苑街党政办公室"],
        ),
        ("东苑街街道办事处2020年政府信息公开工作年度报告\n请与单县东苑街街道办事处联系", ["东苑街街道办事处", "单县东苑街街道办事处"]),
        ("现公布2016年度岔路坪镇政府信息公开年度报告。岔路坪镇共收到2件", ["岔路坪镇", "岔路坪镇"]),
        ("现公布2016年度本镇政府信息公开年度报告。本镇共收到2件", []),
        (
            "根据要求，特公布某市公安局2016年度济南市公安局历下分局政府信息公开年度报告。历下公安分局受理2件，历下分局答复2件",
            ["济南市公安局历下分局", "历下公安分局", "历下分局"],
        ),
        (
            "特公布2016年度红河州生态环境局建水分局政府信息公开年度报告。建水分局受理2件",
            ["红河州生态环境局建水分局", "建水分局"],
        ),
    ],
)
def test_whole_names_of_bodies(text: str, found: list[str]) -> None:
    assert texts("AGENCY", text) == found


def test_the_own_town_inside_an_address_is_a_place() -> None:
    text = "岔路坪镇2016年政府信息公开年度报告\n联系地址：岔路坪镇兴隆路8号，电话：5550123"
    assert texts("AGENCY", text) == ["岔路坪镇"]


def test_a_ministry_with_its_outpost_is_of_the_state() -> None:
    assert [e.level for e in of("AGENCY", "由水利部长江水利委员会负责")] == ["state"]


_NAME = "南通市住房和城乡建设局"
_LONG = "全文由概述、主动公开、依申请公开、复议诉讼、问题与改进和附表六个部分组成，由"


@given(st.integers(min_value=4, max_value=len(_NAME) - 1))
def test_a_blank_inside_a_name_leaves_it_whole(at: int) -> None:
    """The offsets are those of the text as written, the blank inside."""
    text = f"{_LONG}{_NAME[:at]} {_NAME[at:]}编制完成。"
    assert texts("AGENCY", text) == [f"{_NAME[:at]} {_NAME[at:]}"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("南通市住房和城乡建设 局", []),
        (f"{_LONG}南通市教育局 公安局联合编制完成", ["南通市教育局", "公安局"]),
        (f"{_LONG}走进南通 法院", []),
        (f"{_LONG}南通市住房和城乡建设 局 编制", ["南通市住房和城乡建设 局"]),
        (f"{_LONG}南通市住房和城乡建设  局", []),
    ],
)
def test_where_a_blank_sets_words_apart(text: str, found: list[str]) -> None:
    assert [text[e.start : e.end] for e in find_agencies(fold(text))] == found


@pytest.mark.parametrize(
    ("label", "text", "found", "values"),
    [
        ("DATE", "自2015年1月日起至2015年12月31日止", ["2015年1月日起至2015年12月31日"], [None]),
        ("DATE", "每年1月日常检查", [], []),
        ("LAW", "按照《《档案管理办法》》执行", ["《《档案管理办法》》"], ["《档案管理办法》"]),
        ("LAW", "按照《《渔业简报》》执行", [], []),
        ("LAW", "《县档案局〈关于移交档案的通知〉》", ["《县档案局〈关于移交档案的通知〉》"], ["《县档案局〈关于移交档案的通知〉》"]),
        ("DOCNO", "(2009年县人民政府令第5号)", ["县人民政府令第5号"], ["县人民政府令第5号"]),
        ("DOCNO", "按县政府单府办函〔2011〕7号文件", ["单府办函〔2011〕7号"], ["单府办函〔2011〕7号"]),
        ("DOCNO", "县政府办字〔2011〕7号", ["县政府办字〔2011〕7号"], ["县政府办字〔2011〕7号"]),
        ("ADDRESS", "地址：单县光明大厦东座120512061207室，邮编：274300", ["单县光明大厦东座120512061207室"], [None]),
        ("ADDRESS", "地址：单县光明大厦东座274300", ["单县光明大厦东座"], [None]),
    ],
)
def test_marks_typed_twice_and_parts_lost(label: str, text: str, found: list[str], values: list[str | None]) -> None:
    assert texts(label, text) == found
    assert [e.value for e in of(label, text)] == values
