"""The ZIP archive of a DOCX file: what it may hold, and its members read within those limits."""

from __future__ import annotations

import zipfile
from io import BytesIO

from gkbg_nlp.readers.errors import ReadError
from gkbg_nlp.readers.packed import DAMAGE, reason

MAX_MEMBERS = 5_000
# Bytes, uncompressed: of all members together, and of one part that is read.
MAX_TOTAL, MAX_PART = 200_000_000, 32_000_000
# XML of Office packs 10 to 60 times smaller; a small file may do better.
MAX_RATIO, RATIO_FLOOR = 200, 20_000_000

_ENCRYPTED_FLAG = 0x1


def damaged(what: str) -> ReadError:
    """The error of a DOCX file that is not whole."""
    return ReadError("unreadable", f"a damaged DOCX document: {what}")


class Package:
    """The members of an archive by their names, whose case says nothing and whose parts a slash joins."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members = {_plain(info.filename): info for info in archive.infolist()}

    def count_pictures(self) -> int:
        """How many pictures and other media the archive holds."""
        return sum("/media/" in name for name in self._members)

    def read(self, name: str) -> bytes | None:
        """The bytes of a member, ``None`` where there is none of this name.

        Raises:
            ReadError: ``unreadable``, ``encrypted``, ``too_large``.
        """
        info = self._members.get(_plain(name))
        if info is None:
            return None
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise ReadError("encrypted", "a DOCX document in an encrypted archive; unpack it with its password first")
        if info.file_size > MAX_PART:
            raise ReadError("too_large", f"{name} unpacks to {info.file_size:,} bytes, more than the limit of {MAX_PART:,}")
        try:
            with self._archive.open(info) as member:
                data = member.read(MAX_PART + 1)  # the directory may say less than the member holds
                member.read(1)  # at the end the sum is checked
        except DAMAGE as error:
            raise damaged(f"{name} cannot be unpacked ({reason(error)})") from error
        if len(data) > MAX_PART:
            raise ReadError("too_large", f"{name} unpacks to more than {MAX_PART:,} bytes")
        return data


def open_package(data: bytes) -> Package:
    """The archive in ``data``, whose directory keeps the limits; nothing is unpacked yet.

    Raises:
        ReadError: ``unreadable`` where the archive is cut or no archive, ``too_large`` where it is a bomb.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        members = archive.infolist()
    except DAMAGE as error:
        raise damaged(f"its ZIP archive cannot be opened ({reason(error)})") from error
    if len(members) > MAX_MEMBERS:
        raise ReadError("too_large", f"an archive of {len(members):,} members, more than the limit of {MAX_MEMBERS:,}")
    total = sum(info.file_size for info in members)
    if total > MAX_TOTAL or total > max(RATIO_FLOOR, MAX_RATIO * len(data)):
        raise ReadError("too_large", f"an archive of {len(data):,} bytes that unpacks to {total:,}: more than a document does")
    return Package(archive)


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
