"""The sentences that reports are generated from, read from ``data/grammar.toml`` and made quick to draw.

``[a|b|c]`` draws one of several wordings, ``{name}`` stands for a word of a list, a fact of the report or a number.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

_PIECE = re.compile(r"\{(\w+)\}|\[([^\[\]]*)\]")


class GrammarError(ValueError):
    """A sentence that cannot be drawn: the message has it."""


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence cut into what is fixed and what is drawn: strings, names of slots (``names``) and lists of wordings.

    ``pieces`` holds strings, one-element tuples with the name of a slot, and lists of templates to choose from.
    """

    pieces: tuple[str | tuple[str] | tuple[Template, ...], ...]

    def draw(self, rng: Random, slot: Callable[[str], str]) -> str:
        """One sentence; ``slot`` gives what stands for a name."""
        out = []
        for piece in self.pieces:
            if isinstance(piece, str):
                out.append(piece)
            elif isinstance(piece[0], str):
                out.append(slot(piece[0]))
            else:
                chosen = piece[int(rng.random() * len(piece))]
                assert isinstance(chosen, Template)
                out.append(chosen.draw(rng, slot))
        return "".join(out)

    def names(self) -> set[str]:
        """The names of all its slots."""
        found: set[str] = set()
        for piece in self.pieces:
            if isinstance(piece, tuple):
                for one in piece:
                    found |= {one} if isinstance(one, str) else one.names()
        return found


def compile_template(source: str) -> Template:
    """A sentence of the grammar.

    Raises:
        GrammarError: a bracket or a brace has no partner.
    """
    pieces: list[str | tuple[str] | tuple[Template, ...]] = []
    at = 0
    for match in _PIECE.finditer(source):
        pieces.append(source[at : match.start()])
        if match[1]:
            pieces.append((match[1],))
        else:
            pieces.append(tuple(compile_template(wording) for wording in match[2].split("|")))
        at = match.end()
    pieces.append(source[at:])
    if any(mark in piece for piece in pieces if isinstance(piece, str) for mark in "{}[]|"):
        raise GrammarError(f"a bracket without its partner, or one inside another: {source}")
    return Template(tuple(piece for piece in pieces if piece))


@dataclass(frozen=True, slots=True)
class Chapter:
    """A top-level chapter: its section, the wordings of its heading, the share of reports that have it."""

    section: str
    headings: tuple[Template, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Grammar:
    """All of ``data/grammar.toml``. ``chapters`` are those of the ``old`` form (to 2018) and of the ``new`` one."""

    words: Mapping[str, Sequence[Template]]
    sentences: Mapping[str, Sequence[Template]]
    chapters: Mapping[str, Sequence[Chapter]]
    heads: Mapping[str, Sequence[Template]]
    tables: Mapping[str, Sequence[Template]]
    page: Mapping[str, Sequence[Template]]

    def names(self) -> set[str]:
        """Every slot that is named anywhere."""
        headings = [heading for form in self.chapters.values() for chapter in form for heading in chapter.headings]
        groups = [
            *self.words.values(),
            *self.sentences.values(),
            *self.heads.values(),
            *self.tables.values(),
            *self.page.values(),
            headings,
        ]
        return {name for group in groups for template in group for name in template.names()}


@cache
def load_grammar() -> Grammar:
    """The shipped grammar."""
    source = tomllib.loads((files("gkbg_nlp.benchmark") / "data" / "grammar.toml").read_text("utf-8"))

    def compiled(part: str) -> dict[str, tuple[Template, ...]]:
        return {name: tuple(map(compile_template, lines)) for name, lines in source[part].items()}

    chapters = {
        form: tuple(Chapter(row["section"], tuple(map(compile_template, row["headings"])), row["share"]) for row in rows)
        for form, rows in source["chapters"].items()
    }
    return Grammar(compiled("words"), compiled("sentences"), chapters, compiled("heads"), compiled("tables"), compiled("page"))
