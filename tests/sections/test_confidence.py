"""`uncertain` stands exactly where the confidence is below the model's threshold, in labels, in the output and in its schema."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import msgspec
import pytest

import gkbg_nlp
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.pipeline.locate import default_model
from gkbg_nlp.report.records import Report, decode, encode
from gkbg_nlp.report.schema import json_schema
from gkbg_nlp.sections.chain import witnesses
from gkbg_nlp.sections.confidence import EVIDENCE, Confidence
from gkbg_nlp.sections.decoder import decode as decode_sections
from gkbg_nlp.sections.decoder import emission
from gkbg_nlp.sections.features import block_inputs
from gkbg_nlp.sections.label import SectionLabel, label_blocks
from gkbg_nlp.sections.model import SectionModel, load_model

# Clear chapters, then text that no heading explains and that speaks of several things at once.
TEXT = (
    "临江市水务局2016年政府信息公开工作年度报告\n依照有关规定，水务局编制并公布本报告。\n二、主动公开政府信息情况\n门户网站全年发布水情信息120条。\n"
    "大家都很忙，会也开了，信也回了，钱没收，官司没打，来年接着干。\n那几件事另行安排。\n临江市水务局\n2017年3月2日\n"
)


@pytest.fixture
def model() -> SectionModel:
    """A model of one's own: its threshold is changed here."""
    return load_model(default_model())


def labels(model: SectionModel) -> list[SectionLabel]:
    return [label for label in label_blocks(segment(TEXT).blocks, model) if label]


def with_threshold(model: SectionModel, threshold: float) -> SectionModel:
    assert model.confidence is not None
    model.confidence = replace(model.confidence, threshold=threshold)
    return model


def test_uncertain_is_exactly_what_is_below_the_threshold(model: SectionModel) -> None:
    sure = sorted({label.confidence for label in labels(model)})
    assert len(sure) >= 3
    for threshold in (0.0, *sure, *(c + 0.0001 for c in sure), 1.1):
        for label in labels(with_threshold(model, threshold)):
            assert label.uncertain == (label.confidence < threshold), threshold


def test_the_threshold_changes_nothing_else(model: SectionModel) -> None:
    low, high = labels(with_threshold(model, 0.0)), labels(with_threshold(model, 1.1))
    assert not any(label.uncertain for label in low) and all(label.uncertain for label in high)
    assert [msgspec.structs.replace(label, uncertain=False) for label in high] == low


def test_without_fitted_weights_confidence_is_the_chains(model: SectionModel) -> None:
    fitted = labels(model)
    model.confidence = None
    plain = labels(model)
    blocks = segment(TEXT).blocks
    found = witnesses(blocks, model.taxonomy)
    inputs = block_inputs(blocks, found, model.taxonomy)
    heads = [b.role == "heading" for b, w in zip(blocks, found, strict=True) if w]
    _, marginal = decode_sections(model, emission(model, model.log_probabilities(inputs), [w for w in found if w]), heads)
    assert [label.confidence for label in plain] == pytest.approx(marginal, abs=1e-4)
    assert not any(label.uncertain for label in plain)
    assert [label.section for label in plain] == [label.section for label in fitted]
    model.decoder = dict.fromkeys(model.decoder, 0.01)  # knows next to nothing
    low = labels(model)
    assert max(label.confidence for label in low) < 0.2 and not any(label.uncertain for label in low)


def test_confidence_is_the_fitted_probability_and_not_the_chains(model: SectionModel) -> None:
    assert model.confidence is not None
    model.confidence = Confidence(tuple(0.0 for _ in EVIDENCE), 0.0, 0.5)  # knows nothing: one half everywhere
    assert {(label.confidence, label.uncertain) for label in labels(model)} == {(0.5, False)}


# -- in the output --


@pytest.fixture
def tagged(model: SectionModel) -> Report:
    middle = sorted(label.confidence for label in labels(model))[2]
    return gkbg_nlp.Pipeline(with_threshold(model, middle)).tag(TEXT)


def test_the_output_says_it_of_the_blocks_below_and_is_silent_on_others(tagged: Report, model: SectionModel) -> None:
    assert model.confidence is not None
    threshold = model.confidence.threshold
    blocks = json.loads(encode(tagged))["blocks"]
    marked = [b for b in blocks if "uncertain" in b]
    assert 1 <= len(marked) < sum(b["section"] is not None for b in blocks)
    for block in blocks:
        below = block["confidence"] is not None and block["confidence"] < threshold
        assert block.get("uncertain") is (True if below else None), block
    assert decode(encode(tagged)) == tagged


def test_the_schema_knows_it(tagged: Report) -> None:
    schema = json_schema()
    line = json.loads(encode(tagged))
    jsonschema.validate(line, schema)
    block = schema["$defs"]["Block"]
    assert block["properties"]["uncertain"]["type"] == "boolean" and "uncertain" not in block["required"]
    line["blocks"][1]["uncertain"] = "yes"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(line, schema)
    with pytest.raises(msgspec.ValidationError):
        decode(json.dumps(line))


def test_the_shipped_model_is_uncertain_below_its_own_threshold(pipeline: gkbg_nlp.Pipeline) -> None:
    threshold = json.loads((default_model() / "model.json").read_text("utf-8"))["confidence"]["threshold"]
    assert 0.5 < threshold < 1
    found = [b for b in pipeline.tag(TEXT).blocks if b.section]
    assert {b.uncertain is True for b in found} == {True, False}
    for block in found:
        assert block.confidence is not None and (block.uncertain is True) == (block.confidence < threshold)


# -- text that begins in the middle --

CUT = [
    # cut at the chapter on disclosure, heading and all
    ("二、主动公开政府信息情况\n门户网站全年登出水情信息120条，编印简报两期，公开栏每月更换。\n三、依申请公开政府信息情况\n收到来函两件，都在期限内答复。\n", "proactive"),
    # the same without any heading
    ("收到市民递交的公开申请两件，都在期限内作了答复，没有不予公开的。\n检索和邮寄没有收取费用。\n没有人提起行政复议，也没有行政诉讼。\n", "requests"),
    # only the last chapters are there
    ("没有因政府信息公开被申请行政复议，也没有被提起行政诉讼。\n主要问题是人手少、更新慢，下一步要配齐人员、按时更新。\n", "disputes"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "section"), CUT)
def test_a_report_cut_at_a_chapter_has_no_preamble(pipeline: gkbg_nlp.Pipeline, text: str, section: str) -> None:
    found = [b.section for b in pipeline.tag(text).blocks if b.section]
    assert found[0] == section
    assert "preamble" not in found
