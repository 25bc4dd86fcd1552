"""Parse and compile the corpus's annotated reports (grammar: data/corpus/GRAMMAR.md).

A compiled report has the shape of the gold files that ``score.py`` reads, so one scorer serves both.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from gkbg_nlp.corpus.source import CorpusError as CorpusError
from gkbg_nlp.corpus.source import SourceMap, header_keys

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
SECOND = "second"
"""Name of a folder of second, blind annotations: never part of the corpus that stands beside it."""
BLANK = " \t\r\n\f\v\u00a0\u3000\ufeff\u200b"

_MARKER = re.compile(r'@(\w+)(?: ([a-z_]+))?(?: (\d))?(?: ~("(?:[^"\\]|\\.)*"))?\s*$')
_MARK_OPEN = re.compile(r"\{([A-Z]+)(?:=([^:{}]*))?:")
_TOML_LINE = re.compile(r"at line (\d+)")
_PLAIN_COUNT = re.compile(r"(\d+(?:\.\d+)?)([^\d\s].*)", re.S)


@dataclass(slots=True)
class GoldBlock:
    """One block: code-point span, role, section and heading level (both may be ``None``); ``line`` is its marker's in the source."""

    start: int
    end: int
    role: str
    section: str | None
    level: int | None
    line: int = field(default=0, compare=False)


@dataclass(slots=True)
class GoldEntity:
    """One entity: code-point span, label, slice, value and unit (COUNT only); ``line`` is where its mark opens in the source."""

    start: int
    end: int
    label: str
    text: str
    value: float | int | str | None = None
    unit: str | None = None
    line: int = field(default=0, compare=False)


@dataclass(slots=True)
class GoldReport:
    """A compiled report. ``meta`` holds the header's keys, ``indicators`` only those that the text states."""

    id: str
    text: str
    blocks: list[GoldBlock]
    entities: list[GoldEntity]
    indicators: dict[str, Any]
    meta: dict[str, Any] = field(default_factory=dict)
    source: SourceMap = field(default_factory=SourceMap, compare=False, repr=False)

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


def parse(source: str, name: str = "<string>", sections: Sequence[str] = SECTIONS) -> GoldReport:
    """Compile one annotated report; ``sections`` are the known ones.

    Raises:
        CorpusError: the grammar is broken, a label is unknown, or a value does not fit its mark; one message for each broken block.
    """
    return _Compiler(source, name, sections).run()


def load(path: Path, sections: Sequence[str] = SECTIONS) -> GoldReport:
    """Compile the report at ``path`` and check that its id is the file's name; ``sections`` are the known ones."""
    data = path.read_bytes()
    try:
        source = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CorpusError(f"{path}:{line}: the byte 0x{data[error.start]:02x} is not UTF-8: save the file as UTF-8") from error
    report = parse(source, str(path), sections)
    if report.id != path.stem:
        line = report.source.keys.get("id", 2)
        raise CorpusError(f"{path}:{line}: id {report.id!r} is not the file's name: write id = {path.stem!r}")
    return report


def corpus_files(folder: Path) -> list[Path]:
    """Every ``*.gkbg`` below ``folder`` in the order of their names, without second annotations in a folder of their own."""
    return sorted(p for p in folder.rglob("*.gkbg") if SECOND not in p.relative_to(folder).parts[:-1])


def load_all(folder: Path) -> list[GoldReport]:
    """Compile every report below ``folder`` (see ``corpus_files``).

    Raises:
        CorpusError: with the messages of every report that does not compile.
    """
    reports: list[GoldReport] = []
    wrong: list[str] = []
    for path in corpus_files(folder):
        try:
            reports.append(load(path))
        except CorpusError as error:
            wrong += error.messages
    if wrong:
        raise CorpusError(*wrong)
    return reports


