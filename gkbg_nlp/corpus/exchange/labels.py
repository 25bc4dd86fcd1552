"""Blocks and entities as the flat labelled spans that doccano and Label Studio know, and back.

A block is ``block.ROLE.SECTION``, a heading ``block.headingLEVEL.SECTION``, a block without section ``block.ROLE``. An entity keeps its
label where that is in capitals, else it is ``entity.LABEL``. Read from others, any further label is the section of a paragraph.
What a span cannot say (value, unit, indicators, header) goes into an object ``gkbg`` that the tools carry along.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gkbg_nlp.corpus.annotated import BLANK, ROLES, GoldBlock, GoldEntity, GoldReport
from gkbg_nlp.corpus.exchange.form import Notes
from gkbg_nlp.corpus.source import SourceMap

SIDECAR = "gkbg"
"""The key of the object beside the text."""
_BLOCK = re.compile(rf"block\.({'|'.join(ROLES)})(\d*)(?:\.(.+))?", re.S)
_CAPITALS = re.compile(r"[A-Z][A-Z0-9_]*")
_PLAIN_COUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)([^\d\s余多几万亿千百][^\s余多几万亿千百]*)")


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled piece of a text, in code points."""

    start: int
    end: int
    label: str


def block_label(block: GoldBlock) -> str:
    """The label that says all of a block but its place."""
    level = "" if block.level is None else str(block.level)
    return f"block.{block.role}{level}" + ("" if block.section is None else f".{block.section}")


def entity_label(label: str) -> str:
    """The label of an entity among labels of blocks."""
    return label if _CAPITALS.fullmatch(label) else f"entity.{label}"


def read_label(label: str) -> str | tuple[str, str | None, int | None]:
    """An entity's label, or role, section and level of a block.

    Raises:
        ValueError: it begins like a block's label and is none.
    """
    if label.startswith("entity."):
        return label.removeprefix("entity.")
    if label.startswith("block."):
        return read_block_label(label)
    return label if _CAPITALS.fullmatch(label) else ("paragraph", label, None)


def read_block_label(label: str) -> tuple[str, str | None, int | None]:
    """Role, section and level where it is known that the label is a block's: any name without our form is a section.

    Raises:
        ValueError: it begins like one of ours and is none.
    """
    if not label.startswith("block."):
        return "paragraph", label, None
    match = _BLOCK.fullmatch(label)
    if match is None:
        raise ValueError(f"the label {label!r} is no block: write block.ROLE.SECTION with a role of {', '.join(ROLES)}")
    return match[1], match[3], int(match[2]) if match[2] else None


def spans_of(report: GoldReport) -> tuple[list[Span], list[Span]]:
    """The report's blocks and its entities, each in their order."""
    return (
        [Span(b.start, b.end, block_label(b)) for b in report.blocks],
        [Span(e.start, e.end, entity_label(e.label)) for e in report.entities],
    )


def sidecar_of(report: GoldReport) -> dict[str, Any]:
    """What the spans cannot say: id, header, indicators, and ``[start, end, label, value, unit]`` of entities, in code points."""
    # Marked twice, once with a value: both have a row, so that each finds its own.
    valued = {(e.start, e.end, e.label) for e in report.entities if e.value is not None or e.unit is not None}
    return {
        "id": report.id,
        "meta": {key: value for key, value in report.meta.items() if key != "id"},
        "indicators": report.indicators,
        "values": [[e.start, e.end, e.label, e.value, e.unit] for e in report.entities if (e.start, e.end, e.label) in valued],
    }


