"""``gkbg export`` as a function: which format, which tables, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from gkbg_nlp.exports.errors import ExportError
from gkbg_nlp.exports.lines import Tally, in_order
from gkbg_nlp.exports.schema import BY_NAME
from gkbg_nlp.exports.source import check_lines
from gkbg_nlp.exports.target import check_target, whole


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its module in this room, which has ``write``, and the endings of a target's name that mean it."""

    name: str
    suffixes: tuple[str, ...]


FORMATS = {
    f.name: f
    for f in (
        Format("parquet", (".parquet", "")),
        Format("csv", (".csv",)),
        Format("xlsx", (".xlsx",)),
        Format("duckdb", (".duckdb", ".ddb")),
        Format("sqlite", (".sqlite", ".sqlite3", ".db")),
        Format("docbin", (".spacy",)),
    )
}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: where, in which format, which tables, reports and failed inputs, what a limit of the format changed."""

    place: Path
    format: str
    tables: tuple[str, ...]
    reports: int
    failed: int
    notices: tuple[str, ...]


def format_of(target: Path, name: str | None) -> str:
    """The format that is named, else the one that the target's ending means; a name without an ending is a Parquet folder.

    Raises:
        ExportError: neither is known.
    """
    if name is not None:
        if name not in FORMATS:
            raise ExportError(f"unknown format {name}: known are {', '.join(FORMATS)}")
        return name
    for one in FORMATS.values():
        if target.suffix.lower() in one.suffixes:
            return one.name
    raise ExportError(f"{target}: the ending {target.suffix} means no format: name one with --format ({', '.join(FORMATS)})")


def makes_folder(name: str, target: Path, tables: int) -> bool:
    """Whether the format makes a folder: Parquet always, CSV for several tables, DocBin where the name does not end in ``.spacy``."""
    return name == "parquet" or (name == "csv" and tables > 1) or (name == "docbin" and target.suffix != ".spacy")


def export(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    format: str | None = None,
    tables: Iterable[str] | None = None,
    overwrite: bool = False,
) -> Exported:
    """Write the tidy tables (docs/tables.md) of a file that ``gkbg tag`` made. The output appears whole or not at all.

    Raises:
        ExportError: wrong usage, a broken line (with its number), an output that exists, a library that is not installed.
        OSError: the output cannot be written.
    """
    path, place = os.fspath(source), Path(target)
    if str(place) == "-":
        raise ExportError("export writes files: name one")
    name = format_of(place, format)
    if name == "docbin" and tables is not None:
        raise ExportError("a DocBin holds reports, no tables: leave --tables out")
    names = in_order(BY_NAME if tables is None else tables, tuple(BY_NAME))
    check_lines(path, "export")
    place = check_target(place, folder=makes_folder(name, place, len(names)), overwrite=overwrite, source=path)
    write = import_module(f"gkbg_nlp.exports.{name}").write
    tally = Tally()
    with whole(place) as made:
        notices = write(path, made, names, tally)
    return Exported(place, name, () if name == "docbin" else tuple(names), tally.reports, tally.failed, tuple(notices))
