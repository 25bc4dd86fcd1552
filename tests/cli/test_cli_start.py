"""The entry point: quick, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

import gkbg_nlp
from gkbg_nlp.cli.main import main

ROOT = str(Path(gkbg_nlp.__file__).parent.parent)


def gkbg(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "gkbg_nlp.cli.main", *arguments],
        env={**os.environ, "PYTHONPATH": ROOT, **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_version_is_quick() -> None:
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        done = gkbg("--version")
        seconds.append(time.perf_counter() - start)
    assert done.returncode == 0
    assert done.stdout.startswith(b"gkbg-nlp ")
    assert min(seconds) < 0.2


def test_version_loads_nothing_heavy() -> None:
    code = (
        "import sys; from gkbg_nlp.cli.main import main; main(['--version']);"
        "print(sorted({'typer','rich','numpy','msgspec','sklearn','spacy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": ROOT}, capture_output=True, check=True)
    assert done.stdout.splitlines()[-1] == b"[]"


def test_help_and_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ([], ["tag"], ["show"], ["demo"], ["schema"]):
        assert main([*command, "--help"]) == 0
        assert "Usage: gkbg" in capsys.readouterr().out
    for wrong in (["tag"], ["tag", "x"], ["nothing"], ["tag", "x", "-o", "y", "--workers", "many"], ["show"], ["--what"]):
        assert main(wrong) == 2
        assert "Usage: gkbg" in capsys.readouterr().err


def test_schema_is_json_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(capsys.readouterr().out))


def test_unexpected_errors_are_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("gkbg_nlp.report.schema.json_schema", fail)
    monkeypatch.delenv("GKBG_DEBUG", raising=False)
    assert main(["schema"]) == 70
    assert capsys.readouterr().err == "gkbg: unexpected error: RuntimeError: two lines (GKBG_DEBUG=1 shows where)\n"
    monkeypatch.setenv("GKBG_DEBUG", "1")
    with pytest.raises(RuntimeError):
        main(["schema"])


def test_output_is_utf8_whatever_the_locale() -> None:
    done = gkbg("schema", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    json.loads(done.stdout.decode("utf-8"))
    Path("报告.txt").write_bytes(b"")
    done = gkbg("tag", "不存在.docx", "--output", "out/报告.jsonl", PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert "报告" in done.stderr.decode("utf-8")
