"""From annotated reports to the blocks, inputs and labels that training and evaluation use."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from gkbg_nlp.corpus.annotated import GoldBlock, GoldReport
from gkbg_nlp.corpus.split import read_split
from gkbg_nlp.layout.block import LayoutBlock
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.lines import split_lines
from gkbg_nlp.sections.chain import Witness, witnesses
from gkbg_nlp.sections.features import BlockInput, block_inputs
from gkbg_nlp.taxonomy.sections import Sections
from gkbg_nlp.training.augment import augment


@dataclass(slots=True)
class LabelledReport:
    """One report as training sees it: the labelled blocks' inputs, witnesses, heading flags and gold sections.

    ``dropped`` is the share of its headings that was left out, -1 for a noise variant; ``gaps`` are the rows right behind blocks that nobody labelled.
    """

    report: str
    inputs: list[BlockInput]
    found: list[Witness]
    heads: list[bool]
    gold: list[str]
    dropped: float = 0.0
    gaps: frozenset[int] = frozenset()


Forms = tuple[LabelledReport, ...]
"""One report in several forms, each with another share of its headings left out."""


def gold_blocks(report: GoldReport) -> tuple[list[LayoutBlock], list[str | None]]:
    """The gold blocks in the form that layout gives them, and their sections."""
    blocks = []
    for b in report.blocks:
        lines = split_lines(fold(report.text[b.start : b.end]).replace("\n", " " if b.role == "table" else "") or " ")
        text = " ".join(line.text for line in lines)
        number = lines[0].number if lines else None
        blocks.append(LayoutBlock(b.start, b.end, b.role, text, "gold", b.level, number))  # type: ignore[arg-type]
    return blocks, [b.section for b in report.blocks]


def sequence(
    report: GoldReport, *, headings: bool = True, taxonomy: Sections | None = None, gone: Callable[[GoldBlock], bool] | None = None
) -> LabelledReport:
    """The report's labelled blocks; without ``headings`` every heading block is left out, as if the report had none.

    ``gone`` says which further blocks are left out. Blocks that nobody labelled are context: they are no examples, but the headings
    among them stand above those that are. ``taxonomy`` is the sections', by default the shipped one.
    """
    blocks, sections = gold_blocks(report)
    stays = [(headings or b.role != "heading") and not (gone and gone(b)) for b in report.blocks]
    blocks = [b for b, stay in zip(blocks, stays, strict=True) if stay]
    sections = [s for s, stay in zip(sections, stays, strict=True) if stay]
    found = witnesses(blocks, taxonomy)
    rows = zip(blocks, sections, found, strict=True)
    carrying = [(block, section, witness) for block, section, witness in rows if witness is not None]
    inputs = block_inputs(blocks, found, taxonomy)
    kept: list[tuple[BlockInput, LayoutBlock, str | None, Witness]] = []
    gaps: set[int] = set()
    before: str | None = ""
    for one, row in zip(inputs, carrying, strict=True):
        if row[1] is not None:
            if before is None:
                gaps.add(len(kept))
            kept.append((one, *row))
        before = row[1]
    return LabelledReport(
        report.id,
        [one for one, _, _, _ in kept],
        [witness for _, _, _, witness in kept],
        [block.role == "heading" for _, block, _, _ in kept],
        [section for _, _, section, _ in kept if section is not None],
        0.0 if headings else 1.0,
        frozenset(gaps),
    )


def forms(
    reports: Sequence[GoldReport],
    dropped: Sequence[float] = (0.0, 1.0),
    *,
    cut: float = 0.0,
    variants: int = 0,
    seed: int = 0,
    taxonomy: Sections | None = None,
) -> list[Forms]:
    """Each report once for each share of headings left out: 0 as it is, 1 without any, between them drawn heading by heading.

    A form between them begins, in the share ``cut`` of reports, at a chapter drawn at random: text may come in parts, and a first block
    is not always an introduction. ``variants`` noise variants (see :mod:`gkbg_nlp.training.augment`) come after them. Draws depend on ``seed`` and the report's id alone, not on its place among the others.
    """
    found = []
    for report in reports:
        made = []
        for share in dropped:
            draw = Random(f"{seed} {share} {report.id}")
            chapters = [b.start for b in report.blocks if b.role == "heading" and b.level == 1]
            first = draw.choice(chapters) if 0 < share < 1 and chapters and draw.random() < cut else 0
            lost = {b.start for b in report.blocks if b.start < first or (b.role == "heading" and draw.random() < share)}
            one = sequence(report, headings=share < 1, taxonomy=taxonomy, gone=lambda b, lost=lost: b.start in lost)  # type: ignore[misc]
            one.dropped = share
            if one.inputs:
                made.append(one)
        for number in range(variants):
            key = zlib.crc32(f"{seed} {number} {report.id}".encode())
            one = sequence(augment(report, np.random.default_rng(key)), taxonomy=taxonomy)
            one.dropped = -1.0
            if one.inputs:
                made.append(one)
        found.append(tuple(made))
    return found


def split(reports: Sequence[GoldReport], file: Path) -> tuple[list[GoldReport], list[GoldReport]]:
    """Training and test reports by the recorded split. ``dev`` reports are looked at while rules are made: they are for training too.

    Raises:
        ValueError: a document that the split names is not there; the words name file and line.
    """
    recorded = read_split(file)
    ids = {r.id for r in reports}
    for part, names in recorded.parts.items():
        if missing := [name for name in names if name not in ids]:
            line = recorded.line_of(missing[0])
            raise ValueError(f"{file}:{line}: {part} names {missing[0]}, which is no document of the corpus: correct the id")
    parts = [(recorded.part_of(r.id), r) for r in reports]
    return [r for part, r in parts if part != "test"], [r for part, r in parts if part == "test"]
