"""``json``: NAME.json beside its text, the form of ../shared/seeds that ``score.py`` and ``gkbg evaluate`` read, both ways."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gkbg_nlp.corpus.annotated import INDICATORS, GoldBlock, GoldEntity, GoldReport
from gkbg_nlp.corpus.exchange.form import Format, Notes, Options
from gkbg_nlp.corpus.exchange.texts import dumps, read_bytes, read_json
from gkbg_nlp.corpus.source import CorpusError, SourceMap
from gkbg_nlp.readers import DEFAULT_MAX_BYTES, ReadError, read_path

_MARK = b"\xef\xbb\xbf"


def read(path: Path, options: Options, notes: Notes) -> list[GoldReport]:
    """The report of one gold file; its id is the file's name without suffix.

    Raises:
        CorpusError: the gold or the text beside it cannot be read, or is of another form.
    """
    gold = read_json(path)
    if not isinstance(gold, dict) or not isinstance(gold.get("file"), str) or Path(gold["file"]).name != gold["file"]:
        raise CorpusError(f"{path}:1: no gold: write an object whose 'file' names the text beside it")
    text = _text(path, path.parent / gold["file"])
    meta, indicators = gold.get("meta", {}), gold.get("indicators", {})
    if not isinstance(meta, dict) or not isinstance(indicators, dict):
        raise CorpusError(f"{path}: 'meta' and 'indicators' are objects: write {{…}} or leave them out")
    blocks, entities = spans_of(gold, text, str(path))
    known = {name: value for name, value in indicators.items() if value is not None}
    return [GoldReport(path.stem, text, blocks, entities, known, {"id": path.stem, **meta}, SourceMap(str(path)))]


def spans_of(gold: dict[str, Any], text: str, place: str) -> tuple[list[GoldBlock], list[GoldEntity]]:
    """The blocks and entities of a gold object, as they stand there.

    Raises:
        CorpusError: they are no lists of objects, lack start or end, or a quote does not stand at its offset.
    """
    blocks: list[GoldBlock] = []
    entities: list[GoldEntity] = []
    wrong: list[str] = []
    for kind in ("blocks", "entities"):
        rows = gold.get(kind, [])
        if not isinstance(rows, list):
            wrong.append(f"{place}: {kind!r} is no list: write [ … ]")
            continue
        for number, row in enumerate(rows, 1):
            try:
                start, end = row["start"], row["end"]
                if kind == "blocks":
                    blocks.append(GoldBlock(start, end, row["role"], row.get("section"), row.get("level")))
                    if not text.startswith(row.get("quote") or "", start):
                        wrong.append(f"{place}: block {number}: {row['quote']!r} does not stand at {start}: correct offset or quote")
                else:
                    written = row.get("text")
                    found = text[start:end] if written is None else written
                    entities.append(GoldEntity(start, end, row["label"], found, row.get("value"), row.get("unit")))
            except (KeyError, TypeError, AttributeError) as error:
                what = f"lacks {error}" if isinstance(error, KeyError) else "is of another form"
                wrong.append(f"{place}: {kind}[{number - 1}] {what}: docs/evaluation.md shows the form")
    if wrong:
        raise CorpusError(*wrong)
    return blocks, entities


def _text(path: Path, beside: Path) -> str:
    """The text as ``gkbg tag`` would read it; UTF-8 is taken without a guess."""
    if not beside.is_file():
        raise CorpusError(f"{path}: the text {beside} is missing: put the file that 'file' names beside it")
    try:
        return read_bytes(beside).decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return read_path(str(beside), DEFAULT_MAX_BYTES).text
        except ReadError as error:
            raise CorpusError(f"{path}: the text {beside}: {error.message}: save it as UTF-8") from error


def render(reports: Sequence[GoldReport], options: Options, notes: Notes) -> dict[str, bytes]:
    """``ID.txt`` and ``ID.json`` for each report; the header goes into the object's ``meta``."""
    files: dict[str, bytes] = {}
    for report in reports:
        gold = report.to_gold(f"{report.id}.txt")
        notes["indicators of other names: left out"] += sum(name not in INDICATORS for name in report.indicators)
        gold["meta"] = {key: value for key, value in report.meta.items() if key != "id"}
        mark = _MARK if report.text.startswith("\ufeff") else b""  # a reader takes one away
        files[f"{report.id}.txt"] = mark + report.text.encode("utf-8")
        files[f"{report.id}.json"] = (dumps(gold, notes, indent=1) + "\n").encode("utf-8")
    return files


FORMAT = Format("json", "NAME.json beside NAME.txt, as in gkbg corpus compile --gold", (".json",), read, render, folder=True)
