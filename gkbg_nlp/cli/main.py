"""Entry point of ``gkbg``. Imports nothing heavy: ``gkbg --version`` answers before the command framework is loaded."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from gkbg_nlp import __version__

# The exit codes of the output contract are 0, 1 and 2; these are the shell's for Ctrl-C, and "software error".
INTERRUPTED, UNEXPECTED = 130, 70


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code. ``GKBG_DEBUG=1`` shows the traceback of an unexpected error."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] in (["--version"], ["-V"]):
        print(f"gkbg-nlp {__version__}")
        return 0
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)  # a replaced stream (a test, a notebook) may have none
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        from gkbg_nlp.cli.app import run

        return run(arguments)
    except KeyboardInterrupt:
        print("gkbg: interrupted", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("GKBG_DEBUG"):
            raise
        message = " ".join(f"{type(error).__name__}: {error}".split())
        print(f"gkbg: unexpected error: {message} (GKBG_DEBUG=1 shows where)", file=sys.stderr)
        return UNEXPECTED


if __name__ == "__main__":
    sys.exit(main())
