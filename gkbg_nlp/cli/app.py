"""The commands put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Annotated

import typer

from gkbg_nlp import __version__
from gkbg_nlp.cli.messages import say

# Command and module of the same name; the command's function, or its group, has that name too.
COMMANDS = (
    "tag", "show", "demo", "schema", "train", "evaluate", "compare", "bootstrap", "explain", "suggest", "export", "query", "plot", "benchmark",
    "corpus",
)  # fmt: skip


def make_app(commands: Iterable[str] = COMMANDS) -> typer.Typer:
    """``gkbg`` with these commands."""
    app = typer.Typer(
        name="gkbg",
        help="Structured records from Chinese open-government-information annual reports.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    for name in commands:
        command = getattr(import_module(f"gkbg_nlp.cli.{name}"), name)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _root(
    version: Annotated[bool, typer.Option("--version", "-V", help="Show the version and exit.")] = False,
) -> None:
    """Structured records from Chinese open-government-information annual reports."""
    if version:  # main() has answered it already where it comes first
        print(f"gkbg-nlp {__version__}")
        raise typer.Exit


def run(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; usage errors give 2."""
    named = arguments[:1] if arguments and arguments[0] in COMMANDS else COMMANDS  # one is looked at as it is used: all cost 60 ms
    try:
        make_app(named)(args=list(arguments), prog_name="gkbg")
    except SystemExit as stop:
        if isinstance(getattr(stop.__context__, "__cause__", None), KeyboardInterrupt):  # typer makes a bare exit of Ctrl-C
            say("interrupted")
        return stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 2
    return 0
