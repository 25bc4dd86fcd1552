"""Arguments -> the sorted list of files to read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec
from msgspec.structs import replace

from gkbg_nlp.batch.patterns import has_magic, parse


class Member(msgspec.Struct, frozen=True, gc=False):
    """Where a file lies in an archive.

    ``archive`` is the archive's path, ``stamp`` tells one state of it from another, ``name`` is the member's own name (its suffix says the
    format), ``at`` where to find it (ZIP: its number in the directory, TAR: its first byte in the unpacked stream), ``size`` in bytes.
    """

    archive: str
    stamp: str
    name: str
    at: int
    size: int


class Input(msgspec.Struct, frozen=True, gc=False):
    """One thing to read. ``path`` is as given, for a file of a directory or an archive DIRECTORY/relative path.

    ``problem`` says why it cannot be read (``code`` is the code of its error record). ``size`` (bytes) and ``stamp`` are what was seen of
    it when it was listed. ``member`` is set for a file of an archive, ``data`` for what came through standard input. ``also`` holds
    the other inputs of the same content, ``sha256`` the content's digest where it was needed to find them. ``file`` is where the path
    leads, for workers that work in another folder.
    """

    path: str
    problem: str | None = None
    code: str = "unreadable"
    size: int | None = None
    stamp: str = ""
    member: Member | None = None
    data: bytes | None = None
    also: tuple[Input, ...] = ()
    sha256: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Collected:
    """The inputs in the order of the output, and how many files of directories have no reader."""

    items: tuple[Input, ...]
    skipped_unknown: int


@dataclass(slots=True)
class Walk:
    """The files that arguments name. ``archive`` says of a name whether it is an archive; such files are gathered apart, by absolute path."""

    known: Callable[[str], bool]
    skip: str | None = None
    archive: Callable[[str], bool] = lambda name: False
    found: dict[str, Input] = field(default_factory=dict)
    archives: dict[str, Input] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    _beside: str = ""
    _visited: set[tuple[int, int]] = field(default_factory=set)
    _linked: list[tuple[str, int | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.skip:
            folder, name = os.path.split(self.skip)
            self._beside = os.path.join(folder, f".{name}.")

    def argument(self, argument: str, *, literal: bool = False) -> None:
        """Take in what one argument names; with ``literal`` a pattern is no pattern."""
        if os.path.isdir(argument):
            self._directory(argument.replace(os.sep, "/").rstrip("/") or "/", self._in_folder, None)
        elif not literal and has_magic(argument) and not os.path.lexists(argument):
            self._pattern(argument)
        else:
            self._take(argument)

    def finish(self) -> None:
        """Take in what lies behind links to directories: last, so that real paths are the ones that count."""
        self._follow(self._in_folder)

    def unknown_left(self) -> int:
        """How many files of directories have no reader and were not named either."""
        return len(self.unknown - self.found.keys() - self.archives.keys())

    def _take(self, path: str, problem: str | None = None, key: str = "") -> None:
        """Take in one path; ``key`` is its absolute path where that is known."""
        key = key or (os.path.abspath(path) if path else path)
        if self._own(key):
            return
        size, stamp = (None, "") if problem else look(path)
        into = self.archives if size is not None and self.archive(os.path.basename(path)) else self.found
        if key not in into or path < into[key].path:
            into[key] = Input(path, problem, size=size, stamp=stamp)

    def _pattern(self, argument: str) -> None:
        pattern = parse(argument)
        inner = Walk(self.known, self.skip, self.archive)  # its own memory of folders: another argument may have read them in part only
        fitting = False

        def choose(path: str, name: str, key: str) -> None:
            nonlocal fitting
            path = path if pattern.base else path.removeprefix("./")
            if pattern.fits(path):
                fitting = True
                if pattern.spelled:
                    self._take(path, key=key)
                else:
                    self._in_folder(path, name, key)

        if os.path.isdir(pattern.base or "."):
            inner._directory(pattern.base or ".", choose, pattern.depth)
            inner._follow(choose)
        for key, item in inner.found.items():  # folders that cannot be listed
            self.found.setdefault(key, item)
        if not fitting and not inner.found:
            self._take(argument)  # an error record says that there is no such file

    def _in_folder(self, path: str, name: str, key: str) -> None:
        if self.known(name) or (self.archive(name) and not name.startswith("._")):
            self._take(path, key=key)
        elif not self._own(key):
            self.unknown.add(key)

    def _own(self, key: str) -> bool:
        """Whether an absolute path is the output, or what lies beside that while work is not finished (``.OUT.parts``)."""
        return bool(self.skip) and (key == self.skip or key.startswith(self._beside))

    def _follow(self, choose: Callable[[str, str, str], None]) -> None:
        while self._linked:
            links, self._linked = sorted(self._linked, key=lambda link: link[0]), []
            for link, left in links:
                self._directory(link, choose, left)

    def _directory(self, top: str, choose: Callable[[str, str, str], None], depth: int | None) -> None:
        """Show ``choose`` all files below with name and absolute path, at most ``depth`` names down; directories behind links wait."""
        waiting = [(top, depth)]
        while waiting:
            here, left = waiting.pop()
            if left is not None and left < 1:
                continue
            try:
                status = os.stat(here)
                if (status.st_dev, status.st_ino) in self._visited:
                    continue
                self._visited.add((status.st_dev, status.st_ino))
                with os.scandir(here) as scan:
                    entries = sorted(scan, key=lambda entry: entry.name)
            except OSError as error:
                self._take(here, f"cannot be listed: {error.strerror or error}")
                continue
            above, absolute = here.rstrip("/") + "/", os.path.join(os.path.abspath(here), "")
            for entry in entries:
                name = entry.name
                path, key = above + name, absolute + name
                if not _is_directory(entry):
                    choose(path, name, key)
                elif not self._own(key):
                    deeper = None if left is None else left - 1
                    (self._linked if entry.is_symlink() else waiting).append((path, deeper))


def collect(arguments: Sequence[str], known: Callable[[str], bool], *, skip: str | None = None) -> Collected:
    """The files that the arguments name, sorted by path, each once.

    Directories are searched to any depth for names that ``known`` accepts; links to directories are followed, each directory
    is read once, so loops end. A pattern (``dir/**/*.html``) that is no file's name is searched for. A named path is taken whatever
    its kind, and also if it does not exist. ``skip`` (an absolute path: the output) and
    names beside it that begin with .OUT. are left out. Paths are compared as text, so the
    order is the same everywhere.
    """
    walk = Walk(known, skip)
    for argument in arguments:
        walk.argument(argument)
    walk.finish()
    return Collected(tuple(sorted(walk.found.values(), key=lambda item: item.path)), walk.unknown_left())


def anchored(item: Input) -> Input:
    """The same input for a worker in another folder: relative paths are of this process's working directory."""
    member = item.member
    if member is not None and "://" not in member.archive:
        member = replace(member, archive=os.path.abspath(member.archive))
    file = None if member is not None or item.data is not None or "://" in item.path or not item.path else os.path.abspath(item.path)
    return replace(item, member=member, file=file, also=tuple(anchored(other) for other in item.also))


def look(path: str) -> tuple[int | None, str]:
    """Size in bytes and stamp of a regular file; ``None`` and nothing for everything else."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None, ""
    return (status.st_size, f"{status.st_size}:{status.st_mtime_ns}") if stat.S_ISREG(status.st_mode) else (None, "")


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads round in a circle
        return False
