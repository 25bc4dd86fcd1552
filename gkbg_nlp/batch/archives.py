"""Archives as folders: the members of a ZIP or TAR file as inputs. Nothing is ever unpacked to disk."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from gkbg_nlp.batch.inputs import Input, Member
from gkbg_nlp.batch.remote import is_url, open_url
from gkbg_nlp.readers import ReadError
from gkbg_nlp.taxonomy.precompiled import compiled

SUFFIXES = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")
_DRIVE = compiled(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may hold: members, bytes unpacked in all, and how many times its packed size (looked at from ``ratio_from`` bytes)."""

    members: int = 200_000
    total: int = 16_000_000_000
    ratio: int = 250
    ratio_from: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One member as the archive lists it; ``refusal`` is code and message where it will not be read."""

    name: str
    at: int
    size: int
    refusal: tuple[str, str] | None = None


class ArchiveError(Exception):
    """An archive that is refused as a whole; ``code`` and ``message`` are those of its error record."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Opened(Protocol):
    """An open archive."""

    def entries(self, limits: Limits) -> Iterator[Entry]:
        """The members in the archive's order, without folders. Raises ArchiveError, or one of :data:`~gkbg_nlp.readers.packed.DAMAGE`."""

    def read(self, at: int, size: int) -> bytes:
        """The bytes of the member at ``at``, ``size`` bytes by the archive's word. Raises one of :data:`~gkbg_nlp.readers.packed.DAMAGE`."""

    def close(self) -> None:
        """Close the archive."""


def is_archive(name: str) -> bool:
    """Whether a file of this name is opened as a folder."""
    return name.lower().endswith(SUFFIXES)


def archive_inputs(archive: Input, known: Callable[[str], bool], limits: Limits) -> tuple[list[Input], int]:
    """The members that ``known`` accepts, as inputs ARCHIVE/name, and how many other files it holds.

    A member that is refused (outside the archive, a link, encrypted, an archive itself) is an input with a problem; so is an archive
    that cannot be read. Of members with the same name the last counts, as it would after unpacking.
    """
    found: dict[str, Input] = {}
    unknown: set[str] = set()
    try:
        for entry in _entries(archive.path, limits):
            item = _input(archive, entry, known)
            if item is None:
                unknown.add(entry.name)
            else:
                found[item.path] = item
            if len(found) + len(unknown) > limits.members:
                raise ArchiveError("archive_limit", f"more than {limits.members:,} members")
    except ArchiveError as error:
        problem = Input(archive.path, error.message, error.code, archive.size, archive.stamp)
        if error.code != "unreadable":
            return [problem], 0
        found[archive.path] = problem  # behind the members that stand before the damage
    return list(found.values()), len(unknown)


def read_member(member: Member, max_bytes: int) -> bytes:
    """The bytes of a member of at most ``max_bytes`` bytes. The archive stays open for the next one: members are read in order.

    Raises:
        ReadError: ``too_large`` or ``unreadable``.
    """
    if member.size > max_bytes:
        raise ReadError("too_large", f"{member.size:,} bytes, more than the limit of {max_bytes:,} (--max-bytes)", size=member.size)
    from gkbg_nlp.readers.packed import DAMAGE, reason  # late, as below: what unpacks loads longer than a report is tagged

    try:
        data = _last.open(member).read(member.at, member.size)
    except DAMAGE as error:
        _last.close()
        raise ReadError("unreadable", f"cannot be read from the archive: {reason(error)}", size=member.size) from error
    if len(data) != member.size:
        raise ReadError("unreadable", f"cannot be read from the archive: it ends after {len(data):,} of {member.size:,} bytes")
    return data


def decode_name(raw: bytes) -> str:
    """A member's name: UTF-8 if it is, else the code page of Chinese Windows, else with lone surrogates."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "surrogateescape")


def open_binary(path: str) -> BinaryIO:
    """A seekable stream of a local file or a URL. Raises OSError and what the file system of the URL raises."""
    return open_url(path) if is_url(path) else open(path, "rb")


def _input(archive: Input, entry: Entry, known: Callable[[str], bool]) -> Input | None:
    """The input of a member, ``None`` for one of no known kind; what leads outside is refused whatever its kind."""
    name = entry.name.removeprefix("./")
    refusal = entry.refusal
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/") or "\0" in name:
        refusal = ("unsafe_member", "the member's name leads outside the archive")
    elif is_archive(name) and refusal is None:
        refusal = ("nested_archive", "an archive inside an archive is not opened")
    elif not (is_archive(name) or known(os.path.basename(name))):
        return None
    path = f"{archive.path}/{name}"
    stamp = f"{archive.stamp}:{entry.at}:{entry.size}"
    if refusal is not None:
        return Input(path, refusal[1], refusal[0], entry.size, stamp)
    return Input(path, size=entry.size, stamp=stamp, member=Member(archive.path, archive.stamp, name, entry.at, entry.size))


def _entries(path: str, limits: Limits) -> Iterator[Entry]:
    """The members of an archive. Raises ArchiveError: ``unreadable`` behind the last one that can be listed, or a limit."""
    from gkbg_nlp.readers.packed import DAMAGE, reason

    try:
        with closing(_opened(path)) as opened:
            yield from opened.entries(limits)
    except (*DAMAGE, RecursionError) as error:  # tarfile reads headers of headers by calling itself
        raise ArchiveError("unreadable", f"not a whole archive: {reason(error)}") from error


def _opened(path: str) -> Opened:
    from gkbg_nlp.batch.archive_tar import Tar  # late: both import this module
    from gkbg_nlp.batch.archive_zip import Zip

    file = open_binary(path)
    try:
        return Zip(file) if path.lower().endswith(".zip") else Tar(file)
    except BaseException:
        file.close()
        raise


class _Last(threading.local):
    """The archive that this thread read from last: members come in order, and a packed TAR can be read onward only."""

    key: tuple[str, str] | None = None
    opened: Opened | None = None

    def open(self, member: Member) -> Opened:
        if self.key != (member.archive, member.stamp) or self.opened is None:
            self.close()
            self.opened = _opened(member.archive)
            self.key = (member.archive, member.stamp)
        return self.opened

    def close(self) -> None:
        opened, self.opened, self.key = self.opened, None, None
        if opened is not None:
            opened.close()


_last = _Last()


def close_archive() -> None:
    """Close the archive that this thread read from last, if there is one."""
    _last.close()


def unpacker(file: BinaryIO) -> BinaryIO:
    """The unpacked stream of a TAR's file, by its first bytes: gzip, bzip2, xz, or the file itself."""
    start = file.read(6)
    file.seek(0)
    if start.startswith(b"\x1f\x8b"):
        import gzip

        return gzip.GzipFile(fileobj=file, mode="rb")  # type: ignore[return-value]
    if start.startswith(b"BZh"):
        import bz2

        return bz2.BZ2File(file)  # type: ignore[return-value]
    if start.startswith(b"\xfd7zXZ\0"):
        import lzma

        return lzma.LZMAFile(file)  # type: ignore[return-value]
    return file
