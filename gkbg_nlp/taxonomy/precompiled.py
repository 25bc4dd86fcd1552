"""What the standard library makes of patterns and rule files, shipped beside them: to make it anew takes each start half a second.

``data/compiled/`` holds the code of every pattern that tagging uses, for one version of Python a file, with the words that screened
patterns need, and the tables of the TOML files. All is found by a digest of its source. What is not found there (a pattern that was
changed, a user's own file, another Python) is compiled as ever: the files can be out of date or missing, never wrong. They are made by
``python training/precompile.py``; a test tells when to.
"""

from __future__ import annotations

import os
import re
import sys
import zlib
from array import array
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any

import msgspec

_SRE: Any = re._compiler._sre  # type: ignore[attr-defined]  # makes a pattern of code; checks the code that it is given
FOLDER = os.path.join(os.path.dirname(__file__), "data", "compiled")
DOCUMENTS = "documents"
PYTHON = str(sys.implementation.cache_tag)
"""The name of the file of patterns for this Python."""
Key = tuple[str, int]
_NATIVE = sys.byteorder == "little" and sys.maxsize > 1 << 32  # the code is of machines of this kind


class Code(msgspec.Struct, array_like=True, frozen=True):
    """A compiled pattern: flags, number of groups, their names, and its code, four bytes a word."""

    flags: int
    groups: int
    names: dict[str, int]
    code: bytes


class Patterns(msgspec.Struct, array_like=True):
    """The shipped patterns of one Python: the version of its pattern compiler; code and needed words by :func:`digest`."""

    magic: int = 0
    codes: dict[bytes, Code] = {}
    words: dict[bytes, list[str] | None] = {}


class Asked:
    """What was asked for since the start, by text and flags: patterns, and patterns whose words screens need."""

    def __init__(self) -> None:
        self.patterns: set[Key] = set()
        self.screened: set[Key] = set()


asked: Asked | None = None
"""Set by the script that makes the files, before it imports what asks."""


@lru_cache(maxsize=4096)
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` gives, thirty times as fast where the pattern's code is shipped.

    Raises:
        re.error: the pattern is broken.
    """
    key = (pattern, int(flags))
    if asked is not None:
        asked.patterns.add(key)
    return _from_code(*key) or re.compile(pattern, flags)


def words_of(pattern: str, flags: int) -> tuple[bool, list[str] | None]:
    """Whether the words that a pattern needs are shipped, and the words: ``None`` where it needs none."""
    if asked is not None:
        asked.screened.add((pattern, flags))
    words, name = shipped().words, digest(pattern, flags)
    return name in words, words.get(name)


def digest(source: str, flags: int = 0) -> bytes:
    """By what a pattern or a file is found."""
    return blake2b(source.encode("utf-8", "surrogatepass"), digest_size=16, salt=flags.to_bytes(16, "little")).digest()


@cache
def shipped() -> Patterns:
    """The shipped patterns of this Python."""
    found = _read(PYTHON, Patterns) if _NATIVE else None
    return found if found is not None and found.magic == _SRE.MAGIC else Patterns()


def shipped_document(source: str) -> dict[str, Any] | None:
    """The tables of a TOML text if they are shipped, made anew each time."""
    packed = _documents().get(digest(source))
    if packed is None:
        return None
    tables: dict[str, Any] = msgspec.msgpack.decode(packed)
    return tables


def _from_code(pattern: str, flags: int) -> re.Pattern[str] | None:
    entry = shipped().codes.get(digest(pattern, flags))
    if entry is None:
        return None
    code = array("I", entry.code).tolist()
    numbers: list[str | None] = [None] * (entry.groups + 1)
    for name, number in entry.names.items():
        numbers[number] = name
    found: re.Pattern[str] = _SRE.compile(pattern, entry.flags, code, entry.groups, entry.names, tuple(numbers))
    return found


@cache
def _documents() -> dict[bytes, bytes]:
    return _read(DOCUMENTS, dict[bytes, bytes]) or {}


def _read(name: str, kind: type[Any]) -> Any:
    try:
        with open(os.path.join(FOLDER, name), "rb") as file:
            return msgspec.msgpack.decode(zlib.decompress(file.read()), type=kind)
    except (OSError, zlib.error, msgspec.DecodeError):
        return None
