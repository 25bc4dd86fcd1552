"""The baselines do what they say, learn from training reports only, and say why they cannot be had."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gkbg_nlp.corpus.annotated import GoldReport, parse
from gkbg_nlp.evaluation.baselines import peers, sections
from gkbg_nlp.evaluation.baselines.contestant import ALL_FIGURES, SECTION_FIGURES, ContestantError
from gkbg_nlp.evaluation.baselines.registry import NAMES, check_names, make, needs_training, training_reports
from gkbg_nlp.evaluation.gold import GoldDocument, read_gold_file
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.report.records import Report

TEXT = """某县林业局2016年政府信息公开工作年度报告

本报告由县林业局编制。

一、主动公开情况
全年主动公开信息30条。
其中网站公开20条。

二、扎实推进
开展植树活动。

三、收费及减免情况
未收取费用。
"""


def gold(name: str, *blocks: tuple[str, str]) -> GoldReport:
    source = f'+++\nid = "{name}"\nera = "B"\nprovince = "江苏省"\nbody = "town"\n+++\n' + "".join(
        f"@paragraph {section}\n{words}\n" for section, words in blocks
    )
    return parse(source)


FEES = gold(
    "fees", *[("fees", f"全年未收取任何费用{c}。") for c in "甲乙丙丁"], *[("requests", f"收到依申请公开申请{c}。") for c in "甲乙丙"]
)


def said(report: Report) -> list[str | None]:
    return [b.section for b in report.blocks]


def test_blocks_are_those_of_our_layout() -> None:
    layout = segment(TEXT).blocks
    report = sections.tagger("headings", sections.headings)(TEXT)
    assert [(b.start, b.end, b.role, b.level) for b in report.blocks] == [(b.start, b.end, b.role, b.level) for b in layout]
    assert report.meta.model == "headings" and report.text == TEXT and report.entities == []
    assert [b.reason for b in report.blocks][:2] == [None, "headings"]


def test_majority() -> None:
    assert set(said(sections.tagger("majority", sections.majority([FEES]))(TEXT))) == {None, "fees"}
    even = gold("even", ("requests", "甲。"), ("fees", "乙。"))
    assert set(said(sections.tagger("majority", sections.majority([even]))(TEXT))) == {None, "fees"}  # the first by name


def test_headings_alone() -> None:
    # the generic 二、 says nothing: it and its text go on with what was before
    assert said(sections.tagger("h", sections.headings)(TEXT)) == [None, "preamble", *["proactive"] * 5, *["fees"] * 2]
    bare = "今年我局组织干部职工到林场开展了义务植树活动，群众反映良好，媒体多次报道。\n" * 3
    assert set(said(sections.tagger("h", sections.headings)(bare))) == {"preamble"}


@pytest.mark.parametrize("name", ["text", "linear-svc"])
def test_own_characters_alone(name: str) -> None:
    contestant = make(name, lambda: [FEES])
    assert contestant.figures == SECTION_FIGURES and contestant.trained_seconds is not None and "1 reports" in contestant.about
    words = "未收取费用。\n收到公开申请。\n"
    assert said(contestant.tag(words)) == ["fees", "requests"]
    # neither the order nor the heading above counts
    assert said(contestant.tag("收到公开申请。\n未收取费用。\n")) == ["requests", "fees"]
    assert said(contestant.tag(f"一、收费情况\n收到公开申请。\n{words}"))[1:] == ["requests", "fees", "requests"]
    assert contestant.tag("\n").blocks == []


def test_too_little_to_train_on() -> None:
    with pytest.raises(ContestantError, match="1 labelled blocks of 1 sections are nothing to train on"):
        sections.text([gold("one", ("fees", "未收费。"))])
    with pytest.raises(ContestantError, match="0 labelled blocks"):
        sections.majority([])
    with pytest.raises(ContestantError, match="2 labelled blocks are too few to train on"):
        sections.text([gold("two", ("fees", "甲"), ("requests", "乙"))])  # no n-gram stands in two blocks


def test_names() -> None:
    check_names(["shipped", "majority", "headings", "text", "linear-svc"])
    for names, words in (
        ([], "nothing to compare"),
        (["shipped"], "nothing to compare: name two or more of shipped, majority"),
        (["text", "shipped", "text"], "text is named twice"),
        (["shipped", "gone"], "gone: no folder of a model, and no name: known are shipped"),
    ):
        with pytest.raises(ContestantError, match=words):
            check_names(names)
    assert needs_training(["shipped", "text"]) and not needs_training(["shipped", "headings", "jionlp"])
    assert len(NAMES) == 9


def test_a_peer_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "find_spec", lambda name: None)
    for name in ("fasttext", "jionlp"):
        with pytest.raises(ContestantError, match=f"{name} is not installed: pip install {name}"):
            check_names(["shipped", name])
        with pytest.raises(ContestantError, match="not installed"):
            make(name, lambda: [FEES])


def test_a_peer_that_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> Any:
        raise ImportError("no such symbol")

    monkeypatch.setattr(peers, "find_spec", lambda name: object())
    monkeypatch.setattr(peers, "import_module", broken)
    with pytest.raises(ContestantError, match="jionlp is installed and cannot be imported: ImportError: no such symbol"):
        peers.jionlp()


def fake(monkeypatch: pytest.MonkeyPatch, name: str, **functions: Any) -> None:
    monkeypatch.setattr(peers, "find_spec", lambda wanted: object())
    monkeypatch.setitem(sys.modules, name, SimpleNamespace(**functions))  # type: ignore[arg-type]


def test_jionlp_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "电话0533-1234567，邮箱a@b.cn"
    fake(
        monkeypatch,
        "jionlp",
        extract_phone_number=lambda text, detail: [{"text": "0533-1234567", "offset": (1, 14)}],  # a character too early
        extract_email=lambda text, detail: [{"text": "a@b.cn", "offset": (17, 23)}] * 2,
        extract_url=lambda text, detail: [],
    )
    contestant = make("jionlp", list)
    found = contestant.tag(text).entities
    assert [(e.start, e.end, e.label, e.text) for e in found] == [(2, 14, "PHONE", "0533-1234567"), (17, 23, "EMAIL", "a@b.cn")]
    assert all(text[e.start : e.end] == e.text for e in found)
    assert contestant.figures == {"PHONE", "EMAIL", "URL"} and contestant.trained_seconds is None


def test_jiagu_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = {
        "甲市水务局乙县水务局": ["B-LOC", "I-LOC", "B-ORG", "I-ORG", "I-ORG", "B-ORG", "I-ORG", "I-ORG", "I-ORG", "I-ORG"],
        "无。": ["O", "O"],
    }
    fake(monkeypatch, "jiagu", ner=lambda characters: marks["".join(characters)])
    contestant = make("jiagu", list)
    found = contestant.tag("甲市水务局乙县水务局\n无。").entities
    assert [(e.start, e.end, e.label, e.text) for e in found] == [(2, 5, "AGENCY", "水务局"), (5, 10, "AGENCY", "乙县水务局")]
    assert contestant.figures == {"AGENCY"}


def test_jieba_spans_and_silence(capfd: pytest.CaptureFixture[str]) -> None:
    text = "由国务院办公厅转发。"
    found = make("jieba", list).tag(text).entities
    assert all(text[e.start : e.end] == e.text and e.label == "AGENCY" for e in found)
    assert any("国务院" in e.text for e in found)
    assert capfd.readouterr() == ("", "")


def test_fasttext_files_and_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    def train_supervised(input: str, label: str, **options: Any) -> Any:
        seen.update(options, lines=Path(input).read_text("utf-8").splitlines(), folder=Path(input).parent)

        def predict(texts: list[str]) -> tuple[list[list[str]], list[Any]]:
            return [["__label__requests"] if "申 请" in t else [] for t in texts], []

        return SimpleNamespace(predict=predict)

    fake(monkeypatch, "fasttext", train_supervised=train_supervised)
    contestant = make("fasttext", lambda: [FEES])
    assert len(seen["lines"]) == 7 and seen["lines"][0] == "__label__fees 全 年 未 收 取 任 何 费 用 甲 。"
    assert seen["thread"] == 1 and not seen["folder"].exists()  # repeatable, and nothing is left behind
    assert said(contestant.tag("收到公开申请。\n植树。\n")) == ["requests", "fees"]  # no word known: the most frequent


@pytest.mark.skipif(find_spec("fasttext") is None, reason="fasttext is not installed")
def test_real_fasttext_repeats_itself() -> None:
    first, second = (make("fasttext", lambda: [FEES]).tag("未收取费用。\n收到公开申请。\n") for _ in range(2))
    assert said(first) == said(second) == ["fees", "requests"]


@pytest.mark.skipif(find_spec("jionlp") is None, reason="jionlp is not installed")
def test_real_jionlp_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    report = make("jionlp", list).tag("电话：0533-2183391，邮箱abc@163.com")
    assert [(e.start, e.label) for e in report.entities] == [(3, "PHONE"), (18, "EMAIL")]
    assert capfd.readouterr().out == ""


@pytest.fixture
def corpus(root: Path, tmp_path: Path) -> Path:
    for name in ("r001", "r002", "r003", "r055"):
        shutil.copy(root / f"data/corpus/reports/{name}.gkbg", tmp_path)
    (tmp_path / "split.toml").write_text('test = ["r055"]', "utf-8")
    return tmp_path


def test_nothing_is_trained_on_what_is_compared_on(corpus: Path) -> None:
    assert [r.id for r in training_reports(corpus, [])] == ["r001", "r002", "r003"]
    first, second = (read_gold_file(corpus / f"{name}.gkbg") for name in ("r001", "r002"))
    renamed = GoldDocument("other", second.text, second.gold)
    assert [r.id for r in training_reports(corpus, [first, renamed])] == ["r003"]
    mended = GoldDocument("r003", first.text + "。", first.gold)  # the same report by its name
    assert [r.id for r in training_reports(corpus, [mended])] == ["r001", "r002"]
    (corpus / "split.toml").unlink()
    assert len(training_reports(corpus, [])) == 4


def test_no_corpus_to_train_on(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "gone", tmp_path / "empty"):
        with pytest.raises(ContestantError, match=r"no \*.gkbg to train baselines on: name a folder of them by --train"):
            training_reports(folder, [])
    with pytest.raises(ContestantError, match="every report is held out or among those compared on"):
        training_reports(corpus, [read_gold_file(corpus / f"r00{i}.gkbg") for i in (1, 2, 3)])
    (corpus / "split.toml").write_text("test = 3", "utf-8")
    with pytest.raises(ContestantError, match="test is no list of ids"):
        training_reports(corpus, [])
    (corpus / "r002.gkbg").write_text("@paragraph", "utf-8")
    with pytest.raises(ContestantError, match=r"r002\.gkbg:1: "):
        training_reports(corpus, [])


def test_models(root: Path, tmp_path: Path) -> None:
    contestant = make(str(root / "models/sections-1"), list)
    assert contestant.figures == ALL_FIGURES and contestant.about.startswith("model sections-1")
    assert said(contestant.tag(TEXT))[2] == "proactive"
    with pytest.raises(ContestantError, match="model"):
        make(str(tmp_path), list)
