"""A corpus compiled: one JSON line a report with exact offsets, or the texts and gold files that ``score.py`` reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from gkbg_nlp.corpus.annotated import GoldBlock, GoldEntity, GoldReport
from gkbg_nlp.corpus.split import Split
from gkbg_nlp.report.whole import write_whole

FORMAT = 1
"""Version of a line's form; it is raised when a key changes its meaning or goes."""


def to_record(report: GoldReport, part: str | None = None) -> dict[str, Any]:
    """One report as JSON's types: ``format``, ``id``, ``split``, ``meta``, ``text``, and blocks, entities, indicators as in the seeds."""
    gold = report.to_gold(f"{report.id}.txt")
    meta = {key: value for key, value in report.meta.items() if key != "id"}
    return {
        "format": FORMAT,
        "id": report.id,
        "split": part,
        "meta": meta,
        "text": report.text,
        "blocks": gold["blocks"],
        "entities": gold["entities"],
        "indicators": gold["indicators"],
    }


def from_record(record: dict[str, Any]) -> GoldReport:
    """The report of one line. A null indicator is one that the text does not state.

    Raises:
        ValueError: the record is of another version, lacks a key, or a quote does not stand at its offset.
    """
    if record.get("format") != FORMAT:
        raise ValueError(f"format {record.get('format')!r} is not {FORMAT}: compile the corpus again")
    try:
        text = record["text"]
        blocks = [GoldBlock(b["start"], b["end"], b["role"], b["section"], b["level"]) for b in record["blocks"]]
        entities = [GoldEntity(e["start"], e["end"], e["label"], e["text"], e["value"], e["unit"]) for e in record["entities"]]
        indicators = {name: value for name, value in record["indicators"].items() if value is not None}
        report = GoldReport(record["id"], text, blocks, entities, indicators, {"id": record["id"], **record["meta"]})
        quotes = [(b["start"], b["quote"]) for b in record["blocks"]] + [(e.start, e.text) for e in entities]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no record of gkbg corpus compile: {type(error).__name__} {error}") from error
    for start, quote in quotes:
        if not text.startswith(quote, start):
            raise ValueError(f"{quote!r} does not stand at offset {start}: the text or the offset was changed")
    return report


def write_jsonl(reports: Sequence[GoldReport], path: Path, split: Split | None = None) -> None:
    """Write one line a report, in their order; the file appears whole or not at all."""
    lines = (json.dumps(to_record(r, split.part_of(r.id) if split else None), ensure_ascii=False) for r in reports)
    _write(path, "".join(line + "\n" for line in lines))


def read_jsonl(path: Path) -> Iterator[GoldReport]:
    """The reports of a compiled file.

    Raises:
        ValueError: a line is no record; the words name file and line.
    """
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            try:
                yield from_record(json.loads(line))
            except (ValueError, AttributeError) as error:
                raise ValueError(f"{path}:{number}: {error}") from error


def gold_files(reports: Iterable[GoldReport], folder: Path) -> list[Path]:
    """The files that ``write_gold`` makes."""
    return [folder / f"{r.id}{suffix}" for r in reports for suffix in (".txt", ".json")]


def write_gold(reports: Iterable[GoldReport], folder: Path) -> None:
    """Write each report's text (UTF-8, line ends as they are) and its gold form beside it, as in ../shared/seeds."""
    folder.mkdir(parents=True, exist_ok=True)
    for report in reports:
        _write(folder / f"{report.id}.txt", report.text)
        gold = report.to_gold(f"{report.id}.txt")
        _write(folder / f"{report.id}.json", json.dumps(gold, ensure_ascii=False, indent=1) + "\n")


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content.encode("utf-8"))
