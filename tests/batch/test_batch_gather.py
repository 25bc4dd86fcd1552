"""Lists, standard input, URLs: what a run reads beside files and folders."""

from __future__ import annotations

import io
import os
from pathlib import Path

import fsspec
import pytest
from batch_helpers import lines, many, put, run
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.batch import BatchError
from gkbg_nlp.batch.gather import read_list
from gkbg_nlp.batch.remote import is_url


class Standard:
    """Standard input that holds some bytes."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def paths() -> list[object]:
    return [record["source"]["path"] for record in lines()]  # type: ignore[index]


def test_a_list_names_inputs_one_a_line() -> None:
    many(3)
    put("b[1].txt")
    put("list.txt", "in/0002.txt\r\n\nin/0000.txt\nb[1].txt\nin/*.txt\ngone.txt")
    result = run("in/0001.txt", from_list="list.txt")
    assert paths() == ["b[1].txt", "gone.txt", "in/*.txt", "in/0000.txt", "in/0001.txt", "in/0002.txt"]
    assert [code for _, code, _ in result.failed] == ["missing", "missing"]


def test_a_list_with_a_byte_order_mark_and_names_that_are_no_utf8() -> None:
    name = os.fsdecode("报告.txt".encode("gb18030"))
    put(name)
    put("list.txt", b"\xef\xbb\xbf" + os.fsencode(name) + b"\n")
    assert read_list("list.txt") == [name]
    assert run(from_list="list.txt").tagged == 1


@pytest.mark.parametrize("data", [b"a.txt\n\0", "a.txt\n".encode("utf-16"), b"\xff\xd8\xff\xe1", b"a.txt\n\xff\xfe.txt\n"])
def test_what_is_no_list_of_paths(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.txt")
    put("list.bin", data)
    with pytest.raises(BatchError, match=r"^list\.bin is no list of paths$"):
        run(from_list="list.bin", factory=lambda: pytest.fail("it began"))
    monkeypatch.setattr("sys.stdin", Standard(data))
    with pytest.raises(BatchError, match="standard input is no list of paths"):
        run(from_list="-")


@given(st.lists(st.tuples(st.text(st.characters(exclude_characters="\0\n\r\ufeff", exclude_categories=["Cs"]), min_size=1), st.booleans())))
def test_a_list_of_both_encodings_names_what_was_written(names: list[tuple[str, bool]]) -> None:
    raw = [name.encode("utf-8" if utf8 else "gb18030") for name, utf8 in names]
    put("list.txt", b"\n".join(raw))
    assert [os.fsencode(path) for path in read_list("list.txt")] == raw


def test_a_list_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    many(2)
    monkeypatch.setattr("sys.stdin", Standard(b"in/0001.txt\n"))
    run(from_list="-")
    assert paths() == ["in/0001.txt"]


def test_lists_that_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BatchError, match="cannot read the list"):
        run(from_list="gone.txt")
    with pytest.raises(BatchError, match="either one report or a list"):
        run("-", from_list="-")
    put("list.txt", "\n\n")
    with pytest.raises(BatchError, match="nothing to read"):
        run(from_list="list.txt")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_report_on_standard_input(monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    many(2)
    monkeypatch.setattr("sys.stdin", Standard("一、概述".encode()))
    run("-", "in", workers=workers)
    assert paths() == ["-", "in/0000.txt", "in/0001.txt"]
    assert lines()[0]["text"] == "一、概述"
    monkeypatch.setattr("sys.stdin", Standard("一、概述".encode()))
    assert run("-", "in", resume=True).finished_before
    monkeypatch.setattr("sys.stdin", Standard("二、公开".encode()))
    assert not run("-", "in", resume=True).finished_before
    assert lines()[0]["text"] == "二、公开"


def test_standard_input_that_is_too_long_or_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Standard(b"a" * 11))
    assert run("-", max_bytes=10).failed[0][:2] == ("-", "too_large")
    monkeypatch.setattr("sys.stdin", Standard(b""))
    assert run("-", overwrite=True).failed[0][:2] == ("-", "empty")


def test_a_limit_takes_the_first_in_order() -> None:
    many(9)
    result = run("in", limit=4)
    assert paths() == [f"in/{number:04}.txt" for number in range(4)]
    assert result.exit_code == 0
    with pytest.raises(BatchError, match="limit"):
        run("in", limit=0, overwrite=True)


@pytest.fixture
def memory() -> object:
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    for number in range(3):
        system.pipe_file(f"/bucket/{number}.txt", f"第{number}份".encode())
    system.pipe_file("/bucket/sub/z.md", "概述".encode())
    system.pipe_file("/bucket/x.xls", b"?")
    return system


@pytest.mark.usefixtures("memory")
def test_urls_as_inputs() -> None:
    result = run("memory://bucket")
    assert paths() == [f"memory:///bucket/{name}" for name in ("0.txt", "1.txt", "2.txt", "sub/z.md")]
    assert result.skipped_unknown == 1
    run("memory://bucket/*.txt", "memory://bucket/x.xls", "memory://bucket/gone.txt", overwrite=True)
    assert [path.rpartition("/")[2] for path in map(str, paths())] == ["0.txt", "1.txt", "2.txt", "gone.txt", "x.xls"]
    assert lines()[3]["errors"][0]["code"] == "missing"  # type: ignore[index]


def test_a_url_as_output_resumes_as_a_file_does(memory: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from batch_fakes import FakePipeline, Stopping

    monkeypatch.setattr("gkbg_nlp.batch.resume.configuration", lambda factory, max_bytes: [])
    system = memory
    run("memory://bucket", output="whole.jsonl")
    with pytest.raises(KeyboardInterrupt):
        run("memory://bucket", output="memory://out/o.jsonl", factory=Stopping(2))
    assert not system.exists("/out/o.jsonl")  # type: ignore[attr-defined]
    assert system.exists("/out/.o.jsonl.parts/run.json")  # type: ignore[attr-defined]
    result = run("memory://bucket", output="memory://out/o.jsonl", resume=True, factory=FakePipeline)
    assert (result.resumed, result.written) == (2, 4)
    assert system.cat_file("/out/o.jsonl") == Path("whole.jsonl").read_bytes()  # type: ignore[attr-defined]
    assert system.find("/out") == ["/out/o.jsonl"]  # type: ignore[attr-defined]
    with pytest.raises(BatchError, match="exists"):
        run("memory://bucket", output="memory://out/o.jsonl")
    assert run("memory://bucket", output="memory://out/o.jsonl", resume=True).finished_before


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://a.example/b.txt", "offline"),
        ("HTTPS://a.example/b.txt", "offline"),
        ("ftp://a.example/b.txt", "offline"),
        ("simplecache::https://a.example/b.txt", "chained"),
        ("zip://a.txt::http://a.example/b.zip", "chained"),
        ("nosuchthing://a/b.txt", "nosuchthing"),
    ],
)
def test_urls_that_are_refused_before_any_work(url: str, said: str) -> None:
    put("a.txt")
    for options in ({}, {"output": url}):
        with pytest.raises(BatchError, match=said):
            run(*(["a.txt"] if options else ["a.txt", url]), **options, factory=lambda: pytest.fail("it began"))  # type: ignore[arg-type]
    put("list.txt", url)
    with pytest.raises(BatchError, match=said):
        run(from_list="list.txt")


def test_memory_of_this_process_is_not_for_workers() -> None:
    with pytest.raises(BatchError, match="workers 1"):
        run("memory://bucket", workers=2)


def test_what_is_a_url() -> None:
    assert is_url("s3://bucket/a.txt")
    assert not is_url("in/a.txt")
    assert not is_url("/a://b")
    assert not is_url("")


def test_without_fsspec_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec.core", None)
    with pytest.raises(BatchError, match=r"gkbg-nlp\[remote\]"):
        run("s3://bucket/a.txt")
