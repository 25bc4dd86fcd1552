"""CSV: UTF-8 with BOM, so that Excel reads the characters right; no cell is a formula to a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from gkbg_nlp.exports.flat import flat_rows
from gkbg_nlp.exports.lines import Tally, chunks
from gkbg_nlp.exports.schema import BY_NAME

RISKY = "=+-@\t\r\n＝＋－＠"
"""A text that begins with one of these can be read as a formula (the full-width ones in Chinese and Japanese settings)."""
GUARD = "'"


def guarded(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet could take it for a formula, or where it has one itself."""
    return GUARD + text if text[:1] in (*RISKY, GUARD) else text


def unguarded(text: str) -> str:
    """What :func:`guarded` made from a text, as it was."""
    return text.removeprefix(GUARD)


def truth(value: bool) -> str:
    """A truth value as CSV holds it."""
    return "true" if value else "false"


def write(source: str, place: Path, tables: Sequence[str], tally: Tally) -> list[str]:
    """Write the tables of ``source``: one into the file ``place``, several into the new folder ``place`` as ``TABLE.csv``.

    Null is an empty cell, lists are JSON text. Gives notices, of which there are none.

    Raises:
        ExportError: a line is broken.
        OSError: it cannot be written.
    """
    if len(tables) > 1:
        place.mkdir()
    with ExitStack() as stack:
        writers: dict[str, Any] = {}
        for name in tables:
            path = place / f"{name}.csv" if len(tables) > 1 else place
            writers[name] = csv.writer(stack.enter_context(open(path, "w", encoding="utf-8-sig", newline="")))
            writers[name].writerow(BY_NAME[name].names)
        for chunk in chunks(source, tables, tally):
            for name, columns in chunk.items():
                writers[name].writerows(flat_rows(BY_NAME[name], columns, guarded, truth))
    return []
