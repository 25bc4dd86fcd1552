"""Compiled reports: what is written is read back the same, with offsets that hold, and seeds' form for score.py."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.corpus.annotated import ROLES, SECTIONS, GoldBlock, GoldEntity, GoldReport, load_all
from gkbg_nlp.corpus.compile import FORMAT, from_record, gold_files, read_jsonl, to_record, write_gold, write_jsonl
from gkbg_nlp.corpus.split import find_split

TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)
VALUES = st.one_of(st.none(), st.integers(0, 10**9), st.floats(0, 1e6, allow_nan=False), st.text(max_size=5))


@st.composite
def reports(draw: st.DrawFn, name: str = "t") -> GoldReport:
    text = draw(TEXT)
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda s: s[0] < s[1])
    blocks = [
        GoldBlock(
            a,
            b,
            draw(st.sampled_from(ROLES)),
            draw(st.one_of(st.none(), st.sampled_from(SECTIONS))),
            draw(st.one_of(st.none(), st.integers(1, 9))),
        )
        for a, b in draw(st.lists(spans, max_size=3))
    ]
    entities = [
        GoldEntity(a, b, "COUNT", text[a:b], draw(VALUES), draw(st.one_of(st.none(), st.just("条"))))
        for a, b in draw(st.lists(spans, max_size=3))
    ]
    indicators = draw(st.dictionaries(st.sampled_from(["year", "phone", "fees_charged_yuan"]), VALUES.filter(lambda v: v is not None)))
    return GoldReport(name, text, blocks, entities, indicators, {"id": name, "era": "B", "marks": ["甲"]})


@given(reports())
def test_a_record_is_read_back_as_the_report(report: GoldReport) -> None:
    record = json.loads(json.dumps(to_record(report, "test"), ensure_ascii=False))
    assert from_record(record) == report
    assert (record["format"], record["split"], record["id"]) == (FORMAT, "test", "t")


@given(st.lists(reports(), max_size=4))
def test_a_file_is_read_back_as_the_reports(tmp_path_factory: pytest.TempPathFactory, many: list[GoldReport]) -> None:
    path = tmp_path_factory.mktemp("compiled") / "corpus.jsonl"
    write_jsonl(many, path)
    assert list(read_jsonl(path)) == many


def test_the_shipped_corpus_is_read_back_the_same(tmp_path: Path, root: Path) -> None:
    folder = root / "data" / "corpus" / "reports"
    gold = load_all(folder)
    split = find_split(folder)
    path = tmp_path / "new" / "corpus.jsonl"
    write_jsonl(gold, path, split)
    assert list(read_jsonl(path)) == gold
    records = [json.loads(line) for line in path.read_bytes().decode("utf-8").split("\n")[:-1]]
    assert [r["id"] for r in records] == [r.id for r in gold]
    assert split is not None and {r["id"] for r in records if r["split"] == "test"} == set(split.parts["test"])
    for record in records:
        for block in record["blocks"]:
            assert record["text"].startswith(block["quote"], block["start"])
        for entity in record["entities"]:
            assert record["text"][entity["start"] : entity["end"]] == entity["text"]


def test_the_gold_form_is_that_of_the_seeds(tmp_path: Path, gold_reports: list[GoldReport]) -> None:
    odd = GoldReport("odd", "甲\r\n乙\u2028丙\r丁", [GoldBlock(0, 8, "paragraph", "overview", None)], [], {}, {"id": "odd"})
    some = [*gold_reports[:3], odd]
    write_gold(some, tmp_path / "gold")
    assert sorted(p.name for p in (tmp_path / "gold").iterdir()) == sorted(p.name for p in gold_files(some, tmp_path))
    for report in some:
        assert (tmp_path / "gold" / f"{report.id}.txt").read_bytes().decode("utf-8") == report.text
        assert json.loads((tmp_path / "gold" / f"{report.id}.json").read_text("utf-8")) == report.to_gold(f"{report.id}.txt")


@pytest.mark.shared
def test_the_keys_are_those_of_a_seed(root: Path, gold_reports: list[GoldReport]) -> None:
    folder = root.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("needs ../shared")
    seed = json.loads(next(iter(sorted(folder.glob("*.json")))).read_text("utf-8"))
    ours = gold_reports[0].to_gold("r001.txt")
    assert set(seed) == set(ours) and set(seed["blocks"][0]) == set(ours["blocks"][0])
    assert set(seed["entities"][0]) == set(ours["entities"][0]) and set(seed["indicators"]) == set(ours["indicators"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": 2}, "format 2 is not 1: compile the corpus again"), ({"text": "换了"}, "does not stand at offset"), ({"blocks": 3}, "no record of"),
        ({"indicators": []}, "no record of"), ({"meta": None}, "no record of"), ({"entities": [{"start": 0}]}, "no record of"),
    ],
)  # fmt: skip
def test_a_changed_line_is_named(tmp_path: Path, gold_reports: list[GoldReport], change: dict[str, object], words: str) -> None:
    good = to_record(gold_reports[0])
    (tmp_path / "c.jsonl").write_text(json.dumps(good) + "\n" + json.dumps({**good, **change}) + "\n", "utf-8")
    with pytest.raises(ValueError, match=rf"c\.jsonl:2: .*{words}"):
        list(read_jsonl(tmp_path / "c.jsonl"))


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    for line in ("{", "3", "[]"):
        (tmp_path / "c.jsonl").write_text(line + "\n", "utf-8")
        with pytest.raises(ValueError, match=r"c\.jsonl:1: "):
            list(read_jsonl(tmp_path / "c.jsonl"))


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path, gold_reports: list[GoldReport], monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text("before", "utf-8")

    def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("gkbg_nlp.report.whole.os.replace", broken)
    with pytest.raises(OSError, match="full"):
        write_jsonl(gold_reports[:1], path)
    assert path.read_text("utf-8") == "before" and os.listdir(tmp_path) == ["c.jsonl"]
