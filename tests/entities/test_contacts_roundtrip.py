"""Generated contact lines: what was put in comes out, with its value, and no number is cut.

10,000 lines, or as many as the environment variable GKBG_CONTACT_LINES says. They
come from a seeded grammar (forms of the survey in issue 4, mixed as reports mix them), so that a failure can be made again by its number.
"""

from __future__ import annotations

import os
import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.entities.contacts import find
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.report.records import Entity

LINES = int(os.environ.get("GKBG_CONTACT_LINES", "10000"))
Part = tuple[str, list[tuple[str, str]]]
_DASHES = ("-", "—", "－", "–", "——", " - ", "- ", " —")
_AREAS = ("010", "021", "023", "0311", "0452", "0571", "0755", "0871", "0991", "0472")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def _digits(rng: random.Random, count: int, first: str = "23456789") -> str:
    return rng.choice(first) + "".join(rng.choices("0123456789", k=count - 1))


def _local(rng: random.Random, area: str = "") -> str:
    return _digits(
        rng, 8 if len(area) == 3 else rng.choice((7, 8)), "345678"
    )  # 2013… could be a date, which a local number is not taken for


def _number(rng: random.Random) -> tuple[str, str]:
    """A telephone number as written, and its value."""
    form = rng.choice(("dash", "dash", "dash", "bracket", "blank", "local", "local", "mobile", "free", "86"))
    area = rng.choice(_AREAS)
    local = _local(rng, area)
    if form == "dash":
        written, value = f"{area}{rng.choice(_DASHES)}{local}", f"{area}-{local}"
    elif form == "bracket":
        opening, closing = rng.choice(("()", "（）"))
        written, value = f"{opening}{area}{closing}{rng.choice(('', ' ', '-'))}{local}", f"{area}-{local}"
    elif form == "blank":
        written, value = f"{area} {local}", f"{area}-{local}"
    elif form == "local":
        written = value = local
    elif form == "mobile":
        written = value = f"1{rng.choice('3578')}{_digits(rng, 9)}"
        return written, value
    elif form == "free":
        written = value = f"{rng.choice(('400', '800'))}-{_digits(rng, 3)}-{_digits(rng, 4)}"
        return written, value
    else:
        written, value = f"+86-{area[1:]}-{local}", f"86-{area[1:]}-{local}"
    if rng.random() < 0.2:
        extension = _digits(rng, rng.choice((3, 4)))
        written += rng.choice((f"-{extension}", f"转{extension}", f"×{extension}", f"（转{extension}）", f" 转 {extension}"))
        value += f"-{extension}"
    return (written.translate(_WIDE) if rng.random() < 0.1 else written), value


def _phone(rng: random.Random) -> Part:
    label = rng.choice(
        (
            "电话：",
            "电话:",
            "联系电话：",
            "咨询电话：",
            "电 话：",
            "办公电话: ",
            "电话",
            "联系电话为",
            "Tel:",
            "监督电话：",
            "举报电话（工作日）：",
        )
    )
    numbers = [_number(rng) for _ in range(rng.choice((1, 1, 1, 2)))]
    return label + rng.choice(("、", "，", "/", " 或 ")).join(w for w, _ in numbers), [("PHONE", v) for _, v in numbers]


def _fax(rng: random.Random) -> Part:
    written, value = _number(rng)
    return rng.choice(("传真：", "传真:", "传真号码：", "传 真：", "传真", "FAX:")) + written, [("FAX", value)]


def _both(rng: random.Random) -> Part:
    written, value = _number(rng)
    return rng.choice(("电话（传真）：", "电话/传真：", "电话、传真：", "电话及传真：", "联系电话（兼传真）：")) + written, [
        ("PHONE", value)
    ]


def _mail(rng: random.Random) -> Part:
    local = rng.choice((_digits(rng, rng.randint(5, 10)), "xxgk" + _digits(rng, 3), "zwgk_bgs", "a.b-c", "12345"))
    host = rng.choice(("163.com", "126.com", "hm.gov.cn", "hm-gov.net", "mail.hm.gov.cn"))
    written = f"{local}{rng.choice('@@@＠')}{host}"
    if rng.random() < 0.1:
        written = written.replace(".com", "。com")
    return rng.choice(("电子邮箱：", "电子邮件：", "邮箱:", "信箱：", "E-mail:", "电子邮箱")) + written, [("EMAIL", f"{local}@{host}")]


def _url(rng: random.Random) -> Part:
    url = rng.choice(
        ("www.hm.gov.cn", "http://www.hm.gov.cn/", "https://xxgk.hm.gov.cn/col/c12.html", "hm.gov.cn", "http://10.2.3.4:8080/a/./b.jsp")
    )
    return rng.choice(("网址：", "网址:", "网站（")) + url, [("URL", url)]


def _code(rng: random.Random) -> Part:
    code = _digits(rng, 6, "012345678")
    return rng.choice(("邮编：", "邮编:", "邮编: ", "邮政编码：", "邮编", "邮 编：", "邮政编码为")) + code, [("POSTCODE", code)]


