"""TAR archives, packed or not."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from gkbg_nlp.batch.archives import ArchiveError, Entry, Limits, decode_name, unpacker

_BLOCK = 512
# A header with a long name is a few kilobytes; tarfile would read one of any size into memory.
_HEADER_BYTES = 1 << 20
_RATIO_FROM = 64_000_000  # bytes unpacked in all: a small archive is no bomb


class Tar:
    """An open TAR file; takes the file over and closes it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._packed = file.seek(0, os.SEEK_END)
        file.seek(0)
        self._stream = unpacker(file)

    def entries(self, limits: Limits) -> Iterator[Entry]:
        """Members in the archive's order; ``at`` is the first byte in the unpacked stream."""
        guarded: Any = _Headers(self._stream)
        most = limits.total if self._stream is self._file else min(limits.total, max(_RATIO_FROM, limits.ratio * self._packed))
        tar: Any
        with tarfile.TarFile(fileobj=guarded, mode="r", encoding="utf-8", errors="surrogateescape") as tar:
            seen = 0
            while (info := tar.next()) is not None:
                tar.members.clear()  # a long archive is not kept in memory
                seen += 1
                if seen > limits.members:  # links and folders count: they cost as much
                    raise ArchiveError("archive_limit", f"more than {limits.members:,} members")
                if info.offset_data + max(0, info.size) > most:  # known from the header, before the bytes are unpacked
                    raise ArchiveError("archive_limit", f"more than {most:,} bytes when unpacked")
                if not info.isdir():
                    yield Entry(decode_name(info.name.encode("utf-8", "surrogateescape")), info.offset_data, info.size, _refusal(info))
            self._stream.seek(tar.offset)
            if self._stream.read(_BLOCK).strip(b"\0"):  # tarfile takes a damaged header for the end
                raise tarfile.ReadError("a damaged header")

    def read(self, at: int, size: int) -> bytes:
        """The member's bytes, fewer where the archive is cut."""
        self._stream.seek(at)
        return self._stream.read(size)

    def close(self) -> None:
        """Close the archive and its file."""
        self._stream.close()
        self._file.close()


class _Headers(io.RawIOBase):
    """The stream as tarfile sees it: no read of more than a header may need."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= _HEADER_BYTES:
            raise ArchiveError("archive_limit", "a header of more than a megabyte")
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()


def _refusal(info: tarfile.TarInfo) -> tuple[str, str] | None:
    if info.issym() or info.islnk():
        return "unsafe_member", "the member is a link"
    if not info.isreg():
        return "unsafe_member", "the member is a device or something else that is no file"
    if info.sparse is not None or info.size < 0:
        return "unsafe_member", "the member is a file with holes"
    return None
