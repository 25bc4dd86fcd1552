"""Noise within the lines: width of punctuation and digits, traditional characters, blanks round numbers, cut lines, lost line breaks."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import numpy as np

from gkbg_nlp.corpus.annotated import BLANK
from gkbg_nlp.training.augment_draft import Draft, Edit, Piece

_FULL, _HALF = "，；：（）！？", ",;:()!?"
_TO_HALF = str.maketrans(_FULL, _HALF)
_TO_FULL = dict(zip(_HALF, _FULL, strict=True))
_HALF_SIGN = re.compile(r"(?<![0-9A-Za-z])[,;:()!?]|[,;:()!?](?![0-9A-Za-z])")  # 1,862 and 9:30 keep theirs
_TO_FULL_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
_EDGE = re.compile(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])")
_CUT = re.compile(r"(?<=[\u4e00-\u9fff]{6})(?=[\u4e00-\u9fff]{6})")
_NUMBER_SIGNS = frozenset("〇一二三四五六七八九十第")
_FIRST_LEVEL = (b"\xa4\x40", b"\xc6\x7e")  # of Big5: the 5,401 characters in common use
_BREAK = re.compile(r"[ \t\u3000]*[\r\n]+[ \t\u3000]*")
_WORD = re.compile("[\u4e00-\u9fff，。；：、（）“”《》]")


@cache
def traditional_table() -> dict[int, str]:
    """Simplified characters with one usual traditional form: the inverse, where there is one, of the variants that layout folds.

    Big5 says what is usual there: a form counts if it stands in its first level, and a character that stands in Big5 itself (局, 后, 面) is
    also written in traditional text. One with two usual forms (发: 發, 髮) is left as it is, so no word is spelled wrongly; the
    text becomes a little mixed.
    """
    forms: dict[str, list[str]] = {}
    for line in (files("gkbg_nlp.taxonomy") / "data" / "variants.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            variant, plain = line.split("\t")[:2]
            if _FIRST_LEVEL[0] <= variant.encode("big5", "ignore") <= _FIRST_LEVEL[1] and not plain.encode("big5", "ignore"):
                forms.setdefault(plain, []).append(variant)
    return {ord(plain): variants[0] for plain, variants in forms.items() if len(variants) == 1}


def half_width(draft: Draft, rng: np.random.Generator, share: float) -> bool:
    """All commas, semicolons, colons, brackets, ! and ? in half width."""
    return _spelled(draft, lambda text: text.translate(_TO_HALF))


def full_width(draft: Draft, rng: np.random.Generator, share: float) -> bool:
    """The same signs in full width, but not between digits or letters."""
    return _spelled(draft, lambda text: _HALF_SIGN.sub(lambda m: _TO_FULL[m[0]], text))


def full_width_digits(draft: Draft, rng: np.random.Generator, share: float) -> bool:
    """All digits in full width."""
    return _spelled(draft, lambda text: text.translate(_TO_FULL_DIGITS))


def traditional(draft: Draft, rng: np.random.Generator, share: float) -> bool:
    """Every character with one traditional form in that form."""
    return _spelled(draft, lambda text: text.translate(traditional_table()))


def _spelled(draft: Draft, change: object) -> bool:
    before = [p.text for p in draft.pieces]
    draft.spell(change)  # type: ignore[arg-type]
    return before != [p.text for p in draft.pieces]


def blanks_round_numbers(draft: Draft, rng: np.random.Generator, share: float) -> bool:
    """A blank between digits and Chinese characters in paragraphs, each with probability ``share``.

    Inside a mark only in COUNT and DATE: the value of the others is what is written.
    """
    changed = False
    for piece in draft.pieces:
        if piece.role != "paragraph":
            continue
        places = [m.start() for m in _EDGE.finditer(piece.text) if rng.random() < share]
        edits: list[Edit] = [(at, at, " ") for at in places if _outside(piece, at, ("COUNT", "DATE"))]
        piece.edit(edits)
        changed |= bool(edits)
    return changed


def _outside(piece: Piece, at: int, may: tuple[str, ...] = ()) -> bool:
    """Whether an insertion at ``at`` falls inside no mark but those of the labels ``may``."""
    return not any(e.start < at < e.end and e.label not in may for e in piece.entities)


def cut_lines(draft: Draft, rng: np.random.Generator, share: float) -> bool:
    """A line break inside a part ``share`` of the paragraphs, between characters of one clause and outside every mark.

    In a report whose blocks do not all stand on lines of their own nothing is cut.
    """
    if not all("\n" in p.before for p in draft.pieces[1:]):
        return False
    changed = False
    for piece in draft.pieces:
        if piece.role != "paragraph" or rng.random() >= share:
            continue
        # the new line must not read as a numbered one, nor the old one as a heading of a few words
        places = [
            m.start() for m in _CUT.finditer(piece.text, 20) if piece.text[m.start()] not in _NUMBER_SIGNS and _outside(piece, m.start())
        ]
        if places:
            at = places[int(rng.integers(len(places)))]
            piece.edit([(at, at, "\n")])
            changed = True
    return changed


def one_line(draft: Draft, rng: np.random.Generator, share: float) -> bool:
    """All line breaks become a blank (or two U+3000) between blocks; inside a block they go, or leave a blank between words of digits."""
    if len(draft.pieces) < 2:
        return False
    gap = " " if rng.random() < 0.5 else "\u3000\u3000"
    for i, piece in enumerate(draft.pieces):
        piece.before = gap if i else ""
        edits: list[Edit] = []
        for match in _BREAK.finditer(piece.text):
            joined = piece.role == "paragraph" and _WORD.match(piece.text[match.start() - 1]) and _WORD.match(piece.text[match.end()])
            edits.append((match.start(), match.end(), "" if joined else " "))
        piece.edit(edits)
    draft.tail = draft.tail.strip(BLANK)
    return True
