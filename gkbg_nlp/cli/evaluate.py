"""``gkbg evaluate``: tagged reports against gold, as text, JSON and one HTML page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gkbg_nlp.cli.messages import closed_pipe, fail, say
from gkbg_nlp.cli.targets import put_json, refuse_device
from gkbg_nlp.report.whole import write_whole

_LABELLED = (".csv", ".tsv", ".jsonl", ".ndjson", ".spacy")

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gkbg_nlp.evaluation.gold import GoldDocument
    from gkbg_nlp.evaluation.records import Evaluation


def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="Folder of NAME.json beside their texts, or of *.gkbg files.", show_default=False)
    ],
    model: Annotated[str | None, typer.Option("--model", metavar="DIR", help="A section model of your own.", show_default=False)] = None,
    trust: Annotated[bool, typer.Option("--trust", help="Load a joblib file as --model: it can run any code.")] = False,
    without_headings: Annotated[bool, typer.Option("--without-headings", help="Delete every gold heading first.")] = False,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="DIR", help="Leave texts and gold here, for score.py.", show_default=False)
    ] = None,
    json: Annotated[
        str | None, typer.Option("--json", metavar="FILE", help="All figures as JSON; - is standard output.", show_default=False)
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="A page with plots.", show_default=False)] = None,
    errors: Annotated[int, typer.Option("--errors", min=0, metavar="N", help="Show so many differences.")] = 0,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="ID", help="Only this report; may be repeated.")] = None,
    part: Annotated[
        str | None,
        typer.Option("--part", metavar="PART", help="Only train, dev or test of GOLD's split.toml.", show_default=False),
    ] = None,
    width: Annotated[int | None, typer.Option("--width", min=40, metavar="COLUMNS", help="Line width.", show_default=False)] = None,
) -> None:
    """Tag the texts of gold reports and say how right the result is, with bootstrap intervals over reports.

    Exit codes: 0 evaluated, 2 wrong usage, no gold, or gold that is broken.
    """
    from gkbg_nlp.batch import BatchError
    from gkbg_nlp.batch.workers import load_tagger
    from gkbg_nlp.cli.models import model_loader
    from gkbg_nlp.evaluation.gold import write_gold
    from gkbg_nlp.evaluation.gold_json import GoldError

    try:
        tagger = load_tagger(model_loader(model, trust))
        documents = chosen(gold, only or [], part, without_headings, tagger.sections)
        for target in (Path(json) if json and json != "-" else None, html):
            check_target(target, documents)
        if write is not None:
            write_gold(documents, write)
    except (GoldError, BatchError) as error:
        *first, last = str(error).splitlines()
        for line in first:
            say(line)
        if model is None and "unknown section" in last:
            say(last)
            last = "known are the shipped model's sections: where gold has those of another taxonomy, name a model of it by --model"
        raise fail(last, 2, cause=error) from error
    for note in remarks(documents):
        say(note)
    from gkbg_nlp.evaluation.report import evaluate as measure

    result = measure(
        documents,
        tagger.tag,
        gold=str(gold),
        model=tagger.model,
        without_headings=without_headings,
        errors=errors,
    )
    try:
        deliver(result, json, html, width)
    except BrokenPipeError as error:
        raise closed_pipe() from error
    except OSError as error:
        raise fail(f"cannot write {error.filename or 'the report'}: {error.strerror or error}", 2, cause=error) from error
    if write is not None:
        say(f"{len(documents)} texts with gold written to {write}")


def chosen(gold: Path, only: list[str], part: str | None, headless: bool, sections: Sequence[str] | None = None) -> list[GoldDocument]:
    """The gold reports to evaluate; ``sections`` are those of the model's taxonomy.

    Raises:
        GoldError: there are none, one is broken, or a named one is not there.
    """
    from gkbg_nlp.corpus.annotated import SECTIONS
    from gkbg_nlp.evaluation.gold import of_part, read_gold, select, without_headings
    from gkbg_nlp.evaluation.gold_json import GoldError

    if gold.suffix.lower() in _LABELLED:
        raise GoldError(f"{gold}: labelled data, no gold: gkbg corpus convert {gold} GOLD --to json makes gold of it")
    documents = read_gold(gold, sections or SECTIONS)
    if part is not None:
        documents = of_part(documents, gold, part)
    if only:
        documents = select(documents, only)
    return [without_headings(d) for d in documents] if headless else documents


def remarks(documents: Sequence[GoldDocument]) -> list[str]:
    """What gold does not say, so that nobody takes a figure for more than it is."""
    said = []
    if weak := sum(bool(d.meta.get("weak")) for d in documents):
        said.append(
            f"{weak} of {len(documents)} gold reports have labels that gkbg bootstrap made: the figures tell how headings are followed"
        )
    if not any(d.gold.get("entities") for d in documents):
        said.append("gold has no entities: their figures mean nothing")
    if not any(value is not None for d in documents for value in (d.gold.get("indicators") or {}).values()):
        said.append("gold states no indicators: their figures mean nothing")
    return said


def check_target(target: Path | None, documents: list[GoldDocument]) -> None:
    """Refuse to write where nothing can be written, or over what was read.

    Raises:
        GoldError: the folder is missing, the target is a folder, or it is a gold file or its text.
    """
    from gkbg_nlp.evaluation.gold_json import GoldError

    if target is None:
        return
    refuse_device(target)
    if not target.parent.is_dir():
        raise GoldError(f"{target}: there is no folder {target.parent}: make it first")
    if target.is_dir():
        raise GoldError(f"{target} is a folder: name a file in it")
    if target.exists() and any(target.samefile(file) for d in documents for file in d.files):
        raise GoldError(f"{target} is gold: name another file")


def deliver(result: Evaluation, json: str | None, html: Path | None, width: int | None) -> None:
    """Write what was asked for; the text report goes to standard output unless the JSON does."""
    import sys

    put_json(result, json)
    if html is not None:
        from gkbg_nlp.evaluation.html import page

        write_whole(html, page(result).encode("utf-8"))
    if json != "-":
        from gkbg_nlp.cli.evaluate_view import render_evaluation
        from gkbg_nlp.cli.view import make_console

        make_console(width).print(render_evaluation(result))
    sys.stdout.flush()
