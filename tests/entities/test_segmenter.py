"""Words: both engines cut alike, no text is lost, and no record depends on how words are cut."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.util import get_words_and_spaces

import gkbg_nlp
from gkbg_nlp.corpus.annotated import load_all
from gkbg_nlp.entities.segmenter import cut, find_engine
from gkbg_nlp.entities.word_tokenizer import WordTokenizer, blanks_apart, configuration
from gkbg_nlp.pipeline import Pipeline
from gkbg_nlp.report.records import encode

TEXTS = [
    "青崖县水务局2016年政府信息公开工作年度报告\n一、主动公开政府信息情况\n全年主动公开政府信息138条，网站公开 120条。",
    "联系电话：0933-2868600，邮箱 a.b@example.com\r\n　二、依申请公开  收到申请2件，均已答复。\n",
    "",
    " \n",
]
MIXED = st.text(
    st.one_of(st.sampled_from("政府信息公开工作年度报告申请答复2016.-@a \t\n\r　，。龥𠀀é"), st.characters(codec="utf-8")), max_size=40
)


@pytest.fixture(scope="module")
def corpus(root: Path) -> list[str]:
    return [report.text for report in load_all(root / "data/corpus/reports")]


def test_both_engines_cut_the_corpus_alike(corpus: list[str]) -> None:
    pytest.importorskip("rjieba")
    for text in corpus:
        words = cut(text, engine="jieba")
        assert cut(text, engine="rjieba") == words
        assert "".join(words) == text


def test_with_guessed_words_they_nearly_do(corpus: list[str]) -> None:
    """The share that the module's own words and docs/python.md give."""
    pytest.importorskip("rjieba")

    def spans(words: list[str]) -> set[tuple[int, int]]:
        ends = [0]
        for word in words:
            ends.append(ends[-1] + len(word))
        return set(pairwise(ends))

    same = every = 0
    for text in corpus[::6]:
        ours, theirs = spans(cut(text, True, "jieba")), spans(cut(text, True, "rjieba"))
        same, every = same + len(ours & theirs), every + len(ours)
    assert same / every > 0.99


@settings(deadline=None)
@given(MIXED)
def test_both_engines_cut_any_text_alike(text: str) -> None:
    pytest.importorskip("rjieba")
    assert cut(text, engine="rjieba") == cut(text, engine="jieba")
    assert "".join(cut(text)) == "".join(cut(text, True)) == text


@pytest.mark.parametrize("engine", ["auto", "jieba", "rjieba"])
def test_half_a_character_is_cut_too(engine: str) -> None:
    if engine == "rjieba":
        pytest.importorskip("rjieba")
    assert "".join(cut("公开\ud800信息", engine=engine)) == "公开\ud800信息"


@pytest.fixture
def _without_rjieba(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    find_engine.cache_clear()
    yield
    find_engine.cache_clear()


@pytest.mark.usefixtures("_without_rjieba")
def test_without_the_fast_engine_jieba_cuts() -> None:
    assert cut("政府信息公开工作") == ["政府", "信息", "公开", "工作"]
    with pytest.raises(ImportError, match=r"gkbg-nlp\[fast\]"):
        cut("政府", engine="rjieba")


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(ValueError, match="choose auto, rjieba, jieba"):
        cut("政府", engine="thulac")
    with pytest.raises(ValueError, match="choose auto, rjieba, jieba"):
        spacy.blank("zh", config=configuration(engine="thulac"))


def test_nothing_is_loaded_before_words_are_wanted(root: Path) -> None:
    code = "import gkbg_nlp.entities.segmenter, sys; print(sorted({'jieba', 'rjieba'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=True).stdout.strip() == b"[]"


# -- the tokenizer --


@given(MIXED)
def test_tokens_are_those_of_spacy(text: str) -> None:
    pieces = cut(text)
    assert blanks_apart(pieces) == get_words_and_spaces(pieces, text)


@pytest.mark.parametrize("hmm", [False, True])
@pytest.mark.parametrize("text", TEXTS)
def test_the_text_comes_back(text: str, hmm: bool) -> None:
    assert spacy.blank("zh", config=configuration(hmm))(text).text == text


def test_settings_are_stored_with_the_pipeline(tmp_path: Path) -> None:
    nlp = spacy.blank("zh", config=configuration(True, "jieba"))
    nlp.to_disk(tmp_path / "nlp")
    for again in (spacy.load(tmp_path / "nlp"), spacy.blank("zh", config=configuration()).from_bytes(nlp.to_bytes())):
        assert isinstance(again.tokenizer, WordTokenizer)
        assert (again.tokenizer.hmm, again.tokenizer.engine) == (True, "jieba")
        assert [token.text for token in again(TEXTS[0])][:2] == ["青崖县", "水务局"]


# -- records --


@Language.component("segmenter_witness")
def _witness(doc: Any) -> Any:
    return doc


def records(segmenter: str, tokenizer: dict[str, Any] | None = None) -> list[bytes]:
    """The records of a pipeline that builds a Doc of each text, because a component looks at it."""
    pipeline = Pipeline(segmenter=segmenter)
    if tokenizer is not None:
        pipeline.nlp.tokenizer = spacy.blank("zh", config=tokenizer).tokenizer
    pipeline.nlp.add_pipe("segmenter_witness")
    return [encode(pipeline(text)) for text in TEXTS]


def test_records_are_the_same_bytes_whatever_cuts_words() -> None:
    plain = [encode(report) for report in gkbg_nlp.load().pipe(TEXTS)]
    assert records("char") == plain
    assert records("jieba") == plain
    assert records("jieba", configuration(True, "jieba")) == plain
