"""Noise that changes which blocks there are: headings lost, made general or numbered anew, chapters moved, page noise, a cut tail."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from gkbg_nlp.corpus.annotated import LABELED_ROLES
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.numbering import read_numbering
from gkbg_nlp.training.augment_draft import Draft, Piece

_HAN = "〇一二三四五六七八九十"
GENERAL = "overview"
"""The label of a general heading over blocks of several sections (annotation guide)."""


def _heads(draft: Draft) -> list[int]:
    return [i for i, p in enumerate(draft.pieces) if p.role == "heading"]


def _drop_unless_bare(draft: Draft, places: Sequence[int]) -> bool:
    """Drop pieces if another that carries a section remains."""
    gone = set(places)
    if not gone or not any(p.section is not None for i, p in enumerate(draft.pieces) if i not in gone):
        return False
    draft.drop(gone)
    return True


def lose_all_headings(draft: Draft, rng: np.random.Generator, share: float) -> bool:
    """Every heading goes; ``share`` is not used."""
    return _drop_unless_bare(draft, _heads(draft))


def lose_headings(draft: Draft, rng: np.random.Generator, share: float) -> bool:
    """Each heading goes with probability ``share``. The blocks below keep their labels: they now stand below another heading or none."""
    return _drop_unless_bare(draft, [i for i in _heads(draft) if rng.random() < share])


def _below(draft: Draft, head: int) -> set[str]:
    """The sections of the paragraphs and tables under a heading, inner headings' included."""
    level = draft.pieces[head].level or 1
    found = set()
    for piece in draft.pieces[head + 1 :]:
        if piece.role == "heading" and (piece.level or 1) <= level:
            break
        if piece.role != "heading" and piece.section is not None:
            found.add(piece.section)
    return found


def make_headings_general(draft: Draft, rng: np.random.Generator, share: float, slogans: Sequence[str]) -> bool:
    """Each heading's words become a slogan's with probability ``share``; its number stays.

    Over blocks of one section it keeps its label, over several it takes :data:`GENERAL`. A heading with marked entities stays.
    """
    changed = False
    for i in _heads(draft):
        piece = draft.pieces[i]
        if rng.random() >= share or piece.entities or "\n" in piece.text:
            continue
        slogan = slogans[int(rng.integers(len(slogans)))]
        number = read_numbering(fold(piece.text))
        piece.edit([(number.end if number else 0, len(piece.text), slogan)])
        below = _below(draft, i)
        if len(below) > 1:
            piece.section = GENERAL
        changed = True
    return changed


def _han(value: int) -> str:
    tens, ones = divmod(value, 10)
    return (("" if tens == 1 else _HAN[tens]) + "十" if tens else "") + (_HAN[ones] if ones else "")


# One style a row: what a number of level 1 and of level 2 becomes, as (text, level); None takes the number away. Levels are those
# that the annotation guide gives the marks.
_STYLES = (
    lambda n, level: (f"第{_han(n)}部分　", 1) if level == 1 else None,
    lambda n, level: (f"{n}、", 3) if level == 1 else (f"（{n}）", 4),
    lambda n, level: (f"{n}.", 3) if level == 1 else (f"（{n}）", 4),
    lambda n, level: (f"{_han(n)}．", 1) if level == 1 else (f"({_han(n)})", 2),
    lambda n, level: ("", level),
)


def renumber_headings(draft: Draft, rng: np.random.Generator, share: float) -> bool:
    """All 一、 and （一） become numbers of another style, or go; ``share`` is not used.

    A report with other numbers keeps them all: its levels would no longer fit together.
    """
    numbered = [(draft.pieces[i], read_numbering(fold(draft.pieces[i].text))) for i in _heads(draft)]
    style = _STYLES[int(rng.integers(len(_STYLES)))]
    if not any(n for _, n in numbered) or any(n and (n.form not in ("han", "han_bracket") or n.level != p.level) for p, n in numbered):
        return False
    if any(n and (n.end >= len(p.text) or any(e.start < n.end for e in p.entities)) for p, n in numbered):
        return False
    for piece, number in numbered:
        new = style(number.value, number.level) if number else None
        if number is None or new is None:
            continue
        rest = piece.text[number.end :]
        if not new[0] and read_numbering(fold(rest)):
            continue  # what is left would read as a number of its own
        piece.edit([(0, number.end, new[0])])
        piece.level = new[1]
    return True


