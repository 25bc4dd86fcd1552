"""gkbg tag: exit codes and what it says."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from cli_fakes import TEXT, FakePipeline

from gkbg_nlp.cli.main import main

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
    assert said.err.startswith("gkbg: 2 reports, 0 failed, ")
    assert said.err.endswith("reports/s; 1 files of no known kind skipped\n")
    assert len(Path("out.jsonl").read_bytes().splitlines()) == 2


def test_failed_inputs_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.txt")
    put("b.txt", b"\xff\xd8\xff\xe0")
    assert main(["tag", "a.txt", "b.txt", "gone\x1b[2J.txt", "-o", "out.jsonl"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "gkbg: b.txt: not a text file: it seems to be a JPEG image [binary]"
    assert said[1] == "gkbg: gone␛[2J.txt: no such file [missing]"
    assert said[2].startswith("gkbg: 1 reports, 2 failed")


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
    put("out.jsonl", "old")
    assert main(["tag", "a.txt", "-o", "out.jsonl", "--overwrite"]) == 0
    assert main(["tag", "a.txt", "-o", "out.jsonl", "--resume"]) == 0
    assert capsys.readouterr().err.endswith("gkbg: out.jsonl is finished: 1 lines, nothing to do\n")


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
