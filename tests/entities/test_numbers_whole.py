"""No match starts or ends inside a number, and spans stay exact whatever width, dash or blank the number is written with."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from gkbg_nlp.entities.order import MATCHERS
from gkbg_nlp.entities.spacy_components import make_nlp
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.report.records import Entity

PIECES = (
    "公开信息", "138", "条", "1,234", "件", "3.5", "万元", "电话：", "0452-7152016", "传真", "邮编：", "161500", "2016年", "3月5日", "至", "12月31日", "%", "〔2016〕", "8号", "国办发", "十二", "三", "个",
    "第", "-", "—", "/", ".", "、", "，", "。", " ", "\n", "（", "）", "20180327", "13899012345", "12345", "转", "802", "人次", "余", "多", "百分之", "亿", "7", "0", "两", "万", "QQ", "@hm.gov.cn", "www.hm.gov.cn",
)  # fmt: skip
_DIGITS = re.compile("[0-9０-９]")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def matches(text: str) -> list[Entity]:
    found: list[Entity] = []
    for find in MATCHERS.values():
        found.extend(find(fold(text), found))
    return found


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_no_match_starts_or_ends_inside_a_number(text: str) -> None:
    for e in matches(text):
        for at in (e.start, e.end):
            cut = 0 < at < len(text) and _DIGITS.match(text[at - 1]) and _DIGITS.match(text[at])
            assert not cut, (e.rule, text[e.start : e.end])


@settings(max_examples=150)
@given(
    st.integers(0, 10**7),
    st.sampled_from(["条", "件", "余条", "万人次", "多份"]),
    st.sampled_from(["", " ", "  "]),
    st.booleans(),
    st.sampled_from(["-", "—", "－", "--"]),
)
def test_width_blank_and_dash_change_neither_span_nor_value(number: int, unit: str, blank: str, wide: bool, dash: str) -> None:
    written = str(number).translate(_WIDE) if wide else str(number)
    phone = f"0452{dash}7152016".translate(_WIDE) if wide else f"0452{dash}7152016"
    text = f"全年公开{written}{blank}{unit}，电话：{phone}。"
    doc = make_nlp()(text) if number % 50 == 0 else None
    found = {e.label: e for e in (doc._.gkbg if doc is not None else matches(text))}
    phone_found = found["PHONE"]
    assert (text[phone_found.start : phone_found.end], phone_found.value) == (phone, "0452-7152016")
    if len(blank) < 2:
        count = found["COUNT"]
        assert text[count.start : count.end] == f"{written}{blank}{unit}"
        assert count.value == number * (10_000 if unit == "万人次" else 1)
