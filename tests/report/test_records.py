"""The record types: what is written, what is read back, and the schema that describes it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.report import Block, Cell, Entity, ErrorRecord, Finding, Indicator, Meta, Report, Source, Table, json_schema
from gkbg_nlp.report.ids import content_id
from gkbg_nlp.report.records import decode, encode

TOP = ["schema_version", "id", "source", "meta", "text", "blocks", "entities", "indicators", "tables", "findings", "errors"]
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def report(**changes: Any) -> Report:
    plain = Report("1", "gkbg-0", Source("a.txt", "text", "utf-8", "0" * 64, 3), Meta(), "甲乙", [], [], {}, [], [], [])
    return msgspec.structs.replace(plain, **changes)


FULL = report(
    meta=Meta("报告", "水务局", 2016, "B", "2017-03-02", "sections-1.0"),
    blocks=[Block(0, 1, "heading", 1, "overview", 0.98, "both"), Block(1, 2, "title")],
    entities=[
        Entity(0, 2, "COUNT", "6万多条", 60000, "条", 0, "overview", "counts.x", approx=True), Entity(0, 1, "COUNT", "3至5次", 3, "次", 0, None, "counts.y", value_max=5),
        Entity(0, 1, "MENTION", "我局", None, None, 0, None, "mentions.x", refers_to="水务局"), Entity(0, 1, "DATE", "x", "2016-01-01/2016-12-31", rule="r"),
    ],
    indicators={"proactive_total": Indicator(138, "条", [(0, 1)], "r", approx=True), "fees_charged_yuan": Indicator(58.6, "元", [], "r")},
    tables=[Table(0, 2, "附表", [[Cell("甲", 0, 0), Cell("乙", 0, 1, 2, 3)]])],
    findings=[Finding("cut", "warning", "cut", [(0, 1)])],
    errors=[ErrorRecord("empty", "nothing")],
)  # fmt: skip


def test_every_line_has_every_top_level_key() -> None:
    for one in (report(), FULL):
        assert list(json.loads(encode(one))) == TOP


def test_a_line_holds_no_line_break() -> None:
    assert b"\n" not in encode(report(text="甲\n乙\r\n\u2028\x85"))


def test_what_is_left_out_and_what_is_null() -> None:
    entity = json.loads(encode(FULL))["entities"]
    assert list(entity[3]) == ["start", "end", "label", "text", "value", "unit", "block", "section", "rule"]
    assert entity[3]["unit"] is None and entity[0]["approx"] is True and entity[1]["value_max"] == 5 and entity[2]["refers_to"] == "水务局"
    block = json.loads(encode(FULL))["blocks"][1]
    assert block == {"start": 1, "end": 2, "role": "title", "level": None, "section": None, "confidence": None, "reason": None}


def test_evidence_is_pairs() -> None:
    assert json.loads(encode(FULL))["indicators"]["proactive_total"] == {
        "value": 138,
        "unit": "条",
        "evidence": [[0, 1]],
        "rule": "r",
        "approx": True,
    }


@pytest.mark.parametrize("one", [report(), FULL, report(id=None, errors=[ErrorRecord("missing", "x")])])
def test_decode_undoes_encode_and_the_schema_accepts(one: Report) -> None:
    line = encode(one)
    assert decode(line) == one == decode(line.decode())
    VALIDATOR.validate(json.loads(line))


VALUES = st.one_of(
    st.none(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
OPTIONAL_TEXT = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
ENTITIES = st.builds(
    Entity, st.integers(0, 99), st.integers(0, 99), st.sampled_from(["COUNT", "AGENCY", "NEW"]), st.text(max_size=5).filter(str.isprintable), VALUES, OPTIONAL_TEXT,
    st.one_of(st.none(), st.integers(0, 9)), OPTIONAL_TEXT, st.just("r"), approx=st.one_of(st.just(msgspec.UNSET), st.booleans()),
    value_max=st.one_of(st.just(msgspec.UNSET), st.integers(0, 9)),
)  # fmt: skip


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.lists(ENTITIES, max_size=4),
    st.dictionaries(st.sampled_from(["year", "phone"]), st.builds(Indicator, VALUES, OPTIONAL_TEXT)),
)
def test_any_record_comes_back_as_it_was(text: str, entities: list[Entity], indicators: dict[str, Indicator]) -> None:
    one = report(text=text, entities=entities, indicators=indicators)
    assert decode(encode(one)) == one
    VALIDATOR.validate(json.loads(encode(one)))


def broken(**changes: Any) -> dict[str, Any]:
    return {**json.loads(encode(FULL)), **changes}


@pytest.mark.parametrize(
    "line",
    [
        broken(text=None), broken(blocks=None), broken(errors=[{"code": "x"}]), broken(source={"format": "text"}),
        broken(blocks=[{"start": 0, "end": 1, "role": "poem"}]), broken(blocks=[{"start": "0", "end": 1, "role": "title"}]),
        broken(findings=[{"code": "x", "severity": "grave", "message": "m"}]), broken(entities=[{"start": 0, "end": 1}]),
        broken(indicators={"year": {"value": [1]}}), broken(meta={"era": "E"}),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_schema_and_decoder_alike(line: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(line)
    with pytest.raises(msgspec.ValidationError):
        decode(json.dumps(line))


@pytest.mark.parametrize("key", TOP)
def test_every_top_level_key_is_required(key: str) -> None:
    line = json.loads(encode(FULL))
    del line[key]
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(line)


def test_the_schema_is_one() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema") and "schema version 1" in schema["title"]
    assert json.loads(json.dumps(schema)) == schema


def test_ids() -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    assert content_id(digest) == "gkbg-" + digest[:16]
