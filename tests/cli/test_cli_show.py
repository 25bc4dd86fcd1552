"""gkbg show and gkbg demo: readable, in colour on a terminal, plain in a pipe."""

from __future__ import annotations

import codecs
import io
import json
from pathlib import Path

import pytest
from cli_fakes import TEXT, TITLE, FakePipeline
from rich.console import Console

from gkbg_nlp.cli.main import main
from gkbg_nlp.cli.view import _bracketed, render_report

pytestmark = pytest.mark.usefixtures("fake_pipeline")


def test_a_report_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text(TEXT, "utf-8")
    assert main(["show", "a.txt", "--width", "120"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    lines = [line.rstrip() for line in out.splitlines()]
    assert lines[0] == TITLE
    assert lines[1] == "agency 某区信访局 · year 2017 · era B · published 2018-01-02 · model fake-1"
    assert lines[2].startswith("a.txt · text · utf-8 · ")
    assert "■heading 1  overview 概述  0.98 heading:overview.1" in lines
    assert "⟦《⟦某省人民政府⟧AGENCY信息公开办法》⟧LAW" in out
    assert "⟦0533—2183391⟧PHONE" in out
    assert "␛[31m" in out
    (row,) = [line.split() for line in lines if "proactive_total" in line]
    assert row == ["proactive_total", "≈", "60000", "条", "6万多条", "ind.1"]
    assert "fees_charged_yuan" not in out
    assert "info: 1 control characters" in out


def test_without_entities(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text(TEXT, "utf-8")
    assert main(["show", "a.txt", "--no-entities"]) == 0
    assert "⟦" not in capsys.readouterr().out


def test_a_report_on_a_terminal() -> None:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, color_system="256", width=100, highlight=False, markup=False)
    console.print(render_report(FakePipeline().tag(TEXT)))
    out = stream.getvalue()
    assert "\x1b[1;32m0533—2183391\x1b[0m" in out
    assert "\x1b[1;36m某省人民政府\x1b[0m\x1b[1;95m信息公开办法》" in out  # an agency within a law keeps its colour
    assert "\x1b[31m。" not in out.replace("␛[31m", "")  # the report's own escape does not get through
    assert "⟦" not in out
    assert "PHONE" in out  # the legend


@pytest.mark.parametrize(
    ("ranges", "wanted"),
    [
        ([(0, 4, "A"), (0, 2, "B")], "⟦⟦甲乙⟧B丙丁⟧A戊"),
        ([(0, 2, "A"), (2, 4, "B")], "⟦甲乙⟧A⟦丙丁⟧B戊"),
        ([(0, 4, "A"), (2, 4, "B")], "⟦甲乙⟦丙丁⟧B⟧A戊"),
        ([], "甲乙丙丁戊"),
    ],
)
def test_brackets_nest(ranges: list[tuple[int, int, str]], wanted: str) -> None:
    assert _bracketed("甲乙丙丁戊", ranges) == wanted


def test_a_line_of_an_output(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text(TEXT, "utf-8")
    Path("b.txt").write_text("别的", "utf-8")
    assert main(["tag", "a.txt", "b.txt", "-o", "out.jsonl"]) == 0
    assert main(["show", "out.jsonl", "--record", "2"]) == 0
    assert "b.txt" in capsys.readouterr().out
    assert main(["show", "out.jsonl", "--record", "3"]) == 1
    assert capsys.readouterr().err == "gkbg: out.jsonl: there is no line 3\n"
    Path("other.jsonl").write_text('{"a": 1}\n')
    assert main(["show", "other.jsonl"]) == 1
    assert "no record of gkbg tag" in capsys.readouterr().err


def test_what_cannot_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty.txt").touch()
    assert main(["show", "empty.txt"]) == 1
    assert capsys.readouterr().err == "gkbg: empty.txt: the file is empty [empty]\n"
    assert main(["show", "gone.txt"]) == 1
    assert main(["show", "gone.jsonl"]) == 1
    assert capsys.readouterr().err.endswith("gkbg: gone.jsonl: No such file or directory\n")


@pytest.fixture
def samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sample reports in the place of the shipped ones."""
    folder = tmp_path / "package" / "samples"
    folder.mkdir(parents=True)
    for name in ("a.txt", "b.txt"):
        (folder / name).write_bytes(TEXT.encode() if name == "a.txt" else codecs.BOM_UTF8 + TEXT.encode())  # two files, not one twice
    monkeypatch.setattr("importlib.resources.files", lambda package: tmp_path / "package")
    monkeypatch.setattr("gkbg_nlp.cli.view.load_sections", lambda: type("S", (), {"by_id": {}})())
    return folder


@pytest.mark.usefixtures("samples")
def test_demo(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--output", "out.jsonl"]) == 0
    said = capsys.readouterr()
    assert said.out.count(TITLE) >= 3  # the report that is shown and a row each
    assert "written to out.jsonl" not in said.out
    assert f"written to {Path('out.jsonl')}" in said.err
    assert len(Path("out.jsonl").read_bytes().splitlines()) == 2
    assert main(["demo", "--output", "out.jsonl"]) == 2
    assert main(["demo", "--output", "out.jsonl", "--overwrite"]) == 0
    assert main(["demo", "--output", "-"]) == 2


@pytest.mark.usefixtures("samples")
def test_demo_into_a_folder_of_its_own(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert main(["demo"]) == 0
    place = capsys.readouterr().err.strip().rsplit("written to ", 1)[1]
    assert json.loads(Path(place).read_bytes().splitlines()[0])["text"] == TEXT


def test_demo_without_samples(samples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in samples.iterdir():
        path.unlink()
    assert main(["demo"]) == 2
    assert "no sample reports" in capsys.readouterr().err
