"""Files that appear whole or not at all."""

from pathlib import Path

import pytest

from gkbg_nlp.report import whole
from gkbg_nlp.report.whole import open_whole, write_whole


def test_a_file_takes_the_place_of_another(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_whole(out, b"one")
    write_whole(out, b"two")
    assert out.read_bytes() == b"two" and out.stat().st_mode & 0o777 == 0o644
    assert list(tmp_path.iterdir()) == [out]


def test_nothing_is_left_of_a_file_that_cannot_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    write_whole(out, b"one")

    def full(source: str, target: Path) -> None:
        raise OSError(28, "No space left on device", source)

    monkeypatch.setattr(whole.os, "replace", full)
    with pytest.raises(OSError, match="No space") as caught:
        write_whole(out, b"two")
    assert caught.value.filename == str(out)
    assert out.read_bytes() == b"one" and list(tmp_path.iterdir()) == [out]


def _half(out: Path) -> None:
    with open_whole(out) as file:
        file.write(b"tw")
        raise FileNotFoundError(2, "No such file", "another")


def test_a_writer_that_fails_leaves_the_old_file_and_its_own_error(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_whole(out, b"one")
    with pytest.raises(FileNotFoundError) as caught:
        _half(out)
    assert caught.value.filename == "another"
    assert out.read_bytes() == b"one" and list(tmp_path.iterdir()) == [out]


def test_a_missing_folder_is_told_by_the_files_name(tmp_path: Path) -> None:
    out = tmp_path / "none" / ("长" * 60)
    with pytest.raises(FileNotFoundError) as caught:
        write_whole(out, b"")
    assert caught.value.filename == str(out)
