"""Arguments of `gkbg tag` that are understood without the framework: the same as with it, or not at all."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.main import get_command

import gkbg_nlp
from gkbg_nlp.cli.app import make_app
from gkbg_nlp.cli.plain import OPTIONS, understood
from gkbg_nlp.cli.tagging import tag_reports

COMMAND: Any = get_command(make_app(["tag"])).commands["tag"]  # type: ignore[attr-defined]
DEFAULTS = {name: parameter.default for name, parameter in inspect.signature(tag_reports).parameters.items()}


def test_every_option_is_known() -> None:
    theirs = {name for parameter in COMMAND.params for name in parameter.opts if name.startswith("-")}
    assert theirs - {"--help", "-h"} == OPTIONS.keys()
    for parameter in COMMAND.params:
        for name in parameter.opts:
            if name in OPTIONS:
                assert OPTIONS[name].parameter == parameter.name
                assert (OPTIONS[name].kind is bool) == bool(parameter.is_flag)


def by_the_framework(arguments: list[str]) -> dict[str, Any]:
    params: dict[str, Any] = COMMAND.make_context("tag", list(arguments)).params
    return {name: list(value) if isinstance(value, tuple) else value for name, value in params.items()}


WORDS = st.sampled_from(
    [*OPTIONS, "--", "-", "a.txt", "报告", "", "-x", "--help", "5", "0", "007", "2.5", "1e3", "-3", "+4", " 5", "１", "--out"]
)
PAIRS = st.tuples(st.sampled_from(list(OPTIONS)), st.sampled_from(["5", "x", "2.5", "-", "0", ""])).map(lambda pair: f"{pair[0]}={pair[1]}")


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(WORDS, PAIRS), max_size=6), st.booleans())
def test_what_is_understood_is_what_the_framework_says(arguments: list[str], named: bool) -> None:
    arguments = [*arguments, "-o", "out.jsonl"] if named else arguments
    options = understood(arguments)
    if options is not None:
        theirs = by_the_framework(arguments)
        assert {**DEFAULTS, **options, "inputs": options["inputs"] or []} == {**theirs, "inputs": theirs["inputs"] or []}


@pytest.mark.parametrize(
    "arguments",
    [["a.txt", "-o", "x"], ["-o", "x", "-w", "2", "a", "--resume"], ["--output=x", "--timeout", "2.5", "-"], ["-o", "-", "--limit=3", "a"]],
)
def test_plain_arguments_are_understood(arguments: list[str]) -> None:
    assert understood(arguments) is not None


@pytest.mark.parametrize(
    "arguments",
    [[], ["a.txt"], ["-o"], ["-o", "--resume"], ["-o", "x", "-w", "many"], ["-o", "x", "--limit", "0"], ["-o", "x", "--", "-a"],
     ["-o", "x", "-o", "y"], ["-ox"], ["-o", "x", "--overwrite=1"], ["-o", "x", "--help"], ["-o", "x", "--over"]],
)  # fmt: skip
def test_the_rest_is_left_to_the_framework(arguments: list[str]) -> None:
    assert understood(arguments) is None


def test_tagging_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一、概述\n本年度主动公开信息3条。\n", "utf-8")
    code = (
        "import sys; from gkbg_nlp.cli.main import main; code = main(['tag', 'a.txt', '-o', 'out.jsonl']);"
        "print(code, sorted({'typer', 'rich', 'spacy', 'sklearn', 'scipy', 'jieba', 'rjieba', 'joblib', 'tarfile', 'multiprocessing',"
        "'concurrent.futures', 'lxml', 'tomllib'} & set(sys.modules)))"
    )
    root = str(Path(gkbg_nlp.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": root}, capture_output=True, check=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "0 []"
