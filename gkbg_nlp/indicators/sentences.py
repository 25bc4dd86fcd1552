"""Whole sentences with masked numbers: what the readers of the statistics form's indicators match."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import groupby
from operator import attrgetter
from typing import Literal

from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.indicators.signs import sign


@dataclass
class Sentence:
    """The clauses of one sentence; ``text`` joins them by commas."""

    parts: Sequence[Clause]
    text: str
    section: str | None
    role: str
    block: int

    @cached_property
    def clause(self) -> Clause:
        """The sentence as one clause, with the places and numbers of its parts; few sentences need it."""
        if len(self.parts) == 1:
            return self.parts[0]
        places: list[int] = []
        for part in self.parts:
            if places:
                places.append(places[-1])  # the comma belongs to what stands before it
            places.extend(part.places)
        return replace(self.parts[0], text=self.text, places=places)


def join_sentences(clauses: Sequence[Clause]) -> list[Sentence]:
    """The sentences of the clauses in order, those of tables too."""
    out = []
    for _, group in groupby(clauses, attrgetter("sentence")):
        parts = list(group)
        first = parts[0]
        text = first.text if len(parts) == 1 else ",".join([c.text for c in parts])
        out.append(Sentence(parts, text, first.section, first.role, first.block))
    return out


def scope_of(before: str) -> Literal["body", "area"] | None:
    """Whose figure follows these words of its sentence: the nearest that says so decides, ``None`` where none does."""
    last = None
    for last in _whose().finditer(before):  # noqa: B007 - the last one is wanted
        pass
    if last is None:
        return None
    return "area" if last.lastgroup == "area" else "body"


@cache
def _whose() -> re.Pattern[str]:
    """Both signs as one pattern that begins with the characters that any of them begins with."""
    parts = [f"(?P<{name}>{re.sub(r'[(](?![?])', '(?:', sign(name).pattern)})" for name in ("area", "body")]
    return re.compile("(?=[全我本各所县市区省局厅机委])(?:" + "|".join(parts) + ")")
