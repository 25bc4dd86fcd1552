"""Whose a contact is, and the area code that a local number lacks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp import Pipeline
from gkbg_nlp.indicators.contact_areas import set_area_codes
from gkbg_nlp.indicators.contact_roles import _is_operated, _words, set_roles
from gkbg_nlp.report.records import Block, Entity, Role
from gkbg_nlp.taxonomy.contacts import contact_words

_HEAD = "依安县体育局2014年政府信息公开年度报告\n"
_BODY = "一、概述\n2014年，我局认真贯彻《条例》，推进政府信息公开工作，取得了一定成效，公众满意。\n二、存在的主要问题和改进措施\n一是力度不够，二是渠道不多，三是人手不足，下一步我局将改进工作，做好各项公开。\n"
_SIGNED = "依安县体育局\n2015年1月5日\n"


def roles(pipeline: Pipeline, text: str) -> dict[str, str | None]:
    """The role of each contact, by its text."""
    kinds = ("PHONE", "FAX", "EMAIL", "ADDRESS", "POSTCODE")
    return {e.text: e.role or None for e in pipeline.tag(text).entities if e.label in kinds}


def of_preamble(pipeline: Pipeline, sentence: str) -> dict[str, str | None]:
    """The roles in a preamble that ends in the sentence."""
    return roles(pipeline, f"{_HEAD}根据《中华人民共和国政府信息公开条例》编制本报告。{sentence}\n{_BODY}{_SIGNED}")


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("如有疑问，请与局办公室联系（电话：0452-7152016，邮编：161511）。", {"0452-7152016": "office", "161511": "office"}),
        ("联系电话：0452-7152016；监督电话：0452-7152017。", {"0452-7152016": "office", "0452-7152017": "complaints"}),
        ("联系电话：0452-7152016，投诉举报电话：0452-7152017、7152018。", {"0452-7152016": "office", "0452-7152017": "complaints", "7152018": "complaints"}),
        ("联系电话：0452-7152016，举报邮箱：a@163.com。", {"0452-7152016": "office", "a@163.com": "complaints"}),
        ("联系邮箱：b@163.com；监督机构：县监察局，地址：依安县中心大街3号，电话：0452-7152019。", {"b@163.com": "office", "依安县中心大街3号": "complaints", "0452-7152019": "complaints"}),
        ("受理机构：局办公室，电话：0452-7152016。监督投诉机构：县监察局，电话：0452-7152019，邮编：161512。", {"0452-7152016": "office", "0452-7152019": "complaints", "161512": "complaints"}),
        ("监督机构：县监察局，电话：0452-7152019；受理机构：局办公室，电话：0452-7152016。", {"0452-7152019": "complaints", "0452-7152016": "office"}),
        ("可向县监察局投诉（电话：0452-7152019），咨询电话：0452-7152016。", {"0452-7152019": "complaints", "0452-7152016": "office"}),
        ("行政复议电话：0452-7152019，办公电话：0452-7152016。", {"0452-7152019": "complaints", "0452-7152016": "office"}),
        ("值班电话：0452-7152019，联系电话：0452-7152016。", {"0452-7152019": None, "0452-7152016": "office"}),
        ("政务公开热线：0452-7152016。", {"0452-7152016": "office"}),
        ("抢修热线：0452-7152016。", {"0452-7152016": None}),
        ("网站技术支持电话：0452-7152018，联系电话：0452-7152016。", {"0452-7152018": "operator", "0452-7152016": "office"}),
    ],
)  # fmt: skip
def test_the_clause_decides(pipeline: Pipeline, sentence: str, wanted: dict[str, str | None]) -> None:
    assert of_preamble(pipeline, sentence) == wanted


def test_the_block_decides(pipeline: Pipeline) -> None:
    text = (
        f"{_HEAD}{_BODY}三、咨询和投诉情况\n本年接到电话咨询31次，均当场答复，投诉举报电话0452-7152019全年畅通，信访电话未变。\n{_SIGNED}"
        "联系电话：0452-7152016\n主办：依安县人民政府　技术支持：北方网络有限公司\n地址：依安县中心大街1号　电话：0452-7150000\n"
    )
    assert roles(pipeline, text) == {
        "0452-7152019": "complaints",
        "0452-7152016": "office",
        "依安县中心大街1号": "operator",
        "0452-7150000": "operator",
    }


def test_an_operator_fills_no_indicator(pipeline: Pipeline) -> None:
    report = pipeline.tag(f"{_HEAD}{_BODY}{_SIGNED}主办：依安县人民政府\n地址：依安县中心大街1号　电话：0452-7150000　邮箱：a@b.gov.cn\n")
    assert {e.role for e in report.entities if e.label in ("ADDRESS", "PHONE", "EMAIL")} == {"operator"}
    assert not {"phone", "address", "email"} & report.indicators.keys()


def test_a_complaint_line_fills_no_indicator(pipeline: Pipeline) -> None:
    report = pipeline.tag(f"{_HEAD}举报邮箱：a@163.com，监督电话：0452-7152019，现将情况公布如下，请予监督。\n{_BODY}{_SIGNED}")
    assert not {"phone", "email"} & report.indicators.keys()


def test_an_operator_above_the_text_is_one_only_where_it_is_named() -> None:
    text = "主办:某县政府\n电话:0452-7150000\n正文\n电话:0452-7150001\n正文"
    ends = [i for i, c in enumerate(text) if c == "\n"] + [len(text)]
    starts = [0, *(e + 1 for e in ends[:-1])]
    kinds: tuple[Role, ...] = ("boilerplate", "boilerplate", "paragraph", "boilerplate", "paragraph")
    blocks = [Block(s, e, k) for s, e, k in zip(starts, ends, kinds, strict=True)]
    entities = [Entity(starts[i] + 3, ends[i], "PHONE", block=i) for i in (1, 3)]
    set_roles(blocks, entities, text)
    assert [e.role or None for e in entities] == ["operator", None]


def areas(pipeline: Pipeline, title: str, sentence: str) -> list[str | None]:
    """The area codes of the numbers, in order."""
    text = f"{title}2014年政府信息公开年度报告\n根据《中华人民共和国政府信息公开条例》编制本报告。{sentence}\n{_BODY}"
    return [e.area_code or None for e in pipeline.tag(text).entities if e.label in ("PHONE", "FAX")]


@pytest.mark.parametrize(
    ("title", "sentence", "wanted"),
    [
        ("某局", "联系电话：0452-7152016，传真：7152017。", [None, "0452"]),
        ("某局", "联系电话：7152016-801，传真：0452-7152017。", ["0452", None]),
        ("某局", "联系电话：7152016。", [None]),
        ("依安县体育局", "联系电话：7152016。", ["0452"]),
        ("黑龙江省依安县体育局", "联系电话：7152016。", ["0452"]),
        ("鼓楼区体育局", "联系电话：87152016。", [None]),  # of five cities
        ("南京市鼓楼区体育局", "联系电话：87152016。", ["025"]),
        ("黑龙江省体育局", "联系电话：87152016。", [None]),
        ("海南省体育局", "联系电话：87152016。", ["0898"]),
        ("青浦区体育局", "联系电话：59731826。", ["021"]),
        ("青浦区体育局", "联系电话：7152016。", [None]),  # no number of 021 has seven digits
        ("鼓楼区体育局", "地址：福州市鼓楼区北街1号，联系电话：87152016。", ["0591"]),
        ("依安县体育局", "联系手机：13899012345，举报电话：12345，热线400-612-3456。", [None, None, None]),
        ("依安县体育局", "电话：0451-87152016、0452-7152016；传真：7152017。", [None, None, "0452"]),
        ("梅河口市体育局", "联系电话：4222016。", [None]),  # a county that left its prefecture's code
        ("依安县体育局", "联系电话：+86-452-7152016，传真：7152017。", [None, "0452"]),
    ],
)
def test_an_area_code_is_completed(pipeline: Pipeline, title: str, sentence: str, wanted: list[str | None]) -> None:
    assert areas(pipeline, title, sentence) == wanted


def test_the_value_stays_as_it_is_written(pipeline: Pipeline) -> None:
    report = pipeline.tag(f"{_HEAD}本报告由我局编制，联系电话：7152016。\n{_BODY}")
    assert [(e.value, e.area_code) for e in report.entities if e.label == "PHONE"] == [("7152016", "0452")]
    assert report.indicators["phone"].value == "7152016"


def test_the_operators_number_completes_last() -> None:
    text = "电话:7152016\n电话:0452-7150000"
    blocks = [Block(0, 10, "paragraph", section="preamble"), Block(11, 26, "boilerplate")]
    phones = [
        Entity(3, 10, "PHONE", value="7152016", block=0, role="office"),
        Entity(14, 26, "PHONE", value="0452-7150000", block=1, role="operator"),
    ]
    set_area_codes(blocks, phones, text)
    assert phones[0].area_code == "0452"


@pytest.mark.parametrize(
    ("said", "fax"),
    [
        ("电话（传真）：0452-7152016", "0452-7152016"),
        ("电话：0452-7152016（兼传真）", "0452-7152016"),
        ("电话：0452-7152016（同传真）", "0452-7152016"),
        ("电话：0452-7152016，传真同号", "0452-7152016"),
        ("电话：0452-7152016；传真：同上", "0452-7152016"),
        ("电话：0452-7152016；传真：0452-7152017", "0452-7152017"),
        ("电话：0452-7152016；传真：无", None),
        ("电话：0452-7152016", None),
    ],
)
def test_one_number_may_be_telephone_and_fax(pipeline: Pipeline, said: str, fax: str | None) -> None:
    indicators = pipeline.tag(f"{_HEAD}如有疑问，请与局办公室联系（{said}）。\n{_BODY}{_SIGNED}").indicators
    assert indicators["phone"].value == "0452-7152016"
    assert (indicators["fax"].value if "fax" in indicators else None) == fax


def test_the_numbers_of_the_block_go_before_those_of_the_report() -> None:
    text = "电话:0451-87152016\n电话:0452-7152016,7152017\n电话:7152018"
    blocks = [Block(0, 16, "paragraph", section="preamble"), Block(17, 40, "paragraph", section="requests"), Block(41, 51, "signature")]
    values = (("0451-87152016", 0), ("0452-7152016", 1), ("7152017", 1), ("7152018", 2))
    phones = [Entity(text.index(v), text.index(v) + len(v), "PHONE", value=v, block=b, role="office") for v, b in values]
    set_area_codes(blocks, phones, text)
    assert [e.area_code or None for e in phones] == [None, None, "0452", None]  # two codes in the report decide nothing elsewhere


def test_a_number_of_another_block_completes() -> None:
    text = "电话:0452-7152016\n电话:7152018"
    blocks = [Block(0, 15, "paragraph", section="preamble"), Block(16, 26, "signature")]
    phones = [
        Entity(3, 15, "PHONE", value="0452-7152016", block=0, role="office"),
        Entity(19, 26, "PHONE", value="7152018", block=1, role="office"),
    ]
    set_area_codes(blocks, phones, text)
    assert phones[1].area_code == "0452"


LABEL_WORDS = [w for i in ("role.complaints", "role.service", "role.operator") for w in contact_words()[i]]


@given(st.lists(st.sampled_from([*LABEL_WORDS, "公开", "咨询", "电话", ":", "受理", "(", ")", "邮箱", "为", " "]), max_size=6).map("".join))
def test_a_label_that_tells_whose_a_contact_is_holds_one_of_its_words(text: str) -> None:
    words = _words()
    told = any(pattern.search(text) for pattern in (words.complaint, words.operator_label, words.service))
    assert words.labelled.search(text) or not told


ROLES = st.lists(
    st.tuples(st.sampled_from(["paragraph", "boilerplate", "boilerplate"]), st.sampled_from(["主办", "首页"])), min_size=1, max_size=7
)


@given(ROLES)
def test_page_lines_of_the_operator(lines: list[tuple[Role, str]]) -> None:
    text = "".join(line for _, line in lines)
    blocks = [Block(2 * i, 2 * i + 2, role) for i, (role, _) in enumerate(lines)]
    runs: list[list[int]] = [[]]
    for i, (role, _) in enumerate(lines):
        if role == "boilerplate":
            runs[-1].append(i)
        else:
            runs.append([])
    operated = {i for n, run in enumerate(runs) for i in run if n == len(runs) - 1 or any(lines[k][1] == "主办" for k in run)}
    assert {i for run in runs for i in run if _is_operated(i, blocks, text)} == operated
