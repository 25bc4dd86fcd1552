"""From annotated reports to the blocks, inputs and labels that training and evaluation use."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.layout.block import LayoutBlock
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.lines import split_lines
from gkbg_nlp.sections.chain import Witness, witnesses
from gkbg_nlp.sections.features import BlockInput, block_inputs


@dataclass(slots=True)
class LabelledReport:
    """One report as training sees it: the labelled blocks' inputs, witnesses, heading flags and gold sections."""

    report: str
    inputs: list[BlockInput]
    found: list[Witness]
    heads: list[bool]
    gold: list[str]


def gold_blocks(report: GoldReport) -> tuple[list[LayoutBlock], list[str | None]]:
    """The gold blocks in the form that layout gives them, and their sections."""
    blocks = []
    for b in report.blocks:
        lines = split_lines(fold(report.text[b.start : b.end]).replace("\n", " " if b.role == "table" else "") or " ")
        text = " ".join(line.text for line in lines)
        number = lines[0].number if lines else None
        blocks.append(LayoutBlock(b.start, b.end, b.role, text, "gold", b.level, number))  # type: ignore[arg-type]
    return blocks, [b.section for b in report.blocks]


def sequence(report: GoldReport, *, headings: bool = True) -> LabelledReport:
    """The report's labelled blocks; without ``headings`` every heading block is left out, as if the report had none."""
    blocks, sections = gold_blocks(report)
    if not headings:
        kept = [i for i, b in enumerate(blocks) if b.role != "heading"]
        blocks, sections = [blocks[i] for i in kept], [sections[i] for i in kept]
    found = witnesses(blocks)
    return LabelledReport(
        report.id,
        block_inputs(blocks, found),
        [w for w in found if w is not None],
        [b.role == "heading" for b, w in zip(blocks, found, strict=True) if w is not None],
        [s for s, w in zip(sections, found, strict=True) if w is not None and s is not None],
    )


def split(reports: Sequence[GoldReport], file: Path) -> tuple[list[GoldReport], list[GoldReport]]:
    """Train and test reports by the recorded split; a report that the file does not name as test is for training."""
    test = set(tomllib.loads(file.read_text("utf-8"))["test"])
    return [r for r in reports if r.id not in test], [r for r in reports if r.id in test]
