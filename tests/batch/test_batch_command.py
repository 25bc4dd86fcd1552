"""The options of `gkbg tag` that reach a batch, and what the command says of it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from batch_fakes import FakePipeline
from batch_helpers import beside, many, put

from gkbg_nlp.cli.main import main


@pytest.fixture(autouse=True)
def _fake_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = ModuleType("gkbg_nlp.pipeline")
    stand_in.load = lambda *model: FakePipeline()  # type: ignore[attr-defined]
    monkeypatch.setitem(__import__("sys").modules, "gkbg_nlp.pipeline", stand_in)


def paths() -> list[str]:
    return [json.loads(line)["source"]["path"] for line in Path("out.jsonl").read_bytes().splitlines()]


def test_fail_fast_says_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    many(5)
    put("in/0002.txt", "")
    assert main(["tag", "in", "-o", "out.jsonl", "--fail-fast"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "gkbg: in/0002.txt: the file is empty [empty]",
        "gkbg: stopped at the first failed input after 2 lines; --resume continues",
    ]
    assert beside() == [".out.jsonl.parts"]
    assert main(["tag", "in", "-o", "out.jsonl", "--resume"]) == 1
    assert len(paths()) == 5


def test_duplicates_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    put("a.txt")
    put("b.txt")
    assert main(["tag", "a.txt", "b.txt", "-o", "out.jsonl"]) == 0
    assert "gkbg: 1 report, 0 failed, " in (said := capsys.readouterr().err)
    assert "1 duplicate named in another line" in said
    assert main(["tag", "a.txt", "b.txt", "-o", "out.jsonl", "--overwrite", "--keep-duplicates"]) == 0
    assert paths() == ["a.txt", "b.txt"]


def test_a_list_and_a_limit_from_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    many(4)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"in/0001.txt\nin/0003.txt\n")))
    assert main(["tag", "--from-list", "-", "in/0002.txt", "--limit", "2", "-o", "out.jsonl"]) == 0
    assert paths() == ["in/0001.txt", "in/0002.txt"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "nothing to read"),
        (["http://a.example/b.html"], "offline"),
        (["a.txt", "--backend", "spark"], "backend is one of"),
        (["a.txt", "--timeout", "0"], "time limit"),
        (["a.txt", "--scheduler", "tcp://127.0.0.1:1"], "--backend dask"),
        (["-", "--from-list", "-"], "standard input"),
        (["--from-list", "gone.txt"], "cannot read the list"),
        (["--from-list", "list.bin"], "list.bin is no list of paths"),
    ],
)
def test_wrong_usage(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    put("a.txt")
    put("list.bin", b"a.txt\n\0")
    assert main(["tag", *arguments, "-o", "out.jsonl"]) == 2
    assert words in capsys.readouterr().err
    assert beside() == []


def test_a_quoted_pattern_and_an_archive() -> None:
    many(3)
    with zipfile.ZipFile("r.zip", "w") as file:
        file.writestr("x/a.txt", "概述")
    assert main(["tag", "in/*2.txt", "r.zip", "-o", "out.jsonl"]) == 0
    assert paths() == ["in/0002.txt", "r.zip/x/a.txt"]
