"""Which format a file or folder has: by its suffix and, where several share one, by its content."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from gkbg_nlp.corpus.annotated import SECOND, corpus_files
from gkbg_nlp.corpus.exchange.texts import read_bytes, read_json, read_utf8
from gkbg_nlp.corpus.source import CorpusError

_BY_SUFFIX = {".gkbg": "gkbg", ".csv": "csv", ".tsv": "csv", ".spacy": "docbin"}
_LINES, _OBJECTS = (".jsonl", ".ndjson"), (".json",)
_OF_MIN = {"annotation_id", "annotator", "lead_time"}
_OF_DOCCANO = {"label", "labels", "entities", "cats"}
_FORCE = "name the format with --from"


def detect(path: Path) -> str:
    """The name of the format of a file, or of all labelled files of a folder.

    Raises:
        CorpusError: it is none that is known, or a folder has more than one.
    """
    if path.is_dir():
        return _of_folder(path)
    suffix = path.suffix.lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if suffix in _LINES:
        return _of_lines(path)
    if suffix in _OBJECTS:
        return _of_value(path, read_json(path))
    start = read_bytes(path)[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"+++"):
        return "gkbg"
    raise CorpusError(f"{path}: the suffix {suffix!r} is that of no format: {_FORCE}")


def labelled_files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """The files of these suffixes below ``folder`` by name, without hidden ones and second annotations in a folder of their own."""
    found = (p for p in folder.rglob("*") if p.suffix.lower() in suffixes and p.is_file())
    return sorted(p for p in found if not any(part.startswith(".") or part == SECOND for part in _inside(p, folder)))


def _inside(path: Path, folder: Path) -> tuple[str, ...]:
    parts = path.relative_to(folder).parts
    return (*parts[:-1], parts[-1] if parts[-1].startswith(".") else "")


def _of_folder(folder: Path) -> str:
    known = (*_BY_SUFFIX, *_LINES, *_OBJECTS)
    found = Counter("gkbg" for _ in corpus_files(folder))
    found.update(detect(path) for path in labelled_files(folder, known) if path.suffix.lower() != ".gkbg")
    if not found:
        raise CorpusError(f"{folder}: no labelled data here: files end in {', '.join(known)}")
    if len(found) > 1:
        kinds = ", ".join(f"{name} ({number})" for name, number in sorted(found.items()))
        raise CorpusError(f"{folder}: files of several formats, {kinds}: {_FORCE}, or convert them one by one")
    return next(iter(found))


def _of_lines(path: Path) -> str:
    line = next((line for line in read_utf8(path).split("\n") if line.strip()), "")
    try:
        return _of_value(path, json.loads(line))
    except (json.JSONDecodeError, RecursionError) as error:
        raise CorpusError(f"{path}:1: the first line is no JSON object: {_FORCE}, or mend the line") from error


def _of_value(path: Path, value: Any) -> str:
    record = value[0] if isinstance(value, list) and value else value
    if isinstance(record, dict):
        if "format" in record and "blocks" in record:
            return "jsonl"
        if "file" in record and "blocks" in record:
            return "json"
        if isinstance(record.get("data"), dict) or _OF_MIN & record.keys():
            return "labelstudio"
        if _OF_DOCCANO & record.keys() and {"text", "data"} & record.keys():
            return "doccano"
        if "text" in record and isinstance(value, list):
            return "labelstudio"
    raise CorpusError(f"{path}: its first record is that of no format: {_FORCE}")
