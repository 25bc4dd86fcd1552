"""Whole runs with a pipeline that needs no model."""

from __future__ import annotations

import os
from pathlib import Path

import jsonschema
import pytest
from batch_fakes import FakePipeline, KillingPipeline, broken_factory
from batch_helpers import beside, lines, many, put, run

from gkbg_nlp.batch import BatchError
from gkbg_nlp.report.schema import json_schema

KEYS = ["schema_version", "id", "source", "meta", "text", "blocks", "entities", "indicators", "tables", "findings", "errors"]


def test_every_bad_input_is_a_line_and_the_others_are_written() -> None:
    put("a.txt", "一、概述")
    put("b-empty.txt", "")
    put("c-jpeg.txt", b"\xff\xd8\xff\xe0" + b"\0" * 99)
    put("d-large.txt", "政" * 400)
    put("e-cut.txt", "公开".encode()[:-1])
    os.mkfifo("g-fifo.txt")
    put("h-crash.txt", "崩溃")
    put("i-surrogate.txt", "代理")
    put("z.md", "# 概述")
    names = [
        "a.txt",
        "b-empty.txt",
        "c-jpeg.txt",
        "d-large.txt",
        "e-cut.txt",
        "f-missing.txt",
        "g-fifo.txt",
        "h-crash.txt",
        "i-surrogate.txt",
        "z.md",
    ]
    result = run(*reversed(names), max_bytes=1000)
    records = lines()
    assert [record["source"]["path"] for record in records] == names  # type: ignore[index]
    codes = [record["errors"][0]["code"] if record["errors"] else None for record in records]  # type: ignore[index]
    assert codes == [None, "empty", "binary", "too_large", None, "missing", "not_a_file", "internal", "internal", None]
    assert (result.written, result.tagged, result.exit_code) == (10, 3, 1)
    assert [path for path, _, _ in result.failed] == [name for name, code in zip(names, codes, strict=True) if code]
    assert [code for _, code, _ in result.failed] == [code for code in codes if code]
    by_name = dict(zip(names, records, strict=True))
    assert by_name["e-cut.txt"]["findings"][0]["code"] == "truncated_character"  # type: ignore[index]
    assert by_name["f-missing.txt"]["id"] is None
    for name in names:
        if name not in ("f-missing.txt", "g-fifo.txt"):
            assert str(by_name[name]["id"]).startswith("gkbg-"), name
    assert by_name["h-crash.txt"]["errors"][0]["message"] == "RuntimeError: 这份报告\n读不了"  # type: ignore[index]
    assert by_name["h-crash.txt"]["source"]["encoding"] == "utf-8"  # type: ignore[index]
    for record in records:
        assert list(record) == KEYS
        jsonschema.validate(record, json_schema())


