"""Everything that a run reads, from whatever names it: folders, patterns, lists, archives, URLs, standard input."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import sys
from collections.abc import Callable, Sequence

from gkbg_nlp.batch.archives import Limits, archive_inputs, is_archive
from gkbg_nlp.batch.errors import BatchError
from gkbg_nlp.batch.inputs import Collected, Input, Walk
from gkbg_nlp.batch.remote import is_url, list_url, require_url

STDIN = "-"


def gather(
    arguments: Sequence[str],
    known: Callable[[str], bool],
    *,
    listed: Sequence[str] = (),
    skip: str | None = None,
    max_bytes: int,
    limits: Limits | None = None,
) -> Collected:
    """All inputs, sorted by path, each once. ``listed`` are further arguments, taken literally (no patterns); ``skip`` is the output.

    An argument ``-`` is one report on standard input. A directory, an archive or a URL's folder is searched for names that
    ``known`` accepts.

    Raises:
        BatchError: a URL that cannot be used or listed.
    """
    walk = Walk(known, skip, is_archive)
    others: dict[str, Input] = {}
    unknown = 0
    for number, argument in enumerate((*arguments, *listed)):
        if argument == STDIN and number < len(arguments):
            others[STDIN] = _standard_input(max_bytes)
        elif is_url(argument):
            require_url(argument)
            items, more = list_url(argument, lambda name: known(name) or is_archive(name))
            unknown += more
            for item in items:
                (walk.archives if is_archive(item.path) and item.size is not None else others)[item.path] = item
        else:
            walk.argument(argument, literal=number >= len(arguments))
    walk.finish()
    unknown += walk.unknown_left()
    for archive in sorted(walk.archives.values(), key=lambda item: item.path):
        members, more = archive_inputs(archive, known, limits or Limits())
        unknown += more
        others.update((member.path, member) for member in members)
    unique = {item.path: item for item in walk.found.values()} | others
    return Collected(tuple(unique[path] for path in sorted(unique)), unknown)


def read_list(path: str) -> list[str]:
    """The paths of a list, one a line (``-`` is standard input); blank lines count for nothing, names that are GB 18030 are kept.

    Raises:
        BatchError: it cannot be read, or holds NUL bytes or a line that is neither UTF-8 nor GB 18030: an archive, say.
    """
    try:
        if path == STDIN:
            data = sys.stdin.buffer.read()
        else:
            with open(path, "rb") as file:
                data = file.read()
    except OSError as error:
        raise BatchError(f"cannot read the list {path}: {error.strerror or error}") from error
    lines = [line for line in (line.rstrip(b"\r") for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n")) if line]
    if b"\0" in data or not all(map(_is_text, lines)):
        raise BatchError(f"{'standard input' if path == STDIN else path} is no list of paths")
    return [os.fsdecode(line) for line in lines]


def first(found: Collected, limit: int) -> Collected:
    """The first ``limit`` inputs in the order of the output."""
    return dataclasses.replace(found, items=found.items[:limit])


def _is_text(line: bytes) -> bool:
    """Whether a line is UTF-8 or GB 18030; line by line, for one list may name files of both."""
    for encoding in ("utf-8", "gb18030"):
        try:
            line.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _standard_input(max_bytes: int) -> Input:
    data = sys.stdin.buffer.read(max_bytes + 1)
    return Input(STDIN, size=len(data), stamp=hashlib.sha256(data).hexdigest(), data=data)
