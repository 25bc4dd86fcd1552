"""Files that a command makes: what may be written over, and whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from gkbg_nlp.cli.messages import fail

_DEVICES = Path("/dev")


def refuse_device(target: Path | str | None) -> None:
    """End the command where OUT is a device or a pipe: a file that appears whole takes the place of what it is written over.

    Raises:
        typer.Exit: with code 2, after a line that says so. ``None`` and ``-`` are no files.
    """
    if target is None or str(target) == "-":
        return
    path = Path(target)
    if _DEVICES in path.absolute().parents or (path.exists() and not path.is_file() and not path.is_dir()):
        raise fail(f"{path} is a device or a pipe: name a file", 2)


def put_json(record: object, target: str | None) -> None:
    """Encode a record into the file ``target``, on standard output for ``-``; nothing for ``None``."""
    if target is None:
        return
    import msgspec

    encoded = msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"
    if target == "-":
        sys.stdout.write(encoded.decode("utf-8"))
    else:
        write_whole(Path(target), encoded)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all.

    Raises:
        OSError: it cannot be written; its ``filename`` is ``path``, and nothing is left of it.
    """
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename = str(path)  # people named this one
        raise
