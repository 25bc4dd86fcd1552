"""ZIP archives."""

from __future__ import annotations

import contextlib
import os
import stat
import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from gkbg_nlp.batch.archives import ArchiveError, Entry, Limits, decode_name

_UTF8, _ENCRYPTED = 0x800, 0x1
_END, _END64, _LOCATOR = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_ENTRY_BYTES = 512  # of the directory for one member, names of usual length


class Zip:
    """An open ZIP file; takes the file over and closes it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._directory = _directory_bytes(file)
        self._zip: zipfile.ZipFile | None = None

    def entries(self, limits: Limits) -> Iterator[Entry]:
        """Members in the directory's order; ``at`` is the number in it."""
        if self._directory > limits.members * _ENTRY_BYTES:  # zipfile reads the whole directory into memory
            raise ArchiveError("archive_limit", f"a directory of {self._directory:,} bytes: more than {limits.members:,} members")
        total = 0
        for number, info in enumerate(self._opened().infolist()):
            if info.is_dir():
                continue
            total += info.file_size
            if total > limits.total:
                raise ArchiveError("archive_limit", f"more than {limits.total:,} bytes when unpacked")
            yield Entry(_name(info), number, info.file_size, _refusal(info, limits))

    def read(self, at: int, size: int) -> bytes:
        """The member's bytes; zipfile checks their CRC."""
        with self._opened().open(self._opened().infolist()[at]) as member:
            return member.read(size) + member.read(1)  # the byte behind the end makes it check

    def close(self) -> None:
        """Close the archive and its file."""
        if self._zip is not None:
            self._zip.close()
        self._file.close()

    def _opened(self) -> zipfile.ZipFile:
        if self._zip is None:
            self._zip = zipfile.ZipFile(self._file)
        return self._zip


def _name(info: zipfile.ZipInfo) -> str:
    name = info.filename
    if not info.flag_bits & _UTF8:
        with contextlib.suppress(UnicodeEncodeError):
            name = decode_name(name.encode("cp437"))  # zipfile took the bytes for the code page of DOS
    return name.replace("\\", "/")  # Windows programs write it so


def _refusal(info: zipfile.ZipInfo, limits: Limits) -> tuple[str, str] | None:
    if info.flag_bits & _ENCRYPTED:
        return "encrypted_member", "the member is encrypted"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "unsafe_member", "the member is a symbolic link"
    if info.file_size > limits.ratio_from and info.file_size > limits.ratio * max(1, info.compress_size):
        return "archive_limit", f"the member unpacks to more than {limits.ratio} times its size"
    return None


def _directory_bytes(file: BinaryIO) -> int:
    """The size of the directory by the record at the end of the file; 0 where there is none (zipfile will refuse it)."""
    length = file.seek(0, os.SEEK_END)
    file.seek(max(0, length - 65_557))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        return 0
    (size,) = struct.unpack_from("<L", tail, at + 12)
    if at >= 20 and tail[at - 20 : at - 16] == _LOCATOR:
        (record,) = struct.unpack_from("<Q", tail, at - 12)
        if record + 56 <= length:
            file.seek(record)
            head = file.read(56)
            if head.startswith(_END64):
                (size,) = struct.unpack_from("<Q", head, 40)
    return int(size)
