"""Lines that an export glued or framed: a page laid out as a table of one cell, a title run into the text, a chapter behind a sentence."""

from __future__ import annotations

import itertools

from gkbg_nlp.taxonomy.patterns import first_hit, load_rules
from gkbg_nlp.taxonomy.precompiled import compiled
from gkbg_nlp.taxonomy.sections import Sections, squeeze

_PROSE_MIN = 24  # characters of a cell that can be running text
_TITLE_GLUED = compiled(r"[^。,;:《》|]{6,60}(?:年度报告|年报|工作报告)(?=本(?:年度)?(?:报告|年报)[^。,;:]{2})")
_CHAPTER_GLUED = compiled(r"(?<=[。;!?])[一二三四五六七八九十]{1,3}、([^。,;:!?\s]{2,20})$")
CLOSED = frozenset("。,;:!?")
"""What no heading glued to the end of a line ends with."""
_ALONE = 0.6  # of a glued chapter's words that a section's wordings explain


def framed_cell(text: str) -> tuple[int, int] | None:
    """The span of the only filled cell of a row that frames a title or running text, ``None`` for any other line.

    Sites lay a whole page out as a table: its title and its text are rows of one cell, which is no row of figures.
    """
    if "|" not in text:
        return None
    cell = text.strip("| ")
    if not cell or "|" in cell or "\t" in cell:
        return None
    rules = load_rules("layout.toml")
    title = "。" not in cell and first_hit(rules["title"], cell) is not None
    prose = len(cell) >= _PROSE_MIN and "。" in cell
    if not (title or prose) or first_hit(rules["table"], cell) is not None:
        return None
    begin = text.index(cell)
    return begin, begin + len(cell)


def may_glue_title(text: str) -> bool:
    """Whether a title may run into its text somewhere: without these words :func:`glued_parts` cuts behind no title."""
    return "报本" in text or "告本" in text


def may_glue_chapter(text: str) -> bool:
    """Whether :func:`glued_parts` may cut before a chapter: a sentence's mark, and behind two characters at least a 、 near the end."""
    if text[-1] in CLOSED or text.rfind("、", -21) < 2:
        return False
    return "。" in text or ";" in text or "!" in text or "?" in text


def glued_parts(text: str, sections: Sections) -> list[tuple[int, int]]:
    """The spans of a line's parts where an export lost the break behind a title or before a chapter's heading; the whole line else."""
    cuts = []
    if title := _TITLE_GLUED.match(text):
        cuts.append(title.end())
    if chapter := _CHAPTER_GLUED.search(text):
        named = sections.read(squeeze(chapter[1]))
        if named and named.coverage >= _ALONE:
            cuts.append(chapter.start())
    edges = [0, *cuts, len(text)]
    return list(itertools.pairwise(edges))
