"""The output contract, schema version 1, as typed records that msgspec encodes straight to JSON.

Offsets are code points into ``Report.text``, end exclusive. ``UNSET`` fields are left out of the JSON; every other field
is always written, so that each line of an output has every key.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

Role = Literal["title", "heading", "paragraph", "table", "signature", "boilerplate"]
Value = int | float | str | None
SCHEMA_VERSION = "1"


class Source(msgspec.Struct, gc=False):
    """Where the report was read from; ``sha256`` and ``bytes`` are of the file as it lay there.

    ``facts`` is what the page says of itself (发布日期, 索引号, 来源), ``also`` the other paths of the same content.
    """

    path: str
    format: str | None = None
    encoding: str | None = None
    sha256: str | None = None
    bytes: int | None = None
    facts: dict[str, str] | UnsetType = UNSET
    also: list[str] | UnsetType = UNSET


class Meta(msgspec.Struct, gc=False):
    """What the report says of itself: title, issuing body, report year, era of the format (A-D), date of publication (ISO)."""

    title: str | None = None
    agency: str | None = None
    year: int | None = None
    era: Literal["A", "B", "C", "D"] | None = None
    published: str | None = None
    model: str | None = None


class Block(msgspec.Struct, gc=False):
    """One logical paragraph. ``level`` is set for headings, ``section`` for headings, paragraphs and tables.

    ``reason`` is ``heading:RULE``, ``model``, ``both`` or ``order`` (a neighbour decided) for a section, and
    ``layout:RULE`` for a role that carries none. ``confidence`` is the estimated probability that the section is right;
    ``uncertain`` is there, and true, where it is below the model's threshold. ``page`` counts from 1, in formats that have pages.
    """

    start: int
    end: int
    role: Role
    level: int | None = None
    section: str | None = None
    confidence: float | None = None
    reason: str | None = None
    uncertain: bool | UnsetType = UNSET
    page: int | UnsetType = UNSET


class Entity(msgspec.Struct, gc=False):
    """One span with its normalised value. ``block`` is an index into ``Report.blocks``; ``rule`` names what found it.

    Contacts: ``role`` is whose they are, ``area_code`` completes a number that has none. AGENCY: ``level`` and ``code`` where the places
    of its name decide them. COUNT: what is ``counted``, by which ``channel``, in the report's year or since the beginning.
    """

    start: int
    end: int
    label: str
    text: str = ""
    value: Value = None
    unit: str | None = None
    block: int | None = None
    section: str | None = None
    rule: str = ""
    approx: bool | UnsetType = UNSET
    value_max: int | float | UnsetType = UNSET
    refers_to: str | UnsetType | None = UNSET
    role: Literal["office", "complaints", "operator"] | UnsetType = UNSET
    area_code: str | UnsetType = UNSET
    level: Literal["state", "province", "city", "county", "township"] | UnsetType = UNSET
    code: str | UnsetType = UNSET
    counted: str | UnsetType = UNSET
    channel: str | UnsetType = UNSET
    period: Literal["year", "total"] | UnsetType = UNSET


class Candidate(msgspec.Struct, gc=False):
    """A value that was read for an indicator and did not win; ``reason`` says why."""

    value: Value
    evidence: list[tuple[int, int]] = msgspec.field(default_factory=list)
    rule: str = ""
    reason: str = ""


class Indicator(msgspec.Struct, gc=False):
    """A report-level value with the spans that state it and the rule that read it.

    ``scope`` is the body's own figure or that of the whole area it speaks for; ``candidates`` are the other values that the text
    offered.
    """

    value: Value
    unit: str | None = None
    evidence: list[tuple[int, int]] = msgspec.field(default_factory=list)
    rule: str = ""
    approx: bool | UnsetType = UNSET
    scope: Literal["body", "area"] | UnsetType = UNSET
    candidates: list[Candidate] | UnsetType = UNSET


class Cell(msgspec.Struct, gc=False):
    """One cell of a table; ``row`` and ``col`` count from 0."""

    text: str
    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1


class Table(msgspec.Struct, gc=False):
    """A table of a format that has them; ``block`` is the index of its block."""

    block: int
    page: int | None
    caption: str | None
    rows: list[list[Cell]]


class Finding(msgspec.Struct, gc=False):
    """A doubt about a report that was read."""

    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    spans: list[tuple[int, int]] = msgspec.field(default_factory=list)


class ErrorRecord(msgspec.Struct, gc=False):
    """Why a report could not be read."""

    code: str
    message: str


class Report(msgspec.Struct):
    """One line of the output: a tagged report, or an input that failed (``errors`` is not empty)."""

    schema_version: str
    id: str | None
    source: Source
    meta: Meta
    text: str
    blocks: list[Block]
    entities: list[Entity]
    indicators: dict[str, Indicator]
    tables: list[Table]
    findings: list[Finding]
    errors: list[ErrorRecord]


_ENCODER = msgspec.json.Encoder()


def encode(report: Report) -> bytes:
    """One line of JSON without its line break."""
    return _ENCODER.encode(report)


def encode_line(report: Report, lines: bytearray) -> None:
    """Put one line with its line break behind ``lines``, which are left as they were where the report cannot be encoded."""
    length = len(lines)
    try:
        _ENCODER.encode_into(report, lines, length)
    except BaseException:
        del lines[length:]
        raise
    lines += b"\n"


def decode(line: bytes | str) -> Report:
    """The record of one line. Raises ``msgspec.ValidationError`` where the line does not fit the contract."""
    return msgspec.json.decode(line, type=Report)
