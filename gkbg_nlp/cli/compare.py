"""``gkbg compare``: models and baselines on the same gold reports, and which of their differences are real."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gkbg_nlp.cli.evaluate import check_target, chosen, remarks
from gkbg_nlp.cli.messages import closed_pipe, fail, say
from gkbg_nlp.cli.targets import put_json
from gkbg_nlp.report.whole import write_whole

if TYPE_CHECKING:
    from gkbg_nlp.corpus.annotated import GoldReport
    from gkbg_nlp.evaluation.baselines.contestant import Contestant
    from gkbg_nlp.evaluation.compare import Comparison
    from gkbg_nlp.evaluation.gold import GoldDocument

TRAIN = Path("data/corpus/reports")


def compare(
    contestants: Annotated[
        list[str],
        typer.Argument(
            metavar="A B ...",
            help="Folders of models, or: shipped, majority, headings, text, linear-svc, fasttext, jionlp, jieba, jiagu.",
            show_default=False,
        ),
    ],
    gold: Annotated[
        Path, typer.Option("--gold", metavar="GOLD", help="Folder of NAME.json beside their texts, or of *.gkbg files.", show_default=False)
    ],
    all_pairs: Annotated[bool, typer.Option("--all-pairs", help="Compare each with each, not only with the first.")] = False,
    without_headings: Annotated[bool, typer.Option("--without-headings", help="Delete every gold heading first.")] = False,
    train: Annotated[
        Path,
        typer.Option(
            "--train", metavar="FOLDER", help="Corpus (*.gkbg) that baselines are trained on, less what is held out or compared on."
        ),
    ] = TRAIN,
    json: Annotated[
        str | None, typer.Option("--json", metavar="FILE", help="All figures as JSON; - is standard output.", show_default=False)
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="A page with plots.", show_default=False)] = None,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="ID", help="Only this report; may be repeated.")] = None,
    part: Annotated[
        str | None,
        typer.Option("--part", metavar="PART", help="Only train, dev or test of GOLD's split.toml.", show_default=False),
    ] = None,
    resamples: Annotated[int, typer.Option("--resamples", min=100, max=1_000_000, metavar="N", help="Of the bootstrap.")] = 10_000,
    width: Annotated[int | None, typer.Option("--width", min=40, metavar="COLUMNS", help="Line width.", show_default=False)] = None,
) -> None:
    """Say which of several models and baselines is better, and which differences a paired bootstrap holds to be real.

    Exit codes: 0 compared, 2 wrong usage, no gold or broken gold, a contestant that cannot be loaded or trained.
    """
    from gkbg_nlp.evaluation.baselines.contestant import ContestantError
    from gkbg_nlp.evaluation.baselines.registry import check_names
    from gkbg_nlp.evaluation.gold import without_headings as headless
    from gkbg_nlp.evaluation.gold_json import GoldError

    try:
        check_names(contestants)
        documents = chosen(gold, only or [], part, False)
        for target in (Path(json) if json and json != "-" else None, html):
            check_target(target, documents)
        made = _made(contestants, train, documents)
    except (GoldError, ContestantError) as error:
        *first, last = str(error).splitlines()
        for line in first:
            say(line)
        raise fail(last, 2, cause=error) from error
    for note in remarks(documents):
        say(note)
    if without_headings:
        documents = [headless(d) for d in documents]
    result = _compared(made, documents, str(gold), without_headings, all_pairs, resamples)
    try:
        _deliver(result, json, html, width)
    except BrokenPipeError as error:
        raise closed_pipe() from error
    except OSError as error:
        raise fail(f"cannot write {error.filename or 'the comparison'}: {error.strerror or error}", 2, cause=error) from error


def _made(names: list[str], train: Path, documents: list[GoldDocument]) -> list[Contestant]:
    """The contestants in their order; the training corpus is read once, and only where one is trained."""
    from functools import cache

    from gkbg_nlp.cli.view import make_console
    from gkbg_nlp.evaluation.baselines.registry import make, training_reports

    @cache
    def training() -> list[GoldReport]:
        return training_reports(train, documents)

    made = []
    with make_console(stderr=True).status("loading") as status:  # drawn on a terminal only
        for name in names:
            status.update(f"loading or training {name}")
            made.append(make(name, training))
    return made


def _compared(
    made: list[Contestant], documents: list[GoldDocument], gold: str, without_headings: bool, all_pairs: bool, resamples: int
) -> Comparison:
    from gkbg_nlp.cli.view import make_console
    from gkbg_nlp.evaluation.compare import compare as run

    with make_console(stderr=True).status("tagging") as status:
        return run(
            documents,
            made,
            gold=gold,
            without_headings=without_headings,
            all_pairs=all_pairs,
            resamples=resamples,
            tell=lambda name: status.update(f"tagging with {name}"),
        )


def _deliver(result: Comparison, json: str | None, html: Path | None, width: int | None) -> None:
    """Write what was asked for; the tables go to standard output unless the JSON does."""
    import sys

    put_json(result, json)
    if html is not None:
        from gkbg_nlp.evaluation.compare_html import page

        write_whole(html, page(result).encode("utf-8"))
    if json != "-":
        from rich.text import Text

        from gkbg_nlp.cli.evaluate_view import render_table
        from gkbg_nlp.cli.messages import visible
        from gkbg_nlp.cli.view import make_console
        from gkbg_nlp.evaluation.compare_tables import facts, summary, tables

        console = make_console(width)
        console.print(Text(visible(facts(result)), style="bold"))
        for table in tables(result):
            console.print("", *render_table(table), sep="\n")
        for line in summary(result):
            console.print(Text(visible(line)))
    sys.stdout.flush()
