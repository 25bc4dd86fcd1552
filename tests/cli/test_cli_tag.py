"""gkbg tag: exit codes and what it says."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
from cli_fakes import TEXT, FakePipeline

from gkbg_nlp.batch import BatchResult
from gkbg_nlp.cli.main import main
from gkbg_nlp.cli.tag import summary

pytestmark = pytest.mark.usefixtures("fake_pipeline")


def put(name: str, data: bytes | str = TEXT) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(data.encode() if isinstance(data, str) else data)


def test_all_written(capsys: pytest.CaptureFixture[str]) -> None:
    put("in/a.txt")
    put("in/b.md", TEXT + "\n")
    put("in/c.xls")
    assert main(["tag", "in", "--output", "out.jsonl"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert re.fullmatch(r"gkbg: 2 reports, 0 failed, [\d.]+ s, [\d.]+/s; 1 file of no known kind skipped\n", said.err)
    assert len(Path("out.jsonl").read_bytes().splitlines()) == 2


def test_failed_inputs_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.txt")
    put("b.txt", b"\xff\xd8\xff\xe0")
    assert main(["tag", "a.txt", "b.txt", "gone\x1b[2J.txt", "-o", "out.jsonl"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "gkbg: b.txt: not a text file: it seems to be a JPEG image [binary]"
    assert said[1] == "gkbg: gone␛[2J.txt: no such file [missing]"
    assert said[2].startswith("gkbg: 1 report, 2 failed")


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.txt")
    put("out.jsonl", "old")
    os.mkdir("empty")
    for arguments, words in (
        (["a.txt", "-o", "out.jsonl"], "out.jsonl exists"),
        (["empty", "-o", "new.jsonl"], "nothing to read"),
        (["a.txt", "-o", "no/new.jsonl"], "no folder"),
        (["a.txt", "-o", "new.jsonl", "--overwrite", "--resume"], "exclude"),
        (["a.txt", "-o", "-", "--resume"], "needs an output file"),
    ):
        assert main(["tag", *arguments]) == 2
        assert words in capsys.readouterr().err
    assert Path("out.jsonl").read_text() == "old"
    assert not Path("new.jsonl").exists()


def test_overwrite_and_resume(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.txt")
    put("out.jsonl", "")
    assert main(["tag", "a.txt", "-o", "out.jsonl", "--overwrite"]) == 0
    assert main(["tag", "a.txt", "-o", "out.jsonl", "--overwrite"]) == 0
    assert main(["tag", "a.txt", "-o", "out.jsonl", "--resume"]) == 0
    assert capsys.readouterr().err.endswith("gkbg: out.jsonl is finished: 1 line, nothing to do\n")


def test_finished_work_tells_its_failures(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.txt")
    put("b.txt", b"")
    assert main(["tag", "a.txt", "b.txt", "-o", "out.jsonl"]) == 1
    capsys.readouterr()
    assert main(["tag", "a.txt", "b.txt", "-o", "out.jsonl", "--resume"]) == 0
    assert capsys.readouterr().err == "gkbg: out.jsonl is finished: 2 lines, 1 failed, nothing to do\n"


@pytest.mark.parametrize("option", ["--overwrite", "--resume"])
def test_a_file_that_is_no_output_is_never_replaced(capsys: pytest.CaptureFixture[str], option: str) -> None:
    put("a.txt")
    put("b.txt", "my own notes")
    assert main(["tag", "a.txt", "-o", "b.txt", option]) == 2
    assert capsys.readouterr().err == "gkbg: b.txt is no output of gkbg tag; name another file or remove it\n"
    assert Path("b.txt").read_text() == "my own notes"
    put("out.jsonl", "old")  # no report's name: the option means what it says
    assert main(["tag", "a.txt", "-o", "out.jsonl", "--overwrite"]) == 0
    assert main(["tag", "a.txt", "out.jsonl", "-o", "out.jsonl", "--overwrite"]) == 0  # as a pattern of the shell names it
    assert len(Path("out.jsonl").read_bytes().splitlines()) == 1


@pytest.mark.parametrize("options", [[], ["--overwrite"], ["--resume"]])
def test_an_input_that_is_the_output(capsys: pytest.CaptureFixture[str], options: list[str]) -> None:
    put("a.txt")
    put("b.txt")
    assert main(["tag", "b.txt", "a.txt", "-o", "./a.txt", *options]) == 2
    assert capsys.readouterr().err == "gkbg: a.txt is the output itself: name another\n"
    assert Path("a.txt").read_text() == TEXT


def test_ctrl_c_before_anything_is_finished(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.txt")
    tag = FakePipeline.tag

    def stop(self: FakePipeline, *arguments: object, **options: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(FakePipeline, "tag", stop)
    assert main(["tag", "a.txt", "-o", "out.jsonl"]) == 130
    assert capsys.readouterr().err == "gkbg: interrupted before anything was finished\n"
    assert main(["tag", "a.txt", "-o", "-"]) == 130
    assert capsys.readouterr().err == "gkbg: interrupted before anything was finished\n"
    monkeypatch.setattr(FakePipeline, "tag", tag)
    assert main(["tag", "a.txt", "-o", "out.jsonl", "--resume"]) == 0


def test_ctrl_c_while_a_resumed_run_lists_its_inputs(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.txt")

    def stop(*arguments: object, **options: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("gkbg_nlp.batch.run.gather", stop)
    assert main(["tag", "a.txt", "-o", "out.jsonl", "--resume"]) == 130
    assert capsys.readouterr().err == "gkbg: interrupted after 0 of ? inputs; --resume continues\n"  # an earlier run may have kept parts


@pytest.mark.parametrize(("number", "words"), [(1, ("1 report,", "1 line kept", "1 duplicate named in another line", "1 file of")),
    (2, ("2 reports,", "2 lines kept", "2 duplicates named in other lines", "2 files of"))])  # fmt: skip
def test_one_and_many(number: int, words: tuple[str, ...]) -> None:
    done = BatchResult(number, skipped_unknown=number, merged=number, seconds=1.0, resumed=number)
    assert all(word in summary(done, "o") for word in words)
    assert f"after {words[1].removesuffix(' kept')};" in summary(BatchResult(number, stopped=True), "o")


def test_the_rate_is_of_the_lines_of_this_run() -> None:
    done = BatchResult(10, failed=[("a", "empty", "")] * 2, merged=5, seconds=2.0, resumed=4)
    assert summary(done, "o").startswith("8 reports, 2 failed, 2.00 s, 3.0/s;")


def test_ctrl_c_then_resume(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        put(f"in/{number}.txt", "" if number == 1 else TEXT + "\n" * number)
    tag, seen = FakePipeline.tag, []

    def stop(self: FakePipeline, *arguments: object, **options: object) -> object:
        seen.append(1)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return tag(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(FakePipeline, "tag", stop)
    assert main(["tag", "in", "-o", "out.jsonl"]) == 130
    assert capsys.readouterr().err == "gkbg: interrupted after 3 of 5 inputs; --resume continues\n"
    assert not Path("out.jsonl").exists()
    assert main(["tag", "in", "-o", "out.jsonl", "--resume"]) == 1
    said = capsys.readouterr().err
    assert "in/1.txt: the file is empty [empty]" in said
    assert "3 lines kept" in said
    paths = [json.loads(line)["source"]["path"] for line in Path("out.jsonl").read_bytes().splitlines()]
    assert paths == [f"in/{number}.txt" for number in range(5)]


def test_standard_output_holds_nothing_but_lines(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    put("a.txt")
    assert main(["tag", "a.txt", "--output", "-"]) == 0
    (line,) = capfdbinary.readouterr().out.splitlines()
    assert json.loads(line)["text"] == TEXT


def test_a_full_disk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.txt")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gkbg_nlp.batch.output.FileOutput.write", full)
    assert main(["tag", "a.txt", "-o", "out.jsonl"]) == 2
    assert capsys.readouterr().err == "gkbg: cannot write out.jsonl: No space left on device\n"


def test_max_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.txt")
    assert main(["tag", "a.txt", "-o", "out.jsonl", "--max-bytes", "10"]) == 1
    assert "[too_large]" in capsys.readouterr().err


def test_the_model_reaches_the_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(sys.modules["gkbg_nlp.pipeline"], "load", lambda *model: asked.append(model) or FakePipeline())
    put("a.txt")
    assert main(["tag", "a.txt", "-o", "1.jsonl", "--model", "mine"]) == 0
    assert main(["tag", "a.txt", "-o", "2.jsonl"]) == 0
    assert asked == [("mine",), ()]


def test_a_progress_bar_on_a_terminal_only(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.txt")
    drawn: list[object] = []
    monkeypatch.setattr("rich.progress.Progress.update", lambda self, task, **options: drawn.append(options))
    assert main(["tag", "a.txt", "-o", "1.jsonl"]) == 0
    assert drawn == []
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["tag", "a.txt", "-o", "2.jsonl"]) == 0
    assert drawn == [{"completed": 0, "total": 1}, {"completed": 1, "total": 1}]
