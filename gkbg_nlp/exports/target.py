"""Outputs that appear whole or not at all: made beside their place under a temporary name, then renamed."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gkbg_nlp.exports.errors import ExportError
from gkbg_nlp.exports.schema import TABLES

_NAMES = "|".join(t.name for t in TABLES)
_OURS = re.compile(rf"(?:{_NAMES})\.csv|(?:{_NAMES})/year=[^/]+/part-\d+\.parquet|part-\d+\.spacy")
"""What an export makes in a folder; one that holds anything else is never replaced."""
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def check_target(target: Path, *, folder: bool, overwrite: bool, source: str | None = None) -> Path:
    """The absolute path to write to, links followed.

    Raises:
        ExportError: it exists and ``overwrite`` is false, it is the input itself, a device, a folder that holds files of others, a
            folder where a file is to be made or the reverse, or its own folder is missing.
    """
    place = Path(os.path.realpath(target))
    if not place.parent.is_dir():
        raise ExportError(f"cannot write {target}: there is no folder {place.parent}")
    if not os.path.exists(place):  # a folder that may not be looked into is said to be so when it is written to
        return place
    if source is not None and os.path.exists(source) and place.samefile(source):
        raise ExportError(f"{target} is the input itself: name another output")
    if folder:
        if not place.is_dir():
            raise ExportError(f"{target} exists and is no folder: this format makes one; name another")
        if foreign := foreign_file(place):
            raise ExportError(f"{target} holds {foreign}, which no export made: name a new folder")
        if any(place.iterdir()) and not overwrite:
            raise ExportError(f"{target} exists: --overwrite replaces it")
        return place
    if place.is_dir():
        raise ExportError(f"{target} is a folder: name a file")
    if not place.is_file():
        raise ExportError(f"{target} is a device or a pipe: name a file")
    if not overwrite:
        raise ExportError(f"{target} exists: --overwrite replaces it")
    return place


def foreign_file(folder: Path) -> str | None:
    """The first name under ``folder`` that no export makes, ``None`` where there is none."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).as_posix()
        if path.is_symlink() or (path.is_file() and not _OURS.fullmatch(inside)):
            return inside
    return None


@contextmanager
def said_if_forbidden(folder: Path) -> Iterator[None]:
    """Name ``folder`` where the system does not let the block make something in it.

    Raises:
        ExportError: it does not: rights, or a medium that is read-only.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in _FORBIDDEN:
            raise
        raise ExportError(f"the folder {folder} may not be written to") from error


@contextmanager
def whole(place: Path) -> Iterator[Path]:
    """A path to make the output under; leaving the block without an error renames it to ``place``, with one leaves nothing.

    ``place`` is what :func:`check_target` gave; what stands there is replaced. The path has the name of ``place``, does not exist yet,
    and lies in a folder of its own, so that a library may leave helpers beside it.

    Raises:
        ExportError: its folder may not be written to.
        OSError: it cannot be written.
    """
    with said_if_forbidden(place.parent):
        workshop = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}."))
    try:
        made = workshop / place.name
        yield made
        if place.is_dir():
            kept = workshop / ".replaced"
            place.rename(kept)
            try:
                made.rename(place)
            except OSError:
                kept.rename(place)
                raise
        else:
            made.replace(place)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
