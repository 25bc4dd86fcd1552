"""What is known of a PDF's page before its lines are read: places of characters and of ruling lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Glyph(NamedTuple):
    """One character: ``x0`` to ``x1`` from the left, ``y`` its baseline from the top, ``em`` the side of its square; all in points."""

    char: str
    x0: float
    x1: float
    y: float
    em: float


class Ruling(NamedTuple):
    """A straight line, level (``y0 == y1``) or upright (``x0 == x1``), from the left to the right and from the top down."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes:
        number: from 1.
        width, height: of the page as its text is read, in points.
        glyphs: in the order of the file, blanks of the file among them.
        rulings: lines and thin rectangles.
        images: share of the page that images cover, 0 to 1.
        cut: whether characters over the limit were left out.
        paths: whether anything is drawn.
        objects: how many lines, shapes and images were looked at.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rulings: tuple[Ruling, ...] = ()
    images: float = 0.0
    cut: bool = False
    paths: bool = False
    objects: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible part of a page in the file's own coordinates, and how many quarters it is turned clockwise to be read."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int = 0

    @property
    def width(self) -> float:
        """From left to right as it is read."""
        return self.top - self.bottom if self.quarters % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom as it is read."""
        return self.right - self.left if self.quarters % 2 else self.top - self.bottom

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file as distance from the left and from the top."""
        if self.quarters == 0:
            return x - self.left, self.top - y
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x
