"""``jsonl``: one compiled report a line (``gkbg corpus compile --output``), both ways."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.corpus.compile import from_record, to_record
from gkbg_nlp.corpus.exchange.form import Format, Notes, Options
from gkbg_nlp.corpus.exchange.texts import dumps, json_lines
from gkbg_nlp.corpus.source import CorpusError, SourceMap


def read(path: Path, options: Options, notes: Notes) -> list[GoldReport]:
    """The reports of a compiled file.

    Raises:
        CorpusError: the file cannot be read; a message for each line that is no record.
    """
    reports: list[GoldReport] = []
    wrong: list[str] = []
    for place, record in json_lines(path, wrong):
        try:
            if not isinstance(record, dict):
                raise ValueError("no record of gkbg corpus compile: write one object a line")
            report = from_record(record)
            notes["parts of a split, which the reports do not carry"] += record.get("split") is not None
        except (ValueError, TypeError, AttributeError) as error:
            wrong.append(f"{place}: {error}")
            continue
        report.source = SourceMap(place)
        reports.append(report)
    if wrong:
        raise CorpusError(*wrong)
    return reports


def render(reports: Sequence[GoldReport], options: Options, notes: Notes) -> dict[str, bytes]:
    """One line a report, with indicators of any name."""
    lines = []
    for report in reports:
        record = to_record(report)
        record["indicators"].update(report.indicators)
        lines.append(dumps(record, notes) + "\n")
    return {"": "".join(lines).encode("utf-8")}


FORMAT = Format("jsonl", "one compiled report a line, as in gkbg corpus compile --output", (".jsonl", ".ndjson"), read, render)
