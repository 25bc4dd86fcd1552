"""Parse and compile the corpus's annotated reports (grammar: data/corpus/GRAMMAR.md).

A compiled report has the shape of the gold files that ``score.py`` reads, so one scorer serves both.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

ROLES = ("title", "heading", "paragraph", "table", "signature", "boilerplate")
LABELED_ROLES = frozenset({"heading", "paragraph", "table"})
SECTIONS = (
    "preamble", "overview", "organization", "interpretation", "key_areas", "proactive", "requests", "fees",
    "disputes", "enquiries", "supervision", "affiliates", "proposals", "problems", "other_matters",
)  # fmt: skip
LABELS = frozenset("AGENCY PHONE FAX EMAIL URL POSTCODE ADDRESS COUNT DATE LAW".split())
INDICATORS = (
    "year", "agency", "proactive_total", "proactive_website", "proactive_other_channels", "requests_received",
    "fees_charged_yuan", "reviews", "litigations", "phone", "fax", "email", "address", "postcode",
)  # fmt: skip
BLANK = " \t\r\n\f\v\u00a0\u3000\ufeff\u200b"

_MARKER = re.compile(r'@(\w+)(?: ([a-z_]+))?(?: (\d))?(?: ~("(?:[^"\\]|\\.)*"))?\s*$')
_MARK_OPEN = re.compile(r"\{([A-Z]+)(?:=([^:{}]*))?:")
_PLAIN_COUNT = re.compile(r"(\d+(?:\.\d+)?)([^\d\s].*)", re.S)


class CorpusError(ValueError):
    """A report that breaks the grammar: the message names file, line and mend."""


@dataclass(slots=True)
class GoldBlock:
    """One block: code-point span, role, section and heading level (both may be ``None``)."""

    start: int
    end: int
    role: str
    section: str | None
    level: int | None


@dataclass(slots=True)
class GoldEntity:
    """One entity: code-point span, label, slice, value and unit (COUNT only)."""

    start: int
    end: int
    label: str
    text: str
    value: float | int | str | None = None
    unit: str | None = None


@dataclass(slots=True)
class GoldReport:
    """A compiled report. ``meta`` holds the header's keys, ``indicators`` only those that the text states."""

    id: str
    text: str
    blocks: list[GoldBlock]
    entities: list[GoldEntity]
    indicators: dict[str, Any]
    meta: dict[str, Any] = field(default_factory=dict)

    def to_gold(self, filename: str) -> dict[str, Any]:
        """The gold form of ``../shared/seeds``: every indicator is present, ``None`` where nothing is stated."""
        return {
            "file": filename,
            "indicators": {name: self.indicators.get(name) for name in INDICATORS},
            "blocks": [
                {"start": b.start, "end": b.end, "role": b.role, "section": b.section, "level": b.level,
                 "quote": self.text[b.start : b.start + 12]}
                for b in self.blocks
            ],
            "entities": [
                {"start": e.start, "end": e.end, "label": e.label, "text": e.text, "value": e.value, "unit": e.unit}
                for e in self.entities
            ],
        }  # fmt: skip


def parse(source: str, name: str = "<string>") -> GoldReport:
    """Compile one annotated report.

    Raises:
        CorpusError: the grammar is broken, a label is unknown, or a value does not fit its mark.
    """
    return _Compiler(source, name).run()


def load(path: Path) -> GoldReport:
    """Compile the report at ``path`` and check that its id is the file's name."""
    report = parse(path.read_bytes().decode("utf-8"), str(path))
    if report.id != path.stem:
        raise CorpusError(f"{path}:2: id {report.id!r} is not the file's name: write id = {path.stem!r}")
    return report


def load_all(folder: Path) -> list[GoldReport]:
    """Compile every ``*.gkbg`` below ``folder``, in the order of their names."""
    return [load(path) for path in sorted(folder.rglob("*.gkbg"))]


