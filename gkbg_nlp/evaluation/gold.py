"""Gold reports of both forms: JSON beside its text (../shared/seeds) and our annotated corpus (data/corpus/GRAMMAR.md).

The form of a file is seen from its first characters: ``+++`` is the corpus, ``{`` is JSON. Offsets are code points of the decoded
text, end exclusive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from gkbg_nlp.corpus.annotated import SECTIONS, CorpusError, corpus_files, load
from gkbg_nlp.corpus.split import PARTS, SplitError, find_split
from gkbg_nlp.evaluation.gold_json import GoldError, check_gold, check_spans
from gkbg_nlp.readers import DEFAULT_MAX_BYTES, ReadError, read_path

# The line breaks after a heading, with the blanks of otherwise blank lines; the next line's indent stays.
_BREAKS = re.compile("(?:[ \t\f\v\u00a0\u3000\ufeff\u200b]*[\r\n])*")


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One report with its annotation.

    Attributes:
        name: the report's id: the gold file's name without its suffix.
        text: the decoded text that every offset points into.
        gold: ``file``, ``indicators``, ``blocks``, ``entities`` as in ../shared/seeds.
        meta: what the gold file says of the report (era, province, body, marks); empty where it says nothing.
        files: the files that were read.
    """

    name: str
    text: str
    gold: dict[str, Any]
    meta: dict[str, Any] = field(default_factory=dict)
    files: tuple[Path, ...] = ()


def find_gold(place: Path) -> list[Path]:
    """The gold files at ``place``: a file itself, or a folder's ``*.json`` and, subfolders included, its ``*.gkbg``; by name.

    Raises:
        GoldError: there is nothing there.
    """
    if place.is_file():
        return [place]
    if not place.is_dir():
        raise GoldError(f"{place}: no such folder: give a folder of gold reports")
    found = [*place.glob("*.json"), *corpus_files(place)]
    if not found:
        raise GoldError(f"{place}: no gold here: give a folder with NAME.json files beside their texts, or with *.gkbg files")
    by_name: dict[str, Path] = {}
    for path in sorted(found, key=lambda p: (p.stem, str(p))):
        other = by_name.setdefault(path.stem, path)
        if other is not path:
            raise GoldError(f"{path}: the report {path.stem} is already in {other}: keep one of the two")
    return list(by_name.values())


def read_gold_file(path: Path, sections: Sequence[str] = SECTIONS) -> GoldDocument:
    """One gold file of either form; ``sections`` are the known ones.

    Raises:
        GoldError: it cannot be read or is broken; the message names file, line and mend.
    """
    try:
        source = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise GoldError(f"{path}:{line}: not UTF-8: gold is text in UTF-8; a report itself is no gold") from error
    start = source.lstrip("\ufeff \t\r\n")[:3]
    if start == "+++":
        try:
            report = load(path, sections)
        except CorpusError as error:
            raise GoldError(str(error)) from error
        return GoldDocument(report.id, report.text, report.to_gold(f"{report.id}.txt"), report.meta, (path,))
    if not start.startswith("{"):
        raise GoldError(f"{path}:1: no gold: expected '{{' (JSON beside its text) or '+++' (annotated corpus), found {start!r}")
    gold = check_gold(path, source, sections)
    beside = path.parent / gold["file"]
    text = _text(path, beside)
    check_spans(path, source, gold, text)
    return GoldDocument(path.stem, text, gold, gold.get("meta", {}), (path, beside))


def read_gold(place: Path, sections: Sequence[str] = SECTIONS) -> list[GoldDocument]:
    """Every gold report at ``place``, checked, by name; ``sections`` are the known ones.

    Raises:
        GoldError: there is none, or some are broken; a line for each of those.
    """
    documents: list[GoldDocument] = []
    wrong: list[str] = []
    for path in find_gold(place):
        try:
            documents.append(read_gold_file(path, sections))
        except GoldError as error:
            wrong.append(str(error))
    if wrong:
        raise GoldError("\n".join(wrong))
    return documents


