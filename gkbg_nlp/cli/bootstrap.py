"""``gkbg bootstrap``: weakly labelled training data from raw reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gkbg_nlp.cli.messages import closed_pipe, fail, say
from gkbg_nlp.cli.targets import refuse_device

if TYPE_CHECKING:
    from gkbg_nlp.corpus.bootstrap import Bootstrapped
    from gkbg_nlp.taxonomy.sections import Sections

_NAMED = 20  # files without a label, and files that stand twice, that are named


def bootstrap(
    raw: Annotated[list[str], typer.Argument(metavar="RAW_DIR", help="Raw reports (.txt, .md) and folders of them.", show_default=False)],
    output: Annotated[str, typer.Option("--output", "-o", metavar="OUT", help="JSON Lines file to make; - is standard output.")],
    min_confidence: Annotated[
        float, typer.Option("--min-confidence", min=0, max=1, metavar="P", help="Leave out labels that are right less often.")
    ] = 0.8,
    headings: Annotated[bool, typer.Option("--headings/--no-headings", help="Label headings too.")] = True,
    taxonomy: Annotated[
        Path | None, typer.Option("--taxonomy", metavar="FILE", help="Sections of another family of reports.", show_default=False)
    ] = None,
    report: Annotated[bool, typer.Option("--report", help="Name every block left out: file, line, reason.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace OUT if it exists.")] = False,
) -> None:
    """Make training data from raw reports by their headings alone: one JSON line a report, each block with a confidence.

    Exit codes: 0 all reports read, 1 some could not be read (each is named), 2 wrong usage or nothing to write.
    """
    from gkbg_nlp.corpus.bootstrap import BootstrapError, Options
    from gkbg_nlp.corpus.bootstrap import bootstrap as run

    refuse_device(output)
    options = Options(min_confidence, headings, _sections(taxonomy), report)
    try:
        with _progress() as progress:
            done = run(raw, output, options, overwrite=overwrite, progress=progress)
    except BootstrapError as error:
        first, *rest = str(error).splitlines()
        for line in rest:
            say(line)
        raise fail(first, 2, cause=error) from error
    except BrokenPipeError as error:
        raise closed_pipe() from error
    except OSError as error:
        raise fail(f"cannot write {output}: {error.strerror or error}", 2, cause=error) from error
    for place in done.places:
        say(f"{place.path}:{place.line}: {place.reason}: {place.quote}")
    for line in summary(done, output):
        say(line)
    raise typer.Exit(1 if done.failed else 0)


def summary(done: Bootstrapped, output: str) -> list[str]:
    """What was made and what was left out, as lines of a table."""
    from gkbg_nlp.corpus.weak import REASONS

    lines = [f"{'section':16}{'headings':>9}{'paragraphs':>11}{'tables':>8}{'all':>8}   expected right"]
    for section in sorted(
        {section for section, _ in done.kept}, key=lambda s: (-sum(done.kept[s, r] for r in ("heading", "paragraph", "table")), s)
    ):
        by_role = [done.kept[section, role] for role in ("heading", "paragraph", "table")]
        share = done.confidence[section] / sum(by_role)
        lines.append(f"{section:16}{by_role[0]:9}{by_role[1]:11}{by_role[2]:8}{sum(by_role):8}   {share:.3f}")
    kept, left = sum(done.kept.values()), sum(done.left_out.values())
    for reason, count in done.left_out.most_common():
        lines.append(f"left out {count:6}  {reason}: {REASONS[reason]}")
    lines += [f"{path}: {message} [{code}]" for path, code, message in done.failed]
    lines += _named([f"{path}: no block got a label; not written" for path in done.unlabelled], "reports without a label")
    lines += _named([f"{path}: the same bytes as {first}; written once" for path, first in done.twice], "files that stand twice")
    share = kept / max(1, kept + left)
    parts = [f"{done.documents} reports written to {'standard output' if output == '-' else output}"]
    parts.append(
        f"{kept} of {kept + left} blocks labelled ({share:.1%}), {sum(done.confidence.values()) / max(1, kept):.3f} expected right"
    )
    if done.failed:
        parts.append(f"{len(done.failed)} files not read")
    if done.skipped_unknown:
        parts.append(f"{done.skipped_unknown} files of no known kind skipped")
    return [*lines, "; ".join(parts)]


def _named(lines: list[str], what: str) -> list[str]:
    more = len(lines) - _NAMED
    return [*lines[:_NAMED], f"and {more} more {what}"] if more > 0 else lines


def _sections(file: Path | None) -> Sections | None:
    if file is None:
        return None
    from gkbg_nlp.taxonomy.errors import TaxonomyError
    from gkbg_nlp.taxonomy.sections import parse_sections

    try:
        return parse_sections(file.read_text("utf-8"), str(file))
    except TaxonomyError as error:
        raise fail(str(error), 2, cause=error) from error
    except (OSError, UnicodeDecodeError) as error:
        raise fail(f"cannot read {file}: {getattr(error, 'strerror', None) or error}", 2, cause=error) from error


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar where standard error is a terminal."""
    import sys

    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("labelling"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("labelling", total=None)

        def draw(now: int, total: int) -> None:
            bar.update(task, completed=now, total=total)

        yield draw
