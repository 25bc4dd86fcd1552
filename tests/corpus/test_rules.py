"""Every rule of `gkbg corpus validate`: a sound report has nothing said of it, and each breach of it is said, with its line and a mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gkbg_nlp.corpus.annotated import GoldReport, parse
from gkbg_nlp.corpus.problems import Problem
from gkbg_nlp.corpus.rules_counts import read_value
from gkbg_nlp.corpus.validate import check, validate

SOUND = """+++
id = "t"
era = "B"
province = "吉林省"
body = "county bureau"
marks = ["cut lines"]
[indicators]
year = 2016
agency = "临江市水务局"
proactive_total = 62
proactive_website = 40
requests_received = 3
reviews = 0
fees_charged_yuan = 12.5
phone = "0439-6220018"
fax = "0439-6220018"
email = "sw@linjiang.gov.cn"
address = "临江市鸭绿江大街18号"
postcode = "134600"
+++
@boilerplate
[bookmark: _Toc1]
@title
{AGENCY:临江市水务局}2016年政府信息
公开工作年度报告
@paragraph preamble
{AGENCY:市政府办公室}：
@paragraph preamble
按照{LAW:《{AGENCY:国务院办公厅}关于做好〈{LAW:〈政府信息公开条例〉}〉施行准备的通知》}报告如下，时间为{DATE:2016年1月1日至12月31日}。
@heading overview 1
## 一、概述
@paragraph overview
（一）全年办了{COUNT=6 项:六项}大事，其中第三项由各科室合办，3个工作日办结，来件{COUNT=1255 条:1,255余条}，答复{COUNT:4条(次)}。
@heading proactive 2
（二）公开情况。
@paragraph proactive
公开信息{COUNT:62条}，网站40条{COUNT=60000 人次:6万多人次}，见{URL:http://www.linjiang.gov.cn}，水价每吨2.5元。
@table proactive
主动公开数	条	62
@paragraph requests
收到申请{COUNT:3件}，收费12.5元。地址：{ADDRESS:临江市鸭绿江大街18号}，邮编：{POSTCODE:134600}，电话（传真）：{PHONE:0439-6220018}，邮箱：
{EMAIL:sw@linjiang.gov.cn}。
@signature
{DATE:二〇一七年三月六日}
"""


def said(source: str) -> list[Problem]:
    return check(parse(source, "t.gkbg"))


def test_of_a_sound_report_nothing_is_said() -> None:
    assert [str(p) for p in said(SOUND.replace("关于做好〈{LAW:〈政府信息公开条例〉}〉", "关于做好{LAW:〈政府信息公开条例〉}"))] == []


SOUND = SOUND.replace("关于做好〈{LAW:〈政府信息公开条例〉}〉", "关于做好{LAW:〈政府信息公开条例〉}").replace(
    "网站40条{", "网站{COUNT:40条}，{"
)


@pytest.mark.parametrize(
    ("old", "new", "rule", "line_of"),
    [
        # header and indicators
        ('era = "B"', 'era = "E"', "era", "era ="), ('era = "B"', 'era = "A"', "era", "era ="),
        ('"吉林省"', '"吉林"', "province", "province ="), ('marks = ["cut lines"]', "marks = 3", "header", "marks ="),
        ("year = 2016", "year = 1998", "year", "year ="), ("year = 2016", "year = 2036", "year", "year ="),
        ("year = 2016", "year = 2016.0", "indicator", "year ="), ("year = 2016", 'year = "2016"', "indicator", "year ="),
        ("reviews = 0", "reviews = -1", "indicator", "reviews ="), ("reviews = 0", "reviews = true", "indicator", "reviews ="),
        ("fees_charged_yuan = 12.5", "fees_charged_yuan = nan", "indicator", "fees_charged_yuan ="),
        ('postcode = "134600"', "postcode = 134600", "indicator", "postcode ="),
        ('postcode = "134600"', 'postcode = "13460"', "indicator", "postcode ="),
        ('postcode = "134600"', 'postcode = "134601"', "indicator", "postcode ="),
        ('email = "sw@linjiang.gov.cn"', 'email = "sw"', "indicator", "email ="),
        ('phone = "0439-6220018"', 'phone = "办公室"', "indicator", "phone ="),
        ('agency = "临江市水务局"', 'agency = " 临江市水务局"', "indicator", "agency ="),
        # blocks
        ("@heading overview 1", "@heading overview 2", "numbering", "@heading overview 2"),
        ("@heading proactive 2", "@heading proactive 1", "numbering", "@heading proactive 1"),
        ("[bookmark: _Toc1]", "[bookmark: _Toc1] 首页", "bookmark", "@boilerplate"),
        ("@boilerplate", "@paragraph preamble", "bookmark", "@paragraph preamble"),
        ("主动公开数	条	62", "主动公开数\n条	62", "table-line", "@table"),
        ("@signature\n", "@signature\n- 12 -\n@signature\n", "page-number", "@signature"),
        ("@signature\n", "@paragraph requests\n第 3 页\n@signature\n", "page-number", "@paragraph requests\n第"),
        # marks
        ("{COUNT:62条}", "{COUNT:{COUNT:62条}}", "twice", "公开信息"), ("公开信息{COUNT:62条}", "{LAW:《信息{POSTCODE:134600}》}", "nesting", "《信息"),
        ("{URL:http://www", "{LAW:《{URL:http://www", "nesting", None), ("{AGENCY:市政府办公室}：", "{AGENCY:{AGENCY:市政府}办公室}：", "nesting", "办公室}："),
        ("{AGENCY:市政府办公室}：", "{AGENCY:市政府}办公室：", "agency", "办公室："),
        ("{AGENCY:市政府办公室}：", "{AGENCY:市政府、市委}：", "agency", "市委}："), ("各科室", "{AGENCY:各科室}", "agency", "各科室"),
        ("各科室", "{AGENCY:我局}", "agency", "我局"), ("各科室", "{AGENCY:市图书馆}", "agency", "市图书馆"),
        ("各科室", "{AGENCY:领导小组}", "agency", "领导小组"), ("各科室", "{AGENCY:办公室}", "agency", "{AGENCY:办公室}"),
        ("{AGENCY:市政府办公室}：", "{AGENCY:市政府办公室：}", "form", "办公室：}"),
        ("各科室", "{LAW:政府信息公开条例}", "form", "公开条例}合办"), ("各科室", "{LAW:《政府信息公开指南》}", "law", "公开指南"),
        ("各科室", "{LAW:《水价〈办法》}", "law", "水价"), ("二〇一七年三月六日", "2017年3月", "date", "2017年3月"),
        ("二〇一七年三月六日", "2017年", "date", "2017年}"), ("{DATE:二〇一七年三月六日}", "{DATE:5·15}", "date", "5·15"),
        ("{DATE:二〇一七年三月六日}", "{DATE:春节}", "form", "春节"),
        ("{URL:http://www.linjiang.gov.cn}", "{URL:市政府网站}", "form", "市政府网站"), ("地址：{ADDRESS:", "{ADDRESS:地址：", "form", "收到申请"),
        ("{POSTCODE:134600}", "{POSTCODE:13460}", "form", "收到申请"), ("{EMAIL:sw@linjiang.gov.cn}", "{EMAIL:sw}", "form", "{EMAIL:sw}"),
        # counts
        ("{COUNT=60000 人次:6万多人次}", "{COUNT=60000 多人次:6万多人次}", "count-unit", "公开信息"),
        ("{COUNT=60000 人次:6万多人次}", "{COUNT=60000 余:6万余}", "count-unit", "公开信息"),
        ("{COUNT=60000 人次:6万多人次}", "{COUNT=6000 人次:6万多人次}", "count-value", "公开信息"),
        ("{COUNT=6 项:六项}", "{COUNT=7 项:六项}", "count-value", "全年办了"), ("{COUNT=6 项:六项}", "{COUNT=-6 项:六项}", "count-value", "全年办了"),
        ("{COUNT=6 项:六项}", "{COUNT=6 件:六项}", "count-unit", "全年办了"), ("{COUNT=6 项:六项}", "{COUNT=1 项:一项}", "count", "全年办了"),
        ("第三项", "第{COUNT=3 项:三项}", "count", "全年办了"), ("3个工作日", "{COUNT:3个}工作日", "count", "全年办了"),
        ("2.5元", "{COUNT=2.5 元:2.5元}", "count", "公开信息"), ("1,255余条", "1,255余条", "", ""),
        ("{COUNT=1255 条:1,255余条}", "1,{COUNT=255 条:255余条}", "count-span", "全年办了"), ("{COUNT:3件}", "1{COUNT:3件}", "count-span", "收到申请"),
        ("{COUNT:4条(次)}", "{COUNT:4条}(次)", "count-span", "全年办了"), ("{COUNT=60000 人次:6万多人次}", "{COUNT=60000 人:6万多人}次", "count-span", "公开信息"),
        ("{COUNT=6 项:六项}", "十{COUNT=6 项:六项}", "count-span", "全年办了"),
    ],
)  # fmt: skip
def test_each_breach_is_an_error_with_its_line_and_a_mend(old: str, new: str, rule: str, line_of: str | None) -> None:
    assert old in SOUND
    source = SOUND.replace(old, new, 1)
    if line_of is None:  # an outer mark to close
        source = source.replace("gov.cn}，水价", "gov.cn}》}，水价")
    errors = [p for p in said(source) if p.severity == "error"]
    if not rule:
        assert errors == []
        return
    found = [p for p in errors if p.rule == rule]
    assert found, [str(p) for p in errors]
    assert all(p.mend for p in errors)
    if line_of is not None:
        line = source[: source.index(line_of)].count("\n") + 1
        assert line in {p.line for p in found}, [str(p) for p in found]
        assert all(str(p).startswith(f"t.gkbg:{p.line}: error [{rule}] ") for p in found)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("marks = ", 'annotator = "x"\nmarks = ', "header"), ("proactive_total = 62", "proactive_total = 61", "indicator"),
        ("{PHONE:0439-6220018}", "0439-6220018", "indicator"), ("{DATE:二〇一七年三月六日}", "{PHONE:12345}", "hotline"),
        ("各科室", "临江市水务局", "forgotten"), ("各科室", "国务院办公厅", "forgotten"),
        ("{LAW:〈政府信息公开条例〉}施行", "{LAW:〈政府信息公开条例〉}{COUNT:3条}施行", "nesting"), ("@heading proactive 2\n（二）公开情况。", "@paragraph proactive\n（二）公开情况", "heading"),
        ("## 一、概述", "## 一、概述。全年工作", "heading"), ("六项}大事", "六项}大事。\n全年", "line-end"),
    ],
)  # fmt: skip
def test_each_doubt_is_a_warning(old: str, new: str, rule: str) -> None:
    assert old in SOUND
    problems = said(SOUND.replace(old, new, 1))
    assert (rule, "warning") in {(p.rule, p.severity) for p in problems}
    assert all(p.severity == "warning" and p.mend for p in problems), [str(p) for p in problems]


def test_what_no_rule_may_hold_against_a_report() -> None:
    for old, new in (
        ("六项}大事", "六项}大事。\n- 3 -\n全年"), ("3个工作日", "三是{COUNT:3个}月饼"), ("各科室", "本溪市水务局"), ("各科室", "{AGENCY:本溪市水务局}"),
        ("（一）全年", "1.{COUNT:4条}，全年"), ("来件", "收到2,{COUNT:4条}"), ("来件", "收到4条。{COUNT:5条}"), ("{DATE:二〇一七年三月六日}", "举报电话：{PHONE:12345}"),
    ):  # fmt: skip
        problems = said(SOUND.replace(old, new, 1))
        assert [str(p) for p in problems if p.severity == "error"] == [], (old, new)


def test_a_record_made_by_code_is_checked_too() -> None:
    """What the grammar forbids may still come from an imported file."""

    def changed(**what: object) -> list[tuple[str, str]]:
        report = parse(SOUND, "t.gkbg")
        for place, value in what.items():
            kind, index, name = place.split("_")
            setattr((report.blocks if kind == "b" else report.entities)[int(index)], name, value)
        return [(p.rule, p.message) for p in check(report) if p.severity == "error"]

    assert changed(b_9_role="poem") == [("role", "unknown role 'poem'")]
    assert changed(b_1_section="overview") == [("section", "a title carries the section 'overview'")]
    assert changed(b_2_section=None) == [("section", "a paragraph has no section")]
    assert changed(b_2_section="weather") == [("section", "a paragraph has the unknown section 'weather'")]
    assert changed(b_2_level=2) == [("level", "a paragraph of level 2")]
    assert ("overlap", "the block begins at 10, the one before ends at 17") in changed(b_1_start=10)
    assert ("span", "the block begins or ends with a blank") in changed(b_1_start=17)
    assert any(rule == "span" and "leaves the text" in message for rule, message in changed(b_9_end=9999))
    assert ("label", "unknown label 'NAME'") in changed(e_0_label="NAME")
    assert any(rule == "slice" and "is not what stands at" in message for rule, message in changed(e_0_text="水务厅"))
    assert any(rule == "slice" and "lies in no one block" in message for rule, message in changed(e_0_end=60))
    report = parse(SOUND, "t.gkbg")
    report.indicators["launches"] = 1
    assert [p.message for p in check(report)] == ["unknown indicator 'launches'"]
    del report.indicators["launches"]
    report.text += "\n尾"
    assert [(p.rule, p.message) for p in check(report)] == [("outside", "text outside every block: '尾'")]
    assert [str(p) for p in check(GoldReport("x", "甲", [], [], {}, report.meta))] == [
        "x at 0: error [outside] text outside every block: '甲': give it a block of its own"
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("138", 138),
        ("755多", 755),
        ("6万多", 60000),
        ("两千余", 2000),
        ("三百二十一", 321),
        ("1.2万余", 12000),
        ("许多", None),
        ("百余", 100),
    ],
)
def test_what_the_digits_of_a_count_say(text: str, value: float | None) -> None:
    assert read_value(text) == value


# -- a whole corpus --


@pytest.fixture
def corpus(tmp_path: Path, root: Path) -> Path:
    """A copy of the shipped corpus that tests may break."""
    shutil.copytree(root / "data" / "corpus", tmp_path / "corpus")
    return tmp_path / "corpus" / "reports"


def rules(folder: Path, *, partial: bool = False) -> list[tuple[str, str]]:
    """What is said of the corpus as a whole; of its reports test_validate.py speaks."""
    whole = ("documents", "empty-class", "twice", "split")
    return [(p.rule, p.message) for p in validate([folder], partial=partial).problems if p.severity == "error" and p.rule in whole]


def test_of_the_shipped_corpus_nothing_is_said(corpus: Path) -> None:
    assert rules(corpus) == []


def test_an_empty_class_is_an_error(corpus: Path) -> None:
    for path in corpus.glob("*.gkbg"):
        path.write_bytes(path.read_bytes().replace(b" proposals", b" enquiries"))
    assert rules(corpus) == [("empty-class", "no block has the section proposals: the class is empty")]
    assert rules(corpus, partial=True) == []


def test_one_document_is_an_error(corpus: Path) -> None:
    for path in corpus.glob("*.gkbg"):
        if path.stem != "r001":
            path.unlink()
    (corpus.parent / "split.toml").unlink()
    assert ("documents", "the corpus is 1 document: nothing can be held out") in rules(corpus)
    assert rules(corpus, partial=True) == [] and rules(corpus / "r001.gkbg") == []


def test_a_report_that_stands_twice_is_an_error(corpus: Path) -> None:
    (corpus / "more").mkdir()
    shutil.copy(corpus / "r001.gkbg", corpus / "more" / "r001.gkbg")
    messages = [message for _, message in rules(corpus)]
    assert (
        len(messages) == 2
        and messages[0].startswith("the id 'r001' is also that of ")
        and messages[1].startswith("the text is also that of ")
    )


def test_a_split_that_does_not_fit_is_an_error(corpus: Path) -> None:
    file = corpus.parent / "split.toml"
    file.write_text('dev = ["r001"]\ntest = ["r001", "r002",\n  "r002", "r999"]\n', "utf-8")
    result = validate([corpus])
    assert [(p.line, p.message) for p in result.problems if p.rule == "split"] == [
        (2, "test names 'r002' 2 times"), (3, "test names 'r999', which is no report"), (1, "'r001' is in dev and in test"),
    ]  # fmt: skip
    for source, said_ in (
        ('train = ["r001"]', "unknown part 'train'"), ("test = 3", "test is no list of ids"), ("a\nb", "the split is not TOML"),
    ):  # fmt: skip
        file.write_text(source, "utf-8")
        assert [message for rule, message in rules(corpus) if rule == "split" and said_ in message], source
    file.write_text("test = [" + ", ".join(f'"{p.stem}"' for p in corpus.glob("*.gkbg")) + "]", "utf-8")
    assert rules(corpus) == [("split", "no report is left for training")]


def test_a_broken_file_does_not_hide_the_others(corpus: Path) -> None:
    path = corpus / "r002.gkbg"
    path.write_text(path.read_text("utf-8").replace("@paragraph preamble", "@paragraph weather").replace("{COUNT:", "{NUMBER:", 1), "utf-8")
    result = validate([corpus])
    assert {m.split(":")[0] for m in result.broken} == {str(path)} and len(result.broken) >= 2
    assert result.files == len(list(corpus.glob("*.gkbg"))) and not [p for p in result.problems if p.rule in ("split", "empty-class")]
    assert result.summary().startswith(f"{result.files} reports, ")


def test_nothing_to_read(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "no", "is not there"), (tmp_path, r"has no \*\.gkbg file")):
        with pytest.raises(FileNotFoundError, match=words):
            validate([path])
