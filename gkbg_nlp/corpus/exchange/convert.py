"""A file or folder of one format written in another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from gkbg_nlp.corpus.exchange.form import Options
from gkbg_nlp.corpus.exchange.registry import of_name, read
from gkbg_nlp.corpus.exchange.store import OccupiedError, bad_names, obstacle, targets, write
from gkbg_nlp.corpus.source import CorpusError

Only = Literal["blocks", "entities"]


@dataclass(frozen=True, slots=True)
class Converted:
    """What a conversion did: how many reports, from which format, the files written, and lines that say what was left out."""

    reports: int
    source: str
    files: tuple[Path, ...]
    notes: tuple[str, ...]


def convert(
    source: Path,
    destination: Path,
    to: str,
    *,
    fmt: str | None = None,
    options: Options | None = None,
    only: Only | None = None,
    overwrite: bool = False,
) -> Converted:
    """Read ``source`` and write it to ``destination`` in the format ``to``: a file, or for gkbg and json a folder.

    Args:
        fmt: the format of ``source``; ``None`` finds it.
        only: write only blocks, or only entities.
        overwrite: replace files that exist; other files of a folder stay.

    Raises:
        CorpusError: ``source`` or a format's name is wrong, or a report cannot be written in ``to``; nothing is written.
        OccupiedError: ``destination`` is there and ``overwrite`` is not given; said before anything is read where it can be.
        OSError: something cannot be written.
    """
    target = of_name(to)
    before = () if target.folder else (destination,)
    if blocked := obstacle(destination, before, folder=target.folder, overwrite=overwrite):
        raise OccupiedError(blocked)
    chosen = options or Options()
    labelled = read(source, fmt, chosen)
    reports = labelled.reports
    if only is not None:
        reports = [replace(r, entities=[]) if only == "blocks" else replace(r, blocks=[]) for r in reports]
    if target.folder and (bad := bad_names(r.id for r in reports)):
        raise CorpusError(*(f"report {name!r}: its id is no file name, which {to} needs: rename it, or convert to jsonl" for name in bad))
    notes = type(labelled.notes)()
    contents = target.render(reports, chosen, notes)
    files = targets(destination, contents, folder=target.folder)
    if blocked := obstacle(destination, files, folder=target.folder, overwrite=overwrite):
        raise OccupiedError(blocked)
    if target.folder and destination.is_dir():
        others = [p for p in destination.iterdir() if p.suffix in target.suffixes and p not in files]
        notes[f"other reports that {destination} holds already and that will be read with these"] += len(others)
    write(files, destination, folder=target.folder)
    return Converted(len(reports), labelled.format, tuple(files), (*labelled.notes.lines(), *notes.lines()))
