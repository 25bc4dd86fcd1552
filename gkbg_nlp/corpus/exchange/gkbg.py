"""``gkbg``: annotated reports, one ``NAME.gkbg`` each (data/corpus/GRAMMAR.md), both ways."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from gkbg_nlp.corpus.annotated import BLANK, INDICATORS, LABELS, SECTIONS, GoldBlock, GoldEntity, GoldReport, load
from gkbg_nlp.corpus.exchange.form import Format, Notes, Options
from gkbg_nlp.corpus.exchange.labels import plain_count, trimmed
from gkbg_nlp.corpus.exchange.texts import read_utf8
from gkbg_nlp.corpus.exchange.toml import toml_key, toml_string, toml_value
from gkbg_nlp.corpus.source import CorpusError

_SECTION = re.compile(r"[a-z_]+")
_MARKER = re.compile(r"^@\w+ ([a-z_]+)", re.M)
_SPECIAL = re.compile(r"[\\{}]|(?:(?<=\n)|\A)(?:@|\+\+\+)")
_NEEDED = ("era", "province", "body")
_LOST_ENTITY = "gkbg cannot mark them, left out: entities "


def read(path: Path, options: Options, notes: Notes) -> list[GoldReport]:
    """One report. Any section name is taken: the annotator may have a taxonomy of his own.

    Raises:
        CorpusError: the file cannot be read or does not compile.
    """
    own = set(_MARKER.findall(read_utf8(path))) - set(SECTIONS)
    report = load(path, sections=(*SECTIONS, *sorted(own))) if own else load(path)
    report.source.path = str(path)
    return [report]


def render(reports: Sequence[GoldReport], options: Options, notes: Notes) -> dict[str, bytes]:
    """``ID.gkbg`` for each report; what the grammar cannot say is noted.

    Raises:
        CorpusError: a report has no blocks, or a section's name does not fit a marker.
    """
    files: dict[str, bytes] = {}
    wrong: list[str] = []
    for report in reports:
        sections = {b.section for b in report.blocks if b.section is not None}
        if bad := sorted(s for s in sections if not _SECTION.fullmatch(s)):
            wrong.append(f"report {report.id!r}: gkbg writes sections in a-z and _ only, not {', '.join(map(repr, bad))}: rename them")
        elif not report.blocks:
            wrong.append(f"report {report.id!r} has no blocks, and a gkbg file needs one: label it, or convert to jsonl")
        else:
            files[f"{report.id}.gkbg"] = annotated(report, notes).encode("utf-8")
    if wrong:
        raise CorpusError(*wrong)
    return files


def annotated(report: GoldReport, notes: Notes) -> str:
    """The report in the annotated format. ``annotated.parse`` gives it back, except for what is noted."""
    text, join = report.text, report.meta.get("join")
    join = join if isinstance(join, str) else "\n"
    pieces = [_header(report, notes)]
    before, last = 0, len(report.blocks) - 1
    marks = _placed(report, notes)
    for number, block in enumerate(report.blocks):
        start, end = trimmed(text, block.start, block.end)
        notes["blocks with blanks at their ends, trimmed"] += (start, end) != (block.start, block.end)
        gap = text[before:start]
        indent = re.sub(r"(?s).*\n", "", gap)  # an indent stands before the text, where people look for it
        apart = "\n" in gap or not number
        lead = indent if apart and not indent.strip(BLANK) and "\r" not in indent else ""
        joiner = gap[: len(gap) - len(lead)]
        tail = _tail(text[end:], notes) if number == last else ""
        usual = joiner == (join if number else "")
        marker = _marker(block, notes) + ("" if usual else f" ~{toml_string(joiner)}")
        body = _mark(text, start, end, marks.get(number, []))
        pieces.append(f"{marker}\n{lead}{body}{tail}\n")
        before = end
    return "".join(pieces)


def _header(report: GoldReport, notes: Notes) -> str:
    meta = {"id": report.id, **{k: v for k, v in report.meta.items() if k not in ("id", "indicators")}}
    notes["header key 'indicators', whose place the report's own take: left out"] += "indicators" in report.meta
    if not isinstance(meta.get("join", ""), str):
        del meta["join"]
        notes["header key 'join' that is no string: left out"] += 1
    for key in _NEEDED:
        if not isinstance(meta.get(key), str):
            meta[key] = "" if meta.get(key) is None else str(meta[key])
            notes[f"reports without {key}: write it into their headers"] += 1
    lines = []
    for key, value in meta.items():
        written = toml_value(value)
        notes["header keys that TOML cannot hold (null), left out"] += written is None
        if written is not None:
            lines.append(f"{toml_key(key)} = {written}")
    known = {k: v for k, v in report.indicators.items() if k in INDICATORS and v is not None}
    notes["indicators of other names: left out"] += sum(v is not None for v in report.indicators.values()) - len(known)
    if known:
        lines += ["[indicators]", *(f"{key} = {toml_value(value)}" for key, value in known.items())]
    return "\n".join(["+++", *lines, "+++\n"])


def _marker(block: GoldBlock, notes: Notes) -> str:
    level = block.level
    if block.role == "heading" and level is None:
        level = 1
        notes["headings without level: written as level 1"] += 1
    return f"@{block.role}" + (f" {block.section}" if block.section else "") + (f" {level}" if level else "")


def _tail(tail: str, notes: Notes) -> str:
    """The blanks behind the last block as far as a file holds them."""
    if tail.strip(BLANK):
        notes["characters behind the last block, left out (label them, title to boilerplate)"] += len(tail)
        return ""
    kept = re.sub(r"(\r?\n)+\Z", "", tail)
    notes["characters of line breaks at the end of the text, left out"] += len(tail) - len(kept)
    return kept


def _placed(report: GoldReport, notes: Notes) -> dict[int, list[tuple[GoldEntity, str]]]:
    """The entities that marks can hold, with the mark's opening, by the number of their block; outermost first."""
    placed: dict[int, list[tuple[GoldEntity, str]]] = {}
    open_ends: list[int] = []
    in_block = {
        place: number for number, block in enumerate(report.blocks) for place in range(block.start, block.end)
    }  # a report has a few thousand characters
    # Of marks with one span the parser gives the inner one first.
    for _, same in groupby(sorted(report.entities, key=lambda e: (e.start, -e.end)), key=lambda e: (e.start, e.end)):
        for entity in reversed(list(same)):
            while open_ends and open_ends[-1] <= entity.start:
                open_ends.pop()
            number = in_block.get(entity.start)
            opening = _opening(entity)
            reason = None
            if number is None or in_block.get(entity.end - 1) != number:
                reason = "that do not lie in one block"
            elif trimmed(report.text, entity.start, entity.end) != (entity.start, entity.end):
                reason = "with blanks at their ends"
            elif open_ends and open_ends[-1] < entity.end:
                reason = "that cross another"
            elif entity.label not in LABELS:
                reason = f"of other labels ({entity.label})"
            elif opening is None:
                reason = "of label COUNT without value and unit"
            if reason is not None or number is None or opening is None:
                notes[_LOST_ENTITY + str(reason)] += 1
                continue
            if entity.label != "COUNT" and (entity.unit is not None or (opening == f"{{{entity.label}:" and entity.value is not None)):
                notes["values and units of entities that a mark cannot hold, left out"] += 1
            open_ends.append(entity.end)
            placed.setdefault(number, []).append((entity, opening))
    return placed


