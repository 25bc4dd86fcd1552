"""The formats by their exact names; reading and rendering by name or, for reading, by what the files are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gkbg_nlp.corpus.annotated import GoldReport, corpus_files
from gkbg_nlp.corpus.exchange import csv_table, docbin, doccano, gkbg, gold_json, jsonl, labelstudio
from gkbg_nlp.corpus.exchange.check import check_all
from gkbg_nlp.corpus.exchange.detect import detect, labelled_files
from gkbg_nlp.corpus.exchange.form import Format, Labelled, Notes, Options
from gkbg_nlp.corpus.source import CorpusError

FORMATS: dict[str, Format] = {
    module.FORMAT.name: module.FORMAT for module in (gkbg, gold_json, jsonl, csv_table, docbin, doccano, labelstudio)
}


def read_labelled(path: Path, fmt: str | None = None) -> list[GoldReport]:
    """The labelled reports of a file or folder of any format, checked, with sections of any name.

    Args:
        path: a file, or a folder with files of one format.
        fmt: the format's name; ``None`` finds it by suffix and content.

    Raises:
        CorpusError: nothing labelled is there, or something is broken: a message for each with file, line or record, and mend.
    """
    return read(path, fmt).reports


def read(path: Path, fmt: str | None = None, options: Options | None = None) -> Labelled:
    """As :func:`read_labelled`, with the format that was found and notes of what was left out.

    Raises:
        CorpusError: as :func:`read_labelled`.
    """
    if not path.exists():
        raise CorpusError(f"{path}: no such file or folder")
    known = of_name(fmt or detect(path))
    labelled = Labelled([], known.name)
    wrong: list[str] = []
    for file in _files(path, known):
        try:
            labelled.reports += known.read(file, options or Options(), labelled.notes)
        except CorpusError as error:
            wrong += error.messages
    if wrong:
        raise CorpusError(*wrong)
    check_all(labelled.reports)
    if not labelled.reports:
        left = "; ".join(labelled.notes.lines())
        raise CorpusError(f"{path}: no labelled report in it{f' ({left})' if left else ''}")
    return labelled


def render(reports: Sequence[GoldReport], fmt: str, options: Options | None = None) -> tuple[dict[str, bytes], Notes]:
    """The contents of a format's files, and notes of what the format cannot hold.

    Raises:
        CorpusError: the name is unknown, or a report cannot be written in this format at all.
    """
    notes = Notes()
    return of_name(fmt).render(reports, options or Options(), notes), notes


def of_name(name: str) -> Format:
    """The format of this name.

    Raises:
        CorpusError: there is none.
    """
    try:
        return FORMATS[name]
    except KeyError:
        raise CorpusError(f"unknown format {name!r}; known: {', '.join(FORMATS)}") from None


def _files(path: Path, known: Format) -> list[Path]:
    if path.is_file():
        return [path]
    files = corpus_files(path) if known.name == "gkbg" else labelled_files(path, known.suffixes)
    if not files:
        raise CorpusError(f"{path}: no file of the format {known.name} ({', '.join(known.suffixes)}) in this folder")
    return files
