"""The error of a file that cannot be read, and its codes."""

from __future__ import annotations

from typing import Literal

Code = Literal["empty", "binary", "unsupported", "encrypted", "scanned", "too_large", "not_a_file", "missing", "unreadable"]


class ReadError(Exception):
    """A file that gives no text. ``code`` is stable, ``message`` is one line for people and does not repeat the path.

    ``size`` (bytes), ``sha256`` (hexadecimal) and ``format`` hold what is known of the file, else ``None``.
    """

    def __init__(self, code: Code, message: str, *, size: int | None = None, sha256: str | None = None, format: str | None = None) -> None:
        super().__init__(message)
        self.code: Code = code
        self.message = message
        self.size = size
        self.sha256 = sha256
        self.format = format
