"""``gkbg corpus``: the annotated corpus checked, counted, compiled and compared."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gkbg_nlp.cli.convert import convert
from gkbg_nlp.cli.messages import closed_pipe, fail, say, visible
from gkbg_nlp.cli.targets import refuse_device

if TYPE_CHECKING:
    from gkbg_nlp.corpus.annotated import GoldReport
    from gkbg_nlp.corpus.split import Split

DEFAULT = Path("data/corpus/reports")
Folder = Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Folder of *.gkbg files.")]
AsJson = Annotated[bool, typer.Option("--json", help="All figures as JSON.")]

corpus = typer.Typer(
    help="Check, count, compile and compare annotated reports (*.gkbg); convert labelled data of any form.", no_args_is_help=True
)
corpus.command("convert")(convert)


@corpus.command("validate")
def validate(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Folder of *.gkbg files, or one file.")] = DEFAULT,
    partial: Annotated[bool, typer.Option("--partial", help="A part of a corpus: classes may be empty, the split is not read.")] = False,
    warnings: Annotated[bool, typer.Option("--warnings/--no-warnings", help="Show doubts as well as errors.")] = True,
) -> None:
    """Check grammar, offsets, labels and the annotation guide's rules; each problem with file, line and mend.

    Exit codes: 0 no errors (there may be warnings), 1 errors, 2 nothing to read.
    """
    from gkbg_nlp.corpus.validate import validate as run

    try:
        result = run([folder], partial=partial)
    except OSError as error:
        raise fail(str(error), 2, cause=error) from error
    _print([*result.broken, *(str(p) for p in result.problems if warnings or p.severity == "error"), result.summary()])
    raise typer.Exit(1 if result.errors else 0)


@corpus.command("stats")
def stats(
    folder: Folder = DEFAULT,
    json: AsJson = False,
    most: Annotated[int, typer.Option("--most", min=0, metavar="N", help="Show so many provinces, bodies and marks; 0 shows all.")] = 20,
) -> None:
    """Print how the reports are spread: roles, sections, labels, eras, provinces, bodies, marks, lengths, split."""
    from gkbg_nlp.corpus.stats import lines
    from gkbg_nlp.corpus.stats import stats as count

    found = count(_load(folder), _split(folder))
    _print([_dump(found)] if json else lines(found, most=most))


@corpus.command("compile")
def compile_(
    folder: Folder = DEFAULT,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="JSON Lines: one report a line.")] = None,
    gold: Annotated[Path | None, typer.Option("--gold", metavar="DIR", help="NAME.txt and NAME.json, for score.py.")] = None,
    part: Annotated[str | None, typer.Option("--part", metavar="PART", help="Only train, dev or test.")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that exist.")] = False,
) -> None:
    """Compile the reports to JSON with exact offsets.

    Exit codes: 0 written, 2 wrong usage, or a report does not compile (nothing is written).
    """
    from gkbg_nlp.corpus.compile import gold_files, write_gold, write_jsonl
    from gkbg_nlp.corpus.split import PARTS

    if output is None and gold is None:
        raise fail("name what to make: --output FILE.jsonl, --gold DIR, or both", 2)
    if part is not None and part not in PARTS:
        raise fail(f"--part is one of {', '.join(PARTS)}", 2)
    refuse_device(output)
    reports, split = _load(folder), _split(folder)
    if part is not None:
        if split is None:
            raise fail(f"there is no split.toml in {folder} or above it: --part has nothing to go by", 2)
        reports = [r for r in reports if split.part_of(r.id) == part]
    targets = [*([output] if output else []), *(gold_files(reports, gold) if gold else [])]
    if there := next((t for t in targets if t.exists() and not overwrite), None):
        raise fail(f"{there} exists: name another, or --overwrite", 2)
    try:
        if output is not None:
            write_jsonl(reports, output, split)
        if gold is not None:
            write_gold(reports, gold)
    except OSError as error:
        raise fail(f"cannot write {error.filename or output or gold}: {error.strerror or error}", 2, cause=error) from error
    say(f"{len(reports)} reports written to {' and '.join(str(t) for t in (output, gold) if t)}")


@corpus.command("similar")
def similar(
    folder: Folder = DEFAULT,
    limit: Annotated[float, typer.Option("--limit", min=0, max=1, metavar="SHARE", help="Fail above this share.")] = 0.04,
    formulas: Annotated[
        Path | None, typer.Option("--formulas", metavar="FILE", help="List of stock formulas; by default formulas.txt of the corpus.")
    ] = None,
    show: Annotated[int, typer.Option("--show", min=0, metavar="N", help="Show the N nearest pairs; 0 shows all.")] = 40,
) -> None:
    """Show sentences that stand almost word for word in another report, and their share.

    Exit codes: 0 share within the limit, 1 above it, 2 wrong usage or a report does not compile.
    """
    from gkbg_nlp.corpus.formulas import FormulaError, find_formulas, read_formulas
    from gkbg_nlp.corpus.similar import lines, similarity

    file = formulas or find_formulas(folder)
    try:
        listed = read_formulas(file) if file else []
    except (FormulaError, OSError) as error:
        raise fail(str(error), 2, cause=error) from error
    found = similarity(_load(folder), listed)
    _print(lines(found, limit=limit, most=show))
    raise typer.Exit(1 if found.share > limit else 0)


@corpus.command("agreement")
def agreement(
    first: Annotated[Path, typer.Argument(metavar="FOLDER_A", help="Folder of *.gkbg files.", show_default=False)],
    second: Annotated[Path, typer.Argument(metavar="FOLDER_B", help="The same reports, annotated again.", show_default=False)],
    json: AsJson = False,
    differences: Annotated[bool, typer.Option("--differences", help="List every disagreement with both places.")] = False,
) -> None:
    """Say how far two annotations of the same reports agree.

    Exit codes: 0 compared, 2 wrong usage, a report does not compile, or no report with the same text is in both.
    """
    from gkbg_nlp.corpus.agreement import agreement as compare
    from gkbg_nlp.corpus.agreement import differences as differ
    from gkbg_nlp.corpus.agreement import lines, pair_up

    paired = pair_up(_load(first), _load(second))
    for note in paired.notes:
        say(note)
    if not paired.pairs:
        raise fail(f"no report with the same text is in {first} and in {second}", 2)
    found = compare(paired.pairs)
    told = differ(paired.pairs) if differences else []
    if json:
        _print([_dump({**found, "differences": [d.to_json() for d in told]} if differences else found)])
    else:
        _print([*lines(found), *(["", *map(str, told)] if differences else [])])


def _load(folder: Path) -> list[GoldReport]:
    from gkbg_nlp.corpus.annotated import CorpusError, corpus_files, load_all

    if not folder.is_dir():
        raise fail(f"{folder} is no folder: name a folder of *.gkbg files", 2)
    if not corpus_files(folder):
        raise fail(f"{folder} has no *.gkbg file", 2)
    try:
        return load_all(folder)
    except CorpusError as error:
        for message in error.messages:
            say(message)
        raise fail(f"{len(error.messages)} errors: gkbg corpus validate {folder}", 2, cause=error) from error


def _split(folder: Path) -> Split | None:
    from gkbg_nlp.corpus.split import SplitError, find_split

    try:
        return find_split(folder)
    except SplitError as error:
        raise fail(str(error), 2, cause=error) from error


def _dump(found: Any) -> str:
    import json

    return json.dumps(found, ensure_ascii=False, indent=2)


def _print(lines: Iterable[str]) -> None:
    try:
        for line in lines:
            print(visible(line, keep="\n\t"))
    except BrokenPipeError as error:
        raise closed_pipe() from error
