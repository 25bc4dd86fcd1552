"""The commands put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from gkbg_nlp import __version__
from gkbg_nlp.cli import (
    benchmark,
    bootstrap,
    compare,
    corpus,
    demo,
    evaluate,
    explain,
    export,
    plot,
    query,
    schema,
    show,
    suggest,
    tag,
    train,
)
from gkbg_nlp.cli.messages import say

app = typer.Typer(
    name="gkbg",
    help="Structured records from Chinese open-government-information annual reports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", "-V", help="Show the version and exit.")] = False,
) -> None:
    """Structured records from Chinese open-government-information annual reports."""
    if version:  # main() has answered it already where it comes first
        print(f"gkbg-nlp {__version__}")
        raise typer.Exit


app.command("tag")(tag.tag)
app.command("show")(show.show)
app.command("demo")(demo.demo)
app.command("schema")(schema.schema)
app.command("train")(train.train)
app.command("evaluate")(evaluate.evaluate)
app.command("compare")(compare.compare)
app.command("bootstrap")(bootstrap.bootstrap)
app.command("explain")(explain.explain)
app.command("suggest")(suggest.suggest)
app.command("export")(export.export)
app.command("query")(query.query)
app.command("plot")(plot.plot)
app.command("benchmark")(benchmark.benchmark)
app.add_typer(corpus.corpus, name="corpus")


def run(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; usage errors give 2."""
    try:
        app(args=list(arguments), prog_name="gkbg")
    except SystemExit as stop:
        if isinstance(getattr(stop.__context__, "__cause__", None), KeyboardInterrupt):  # typer makes a bare exit of Ctrl-C
            say("interrupted")
        return stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 2
    return 0