class _Compiler:
    def __init__(self, source: str, name: str, sections: Sequence[str]) -> None:
        self.sections = sections
        self.lines = source.split("\n")
        self.name = name
        self.out: list[str] = []
        self.size = 0
        self.entities: list[GoldEntity] = []
        self.source = SourceMap(name)

    def fail(self, line: int, message: str) -> NoReturn:
        raise CorpusError(f"{self.name}:{line + 1}: {message}")

    def run(self) -> GoldReport:
        header, at = self._header()
        blocks: list[GoldBlock] = []
        wrong: list[str] = []
        indicators = self._indicators(header, wrong)
        while at < len(self.lines):
            stop = at + 1
            while stop < len(self.lines) and not self.lines[stop].startswith("@"):
                stop += 1
            try:
                blocks.append(self._block(at, stop, header.get("join", "\n") if blocks else ""))
            except CorpusError as error:  # the next marker stands on firm ground again
                wrong += error.messages
            at = stop
        if not blocks and not wrong:
            self.fail(at - 1, "no block follows the header: write '@paragraph overview' and the text below it")
        if wrong:
            raise CorpusError(*wrong)
        self.entities.sort(key=lambda e: (e.start, -e.end))
        return GoldReport(header["id"], "".join(self.out), blocks, self.entities, indicators, header, self.source)

    def _indicators(self, header: dict[str, Any], wrong: list[str]) -> dict[str, Any]:
        """Take the indicators out of the header; what it lacks goes to ``wrong``."""
        for key in ("id", "era", "province", "body"):
            if not isinstance(header.get(key), str):
                wrong.append(f'{self.name}:{self.source.keys.get(key, 1)}: the header lacks {key} = "…"')
        if not isinstance(header.get("join", ""), str):
            wrong.append(f'{self.name}:{self.source.keys["join"]}: join is no string: write join = " "')
            header["join"] = ""
        indicators = header.pop("indicators", {})
        if not isinstance(indicators, dict):
            wrong.append(f"{self.name}:{self.source.keys['indicators']}: indicators is a table: write [indicators]")
            return {}
        if unknown := sorted(set(indicators) - set(INDICATORS)):
            line = self.source.keys.get(unknown[0], 1)
            wrong.append(f"{self.name}:{line}: unknown indicators {unknown}; known: {', '.join(INDICATORS)}")
        return indicators

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
            header = tomllib.loads("\n".join(self.lines[1:end]))
        except tomllib.TOMLDecodeError as error:
            inside = _TOML_LINE.search(str(error))
            self.fail(int(inside[1]) if inside else end - 1, f"the header is not TOML: {error}")
        self.source.keys = header_keys(self.lines[1:end])
        return header, end + 1

    def _block(self, at: int, stop: int, joiner: str) -> GoldBlock:
        """The block whose marker is line ``at``; ``joiner`` stands before it where the marker has none of its own."""
        marker = _MARKER.match(self.lines[at])
        if marker is None:
            self.fail(at, f"a block marker such as '@paragraph overview' is expected, found {self.lines[at]!r}")
        role, section, level = marker[1], marker[2], marker[3]
        if role not in ROLES:
            self.fail(at, f"unknown role {role!r}; known: {', '.join(ROLES)}")
        if (section is not None) != (role in LABELED_ROLES):
            self.fail(at, f"{role} {'needs' if section is None else 'takes no'} section")
        if section is not None and section not in self.sections:
            self.fail(at, f"unknown section {section!r}; known: {', '.join(self.sections)}")
        if (level is not None) != (role == "heading") or level == "0":
            self.fail(at, "a heading needs a level (1 to 9), nothing else takes one")
        body = "\n".join(self.lines[at + 1 : stop]).rstrip("\n")
        if not body.strip(BLANK):
            self.fail(at, "the block has no text")
        self._emit(self._joiner(at, marker[4]) if marker[4] else joiner)
        begin, first = self.size, len(self.out)
        self._inline(body, at + 1)
        text = "".join(self.out[first:])
        start = begin + len(text) - len(text.lstrip(BLANK))
        end = begin + len(text.rstrip(BLANK))
        return GoldBlock(start, end, role, section, int(level) if level else None, at + 1)

    def _emit(self, text: str) -> None:
        self.out.append(text)
        self.size += len(text)

    def _inline(self, body: str, line: int) -> None:
        open_marks: list[tuple[re.Match[str], int, int]] = []  # the mark, the number of pieces before it, its line
        self.source.add(self.size, line + 1)
        i = 0
        while i < len(body):
            char = body[i]
            if char == "\n":
                line += 1
                self.source.add(self.size + 1, line + 1)
            if char == "\\" and i + 1 < len(body) and (body[i + 1] in "{}\\@" or body.startswith("+++", i + 1)):
                self._emit(body[i + 1])
                i += 2
            elif char == "{":
                mark = _MARK_OPEN.match(body, i)
                if mark is None:
                    self.fail(line, f"'{{' opens no mark: write {{LABEL:text}} or \\{{ (at {body[i : i + 12]!r})")
                if mark[1] not in LABELS:
                    self.fail(line, f"unknown label {mark[1]!r}; known: {', '.join(sorted(LABELS))}")
                open_marks.append((mark, len(self.out), line))
                i = mark.end()
            elif char == "}":
                if not open_marks:
                    self.fail(line, "'}' closes nothing: write \\}")
                self._close(*open_marks.pop())
                i += 1
            else:
                self._emit(char)
                i += 1
        if open_marks:
            self.fail(open_marks[-1][2], f"the mark {{{open_marks[-1][0][1]}:… is not closed in its block: write its }}")

    def _close(self, mark: re.Match[str], first: int, line: int) -> None:
        label, value = mark[1], mark[2]
        text = "".join(self.out[first:])
        if not text or text[0] in BLANK or text[-1] in BLANK:
            self.fail(line, f"the mark {label} is empty or begins or ends with a blank: {text!r}")
        entity = GoldEntity(self.size - len(text), self.size, label, text, line=line + 1)
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
            parsed = math.nan
        if not math.isfinite(parsed):
            self.fail(line, f"{number!r} is not a number: write {{COUNT=6 条:六条}}")
        if not unit:
            self.fail(line, f"the COUNT {text!r} has no unit")
        return (int(parsed) if parsed == int(parsed) else parsed), unit
