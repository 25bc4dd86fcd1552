"""A path -> its bytes, without ever waiting on something that is not a file."""

from __future__ import annotations

import hashlib
import os
import stat

from gkbg_nlp.readers.errors import ReadError

# A file over the limit is not read, but it keeps its identity as long as hashing it takes about a second.
_HASH_LIMIT = 1 << 30
_AT_A_TIME = 1 << 20

_KINDS = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a FIFO (named pipe)"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a character device"),
    (stat.S_ISBLK, "a block device"),
)


def load(path: str, max_bytes: int, seen: int | None = None) -> bytes:
    """The bytes of a regular file of at most ``max_bytes`` bytes. ``seen`` is its size where it was looked at before, as a regular file:
    then it is not asked for again.

    Raises:
        ReadError: ``missing``, ``not_a_file``, ``too_large`` or ``unreadable``.
    """
    if seen is not None and seen <= max_bytes:
        try:
            data = _read(path, seen, max_bytes)
        except OSError:
            pass  # the look below says why
        else:
            if len(data) <= max_bytes:
                return data
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        broken = os.path.islink(path)
        raise ReadError("missing", "a symbolic link to nothing" if broken else "no such file") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise _unreadable(error) from error
    _require_regular(status.st_mode)
    if status.st_size > max_bytes:
        raise ReadError("too_large", _too_large(status.st_size, max_bytes), size=status.st_size, sha256=_sha256(path, status.st_size))
    try:
        data = _read(path, status.st_size, max_bytes)
    except OSError as error:
        raise _unreadable(error, status.st_size) from error
    if len(data) > max_bytes:
        raise ReadError("too_large", f"more than {max_bytes:,} bytes")
    return data


# Opening a FIFO waits for a writer unless it is told not to. O_BINARY is Windows'.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def _read(path: str, size: int, max_bytes: int) -> bytes:
    """The bytes of a file that was ``size`` bytes long, one more than ``max_bytes`` of a longer one. Without Python's own file objects,
    which cost twice as much as the system's calls."""
    file = os.open(path, _FLAGS)
    try:
        _require_regular(os.fstat(file).st_mode)  # it may have been changed for a FIFO since
        data = os.read(file, size + 1)  # not max_bytes: asking for 20 MB costs 20 µs
        if len(data) != size:  # it grew, its size was not said (/proc), or the system gives it piece by piece
            pieces, left = [data], max_bytes + 1 - len(data)
            while left > 0 and (piece := os.read(file, min(left, _AT_A_TIME))):
                pieces.append(piece)
                left -= len(piece)
            data = b"".join(pieces)
        return data
    finally:
        os.close(file)


def _require_regular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        kind = next((name for test, name in _KINDS if test(mode)), "something else")
        raise ReadError("not_a_file", f"not a regular file but {kind}")


def _too_large(size: int, max_bytes: int) -> str:
    return f"{size:,} bytes, more than the limit of {max_bytes:,} (--max-bytes)"


def _unreadable(error: Exception, size: int | None = None) -> ReadError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__
    return ReadError("unreadable", f"cannot be read: {reason}", size=size)


def _sha256(path: str, size: int) -> str | None:
    if size > _HASH_LIMIT:
        return None
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
