"""Checks of a gold file in the form of ../shared/seeds: what breaks it is named with file, line and mend."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from gkbg_nlp.corpus.annotated import BLANK, INDICATORS, LABELED_ROLES, LABELS, ROLES, SECTIONS

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()
_KEYS = {"file": (str, "string"), "blocks": (list, "list"), "entities": (list, "list"), "indicators": (dict, "object")}


class GoldError(ValueError):
    """Gold that cannot be used: the message names file, line and mend."""


def check_gold(path: Path, source: str, sections: Sequence[str] = SECTIONS) -> dict[str, Any]:
    """The gold of one file as it stands there; ``sections`` are the known ones. Spans are held against the text by :func:`check_spans`.

    Raises:
        GoldError: it is no JSON, a key is missing or of the wrong type, a label is unknown.
    """
    try:
        gold = json.loads(source.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise GoldError(f"{path}:{error.lineno}: not JSON: {error.msg} (column {error.colno}): mend the file there") from error
    where = _Places(path, source)
    for key, (kind, name) in _KEYS.items():
        if not isinstance(gold.get(key), kind):
            wrong = f"is no {name}" if key in gold else f"is missing: write its {name}"
            where.fail(key, None, f"{key!r} {wrong} (docs/evaluation.md shows the form)")
    if Path(gold["file"]).name != gold["file"]:
        where.fail("file", None, f"{gold['file']!r} is no plain file name: put the text beside the gold file")
    if not gold["blocks"]:
        where.fail("blocks", None, "the report has no blocks: annotate it, or move the file away")
    for i, block in enumerate(gold["blocks"]):
        problem = _span(block) or _block(block, sections)
        if problem:
            where.fail("blocks", i, problem)
    for i, entity in enumerate(gold["entities"]):
        problem = _span(entity) or _entity(entity)
        if problem:
            where.fail("entities", i, problem)
    for name, value in gold["indicators"].items():
        if name not in INDICATORS:
            where.fail("indicators", None, f"unknown indicator {name!r}: known are {', '.join(INDICATORS)}")
        if isinstance(value, (bool, list, dict)):
            where.fail("indicators", None, f"{name} is {value!r}: write a number, a string or null")
    if not isinstance(gold.get("meta", {}), dict):
        where.fail("meta", None, '\'meta\' is no object: write {"era": …, "body": …} or leave it out')
    return dict(gold)


def check_spans(path: Path, source: str, gold: dict[str, Any], text: str) -> None:
    """Hold the gold's spans against the text.

    Raises:
        GoldError: a span is not inside the text, blocks overlap or begin or end with a blank, a quote or slice is another.
    """
    where = _Places(path, source)
    before = 0
    for i, block in enumerate(gold["blocks"]):
        start, end = block["start"], block["end"]
        quoted = block.get("quote") or ""
        if end > len(text):
            where.fail("blocks", i, f"the block ends at {end}, the text at {len(text)}: offsets are code points of the decoded text")
        if start < before:
            where.fail("blocks", i, f"the block begins at {start}, inside the one before, which ends at {before}: blocks never overlap")
        if not text.startswith(quoted, start):
            found = text[start : start + len(quoted)]
            where.fail("blocks", i, f"at {start} stands {found!r}, not {quoted!r}: offsets are code points of the decoded text")
        if text[start] in BLANK or text[end - 1] in BLANK:
            where.fail("blocks", i, f"the block {text[start:end][:12]!r} begins or ends with a blank: move its start or end")
        before = end
    for i, entity in enumerate(gold["entities"]):
        found = text[entity["start"] : entity["end"]]
        if entity["end"] > len(text) or entity.get("text", found) != found:
            where.fail("entities", i, f"at {entity['start']} stands {found!r}, not {entity.get('text')!r}: correct start, end or text")


def _span(span: Any) -> str | None:
    """What is wrong with the offsets of a block or entity by themselves."""
    if not isinstance(span, dict):
        return 'no object: write {"start": …, "end": …}'
    start, end = span.get("start"), span.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        return f"start {start!r} and end {end!r}: write whole numbers, 0 ≤ start < end"
    return None


def _block(block: dict[str, Any], sections: Sequence[str]) -> str | None:
    role, section = block.get("role"), block.get("section")
    if role not in ROLES:
        return f"unknown role {role!r}: known are {', '.join(ROLES)}"
    if section is not None and section not in sections:
        return f"unknown section {section!r}: known are {', '.join(sections)}"
    if (section is not None) != (role in LABELED_ROLES):
        return f"a {role} {'takes no section: write null' if section else 'needs a section'}"
    return None


def _entity(entity: dict[str, Any]) -> str | None:
    label = entity.get("label")
    if label not in LABELS:
        return f"unknown label {label!r}: known are {', '.join(sorted(LABELS))}"
    if label == "COUNT" and (type(entity.get("value")) not in (int, float) or not isinstance(entity.get("unit"), str)):
        return f"a COUNT with value {entity.get('value')!r} and unit {entity.get('unit')!r}: write a number and a measure word"
    return None


class _Places:
    """Where the parts of a gold file stand; they are looked for only when one is wrong."""

    def __init__(self, path: Path, source: str) -> None:
        self.path, self.source = path, source

    def fail(self, key: str, index: int | None, message: str) -> NoReturn:
        """Refuse the file for its key ``key``, or for element ``index`` of that key's list."""
        line = self.source.count("\n", 0, self._place(key, index)) + 1
        element = "" if index is None else f"{key}[{index}]: "
        raise GoldError(f"{self.path}:{line}: {element}{message}")

    def _place(self, wanted: str, index: int | None) -> int:
        """The offset of a value of the outermost object, or of one element of it; 0 for a key that is not there."""
        at = self._skip(self.source.index("{") + 1)
        place = 0
        while self.source[at] != "}":
            key, at = _DECODER.raw_decode(self.source, at)
            at = self._skip(self._skip(at) + 1)
            if key == wanted:
                place = at if index is None else self._element(at, index)
            at = self._skip(_DECODER.raw_decode(self.source, at)[1])
            if self.source[at] == ",":
                at = self._skip(at + 1)
        return place

    def _element(self, at: int, index: int) -> int:
        at = self._skip(at + 1)
        for _ in range(index):
            at = self._skip(self._skip(_DECODER.raw_decode(self.source, at)[1]) + 1)
        return at

    def _skip(self, at: int) -> int:
        blank = _SPACE.match(self.source, at)
        return blank.end() if blank else at
