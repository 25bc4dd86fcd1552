"""Files to text, JSON and JSON Lines, with errors that name file, line and mend."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

from gkbg_nlp.corpus.exchange.form import Notes
from gkbg_nlp.corpus.source import CorpusError

SURROGATE = "a half of a surrogate pair, which no file can hold: write the whole character"


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        CorpusError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error.strerror or error}") from error


def read_utf8(path: Path) -> str:
    """The text of a UTF-8 file without its byte order mark; no line break is changed.

    Raises:
        CorpusError: it cannot be read, or is not UTF-8.
    """
    data = read_bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CorpusError(f"{path}:{line}: the byte 0x{data[error.start]:02x} is not UTF-8: save the file as UTF-8") from error


def read_json(path: Path) -> Any:
    """The value of a JSON file.

    Raises:
        CorpusError: it cannot be read or is no JSON.
    """
    try:
        return json.loads(read_utf8(path))
    except json.JSONDecodeError as error:
        raise CorpusError(f"{path}:{error.lineno}: not JSON: {error.msg} (column {error.colno}): mend the file there") from error
    except RecursionError as error:
        raise CorpusError(f"{path}: nested too deep to be labelled data: is it the right file?") from error


def json_lines(path: Path, wrong: list[str]) -> Iterator[tuple[str, Any]]:
    """(place, value) of each line that is not blank; what is no JSON goes to ``wrong``.

    Raises:
        CorpusError: the file cannot be read, or is not UTF-8.
    """
    for number, line in enumerate(read_utf8(path).split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            value = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            reason = f"{error.msg} (column {error.colno})" if isinstance(error, json.JSONDecodeError) else "nested too deep"
            wrong.append(f"{place}: not JSON: {reason}: JSON Lines have one whole object a line")
            continue
        yield place, value


def dumps(value: Any, notes: Notes, indent: int | None = None) -> str:
    """``value`` as JSON, characters as they are. Dates, which only TOML has, become their ISO form and are noted."""

    def plain(other: object) -> str:
        if not isinstance(other, (date, time)):
            raise TypeError(f"{type(other).__name__} has no JSON form")
        notes["dates of headers written as text"] += 1
        return other.isoformat()

    return json.dumps(value, ensure_ascii=False, indent=indent, default=plain)
