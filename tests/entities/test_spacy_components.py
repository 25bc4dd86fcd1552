"""The matchers as spaCy components: one by one in anybody's pipeline, with spans, entities and extensions."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

import gkbg_nlp.entities.spacy_components as module  # registers the factories, as the entry points do where the package is installed
from gkbg_nlp.entities.order import MATCHERS
from gkbg_nlp.entities.spacy_components import CharTokenizer, make_nlp

TEXT = (
    "临江市水务局依照《临江市水务局水情发布办法》，从2016年1月1日至2016年12月31日公开信息160条，其中汛期120条。电话：0439-6220018，网址：www.example.gov.cn，"
    "地址：临江市鸭绿江大街12号，邮编：134600。"
    "按临政发〔2016〕8号，我局用去3.5万元，满意率98.5%。"
)
WANTED = {
    "gkbg_contacts": [
        ("PHONE", "0439-6220018"),
        ("URL", "www.example.gov.cn"),
        ("ADDRESS", "临江市鸭绿江大街12号"),
        ("POSTCODE", "134600"),
    ],
    "gkbg_laws": [("LAW", "《临江市水务局水情发布办法》")],
    "gkbg_docno": [("DOCNO", "临政发〔2016〕8号")],
    "gkbg_dates": [("DATE", "2016年1月1日至2016年12月31日")],
    "gkbg_money": [("MONEY", "3.5万元"), ("PERCENT", "98.5%")],
    "gkbg_agencies": [("AGENCY", "临江市水务局"), ("AGENCY", "临江市水务局")],
    "gkbg_counts": [("COUNT", "160条"), ("COUNT", "120条")],
    "gkbg_mentions": [("MENTION", "我局")],
}


@pytest.fixture(scope="module")
def char() -> Language:
    return make_nlp()


@pytest.fixture(scope="module")
def jieba() -> Language:
    return make_nlp("jieba")


def said(doc: Doc) -> list[tuple[str, str]]:
    return [(e.label, e.text) for e in doc._.gkbg]


def test_the_factories_are_these() -> None:
    assert list(MATCHERS) == list(WANTED)
    for name in WANTED:
        assert Language.has_factory(name)
        assert hasattr(module, f"make_{name.removeprefix('gkbg_')}")  # what the entry points name


@pytest.mark.parametrize("name", WANTED)
def test_a_component_works_alone_in_a_blank_pipeline(name: str) -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe(name)
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert said(doc) == WANTED[name]
    assert [(s.label_, s.text) for s in doc.spans["gkbg"]] == WANTED[name]
    assert [(s.label_, s.text) for s in doc.ents] == WANTED[name]
    assert doc._.gkbg_unaligned == 0


@pytest.mark.parametrize("name", WANTED)
def test_a_text_without_anything(name: str) -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe(name)
    for text in ("", " \n", "水情照常。"):
        doc = nlp(text)
        assert (list(doc.ents), doc._.gkbg, doc._.gkbg_unaligned, len(doc.spans["gkbg"])) == ([], [], 0, 0)


def test_all_together_in_output_order(char: Language) -> None:
    doc = char(TEXT)
    assert sorted(said(doc)) == sorted(pair for found in WANTED.values() for pair in found)
    order = [(e.start, -e.end) for e in doc._.gkbg]
    assert order == sorted(order)
    assert all(TEXT[e.start : e.end] == e.text for e in doc._.gkbg)


def test_nesting_is_kept_in_spans_and_the_longest_is_in_ents(char: Language) -> None:
    doc = char(TEXT)
    law = next(s for s in doc.spans["gkbg"] if s.label_ == "LAW")
    inside = [s.text for s in doc.spans["gkbg"] if law.start < s.start and s.end < law.end]
    assert inside == ["临江市水务局"]
    assert [e.text for e in doc.ents if e.start <= law.start < e.end] == [law.text]
    ends = [(e.start, e.end) for e in doc.ents]
    assert all(left[1] <= right[0] for left, right in pairwise(ends))
    assert [e.text for e in doc.ents if e.label_ == "AGENCY"] == ["临江市水务局"]  # the one in the title of the law is in spans only
    assert len([s for s in doc.spans["gkbg"] if s.label_ == "AGENCY"]) == 2


def test_extensions_give_value_unit_and_rule(char: Language) -> None:
    doc = char("全年公开6万多条，自2016年1月1日起。")
    count, date = doc.ents
    assert (count._.gkbg_value, count._.gkbg_unit) == (60000, "条") and count._.gkbg_rule.startswith("counts.")
    assert date._.gkbg_value == "2016-01-01" and date._.gkbg_unit is None and date._.gkbg_rule.startswith("dates.")
    assert doc[0:2]._.gkbg_value is None and doc[0:2]._.gkbg_rule is None
    assert (count._.gkbg_approx, count._.gkbg_value_max, date._.gkbg_approx) == (True, None, None)
    other = char("青岛市崂山区财政局公布3至5条")
    agency = next(s for s in other.spans["gkbg"] if s.label_ == "AGENCY")
    assert (agency._.gkbg_level, agency._.gkbg_code) == ("county", "370212")


def test_a_span_that_a_line_break_cuts_is_the_exact_slice() -> None:
    nlp = make_nlp()
    text = "一、概述\n全年公开信息，其中汛期雨情12\n0条，平时40条。\n"
    doc = nlp(text)
    assert [(e.text, e.value) for e in doc._.gkbg] == [("12\n0条", 120), ("40条", 40)]
    assert [s.text for s in doc.spans["gkbg"]] == ["12\n0条", "40条"]


# -- segmenters --


def test_jieba_finds_the_same_entities(char: Language, jieba: Language) -> None:
    for text in (TEXT, "一、概述\n全年公开120条。\n全区政府信息公开照常，区政府、区委重视。\n"):
        ours, theirs = char(text), jieba(text)
        assert ours._.gkbg == theirs._.gkbg
        assert theirs.text == text


def test_a_span_that_does_not_fall_on_token_borders_is_kept_counted_and_never_moved(jieba: Language) -> None:
    text = "张店区委宣传部长在场，由两名人员办，2016年1月1日前施行。"  # 宣传部长 and 日前 are words of jieba's
    doc = jieba(text)
    found = [(e.start, e.end, e.text) for e in doc._.gkbg]
    assert found == [(0, 7, "张店区委宣传部"), (12, 14, "两名"), (18, 27, "2016年1月1日")]
    assert [s.text for s in doc.spans["gkbg"]] == ["两名"] == [e.text for e in doc.ents]
    assert doc._.gkbg_unaligned == 2
    assert make_nlp()(text)._.gkbg == doc._.gkbg


def test_character_tokens_leave_nothing_unaligned(char: Language) -> None:
    doc = char(TEXT)
    assert doc._.gkbg_unaligned == 0 and len(doc.spans["gkbg"]) == len(doc._.gkbg)


@pytest.mark.parametrize("text", ["", " ", "甲\n乙\r\n\u3000\u00a0😀𠮷", "a b  c\t"])
def test_the_character_tokenizer_keeps_the_text(char: Language, text: str) -> None:
    doc = char.make_doc(text)
    assert doc.text == text and len(doc) == len(text)


def test_an_unknown_segmenter() -> None:
    with pytest.raises(ValueError, match="choose 'char' or 'jieba'"):
        make_nlp("words")


# -- a user's pipeline --


@Language.component("tests_wet_words")
def wet_words(doc: Doc) -> Doc:
    """Somebody else's entities: 水务 anywhere, and the word 汛期."""
    spans = [doc.char_span(i, i + 2, label="WET") for i in range(len(doc.text) - 1) if doc.text[i : i + 2] in ("水务", "汛期")]
    doc.ents = [*doc.ents, *[s for s in spans if s is not None and not any(t.ent_type for t in s)]]
    return doc


