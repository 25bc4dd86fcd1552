"""``csv``: labelled paragraphs, one row a block, both ways. Columns: document, text, role, section, level, start, end.

Only ``text`` and ``section`` are needed. doccano's and Label Studio's CSV of text classification are read too (``label``, ``choice``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gkbg_nlp.corpus.annotated import BLANK, GoldBlock, GoldReport
from gkbg_nlp.corpus.exchange.form import Format, Notes, Options
from gkbg_nlp.corpus.exchange.labels import read_block_label, trimmed
from gkbg_nlp.corpus.exchange.texts import read_bytes
from gkbg_nlp.corpus.source import CorpusError, SourceMap
from gkbg_nlp.readers import ReadError
from gkbg_nlp.readers.decode import decode

COLUMNS = ("document", "text", "role", "section", "level", "start", "end")
_SYNONYMS = ("label", "labels", "choice", "choices", "category")
"""What tools call the column of the section; only such a column joins several labels by ``#``, as doccano writes them."""
_OF_TOOLS = frozenset("id annotator annotation_id created_at updated_at lead_time username Comments metadata".split())
_DELIMITERS = (",", ";", "\t")  # Excel writes ; where the comma is the decimal sign
EXCEL_CELL = 32_767
"""Characters that a cell of Excel holds."""


@dataclass(slots=True)
class _Row:
    place: str
    document: str
    text: str
    role: str
    section: str | None
    level: int | None
    span: tuple[int, int] | None


def read(path: Path, options: Options, notes: Notes) -> list[GoldReport]:
    """The documents of a table, in the order of their first rows. Without a column ``document`` each row is a document.

    Raises:
        CorpusError: the file cannot be read or is no such table; a message for each row that is broken.
    """
    header, rows = _table(path, _decoded(path, notes))
    known = {name: place for place, name in enumerate(header) if name in COLUMNS}
    given = next((name for name in _SYNONYMS if name in header), None) if "section" not in known else None
    if given is not None:
        known["section"] = header.index(given)
    wrong: list[str] = []
    if missing := [name for name in ("text", "section") if name not in known]:
        raise CorpusError(f"{path}:1: no column {' and no column '.join(missing)}: the first line names the columns, {', '.join(COLUMNS)}")
    others = [name for name in header if name and name not in COLUMNS and name != given and name not in _OF_TOOLS]
    for name in others:
        notes[f"cells of the unknown column {name!r}, left out"] += len(rows)
    documents: dict[str, list[_Row]] = {}
    for number, (line, cells) in enumerate(rows, 1):
        try:
            row = _row(f"{path}:{line}", {name: cells[at] if at < len(cells) else "" for name, at in known.items()}, given is not None)
            if len(cells) > len(header):
                raise ValueError(f"{len(cells)} cells, but {len(header)} columns: put cells with commas or line breaks in quotes")
        except ValueError as error:
            wrong += [f"{path}:{line}: {message}" for message in str(error).split("\n")]
            continue
        if "document" not in known:
            row.document = f"{path.stem}-{number}"
        documents.setdefault(row.document, []).append(row)
    reports: list[GoldReport] = []
    for name, its_rows in documents.items():
        try:
            reports.append(_report(name, its_rows))
        except CorpusError as error:
            wrong += error.messages
    if wrong:
        raise CorpusError(*wrong)
    return reports


def _decoded(path: Path, notes: Notes) -> str:
    data = read_bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        try:
            content = decode(data)
        except ReadError as refused:
            raise CorpusError(f"{path}: {refused.message}: save the table as 'CSV UTF-8'") from refused
        if content.findings or not content.encoding:
            said = content.findings[0].message if content.findings else "no encoding fits"
            raise CorpusError(f"{path}:{line}: neither UTF-8 nor surely another encoding ({said}): save it as 'CSV UTF-8'") from error
        notes[f"files in {content.encoding}, read as such (save as 'CSV UTF-8' to be sure)"] += 1
        return content.text


