"""Lines that lie in a file, and the way from there into another one."""

from __future__ import annotations

import errno
import os
from typing import BinaryIO, NamedTuple

from gkbg_nlp.batch.errors import BatchError

_AT_A_TIME = 1 << 20
# What another way to copy would meet too. All else says that the kernel cannot copy here: another file system, an old kernel.
_FINAL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


class File(NamedTuple):
    """Lines that lie in a file of this machine."""

    path: str
    size: int


def put(lines: bytes | File, into: BinaryIO) -> None:
    """Write lines to an unbuffered file.

    Raises:
        OSError: it cannot be written, or the lines cannot be read.
        BatchError: the file of the lines has another size than it should.
    """
    if not isinstance(lines, File):
        _write(lines, into)
        return
    with open(lines.path, "rb", buffering=0) as source:
        left = lines.size - _copied(source.fileno(), into.fileno(), lines.size)
        while left and (data := source.read(min(left, _AT_A_TIME))):
            _write(data, into)
            left -= len(data)
        if left or source.read(1):
            raise BatchError(f"{lines.path} was changed while the run was under way; --resume makes it again")


def read(lines: bytes | File) -> bytes:
    """The lines in memory."""
    if not isinstance(lines, File):
        return lines
    with open(lines.path, "rb") as file:
        return file.read()


def _copied(source: int, into: int, size: int) -> int:
    """How many bytes the kernel copied: all where it can do so. They never come into this process, and some file systems share them."""
    done = 0
    try:
        while done < size and (more := os.copy_file_range(source, into, size - done)):
            done += more
    except AttributeError:  # not Linux
        return 0
    except OSError as error:
        if error.errno in _FINAL:
            raise
    return done


def _write(data: bytes, into: BinaryIO) -> None:
    left = memoryview(data)
    while left:
        left = left[into.write(left) :]
