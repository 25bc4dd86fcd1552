"""Processes from nothing: what a cold start costs, and the most memory that a run holds, gkbg and designs each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import gkbg_nlp
from gkbg_nlp.benchmark.designs import Design
from gkbg_nlp.benchmark.inputs import Batch
from gkbg_nlp.benchmark.memory import Watched, watch
from gkbg_nlp.benchmark.records import Start
from gkbg_nlp.benchmark.whole import DESIGNS_READ, OURS

Command = Callable[[Batch], list[str]]


class StartError(RuntimeError):
    """A process ended with an error; the message has its last line."""


def gkbg(folder: Path, workers: int) -> Command:
    """``gkbg tag`` as a command."""
    out = str(folder / "start.jsonl")
    return lambda batch: [
        sys.executable, "-m", "gkbg_nlp.cli.main", "tag", *batch.inputs, "--output", out, "--overwrite", "--workers", str(workers),
    ]  # fmt: skip


def of_design(design: Design, folder: Path) -> Command:
    """A design as a command."""

    def command(batch: Batch) -> list[str]:
        listed = folder / "list.txt"
        listed.write_text("\n".join(map(str, batch.paths)), "utf-8")
        return [
            sys.executable,
            "-m",
            "gkbg_nlp.benchmark.child",
            str(design.file),
            str(design.folder),
            str(folder / "start.jsonl"),
            str(listed),
        ]

    return command


def run(arguments: Sequence[str]) -> Watched:
    """Run a command to its end.

    Raises:
        StartError: it failed.
    """
    package = str(Path(gkbg_nlp.__file__).resolve().parents[1])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))}
    with tempfile.TemporaryFile() as errors:  # no pipe: one that is full would hold the process up
        with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=errors, env=environment) as process:
            found = watch(process)
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace").strip().splitlines()
    if process.returncode not in (0, 1):  # 1: a report of the user's own could not be read
        raise StartError(f"{arguments[2]} ended with {process.returncode}: {(said or ['nothing said'])[-1]}")
    return found


def measure(designs: Sequence[Design], batch: Batch, folder: Path, workers: Sequence[int], tell: Callable[[str], None]) -> list[Start]:
    """A row for gkbg with each number of workers and for each design ``whole``; gkbg's start is the fastest of three.

    Raises:
        StartError: a process failed.
    """
    one = Batch([str(batch.paths[0])], batch.paths[:1])
    found = []
    commands = [(OURS, count, gkbg(folder, count)) for count in workers]
    commands += [(design.name, 1, of_design(design, folder)) for design in designs if design.kind == "whole"]
    for name, count, command in commands:
        tell(f"cold start of {name}")
        times = 3 if name == OURS else 1  # the designs' take many seconds
        first = min(run(command(one)).seconds for _ in range(times)) if count == 1 else None
        read = batch if name == OURS else batch.few(DESIGNS_READ)
        all_ = run(command(read))
        found.append(Start(name, count, first, all_.seconds, len(read.paths), all_.own, all_.others if count > 1 else []))
    return found
