"""Contact lines behind the text are signatures, the site's own lines boilerplate; a contact among those is the operator's."""

from __future__ import annotations

import pytest

from gkbg_nlp.layout.segment import segment

_TEXT = "某县体育局2014年政府信息公开年度报告\n一、概述\n2014年，我局认真贯彻《条例》，推进政府信息公开工作，取得了一定成效，公众满意。\n二、存在的主要问题\n一是力度不够，二是渠道不多，三是人手不足，下一步我局将改进工作，做好各项公开。\n"
_SIGNED = "某县体育局\n2015年1月5日\n"


def tail(lines: str, signed: str = _SIGNED) -> list[str]:
    """The roles of the lines behind the text."""
    blocks = segment(_TEXT + signed + lines).blocks
    return [b.role for b in blocks[-len(lines.splitlines()) :]]


@pytest.mark.parametrize("signed", ["", _SIGNED])
@pytest.mark.parametrize(
    "lines",
    [
        "联系科室：办公室\n地址：某县中心大街3号\n邮编：161511\n电话：0452-7152016",
        "联系单位：某县体育局办公室\n邮编161511\n联系电话：0452-7152016",
        "联系科室：党政办　电话：0452-7152016",
        "电话 0452-7152016\n传真 7152017",
        "联系电话0452-7152016、7152017",
        "联系地址 某县中心大街3号\n邮 编 161511\n邮箱 abc@163.com",
        "联系人 周敏\n电话（0452）7152016",
    ],
)
def test_contact_lines_behind_the_text(lines: str, signed: str) -> None:
    assert set(tail(lines, signed)) == {"signature"}


def test_a_row_of_links_does_not_end_the_tail() -> None:
    lines = "联系科室：党政办　电话：0452-7152016\n上一篇：某镇2019年报告\n---国务院部门网站---　---市直单位网站---\n主办：某县人民政府\n地址：某县健康路1号　电话：0452-7150000"
    assert tail(lines) == ["signature", "boilerplate", "boilerplate", "boilerplate", "boilerplate"]


@pytest.mark.parametrize(
    "line",
    [
        "本年电话回访161次，网站访问7152016次，群众满意率较上年上升，工作人员热情周到。",
        "地址变更后，群众来信来访由新址接待，工作人员热情周到，未收到投诉。",
    ],
)
def test_a_sentence_on_telephones_stays_text(line: str) -> None:
    assert tail(line, "") == ["paragraph"]


def test_a_flood_of_rules_and_links_is_quick() -> None:
    for line in ("-" * 199, "--网站" * 39, "==" + "网站" * 98):
        assert segment(_TEXT + line).blocks
