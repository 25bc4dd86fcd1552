"""Telephone and fax numbers, e-mail, URL, postcode, address: the forms reports use and the numbers that are none of these."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.entities.contacts import find
from gkbg_nlp.report.records import Entity

LABELS = ("PHONE", "FAX", "EMAIL", "URL", "POSTCODE", "ADDRESS")
Check = Callable[..., list[Entity]]

PHONES = [
    "（电话：{PHONE=0999-6612345:0999-6612345}）",
    "电话：{PHONE=0999-6612345:0999—6612345}，传真：{FAX=0999-6612346:0999－6612346}",
    "电话:{PHONE=0999-6612345:0999- 6612345}",
    "电话：{PHONE=0999-6612345:（0999）6612345}",
    "电话：{PHONE=0999-6612345:0999 6612345}",
    "电话：{PHONE=010-66123456:010—66123456}、{PHONE=010-66123457:010—66123457}",
    "联系电话{PHONE=0999-6612345:0999-6612345}传真{FAX=6612346:6612346}",
    "电 话: {PHONE=6612345:6612345}，邮 编：{POSTCODE:839000}",
    "电话:{PHONE=66123456-8012:66123456-8012}",
    "电话：{PHONE=66123456-803:66123456×803}；{PHONE=0999-6612345-801:0999-6612345转801}",
    "电话：{PHONE=0999-6612345-802:0999-6612345（转802）}",
    "受理电话（{PHONE=6612345:6612345}）全天有人值守",
    "监督电话：办公室{PHONE:6612345}，法规科{PHONE:6612346}",
    "电话（传真）：{PHONE=0999-6612345:0999-6612345}",
    "电话/传真：{PHONE:0999-6612345}",
    "传真、电话：{PHONE:0999-6612345}",
    "电话传真：{PHONE:0999-6612345}",
    "电话：{PHONE:0999-6612345}；传真：{FAX:0999-6612345}",
    "电话、传真：{PHONE:0999-6612345}、{FAX:6612346}",
    "{PHONE:0999-6612345}（办公室）、{FAX:0999-6612346}（传真）",
    "{PHONE:0999-6612345}（兼传真）",
    "传真号码：{FAX:0999-6612345}，传真发至{FAX:0999-6612346}",
    "手机：{PHONE=13899012345:13899012345}，{PHONE=13899012345:138 9901 2345}",
    "热线{PHONE=400-612-3456:400-612-3456}，{PHONE=8006123456:800 612 3456}",
    "{PHONE=86-999-6612345:+86-999-6612345}",
    "拨打{PHONE:0999-6612345}/{PHONE:6612346}，也可来信",
    "联系方式：{PHONE:6612345}",
    "**电话：**{PHONE:0999-6612345}",
    "举报电话：{PHONE=12345:12345}，监督举报电话{PHONE=12315:12315}",
    "{PHONE:12350} 举报电话受理举报",
    "邮编：{POSTCODE:839000}电话：{PHONE:0999-6612345}传真：{FAX:0999-6612346}",
    "电话{PHONE:6612345}电子邮箱:{EMAIL:abc@xyz.com}",
    "联系人：王某，电话 {PHONE:6612345}",
    "联系人：王某 {PHONE:6612345}",
]


@pytest.mark.parametrize("marked", PHONES)
def test_phones(check: Check, marked: str) -> None:
    check(find, LABELS, marked)


@pytest.mark.parametrize(
    "text",
    [
        "索引号：99999999-9/2022-99999", "索引号 QZ99999-1000-2012-99999", "X12345/2020-12345", "000014349/2013-00012", "统一社会信用代码：11652222MB0123456X",
        "新ICP备05123456号", "新ICP备05123456号-1", "新公网安备 65222202000123号", "网站标识码：6522220001", "浏览次数：1234567", "浏览量:12345678", "阅读 1234567 次",
        "QQ：61234567", "QQ群:612345678", "微信号：hm6612345", "3456-1234-5678件", "办理3456-1234-5678件", "电话：略", "邮编：电话：传真：", "传真：无", "电话：",
        "拨打12345热线", "“12345”政务服务热线", "12366纳税服务热线", "12345市民热线受理工单", "政府热线12345", "2018年12345678元", "发布日期：20180327", "20180327",
        "电话费1234567元", "接听咨询1234567人次", "咨询1234567件", "国办发〔2014〕32号", "楼号 1234567", "文号：2018123456", "201411日至20141231日", "第 6612345 号",
        "办公室301室", "账号：6612345", "6612345", "0999", "110", "访问量 66123456", "联系时间 20180327", "热线 2017-2018",
    ],
)  # fmt: skip
def test_numbers_that_are_no_telephone(text: str) -> None:
    assert [e for e in find(text) if e.label in ("PHONE", "FAX")] == []


@pytest.mark.parametrize(
    "marked",
    [
        "邮箱：{EMAIL=ab_c-d@hm.gov.cn:ab_c-d@hm.gov.cn}。", "邮箱 {EMAIL=abc@xyz.com:abc＠xyz．com}", "（{EMAIL=6612345@xyz.com:6612345@xyz.com}）",
        "邮箱{EMAIL=x@y.com:x@y。com}。联系人", "电子邮箱：{EMAIL=hmwl76@xyz.com:hmwl 76@xyz.com}", "9999电子邮箱:{EMAIL:x@y.com}", "信箱：{EMAIL=abc@xyz.com:abc @ xyz.com}",
        "邮件{EMAIL=abc@xyz.com:abc(at)xyz.com}", "E-mail:{EMAIL:abc@hm-gov.net}网址", "{EMAIL:12345@hm.gov.cn}、{EMAIL:b@c.cn}", "{EMAIL:a.b@mail.hm.gov.cn},电话",
        "邮箱：{EMAIL:x@y.com}。{URL:www.z.cn}", "邮箱{EMAIL=abc@xyz.com:abc(AT)xyz.com}", "单价12@3.5元",
    ],
)  # fmt: skip
def test_emails(check: Check, marked: str) -> None:
    check(find, LABELS, marked)


@pytest.mark.parametrize(
    "marked",
    [
        "网址：{URL=www.hm.gov.cn:www.hm.gov.cn}）下载", "（ {URL:http://www.hm.gov.cn/a/index.html} ）。", "<{URL:http://www.hm.gov.cn}>",
        "网址{URL=www.hm.gov.cn:www.hm。gov。cn}。", "登录{URL=xx.hm.gov.cn/col/c1:xx.hm.gov.cn/col/c1}查看", "{URL:http://10.1.2.3/a/./l.jsp?a=1&b=2}，", "见10.1.2.3号", "{URL:10.1.2.3:8080/x}",
        "{URL:http:// www.hm.gov.cn}", "网址：下载本报告", "{URL:https://www.hm.gov.cn/}；{URL:hm.gov.cn}", "{URL:WWW.hm.gov.cn}。", "附件.doc和表.xls", "版本2.0.1", "e.g.", "平台{URL=HM.GOV.CN:HM.GOV.CN}", "以.gov.cn为后缀", "{URL:gov.cn/a}",
    ],
)  # fmt: skip
def test_urls(check: Check, marked: str) -> None:
    check(find, LABELS, marked)


def test_the_value_of_a_url_is_mended() -> None:
    assert [e.value for e in find("http:// www.hm。gov.cn/a")] == ["http://www.hm.gov.cn/a"]


@pytest.mark.parametrize(
    "marked",
    [
        "邮编：{POSTCODE:839000}", "邮 编 {POSTCODE=839000:839 000}；", "邮政编码:{POSTCODE:839000}", "邮政编号（{POSTCODE:839000}）", "邮编为{POSTCODE:839000}。", "编号：839000", "839000", "共839000条", "邮编：8390001",
        "地址：{ADDRESS:某市北街1号} {POSTCODE:839000}", "{ADDRESS:某市某区北街1号}（{POSTCODE:839000}）", "邮编:{POSTCODE:839000} 0999-661", "**邮编：**{POSTCODE:839000}",
    ],
)  # fmt: skip
def test_postcodes(check: Check, marked: str) -> None:
    check(find, ("POSTCODE", "ADDRESS"), marked)


@pytest.mark.parametrize(
    "marked",
    [
        "（地址：{ADDRESS:某市和平路19号}，邮编：", "地址：{ADDRESS:某区新村路 226 号区政务中心某区信访局}；", "办公地址:{ADDRESS:北街政府大楼三楼}）", "通讯地址 {ADDRESS:某县滨河路8号}邮政编码839000",
        "地址:{ADDRESS:某县滨河路8号（县政务中心三楼）}，电话", "地址：{ADDRESS:某县滨河路8号}（邮编：839000）", "联系地址：{ADDRESS:某镇新治街15号统办楼5楼} 电话0999", "地址：{ADDRESS:某县滨河路8号,统办楼3楼}，联系人：王某",
        "联系方式：{ADDRESS:某市某区北街1号}，0999-6612345", "请与县水务局联系（{ADDRESS:某县城关镇滨河路18号}，邮编839000）", "来信寄{ADDRESS:某县城关镇滨河路18号}（邮编839000）", "可到{ADDRESS:某县志敏大道118号}领取（邮编839000）",
        "联系我局：{ADDRESS:某镇桂岭大道南31号}，邮编839000", "（{ADDRESS:某镇兴安大道农业大楼306室}，电话6612345）", "**地址：**{ADDRESS:某县北街1号}", "办公地址、联系电话、办公时间", "网站地址：hm.gov.cn", "地址：略", "更新办公地址信息3条", "修建北街1号路灯",
        "地 址：{ADDRESS:某县北街1号} 传 真：", "邮箱地址：a@b.cn", "公开办公地址和联系方式",
    ],
)  # fmt: skip
def test_addresses(check: Check, marked: str) -> None:
    check(find, ("ADDRESS",), marked)


_ALPHABET = "电话传真邮编地址箱:：；，。（）()0123456789-—转@.wgovcnhttp/ 路号楼市区\n联系12345热线办公室、年月日条"


@given(st.one_of(st.text(alphabet=_ALPHABET, max_size=80), st.text(max_size=60)))
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    found = find(text)
    assert [e.start for e in found] == sorted(e.start for e in found)
    for entity in found:
        assert 0 <= entity.start < entity.end <= len(text)
        assert text[entity.start : entity.end].strip(" ") == text[entity.start : entity.end]
        assert "\n" not in text[entity.start : entity.end]
        if entity.label in ("PHONE", "FAX"):
            assert set(str(entity.value)) <= set("0123456789-")
        if entity.label == "POSTCODE":
            assert len(str(entity.value)) == 6
    for before, after in pairwise(found):
        assert before.end <= after.start


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "-",
        "@",
        "《",
        " ",
        "电话",
        "0999-",
        "地址",
        "a.",
        "(",
        "http://",
        "路1号",
        "86",
        "1 ",
        "x@y.",
        "邮编 ",
        "www.",
        "1、",
        "0",
        ".cn",
        "[",
        "电话:",
        "地址:路",
    ],
)
def test_a_flood_of_one_thing_gives_an_answer(unit: str) -> None:
    text = unit * (200_000 // len(unit)) + "\n电话：0999-6612345"
    assert find(text)[-1].value == "0999-6612345"
