"""Glob patterns: what they fit, where they look."""

from __future__ import annotations

import glob
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.batch.inputs import collect
from gkbg_nlp.batch.patterns import has_magic, parse
from gkbg_nlp.readers import is_known

FILES = ("a.txt", "b.txt", ".c.txt", "x/a.txt", "x/[1].txt", "x/y/b.txt", "x/y/.z/d.txt", "报告/2017年.txt", "x!y/a-b.txt")
NAMES = st.sampled_from(
    ["*", "**", "?", "x", "y", "*.txt", "[ab].txt", "[!a].txt", "[[]1].txt", "[a-c]*", "x[!/]y", "报告", "a*", "[]-]*", "."]
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("tree")
    for name in FILES:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text("概述", "utf-8")
    return top


@given(names=st.lists(NAMES, min_size=1, max_size=4), absolute=st.booleans())
def test_patterns_find_what_glob_finds(tree: Path, names: list[str], absolute: bool) -> None:
    pattern = "/".join(names)
    if not has_magic(pattern) or "." in names:
        return
    pattern = f"{tree}/{pattern}" if absolute else pattern
    before = os.getcwd()
    os.chdir(tree)
    try:
        found = {os.path.normpath(item.path) for item in collect([pattern], is_known).items if os.path.lexists(item.path)}
        wanted = {os.path.normpath(path) for path in glob.glob(pattern, recursive=True, include_hidden=True) if os.path.isfile(path)}
    finally:
        os.chdir(before)
    assert found == wanted


def test_a_pattern_reads_no_folder_that_it_cannot_need(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    scandir = os.scandir
    monkeypatch.setattr("os.scandir", lambda path: read.append(str(path)) or scandir(path))
    monkeypatch.chdir(tree)
    assert [item.path for item in collect(["x/*.txt"], is_known).items] == ["x/[1].txt", "x/a.txt"]
    assert read == ["x"]


def test_a_name_that_looks_like_a_pattern_is_a_name(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)
    assert [item.path for item in collect(["x/[1].txt"], is_known).items] == ["x/[1].txt"]


def test_a_pattern_that_fits_nothing_stays_as_it_is(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)
    assert [item.path for item in collect(["x/*.md", "nowhere/*"], is_known).items] == ["nowhere/*", "x/*.md"]


def test_links_in_circles_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in/deep").mkdir(parents=True)
    Path("in/deep/a.txt").write_text("概述", "utf-8")
    Path("in/deep/loop").symlink_to(tmp_path / "in")
    assert [item.path for item in collect(["in/**/*.txt"], is_known).items] == ["in/deep/a.txt"]
    assert [item.path for item in collect(["in/**"], is_known).items] == ["in/deep/a.txt"]


def test_a_suffix_that_is_written_out_is_taken_whatever_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.dat"):
        Path(name).write_text("概述", "utf-8")
    assert [item.path for item in collect(["*.dat"], is_known).items] == ["b.dat"]
    found = collect(["*"], is_known)
    assert ([item.path for item in found.items], found.skipped_unknown) == (["a.txt"], 1)
    assert parse("in/*.d?t").spelled is False
