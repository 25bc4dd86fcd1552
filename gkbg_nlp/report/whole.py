"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_MODE = 0o644


@contextmanager
def open_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write that takes its place when all went well; else nothing is left of it.

    Raises:
        OSError: it cannot be written; ``filename`` of the error is ``path``, which people named, not the temporary file.
    """
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:50]}.")
        with os.fdopen(handle, "wb") as file:
            yield file
        os.chmod(temporary, _MODE)
        os.replace(temporary, path)
    except BaseException as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno is not None and (temporary is None or error.filename in (None, temporary)):
            error.filename = str(path)
        raise


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step; see :func:`open_whole`."""
    with open_whole(path) as file:
        file.write(content)