class _Compiler:
    def __init__(self, source: str, name: str) -> None:
        self.lines = source.split("\n")
        self.name = name
        self.out: list[str] = []
        self.size = 0
        self.entities: list[GoldEntity] = []

    def fail(self, line: int, message: str) -> NoReturn:
        raise CorpusError(f"{self.name}:{line + 1}: {message}")

    def run(self) -> GoldReport:
        header, body_at = self._header()
        blocks: list[GoldBlock] = []
        at = body_at
        while at < len(self.lines):
            marker = _MARKER.match(self.lines[at])
            if marker is None:
                self.fail(at, f"a block marker such as '@paragraph overview' is expected, found {self.lines[at]!r}")
            stop = at + 1
            while stop < len(self.lines) and not self.lines[stop].startswith("@"):
                stop += 1
            joiner = self._joiner(at, marker[4]) if marker[4] else header.get("join", "\n")
            if blocks or marker[4]:
                self._emit(joiner)
            blocks.append(self._block(at, stop, marker))
            at = stop
        if not blocks:
            self.fail(body_at, "no block follows the header")
        text = "".join(self.out)
        indicators = header.pop("indicators", {})
        if unknown := set(indicators) - set(INDICATORS):
            self.fail(0, f"unknown indicators {sorted(unknown)}; known: {', '.join(INDICATORS)}")
        for key in ("id", "era", "province", "body"):
            if not isinstance(header.get(key), str):
                self.fail(0, f'the header lacks {key} = "…"')
        self.entities.sort(key=lambda e: (e.start, -e.end))
        return GoldReport(header["id"], text, blocks, self.entities, indicators, header)

    def _joiner(self, line: int, quoted: str) -> str:
        try:
            return str(tomllib.loads(f"j = {quoted}")["j"])
        except tomllib.TOMLDecodeError as error:
            self.fail(line, f"the joiner {quoted} is no TOML string: {error}")

    def _header(self) -> tuple[dict[str, Any], int]:
        if self.lines[0].strip() != "+++":
            self.fail(0, "the file begins with a line '+++'")
        try:
            end = next(i for i in range(1, len(self.lines)) if self.lines[i].strip() == "+++")
        except StopIteration:
            self.fail(0, "the header is not closed by a line '+++'")
        try:
            return tomllib.loads("\n".join(self.lines[1:end])), end + 1
        except tomllib.TOMLDecodeError as error:
            self.fail(0, f"the header is not TOML: {error}")

    def _block(self, at: int, stop: int, marker: re.Match[str]) -> GoldBlock:
        role, section, level = marker[1], marker[2], marker[3]
        if role not in ROLES:
            self.fail(at, f"unknown role {role!r}; known: {', '.join(ROLES)}")
        if (section is not None) != (role in LABELED_ROLES):
            self.fail(at, f"{role} {'needs' if section is None else 'takes no'} section")
        if section is not None and section not in SECTIONS:
            self.fail(at, f"unknown section {section!r}; known: {', '.join(SECTIONS)}")
        if (level is not None) != (role == "heading"):
            self.fail(at, "a heading needs a level (1 to 9), nothing else takes one")
        body = "\n".join(self.lines[at + 1 : stop]).rstrip("\n")
        if not body.strip(BLANK):
            self.fail(at, "the block has no text")
        begin = self.size
        self._inline(body, at + 1)
        text = "".join(self.out)[begin:]
        start = begin + len(text) - len(text.lstrip(BLANK))
        end = begin + len(text.rstrip(BLANK))
        return GoldBlock(start, end, role, section, int(level) if level else None)

    def _emit(self, text: str) -> None:
        self.out.append(text)
        self.size += len(text)

    def _inline(self, body: str, line: int) -> None:
        open_marks: list[tuple[str, str | None, int, int]] = []
        i = 0
        while i < len(body):
            char = body[i]
            if char == "\n":
                line += 1
            if char == "\\" and i + 1 < len(body) and (body[i + 1] in "{}\\@" or body.startswith("+++", i + 1)):
                self._emit(body[i + 1])
                i += 2
            elif char == "{":
                mark = _MARK_OPEN.match(body, i)
                if mark is None:
                    self.fail(line, f"'{{' opens no mark: write {{LABEL:text}} or \\{{ (at {body[i : i + 12]!r})")
                if mark[1] not in LABELS:
                    self.fail(line, f"unknown label {mark[1]!r}; known: {', '.join(sorted(LABELS))}")
                open_marks.append((mark[1], mark[2], self.size, line))
                i = mark.end()
            elif char == "}":
                if not open_marks:
                    self.fail(line, "'}' closes nothing: write \\}")
                label, value, start, at = open_marks.pop()
                self._close(label, value, start, at)
                i += 1
            else:
                self._emit(char)
                i += 1
        if open_marks:
            self.fail(open_marks[-1][3], f"the mark {{{open_marks[-1][0]}:… is not closed in its block")

    def _close(self, label: str, value: str | None, start: int, line: int) -> None:
        text = "".join(self.out)[start:]
        if not text or text[0] in BLANK or text[-1] in BLANK:
            self.fail(line, f"the mark {label} is empty or begins or ends with a blank: {text!r}")
        entity = GoldEntity(start, self.size, label, text)
        if label == "COUNT":
            entity.value, entity.unit = self._count(text, value, line)
        elif value is not None:
            entity.value = value
        self.entities.append(entity)

    def _count(self, text: str, value: str | None, line: int) -> tuple[float | int, str]:
        if value is None:
            plain = _PLAIN_COUNT.fullmatch(text)
            if plain is None or re.search(r"[余多几\s万亿千百]", plain[2]):
                self.fail(line, f"{text!r} needs its value: {{COUNT=number unit:{text}}}")
            number, unit = plain[1], plain[2]
        else:
            number, _, unit = value.partition(" ")
        try:
            parsed = float(number)
        except ValueError:
            self.fail(line, f"{number!r} is not a number")
        if not unit:
            self.fail(line, f"the COUNT {text!r} has no unit")
        return (int(parsed) if parsed == int(parsed) else parsed), unit
