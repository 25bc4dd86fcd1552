"""What a comparison needs of a tagger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gkbg_nlp.evaluation.paired import FIGURES
from gkbg_nlp.layout.block import LayoutBlock
from gkbg_nlp.report.records import SCHEMA_VERSION, Block, Entity, Meta, Report, Source

ALL_FIGURES = frozenset(f.name for f in FIGURES)
SECTION_FIGURES = frozenset({"section_acc", "section_macro_f1"})


class ContestantError(ValueError):
    """A contestant that cannot be had: the message says which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """A tagger with a name.

    Attributes:
        name: what the tables call it.
        about: what it is, in a few words.
        tag: decoded text in, report out.
        figures: the names of the figures (``paired.FIGURES``) that say something of it.
        trained_seconds: what its training took, where it was trained for the comparison.
    """

    name: str
    about: str
    tag: Callable[[str], Report]
    figures: frozenset[str] = ALL_FIGURES
    trained_seconds: float | None = None


def make_report(
    text: str, model: str, blocks: Sequence[LayoutBlock] = (), sections: Sequence[str | None] = (), entities: Sequence[Entity] = ()
) -> Report:
    """A report of nothing but blocks with a section each (``None`` where the role carries none), and entities."""
    made = [
        Block(b.start, b.end, b.role, b.level, section, None, model if section else None)
        for b, section in zip(blocks, sections, strict=True)
    ]
    return Report(SCHEMA_VERSION, None, Source("", "text"), Meta(model=model), text, made, list(entities), {}, [], [], [])
