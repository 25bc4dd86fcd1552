"""Plain text: the decoded file, nothing changed but the byte order mark."""

from __future__ import annotations

from gkbg_nlp.readers.decode import decode
from gkbg_nlp.readers.decoded import Content

FORMAT = "text"
SUFFIXES = (".txt",)


def read(data: bytes) -> Content:
    """The text of a plain text file.

    Raises:
        ReadError: ``binary`` where the bytes are no text in any known encoding.
    """
    return decode(data)
