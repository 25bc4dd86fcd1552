"""The errors of an export that cannot be done as asked, and of a library that is not installed."""

from __future__ import annotations

import shlex
import sys
from importlib import import_module
from typing import Any


class ExportError(Exception):
    """Wrong usage, a broken line, or an output that cannot be written; the message is one line for people."""


class BrokenLineError(ExportError):
    """A line of the input that is no record of ``gkbg tag``. Lines count from 1."""

    def __init__(self, path: str, line: int, problem: str, mend: str) -> None:
        super().__init__(f"{path}: line {line}: {problem}: {mend}")
        self.line = line


def need(module: str, extra: str | None) -> Any:
    """An optional library, imported when it is needed. ``extra`` is the extra of gkbg-nlp that brings it, ``None`` where none does.

    Raises:
        ExportError: it is not installed; the message has the command that installs it into the Python that runs.
    """
    try:
        return import_module(module)
    except ImportError as error:
        name = module.partition(".")[0]
        if error.name is not None and error.name.partition(".")[0] != name:
            raise ExportError(f"{name} cannot be imported: {error}") from error
        command = shlex.join([sys.executable or "python3", "-m", "pip", "install", name if extra is None else f"gkbg-nlp[{extra}]"])
        raise ExportError(f"{name} is not installed: {command}") from error
