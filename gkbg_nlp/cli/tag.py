"""``gkbg tag``: files and folders into one JSON Lines file."""

from __future__ import annotations

from typing import Annotated

import typer

from gkbg_nlp.cli.tagging import MAX_BYTES, Terminated, summary, tag_reports

__all__ = ["Terminated", "summary", "tag"]


def tag(
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT", help="JSON Lines file or URL to make; - is standard output.")],
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT", help="Reports, folders, archives, quoted patterns, URLs; - is a report on standard input.", show_default=False
        ),
    ] = None,
    from_list: Annotated[
        str | None, typer.Option("--from-list", metavar="FILE", help="Further inputs, one a line; - is standard input.", show_default=False)
    ] = None,
    workers: Annotated[int, typer.Option("--workers", "-w", min=0, metavar="N", help="Processes; 0 takes one for each processor.")] = 1,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Continue an interrupted run; finished work is kept.")] = False,
    max_bytes: Annotated[int, typer.Option("--max-bytes", min=1, metavar="N", help="Larger files are errors.")] = MAX_BYTES,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="Only the first N inputs in order.", show_default=False)
    ] = None,
    keep_duplicates: Annotated[bool, typer.Option("--keep-duplicates", help="A line for each input, also of the same content.")] = False,
    fail_fast: Annotated[bool, typer.Option("--fail-fast", help="Stop at the first input that fails.")] = False,
    timeout: Annotated[
        float | None, typer.Option("--timeout", metavar="S", help="Seconds a report may take; slower ones are errors.", show_default=False)
    ] = None,
    max_memory: Annotated[
        int | None, typer.Option("--max-memory", min=1, metavar="MB", help="Replace a worker that holds more.", show_default=False)
    ] = None,
    backend: Annotated[str, typer.Option("--backend", metavar="NAME", help="What runs the workers: local, loky, dask, ray.")] = "local",
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="URL", help="Dask: tcp://HOST:PORT of the scheduler.", show_default=False)
    ] = None,
    model: Annotated[str | None, typer.Option("--model", metavar="DIR", help="A section model of your own.", show_default=False)] = None,
    trust: Annotated[bool, typer.Option("--trust", help="Load a joblib file as --model: it can run any code.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Print which rule decided what, report by report.")] = False,
) -> None:
    """Tag reports: one JSON line a report, sorted by path.

    Exit codes: 0 all reports written, 1 some inputs failed (each has a line with its error), 2 wrong usage or nothing to read.
    130 and 143: stopped by Ctrl-C or SIGTERM; --resume continues.
    """
    raise typer.Exit(
        tag_reports(
            output,
            inputs,
            from_list=from_list,
            workers=workers,
            overwrite=overwrite,
            resume=resume,
            max_bytes=max_bytes,
            limit=limit,
            keep_duplicates=keep_duplicates,
            fail_fast=fail_fast,
            timeout=timeout,
            max_memory=max_memory,
            backend=backend,
            scheduler=scheduler,
            model=model,
            trust=trust,
            explain=explain,
        )
    )
