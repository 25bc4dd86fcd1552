"""One block as layout gives it."""

from __future__ import annotations

import msgspec

from gkbg_nlp.layout.numbering import Numbering
from gkbg_nlp.report.records import Role


class LayoutBlock(msgspec.Struct, gc=False):
    """One block: source span, role, heading level, numbering and the layout rule that gave the role.

    ``text`` is the folded text of the joined lines without Markdown marks; ``cuts`` are source spans of breaks inside.
    """

    start: int
    end: int
    role: Role
    text: str
    rule: str
    level: int | None = None
    number: Numbering | None = None
    cuts: list[tuple[int, int]] = []

    @property
    def words(self) -> str:
        """The text behind the numbering."""
        return self.text[self.number.end :] if self.number else self.text
