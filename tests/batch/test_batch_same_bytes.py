"""The shipped pipeline: its lines do not depend on how the reports are put together, by whom they are tagged, or what was tagged before."""

from __future__ import annotations

from pathlib import Path

import pytest

from gkbg_nlp import tag_files
from gkbg_nlp.corpus.annotated import load_all


@pytest.fixture(scope="module")
def whole(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[bytes]]:
    """A folder of reports and their lines."""
    folder = tmp_path_factory.mktemp("reports")
    for number, report in enumerate(load_all(root / "data/corpus/reports")):
        if number % 9 == 0:
            (folder / f"{report.id}.txt").write_bytes(report.text.encode("gb18030" if number % 2 else "utf-8"))
    tag_files([folder], folder / "out.jsonl")
    return folder, (folder / "out.jsonl").read_bytes().splitlines(keepends=True)


@pytest.mark.parametrize(("workers", "inputs"), [(1, 1), (1, 7), (2, 1), (2, 3), (2, 256)])
def test_any_cut_and_number_of_workers(
    workers: int, inputs: int, whole: tuple[Path, list[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gkbg_nlp.batch.shards._MOST_INPUTS", inputs)
    monkeypatch.setattr("gkbg_nlp.batch.shards._FEWEST_SHARDS", 1)
    folder, lines = whole
    tag_files([folder], tmp_path / "again.jsonl", workers=workers)
    assert (tmp_path / "again.jsonl").read_bytes() == b"".join(lines)


def test_any_order(whole: tuple[Path, list[bytes]], tmp_path: Path) -> None:
    folder, lines = whole
    for number, file in reversed(list(enumerate(sorted(folder.glob("*.txt"))))):
        tag_files([file], tmp_path / "one.jsonl", overwrite=True)
        assert (tmp_path / "one.jsonl").read_bytes() == lines[number]