def _address(rng: random.Random) -> Part:
    address = rng.choice(
        ("哈密市伊州区北街1号", "某县某镇新治街15号统办楼5楼", "某市和平路19号政务中心301室", "某县滨河路128号", "某县城关镇政府大院")
    )
    return rng.choice(("地址：", "办公地址：", "通讯地址:", "联系地址：", "地 址：")) + address, [("ADDRESS", "")]


def _trap(rng: random.Random) -> Part:
    number = _digits(rng, 8)
    return rng.choice(
        (
            f"索引号：{number}-{rng.randint(0, 9)}/20{rng.randint(10, 18)}-{_digits(rng, 5)}", f"QQ：{number}", f"微信号：hm{number}", f"新ICP备{number}号-1", f"新公网安备 65{_digits(rng, 12)}号",
            f"浏览量：{number}", f"文号：某政办发〔20{rng.randint(10, 18)}〕{rng.randint(1, 99)}号", f"接听来电{_digits(rng, 7)}人次", f"12345热线受理{rng.randint(2, 99)}件",
            f"发布时间：201{rng.randint(0, 8)}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)} 15:51", f"办公楼{_digits(rng, 3)}室", f"2013{rng.randint(1, 9)}月1日至20131231日", "电话：略", "传真：无",
        )
    ), []  # fmt: skip


_PARTS = (_phone, _phone, _fax, _both, _mail, _url, _code, _address, _trap)


def line(number: int) -> tuple[str, list[tuple[str, str]]]:
    """A contact line and the (label, value) pairs in it, in order; an address has no value."""
    rng = random.Random(number)
    separator = rng.choice(("；", "，", ";", "，", " ", "　", "）（"))
    parts = [make(rng) for make in rng.choices(_PARTS, k=rng.randint(1, 5))]
    opening, closing = rng.choice(
        (("", ""), ("", "。"), ("（", "）。"), ("如有疑问，请与某县人民政府办公室联系（", "）。"), ("联系人：周敏，", ""))
    )
    return opening + separator.join(text for text, _ in parts) + closing, [pair for _, pairs in parts for pair in pairs]


def cuts_a_number(text: str, entity: Entity) -> bool:
    """Whether an entity begins or ends between two digits."""
    first = text[entity.start].isdigit() and text[entity.start - 1 : entity.start].isdigit()
    return first or (text[entity.end - 1].isdigit() and text[entity.end : entity.end + 1].isdigit())


def said(text: str) -> list[tuple[str, str]]:
    """What is found, as the grammar says it."""
    return [(e.label, "" if e.label == "ADDRESS" else str(e.value)) for e in find(fold(text))]


def test_generated_lines_come_back_with_their_values() -> None:
    wrong = []
    for number in range(LINES):
        text, expected = line(number)
        if said(text) != expected:
            wrong.append(f"{number}: {text}\n  expected {expected}\n  found    {said(text)}")
        wrong.extend(f"{number}: {text}\n  cut: {e.text}" for e in find(fold(text)) if cuts_a_number(fold(text), e))
    assert not wrong, f"{len(wrong)} of {LINES}\n" + "\n".join(wrong[:20])


def test_the_grammar_makes_what_it_promises() -> None:
    lines = [line(n) for n in range(1000)]
    assert len({text for text, _ in lines}) > 990
    labels = {label for _, pairs in lines for label, _ in pairs}
    assert labels == {"PHONE", "FAX", "EMAIL", "URL", "POSTCODE", "ADDRESS"}


_ALPHABET = "电话传真邮编热线地址:：；，、（）()0123456789０９-—转/+ .@路号\n办公室"


@given(
    st.one_of(st.text(alphabet=_ALPHABET, max_size=60), st.from_regex(r"(?:电话|传真|邮编|热线)[:：]?[0-9 —/()-]{4,30}", fullmatch=True))
)
def test_no_match_starts_or_ends_inside_a_number(text: str) -> None:
    folded = fold(text)
    for entity in find(folded):
        assert not cuts_a_number(folded, entity), (text, entity)
        if entity.label in ("PHONE", "FAX"):
            assert re.fullmatch("[0-9]+(?:-[0-9]+)*", str(entity.value))
            assert re.sub("[^0-9]", "", folded[entity.start : entity.end]) == str(entity.value).replace("-", "")


@pytest.mark.parametrize("dash", ["-", "—", "－", "–", "‐", "−", "——"])
@pytest.mark.parametrize("wide", [False, True])
def test_dash_and_width_change_neither_span_nor_value(dash: str, wide: bool) -> None:
    number = f"0452{dash}7152016"
    text = f"电话：{number.translate(_WIDE) if wide else number}，邮编"
    (entity,) = find(fold(text))
    assert (entity.start, entity.end, entity.value) == (3, len(text) - 3, "0452-7152016")