def _table(path: Path, text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of the columns and (line, cells) of each row; the delimiter is the one that finds the column ``text``."""
    for delimiter in _DELIMITERS:
        head = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        header = [name.strip(BLANK) for name in head]
        if "text" in header:
            break
    else:
        raise CorpusError(f"{path}:1: no column 'text': the first line names the columns, {', '.join(COLUMNS)}")
    if twice := sorted({name for name in header if name and header.count(name) > 1}):
        raise CorpusError(f"{path}:1: the column {twice[0]!r} stands twice: keep one")
    return header, list(_rows(path, text, delimiter))


def _rows(path: Path, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        next(reader)
        while True:
            line = reader.line_num + 1
            cells = next(reader)
            if any(cells):
                yield line, cells
    except StopIteration:
        return
    except csv.Error as error:
        raise CorpusError(f"{path}:{line}: {error}: a cell with quotes, commas or line breaks stands in quotes, quotes doubled") from error


def _row(place: str, cells: dict[str, str], joined: bool) -> _Row:
    wrong: list[str] = []
    text, written = cells["text"], cells["section"].strip(BLANK)
    role, section, level = cells.get("role", "").strip(BLANK), written or None, cells.get("level", "").strip(BLANK)
    if not text.strip(BLANK):
        wrong.append("the text is empty: write it, or delete the row")
    if "document" in cells and not cells["document"].strip(BLANK):
        wrong.append("no document: name it, or take the column out, and each row is a document")
    if written.startswith(('{"', '["', "[{")):
        wrong.append(f"{written[:20]!r} is a list of labels: keep one, or export from the tool as JSON")
    elif joined and "#" in written:
        wrong.append(f"{written!r} are several labels: a paragraph has one section")
    number: int | None = None
    if level and not (level.isascii() and level.isdigit()):
        wrong.append(f"level {level!r} is no whole number: write 1, 2, 3 or nothing")
    elif level:
        number = int(level)
    if section is not None and not role:
        try:
            role, section, number = read_block_label(section) if not level else ("paragraph", section, number)
        except ValueError as error:
            wrong.append(str(error))
    start, end = (cells.get(name, "").strip(BLANK) for name in ("start", "end"))
    span: tuple[int, int] | None = None
    if start or end:
        if not all(at.isascii() and at.isdigit() for at in (start, end)):
            wrong.append(f"start {start!r} and end {end!r}: write whole numbers, or leave both out")
        elif int(end) - int(start) != len(text):
            wrong.append(f"the text has {len(text)} characters, start and end say {int(end) - int(start)}: correct or empty start and end")
        else:
            span = int(start), int(end)
    if wrong:
        raise ValueError("\n".join(wrong))
    return _Row(place, cells.get("document", ""), text, role or "paragraph", section, number, span)


def _report(name: str, rows: list[_Row]) -> GoldReport:
    """One document: rows at their offsets, what lies between filled with a line break and blanks; or joined by line breaks."""
    without = [row.place for row in rows if row.span is None]
    if without and len(without) < len(rows):
        raise CorpusError(
            *(f"{place}: no start and end, but other rows of {name!r} have them: fill or empty them all" for place in without)
        )
    pieces: list[str] = []
    blocks: list[GoldBlock] = []
    at = 0
    for row in rows if without else sorted(rows, key=lambda r: r.span or (0, 0)):
        start = row.span[0] if row.span else at + bool(blocks)
        if start < at:
            raise CorpusError(f"{row.place}: it begins at {start}, inside the row before, which ends at {at}: rows never overlap")
        pieces += ["\n" + " " * (start - at - 1) if start > at else "", row.text]
        at = start + len(row.text)
        first, last = (0, len(row.text)) if row.span else trimmed(row.text, 0, len(row.text))
        line = int(row.place.rpartition(":")[2])
        blocks.append(GoldBlock(start + first, start + last, row.role, row.section, row.level, line))
    return GoldReport(name, "".join(pieces), blocks, [], {}, {"id": name}, SourceMap(rows[0].place))


def render(reports: Sequence[GoldReport], options: Options, notes: Notes) -> dict[str, bytes]:
    """One row a block, in UTF-8 with a byte order mark and CR LF, as Excel wants it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for report in reports:
        _note_lost(report, notes)
        for block in report.blocks:
            text = report.text[block.start : block.end]
            notes[f"texts of more than {EXCEL_CELL:,} characters, which Excel would cut"] += len(text) > EXCEL_CELL
            level = "" if block.level is None else block.level
            writer.writerow([report.id, text, block.role, block.section or "", level, block.start, block.end])
    return {"": out.getvalue().encode("utf-8-sig")}


def _note_lost(report: GoldReport, notes: Notes) -> None:
    notes["csv holds no entities, left out"] += len(report.entities)
    notes["csv holds no indicators, left out"] += len(report.indicators)
    notes["csv holds no header, keys left out"] += sum(key != "id" for key in report.meta)
    notes["csv holds blocks only; reports without blocks, left out"] += not report.blocks
    covered = sum(block.end - block.start for block in report.blocks)
    between = len(report.text) - covered
    notes["characters between blocks (line breaks, indents, unlabelled text), left out"] += between if report.blocks else 0


FORMAT = Format("csv", "labelled paragraphs, one row a block", (".csv", ".tsv"), read, render)
