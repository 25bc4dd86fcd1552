"""``gkbg explain``: why the blocks of a report have their sections."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gkbg_nlp.cli.messages import closed_pipe, fail, say, visible
from gkbg_nlp.cli.targets import refuse_device
from gkbg_nlp.report.whole import write_whole

_SURROGATE = re.compile("[\ud800-\udfff]")

if TYPE_CHECKING:
    from gkbg_nlp.layout.segment import Layout
    from gkbg_nlp.sections.explain import Explanation


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A report.", show_default=False)],
    block: Annotated[
        int | None, typer.Option("--block", "-b", min=0, metavar="N", help="In full: the block of this number.", show_default=False)
    ] = None,
    at: Annotated[
        int | None, typer.Option("--at", min=0, metavar="OFFSET", help="In full: the block at this code point.", show_default=False)
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="WORDS", help="In full: the first block with these words.", show_default=False)
    ] = None,
    model: Annotated[str | None, typer.Option("--model", metavar="DIR", help="A section model of your own.", show_default=False)] = None,
    top: Annotated[int, typer.Option("--top", "-k", min=0, metavar="K", help="Show so many n-grams and signs; 0 shows all.")] = 12,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    html: Annotated[Path | None, typer.Option("--html", metavar="OUT", help="A page with the text in colours.", show_default=False)] = None,
    width: Annotated[int | None, typer.Option("--width", min=40, metavar="COLUMNS", help="Line width.", show_default=False)] = None,
) -> None:
    """Show for a block which n-grams, signs, headings and neighbours made its section; without a choice, every block in one line.

    Exit codes: 0 explained, 1 the file cannot be read, 2 wrong usage: no such block, or a model that cannot be loaded.
    """
    from gkbg_nlp.cli.models import refuse_joblib
    from gkbg_nlp.pipeline.locate import default_model
    from gkbg_nlp.readers import DEFAULT_MAX_BYTES, ReadError, read_path
    from gkbg_nlp.sections.explain import explain_layout
    from gkbg_nlp.sections.model import ModelError, load_model

    if sum(choice is not None for choice in (block, at, text)) > 1:
        raise fail("--block, --at and --text exclude each other: give one", 2)
    if file == "-":
        raise fail("only gkbg tag reads standard input: name a file", 2)
    if file.endswith(".jsonl"):
        raise fail(f"{visible(file)}: labelled data or output of gkbg tag, no report: name the report itself", 2)
    refuse_joblib(model)
    _check_target(html, file)
    try:
        loaded = load_model(Path(model) if model else default_model())
    except ModelError as error:
        raise fail(str(error), 2, cause=error) from error
    try:
        decoded = read_path(file, DEFAULT_MAX_BYTES)
    except ReadError as error:
        raise fail(f"{visible(file)}: {error.message} [{error.code}]", 1, cause=error) from error
    from gkbg_nlp.layout.segment import segment

    source = _SURROGATE.sub("\ufffd", decoded.text)  # as gkbg tag has it
    layout = segment(source, loaded.taxonomy, decoded.markup)
    found = explain_layout(layout, loaded)
    chosen = _choose(layout, source, block, at, text)
    shown = range(len(layout.blocks)) if chosen is None else [chosen]
    try:
        if html is not None:
            from gkbg_nlp.cli.explain_page import page

            _write(html, page(visible(file), loaded.name, source, layout, found, list(shown), top))
        if json:
            _print_json({"file": file, "model": loaded.name, "blocks": [_record(layout, source, found[i], i, top) for i in shown]})
        else:
            from gkbg_nlp.cli.explain_view import render_block, render_list
            from gkbg_nlp.cli.view import make_console

            console = make_console(width)
            colour = console.color_system is not None
            console.print(
                render_list(source, layout, found)
                if chosen is None
                else render_block(source, layout, found[chosen], chosen, top, colour, loaded.taxonomy)
            )
    except BrokenPipeError as error:
        raise closed_pipe() from error


def _choose(layout: Layout, source: str, block: int | None, at: int | None, text: str | None) -> int | None:
    """The number of the block that was asked for, ``None`` where none was."""
    blocks = layout.blocks
    if block is not None:
        if block >= len(blocks):
            raise fail(f"there is no block {block}: the report has {len(blocks)}, numbered from 0", 2)
        return block
    if at is not None:
        place = next((i for i, b in enumerate(blocks) if b.start <= at < b.end), None)
        if place is None:
            raise fail(f"no block holds offset {at}: it is a blank between blocks, or lies behind the text's {len(source)} characters", 2)
        return place
    if text is None:
        return None
    from gkbg_nlp.layout.fold import fold

    wanted = "".join(fold(text).split())
    places = [i for i, b in enumerate(blocks) if wanted and wanted in "".join(layout.folded[b.start : b.end].split())]
    if not places:
        raise fail(f"no block holds {visible(text)!r}", 2)
    if len(places) > 1:
        say(f"blocks {', '.join(map(str, places))} hold these words; this is the first (--block takes another)")
    return places[0]


def _check_target(html: Path | None, file: str) -> None:
    if html is None:
        return
    refuse_device(html)
    if not html.parent.is_dir():
        raise fail(f"{html}: there is no folder {html.parent}: make it first", 2)
    if html.is_dir():
        raise fail(f"{html} is a folder: name a file in it", 2)
    if html.exists() and Path(file).exists() and html.samefile(file):
        raise fail(f"{html} is the report: name another file", 2)


def _write(path: Path, content: str) -> None:
    try:
        write_whole(path, content.encode("utf-8"))
    except OSError as error:
        raise fail(f"cannot write {path}: {error.strerror or error}", 2, cause=error) from error


def _record(layout: Layout, source: str, one: Explanation | None, at: int, top: int) -> dict[str, Any]:
    """A block as JSON's types; n-grams and signs that ``top`` leaves out are summed in ``rest``."""
    from gkbg_nlp.sections.why import loud_words, why

    block = layout.blocks[at]
    if one is None:
        return {"block": at, "start": block.start, "end": block.end, "role": block.role, "section": None, "reason": f"layout:{block.rule}"}
    cut = top or len(one.addends)
    rest = one.addends[cut:]
    decision = one.decision()
    record = {
        **asdict(one),
        "why": why(one, source),
        "words": loud_words(source[one.start : one.end], one.weights),
        "odds": {**asdict(one.odds), "total": one.odds.total},
        "decision": {"chosen": decision[0], "other": decision[1], "gains": one.gains()},
        "addends": [asdict(a) for a in one.addends[:cut]],
        "rest": {"count": len(rest), "chosen": sum(a.chosen for a in rest), "other": sum(a.other for a in rest)},
    }
    rounded: dict[str, Any] = _rounded(record)
    return rounded


def _rounded(value: Any) -> Any:
    """Six decimals, in lists and objects at any depth."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, (list, tuple)) else value


def _print_json(document: dict[str, Any]) -> None:
    import sys

    import msgspec

    sys.stdout.write(msgspec.json.format(msgspec.json.encode(document), indent=1).decode("utf-8") + "\n")
    sys.stdout.flush()
