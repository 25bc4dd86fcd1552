"""Files that a command makes: what may be written over, and whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

from gkbg_nlp.cli.messages import fail
from gkbg_nlp.report.whole import write_whole

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