def _text(path: Path, beside: Path) -> str:
    try:
        return read_path(str(beside), DEFAULT_MAX_BYTES).text
    except ReadError as error:
        raise GoldError(f"{path}: the text {beside}: {error.message}: put the file that 'file' names beside it") from error


def of_part(documents: Sequence[GoldDocument], place: Path, part: str) -> list[GoldDocument]:
    """The documents of one part (``train``, ``dev`` or ``test``) of the split that stands in ``place`` or beside it.

    Raises:
        GoldError: there is no split, it is broken, or the part is unknown or has none of the documents.
    """
    if part not in PARTS:
        raise GoldError(f"unknown part {part!r}: known are {', '.join(PARTS)}")
    try:
        split = find_split(place)
    except SplitError as error:
        raise GoldError(str(error)) from error
    if split is None:
        raise GoldError(f"{place}: no split.toml in it or beside it: name the reports by --only")
    found = [d for d in documents if split.part_of(d.name) == part]
    if not found:
        raise GoldError(f'{split.file}:1: no report of {place} is in the part {part!r}: write {part} = ["{documents[0].name}"]')
    return found


def select(documents: Sequence[GoldDocument], ids: Iterable[str]) -> list[GoldDocument]:
    """The documents of these ids, in their own order.

    Raises:
        GoldError: an id is not among them.
    """
    wanted = set(ids)
    missing = sorted(wanted - {d.name for d in documents})
    if missing:
        raise GoldError(f"no gold report {', '.join(missing)}; there are {documents[0].name} to {documents[-1].name}: correct the id")
    return [d for d in documents if d.name in wanted]


def without_headings(document: GoldDocument) -> GoldDocument:
    """The report as if it had no headings: each gold heading block is deleted with the line breaks after it.

    Offsets are shifted; entities that lie in a deleted heading, even in part, go. Titles and run-in heads stay.
    """
    text, gold = document.text, document.gold
    cuts: list[tuple[int, int]] = []
    for block in gold["blocks"]:
        if block["role"] == "heading":
            breaks = _BREAKS.match(text, block["end"])
            cuts.append((block["start"], breaks.end() if breaks else block["end"]))
    kept = [text[end:start] for (_, end), (start, _) in pairwise([(0, 0), *cuts, (len(text), len(text))])]
    new = "".join(kept)
    shifted: dict[str, list[dict[str, Any]]] = {"blocks": [], "entities": []}
    for part, spans in shifted.items():
        for span in gold[part]:
            if not any(start < span["end"] and span["start"] < end for start, end in cuts):
                back = sum(end - start for start, end in cuts if end <= span["start"])
                spans.append({**span, "start": span["start"] - back, "end": span["end"] - back})
    for block in shifted["blocks"]:
        if "quote" in block:
            block["quote"] = new[block["start"] : block["end"]][:12]
    return GoldDocument(document.name, new, {**gold, **shifted}, document.meta, document.files)


def write_gold(documents: Sequence[GoldDocument], folder: Path) -> None:
    """Write ``NAME.txt`` and ``NAME.json`` (the form of ../shared/seeds, ``meta`` added) for each document into a new or empty folder.

    Raises:
        GoldError: the folder holds something, or cannot be written.
    """
    require_empty(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for document in documents:
            gold = {**document.gold, "file": f"{document.name}.txt"}
            if document.meta:
                gold["meta"] = {k: v for k, v in document.meta.items() if isinstance(v, (str, int, float, list))}
            mark = "\ufeff" if document.text.startswith("\ufeff") else ""  # a reader takes one away
            (folder / gold["file"]).write_bytes((mark + document.text).encode("utf-8"))
            (folder / f"{document.name}.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise GoldError(f"cannot write to {folder}: {error.strerror or error}") from error


def require_empty(folder: Path) -> None:
    """Refuse a place that holds something: stale gold would be scored with the new, and gold written over is lost.

    Raises:
        GoldError: it is a file, or a folder that is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GoldError(f"{folder} is not empty: give a new folder")
