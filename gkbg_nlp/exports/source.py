"""The input of a command, looked at before it is read: there, a file, and of a kind that the command takes."""

from __future__ import annotations

import os

from gkbg_nlp.exports.errors import ExportError

LINES = "the lines of gkbg tag"
_HEAD_BYTES = 4_096


def no_such_file(path: str) -> ExportError:
    """The error for an input that is not there, in the one wording of every command."""
    return ExportError(f"{path}: no such file: name one that gkbg tag made")


def head_of(path: str) -> bytes:
    """The first bytes of a file; none of a pipe, which would lose them.

    Raises:
        ExportError: ``path`` is ``-``, nothing lies there, or it cannot be read.
    """
    if path == "-":
        raise ExportError("- is no file: name a file that gkbg tag made")
    if not os.path.exists(path):
        raise no_such_file(path)
    if not os.path.isfile(path):
        return b""
    try:
        with open(path, "rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError as error:
        raise ExportError(f"{path}: {error.strerror or error}") from error


def can_be_lines(head: bytes) -> bool:
    """Whether a file that begins so can be lines of JSON objects, or has none; a database's first bytes may be a brace by chance."""
    start = head.lstrip()
    return not start or (start.startswith(b"{") and b"\0" not in head)


def check_lines(path: str, command: str, takes: str = LINES) -> None:
    """Refuse what is no file of ``gkbg tag``: its first bytes tell, and no advice about a line would help.

    ``command`` and ``takes`` are for the message: who takes what.

    Raises:
        ExportError: ``path`` is ``-`` or a folder, nothing lies there, it cannot be read, or it is another kind of file.
    """
    head = head_of(path)
    if os.path.isdir(path):
        raise ExportError(f"{path} is a folder: {command} takes {takes}")
    if not can_be_lines(head):
        raise ExportError(f"{path} is another kind of file: {command} takes {takes}")
