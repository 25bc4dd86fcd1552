"""Where the parts of a compiled report stand in its source file, for messages that name file and line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

_KEY = re.compile(r"\s*([A-Za-z_][\w-]*)\s*=")


class CorpusError(ValueError):
    """A report that breaks the grammar: each of ``messages`` names file, line and mend; the words are all of them, one a line."""

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


@dataclass(slots=True)
class SourceMap:
    """Lines (from 1) of a report's source: of text offsets and of the header's keys; 0 where there is no source."""

    path: str = ""
    keys: dict[str, int] = field(default_factory=dict)
    _offsets: list[int] = field(default_factory=list)
    _lines: list[int] = field(default_factory=list)

    def add(self, offset: int, line: int) -> None:
        """The text from ``offset`` on stands on ``line``; offsets come ascending."""
        self._offsets.append(offset)
        self._lines.append(line)

    def line(self, offset: int) -> int:
        """The source line of the character at ``offset``."""
        found = bisect_right(self._offsets, offset)
        return self._lines[max(0, found - 1)] if self._lines else 0


def header_keys(lines: Iterable[str]) -> dict[str, int]:
    """The line of each key of a header whose ``+++`` is line 1; of a key that stands twice the last."""
    return {match[1]: number for number, line in enumerate(lines, 2) if (match := _KEY.match(line))}
