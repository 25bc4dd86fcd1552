"""Where parts lie until the output is put together: a folder beside it, on disk or behind a URL. A file is there whole or not at all."""

from __future__ import annotations

import os
from typing import BinaryIO, Protocol

from gkbg_nlp.batch.remote import file_system, is_url

# A folder of some hundred files is fast everywhere; a large run has many thousand.
_IN_A_FOLDER = 500


class Store(Protocol):
    """Named files; names may hold one slash."""

    def write(self, name: str, data: bytes | bytearray) -> None:
        """Make the file appear with all its bytes; an older one is replaced. Raises OSError."""

    def read(self, name: str) -> bytes:
        """All bytes. Raises FileNotFoundError, or another OSError."""

    def open(self, name: str) -> BinaryIO:
        """A stream of the bytes. Raises as :meth:`read`."""

    def exists(self) -> bool:
        """Whether the folder is there."""

    def local(self, name: str) -> str | None:
        """The path of the file where it lies on this machine's disk."""

    def clear(self) -> None:
        """Remove the folder and what it holds; nothing is raised where it is not there."""


def open_store(location: str) -> Store:
    """The store at a path or URL."""
    return RemoteStore(location) if is_url(location) else LocalStore(location)


def part_name(index: int, suffix: str) -> str:
    """The name of part ``index``."""
    return f"{index // _IN_A_FOLDER:05}/{index:08}{suffix}"


class LocalStore:
    """A folder on disk, also one that several machines share."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def write(self, name: str, data: bytes | bytearray) -> None:
        path = os.path.join(self._folder, name)
        temporary = f"{path}.{os.urandom(16).hex()}.new"  # another machine may be writing the same part
        try:
            file = open(temporary, "wb")  # noqa: SIM115 - closed below
        except (FileNotFoundError, NotADirectoryError):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            file = open(temporary, "wb")  # noqa: SIM115
        try:
            with file:
                file.write(data)
            os.replace(temporary, path)
        except BaseException:
            if os.path.exists(temporary):
                os.unlink(temporary)
            raise

    def read(self, name: str) -> bytes:
        with self.open(name) as file:
            return file.read()

    def open(self, name: str) -> BinaryIO:
        return open(os.path.join(self._folder, name), "rb")

    def exists(self) -> bool:
        return os.path.isdir(self._folder)

    def local(self, name: str) -> str | None:
        return os.path.join(self._folder, name)

    def clear(self) -> None:
        import shutil  # late: it loads what unpacks archives

        shutil.rmtree(self._folder, ignore_errors=True)


class RemoteStore:
    """A folder behind a URL; object stores show a file when it is closed, so there is nothing to rename."""

    def __init__(self, url: str) -> None:
        self._system, self._folder = file_system(url)

    def write(self, name: str, data: bytes | bytearray) -> None:
        path = f"{self._folder}/{name}"
        self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
        self._system.pipe_file(path, bytes(data))

    def read(self, name: str) -> bytes:
        data: bytes = self._system.cat_file(f"{self._folder}/{name}")
        return data

    def open(self, name: str) -> BinaryIO:
        stream: BinaryIO = self._system.open(f"{self._folder}/{name}", "rb")
        return stream

    def exists(self) -> bool:
        self._system.invalidate_cache()
        return bool(self._system.exists(self._folder))

    def local(self, name: str) -> str | None:
        return None

    def clear(self) -> None:
        self._system.invalidate_cache()
        if self._system.exists(self._folder):
            self._system.rm(self._folder, recursive=True)
