"""Formats by name and by content, folders, checks that all formats share, and files that never overwrite."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.corpus.annotated import GoldBlock, GoldEntity, GoldReport
from gkbg_nlp.corpus.exchange import FORMATS, OccupiedError, convert, read, read_labelled, render
from gkbg_nlp.corpus.exchange.check import check_all
from gkbg_nlp.corpus.exchange.store import bad_names
from gkbg_nlp.corpus.exchange.units import Units
from gkbg_nlp.corpus.source import CorpusError

CSV = "text,section\n甲,fees\n"


def report(name: str = "a") -> GoldReport:
    meta = {"id": name, "era": "B", "province": "吉林省", "body": "bureau"}
    return GoldReport(name, "甲。乙", [GoldBlock(0, 3, "paragraph", "fees", None)], [GoldEntity(0, 1, "LAW", "甲")], {}, meta)


def put(folder: Path, fmt: str, name: str = "a") -> Path:
    known = FORMATS[fmt]
    destination = folder if known.folder else folder / f"{name}{known.suffixes[0]}"
    folder.mkdir(exist_ok=True)
    for key, content in render([report(name)], fmt)[0].items():
        (destination / key if known.folder else destination.with_suffix(key) if key else destination).write_bytes(content)
    return destination


def test_names() -> None:
    assert list(FORMATS) == ["gkbg", "json", "jsonl", "csv", "docbin", "doccano", "labelstudio"]
    with pytest.raises(CorpusError, match="unknown format 'Doccano'; known: gkbg, json, "):
        render([], "Doccano")


@pytest.mark.parametrize("fmt", list(FORMATS))
def test_a_format_is_found_in_a_file_and_in_a_folder(fmt: str, tmp_path: Path) -> None:
    put(tmp_path / "x", fmt)
    found = read(tmp_path / "x")
    assert found.format == fmt and [r.id for r in found.reports] == ["a"]
    one = next(p for p in (tmp_path / "x").iterdir() if p.suffix in FORMATS[fmt].suffixes)
    assert read(one).format == fmt and len(read_labelled(one, fmt)) == 1


def test_a_folder_of_several_formats_is_refused_unless_named(tmp_path: Path) -> None:
    put(tmp_path, "jsonl")
    put(tmp_path, "docbin", "b")
    with pytest.raises(CorpusError, match=r"several formats, docbin \(1\), jsonl \(1\): name the format with --from"):
        read_labelled(tmp_path)
    assert [r.id for r in read_labelled(tmp_path, "docbin")] == ["b"]


def test_files_of_a_folder_are_read_in_order_without_hidden_and_second_ones(tmp_path: Path) -> None:
    for name in ("b", "a", ".hidden"):
        (tmp_path / f"{name}.csv").write_text(CSV, "utf-8")
    for folder in ("second", "sub", ".git"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{folder.strip('.')}.csv").write_text(CSV, "utf-8")
    assert [r.id for r in read_labelled(tmp_path)] == ["a-1", "b-1", "sub-1"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", "甲", "is that of no format: name the format with --from"),
        ("a.json", "[]", "its first record is that of no format"),
        ("a.json", '{"x": 1}', "its first record is that of no format"),
        ("a.json", "{", "a.json:1: not JSON"),
        ("a.jsonl", "甲", "a.jsonl:1: the first line is no JSON object"),
        ("a.jsonl", "", "a.jsonl:1: the first line is no JSON object"),
        ("a.json", "[" * 100_000, "nested too deep"),
        ("a.jsonl", "[" * 100_000, "a.jsonl:1: "),
        ("a.json", b"\xff", "a.json:1: the byte 0xff is not UTF-8"),
    ],
)
def test_what_is_no_labelled_data_is_refused(tmp_path: Path, name: str, content: str | bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    with pytest.raises(CorpusError) as caught:
        read_labelled(tmp_path / name)
    assert words in str(caught.value)


def test_nothing_there(tmp_path: Path) -> None:
    for path, fmt, words in (
        (tmp_path / "no", None, "no such file"),
        (tmp_path, None, "no labelled data here"),
        (tmp_path, "csv", "no file of the format csv"),
    ):
        with pytest.raises(CorpusError, match=words):
            read_labelled(path, fmt)
    (tmp_path / "a.jsonl").write_text('{"text": "甲", "label": []}\n', "utf-8")
    with pytest.raises(CorpusError, match=r"no labelled report in it \(records without a label, left out: 1\)"):
        read_labelled(tmp_path / "a.jsonl")


def test_a_file_without_known_suffix_is_seen_by_its_first_line(tmp_path: Path) -> None:
    put(tmp_path, "gkbg")
    (tmp_path / "a.gkbg").rename(tmp_path / "a")
    assert read(tmp_path / "a").format == "gkbg"


def test_jsonl_names_every_broken_line(tmp_path: Path) -> None:
    good = render([report()], "jsonl")[0][""].decode()
    (tmp_path / "a.jsonl").write_text(
        good + "{\n\n[]\n" + json.dumps({**json.loads(good), "text": "x"}) + "\n" + json.dumps({**json.loads(good), "text": 3}), "utf-8"
    )
    with pytest.raises(CorpusError) as caught:
        read_labelled(tmp_path / "a.jsonl")
    assert [m.removeprefix(f"{tmp_path}/a.jsonl:").split(":")[0] for m in caught.value.messages] == ["2", "4", "5", "6"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"file": None}, "whose 'file' names the text"),
        ({"file": "../a.txt"}, "whose 'file' names the text"),
        ({"file": "b.txt"}, "b.txt is missing"),
        ({"meta": 3}, "'meta' and 'indicators' are objects"),
        ({"blocks": 3}, "'blocks' is no list"),
        ({"blocks": [3]}, "blocks[0] is of another form"),
        ({"blocks": [{"start": 0, "end": 1}]}, "blocks[0] lacks 'role'"),
        ({"blocks": [{"start": 0, "end": 1, "role": "title", "quote": "乙"}]}, "block 1: '乙' does not stand at 0"),
        ({"blocks": [{"start": "0", "end": 1, "role": "title"}]}, "is of another form"),
        ({"entities": [{"start": 0, "end": 1, "label": "LAW", "text": "乙"}]}, "at 0 stands '甲', not '乙'"),
        ({"entities": [{"start": 0, "end": 9, "label": "LAW"}]}, "it ends at 9, the text at 3"),
    ],
)
def test_json_names_what_is_broken(tmp_path: Path, change: dict[str, object], words: str) -> None:
    put(tmp_path, "json")
    gold = json.loads((tmp_path / "a.json").read_text("utf-8"))
    (tmp_path / "a.json").write_text(json.dumps({**gold, **change}), "utf-8")
    with pytest.raises(CorpusError) as caught:
        read_labelled(tmp_path, "json")
    assert "a.json" in str(caught.value) and words in str(caught.value)


def test_json_keeps_a_mark_that_is_text(tmp_path: Path) -> None:
    marked = GoldReport("a", "\ufeff甲", [GoldBlock(1, 2, "title", None, None)], [], {}, {"id": "a"})
    for name, content in render([marked], "json")[0].items():
        (tmp_path / name).write_bytes(content)
    assert read_labelled(tmp_path) == [marked]


def test_json_takes_texts_in_other_encodings(tmp_path: Path) -> None:
    text = "全年共受理群众提出的信息公开申请，均在规定期限内作出书面答复。"
    (tmp_path / "a.txt").write_bytes(text.encode("gb18030"))
    gold = {"file": "a.txt", "blocks": [{"start": 0, "end": len(text), "role": "paragraph", "section": "requests"}]}
    (tmp_path / "a.json").write_text(json.dumps(gold), "utf-8")
    assert read_labelled(tmp_path)[0].text == text


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (GoldBlock(0, 1, "song", None, None), "unknown role 'song'"),
        (GoldBlock(0, 1, "title", "fees", None), "a title takes no section: take 'fees' out"),
        (GoldBlock(0, 1, "paragraph", "", None), "the section '' is no name"),
        (GoldBlock(0, 1, "paragraph", "a\nb", None), "is no name"),
        (GoldBlock(0, 1, "paragraph", "fees", 1), "level 1 of a paragraph"),
        (GoldBlock(0, 1, "heading", "fees", 10), "level 10 of a heading"),
        (GoldBlock(1, 2, "title", None, None), "it holds only blanks at 1"),
        (GoldBlock(1, 1, "title", None, None), "start 1 and end 1"),
        (GoldBlock(True, 1, "title", None, None), "start True and end 1"),
    ],
)
def test_blocks_are_checked(block: GoldBlock, words: str) -> None:
    with pytest.raises(CorpusError) as caught:
        check_all([GoldReport("a", "甲 乙", [block], [], {}, {})])
    assert words in str(caught.value) and "report 'a': block 1: " in str(caught.value)


def test_everything_else_is_checked() -> None:
    good = GoldReport("a", "甲乙", [GoldBlock(1, 2, "title", None, None), GoldBlock(0, 1, "title", None, None)], [], {}, {})
    check_all([good])
    assert [b.start for b in good.blocks] == [0, 1]
    bad = [
        GoldReport("a", "甲\ud800", [], [], {}, {}),
        GoldReport("", "甲", [], [GoldEntity(0, 1, "", "甲", [1], 3)], {}, {}),  # type: ignore[arg-type]
        GoldReport("b", 3, [], [], {}, {}),  # type: ignore[arg-type]
    ]
    with pytest.raises(CorpusError) as caught:
        check_all([good, *bad])
    words = "\n".join(caught.value.messages)
    for said in (
        "at offset 1 of the text stands a half",
        "the id 'a' is already",
        "the id '' is no name",
        "the label ''",
        "the value [1]",
        "the unit 3",
        "the text is int",
    ):
        assert said in words, said


@given(text=st.text(st.sampled_from("a甲𠀀👨"), max_size=12))
def test_utf16_offsets(text: str) -> None:
    units = Units(text)
    for point in range(len(text) + 1):
        unit = len(text[:point].encode("utf-16-le")) // 2
        assert units.to_utf16(point) == unit and units.from_utf16(unit) == point
    valid = {len(text[:p].encode("utf-16-le")) // 2 for p in range(len(text) + 1)}
    assert all((units.from_utf16(u) is None) == (u not in valid) for u in range(-2, 30))
    assert units.differ == any(c > "\uffff" for c in text)


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    source = put(tmp_path / "in", "jsonl")
    for name, fmt in (("o.csv", "csv"), ("t.json", "labelstudio"), ("g", "gkbg")):
        convert(source, tmp_path / name, fmt)
        with pytest.raises(OccupiedError, match="--overwrite"):
            convert(source, tmp_path / name, fmt)
        convert(source, tmp_path / name, fmt, overwrite=True)
    (tmp_path / "t.json").unlink()
    with pytest.raises(OccupiedError, match=r"t\.xml exists"):
        convert(source, tmp_path / "t.json", "labelstudio")
    with pytest.raises(OccupiedError, match="is a file: name a folder"):
        convert(source, tmp_path / "o.csv", "gkbg", overwrite=True)
    with pytest.raises(OccupiedError, match="is a folder: name a file"):
        convert(source, tmp_path / "g", "csv", overwrite=True)
    (tmp_path / "empty").mkdir()
    convert(source, tmp_path / "empty", "json")
    other = convert(put(tmp_path / "in2", "jsonl", "b"), tmp_path / "g", "gkbg", overwrite=True)
    assert any("holds already" in note and note.endswith(": 1") for note in other.notes)
    assert sorted(p.name for p in (tmp_path / "g").iterdir()) == ["a.gkbg", "b.gkbg"]


def test_files_appear_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = put(tmp_path / "in", "jsonl")
    convert(source, tmp_path / "t.json", "labelstudio")
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
    (tmp_path / "g").mkdir()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fchmod", full, raising=False)
    monkeypatch.setattr(Path, "chmod", full)
    for name, fmt in (("t.json", "labelstudio"), ("new", "gkbg"), ("g", "json")):
        with pytest.raises(OSError, match="No space"):
            convert(source, tmp_path / name, fmt, overwrite=True)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["g", "in", "t.json", "t.xml"] and not list((tmp_path / "g").iterdir())


def test_ids_that_are_no_file_names_are_all_named(tmp_path: Path) -> None:
    assert bad_names(["a", "a/b", "..", "con:", "甲" * 80, "一 号", "a."]) == ["a/b", "..", "con:", "甲" * 80, "a."]
    (tmp_path / "in.jsonl").write_bytes(render([report("a/b"), report("..")], "jsonl")[0][""])
    with pytest.raises(CorpusError) as caught:
        convert(tmp_path / "in.jsonl", tmp_path / "out", "gkbg")
    assert len(caught.value.messages) == 2 and not (tmp_path / "out").exists()


def test_only_blocks_or_only_entities(tmp_path: Path) -> None:
    source = put(tmp_path / "in", "jsonl")
    convert(source, tmp_path / "b.jsonl", "doccano", only="blocks")
    convert(source, tmp_path / "e.jsonl", "doccano", only="entities")
    blocks, entities = read_labelled(tmp_path / "b.jsonl")[0], read_labelled(tmp_path / "e.jsonl")[0]
    assert (len(blocks.blocks), len(blocks.entities), len(entities.blocks), len(entities.entities)) == (1, 0, 0, 1)
