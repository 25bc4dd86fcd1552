"""Lines for people, on standard error."""

from __future__ import annotations

import os
import sys
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typer  # late: a command that ends well does without the framework


def say(message: str) -> None:
    """Write one line to standard error; characters that steer a terminal are made visible."""
    print(f"gkbg: {visible(message)}", file=sys.stderr)


def fail(message: str, code: int, *, cause: BaseException | None = None) -> typer.Exit:
    """Say why the command ends; the caller raises what this gives. ``GKBG_DEBUG=1`` shows the traceback of ``cause``."""
    if cause is not None and os.environ.get("GKBG_DEBUG"):
        import traceback

        traceback.print_exception(cause)
    say(message)
    import typer

    return typer.Exit(code)


def closed_pipe() -> typer.Exit:
    """The quiet end of a command whose reader has seen enough (``gkbg ... | head``): the shell's code for it, no message."""
    import typer

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what Python still holds for standard output must go somewhere
    return typer.Exit(141)


def visible(text: str, keep: str = "") -> str:
    """The text with control and other unprintable characters replaced, one for one, so that a report cannot steer the terminal."""
    if text.isprintable():
        return text
    return "".join(
        char if char in keep or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else _picture(char) for char in text
    )


def _picture(char: str) -> str:
    code = ord(char)
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "\ufffd"