def _opening(entity: GoldEntity) -> str | None:
    """``{LABEL=value:``; without the value where the mark cannot hold it; ``None`` for a COUNT that needs one."""
    label, value, unit = entity.label, entity.value, entity.unit
    if label != "COUNT":
        fits = isinstance(value, str) and not re.search(r"[:{}\n]", value)
        return f"{{{label}={value}:" if fits else f"{{{label}:"
    if plain_count(entity.text) == (value, unit):
        return "{COUNT:"
    if isinstance(value, (int, float)) and unit and not re.search(r"[:{}\n]", unit) and _is_exact(value):
        return f"{{COUNT={value!r} {unit}:"
    return None


def _is_exact(value: float | int) -> bool:
    """Whether the number survives as the parser reads it."""
    try:
        return float(repr(value)) == value and abs(value) != float("inf")
    except OverflowError:
        return False


def _mark(text: str, start: int, end: int, marks: list[tuple[GoldEntity, str]]) -> str:
    """A block's body with its marks; braces, backslashes and what begins a line of the format are escaped."""
    opens: dict[int, list[str]] = {}
    closes: dict[int, int] = {}
    for entity, opening in marks:
        opens.setdefault(entity.start, []).append(opening)
        closes[entity.end] = closes.get(entity.end, 0) + 1
    escapes = {start + match.start() for match in _SPECIAL.finditer(text[start:end])}
    body: list[str] = []
    for place in range(start, end):
        body += "}" * closes.get(place, 0)
        body += opens.get(place, [])
        body.append("\\" + text[place] if place in escapes else text[place])
    return "".join(body) + "}" * closes.get(end, 0)


FORMAT = Format("gkbg", "annotated reports, NAME.gkbg each", (".gkbg",), read, render, folder=True)
