"""One input -> its decoded text, wherever its bytes lie: a file, a member of an archive, a URL, standard input."""

from __future__ import annotations

from gkbg_nlp.batch.archives import read_member
from gkbg_nlp.batch.inputs import Input
from gkbg_nlp.batch.remote import is_url, read_url
from gkbg_nlp.readers import Decoded, ReadError, read_bytes
from gkbg_nlp.readers.files import load


def load_input(item: Input, max_bytes: int) -> bytes:
    """The bytes of an input of at most ``max_bytes`` bytes.

    Raises:
        ReadError: they cannot be had.
    """
    if item.data is not None:
        if len(item.data) > max_bytes:
            raise ReadError("too_large", f"more than the limit of {max_bytes:,} bytes (--max-bytes)")
        return item.data
    if item.member is not None:
        return read_member(item.member, max_bytes)
    return read_url(item.path, max_bytes) if is_url(item.path) else load(item.file or item.path, max_bytes, item.size)


def read_input(item: Input, max_bytes: int) -> Decoded:
    """Read and decode an input; its name says the format.

    Raises:
        ReadError: those of :func:`load_input` and of the reader.
    """
    return read_bytes(load_input(item, max_bytes), name_of(item), max_bytes)


def name_of(item: Input) -> str:
    """The name whose suffix says the format: of a member its own, else the path."""
    return item.member.name if item.member is not None else item.path
