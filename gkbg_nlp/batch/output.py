"""Where the lines go in the end: a file that appears when it is complete, one behind a URL, or a stream.

Beside OUT lie, while work is not finished, the folder ``.OUT.parts`` (see :mod:`resume`) and, while it is put together, ``.OUT.partial``.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import BinaryIO, Protocol

from gkbg_nlp.batch.copying import File, put, read
from gkbg_nlp.batch.errors import BatchError
from gkbg_nlp.batch.remote import file_system, is_url, require_url
from gkbg_nlp.batch.resume import is_output
from gkbg_nlp.readers import is_known

try:
    import fcntl
except ImportError:  # Windows: no guard against two runs into one output
    fcntl = None  # type: ignore[assignment]


class Output(Protocol):
    """Takes lines in order. ``target`` is its name, ``parts`` is where the parts of unfinished work lie, ``None`` for a stream.
    ``early``: lines may be written as they come; else when all are there."""

    target: str
    parts: str | None
    early: bool

    def write(self, lines: Iterable[bytes | File]) -> None:
        """Take whole lines. Raises OSError."""

    def finish(self) -> None:
        """Make the output appear, whole. Raises OSError."""

    def exists(self) -> bool:
        """Whether the output is there already."""

    def open(self) -> BinaryIO:
        """The bytes of an existing output."""

    def alone(self) -> AbstractContextManager[None]:
        """Hold the output for a run. What was not finished at the end is dropped; the parts stay.

        Raises:
            BatchError: another run holds it.
            OSError: it cannot be written.
        """


class FileOutput:
    """Lines into ``.OUT.partial``, renamed to OUT by :meth:`finish`."""

    early = True

    def __init__(self, target: str) -> None:
        self.target = target
        folder, name = os.path.split(target)
        self.parts: str | None = os.path.join(folder, f".{name}.parts")
        self._partial = os.path.join(folder, f".{name}.partial")
        self._lock = os.path.join(folder, f".{name}.lock")
        self._file: BinaryIO | None = None

    def exists(self) -> bool:
        return os.path.exists(self.target)

    def open(self) -> BinaryIO:
        return open(self.target, "rb")

    def write(self, lines: Iterable[bytes | File]) -> None:
        if self._file is None:
            self._file = open(self._partial, "wb", buffering=0)  # noqa: SIM115 - closed by finish() or alone()
        for some in lines:
            put(some, self._file)

    def finish(self) -> None:
        self.write([])
        assert self._file is not None
        os.fsync(self._file.fileno())
        self._close()
        os.replace(self._partial, self.target)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold off a second run into the same output."""
        lock = self._locked()
        try:
            yield
        finally:
            self._close()
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self._partial)
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self._lock)
            lock.close()

    def _locked(self) -> BinaryIO:
        while True:
            file = open(self._lock, "wb")  # noqa: SIM115 - closed by alone()
            try:
                if fcntl is not None:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.close()
                raise BatchError(f"another run is writing {self.target}") from None
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(file.fileno()), os.stat(self._lock)):
                    return file
            file.close()  # the run that held it ended in between and took the name away

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class RemoteOutput:
    """Lines to a URL; the file appears when all are there. Two runs into one output are not held off."""

    early = False  # a store may not hold an upload open as long as a run takes

    def __init__(self, url: str) -> None:
        self.target = url
        self._system, self._path = file_system(url)
        folder, _, name = url.rpartition("/")
        self.parts: str | None = f"{folder}/.{name}.parts"
        self._file: BinaryIO | None = None

    def exists(self) -> bool:
        self._system.invalidate_cache()
        return bool(self._system.exists(self._path))

    def open(self) -> BinaryIO:
        stream: BinaryIO = self._system.open(self._path, "rb")
        return stream

    def write(self, lines: Iterable[bytes | File]) -> None:
        if self._file is None:
            # Committed by finish() alone: a run that ends before leaves no half output.
            self._file = self._system.open(self._path, "wb", autocommit=False)
        for line in lines:
            self._file.write(read(line))

    def finish(self) -> None:
        self.write([])
        file, self._file = self._file, None
        assert file is not None
        file.close()
        commit = getattr(file, "commit", None)
        if commit is not None:
            commit()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Drop what was not finished at the end."""
        try:
            yield
        finally:
            discard = getattr(self._file, "discard", None)
            if discard is not None:
                discard()


class StreamOutput:
    """Lines to standard output (``-``) or to a device or FIFO, as they come; nothing to continue."""

    parts: str | None = None
    early = True

    def __init__(self, target: str) -> None:
        self.target = target
        self._file: BinaryIO | None = None

    def exists(self) -> bool:
        return False

    def open(self) -> BinaryIO:
        raise BatchError("a stream has no earlier lines")

    def write(self, lines: Iterable[bytes | File]) -> None:
        assert self._file is not None
        self._file.writelines(map(read, lines))
        self._file.flush()

    def finish(self) -> None:
        """Nothing is left to do: the lines are out."""

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Open the stream; standard output stays open."""
        if self.target == "-":
            self._file = sys.stdout.buffer
            yield
            return
        with open(self.target, "wb") as self._file:
            yield


def open_output(output: str, *, overwrite: bool, resume: bool) -> Output:
    """The output of that name, before any work.

    Raises:
        BatchError: it is there already and neither ``overwrite`` nor ``resume`` is given, it is no output of an earlier run (which is
            never replaced), or it cannot be written.
        OSError: it is there and cannot be read.
    """
    out: FileOutput | RemoteOutput
    if is_url(output):
        require_url(output)
        out = RemoteOutput(output)
        there = out.exists()
    elif _is_stream(output):
        if resume:
            raise BatchError("--resume needs an output file")
        return StreamOutput(output)
    else:
        there = os.path.lexists(output)
        out = FileOutput(_target(output))
    if there and out.exists():  # not so a link that leads nowhere
        with out.open() as file:
            ours = is_output(file)
        if not ours and (resume or (overwrite and is_known(os.path.basename(out.target)))):
            raise BatchError(f"{output} is no output of gkbg tag; name another file or remove it")
    if there and not overwrite and not resume:
        raise BatchError(f"{output} exists; --overwrite replaces it, --resume continues or keeps it")
    return out


def check_apart(paths: Sequence[str], output: str) -> None:
    """Refuse an input that is the output: the run would replace what it reads. ``-`` and devices may be both; an output of an
    earlier run, which a pattern of the shell named with the rest, is left out of the inputs instead.

    Raises:
        BatchError: it names the input.
    """
    if is_url(output):
        same = [path for path in paths if path == output]
    elif not output or _is_stream(output) or os.path.isdir(output):  # no inputs' affair: open_output() refuses what cannot be
        same = []
    else:
        target = os.path.realpath(output)
        names = {os.path.basename(output), os.path.basename(target)}
        # Links are followed only where the end may be the output: a list can hold millions of paths.
        near = (path for path in paths if (os.path.basename(path) in names or os.path.islink(path)) and "\0" not in path)
        same = [path for path in near if not is_url(path) and os.path.realpath(path) == target]
        if same and os.path.isfile(target):
            with open(target, "rb") as file:
                same = [] if os.path.getsize(target) and is_output(file) else same
    if same:
        raise BatchError(f"{same[0]} is the output itself: name another")


def _is_stream(output: str) -> bool:
    """Whether the output is standard output, or exists and is no regular file (a device, a FIFO): never replaced by a rename."""
    if output == "-":
        return True
    try:
        mode = os.stat(output).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _target(output: str) -> str:
    """The absolute path to write to, links followed."""
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
