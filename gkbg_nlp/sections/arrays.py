"""The file of a model's arrays: an ``.npz`` whose members are mapped where they are stored as they are, so that processes share them.

Nothing is unpickled. The checksum is taken of the very bytes that are mapped.
"""

from __future__ import annotations

import hashlib
import io
import mmap
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]
_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed date, so that the same arrays have the same bytes
_LOCAL = 30  # bytes of a member's header in front of its name
_ALIGNED = 64  # where arrays begin, in bytes; numpy's own header is a multiple of it
_PADDING = 0xD935  # the extra field that Android's zipalign pads with


class ArrayFile:
    """An opened file: its checksum, and the arrays, which can be read as long as one of them is used.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is empty.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.sha256 = hashlib.sha256(self._bytes).hexdigest()

    def read(self) -> Arrays:
        """The arrays by name; those of stored members are views of the file and cannot be written to.

        Raises:
            ValueError, KeyError, zipfile.BadZipFile: no archive of arrays, or one that holds Python objects.
        """
        with zipfile.ZipFile(self._bytes) as archive:  # type: ignore[call-overload]  # a map reads and seeks as a file does
            members = archive.infolist()
        if any(info.compress_type != zipfile.ZIP_STORED for info in members):
            with np.load(io.BytesIO(self._bytes), allow_pickle=False) as stored:
                return dict(stored.items())
        return {info.filename.removesuffix(".npy"): self._array(info) for info in members}

    def _array(self, info: zipfile.ZipInfo) -> NDArray[Any]:
        name, extra = struct.unpack_from("<HH", self._bytes, info.header_offset + _LOCAL - 4)
        begin = info.header_offset + _LOCAL + name + extra
        member = io.BytesIO(self._bytes[begin : begin + min(info.file_size, 1 << 16)])
        version = np.lib.format.read_magic(member)
        read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, by_column, kind = read_header(member)
        if kind.hasobject:
            raise ValueError(f"{info.filename} holds Python objects")
        size = kind.itemsize * int(np.prod(shape, dtype=object))
        if size != info.file_size - member.tell():
            raise ValueError(f"{info.filename} is not as long as its header says")
        flat = np.frombuffer(self._bytes, kind, int(np.prod(shape, dtype=object)), begin + member.tell())
        return flat.reshape(shape, order="F" if by_column else "C")


def pack(arrays: Arrays) -> bytes:
    """The bytes of an ``.npz`` that can be mapped: members stored as they are, each array aligned."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(arrays):
            stored = io.BytesIO()
            np.save(stored, np.asarray(arrays[name], order="C"), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", _EPOCH)
            padding = -(out.tell() + _LOCAL + len(info.filename) + 4) % _ALIGNED
            info.extra = struct.pack("<HH", _PADDING, padding) + bytes(padding)
            archive.writestr(info, stored.getvalue())
    return out.getvalue()
