"""``gkbg suggest``: the blocks most worth labelling next, as a table, CSV or JSON Lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gkbg_nlp.cli.messages import closed_pipe, fail, say, visible
from gkbg_nlp.cli.targets import refuse_device

if TYPE_CHECKING:
    from gkbg_nlp.sections.model import SectionModel
    from gkbg_nlp.training.suggest import Candidate, Suggestion

_FIRST_WORDS = 40  # characters of a block in the table


def suggest(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", help="Raw reports (.txt, .md) and folders of them.", show_default=False)],
    count: Annotated[int, typer.Option("--count", "-n", min=1, metavar="N", help="Blocks to list.")] = 50,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="A .csv or .jsonl file; without one a table.", show_default=False),
    ] = None,
    model: Annotated[str | None, typer.Option("--model", metavar="DIR", help="A section model of your own.", show_default=False)] = None,
    per_document: Annotated[int, typer.Option("--per-document", min=1, metavar="N", help="At most so many of one report.")] = 5,
    pool: Annotated[
        int | None,
        typer.Option("--pool", min=1, metavar="N", help="Choose among the N most doubtful; by default ten times --count."),
    ] = None,
    even: Annotated[
        float, typer.Option("--even", min=0, max=1, metavar="SHARE", help="This share is drawn evenly from all blocks.")
    ] = 0.25,
    labelled: Annotated[
        Path | None,
        typer.Option(
            "--labelled", metavar="FILE", help="Data that is labelled already: near-copies of it are left out.", show_default=False
        ),
    ] = None,
    headings: Annotated[bool, typer.Option("--headings", help="With --output: also write the headings above each block, as rows.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace FILE if it exists.")] = False,
    width: Annotated[int | None, typer.Option("--width", min=40, metavar="COLUMNS", help="Line width.", show_default=False)] = None,
) -> None:
    """List the blocks of raw reports that the model is least sure of, no two alike, with a proposed section to correct.

    Exit codes: 0 listed, 1 some inputs cannot be read (the others are listed), 2 wrong usage or nothing to read.
    """
    from gkbg_nlp.cli.models import refuse_joblib
    from gkbg_nlp.pipeline.locate import default_model
    from gkbg_nlp.sections.model import ModelError, load_model
    from gkbg_nlp.training.suggest import suggest as choose

    refuse_joblib(model)
    _check(output, overwrite, headings)
    known = _labelled(labelled)
    try:
        loaded = load_model(Path(model) if model else default_model())
    except ModelError as error:
        raise fail(str(error), 2, cause=error) from error
    found, documents, failed = _read(inputs, loaded)
    if not documents:
        raise fail("nothing to read: no report could be read in what was named", 2)
    chosen = choose(found, count, per_document=per_document, pool=pool, even=even, labelled=known)
    try:
        if output is None:
            _print(chosen, width)
        else:
            from gkbg_nlp.training.suggest_rows import rows, write_rows

            write_rows(rows(chosen, found if headings else ()), output)
    except BrokenPipeError as error:
        raise closed_pipe() from error
    except OSError as error:
        raise fail(f"cannot write {output or 'the table'}: {error.strerror or error}", 2, cause=error) from error
    say(_summary(len(chosen), count, len(found), documents, output))
    raise typer.Exit(1 if failed else 0)


def _check(output: Path | None, overwrite: bool, headings: bool) -> None:
    from gkbg_nlp.training.suggest_rows import SUFFIXES

    if output is None:
        if headings:
            raise fail("--headings is for --output: the table has none", 2)
        return
    refuse_device(output)
    if output.suffix.lower() not in SUFFIXES:
        raise fail(f"{output}: the name ends in {' or '.join(SUFFIXES)}", 2)
    if not output.parent.is_dir():
        raise fail(f"{output}: there is no folder {output.parent}: make it first", 2)
    if output.is_dir() or (output.exists() and not overwrite):
        raise fail(f"{output} exists; --overwrite replaces it" if output.is_file() else f"{output} is no file: name another", 2)


def _labelled(path: Path | None) -> list[str]:
    """The texts of labelled blocks in any form that ``gkbg corpus convert`` reads."""
    if path is None:
        return []
    from gkbg_nlp.corpus.annotated import CorpusError
    from gkbg_nlp.corpus.exchange import read_labelled

    try:
        reports = read_labelled(path)
    except (CorpusError, OSError) as error:
        *first, last = str(error).splitlines()
        for line in first:
            say(line)
        raise fail(last, 2, cause=error) from error
    return [r.text[b.start : b.end] for r in reports for b in r.blocks if b.section]


def _read(inputs: Sequence[str], model: SectionModel) -> tuple[list[Candidate], int, int]:
    """All candidates, how many reports they come from, how many inputs failed; each of those is named on standard error."""
    from gkbg_nlp.batch import collect
    from gkbg_nlp.batch.rows import printable
    from gkbg_nlp.readers import DEFAULT_MAX_BYTES, ReadError, is_known, read_path
    from gkbg_nlp.training.suggest import candidates

    found: list[Candidate] = []
    documents = failed = 0
    for item in collect(inputs, is_known).items:
        name = printable(item.path)
        try:
            if item.problem is not None:
                raise ReadError("unreadable", item.problem)
            decoded = read_path(item.path, DEFAULT_MAX_BYTES)
            found += candidates(name, decoded.text, model, decoded.markup)
            documents += 1
        except ReadError as error:
            failed += 1
            say(f"{name}: {error.message} [{error.code}]")
    return found, documents, failed


def _summary(listed: int, count: int, found: int, documents: int, output: Path | None) -> str:
    said = f"{listed} of {found} blocks of {documents} reports"
    if listed < count:
        said += f", not {count}: the others are near-copies, over --per-document, or outside --pool"
    return said + (f"; written to {output}" if output else "")


def _print(chosen: Sequence[Suggestion], width: int | None) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from gkbg_nlp.cli.view import make_console

    table = Table(box=box.SIMPLE, pad_edge=False, padding=(0, 1, 0, 0))
    for name in ("rank", "report", "block", "proposed", "sure", "runner-up", "why", "text"):
        table.add_column(Text(name), justify="right" if name in ("rank", "block", "sure") else "left", overflow="fold")
    for one in chosen:
        c = one.candidate
        words = " ".join(c.text.split())
        words = words if len(words) <= _FIRST_WORDS else words[: _FIRST_WORDS - 1] + "…"
        cells = (
            str(one.rank), c.document, str(c.block), c.doubt.section, f"{c.doubt.confidence:.2f}",
            f"{c.doubt.runner_up} {c.doubt.runner_up_probability:.2f}", one.reason, words,
        )  # fmt: skip
        table.add_row(*(Text(visible(cell)) for cell in cells))
    make_console(width).print(table)
