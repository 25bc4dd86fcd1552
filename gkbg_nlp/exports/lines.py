"""The lines of a file that ``gkbg tag`` made, one record at a time, each checked for what the tables rely on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from gkbg_nlp.exports.errors import BrokenLineError, ExportError
from gkbg_nlp.exports.rows import Columns, columns_of
from gkbg_nlp.exports.schema import BY_NAME
from gkbg_nlp.exports.source import no_such_file
from gkbg_nlp.report.records import SCHEMA_VERSION, Report

CHUNK_BYTES = 4_000_000
"""So much of the input becomes one chunk of rows: some hundred reports, tens of megabytes as rows."""
_LARGEST = 2**63 - 1


@dataclass(slots=True)
class Tally:
    """What an input held: reports that were read, inputs that failed."""

    reports: int = 0
    failed: int = 0


def read_lines(path: str) -> Iterator[tuple[int, int, Report]]:
    """(line number from 1, bytes of the line, record) of every line; blank lines are passed over.

    Raises:
        BrokenLineError: a line is no record, or its spans do not lie in its text.
        ExportError: the file cannot be read.
    """
    decoder = msgspec.json.Decoder(Report)
    try:
        with open(path, "rb") as file:
            for number, line in enumerate(file, 1):
                if line.isspace():
                    continue
                try:
                    report = decoder.decode(line)
                except msgspec.ValidationError as error:
                    raise BrokenLineError(
                        path, number, f"no record of gkbg tag ({error})", "name a file that gkbg tag made, or tag the reports again"
                    ) from error
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    raise BrokenLineError(path, number, f"no whole line of JSON ({error})", _mend(line)) from error
                if problem := check(report):
                    raise BrokenLineError(path, number, problem, "the line was changed after gkbg tag wrote it: tag the report again")
                yield number, len(line), report
    except FileNotFoundError:
        raise no_such_file(path) from None
    except OSError as error:
        raise ExportError(f"{path}: {error.strerror or error}") from error


def _mend(line: bytes) -> str:
    if not line.endswith(b"\n"):
        return "the file ends in the middle of it: finish the run with gkbg tag --resume, or delete the line"
    return "name a file that gkbg tag made, or delete the line"


def check(report: Report) -> str | None:
    """What is wrong with a record that has the right form, ``None`` where nothing is: version, spans, block numbers, sizes."""
    if report.schema_version != SCHEMA_VERSION:
        return f"schema version {report.schema_version!r}, this program reads {SCHEMA_VERSION!r}"
    size, blocks = len(report.text), len(report.blocks)
    for b in report.blocks:
        if not 0 <= b.start < b.end <= size:
            return f"a block from {b.start} to {b.end} in a text of {size} characters"
    for e in report.entities:
        if not 0 <= e.start < e.end <= size:
            return f"an entity from {e.start} to {e.end} in a text of {size} characters"
        if e.block is not None and not 0 <= e.block < blocks:
            return f"an entity of block {e.block}, there are {blocks}"
    for name, i in report.indicators.items():
        spans = [*i.evidence, *(s for c in (i.candidates or ()) for s in c.evidence)]
        if not all(0 <= start <= end <= size for start, end in spans):
            return f"evidence of {name} outside the text of {size} characters"
    for t in report.tables:
        if not 0 <= t.block < blocks:
            return f"a table of block {t.block}, there are {blocks}"
    if not all(0 <= start <= end <= size for f in report.findings for start, end in f.spans):
        return f"a finding outside the text of {size} characters"
    return "a number that does not fit 64 bits" if any(abs(n) > _LARGEST for n in _free_numbers(report)) else None


def _free_numbers(report: Report) -> Iterator[int]:
    """The whole numbers that no other check bounds; none for null and absent."""
    yield from (report.source.bytes or 0, report.meta.year or 0)
    for b in report.blocks:
        if b.level or b.page:
            yield from (b.level or 0, b.page or 0)
    for t in report.tables:
        yield t.page or 0
        for c in (c for row in t.rows for c in row):
            yield from (c.row, c.col, c.rowspan, c.colspan)


def chunks(path: str, tables: Sequence[str], tally: Tally | None = None, size: int = CHUNK_BYTES) -> Iterator[dict[str, Columns]]:
    """The columns of the named tables, of about ``size`` bytes of input at a time. A report is never split over two chunks.

    ``tally`` is counted up as lines are read. There is at least one chunk, and each has every table. Raises as :func:`read_lines` does.
    """
    chunk, held, given = _empty(tables), 0, False
    for number, length, report in read_lines(path):
        if tally is not None:
            tally.failed += bool(report.errors)
            tally.reports += not report.errors
        for name, columns in columns_of(report, number, tables):
            for so_far, more in zip(chunk[name], columns, strict=True):
                so_far += more
        held += length
        if held >= size:
            yield chunk
            chunk, held, given = _empty(tables), 0, True
    if held or not given:
        yield chunk


def _empty(tables: Iterable[str]) -> dict[str, Columns]:
    return {name: [[] for _ in BY_NAME[name].columns] for name in tables}


def in_order(names: Iterable[str], known: Sequence[str]) -> list[str]:
    """The named tables in the order of the schema, each once.

    Raises:
        ExportError: a name is unknown, or there is none.
    """
    asked = set(names)
    if unknown := sorted(asked - set(known)):
        raise ExportError(f"unknown table {', '.join(unknown)}: known are {', '.join(known)}")
    if not asked:
        raise ExportError(f"no table is named: known are {', '.join(known)}")
    return [name for name in known if name in asked]
