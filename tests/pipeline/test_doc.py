"""When a report gets a spaCy Doc, and that it says the same with and without one."""

import subprocess
import sys
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import gkbg_nlp
from gkbg_nlp.report.records import encode

SAMPLES = [f.read_text("utf-8") for f in sorted((Path(gkbg_nlp.__file__).parent / "samples").glob("*.txt"))]


class Witness:
    """A component of a user's own, which keeps what it was shown."""

    def __init__(self) -> None:
        self.docs: list[Doc] = []

    def __call__(self, doc: Doc) -> Doc:
        self.docs.append(doc)
        return doc


@pytest.fixture(scope="module")
def records() -> list[bytes]:
    pipeline = gkbg_nlp.load()
    return [encode(pipeline(text)) for text in SAMPLES]


@pytest.fixture
def with_witness(request: pytest.FixtureRequest) -> tuple[gkbg_nlp.Pipeline, Witness]:
    pipeline = gkbg_nlp.load(segmenter=request.param)
    witness = Witness()
    Language.component("test_witness", func=witness)
    pipeline.nlp.add_pipe("test_witness")
    return pipeline, witness


@pytest.mark.parametrize("with_witness", ["char", "jieba"], indirect=True)
def test_a_component_of_the_users_own_sees_a_doc_and_changes_no_record(
    with_witness: tuple[gkbg_nlp.Pipeline, Witness], records: list[bytes]
) -> None:
    pipeline, witness = with_witness
    assert [encode(pipeline(text)) for text in SAMPLES] == records
    assert [doc.text for doc in witness.docs] == SAMPLES and all(doc.spans["gkbg"] for doc in witness.docs)


def test_doc_has_the_records_entities(records: list[bytes]) -> None:
    pipeline = gkbg_nlp.load()
    for text in SAMPLES:
        doc, report = pipeline.doc(text), pipeline(text)
        assert doc.text == text
        assert [(e.start, e.end, e.label, e.value) for e in doc._.gkbg] == [(e.start, e.end, e.label, e.value) for e in report.entities]
        assert {(s.start_char, s.end_char, s.label_) for s in doc.spans["gkbg"]} == {(e.start, e.end, e.label) for e in report.entities}


def test_a_matcher_that_was_removed_finds_nothing() -> None:
    pipeline = gkbg_nlp.load()
    pipeline.nlp.remove_pipe("gkbg_dates")
    with pipeline.nlp.select_pipes(disable=["gkbg_laws"]):
        assert {e.label for e in pipeline(SAMPLES[0]).entities}.isdisjoint({"DATE", "LAW"})
    assert "LAW" in {e.label for e in pipeline(SAMPLES[0]).entities}


def test_tagging_imports_no_spacy() -> None:
    code = "import gkbg_nlp, sys; gkbg_nlp.load()('公开信息3条。'); print({'spacy', 'sklearn', 'jieba', 'scipy'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "set()"
