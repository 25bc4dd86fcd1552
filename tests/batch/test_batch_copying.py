"""Lines into an output, by whatever way of copying there is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.batch import BatchError
from gkbg_nlp.batch.copying import File, put, read

PIECES = st.lists(st.tuples(st.booleans(), st.binary(max_size=5000)), max_size=5)


def written(pieces: list[tuple[bool, bytes]], folder: Path) -> bytes:
    with open(folder / "out", "wb", buffering=0) as out:
        for number, (in_file, data) in enumerate(pieces):
            source = folder / str(number)
            source.write_bytes(data)
            put(File(str(source), len(data)) if in_file else data, out)
    return (folder / "out").read_bytes()


@given(PIECES)
def test_lines_and_files_stand_behind_one_another(tmp_path_factory: pytest.TempPathFactory, pieces: list[tuple[bool, bytes]]) -> None:
    assert written(pieces, tmp_path_factory.mktemp("copying")) == b"".join(data for _, data in pieces)


def _other_system(*_: object) -> int:
    raise OSError(18, "Invalid cross-device link")


def _no_such_call(*_: object) -> int:
    raise AttributeError


def _half(source: int, into: int, size: int) -> int:
    data = os.read(source, size // 2)
    return os.write(into, data)


@pytest.mark.parametrize("kernel", [_other_system, _no_such_call, _half])
def test_where_the_kernel_does_not_copy(kernel: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.copy_file_range", kernel)
    assert written([(False, b"a" * 9), (True, b"b" * 3_000_000), (True, b"c"), (False, b"d")], tmp_path) == (
        b"a" * 9 + b"b" * 3_000_000 + b"cd"
    )


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.copy_file_range", full)
    with pytest.raises(OSError, match="No space left"):
        written([(True, b"b")], tmp_path)


@pytest.mark.parametrize("size", [2, 4])
def test_a_file_of_another_size_is_refused(size: int, tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"abc")
    with (tmp_path / "out").open("wb", buffering=0) as out, pytest.raises(BatchError, match="was changed"):
        put(File(str(tmp_path / "in"), size), out)


def test_lines_in_memory(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"abc")
    assert read(File(str(tmp_path / "in"), 3)) == read(b"abc") == b"abc"
