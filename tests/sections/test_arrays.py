"""A model's arrays are mapped where they can be, read where they cannot, and refused where they are not what their header says."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gkbg_nlp.pipeline.locate import default_model
from gkbg_nlp.sections.arrays import ArrayFile, pack

ARRAYS = {"b": np.arange(12, dtype=np.float32).reshape(3, 4), "a": np.array([], dtype=np.int64), "c": np.array(7.5)}


def put(path: Path, data: bytes) -> ArrayFile:
    path.write_bytes(data)
    return ArrayFile(path)


def saved(save: Callable[..., None], **arrays: object) -> bytes:
    out = io.BytesIO()
    save(out, **arrays)
    return out.getvalue()


@pytest.mark.parametrize("data", [pack(ARRAYS), saved(np.savez, **ARRAYS), saved(np.savez_compressed, **ARRAYS)])
def test_what_was_written_is_read(tmp_path: Path, data: bytes) -> None:
    opened = put(tmp_path / "x.npz", data)
    assert opened.sha256 == hashlib.sha256(data).hexdigest()
    read = opened.read()
    assert read.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert read[name].dtype == array.dtype and read[name].shape == array.shape and (read[name] == array).all()


def test_arrays_by_column_are_read(tmp_path: Path) -> None:
    array = np.asfortranarray(ARRAYS["b"])
    assert (put(tmp_path / "x.npz", saved(np.savez, b=array)).read()["b"] == array).all()


def test_packed_arrays_are_aligned_views_that_cannot_be_written(tmp_path: Path) -> None:
    for array in put(tmp_path / "x.npz", pack(ARRAYS)).read().values():
        assert array.flags.aligned and not array.flags.writeable and not array.flags.owndata
        assert array.__array_interface__["data"][0] % 64 == 0 or not array.size


def test_packing_twice_gives_the_same_bytes_and_numpy_reads_them(tmp_path: Path) -> None:
    assert pack(ARRAYS) == pack(dict(reversed(ARRAYS.items())))
    with np.load(io.BytesIO(pack(ARRAYS))) as stored:
        assert (stored["b"] == ARRAYS["b"]).all()
    assert zipfile.ZipFile(io.BytesIO(pack(ARRAYS))).testzip() is None


def test_the_shipped_arrays_are_mapped() -> None:
    assert not any(array.flags.owndata for array in ArrayFile(default_model() / "arrays.npz").read().values())


def test_objects_are_refused(tmp_path: Path) -> None:
    for save in (np.savez, np.savez_compressed):
        with pytest.raises(ValueError, match=r"[Oo]bject"):
            put(tmp_path / "x.npz", saved(save, a=np.array([{}], dtype=object))).read()


def test_a_header_that_says_more_than_there_is(tmp_path: Path) -> None:
    data = pack(ARRAYS).replace(b"'shape': (3, 4)", b"'shape': (9, 4)")
    with pytest.raises(ValueError, match="not as long"):
        put(tmp_path / "x.npz", data).read()


@pytest.mark.parametrize("data", [b"PK", b"no archive at all", pack(ARRAYS)[:300]])
def test_what_is_no_archive(tmp_path: Path, data: bytes) -> None:
    with pytest.raises((zipfile.BadZipFile, ValueError)):
        put(tmp_path / "x.npz", data).read()


def test_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="empty"):
        put(tmp_path / "x.npz", b"")
