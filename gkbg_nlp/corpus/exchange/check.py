"""Checks that every report read from another form must pass, whatever its taxonomy of sections."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from gkbg_nlp.corpus.annotated import BLANK, LABELED_ROLES, ROLES, GoldBlock, GoldEntity, GoldReport
from gkbg_nlp.corpus.exchange.texts import SURROGATE
from gkbg_nlp.corpus.source import CorpusError


def check_all(reports: Sequence[GoldReport]) -> None:
    """Check each report, and that no id stands twice. Blocks are put in the order of the text.

    Raises:
        CorpusError: a message for everything that is wrong.
    """
    wrong: list[str] = []
    seen: dict[str, str] = {}
    for report in reports:
        place = report.source.path or f"report {report.id!r}"
        found = list(problems(report))
        wrong += [f"{place}: {problem}" for problem in found]
        if isinstance(report.id, str):
            if report.id in seen:
                wrong.append(f"{place}: the id {report.id!r} is already that of {seen[report.id]}: give each report its own")
            seen.setdefault(report.id, place)
        if not found:
            report.blocks.sort(key=lambda block: block.start)
    if wrong:
        raise CorpusError(*wrong)


def problems(report: GoldReport) -> Iterator[str]:
    """What is wrong with one report, each with its mend. Readers fill in what a file says; its types are held here."""
    name: Any = report.id
    text: Any = report.text
    if not isinstance(name, str) or not _is_name(name):
        yield f"the id {name!r} is no name: write a text of visible characters"
    if not isinstance(text, str):
        yield f"the text is {type(text).__name__}: write a string"
        return
    if (half := _half(text)) is not None:
        yield f"at offset {half} of the text stands {SURROGATE}"
    spans = True
    for number, block in enumerate(report.blocks):
        for problem in _span(block, report.text) or _block(block, report.text):
            spans = False
            yield f"block {number + 1}: {problem}"
    for number, entity in enumerate(report.entities):
        for problem in _span(entity, report.text) or _entity(entity, report.text):
            yield f"entity {number + 1}: {problem}"
    if spans:
        yield from _overlaps(report.blocks)


def _span(span: GoldBlock | GoldEntity, text: str) -> list[str]:
    start, end = span.start, span.end
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        return [f"start {start!r} and end {end!r}: write whole numbers, 0 ≤ start < end"]
    if end > len(text):
        return [f"it ends at {end}, the text at {len(text)}: offsets count characters of the text; docs/exchange.md says how"]
    return []


def _block(block: GoldBlock, text: str) -> Iterator[str]:
    role, section, level = block.role, block.section, block.level
    if not text[block.start : block.end].strip(BLANK):
        yield f"it holds only blanks at {block.start}: label text"
    if role not in ROLES:
        yield f"unknown role {role!r}; known: {', '.join(ROLES)}"
    elif section is not None and not (isinstance(section, str) and _is_name(section)):
        yield f"the section {section!r} is no name: write one line without blanks at its ends"
    elif section is not None and role not in LABELED_ROLES:  # without one, a heading or paragraph is not labelled yet
        yield f"a {role} takes no section: take {section!r} out"
    if level is not None and (type(level) is not int or not 1 <= level <= 9 or role != "heading"):
        yield f"level {level!r} of a {role}: a heading has a level of 1 to 9, nothing else has one"


def _entity(entity: GoldEntity, text: str) -> Iterator[str]:
    found = text[entity.start : entity.end]
    label: Any = entity.label
    unit: Any = entity.unit
    if entity.text != found:
        yield f"at {entity.start} stands {found!r}, not {entity.text!r}: correct start, end or text"
    if not isinstance(label, str) or not _is_name(label):
        yield f"the label {label!r} is no name: write one line without blanks at its ends"
    if not _is_value(entity.value):
        yield f"the value {entity.value!r} is no number, string or null"
    if not isinstance(unit, str | None):
        yield f"the unit {unit!r} is no string or null"


def _overlaps(blocks: Iterable[GoldBlock]) -> Iterator[str]:
    before = 0
    for block in sorted(blocks, key=lambda b: (b.start, b.end)):
        if block.start < before:
            yield f"the block at {block.start} begins inside the one before, which ends at {before}: blocks never overlap"
        before = max(before, block.end)


def _is_name(name: str) -> bool:
    """Whether a name fits a line of any format: no control characters or halves of surrogate pairs, no blanks at its ends."""
    return name.strip(BLANK) == name != "" and not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in name)


def _is_value(value: Any) -> bool:
    return value is None or (isinstance(value, (int, float, str)) and not isinstance(value, bool))


def _half(text: str) -> int | None:
    """The offset of the first half of a surrogate pair."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return error.start
    return None
