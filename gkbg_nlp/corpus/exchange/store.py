"""Files that appear whole or not at all, and never over others unasked."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

_MODE, _FOLDER_MODE = 0o644, 0o755
_LONGEST = 200
"""Bytes of a file name before its suffix; file systems take 255 in all."""


class OccupiedError(Exception):
    """Files stand where others are to be written; the words say which, and what to do."""


def bad_names(names: Iterable[str]) -> list[str]:
    """The report ids that are no file names on every system."""
    forbidden = set('/\\:*?"<>|')
    return [n for n in names if forbidden & set(n) or n.startswith(".") or n.endswith((".", " ")) or len(n.encode("utf-8")) > _LONGEST]


def targets(destination: Path, contents: Mapping[str, bytes], *, folder: bool) -> dict[Path, bytes]:
    """The path of each content: a name inside the folder, or ``destination`` itself (``""``) and files of its name with another suffix."""
    if folder:
        return {destination / name: content for name, content in contents.items()}
    return {destination.with_suffix(suffix) if suffix else destination: content for suffix, content in contents.items()}


def obstacle(destination: Path, files: Iterable[Path], *, folder: bool, overwrite: bool) -> str | None:
    """Why the files may not be written there, or ``None``."""
    if folder and destination.exists() and not destination.is_dir():
        return f"{destination} is a file: name a folder"
    if not folder and destination.is_dir():
        return f"{destination} is a folder: name a file"
    if overwrite:
        return None
    if folder and destination.exists() and any(destination.iterdir()):
        return f"{destination} is not empty: name a new folder, or --overwrite"
    there = next((path for path in files if path.exists()), None)
    return f"{there} exists: name another, or --overwrite" if there else None


def write(files: Mapping[Path, bytes], destination: Path, *, folder: bool) -> None:
    """Write all files: a new folder appears with all of them at once, others take their places when all are written.

    Raises:
        OSError: something cannot be written; then nothing has changed, unless the disk failed between two renames.
    """
    destination.parent.mkdir(parents=True, exist_ok=True)
    if folder and not destination.exists():
        _write_folder(files, destination)
        return
    waiting: list[tuple[str, Path]] = []
    try:
        for path, content in files.items():
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:50]}.")
            waiting.append((temporary, path))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(temporary).chmod(_MODE)
        for temporary, path in waiting:
            Path(temporary).replace(path)
    except BaseException:
        for temporary, _ in waiting:
            Path(temporary).unlink(missing_ok=True)
        raise


def _write_folder(files: Mapping[Path, bytes], destination: Path) -> None:
    temporary = Path(tempfile.mkdtemp(dir=destination.parent, prefix=f".{destination.name[:50]}."))
    try:
        for path, content in files.items():
            (temporary / path.name).write_bytes(content)
            (temporary / path.name).chmod(_MODE)
        temporary.chmod(_FOLDER_MODE)
        temporary.replace(destination)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
