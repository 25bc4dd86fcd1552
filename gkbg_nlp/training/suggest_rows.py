"""Suggestions as rows: CSV in the form of labelled paragraphs that training reads, or JSON Lines for a labelling tool."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gkbg_nlp.report.whole import write_whole
from gkbg_nlp.training.suggest import Candidate, Suggestion

COLUMNS = (
    "document", "text", "role", "section", "level", "start", "end",
    "rank", "block", "confidence", "runner_up", "runner_up_probability", "score", "reason",
)  # fmt: skip
"""The first seven are those of labelled paragraphs (docs/exchange.md); the others are for the reader."""
SUFFIXES = (".csv", ".jsonl")


def rows(chosen: Sequence[Suggestion], found: Sequence[Candidate] = ()) -> list[dict[str, Any]]:
    """One row a suggestion, by document and place; ``section`` is the proposal to correct.

    With ``found`` (all candidates) the headings above each suggestion are rows too, with rank ``None``: a model that is trained on
    the rows then sees what stood above.
    """
    by_place = {(c.document, c.block): c for c in found}
    out = {(s.candidate.document, s.candidate.block): _row(s.candidate, s.rank, s.reason) for s in chosen}
    for s in chosen if by_place else ():
        for above in s.candidate.above:
            place = (s.candidate.document, above)
            if place not in out:
                out[place] = _row(by_place[place], None, f"heading above block {s.candidate.block}")
    return [out[place] for place in sorted(out)]


def _row(one: Candidate, rank: int | None, reason: str) -> dict[str, Any]:
    doubt = one.doubt
    return dict(zip(
        COLUMNS,
        (
            one.document, one.text, one.role, doubt.section, one.level if one.role == "heading" else None, one.start, one.end,
            rank, one.block, round(doubt.confidence, 4), doubt.runner_up, round(doubt.runner_up_probability, 4), round(one.score, 4), reason,
        ),
        strict=True,
    ))  # fmt: skip


def render_csv(made: Sequence[Mapping[str, Any]]) -> bytes:
    """UTF-8 with a byte order mark and CR LF, as Excel wants it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(made)
    return out.getvalue().encode("utf-8-sig")


def render_jsonl(made: Sequence[Mapping[str, Any]]) -> bytes:
    """One object a line; ``label`` holds the proposal as doccano's text classification takes it."""
    return "".join(json.dumps({**row, "label": [row["section"]]}, ensure_ascii=False) + "\n" for row in made).encode("utf-8")


def write_rows(made: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write the rows in the form of the file's suffix; the file appears whole or not at all.

    Raises:
        ValueError: the suffix is neither .csv nor .jsonl.
        OSError: the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ValueError(f"{path}: the name ends in {' or '.join(SUFFIXES)}")
    content = render_csv(made) if suffix == ".csv" else render_jsonl(made)
    write_whole(path, content)
