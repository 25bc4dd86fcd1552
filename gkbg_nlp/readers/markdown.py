"""Markdown: kept as written, marks and all, because the offsets of the output point into the file's own text."""

from __future__ import annotations

from gkbg_nlp.readers.decode import decode
from gkbg_nlp.readers.decoded import Content

FORMAT = "markdown"
SUFFIXES = (".md", ".markdown")


def read(data: bytes) -> Content:
    """The text of a Markdown file.

    Raises:
        ReadError: ``binary`` where the bytes are no text in any known encoding.
    """
    return decode(data)