def _chapters(draft: Draft) -> tuple[int, list[list[Piece]], int]:
    """Where the first chapter begins, the chapters (each begins at a heading of level 1), where what follows the last one begins."""
    pieces = draft.pieces
    end = len(pieces)
    while end and pieces[end - 1].role not in LABELED_ROLES:
        end -= 1
    starts = [i for i in range(end) if pieces[i].role == "heading" and pieces[i].level == 1]
    chapters = [pieces[a:b] for a, b in pairwise([*starts, end])]
    return (starts[0] if starts else end), chapters, end


def shuffle_chapters(draft: Draft, rng: np.random.Generator, share: float) -> bool:
    """Chapters change places, their numbers stay where they were; ``share`` is not used."""
    first, chapters, end = _chapters(draft)
    if len(chapters) < 3:
        return False
    heads = [chapter[0] for chapter in chapters]
    numbers = [read_numbering(fold(head.text)) for head in heads]
    marks = [head.text[: n.end] if n else "" for head, n in zip(heads, numbers, strict=True)]
    if any(n and any(e.start < n.end for e in head.entities) for head, n in zip(heads, numbers, strict=True)):
        return False
    order = [int(i) for i in rng.permutation(len(chapters))]
    if all(n is not None for n in numbers):
        for place, old in enumerate(order):
            number = numbers[old]
            assert number is not None  # all of them are numbered
            heads[old].edit([(0, number.end, marks[place])])
    gaps = [head.before for head in heads]
    for place, old in enumerate(order):
        heads[old].before = gaps[place]
    draft.pieces[first:end] = [piece for old in order for piece in chapters[old]]
    return order != sorted(order)


def cut_tail(draft: Draft, rng: np.random.Generator, share: float) -> bool:
    """The last blocks go, at most a part ``share`` of all.

    What the text still states is no longer known: the report has no indicators, and ``meta`` says so (``indicators_unknown``).
    """
    most = int(share * len(draft.pieces))
    if most < 1:
        return False
    left = len(draft.pieces) - int(rng.integers(1, most + 1))
    if not any(p.section is not None for p in draft.pieces[:left]):
        return False
    del draft.pieces[left:]
    draft.tail = ""
    draft.indicators = {}
    draft.meta["indicators_unknown"] = True
    return True


def add_page_noise(
    draft: Draft, rng: np.random.Generator, share: float, above: Sequence[str], below: Sequence[str], numbers: Sequence[str]
) -> bool:
    """Lines of a site's page above and below the text, and page numbers before a part ``share`` of the paragraphs and headings.

    A report without line breaks between its blocks stays as it is: there, no line can be put in.
    """
    if not any("\n" in p.before for p in draft.pieces[1:]):
        return False
    out: list[Piece] = []
    for line in _some(above, rng):
        out.append(Piece("\n" if out else "", line, "boilerplate", None, None))
    page = 0
    for i, piece in enumerate(draft.pieces):
        inside = i > 0 and "\n" in piece.before and piece.role in ("heading", "paragraph") and draft.pieces[i - 1].role == "paragraph"
        if inside and rng.random() < share:
            page += 1
            line = numbers[int(rng.integers(len(numbers)))].replace("N", str(page))
            out.append(Piece("\n", line, "boilerplate", None, None))
        if out and "\n" not in piece.before:
            piece.before = "\n" + piece.before if i == 0 else piece.before
        out.append(piece)
    behind = _some(below, rng)
    for line in behind:
        out.append(Piece("\n", line, "boilerplate", None, None))
    draft.pieces = out
    return True


def _some(lines: Sequence[str], rng: np.random.Generator) -> list[str]:
    """One to three of the lines in their order."""
    chosen = rng.choice(len(lines), size=min(len(lines), int(rng.integers(1, 4))), replace=False)
    return [lines[i] for i in sorted(int(c) for c in chosen)]
