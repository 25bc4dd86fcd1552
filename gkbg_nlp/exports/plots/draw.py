"""``gkbg plot`` as a function: read once, draw every picture, the same bytes from the same input."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gkbg_nlp.exports.errors import ExportError, need
from gkbg_nlp.exports.lines import in_order, read_lines
from gkbg_nlp.exports.plots.channels import Channels
from gkbg_nlp.exports.plots.coverage import Coverage
from gkbg_nlp.exports.plots.fonts import EXTRA, Words, installed, words_for
from gkbg_nlp.exports.plots.requests import Requests
from gkbg_nlp.exports.source import check_lines
from gkbg_nlp.exports.target import said_if_forbidden

KINDS = (Coverage, Channels, Requests)
METADATA: dict[str, dict[str, Any]] = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}
"""The formats, and what is left out of their heads so that bytes repeat."""
_DPI = 150
_PICTURES = frozenset(
    {".png", ".svg", ".pdf", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".webp", ".eps"}
)  # endings of files, not of folders


class NothingToDrawError(ExportError):
    """No report of the input has a year, so no picture has an axis."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The files, the reports that are drawn (those with a year), notes for people."""

    files: tuple[Path, ...]
    reports: int
    notes: tuple[str, ...]


def draw(
    source: str | os.PathLike[str], folder: str | os.PathLike[str], *, formats: Sequence[str] = ("png",), overwrite: bool = False
) -> Drawn:
    """Draw the pictures of a file that ``gkbg tag`` made into ``folder``, each file whole or not at all.

    Raises:
        NothingToDrawError: no report has a year; nothing is written.
        ExportError: an unknown format, a picture's name for the folder, a folder that may not be written to, a picture that exists, a broken line, or matplotlib is not installed.
        OSError: a file cannot be written.
    """
    if not formats or set(formats) - set(METADATA):
        raise ExportError(f"unknown format of pictures {', '.join(sorted(set(formats) - set(METADATA)))}: known are {', '.join(METADATA)}")
    place = Path(folder)
    kinds = in_order(formats, tuple(METADATA))
    files = [place / f"{kind.name}.{format}" for kind in KINDS for format in kinds]
    if str(folder) == "-" or place.suffix.lower() in _PICTURES:
        raise ExportError(f"{folder} names no folder: --to is a folder")
    if os.path.exists(place) and not place.is_dir():
        raise ExportError(f"{folder} is no folder: name one for the pictures")
    for file in files:
        if os.path.exists(file) and not overwrite:
            raise ExportError(f"{file} exists: --overwrite replaces it")
    check_lines(os.fspath(source), "plot")
    words, note = words_for(installed())
    counted = [kind() for kind in KINDS]
    reports = undated = 0
    for _, _, report in read_lines(os.fspath(source)):
        if report.errors:
            continue
        reports += report.meta.year is not None
        undated += report.meta.year is None
        for one in counted:
            one.add(report)
    if not reports:
        raise NothingToDrawError("nothing to draw: no report with a year")
    with said_if_forbidden(next(there for there in (place, *place.absolute().parents) if os.path.isdir(there))):
        place.mkdir(parents=True, exist_ok=True)
        made = tempfile.TemporaryDirectory(dir=place, prefix=".gkbg-plot.")
    with made as workshop:
        for one in counted:
            render(one, words, [Path(workshop) / f"{one.name}.{format}" for format in kinds])
        for file in files:  # all are drawn: now they appear
            (Path(workshop) / file.name).replace(file)
    notes = [note] if note else []
    if undated:
        notes.append("1 report states no year and is left out" if undated == 1 else f"{undated} reports state no year and are left out")
    return Drawn(tuple(files), reports, tuple(notes))


def render(picture: Coverage | Channels | Requests, words: Words, files: Sequence[Path]) -> None:
    """Draw one picture into files of the formats that their endings name; no state of matplotlib is changed for others."""
    matplotlib, figures = need("matplotlib", EXTRA), need("matplotlib.figure", EXTRA)
    settings = {
        "font.family": words.fonts,
        "axes.unicode_minus": False,
        "svg.fonttype": "none",  # text stays text
        "svg.hashsalt": "gkbg",
    }
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # a user's own style must not change the bytes
        matplotlib.rcParams.update(settings)
        figure = figures.Figure(layout="constrained")
        picture.draw(figure, words)
        for file in files:
            figure.savefig(file, format=file.suffix[1:], dpi=_DPI, metadata=METADATA[file.suffix[1:]])
