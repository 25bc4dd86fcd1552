"""Where the lines go: a file that appears when it is complete and can be continued until then, or a stream.

Beside OUT lie, while work is not finished, ``.OUT.partial`` (the lines so far) and ``.OUT.state.json`` (what they are of).
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import BinaryIO

import msgspec

from gkbg_nlp.batch.errors import BatchError

try:
    import fcntl
except ImportError:  # Windows: no guard against two runs into one output
    fcntl = None  # type: ignore[assignment]


class State(msgspec.Struct):
    """What a partial output is of: a digest of the inputs' paths in order and of the options that shape the lines."""

    version: int
    inputs: int
    digest: str


class _LineSource(msgspec.Struct):
    path: str


class _LineError(msgspec.Struct):
    code: str
    message: str


class _Line(msgspec.Struct):
    source: _LineSource
    errors: list[_LineError]


class Kept(msgspec.Struct):
    """The lines of earlier work that stand: how many, where they end (bytes), the failed inputs among them."""

    lines: int = 0
    end: int = 0
    failed: list[tuple[str, str, str]] = []


def digest(paths: Iterable[str], options: Sequence[str]) -> str:
    """SHA-256 over paths and options; a change of either makes earlier work useless."""
    hasher = hashlib.sha256()
    for part in (*options, "", *paths):
        hasher.update(part.encode("utf-8", "backslashreplace") + b"\0")
    return hasher.hexdigest()


def read_lines(file: BinaryIO, paths: Sequence[str]) -> Kept:
    """The longest beginning of ``file`` that is whole lines of ``paths`` in order; a torn last line is not one."""
    decoder = msgspec.json.Decoder(_Line)
    kept = Kept()
    for path, line in zip(paths, file, strict=False):
        try:
            record = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            break
        if not line.endswith(b"\n") or record.source.path != path:
            break
        kept.lines += 1
        kept.end += len(line)
        kept.failed += [(path, error.code, error.message) for error in record.errors[:1]]
    return kept


class FileOutput:
    """Lines into ``.OUT.partial``, renamed to OUT by :meth:`finish`. Use as a context manager: leaving it closes the file and
    keeps the partial work, whether the run was finished or not."""

    def __init__(self, target: str) -> None:
        self.target = target
        folder, name = os.path.split(target)
        self.partial = os.path.join(folder, f".{name}.partial")
        self.state = os.path.join(folder, f".{name}.state.json")
        self._file: BinaryIO | None = None

    def earlier(self) -> State | None:
        """The state of unfinished work, if there is any."""
        if not os.path.exists(self.partial):  # a run that ended between its last two steps leaves the state alone
            return None
        try:
            with open(self.state, "rb") as file:
                return msgspec.json.decode(file.read(), type=State)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    def open(self, state: State, paths: Sequence[str], *, keep: bool) -> Kept:
        """Begin, or with ``keep`` continue after the lines that stand.

        Raises:
            BatchError: another run writes to the same output.
            OSError: the folder cannot be written to.
        """
        file = open(self.partial, "a+b")  # noqa: SIM115 - closed by close()
        self._file = file
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise BatchError(f"another run is writing {self.target}") from None
        kept = Kept()
        if keep:
            file.seek(0)
            kept = read_lines(file, paths)
        file.truncate(kept.end)
        file.seek(0, os.SEEK_END)
        _write_whole(self.state, msgspec.json.encode(state))
        return kept

    def write(self, lines: Iterable[bytes]) -> None:
        """Append whole lines and hand them to the system, so that a killed run keeps them."""
        assert self._file is not None
        self._file.writelines(lines)
        self._file.flush()

    def finish(self) -> None:
        """Make the partial file the output: whole on disk first, then by one rename."""
        assert self._file is not None
        self._file.flush()
        os.fsync(self._file.fileno())
        self.close()
        os.replace(self.partial, self.target)
        os.unlink(self.state)

    def discard(self) -> None:
        """Remove what lies beside the output: for a run that ended before its first line."""
        self.close()
        for path in (self.partial, self.state):
            if os.path.exists(path):
                os.unlink(path)

    def close(self) -> None:
        """Close the partial file; it stays."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> FileOutput:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class StreamOutput:
    """Lines to standard output (``-``) or to a device or FIFO, as they come; nothing to continue."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._file: BinaryIO | None = None

    def __enter__(self) -> StreamOutput:
        self._file = sys.stdout.buffer if self._target == "-" else open(self._target, "wb")
        return self

    def write(self, lines: Iterable[bytes]) -> None:
        """Write whole lines."""
        assert self._file is not None
        self._file.writelines(lines)
        self._file.flush()

    def finish(self) -> None:
        """Nothing is left to do: the lines are out."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._file is not None and self._target != "-":
            self._file.close()


def is_stream(output: str) -> bool:
    """Whether the output is standard output, or exists and is no regular file (a device, a FIFO): never replaced by a rename."""
    if output == "-":
        return True
    try:
        mode = os.stat(output).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def check_target(output: str) -> str:
    """The absolute path to write to, links followed.

    Raises:
        BatchError: it is a directory, its folder is missing or may not be written to.
    """
    if not output:
        raise BatchError("the output has no name")
    target = os.path.realpath(output)
    folder = os.path.dirname(target)
    if os.path.isdir(target):
        raise BatchError(f"{output} is a directory; name a file")
    if not os.path.isdir(folder):
        raise BatchError(f"cannot write {output}: there is no folder {folder}")
    if not os.access(folder, os.W_OK):
        raise BatchError(f"cannot write {output}: the folder {folder} may not be written to")
    return target


def _write_whole(path: str, data: bytes) -> None:
    with open(path + ".new", "wb") as file:
        file.write(data)
    os.replace(path + ".new", path)
