"""One input -> one line of the output, whatever happens."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import msgspec

from gkbg_nlp.batch.content import load_input, read_input
from gkbg_nlp.batch.inputs import Input
from gkbg_nlp.readers import ReadError
from gkbg_nlp.report.document import Document
from gkbg_nlp.report.ids import content_id
from gkbg_nlp.report.markup import PLAIN, Markup
from gkbg_nlp.report.records import SCHEMA_VERSION, ErrorRecord, Finding, Meta, Report, Source, encode_line


class Tagger(Protocol):
    """What a batch needs of a pipeline."""

    @property
    def model(self) -> str:
        """Name and version of the section model."""

    def tag(self, text: str, source: Source | None = None, findings: Sequence[Finding] = (), markup: Markup = PLAIN) -> Report:
        """The report of a text. One that has ``tag_many`` too is given several documents at once."""


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
    done = add_read(line, tagger, [read_row(item, max_bytes)])[0]
    if isinstance(done, Failure):
        return Row(bytes(line), done.path, done.code, done.message)
    return Row(bytes(line), printable(item.path), merged=done)


class Read(NamedTuple):
    """An input that was read: its document and the number of duplicates that its line names; for one that failed its line and how."""

    document: Document | None
    also: int = 0
    line: bytes = b""
    failure: Failure | None = None


def read_row(item: Input, max_bytes: int) -> Read:
    """Read one input. Raises nothing, as :func:`make_row`."""
    path = printable(item.path)
    line = bytearray()
    try:
        if item.problem is not None:
            return _failed(line, add_error(line, path, item.code, item.problem, size=item.size))
        decoded = read_input(item, max_bytes)
    except ReadError as error:
        known = {"format": error.format, "sha256": error.sha256}
        return _failed(line, add_error(line, path, error.code, error.message, **known, size=error.size))
    except Exception as error:
        return _failed(line, add_error(line, path, "internal", _internal(error)))
    source = Source(path, decoded.format, decoded.encoding, decoded.sha256, decoded.size)
    also = item.also if decoded.sha256 == item.sha256 else ()  # it may have been changed since it was compared
    if also:
        source.also = [printable(other.path) for other in also]
    return Read(Document(decoded.text, source, decoded.findings, decoded.markup), len(also))


def _failed(line: bytearray, failure: Failure) -> Read:
    return Read(None, line=bytes(line), failure=failure)


def add_read(lines: bytearray, tagger: Tagger, reads: Sequence[Read]) -> list[int | Failure]:
    """Tag and encode what was read, together where the tagger can; the lines go behind ``lines``, in order."""
    documents = [read.document for read in reads if read.document is not None]
    reports: Iterator[Report | None] = iter(_together(tagger, documents))
    out: list[int | Failure] = []
    for read in reads:
        if read.document is None:
            lines += read.line
        out.append(read.failure or _add_report(lines, tagger, read, next(reports)))
    return out


def _together(tagger: Tagger, documents: Sequence[Document]) -> Sequence[Report | None]:
    """The reports, or nothing but ``None``: then each is tagged alone, so that one that fails costs its own record."""
    tag_many = getattr(tagger, "tag_many", None)
    if tag_many is not None and len(documents) > 1:
        try:
            reports: list[Report | None] = tag_many(documents)
            return reports
        except Exception:
            pass
    return [None] * len(documents)


def _add_report(lines: bytearray, tagger: Tagger, read: Read, report: Report | None) -> int | Failure:
    assert read.document is not None
    text, source, findings, markup = read.document
    assert source is not None and source.sha256 is not None
    begin = len(lines)
    try:
        if report is None:
            report = tagger.tag(text, source=source, findings=findings, markup=markup)
        report.id = content_id(source.sha256)
        encode_line(report, lines)
        return read.also
    except Exception as error:
        del lines[begin:]
        known = {"format": source.format, "encoding": source.encoding, "sha256": source.sha256}
        return add_error(lines, source.path, "internal", _internal(error), **known, size=source.bytes)


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


def read_lost(item: Input, max_bytes: int, code: str, message: str) -> Read:
    """The error row of a document that is not tried again: its worker died of it, or it took too long."""
    sha256 = size = None
    try:
        data = load_input(item, max_bytes)
        sha256, size = hashlib.sha256(data).hexdigest(), len(data)
    except ReadError:
        pass
    line = bytearray()
    return _failed(line, add_error(line, printable(item.path), code, message, sha256=sha256, size=size))


def printable(text: str) -> str:
    """The text with lone surrogates (file names that are no UTF-8) written as ``\\udcXX``: JSON and terminals refuse them."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _internal(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