def test_a_read_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        put(name, name)
    real = os.open

    def fail(path: object, *rest: object, **options: object) -> object:
        if path == "b.txt":
            raise OSError(5, "Input/output error")
        return real(path, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("os.open", fail)
    result = run("a.txt", "b.txt", "c.txt")
    assert [(path, code) for path, code, _ in result.failed] == [("b.txt", "unreadable")]
    assert lines()[1]["id"] is None
    assert result.tagged == 2


def test_the_same_content_has_the_same_id() -> None:
    put("a.txt")
    put("x/b.md")
    run("a.txt", "x", keep_duplicates=True)
    first, second = lines()
    assert first["id"] == second["id"]


def test_file_names_that_are_no_utf8() -> None:
    name = os.fsdecode("报告.txt".encode("gb18030"))
    put(name)
    result = run(".")
    assert result.tagged == 1
    assert lines()[0]["source"]["path"] == "./" + name.encode("utf-8", "backslashreplace").decode()  # type: ignore[index]


@pytest.mark.parametrize("workers", [2, 3])
def test_order_and_bytes_are_the_same_for_every_number_of_workers(workers: int) -> None:
    many(150)
    put("in/0042.txt", "崩溃")
    put("in/0099.txt", b"")
    one = run("in", "gone.txt", output="one.jsonl")
    seen: list[tuple[int, int]] = []
    more = run("in", "gone.txt", output="more.jsonl", workers=workers, progress=lambda done, total: seen.append((done, total)))
    assert Path("one.jsonl").read_bytes() == Path("more.jsonl").read_bytes()
    assert (one.written, one.failed) == (more.written, more.failed)
    assert len(one.failed) == 3
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == ((0, 151), (151, 151))


def test_a_document_that_kills_its_worker_is_a_line() -> None:
    many(40)
    put("in/0011.txt", "段错误")
    put("in/0030.txt", "段错误")
    result = run("in", workers=2, factory=KillingPipeline)
    assert [(path, code) for path, code, _ in result.failed] == [("in/0011.txt", "internal"), ("in/0030.txt", "internal")]
    assert [record["source"]["path"] for record in lines()] == [f"in/{number:04}.txt" for number in range(40)]  # type: ignore[index]
    assert lines()[11]["id"] is not None


@pytest.mark.parametrize("workers", [1, 2])
def test_a_pipeline_that_cannot_be_loaded(workers: int) -> None:
    many(4)
    with pytest.raises(BatchError, match=r"no model\.json"):
        run("in", factory=broken_factory, workers=workers)
    assert beside() == []


def test_refused_overwrite_comes_before_any_work() -> None:
    put("a.txt")
    for held, said in (("mine", "exists; --overwrite"), ('{"schema_version":"1"}\n', "--overwrite")):
        put("out.jsonl", held)
        with pytest.raises(BatchError, match=said):
            run("a.txt", factory=lambda: pytest.fail("it began"))
        assert Path("out.jsonl").read_text() == held
    run("a.txt", overwrite=True)
    assert len(lines()) == 1
    assert beside() == ["out.jsonl"]


def test_the_output_appears_only_when_complete() -> None:
    many(3)
    old = '{"schema_version":"old"}\n'
    put("out.jsonl", old)

    def look(done: int, total: int) -> None:
        assert Path("out.jsonl").read_text() == old
        assert ".out.jsonl.parts" in beside()

    run("in", overwrite=True, progress=look)
    assert len(lines()) == 3


def test_each_line_is_out_of_our_hands_when_it_counts_as_done() -> None:
    many(5)

    def look(done: int, total: int) -> None:
        assert len(list(Path(".out.jsonl.parts").rglob("0*.json"))) == done

    run("in", progress=look)


def test_nothing_to_read() -> None:
    put("in/a.xls")
    with pytest.raises(BatchError, match=r"nothing to read.*1 file of other kinds"):
        run("in")
    with pytest.raises(BatchError, match="nothing to read"):
        run()
    assert run("gone.txt").exit_code == 1


def test_files_of_no_known_kind_are_counted() -> None:
    put("in/a.txt")
    put("in/b.xls")
    result = run("in")
    assert (result.written, result.skipped_unknown, result.exit_code) == (1, 1, 0)


@pytest.mark.parametrize("output", ["in", "nowhere/out.jsonl", ""])
def test_outputs_that_cannot_be(output: str) -> None:
    put("in/a.txt")
    with pytest.raises(BatchError):
        run("in", output=output, overwrite=True, factory=lambda: pytest.fail("it began"))


@pytest.mark.parametrize(
    "options", [{"overwrite": True, "resume": True}, {"workers": -1}, {"max_bytes": 0}, {"resume": True, "output": "-"}]
)
def test_options_that_cannot_be(options: dict[str, object]) -> None:
    put("a.txt")
    with pytest.raises(BatchError):
        run("a.txt", **options)  # type: ignore[arg-type]


def test_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    many(3)
    run("in")
    result = run("in", output="-", workers=2)
    assert capfdbinary.readouterr().out == Path("out.jsonl").read_bytes()
    assert result.written == 3


def test_a_device_is_written_to_and_never_replaced() -> None:
    put("a.txt")
    assert run("a.txt", output="/dev/null").written == 1
    assert not Path("/dev/null").is_file()


def test_an_output_behind_a_link() -> None:
    put("a.txt")
    put("real.jsonl", "")
    Path("out.jsonl").symlink_to("real.jsonl")
    run("a.txt", overwrite=True)
    assert Path("out.jsonl").is_symlink()
    assert len(lines("real.jsonl")) == 1


def test_an_output_behind_a_link_that_leads_nowhere() -> None:
    put("a.txt")
    Path("out.jsonl").symlink_to("real.jsonl")
    run("a.txt", overwrite=True)
    assert len(lines("real.jsonl")) == 1


def test_an_input_that_is_the_output_is_refused() -> None:
    put("a.txt")
    put("in/b.txt", "")
    Path("link.dat").symlink_to("in/b.txt")
    Path("folder").symlink_to("in")
    put("list.txt", "a.txt\nlink.dat")
    begun = {"output": "in/b.txt", "overwrite": True, "factory": lambda: pytest.fail("it began")}
    for same in ("in/b.txt", "./in/b.txt", "link.dat", "folder/b.txt", os.path.abspath("in/b.txt")):
        with pytest.raises(BatchError, match=f"^{same} is the output itself: name another$"):
            run("a.txt", same, **begun)
    with pytest.raises(BatchError, match=r"link\.dat is the output itself"):
        run(from_list="list.txt", **begun)
    with pytest.raises(BatchError, match=r"new\.jsonl is the output itself"):
        run("a.txt", "new.jsonl", output="new.jsonl")
    with pytest.raises(BatchError, match="memory://x/o is the output itself"):
        run("memory://x/o", output="memory://x/o")
    assert run("a.txt", "a/b.txt", "x\0/b.txt", output="in/b.txt", overwrite=True).tagged == 1


def test_the_output_inside_the_folder_is_not_read() -> None:
    put("in/a.txt")
    run("in", output="in/out.txt")
    run("in", output="in/out.txt", overwrite=True)
    assert len(lines("in/out.txt")) == 1
    os.unlink("in/out.txt")
    assert run("in", output="in/out.jsonl").skipped_unknown == 0
    assert run("in", output="in/out.jsonl", overwrite=True).skipped_unknown == 0


def test_a_factory_that_workers_cannot_import() -> None:
    many(4)
    with pytest.raises(BatchError, match="importable"):
        run("in", workers=2, factory=lambda: FakePipeline())
