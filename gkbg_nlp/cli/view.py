"""A tagged report as a readable page: colours on a terminal, brackets in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gkbg_nlp.cli.messages import visible
from gkbg_nlp.report.records import Block, Entity, Report
from gkbg_nlp.taxonomy.sections import load_sections

# Neighbours in the usual order of a report are far apart in hue.
_SECTION_STYLES = {
    "preamble": "cyan",
    "overview": "blue",
    "organization": "magenta",
    "interpretation": "green",
    "key_areas": "yellow",
    "proactive": "bright_blue",
    "requests": "bright_red",
    "fees": "bright_yellow",
    "disputes": "red",
    "enquiries": "bright_cyan",
    "supervision": "bright_magenta",
    "affiliates": "bright_green",
    "proposals": "dark_orange",
    "problems": "orchid",
    "other_matters": "grey62",
}
_LABEL_STYLES = {
    "AGENCY": "bold cyan",
    "PHONE": "bold green",
    "FAX": "bold bright_green",
    "EMAIL": "bold blue",
    "URL": "bold bright_blue",
    "POSTCODE": "bold dark_orange",
    "ADDRESS": "bold yellow",
    "COUNT": "bold magenta",
    "DATE": "bold red",
    "LAW": "bold bright_magenta",
}
_OTHER_STYLE = "bold underline"
_EVIDENCE = 60  # characters of evidence that a row of the indicators shows


def make_console(width: int | None = None, *, stderr: bool = False) -> Console:
    """A console that takes texts as they are. In a pipe, where there is no width to ask for, lines have 100 columns."""
    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=False)
    if width is not None:
        console.width = width
    elif not console.is_terminal:
        console.width = 100
    return console


def render_report(report: Report, *, entities: bool = True, colour: bool = True) -> RenderableType:
    """Title and meta, blocks with role, section and reason, indicators with their evidence, findings.

    ``entities`` marks entities in the text: by colour, or with ``colour`` false as ``⟦text⟧LABEL``.
    """
    parts: list[RenderableType] = [*_head(report), Text()]
    spans = list(report.entities) if entities else []
    for block in report.blocks:
        parts.append(_block_head(block, colour))
        inside = [span for span in spans if span.start < block.end and span.end > block.start]
        parts.append(Padding(_marked(report.text, block, inside, colour), (0, 0, 0, 2), expand=False))
    parts.append(Text())
    if entities and colour and report.entities:
        parts += [_legend({span.label for span in report.entities}), Text()]
    parts.append(_indicators(report))
    parts += _notes(report)
    return Group(*parts)


def summary_table(reports: Sequence[Report]) -> Table:
    """One row a report: title, year, and how many blocks, entities and indicators were found."""
    table = Table(box=box.SIMPLE, pad_edge=False)
    for name in ("report", "agency", "year", "blocks", "entities", "indicators", "findings"):
        table.add_column(name, justify="left" if name in ("report", "agency") else "right", overflow="fold")
    for report in reports:
        stated = sum(indicator.value is not None for indicator in report.indicators.values())
        numbers = (len(report.blocks), len(report.entities), stated, len(report.findings))
        cells = (_shown(report.meta.title or report.source.path), _shown(report.meta.agency), _shown(report.meta.year))
        table.add_row(*map(Text, (*cells, *map(str, numbers))))
    return table


def _shown(value: object) -> str:
    return "–" if value is None else visible(str(value))


def _head(report: Report) -> Iterator[RenderableType]:
    meta, source = report.meta, report.source
    yield Text(visible(meta.title or "(no title)").replace("␊", " "), style="bold")
    facts = (("agency", meta.agency), ("year", meta.year), ("era", meta.era), ("published", meta.published), ("model", meta.model))
    yield Text(" · ".join(f"{name} {visible(str(value))}" for name, value in facts if value is not None))
    about = [visible(source.path), *(part for part in (source.format, source.encoding) if part)]
    if source.bytes is not None:
        about.append(f"{source.bytes:,} bytes")
    yield Text(" · ".join([*about, report.id or "no id"]), style="dim")


def _block_head(block: Block, colour: bool) -> Text:
    style = _SECTION_STYLES.get(block.section or "", "white")
    line = Text("▌" if colour else "■", style=style)
    line.append(block.role if block.level is None else f"{block.role} {block.level}", style="bold")
    if block.section:
        known = load_sections().by_id.get(block.section)
        line.append(f"  {block.section}{' ' + known.zh if known else ''}", style=style)
    sure = "" if block.confidence is None else f"{block.confidence:.2f} "
    if sure or block.reason:
        line.append(f"  {sure}{block.reason or ''}".rstrip(), style="dim")
    return line


def _marked(text: str, block: Block, spans: Sequence[Entity], colour: bool) -> Text:
    body = visible(text[block.start : block.end], keep="\n\t")
    ranges = [(max(s.start, block.start) - block.start, min(s.end, block.end) - block.start, s.label) for s in spans]
    if not colour:
        return Text(_bracketed(body, ranges))
    marked = Text(body)
    for start, end, label in sorted(ranges, key=lambda r: (r[0], -r[1])):  # outer ones first, so that inner ones show
        marked.stylize(_LABEL_STYLES.get(label, _OTHER_STYLE), start, end)
    return marked


def _bracketed(body: str, ranges: Sequence[tuple[int, int, str]]) -> str:
    """The text with ``⟦`` and ``⟧LABEL`` around each range; at one place inner ones close first and outer ones open first."""
    marks: list[tuple[int, int, int, str]] = []
    for start, end, label in ranges:
        marks.append((start, 1, -(end - start), "⟦"))
        marks.append((end, 0, -start, f"⟧{label}"))
    out: list[str] = []
    at = 0
    for place, _, _, mark in sorted(marks):
        out += (body[at:place], mark)
        at = place
    return "".join((*out, body[at:]))


def _legend(labels: set[str]) -> Text:
    line = Text("entities ", style="dim")
    for label in sorted(labels):
        line.append(f" {label} ", style=_LABEL_STYLES.get(label, _OTHER_STYLE))
    return line


def _indicators(report: Report) -> RenderableType:
    stated = {name: item for name, item in report.indicators.items() if item is not None and item.value is not None}
    if not stated:
        return Text("no indicators", style="dim")
    table = Table(title="indicators", title_justify="left", box=box.SIMPLE, pad_edge=False)
    for name in ("name", "value", "unit", "evidence", "rule"):
        table.add_column(name, overflow="fold", style="dim" if name == "rule" else "", min_width=28 if name == "rule" else None)
    for name, item in stated.items():
        about = "≈ " if item.approx is True else ""
        evidence = " … ".join(report.text[start:end] for start, end in item.evidence)
        evidence = visible(evidence if len(evidence) <= _EVIDENCE else evidence[: _EVIDENCE - 1] + "…")
        cells = (name, about + visible(str(item.value)), item.unit or "", evidence, item.rule)
        table.add_row(*map(Text, cells))
    return table


def _notes(report: Report) -> Iterator[RenderableType]:
    for finding in report.findings:
        yield Text(f"{finding.severity}: {visible(finding.message)} [{finding.code}]", style="yellow")
    for error in report.errors:
        yield Text(f"error: {visible(error.message)} [{error.code}]", style="bold red")
