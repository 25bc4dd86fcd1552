"""One input -> one line of the output, whatever happens."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec

from gkbg_nlp.batch.content import load_input, read_input
from gkbg_nlp.batch.inputs import Input
from gkbg_nlp.readers import ReadError
from gkbg_nlp.report.ids import content_id
from gkbg_nlp.report.markup import PLAIN, Markup
from gkbg_nlp.report.records import SCHEMA_VERSION, ErrorRecord, Finding, Meta, Report, Source, encode_line


class Tagger(Protocol):
    """What a batch needs of a pipeline."""

    @property
    def model(self) -> str:
        """Name and version of the section model."""

    def tag(self, text: str, source: Source | None = None, findings: Sequence[Finding] = (), markup: Markup = PLAIN) -> Report:
        """The report of a text."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the output, encoded and with its line break; for a failed input its error. ``merged`` counts the duplicates it names."""

    line: bytes
    path: str
    code: str | None = None
    message: str = ""
    merged: int = 0


class Failure(msgspec.Struct, frozen=True):
    """An input that failed: its path as printed, and what its line says."""

    path: str
    code: str
    message: str


def make_row(tagger: Tagger, item: Input, max_bytes: int) -> Row:
    """Read, tag and encode one input. Raises nothing but ``KeyboardInterrupt`` and its like: a failure is an error row."""
    line = bytearray()
    done = add_row(line, tagger, item, max_bytes)
    if isinstance(done, Failure):
        return Row(bytes(line), done.path, done.code, done.message)
    return Row(bytes(line), printable(item.path), merged=done)


def add_row(lines: bytearray, tagger: Tagger, item: Input, max_bytes: int) -> int | Failure:
    """:func:`make_row` with the line put behind ``lines``. Gives the number of duplicates that it names, or how the input failed."""
    path = printable(item.path)
    if item.problem is not None:
        return add_error(lines, path, item.code, item.problem, size=item.size)
    try:
        decoded = read_input(item, max_bytes)
    except ReadError as error:
        return add_error(lines, path, error.code, error.message, format=error.format, sha256=error.sha256, size=error.size)
    except Exception as error:
        return add_error(lines, path, "internal", _internal(error))
    source = Source(path, decoded.format, decoded.encoding, decoded.sha256, decoded.size)
    also = item.also if decoded.sha256 == item.sha256 else ()  # it may have been changed since it was compared
    if also:
        source.also = [printable(other.path) for other in also]
    try:
        report = tagger.tag(decoded.text, source=source, findings=decoded.findings, markup=decoded.markup)
        report.id = content_id(decoded.sha256)
        encode_line(report, lines)
        return len(also)
    except Exception as error:
        known = {"format": decoded.format, "encoding": decoded.encoding, "sha256": decoded.sha256}
        return add_error(lines, path, "internal", _internal(error), **known, size=decoded.size)


def add_error(
    lines: bytearray,
    path: str,
    code: str,
    message: str,
    *,
    format: str | None = None,
    encoding: str | None = None,
    sha256: str | None = None,
    size: int | None = None,
) -> Failure:
    """Put the line of an input that failed behind ``lines``, with what is known of the file; ``size`` in bytes, ``sha256`` hexadecimal."""
    message = printable(message)
    report = Report(
        schema_version=SCHEMA_VERSION,
        id=content_id(sha256) if sha256 else None,
        source=Source(path, format, encoding, sha256, size),
        meta=Meta(),
        text="",
        blocks=[],
        entities=[],
        indicators={},
        tables=[],
        findings=[],
        errors=[ErrorRecord(code, message)],
    )
    encode_line(report, lines)
    return Failure(path, code, message)


def add_lost(lines: bytearray, item: Input, max_bytes: int, code: str, message: str) -> Failure:
    """The error row of a document that is not tried again: its worker died of it, or it took too long."""
    sha256 = size = None
    try:
        data = load_input(item, max_bytes)
        sha256, size = hashlib.sha256(data).hexdigest(), len(data)
    except ReadError:
        pass
    return add_error(lines, printable(item.path), code, message, sha256=sha256, size=size)


def printable(text: str) -> str:
    """The text with lone surrogates (file names that are no UTF-8) written as ``\\udcXX``: JSON and terminals refuse them."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _internal(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
