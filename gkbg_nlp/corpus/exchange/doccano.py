"""``doccano``: its JSON Lines, both ways. Written as sequence labelling, ``{"text", "label": [[start, end, "LABEL"], …]}``; read also as
the newer ``entities`` of objects, as text classification (``label`` a list of names) and as a JSON list of any of these.

doccano's editor runs in the browser and counts UTF-16 code units unless the project counts grapheme clusters (docs/exchange.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.corpus.exchange.form import Format, Notes, Options
from gkbg_nlp.corpus.exchange.labels import SIDECAR, Span, build, paragraph, sidecar_of, spans_of
from gkbg_nlp.corpus.exchange.texts import dumps, json_lines, read_json
from gkbg_nlp.corpus.exchange.units import Units
from gkbg_nlp.corpus.source import CorpusError

_LABELS = ("label", "labels", "entities", "cats")
"""Where versions and kinds of project keep the labels; ``entities`` and ``cats`` stand together in intent detection."""
_OF_DOCCANO = frozenset(
    "id doc_id text data meta metadata username annotator annotation_approver Comments comments relations uuid".split()
) | {SIDECAR, *_LABELS}
GRAPHEMES = "Count grapheme clusters as one character"


def read(path: Path, options: Options, notes: Notes) -> list[GoldReport]:
    """The reports of an exported file. Records without any label are left out and noted.

    Raises:
        CorpusError: the file cannot be read; a message for each record that is broken.
    """
    reports: list[GoldReport] = []
    wrong: list[str] = []
    for number, (place, record) in enumerate(_records(path, wrong), 1):
        try:
            if not isinstance(record, dict):
                raise ValueError("no record: write an object with 'text' and 'label'")
            report = _report(place, f"{path.stem}-{number}", record, options, notes)
        except ValueError as error:
            wrong += [f"{place}: {message}" for message in str(error).split("\n")]
            continue
        if report is not None:
            reports.append(report)
    if wrong:
        raise CorpusError(*wrong)
    return reports


def _records(path: Path, wrong: list[str]) -> Iterator[tuple[str, Any]]:
    if path.suffix.lower() != ".json":
        yield from json_lines(path, wrong)
        return
    value = read_json(path)
    for number, record in enumerate(value if isinstance(value, list) else [value], 1):
        yield f"{path}: record {number}", record


def _report(place: str, default_id: str, record: dict[str, Any], options: Options, notes: Notes) -> GoldReport | None:
    text = record.get("text", record.get("data"))
    if not isinstance(text, str):
        raise ValueError("no 'text': doccano's records have one")
    number = record.get("id", record.get("doc_id"))
    name = default_id if number is None else str(number)
    spans, names = _labels(record, Units(text), options)
    notes["relations between entities, left out"] += len(record.get("relations") or [])
    notes["comments of annotators, left out"] += len(record.get("Comments") or record.get("comments") or [])
    beside = record.get(SIDECAR)
    if not spans and not names and beside is None:
        notes["records without a label, left out"] += 1
        return None
    further = {key: value for key, value in record.items() if key not in _OF_DOCCANO and value is not None}
    if names:
        if len(names) > 1:
            raise ValueError(f"{len(names)} labels ({', '.join(names)}): a paragraph has one section, keep one")
        return paragraph(place, name, text, names[0], beside, notes, spans, further)
    report = build(place, name, text, spans, beside, notes)
    report.meta.update({key: value for key, value in further.items() if key not in report.meta})
    return report


def _labels(record: dict[str, Any], units: Units, options: Options) -> tuple[list[Span], list[str]]:
    """The labelled spans in code points, and the names that stand for the whole text."""
    spans: list[Span] = []
    names: list[str] = []
    wrong: list[str] = []
    for key in _LABELS:
        rows = record.get(key)
        for row in [rows] if isinstance(rows, str) else rows if isinstance(rows, list) else []:
            if isinstance(row, str) and key != "entities":
                names.append(row)
                continue
            try:
                spans.append(_span(row, key, units, options))
            except ValueError as error:
                wrong.append(str(error))
        if rows is not None and not isinstance(rows, (str, list)):
            wrong.append(f"{key!r} is {type(rows).__name__}: write a list")
    if wrong:
        raise ValueError("\n".join(wrong))
    return spans, names


def _span(row: Any, key: str, units: Units, options: Options) -> Span:
    try:
        start, end, label = (row["start_offset"], row["end_offset"], row["label"]) if isinstance(row, dict) else list(row)[:3]
    except (KeyError, TypeError, ValueError):
        start = end = label = None
    if type(start) is not int or type(end) is not int or not isinstance(label, str):
        raise ValueError(f"{row!r} in {key!r} is no label: write [start, end, 'LABEL'], start and end whole numbers")
    if options.offsets == "code-points":
        return Span(start, end, label)
    first, last = units.from_utf16(start), units.from_utf16(end)
    if first is None or last is None:
        way = (
            "between characters, counted in UTF-16 units as doccano does: try --offsets code-points" if units.differ else "inside the text"
        )
        raise ValueError(f"[{start}, {end}, {label!r}] does not fall {way}; '{GRAPHEMES}' must be off in doccano's project")
    return Span(first, last, label)


def render(reports: Sequence[GoldReport], options: Options, notes: Notes) -> dict[str, bytes]:
    """JSON Lines for a project of sequence labelling that allows overlapping spans; header, values and indicators go into ``gkbg``."""
    lines: list[str] = []
    for report in reports:
        units = Units(report.text)
        blocks, entities = spans_of(report)
        count = (lambda point: point) if options.offsets == "code-points" else units.to_utf16
        labels = [[count(span.start), count(span.end), span.label] for span in (*blocks, *entities)]
        lines.append(dumps({"text": report.text, "label": labels, SIDECAR: sidecar_of(report)}, notes) + "\n")
        notes["reports with spans in spans: tick 'Allow overlapping spans' in doccano, which drops them otherwise"] += bool(
            blocks and entities
        )
        several = units.differ or "\r\n" in report.text
        notes[f"reports with CR LF or characters beyond U+FFFF: leave '{GRAPHEMES}' off in doccano"] += several
    return {"": "".join(lines).encode("utf-8")}


FORMAT = Format("doccano", "doccano's JSON Lines of sequence labelling", (".jsonl", ".ndjson", ".json"), read, render)