def build(place: str, default_id: str, text: str, spans: Iterable[Span], beside: Any, notes: Notes) -> GoldReport:
    """A report of labelled spans and the object beside them (``None`` in data that others made).

    Blanks at a span's ends, which a hand at the mouse takes along, are left out of it and noted; so is a COUNT without value.

    Raises:
        ValueError: a label or the object is broken; the words say which and how to mend it, one problem a line.
    """
    wrong: list[str] = []
    name, meta, indicators, values = _read_sidecar(beside, default_id, wrong)
    blocks: list[GoldBlock] = []
    entities: list[GoldEntity] = []
    for span in spans:
        start, end = trimmed(text, span.start, span.end)
        if start == end:
            wrong.append(f"the span {span.start} to {span.end} ({span.label}) holds only blanks: delete it or move its ends")
            continue
        notes["spans with blanks at their ends, trimmed"] += (start, end) != (span.start, span.end)
        try:
            known = read_label(span.label)
        except ValueError as error:
            wrong.append(str(error))
            continue
        if isinstance(known, str):
            waiting = values.get((start, end, known))
            value, unit = waiting.pop(0) if waiting else (None, None)
            entities.append(GoldEntity(start, end, known, text[start:end], value, unit))
        else:
            blocks.append(GoldBlock(start, end, *known))
    for entity in entities:
        if entity.label == "COUNT" and entity.value is None and entity.unit is None:
            entity.value, entity.unit = plain_count(entity.text) or (None, None)
            notes["entities COUNT that need a value and a unit"] += entity.value is None
    if wrong:
        raise ValueError("\n".join(wrong))
    entities.sort(key=lambda e: (e.start, -e.end))
    return GoldReport(name, text, blocks, entities, indicators, {"id": name, **meta}, SourceMap(place))


def paragraph(
    place: str, name: str, text: str, label: str, beside: Any, notes: Notes, spans: Iterable[Span] = (), meta: dict[str, Any] | None = None
) -> GoldReport:
    """A report of one block, a labelled paragraph (with entities, where there are any).

    Raises:
        ValueError: the text is blank, or the label or the object beside it is broken.
    """
    start, end = trimmed(text, 0, len(text))
    if start == end:
        raise ValueError("the text is empty: write the paragraph")
    report = build(place, name, text, spans, beside, notes)
    if report.blocks:
        raise ValueError(f"the text has the label {label!r} as a whole and labelled blocks inside: keep one of the two")
    report.blocks.append(GoldBlock(start, end, *read_block_label(label)))
    report.meta.update({k: v for k, v in (meta or {}).items() if k not in report.meta})
    return report


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks at its ends; an empty one where it holds nothing else. Offsets outside the text stay as they are."""
    if not 0 <= start < end <= len(text):
        return start, end
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(BLANK))
    return start + left, max(start + left, start + len(piece.rstrip(BLANK)))


def plain_count(text: str) -> tuple[float | int, str] | None:
    """Value and unit of a COUNT that is digits and then its unit (``138条``), as the annotated format reads it; else ``None``."""
    match = _PLAIN_COUNT.fullmatch(text)
    if match is None:
        return None
    number = float(match[1])
    if not math.isfinite(number):
        return None
    return (int(number) if number == int(number) else number), match[2]


_Values = dict[tuple[int, int, str], list[tuple[float | int | str | None, str | None]]]


def _read_sidecar(beside: Any, default_id: str, wrong: list[str]) -> tuple[str, dict[str, Any], dict[str, Any], _Values]:
    values: _Values = {}
    if beside is None:
        return default_id, {}, {}, values
    if not isinstance(beside, dict):
        wrong.append(f"{SIDECAR!r} is {beside!r}: leave the object as gkbg wrote it, or take it out")
        return default_id, {}, {}, values
    meta, indicators, rows = beside.get("meta", {}), beside.get("indicators", {}), beside.get("values", [])
    if not isinstance(meta, dict) or not isinstance(indicators, dict) or not isinstance(rows, list):
        wrong.append(f"{SIDECAR!r} has another form: meta and indicators are objects, values is a list")
        return default_id, {}, {}, values
    for row in rows:
        try:
            start, end, label, value, unit = row
            values.setdefault((start, end, label), []).append((value, unit))
        except (TypeError, ValueError):
            wrong.append(f"{SIDECAR!r}: {row!r} is no [start, end, label, value, unit]: leave the object as gkbg wrote it")
    return beside.get("id", default_id), meta, indicators, values
