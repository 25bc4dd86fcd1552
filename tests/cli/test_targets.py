"""What a command may write over, and what the commands say of wrong inputs before they begin."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import gkbg_nlp
from gkbg_nlp.cli.evaluate import remarks
from gkbg_nlp.cli.main import main
from gkbg_nlp.evaluation.gold import GoldDocument

REPORT = "白石乡2016年政府信息公开年报\n一、收费情况\n没有收费。\n二、依申请公开情况\n收到申请2件。\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(REPORT, "utf-8")
    Path("a.csv").write_text("text,section\n没有收费。,fees\n", "utf-8")


@pytest.mark.parametrize(
    "command",
    [
        ["bootstrap", "a.txt", "--overwrite", "--output", "pipe"],
        ["suggest", "a.txt", "--overwrite", "--output", "pipe.csv"],
        ["explain", "a.txt", "--html", "pipe"],
        ["corpus", "convert", "a.csv", "pipe", "--to", "jsonl", "--overwrite"],
        ["corpus", "compile", "--overwrite", "--output", "pipe"],
    ],
    ids=lambda c: " ".join(c[:2]),
)
def test_a_pipe_is_not_replaced_by_a_file(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("pipe", "pipe.csv"):
        os.mkfifo(name)
    assert main(command) == 2
    assert "is a device or a pipe: name a file" in capsys.readouterr().err
    assert Path("pipe").is_fifo() and Path("pipe.csv").is_fifo()


def test_what_lies_with_the_devices_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """``/dev/stdout`` may lead to a common file; the link itself would be replaced. A folder stands for ``/dev`` here."""
    (tmp_path / "dev").mkdir()
    Path("said").touch()
    Path("dev/stdout").symlink_to(tmp_path / "said")
    monkeypatch.setattr("gkbg_nlp.cli.targets._DEVICES", tmp_path / "dev")
    assert main(["bootstrap", "a.txt", "--overwrite", "--output", "dev/stdout"]) == 2
    assert "dev/stdout is a device" in capsys.readouterr().err
    assert Path("dev/stdout").is_symlink()


@pytest.mark.parametrize("to", ["csv", "jsonl"])
def test_convert_keeps_its_source(to: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = Path("a.csv").read_bytes()
    assert main(["corpus", "convert", "a.csv", "./a.csv", "--to", to, "--overwrite"]) == 2
    assert "is SRC itself" in capsys.readouterr().err
    assert Path("a.csv").read_bytes() == before


def test_convert_says_that_offsets_did_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "convert", "a.csv", "b.jsonl", "--to", "jsonl", "--offsets", "utf-16"]) == 0
    assert "--offsets is for doccano and labelstudio" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["explain", "a.txt"], ["suggest", "a.txt"], ["show", "a.txt"]], ids=lambda c: c[0])
def test_joblib_without_trust(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "--model", "m.joblib"]) == 2
    assert "is for gkbg tag and gkbg evaluate, with --trust" in capsys.readouterr().err


def test_joblib_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tag", "a.txt", "--output", "out.jsonl", "--model", "m.joblib", "--trust"]) == 2
    assert capsys.readouterr().err == "gkbg: m.joblib: no such file\n"


def test_explain_wants_a_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "tagged.jsonl"]) == 2
    assert "name the report itself" in capsys.readouterr().err


def test_headings_need_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suggest", "a.txt", "--headings"]) == 2
    assert "--headings is for --output" in capsys.readouterr().err


def test_evaluate_names_the_way_from_labelled_data_to_gold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "a.csv"]) == 2
    assert "gkbg corpus convert a.csv GOLD --to json" in capsys.readouterr().err


def test_gold_of_another_taxonomy(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.csv").write_text("text,section\n新购图书两千册。,stock\n", "utf-8")
    assert main(["corpus", "convert", "a.csv", "gold", "--to", "json"]) == 0
    capsys.readouterr()
    assert main(["evaluate", "gold"]) == 2
    broken, hint = capsys.readouterr().err.splitlines()
    assert "unknown section 'stock'" in broken
    assert "--model" in hint and "taxonomy" in hint


def test_remarks_on_what_gold_does_not_say() -> None:
    bare = GoldDocument("a", "x", {"entities": [], "indicators": {"year": None}}, {"weak": True})
    full = GoldDocument("b", "x", {"entities": [{"label": "COUNT"}], "indicators": {"year": 2016}})
    assert [note.split(":")[0] for note in remarks([bare])] == [
        "1 of 1 gold reports have labels that gkbg bootstrap made",
        "gold has no entities",
        "gold states no indicators",
    ]
    assert remarks([full]) == []
    assert len(remarks([bare, full])) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--output", "a.txt"], "a.txt is a file: name a folder"),
        (["--joblib", "none/m.joblib"], "there is no folder none: make it first"),
        (["--joblib", "."], ". is a folder: name a file in it"),
        (["--joblib", "pipe"], "pipe is a device or a pipe"),
    ],
    ids=lambda o: " ".join(o) if isinstance(o, list) else None,
)
def test_train_looks_at_its_targets_before_it_trains(
    options: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def begun(*_: object, **__: object) -> None:
        raise AssertionError("training began")

    monkeypatch.setattr("gkbg_nlp.training.run.train", begun)
    os.mkfifo("pipe")
    Path("t.toml").write_text('name = "a"\ncorpus = "a.csv"\noutput = "model"\n')
    assert main(["train", "--config", "t.toml", *options]) == 2
    assert said in capsys.readouterr().err


def test_an_interrupted_command_says_so() -> None:
    code = (
        "import sys, time; sys.argv = ['gkbg', 'suggest', 'a.txt'];"
        "import gkbg_nlp.cli.suggest as s; s._read = lambda *_: (print('ready', flush=True), time.sleep(60));"
        "from gkbg_nlp.cli.main import main; sys.exit(main())"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(gkbg_nlp.__file__).parent.parent)}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"ready\n"
        time.sleep(0.2)
        run.send_signal(signal.SIGINT)
        _, said = run.communicate(timeout=30)
    assert (run.returncode, said) == (130, b"gkbg: interrupted\n")
