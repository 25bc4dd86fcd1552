"""Which reader reads a file: its content decides, the suffix of its name where the content says nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from gkbg_nlp.readers import plain
from gkbg_nlp.readers.decoded import Content, Decoded
from gkbg_nlp.readers.errors import ReadError
from gkbg_nlp.readers.files import load
from gkbg_nlp.readers.magic import ARCHIVES, DOC, DOCX, HTML, LOCKED, ODT, OLD_OFFICE, PDF, RTF, WORD_XML, ZIP, looks_like_html, name_kind
from gkbg_nlp.report.records import Finding
from gkbg_nlp.taxonomy.precompiled import compiled

# The limit of the output contract; a report is a few kilobytes.
DEFAULT_MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: its name in the output, the suffixes it is picked by (lower case, with the dot), its function.

    ``kinds`` are the contents that it reads, as ``magic.py`` names them; a reader of plain text has none.
    """

    format: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes], Content]
    kinds: tuple[str, ...] = ()


def _late(module: str, **options: str) -> Callable[[bytes], Content]:
    """``read`` of a module that is imported with the first file of its format: its libraries load longer than a text is tagged."""

    def read(data: bytes) -> Content:
        found: Content = import_module(f"gkbg_nlp.readers.{module}").read(data, **options)
        return found

    return read


# A further format is one module and one line here.
READERS: tuple[Reader, ...] = (
    Reader("text", (".txt",), plain.read),
    Reader("markdown", (".md", ".markdown"), plain.read),
    Reader("html", (".html", ".htm", ".shtml", ".xhtml"), _late("html.reader"), (HTML,)),
    Reader("docx", (".docx", ".docm"), _late("word.docx"), (DOCX, LOCKED)),
    Reader("pdf", (".pdf",), _late("pdf.reader"), (PDF,)),
    Reader("doc", (".doc",), _late("word.office", format="doc"), (DOC, WORD_XML)),
    Reader("wps", (".wps",), _late("word.office", format="wps"), (DOC,)),
    Reader("rtf", (".rtf",), _late("word.office", format="rtf"), (RTF,)),
    Reader("odt", (".odt",), _late("word.office", format="odt"), (ODT,)),
)
_BY_SUFFIX = {suffix: reader for reader in READERS for suffix in reader.suffixes}
_PLAIN = READERS[0]

# Anything that is not a blank; zero-width characters and byte order marks are blanks here.
_VISIBLE = compiled("[^\\s\u200b-\u200f\u2060\ufeff\x00]")


def known_suffixes() -> tuple[str, ...]:
    """The suffixes that a directory is searched for."""
    return tuple(_BY_SUFFIX)


def is_known(name: str) -> bool:
    """Whether a file of this name has a reader. AppleDouble files (``._NAME``) are no reports whatever their suffix."""
    return _suffix(name) in _BY_SUFFIX and not os.path.basename(name).startswith("._")


def read_bytes(data: bytes, name: str, max_bytes: int) -> Decoded:
    """Read a file's bytes with the reader that :func:`pick` names.

    Raises:
        ReadError: ``empty``, ``too_large`` (over ``max_bytes`` bytes), ``binary``, ``unsupported``, ``unreadable``, ``encrypted``; size
            and SHA-256 filled in.
    """
    reader = named = _BY_SUFFIX.get(_suffix(name))
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        if len(data) > max_bytes:
            raise ReadError("too_large", f"{len(data):,} bytes, more than the limit of {max_bytes:,} (--max-bytes)")
        if not data:
            raise ReadError("empty", "the file is empty")
        reader = _pick(named, data)
        content = reader.read(data)
        if _VISIBLE.search(content.text) is None:
            raise ReadError("empty", "the file holds nothing but blanks")
    except ReadError as error:
        error.size, error.sha256 = len(data), sha256
        error.format = reader.format if reader else None
        raise
    findings = content.findings
    if not reader.kinds and looks_like_html(data):
        findings += (
            Finding("html_as_text", "warning", "an HTML page, read as the text it is; with the suffix .html it will be read as a page"),
        )
    return Decoded(content.text, reader.format, content.encoding, sha256, len(data), findings, content.markup)


def read_path(path: str, max_bytes: int) -> Decoded:
    """Read a file of at most ``max_bytes`` bytes. A FIFO, a device or a directory is refused without opening it.

    Raises:
        ReadError: those of :func:`read_bytes`, and ``missing``, ``not_a_file``, ``unreadable``.
    """
    return read_bytes(load(path, max_bytes), path, max_bytes)


def pick(name: str, data: bytes) -> Reader:
    """The reader for ``data``, the content of a file called ``name``.

    A name of plain text (``.txt``, ``.md``) is taken at its word, so that HTML can be read as the text it is; content that is no text is
    refused. Under any other name, or none, the content decides: sites offer HTML and DOCX as ``.doc``, PDF as ``.docx``.

    Raises:
        ReadError: ``binary`` where no reader reads what the content is.
    """
    return _pick(_BY_SUFFIX.get(_suffix(name)), data)


def _pick(named: Reader | None, data: bytes) -> Reader:
    """:func:`pick` by the reader that the name stands for."""
    kind = name_kind(data)
    if named is not None and not named.kinds:
        if kind is None:
            return named
        other = _reader_of(kind)
        hint = f"; with the suffix {other.suffixes[0]} it will be read as one" if other else ""
        raise ReadError("binary", f"not a text file: it seems to be {kind}{hint}")
    if kind is None and looks_like_html(data):
        kind = HTML
    if named is not None and kind == OLD_OFFICE and DOC in named.kinds:
        return named  # a damaged one too: its reader says so, or what it needs
    if named is not None and kind == ZIP and DOCX in named.kinds:
        raise ReadError("unreadable", "a damaged DOCX document, or no Word document at all")
    if kind in ARCHIVES:
        raise ReadError("binary", f"it seems to be {kind}: give it to gkbg tag by a name such as a.zip or a.tar.gz, or unpack it")
    if kind is None:
        return named if named is not None and not _is_text(named, data) else _PLAIN
    reader = named if named is not None and kind in named.kinds else _reader_of(kind)
    if reader is None:
        raise ReadError("binary", f"it seems to be {kind}; there is no reader for it")
    return reader


def _reader_of(kind: str) -> Reader | None:
    return next((reader for reader in READERS if kind in reader.kinds), None)


def _is_text(named: Reader, data: bytes) -> bool:
    """Whether what is named as another format is plain text; a piece of an HTML page is text to the eye, and its name is believed."""
    if HTML in named.kinds:
        return False
    try:
        _PLAIN.read(data)
    except ReadError:
        return False
    return True


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()
