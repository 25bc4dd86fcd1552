"""Arguments to the sorted list of inputs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gkbg_nlp.batch.cpus import available_cpus
from gkbg_nlp.batch.inputs import collect
from gkbg_nlp.readers import is_known


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("概述", "utf-8")


def paths(*arguments: str, skip: str | None = None) -> list[str]:
    return [item.path for item in collect(arguments, is_known, skip=skip).items]


def test_a_folder_is_searched_to_any_depth_and_sorted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "in/b.txt", "in/a/z.md", "in/a/c/d.TXT", "in/Z.markdown", "in/x.xls", "in/a/README", "in/._b.txt", "in/.hidden/e.txt")
    found = collect(["in"], is_known)
    assert [item.path for item in found.items] == ["in/.hidden/e.txt", "in/Z.markdown", "in/a/c/d.TXT", "in/a/z.md", "in/b.txt"]
    assert found.skipped_unknown == 3
    assert paths("in/") == paths("in")
    assert paths("./in")[0] == "./in/.hidden/e.txt"
    assert paths(str(tmp_path / "in"))[-1] == f"{tmp_path}/in/b.txt"


def test_each_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "in/a.txt", "in/b.dat")
    assert paths("in/a.txt", "in", "in/a.txt", "./in/a.txt") == ["./in/a.txt"]
    found = collect(["in", "in/", "in/b.dat"], is_known)
    assert [item.path for item in found.items] == ["in/a.txt", "in/b.dat"]
    assert found.skipped_unknown == 0


def test_a_named_path_is_taken_whatever_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "b.dat")
    assert paths("missing.txt", "b.dat", "") == ["", "b.dat", "missing.txt"]


def test_links_and_loops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "in/real/a.txt", "outside/b.txt")
    (tmp_path / "in/real/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/again").symlink_to(tmp_path / "in/real")
    (tmp_path / "in/zz").symlink_to(tmp_path / "in/real")  # whatever the order of names: the real path is the one that counts
    (tmp_path / "in/out").symlink_to(tmp_path / "outside")
    (tmp_path / "in/self").symlink_to("self")
    (tmp_path / "in/gone.txt").symlink_to("nothing")
    found = collect(["in"], is_known)
    assert [item.path for item in found.items] == ["in/gone.txt", "in/out/b.txt", "in/real/a.txt"]
    assert found.skipped_unknown == 1


def test_the_output_is_no_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "in/a.txt", "in/out.txt")
    assert paths("in", skip=str(tmp_path / "in/out.txt")) == ["in/a.txt"]


def test_a_folder_that_cannot_be_listed_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "in/a.txt", "in/secret/b.txt")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("secret"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr("os.scandir", refuse)
    found = collect(["in"], is_known).items
    assert [(item.path, item.problem) for item in found] == [("in/a.txt", None), ("in/secret", "cannot be listed: Permission denied")]


@pytest.mark.parametrize(("text", "most"), [("100000 100000", 1), ("50000 100000", 1), ("max 100000", None), ("rubbish", None)])
def test_processors_of_a_container(tmp_path: Path, text: str, most: int | None) -> None:
    quota = tmp_path / "cpu.max"
    quota.write_text(text)
    mask = len(os.sched_getaffinity(0))
    assert available_cpus(str(quota)) == (most or mask)
    assert available_cpus(str(tmp_path / "none")) == mask
