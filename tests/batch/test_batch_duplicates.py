"""Inputs of the same content: one line for the first, which names the others."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from batch_fakes import FakePipeline, KillingPipeline
from batch_helpers import lines, many, put, run
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.batch import Input, collect
from gkbg_nlp.batch.duplicates import merge
from gkbg_nlp.readers import is_known


def also() -> dict[str, list[str]]:
    return {r["source"]["path"]: r["source"].get("also", []) for r in lines()}  # type: ignore[index,attr-defined]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_first_in_order_names_the_others(workers: int) -> None:
    many(30)
    for name in ("in/0000a.txt", "x/z.txt", "in/0029b.txt"):
        put(name, Path("in/0003.txt").read_bytes())
    with zipfile.ZipFile("in/r.zip", "w") as file:
        file.writestr("a.txt", Path("in/0005.txt").read_bytes())
    result = run("in", "x", workers=workers)
    found = also()
    assert found.pop("in/0000a.txt") == ["in/0003.txt", "in/0029b.txt", "x/z.txt"]
    assert found.pop("in/0005.txt") == ["in/r.zip/a.txt"]
    assert set(map(tuple, found.values())) == {()}
    assert (result.written, result.merged, len(lines())) == (30, 4, 30)
    assert run("in", "x", resume=True).finished_before
    assert run("in", "x", resume=True).merged == 4


PAGE = "<!DOCTYPE html><html><body><h1>某县2017年度报告</h1><p>一、概述</p></body></html>"


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_read_in_another_way_is_another_report(workers: int) -> None:
    for name in ("a.txt", "b.html", "c.md", "d.markdown", "e.doc", "f.TXT", "g.dat"):
        put(name, PAGE)
    with zipfile.ZipFile("r.zip", "w") as file:
        file.writestr("h.txt", PAGE)
        file.writestr("i.htm", PAGE)
    names = sorted(str(path) for path in Path().iterdir())
    result = run(*names, workers=workers)
    assert also() == {"a.txt": ["f.TXT", "r.zip/h.txt"], "b.html": ["e.doc", "g.dat", "r.zip/i.htm"], "c.md": ["d.markdown"]}
    assert [record["source"]["format"] for record in lines()] == ["text", "html", "markdown"]  # type: ignore[index]
    assert (result.written, result.merged) == (3, 6)


def test_an_input_that_fails_is_not_merged_with_one_that_does_not() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile("a.doc", "w") as file:
        file.writestr(
            "word/document.xml", f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>一、概述</w:t></w:r></w:p></w:body></w:document>'
        )
    for name in ("b.txt", "c.docx"):  # the text name is taken at its word, and refused
        put(name, Path("a.doc").read_bytes())
    result = run("a.doc", "b.txt", "c.docx")
    assert [(path, code) for path, code, _ in result.failed] == [("b.txt", "binary")]
    assert also() == {"a.doc": ["c.docx"], "b.txt": []}


def test_the_name_decides_between_formats_of_the_same_content() -> None:
    for name in ("a.html", "b.pdf"):  # a piece of a page: the name says that it is one, under another it is text
        put(name, "<p>一、概述</p>")
    run("a.html", "b.pdf")
    assert [(record["source"]["format"], record["text"]) for record in lines()] == [("html", "一、概述"), ("text", "<p>一、概述</p>")]  # type: ignore[index]


def test_every_line_if_it_is_wished() -> None:
    put("a.txt")
    put("b.txt")
    result = run("a.txt", "b.txt", keep_duplicates=True)
    assert also() == {"a.txt": [], "b.txt": []}
    assert result.merged == 0
    assert not run("a.txt", "b.txt", resume=True).finished_before
    assert also() == {"a.txt": ["b.txt"]}


def test_only_files_of_equal_size_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, data in (
        ("a.txt", "12"),
        ("b.txt", "34"),
        ("c.txt", "123"),
        ("d.txt", ""),
        ("e.txt", ""),
        ("f.txt", "5" * 99),
        ("g.txt", "6" * 99),
    ):
        put(name, data)
    read: list[str] = []

    def load(item: Input, max_bytes: int) -> bytes:
        read.append(item.path)
        return Path(item.path).read_bytes()

    monkeypatch.setattr("gkbg_nlp.batch.duplicates.load_input", load)
    items = collect([f"{name}.txt" for name in "abcdefg"], is_known).items
    assert merge(items, 50, 1) == items
    assert read == ["a.txt", "b.txt"]


@pytest.mark.parametrize("workers", [1, 2])
def test_failed_inputs_are_not_merged(workers: int) -> None:
    many(20)
    for name in ("in/0002.txt", "in/0007a.txt", "in/zz.txt"):
        put(name, "崩溃")
    for name in ("a.txt", "b.txt", "z.txt"):
        put(name, b"\xff\xd8\xff\xe0" + b"\0" * 99)
    put("in/empty1.txt", "")
    put("in/empty2.txt", "")
    result = run("in", "a.txt", "b.txt", "z.txt", workers=workers)
    run("in", "a.txt", "b.txt", "z.txt", output="kept.jsonl", keep_duplicates=True)
    assert Path("out.jsonl").read_bytes() == Path("kept.jsonl").read_bytes()
    assert (result.written, result.merged, len(result.failed)) == (27, 0, 8)
    assert [path for path, _, _ in result.failed] == sorted(path for path, _, _ in result.failed)
    assert run("in", "a.txt", "b.txt", "z.txt", resume=True).finished_before


def test_documents_that_kill_are_not_merged() -> None:
    many(6)
    put("in/0001.txt", "段错误")
    put("in/9.txt", "段错误")
    result = run("in", workers=2, factory=KillingPipeline)
    assert [(path, code) for path, code, _ in result.failed] == [("in/0001.txt", "internal"), ("in/9.txt", "internal")]
    assert list(also()) == [*(f"in/{number:04}.txt" for number in range(6)), "in/9.txt"]


def test_a_file_that_changes_after_it_was_compared_stands_for_itself() -> None:
    put("a.txt", "一")
    put("b.txt", "二")
    put("c.txt", "二")

    class Changing(FakePipeline):
        def tag(self, text: str, source: object = None, findings: object = (), markup: object = None) -> object:  # type: ignore[override]
            put("b.txt", "三")
            return super().tag(text, source, findings)  # type: ignore[arg-type]

    result = run("a.txt", "b.txt", "c.txt", factory=Changing)
    assert [record["text"] for record in lines()] == ["一", "三", "二"]
    assert result.merged == 0


@given(contents=st.lists(st.sampled_from([b"", b"1", b"2", b"11", b"22", b"33", b"1" * 60]), max_size=12), threads=st.integers(1, 3))
def test_merging_loses_nothing_and_keeps_the_order(contents: list[bytes], threads: int) -> None:
    items = [Input(f"{number:03}", size=len(data), data=data) for number, data in enumerate(contents)]
    merged = merge(items, 50, threads)
    assert sorted(one.path for item in merged for one in (item, *item.also)) == [item.path for item in items]
    assert [item.path for item in merged] == sorted(item.path for item in merged)
    for item in merged:
        assert all(other.data == item.data and other.path > item.path for other in item.also)
    mergeable = [data for data in contents if 0 < len(data) <= 50]
    assert len(merged) == len(contents) - len(mergeable) + len(set(mergeable))
