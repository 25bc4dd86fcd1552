"""Entry point of ``gkbg``. Imports nothing heavy: ``gkbg --version`` answers before the command framework is loaded."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from gkbg_nlp import __version__

# The exit codes of the output contract are 0, 1 and 2; these are the shell's for Ctrl-C, and "software error".
USAGE, INTERRUPTED, UNEXPECTED = 2, 130, 70


def _leave_quietly() -> None:
    """Keep the interpreter from flushing to a stream that takes nothing more."""
    with contextlib.suppress(Exception):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _tag(options: dict[str, Any]) -> int:
    from gkbg_nlp.cli.tagging import tag_reports

    try:
        return tag_reports(**options)
    except Exception as stop:  # the framework's own way to end a command, which is loaded where one ends so
        if isinstance(code := getattr(stop, "exit_code", None), int):
            return code
        raise


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code. ``GKBG_DEBUG=1`` shows the traceback of an unexpected error."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] in (["--version"], ["-V"]):
        print(f"gkbg-nlp {__version__}")
        return 0
    if sys.stdout is None:
        print("gkbg: standard output is closed", file=sys.stderr)
        return USAGE
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # a replaced stream (a test, a notebook) may have none
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        if arguments[:1] == ["tag"]:
            from gkbg_nlp.cli.plain import understood

            if (options := understood(arguments[1:])) is not None:
                return _tag(options)
        from gkbg_nlp.cli.app import run

        return run(arguments)
    except KeyboardInterrupt:
        print("gkbg: interrupted", file=sys.stderr)
        return INTERRUPTED
    except OSError as error:  # a full disk, a closed pipe: nothing more can be written
        with contextlib.suppress(Exception):
            print(f"gkbg: cannot read or write: {error}", file=sys.stderr)
        _leave_quietly()
        return USAGE
    except Exception as error:
        if os.environ.get("GKBG_DEBUG"):
            raise
        message = " ".join(f"{type(error).__name__}: {error}".split())
        print(f"gkbg: unexpected error: {message} (GKBG_DEBUG=1 shows where)", file=sys.stderr)
        return UNEXPECTED


if __name__ == "__main__":
    sys.exit(main())
