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

KINDS = (Coverage, Channels, Requests)
METADATA: dict[str, dict[str, Any]] = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}
"""The formats, and what is left out of their heads so that bytes repeat."""
_DPI = 150


@dataclass(frozen=True, slots=True)
class Drawn:
    """The files, the reports behind them, notes for people."""

    files: tuple[Path, ...]
    reports: int
    notes: tuple[str, ...]


def draw(
    source: str | os.PathLike[str], folder: str | os.PathLike[str], *, formats: Sequence[str] = ("png",), overwrite: bool = False
) -> Drawn:
    """Draw the pictures of a file that ``gkbg tag`` made into ``folder``, each file whole or not at all.

    Raises:
        ExportError: an unknown format, a picture that exists, a broken line, or matplotlib is not installed.
        OSError: a file cannot be written.
    """
    if not formats or set(formats) - set(METADATA):
        raise ExportError(f"unknown format of pictures {', '.join(sorted(set(formats) - set(METADATA)))}: known are {', '.join(METADATA)}")
    place = Path(folder)
    kinds = in_order(formats, tuple(METADATA))
    files = [place / f"{kind.name}.{format}" for kind in KINDS for format in kinds]
    if place.exists() and not place.is_dir():
        raise ExportError(f"{folder} is no folder: name one for the pictures")
    for file in files:
        if file.exists() and not overwrite:
            raise ExportError(f"{file} exists: --overwrite replaces it")
    words, note = words_for(installed())
    counted = [kind() for kind in KINDS]
    reports = undated = 0
    for _, _, report in read_lines(os.fspath(source)):
        if report.errors:
            continue
        reports += 1
        undated += report.meta.year is None
        for one in counted:
            one.add(report)
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place, prefix=".gkbg-plot.") as workshop:
        for one in counted:
            render(one, words, [Path(workshop) / f"{one.name}.{format}" for format in kinds])
        for file in files:  # all are drawn: now they appear
            (Path(workshop) / file.name).replace(file)
    notes = [note] if note else []
    if undated:
        notes.append(f"{undated} reports state no year and are left out")
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
