"""All rooms together: one invented report end to end, and what holds for every report."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gkbg_nlp
from gkbg_nlp.corpus.annotated import INDICATORS, SECTIONS, GoldReport
from gkbg_nlp.pipeline.meta import era_of
from gkbg_nlp.readers import ReadError
from gkbg_nlp.report import Report, Source, json_schema
from gkbg_nlp.report.records import decode, encode
from gkbg_nlp.sections.model import ModelError
from gkbg_nlp.taxonomy.indicators import load_indicators

KNOWN = {*INDICATORS, *load_indicators().fuller}

REPORT = """首页 > 政府信息公开 > 年度报告
发布日期：2017-03-02  浏览次数：35
临江市水务局2016年政府信息公开工作年度报告
　　依照《中华人民共和国政府信息公开条例》的要求，临江市水务局编制并公布本报告。所列数据的统计期限为2016年1月1日至2016年12月31日。联系地址：临江市鸭绿江大街12号，邮编：134600，电话：0439-6220018，传真：0439-6220019，电子邮箱：ljsw@example.gov.cn。
一、概述
　　这一年水务局把水情、雨情、工情一并上网，群众来信少了三分之一。
二、主动公开政府信息情况
　　全年共主动公开政府信息160条，其中通过门户网站公开120条，通过公示栏公开40条。
三、依申请公开政府信息情况
　　全年收到政府信息公开申请4件，都在限期之内答复。
四、收费及减免情况
　　全年没有向申请人收取任何费用。
五、行政复议和行政诉讼情况
　　全年没有发生因政府信息公开引起的行政复议和行政诉讼。
六、存在的主要问题及改进措施
　　人手不够，下一年将补上2名专职人员。
临江市水务局
2017年3月1日
打印本页 关闭窗口
"""
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


@pytest.fixture(scope="module")
def tagged(pipeline: gkbg_nlp.Pipeline) -> Report:
    return pipeline(REPORT)


@pytest.fixture(scope="module")
def all_tagged(pipeline: gkbg_nlp.Pipeline, gold_reports: list[GoldReport], root: Path) -> list[Report]:
    """Every report of the corpus and every shipped sample, tagged."""
    out = [pipeline(report.text) for report in gold_reports]
    samples = [
        p
        for folder in (root / "gkbg_nlp" / "samples", root / "data" / "samples")
        for p in sorted(folder.glob("*"))
        if p.suffix in (".txt", ".md")
    ]
    return out + [pipeline.read(path) for path in samples]


# -- one report --


def test_blocks(tagged: Report) -> None:
    assert [(b.role, b.section) for b in tagged.blocks] == [
        ("boilerplate", None), ("boilerplate", None), ("title", None), ("paragraph", "preamble"), ("heading", "overview"), ("paragraph", "overview"),
        ("heading", "proactive"), ("paragraph", "proactive"), ("heading", "requests"), ("paragraph", "requests"), ("heading", "fees"), ("paragraph", "fees"),
        ("heading", "disputes"), ("paragraph", "disputes"), ("heading", "problems"), ("paragraph", "problems"), ("signature", None), ("signature", None), ("boilerplate", None),
    ]  # fmt: skip
    assert {b.level for b in tagged.blocks if b.role == "heading"} == {1}
    assert tagged.blocks[0].reason == "layout:noise.breadcrumb" and tagged.blocks[0].confidence is None


def test_entities(tagged: Report) -> None:
    assert [(e.label, e.text, e.value, e.unit) for e in tagged.entities if e.label in ("PHONE", "FAX", "EMAIL", "POSTCODE", "ADDRESS", "COUNT", "LAW")] == [
        ("LAW", "《中华人民共和国政府信息公开条例》", "《中华人民共和国政府信息公开条例》", None),
        ("ADDRESS", "临江市鸭绿江大街12号", None, None), ("POSTCODE", "134600", "134600", None), ("PHONE", "0439-6220018", "0439-6220018", None),
        ("FAX", "0439-6220019", "0439-6220019", None), ("EMAIL", "ljsw@example.gov.cn", "ljsw@example.gov.cn", None),
        ("COUNT", "160条", 160, "条"), ("COUNT", "120条", 120, "条"), ("COUNT", "40条", 40, "条"), ("COUNT", "4件", 4, "件"), ("COUNT", "2名", 2, "名"),
    ]  # fmt: skip
    assert [e.text for e in tagged.entities if e.label == "AGENCY"] == ["临江市水务局", "临江市水务局", "水务局", "临江市水务局"]
    assert [e.value for e in tagged.entities if e.label == "DATE"] == ["2017-03-02", "2016-01-01/2016-12-31", "2017-03-01"]


def test_indicators(tagged: Report) -> None:
    assert {name: one.value for name, one in tagged.indicators.items()} == {
        "year": 2016, "agency": "临江市水务局", "proactive_total": 160, "proactive_website": 120, "proactive_other_channels": 40, "requests_received": 4,
        "fees_charged_yuan": 0, "reviews": 0, "litigations": 0, "phone": "0439-6220018", "fax": "0439-6220019", "email": "ljsw@example.gov.cn",
        "address": "临江市鸭绿江大街12号", "postcode": "134600",
    }  # fmt: skip
    assert list(tagged.indicators) == list(INDICATORS)
    evidence = {name: [tagged.text[s:e] for s, e in one.evidence] for name, one in tagged.indicators.items()}
    assert (
        evidence["proactive_total"] == ["160条"]
        and evidence["proactive_website"] == ["120条"]
        and evidence["year"] == ["2016"]
        and evidence["requests_received"] == ["4件"]
    )
    assert "没有发生" in evidence["reviews"][0]
    assert all(one.rule.startswith(f"indicators.{name}.") for name, one in tagged.indicators.items())


def test_meta(tagged: Report) -> None:
    meta = tagged.meta
    assert (meta.title, meta.agency, meta.year, meta.era, meta.published) == (
        "临江市水务局2016年政府信息公开工作年度报告",
        "临江市水务局",
        2016,
        "B",
        "2017-03-02",
    )
    assert meta.model is not None and meta.model.startswith("sections-")


def test_the_rest_of_the_record(tagged: Report) -> None:
    assert (tagged.schema_version, tagged.text, tagged.tables, tagged.findings, tagged.errors) == ("1", REPORT, [], [], [])


@pytest.mark.parametrize(
    ("year", "era"), [(None, None), (2008, "A"), (2013, "A"), (2014, "B"), (2018, "B"), (2019, "C"), (2020, "C"), (2021, "D"), (2025, "D")]
)
def test_eras(year: int | None, era: str | None) -> None:
    assert era_of(year) == era


def test_a_report_without_anything(pipeline: gkbg_nlp.Pipeline) -> None:
    for text in ("", "\n \u3000"):
        empty = pipeline(text)
        assert (empty.blocks, empty.entities, empty.indicators, empty.text) == ([], [], {}, text)
        assert (empty.meta.title, empty.meta.year, empty.meta.era, empty.meta.published) == (None, None, None, None)
        VALIDATOR.validate(json.loads(encode(empty)))


# -- a report cut by line breaks --


def test_an_entity_that_a_break_cuts_has_the_exact_slice_and_a_value_without_it(pipeline: gkbg_nlp.Pipeline) -> None:
    text = REPORT.replace("其中通过门户网站公开120条", "其中通过门户网站公开12\n0条").replace("政府信息160条", "政府信息160\n条")
    counts = [e for e in pipeline(text).entities if e.label == "COUNT"]
    assert [(e.text, e.value, e.unit) for e in counts[:2]] == [("160\n条", 160, "条"), ("12\n0条", 120, "条")]
    assert pipeline(text).indicators["proactive_website"].value == 120


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("\n", "\r\n"),
        lambda t: "\ufeff" + t,
        lambda t: t.replace("。", "。 "),
        lambda t: t.replace("0439-6220018", "０４３９－６２２００１８"),
    ],
)
def test_values_do_not_depend_on_line_ends_blanks_and_widths(pipeline: gkbg_nlp.Pipeline, tagged: Report, change: object) -> None:
    text = change(REPORT)  # type: ignore[operator]
    changed = pipeline(text)
    assert [b.section for b in changed.blocks] == [b.section for b in tagged.blocks]
    assert [(e.label, e.value) for e in changed.entities] == [(e.label, e.value) for e in tagged.entities]
    assert all(e.text == text[e.start : e.end] for e in changed.entities)
    amounts = [n for n in INDICATORS if n not in ("phone", "fax")]
    assert {n: changed.indicators[n].value for n in amounts} == {n: tagged.indicators[n].value for n in amounts}


def test_traditional_characters_keep_their_unit_as_written(pipeline: gkbg_nlp.Pipeline) -> None:
    counts = [e for e in pipeline("一、概述\n全年公開信息120條。\n").entities if e.label == "COUNT"]
    assert [(e.text, e.value, e.unit) for e in counts] == [("120條", 120, "條")]


# -- what holds for every report --


def check(report: Report) -> None:
    text = report.text
    at = 0
    for block in report.blocks:
        assert at <= block.start < block.end <= len(text)
        at = block.end
        assert (block.section is not None) == (block.role in ("heading", "paragraph", "table"))
        assert block.section is None or block.section in SECTIONS
        assert (block.level is not None) == (block.role == "heading")
        assert block.reason
        assert (block.confidence is None) == (block.section is None)
        assert block.confidence is None or 0.0 <= block.confidence <= 1.0
    order = [(e.start, -e.end) for e in report.entities]
    assert order == sorted(order)
    assert len({(e.start, e.end, e.label) for e in report.entities}) == len(report.entities)
    for entity in report.entities:
        assert entity.text == text[entity.start : entity.end] != ""
        assert not entity.text[0].isspace() and not entity.text[-1].isspace()
        assert entity.block is not None and entity.rule
        block = report.blocks[entity.block]
        assert block.start <= entity.start and entity.end <= block.end
        assert entity.section == block.section
        if entity.label == "COUNT":
            assert isinstance(entity.value, int | float) and entity.unit and not any(c.isspace() for c in entity.unit)
        if entity.label in ("PHONE", "FAX"):
            assert isinstance(entity.value, str) and set(entity.value) <= set("0123456789-+"), entity
    for name, one in report.indicators.items():
        assert name in KNOWN and one.value is not None and one.evidence and one.rule
        assert all(0 <= s < e <= len(text) for s, e in one.evidence)
    line = encode(report)
    VALIDATOR.validate(json.loads(line))
    assert decode(line) == report


def test_every_report_of_the_corpus_and_every_sample_fits_the_contract(all_tagged: list[Report]) -> None:
    assert len(all_tagged) >= 40
    for report in all_tagged:
        check(report)


def test_the_pipeline_is_right_on_most_of_what_it_was_trained_on(all_tagged: list[Report], gold_reports: list[GoldReport]) -> None:
    """No figure of accuracy (docs/accuracy.md has those): only that the rooms fit together."""
    right = total = found = marked = 0
    for report, gold in zip(all_tagged, gold_reports, strict=False):
        said = {(b.start, b.end): b.section for b in report.blocks}
        for block in gold.blocks:
            if block.section:
                total += 1
                right += said.get((block.start, block.end)) == block.section
        spans = {(e.start, e.end, e.label) for e in report.entities}
        marked += len(gold.entities)
        found += sum((e.start, e.end, e.label) in spans for e in gold.entities)
    assert right / total > 0.85 and found / marked > 0.85


PIECES = [line for line in REPORT.split("\n") if line]


@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=12), st.sampled_from(["\n", "\r\n", "\r", " ", "", "　　"])
)
@settings(max_examples=60)
def test_any_text_made_of_pieces_fits_the_contract(pipeline: gkbg_nlp.Pipeline, pieces: list[str], joint: str) -> None:
    text = joint.join(pieces)
    report = pipeline(text)
    assert report.text == text
    check_light(report)


def check_light(report: Report) -> None:
    for entity in report.entities:
        assert entity.text == report.text[entity.start : entity.end]
        assert entity.block is not None and report.blocks[entity.block].start <= entity.start < report.blocks[entity.block].end
    VALIDATOR.validate(json.loads(encode(report)))


@pytest.mark.parametrize("sign", ["😀", "𠮷", "\uffff", "\U0010ffff", "\u0000", "\u202e", "\ue000", "\uf123"])
def test_a_rare_character_changes_no_other_block(pipeline: gkbg_nlp.Pipeline, tagged: Report, sign: str) -> None:
    """Characters beyond the basic plane, noncharacters, and the private ones by which indicators mask numbers."""
    changed = pipeline(REPORT.replace("工情一并上网", f"工情{sign}一并上网"))
    assert [(b.role, b.section) for b in changed.blocks] == [(b.role, b.section) for b in tagged.blocks]
    assert {n: i.value for n, i in changed.indicators.items()} == {n: i.value for n, i in tagged.indicators.items()}


def test_a_private_character_is_no_number(pipeline: gkbg_nlp.Pipeline) -> None:
    """Indicators mask numbers by U+E000 and on: such a character in the text itself states nothing."""
    for sign in ("\ue000", "\ue001", "\uf000", "\uf8ff"):
        said = pipeline(f"一、依申请公开情况\n全年收到申请{sign}，共2名人员办理。\n二、收费情况\n收取费用{sign}。\n").indicators
        assert "requests_received" not in said and "fees_charged_yuan" not in said


# -- identity, sources, files --


def test_the_id_depends_on_the_content_only(pipeline: gkbg_nlp.Pipeline, tagged: Report, tmp_path: Path) -> None:
    assert tagged.id == pipeline(REPORT).id == "gkbg-" + hashlib.sha256(REPORT.encode()).hexdigest()[:16]
    assert pipeline(REPORT + " ").id != tagged.id
    (tmp_path / "deep").mkdir()
    paths = [tmp_path / "a.txt", tmp_path / "deep" / "b.txt"]
    for path in paths:
        path.write_bytes(REPORT.encode("utf-8"))
    one, two = (pipeline.read(path) for path in paths)
    assert one.id == two.id == tagged.id
    assert one.source != two.source


def test_reading_a_file(pipeline: gkbg_nlp.Pipeline, tagged: Report, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    raw = REPORT.encode("gb18030")
    path.write_bytes(raw)
    report = pipeline.read(str(path))
    assert (report.text, report.blocks, report.entities, report.indicators) == (
        tagged.text,
        tagged.blocks,
        tagged.entities,
        tagged.indicators,
    )
    assert report.source == Source(str(path), "text", report.source.encoding, hashlib.sha256(raw).hexdigest(), len(raw))
    assert report.source.encoding is not None and report.source.encoding.replace("-", "").lower().startswith("gb")


def test_a_missing_file(pipeline: gkbg_nlp.Pipeline, tmp_path: Path) -> None:
    with pytest.raises((ReadError, OSError)):
        pipeline.read(tmp_path / "nowhere.txt")


def test_pipe_is_lazy_and_in_order(pipeline: gkbg_nlp.Pipeline) -> None:
    drawn = []

    def texts() -> object:
        for text in ("一、概述\n甲。", "二、收费情况\n无。"):
            drawn.append(text)
            yield text

    reports = pipeline.pipe(texts(), batch_size=1)  # type: ignore[arg-type]
    assert drawn == []
    assert next(reports).text == "一、概述\n甲。" and len(drawn) == 1
    assert [r.text for r in reports] == ["二、收费情况\n无。"]


def test_tagging_twice_gives_the_same(pipeline: gkbg_nlp.Pipeline, tagged: Report) -> None:
    assert encode(pipeline(REPORT)) == encode(tagged)


def test_load_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model that can be read"):
        gkbg_nlp.load(tmp_path)
    with pytest.raises(ValueError, match="choose 'char' or 'jieba'"):
        gkbg_nlp.load(segmenter="words")