def test_a_users_entities_are_not_overwritten() -> None:
    nlp = make_nlp()
    nlp.add_pipe("tests_wet_words", first=True)
    doc = nlp(TEXT)
    assert [e.text for e in doc.ents if e.label_ == "WET"] == ["水务", "水务", "汛期"]
    assert "160条" in [e.text for e in doc.ents] and "临江市水务局" not in [e.text for e in doc.ents]
    assert "临江市水务局" in [s.text for s in doc.spans["gkbg"]]  # kept beside them


def test_a_users_entities_behind_ours_stay_too() -> None:
    nlp = make_nlp()
    nlp.add_pipe("tests_wet_words", before="gkbg_agencies")
    doc = nlp(TEXT)
    assert "汛期" in [e.text for e in doc.ents] and "160条" in [e.text for e in doc.ents]


def test_other_span_groups_are_left_alone() -> None:
    nlp = make_nlp()
    doc = nlp.make_doc(TEXT)
    doc.spans["mine"] = [Span(doc, 0, 2, label="X")]
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert [s.label_ for s in doc.spans["mine"]] == ["X"] and len(doc.spans["gkbg"]) == 14


def test_counts_depend_on_what_ran_before(char: Language) -> None:
    """A telephone number is no count: the matchers see what those before them found."""
    alone = spacy.blank("zh")
    alone.add_pipe("gkbg_counts")
    assert said(alone("共12条")) == said(char("共12条")) == [("COUNT", "12条")]


