"""Which reader reads a file: by the exact suffix of its name, else by its content."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass

from gkbg_nlp.readers import markdown, text
from gkbg_nlp.readers.decoded import Content, Decoded
from gkbg_nlp.readers.errors import ReadError
from gkbg_nlp.readers.files import load
from gkbg_nlp.readers.magic import looks_like_html, name_kind

# The limit of the output contract; a report is a few kilobytes.
DEFAULT_MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: its name in the output, the suffixes it is picked by (lower case, with the dot), its function."""

    format: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes], Content]


# A further format is one module and one line here.
READERS: tuple[Reader, ...] = (
    Reader(text.FORMAT, text.SUFFIXES, text.read),
    Reader(markdown.FORMAT, markdown.SUFFIXES, markdown.read),
)
_BY_SUFFIX = {suffix: reader for reader in READERS for suffix in reader.suffixes}
_PLAIN = READERS[0]

# Anything that is not a blank; zero-width characters and byte order marks are blanks here.
_VISIBLE = re.compile("[^\\s\u200b-\u200f\u2060\ufeff\x00]")


def known_suffixes() -> tuple[str, ...]:
    """The suffixes that a directory is searched for."""
    return tuple(_BY_SUFFIX)


def is_known(name: str) -> bool:
    """Whether a file of this name has a reader. AppleDouble files (``._NAME``) are no reports whatever their suffix."""
    return _suffix(name) in _BY_SUFFIX and not os.path.basename(name).startswith("._")


def read_bytes(data: bytes, name: str, max_bytes: int) -> Decoded:
    """Read a file's bytes; ``name`` says the format by its suffix. A name of no known kind is read as plain text if it is one.

    Raises:
        ReadError: ``empty``, ``too_large`` (over ``max_bytes`` bytes), ``binary``, ``unsupported``; size and SHA-256 filled in.
    """
    reader = _BY_SUFFIX.get(_suffix(name))
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        if len(data) > max_bytes:
            raise ReadError("too_large", f"{len(data):,} bytes, more than the limit of {max_bytes:,} (--max-bytes)")
        if not data:
            raise ReadError("empty", "the file is empty")
        content = _read(reader, data)
    except ReadError as error:
        error.size, error.sha256 = len(data), sha256
        error.format = reader.format if reader else None
        raise
    return Decoded(content.text, (reader or _PLAIN).format, content.encoding, sha256, len(data), content.findings, content.markup)


def read_path(path: str, max_bytes: int) -> Decoded:
    """Read a file of at most ``max_bytes`` bytes. A FIFO, a device or a directory is refused without opening it.

    Raises:
        ReadError: those of :func:`read_bytes`, and ``missing``, ``not_a_file``, ``unreadable``.
    """
    return read_bytes(load(path, max_bytes), path, max_bytes)


def _read(reader: Reader | None, data: bytes) -> Content:
    kind = name_kind(data)
    if kind is not None:
        raise ReadError("binary", f"not a text file: it seems to be {kind}")
    if reader is None and looks_like_html(data):
        raise ReadError("unsupported", "it seems to be an HTML page; there is no reader for it")
    content = (reader or _PLAIN).read(data)
    if _VISIBLE.search(content.text) is None:
        raise ReadError("empty", "the file holds nothing but blanks")
    return content


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()
