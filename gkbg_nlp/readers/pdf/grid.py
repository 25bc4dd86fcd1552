"""Ruling lines of a page -> grids of cells, merged ones with the rows and columns they cover."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gkbg_nlp.readers.pdf.limits import MAX_GRID
from gkbg_nlp.readers.pdf.page import Ruling

# Points. Lines this near are one border (double lines, borders of neighbours); no row or column of text is so narrow.
_SNAP = 4.0
# Lines that were compared with each other at most; more are hatching.
_MAX_CROSSINGS = 1_000_000

_Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid; rows and columns count from 0."""

    row: int
    col: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One ruled table: where its columns (``xs``) and rows (``ys``) are parted, outer borders among them, in points; its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]

    def holds(self, x: float, y: float) -> bool:
        """Whether the point is inside the outer borders."""
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]


def grids(rulings: Iterable[Ruling]) -> list[Grid]:
    """The tables that lines make, from the top down: at least two columns, closed all around or open at the sides."""
    lines = list(rulings)
    level = _joined([(line.y0, (line.x0, line.x1)) for line in lines if line.y0 == line.y1 and line.x0 != line.x1])
    upright = _joined([(line.x0, (line.y0, line.y1)) for line in lines if line.x0 == line.x1 and line.y0 != line.y1])
    if not level or not upright or len(level) * len(upright) > _MAX_CROSSINGS:
        return []
    found = [_grid(levels, uprights) for levels, uprights in _groups(level, upright)]
    return sorted((grid for grid in found if grid is not None), key=lambda grid: grid.ys[0])


def _snapped(values: Iterable[float]) -> dict[float, float]:
    """Each value -> the middle of those that lie together with it."""
    groups: list[list[float]] = []
    for value in sorted(set(values)):
        if groups and value - groups[-1][0] <= _SNAP:
            groups[-1].append(value)
        else:
            groups.append([value])
    return {value: (group[0] + group[-1]) / 2 for group in groups for value in group}


def _joined(lines: Sequence[tuple[float, _Span]]) -> list[tuple[float, _Span]]:
    """(place, from and to) with pieces on one line put together; what stays as short as a gap is no border."""
    places = _snapped(place for place, _ in lines)
    spans: defaultdict[float, list[_Span]] = defaultdict(list)
    for place, span in lines:
        spans[places[place]].append(span)
    result: list[tuple[float, _Span]] = []
    for place, pieces in spans.items():
        start, end = None, 0.0
        for first, last in sorted(pieces):
            if start is None:
                start, end = first, last
            elif first - end <= _SNAP:
                end = max(end, last)
            else:
                result.append((place, (start, end)))
                start, end = first, last
        if start is not None:
            result.append((place, (start, end)))
    return [(place, (start, end)) for place, (start, end) in result if end - start > _SNAP]


_Lines = list[tuple[float, _Span]]


def _groups(level: _Lines, upright: _Lines) -> Iterable[tuple[_Lines, _Lines]]:
    """Lines that hang together by crossing or touching."""
    parent = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, (y, (left, right)) in enumerate(level):
        for j, (x, (top, bottom)) in enumerate(upright, len(level)):
            if left - _SNAP <= x <= right + _SNAP and top - _SNAP <= y <= bottom + _SNAP:
                parent[root(i)] = root(j)
    members: defaultdict[int, tuple[_Lines, _Lines]] = defaultdict(lambda: ([], []))
    for index, line in enumerate(level):
        members[root(index)][0].append(line)
    for index, line in enumerate(upright, len(level)):
        members[root(index)][1].append(line)
    return members.values()


def _borders(own: _Lines, across: _Lines) -> list[float]:
    """Where the lines ``own`` stand, and the ends of ``across`` where several of them run on to an open side."""
    places = sorted({place for place, _ in own})
    if not places:
        return []
    starts = [start for _, (start, _) in across if start < places[0] - _SNAP]
    ends = [end for _, (_, end) in across if end > places[-1] + _SNAP]
    return ([min(starts)] if len(starts) > 1 else []) + places + ([max(ends)] if len(ends) > 1 else [])


def _grid(level: _Lines, upright: _Lines) -> Grid | None:
    xs, ys = _borders(upright, level), _borders(level, upright)
    rows, cols = len(ys) - 1, len(xs) - 1
    if rows < 1 or cols < 2 or rows * cols > MAX_GRID:
        return None
    right = _walls(xs, ys, upright)
    below = _walls(ys, xs, level)
    cells: list[GridCell] = []
    taken = [[False] * cols for _ in range(rows)]
    for row in range(rows):
        for col in range(cols):
            if not taken[row][col]:
                cell = _cell(row, col, rows, cols, right, below, taken)
                cells.append(cell)
                for y in range(row, row + cell.rowspan):
                    taken[y][col : col + cell.colspan] = [True] * cell.colspan
    if len({cell.col for cell in cells}) < 2:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(cells))


def _walls(places: Sequence[float], along: Sequence[float], lines: _Lines) -> list[list[bool]]:
    """``walls[p][a]``: whether a line stands at ``places[p]`` over the middle between ``along[a]`` and ``along[a + 1]``."""
    index = {place: number for number, place in enumerate(places)}
    middles = [(first + second) / 2 for first, second in pairwise(along)]
    walls = [[False] * len(middles) for _ in places]
    for place, (start, end) in lines:
        first, last = bisect_left(middles, start), bisect_left(middles, end)
        walls[index[place]][first:last] = [True] * (last - first)
    return walls


def _cell(row: int, col: int, rows: int, cols: int, right: list[list[bool]], below: list[list[bool]], taken: list[list[bool]]) -> GridCell:
    """The largest rectangle without a wall in it that begins here: to the right first, then down."""
    width = 1
    while col + width < cols and not right[col + width][row] and not taken[row][col + width]:
        width += 1
    height = 1
    while row + height < rows and _open(row + height, col, width, right, below):
        height += 1
    return GridCell(row, col, height, width)


def _open(row: int, col: int, width: int, right: list[list[bool]], below: list[list[bool]]) -> bool:
    """Whether no wall parts these columns of a row from the row above, nor from each other."""
    return not any(below[row][c] for c in range(col, col + width)) and not any(right[c][row] for c in range(col + 1, col + width))
