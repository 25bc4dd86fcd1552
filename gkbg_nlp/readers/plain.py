"""Plain text and Markdown: the decoded file, nothing changed but the byte order mark.

Markdown keeps its marks, because the offsets of the output point into the file's own text.
"""

from __future__ import annotations

from gkbg_nlp.readers.decode import decode
from gkbg_nlp.readers.decoded import Content


def read(data: bytes) -> Content:
    """The text of a plain text or Markdown file.

    Raises:
        ReadError: ``binary`` where the bytes are no text in any known encoding.
    """
    return decode(data)
