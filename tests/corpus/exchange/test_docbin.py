"""DocBins: what spaCy users find in ours, and what we read of theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin, Span

from gkbg_nlp.corpus.annotated import GoldBlock, GoldEntity, GoldReport
from gkbg_nlp.corpus.exchange import read, read_labelled, render
from gkbg_nlp.corpus.source import CorpusError

TEXT = "题\r\n𠀀县局公开 3条\n"
REPORT = GoldReport(
    "r",
    TEXT,
    [GoldBlock(0, 1, "title", None, None), GoldBlock(3, 11, "heading", "overview", 2)],
    [GoldEntity(3, 6, "AGENCY", "𠀀县局"), GoldEntity(4, 6, "AGENCY", "县局", "县局"), GoldEntity(9, 11, "COUNT", "3条", 3, "条")],
    {"year": 2015},
    {"id": "r", "marks": ["a", "b"], "nested": {"x": [1, 2.5, None]}},
)


def docbin(path: Path, *docs: Doc, user_data: bool = True) -> Path:
    DocBin(docs=docs, store_user_data=user_data).to_disk(path)
    return path


def test_a_pipeline_of_spacy_finds_everything(tmp_path: Path) -> None:
    (tmp_path / "a.spacy").write_bytes(render([REPORT], "docbin")[0][""])
    (doc,) = DocBin().from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("zh").vocab)
    assert doc.text == TEXT and len(doc) == len(TEXT)
    assert [(s.text, s.label_, s.kb_id_, s.id_) for s in doc.spans["gkbg_blocks"]] == [
        ("题", "", "title", ""),
        ("𠀀县局公开 3条", "overview", "heading", "2"),
    ]
    assert [(s.text, s.label_, s.kb_id_, s.id_) for s in doc.spans["gkbg_entities"]] == [
        ("𠀀县局", "AGENCY", "", ""),
        ("县局", "AGENCY", '"县局"', ""),
        ("3条", "COUNT", "3", "条"),
    ]
    assert [(e.text, e.label_) for e in doc.ents] == [("𠀀县局", "AGENCY"), ("3条", "COUNT")]
    assert doc.user_data["gkbg"]["id"] == "r" and doc.user_data["gkbg"]["indicators"] == {"year": 2015}
    assert read_labelled(tmp_path / "a.spacy") == [REPORT]


def test_docs_of_a_word_tokenizer(tmp_path: Path) -> None:
    vocab = spacy.blank("zh").vocab
    doc = Doc(vocab, words=["县局", "公开", "3", "条"], spaces=[False, True, False, False])
    doc.spans["gkbg_blocks"] = [Span(doc, 0, 4, label="自定义")]
    doc.set_ents([Span(doc, 0, 1, label="ORG")])
    (report,) = read_labelled(docbin(tmp_path / "b.spacy", doc))
    assert (report.id, report.text) == ("b-1", "县局公开 3条")
    assert report.blocks == [GoldBlock(0, 7, "paragraph", "自定义", None)]
    assert report.entities == [GoldEntity(0, 2, "ORG", "县局")]


def test_docs_of_text_classification(tmp_path: Path) -> None:
    vocab = spacy.blank("zh").vocab
    docs = [Doc(vocab, words=[word]) for word in ("甲", "乙", "丙")]
    docs[0].cats, docs[1].cats = {"fees": 1.0, "requests": 0.0}, {"fees": 0.1, "requests": 0.9}
    found = read(docbin(tmp_path / "c.spacy", *docs))
    assert [(r.text.strip(), r.blocks[0].section) for r in found.reports] == [("甲", "fees"), ("乙", "requests")]
    assert found.notes.lines() == ["Docs without blocks, categories or entities, left out: 1"]


def test_broken_docs_are_all_named(tmp_path: Path) -> None:
    vocab = spacy.blank("zh").vocab
    docs = [Doc(vocab, words=["甲", "乙"]) for _ in range(4)]
    docs[0].cats = {"fees": 1.0, "requests": 1.0}
    docs[1].spans["gkbg_blocks"] = [Span(docs[1], 0, 1, label="fees", span_id="two")]
    docs[2].user_data["gkbg"] = {"meta": 3}
    docs[3].cats = {"fees": 1.0}
    with pytest.raises(CorpusError) as caught:
        read_labelled(docbin(tmp_path / "d.spacy", *docs))
    assert [m.split(": ")[1] for m in caught.value.messages] == ["Doc 1", "Doc 2", "Doc 3"]
    for content in (b"", b"x\x9c garbage", b"x\x9cK\xac\xae\x05\x00\x02\x8b\x01\x27"):
        (tmp_path / "e.spacy").write_bytes(content)
        with pytest.raises(CorpusError, match=r"e\.spacy: no DocBin"):
            read_labelled(tmp_path / "e.spacy")


def test_overlapping_blocks_are_refused(tmp_path: Path) -> None:
    doc = Doc(spacy.blank("zh").vocab, words=["甲", "乙", "丙"])
    doc.spans["gkbg_blocks"] = [Span(doc, 0, 2, label="fees"), Span(doc, 1, 3, label="fees")]
    with pytest.raises(CorpusError, match="Doc 1: the block at 2 begins inside the one before"):
        read_labelled(docbin(tmp_path / "f.spacy", doc))


def test_numbers_beyond_msgpack_are_refused() -> None:
    with pytest.raises(CorpusError, match="report 'r': its header or indicators cannot be stored"):
        render([GoldReport("r", "甲", [], [], {"year": 2**70}, {})], "docbin")
