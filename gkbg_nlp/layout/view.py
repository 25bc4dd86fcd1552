"""The joined view of a report: folded text in which a block is one line, with a map back to the source.

Rules match on the view, where a word that a page break cut is whole again and no match can leave its block.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence


class View:
    """Folded text without the line breaks inside blocks.

    Attributes:
        text: the joined copy; blocks are parted by ``\\n``, which no block holds.
        bounds: view offsets at which each block starts, ascending.
    """

    __slots__ = ("_jumps", "_kept", "bounds", "text")

    def __init__(
        self, folded: str, spans: Sequence[tuple[int, int]], breaks: Iterable[tuple[int, int]], cells: Collection[int] = ()
    ) -> None:
        """``spans`` are the blocks, ``breaks`` the spans to leave out (a cut inside a block), both ascending.

        ``cells`` are the starts of blocks whose tabs and line breaks part the cells of a table: no match crosses those.
        """
        self.bounds: list[int] = []
        self._kept: list[int] = []  # view offset at which each kept piece starts
        self._jumps: list[int] = []  # source offset of the same place
        cuts = list(breaks)
        if cells or cuts:
            self._take(folded, spans, cuts, cells)
        else:
            self._take_whole(folded, spans)

    def _take_whole(self, folded: str, spans: Sequence[tuple[int, int]]) -> None:
        """Take blocks in which nothing is left out."""
        parts = [folded[start:end] for start, end in spans]
        parts.append("")
        text = "\n".join(parts)
        if text.count("\n") != len(spans):
            text = "\n".join([part.replace("\n", " ") for part in parts])
        size, bounds = 0, self.bounds
        for start, end in spans:
            bounds.append(size)
            size += end - start + 1
        self._kept = bounds
        self._jumps = [start for start, _ in spans]
        self.text = text.replace("\t", " ")

    def _take(self, folded: str, spans: Sequence[tuple[int, int]], cuts: list[tuple[int, int]], cells: Collection[int]) -> None:
        parts: list[str] = []
        size, bounds, kept, jumps = 0, self.bounds, self._kept, self._jumps
        pending = [*cuts, (len(folded) + 1, 0)]  # the last is behind all blocks
        pending.reverse()
        cut = pending[-1][0]
        for start, end in spans:
            bounds.append(size)
            at = start
            while cut < end:
                _, behind = pending.pop()
                if cut >= at:
                    kept.append(size)
                    jumps.append(at)
                    parts.append(folded[at:cut].replace("\n", " "))
                    size += cut - at
                    at = behind
                cut = pending[-1][0]
            kept.append(size)
            jumps.append(at)
            piece = folded[at:end]
            if "\n" in piece or start in cells:
                piece = piece.replace("\n", "|").replace("\t", "|") if start in cells else piece.replace("\n", " ")
            parts.append(piece)
            parts.append("\n")
            size += end - at + 1
        self.text = "".join(parts).replace("\t", " ")

    def source_start(self, offset: int) -> int:
        """The source offset of the character at a view offset."""
        piece = bisect_right(self._kept, offset) - 1
        return self._jumps[piece] + offset - self._kept[piece]

    def source_end(self, offset: int) -> int:
        """The source offset just behind the character before a view offset (end exclusive)."""
        return self.source_start(offset - 1) + 1

    @property
    def pieces(self) -> tuple[Sequence[int], Sequence[int]]:
        """Where the parts without a break start, in the view and in the source; both ascending."""
        return self._kept, self._jumps

    def block_at(self, offset: int) -> int:
        """The index of the block that holds a view offset."""
        return bisect_right(self.bounds, offset) - 1

    def view_offset(self, source: int) -> int:
        """The view offset of a source offset; one inside a left-out break gives the character behind it."""
        piece = max(0, bisect_right(self._jumps, source) - 1)
        limit = self._kept[piece + 1] if piece + 1 < len(self._kept) else len(self.text)
        return min(self._kept[piece] + source - self._jumps[piece], limit)
