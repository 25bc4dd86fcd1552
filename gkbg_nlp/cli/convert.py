"""``gkbg corpus convert``: labelled data from one form into another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from gkbg_nlp.cli.messages import fail, say
from gkbg_nlp.cli.targets import refuse_device

_NAMES = "gkbg, json, jsonl, csv, docbin, doccano, labelstudio"


def convert(
    source: Annotated[Path, typer.Argument(metavar="SRC", help="File, or folder with files of one format.", show_default=False)],
    destination: Annotated[Path, typer.Argument(metavar="DST", help="File; for gkbg and json a folder.", show_default=False)],
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help=f"Format to write: {_NAMES}.", show_default=False)],
    from_: Annotated[
        str | None, typer.Option("--from", metavar="FORMAT", help="Format to read; found by suffix and content without it.")
    ] = None,
    only: Annotated[Literal["blocks", "entities"] | None, typer.Option("--only", help="Write only blocks, or only entities.")] = None,
    predictions: Annotated[bool, typer.Option("--predictions", help="labelstudio: write predictions to be corrected.")] = False,
    offsets: Annotated[
        Literal["code-points", "utf-16"] | None,
        typer.Option("--offsets", help="doccano, labelstudio: what offsets in the file count; by default the tool's own way."),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that exist.")] = False,
) -> None:
    """Convert labelled reports between annotation tools (docs/exchange.md). What a format cannot hold is said with numbers.

    Exit codes: 0 written, 2 wrong usage, or something in SRC is broken (each place is named, nothing is written).
    """
    from gkbg_nlp.corpus.exchange import OccupiedError, Options
    from gkbg_nlp.corpus.exchange import convert as run
    from gkbg_nlp.corpus.source import CorpusError

    if predictions and to != "labelstudio":
        raise fail("--predictions is for --to labelstudio", 2)
    refuse_device(destination)
    if destination.exists() and source.exists() and destination.samefile(source):
        raise fail(f"{destination} is SRC itself, and a format may hold less than it: name another", 2)
    options = Options(offsets=offsets, predictions=predictions)
    try:
        done = run(source, destination, to, fmt=from_, options=options, only=only, overwrite=overwrite)
    except CorpusError as error:
        for message in error.messages:
            say(message)
        raise fail(f"{len(error.messages)} error{'s' * (len(error.messages) != 1)}, nothing is written", 2, cause=error) from error
    except OccupiedError as error:
        raise fail(str(error), 2) from error
    except OSError as error:
        raise fail(f"cannot write {error.filename or destination}: {error.strerror or error}", 2, cause=error) from error
    if offsets and not {done.source, to} & {"doccano", "labelstudio"}:
        say("--offsets is for doccano and labelstudio: it changed nothing")
    for note in done.notes:
        say(note)
    say(
        f"{done.reports} reports ({done.source}) written as {to} to {' and '.join(map(str, done.files)) if len(done.files) < 3 else destination}"
    )
