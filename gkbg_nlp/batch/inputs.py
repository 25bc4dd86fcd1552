"""Arguments -> the sorted list of files to read."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read. ``path`` is as given, for a file of a directory DIRECTORY/relative path.

    ``problem`` says why its files cannot be listed (a directory only); such an input becomes an error record.
    """

    path: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Collected:
    """The inputs in the order of the output, and how many files of directories have no reader."""

    items: tuple[Input, ...]
    skipped_unknown: int


@dataclass(slots=True)
class _Walk:
    known: Callable[[str], bool]
    skip: str | None
    found: dict[str, Input] = field(default_factory=dict)
    visited: set[tuple[int, int]] = field(default_factory=set)
    linked: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)

    def add(self, path: str, problem: str | None = None) -> None:
        key = os.path.abspath(path) if path else path
        if key != self.skip and (key not in self.found or path < self.found[key].path):
            self.found[key] = Input(path, problem)

    def directory(self, top: str) -> None:
        """Take in all files below; directories behind links wait in ``linked``, so that real paths come first."""
        waiting = [top]
        while waiting:
            here = waiting.pop()
            try:
                status = os.stat(here)
                if (status.st_dev, status.st_ino) in self.visited:
                    continue
                self.visited.add((status.st_dev, status.st_ino))
                with os.scandir(here) as scan:
                    entries = sorted(scan, key=lambda entry: entry.name)
            except OSError as error:
                self.add(here, f"cannot be listed: {error.strerror or error}")
                continue
            for entry in entries:
                self._entry(here, entry, waiting)

    def _entry(self, here: str, entry: os.DirEntry[str], waiting: list[str]) -> None:
        path = f"{here}{entry.name}" if here.endswith("/") else f"{here}/{entry.name}"
        if _is_directory(entry):
            (self.linked if entry.is_symlink() else waiting).append(path)
        elif self.known(entry.name):
            self.add(path)
        else:
            key = os.path.abspath(path)
            if key != self.skip:
                self.unknown.add(key)


def collect(arguments: Sequence[str], known: Callable[[str], bool], *, skip: str | None = None) -> Collected:
    """The files that the arguments name, sorted by path, each once.

    Directories are searched to any depth for names that ``known`` accepts; links to directories are followed, each directory
    is read once, so loops end. A named path is taken whatever its kind, and also if it does not exist. ``skip`` (an absolute
    path: the output) is left out. Paths are compared as text, so the order is the same everywhere.
    """
    walk = _Walk(known, skip)
    for argument in arguments:
        if os.path.isdir(argument):
            top = argument.replace(os.sep, "/").rstrip("/") or "/"
            walk.directory(top)
        else:
            walk.add(argument)
    while walk.linked:
        links, walk.linked = sorted(walk.linked), []
        for link in links:
            walk.directory(link)
    items = sorted(walk.found.values(), key=lambda item: item.path)
    return Collected(tuple(items), len(walk.unknown - walk.found.keys()))


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads round in a circle
        return False
