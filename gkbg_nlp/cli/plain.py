"""The arguments of ``gkbg tag`` where they are plain: understood at once, for the command framework takes longer to load than a report
to tag. All else (help, an abbreviation, a value that does not fit, nothing to write to) is left to the framework and its messages."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Any, NamedTuple


class Option(NamedTuple):
    """An option: the parameter it sets, the type of its value (``bool``: it has none) and the least number that it takes."""

    parameter: str
    kind: type
    least: int | None = None


OPTIONS = {
    "--output": Option("output", str),
    "-o": Option("output", str),
    "--from-list": Option("from_list", str),
    "--workers": Option("workers", int, 0),
    "-w": Option("workers", int, 0),
    "--overwrite": Option("overwrite", bool),
    "--resume": Option("resume", bool),
    "--max-bytes": Option("max_bytes", int, 1),
    "--limit": Option("limit", int, 1),
    "--keep-duplicates": Option("keep_duplicates", bool),
    "--fail-fast": Option("fail_fast", bool),
    "--timeout": Option("timeout", float),
    "--max-memory": Option("max_memory", int, 1),
    "--backend": Option("backend", str),
    "--scheduler": Option("scheduler", str),
    "--model": Option("model", str),
    "--trust": Option("trust", bool),
    "--explain": Option("explain", bool),
}
_FORM = {int: re.compile("[0-9]{1,15}"), float: re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?"), str: re.compile("(?:[^-].*)?|-", re.DOTALL)}


def understood(arguments: Sequence[str]) -> dict[str, Any] | None:
    """The parameters of :func:`~gkbg_nlp.cli.tagging.tag_reports` that the arguments set; ``None`` leaves them to the framework."""
    if os.name == "nt":  # where the framework expands patterns
        return None
    found: dict[str, Any] = {}
    inputs: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "-" or not argument.startswith("-"):
            inputs.append(argument)
            continue
        name, equals, value = argument.partition("=") if argument.startswith("--") else (argument, "", "")
        option = OPTIONS.get(name)
        if option is None or option.parameter in found or (option.kind is bool and equals):
            return None
        if option.kind is bool:
            found[option.parameter] = True
            continue
        if not equals and (value := next(waiting, "--")) == "--":
            return None
        if not _FORM[option.kind].fullmatch(value) or (option.least is not None and int(value) < option.least):
            return None
        found[option.parameter] = option.kind(value)
    if "output" not in found:
        return None
    return {**found, "inputs": inputs or None}