def test_pipe_and_call_agree(char: Language) -> None:
    texts = [TEXT, "", "公开12条。"]
    assert [said(d) for d in char.pipe(texts)] == [said(char(t)) for t in texts]


# -- storage --


@pytest.fixture(params=["char", "jieba"])
def stored(request: pytest.FixtureRequest, char: Language, jieba: Language) -> Language:
    return {"char": char, "jieba": jieba}[request.param]


def test_bytes_round_trip(stored: Language) -> None:
    segmenter = "char" if isinstance(stored.tokenizer, CharTokenizer) else "jieba"
    again = make_nlp(segmenter).from_bytes(stored.to_bytes())
    assert again.pipe_names == list(WANTED)
    assert again(TEXT)._.gkbg == stored(TEXT)._.gkbg


def test_disk_round_trip(stored: Language, tmp_path: Path) -> None:
    stored.to_disk(tmp_path / "nlp")
    again = spacy.load(tmp_path / "nlp")
    assert again.pipe_names == list(WANTED)
    assert type(again.tokenizer) is type(stored.tokenizer)
    doc = again(TEXT)
    assert doc._.gkbg == stored(TEXT)._.gkbg and [e.text for e in doc.ents] == [e.text for e in stored(TEXT).ents]


def test_a_doc_survives_bytes_with_its_spans(char: Language) -> None:
    doc = char(TEXT)
    again = Doc(char.vocab).from_bytes(doc.to_bytes(exclude=["user_data"]))
    assert [(s.label_, s.text) for s in again.spans["gkbg"]] == [(s.label_, s.text) for s in doc.spans["gkbg"]]
    assert [(e.label_, e.text) for e in again.ents] == [(e.label_, e.text) for e in doc.ents]


def test_a_doc_with_its_user_data_survives_bytes(char: Language) -> None:
    """What ``Doc.to_bytes`` and ``DocBin(store_user_data=True)`` do by default."""
    doc = char(TEXT)
    again = Doc(char.vocab).from_bytes(doc.to_bytes())
    assert again._.gkbg == doc._.gkbg and again._.gkbg_unaligned == doc._.gkbg_unaligned
    assert [e._.gkbg_value for e in again.ents] == [e._.gkbg_value for e in doc.ents]
    assert [(e.label_, e.text) for e in again.ents] == [(e.label_, e.text) for e in doc.ents]


def test_docs_of_several_processes_are_the_same(char: Language) -> None:
    texts = [TEXT, "公开12条。"]
    docs = list(char.pipe(texts, n_process=2, batch_size=1))
    assert [[(e.label_, e.text) for e in d.ents] for d in docs] == [[(e.label_, e.text) for e in char(t).ents] for t in texts]


def test_a_rule_that_is_off_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from gkbg_nlp.entities import order

    monkeypatch.setattr(order, "off_rules", lambda: frozenset({"dates.full"}))
    doc = make_nlp()("2016年3月5日公开6条。")
    assert [e.rule.split(".")[0] for e in doc._.gkbg] == ["counts"]


@pytest.mark.parametrize("segmenter", ["char", "jieba"])
def test_words_outlive_a_memory_zone(segmenter: str) -> None:
    nlp = make_nlp(segmenter)
    with nlp.memory_zone():
        assert nlp(TEXT).text == TEXT
    assert nlp(TEXT).text == TEXT
