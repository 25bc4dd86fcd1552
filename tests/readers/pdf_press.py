"""Sets Chinese text as a word processor would, with reportlab: characters placed one by one, lines filled, pages numbered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames, registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
NEVER_FIRST = "，。、；：！？）》”’"
EM = 16.0


@dataclass(frozen=True)
class Box:
    """A cell to be ruled: its text, where it begins, how many rows and columns it covers."""

    text: str
    row: int
    col: int
    rowspan: int = 1
    colspan: int = 1


class Press:
    """A document being set. Distances are points from the top left corner."""

    def __init__(
        self,
        *,
        size: tuple[float, float] = (595.0, 842.0),
        columns: int = 28,
        rows: int = 24,
        header: Callable[[int], str] | None = None,
        footer: Callable[[int], str] | None = None,
        user_password: str | None = None,
        gutter: float = 0.0,
    ) -> None:
        if FONT not in getRegisteredFontNames():
            registerFont(UnicodeCIDFont(FONT))
        self._buffer = BytesIO()
        lock = None if user_password is None else StandardEncryption(user_password, ownerPassword="owner", canModify=0)
        self._canvas = Canvas(self._buffer, pagesize=size, invariant=1, pageCompression=1, encrypt=lock)
        self._size = size
        self.left = 74.0
        self.right = self.left + columns * EM
        self._pitch = 28.0
        self._top = 100.0
        self._bottom = self._top + rows * self._pitch
        self._y = self._top
        self._header, self._footer = header, footer
        self._gutter = gutter  # by which even pages are set farther to the right
        self.page = 1

    def put(self, text: str, x: float, y: float, em: float = EM) -> float:
        """Characters from ``x`` on, baseline at ``y``; a gap where Chinese meets letters, as typesetting puts it. Returns the end."""
        self._canvas.setFont(FONT, em)
        x += self._gutter * (self.page % 2 == 0)
        before = ""
        for char in text:
            if before and before.isalnum() and char.isalnum() and (before < "\u0400") != (char < "\u0400"):
                x += em / 4
            self._canvas.drawString(x, self._size[1] - y, char)
            x += stringWidth(char, FONT, em)
            before = char
        return x

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._canvas.line(x0, self._size[1] - y0, x1, self._size[1] - y1)

    def new_page(self) -> None:
        self._furniture()
        self._canvas.showPage()
        self._y = self._top
        self.page += 1

    def _furniture(self) -> None:
        if self._header:
            self.put(self._header(self.page), self.left, 60.0, 10.0)
        if self._footer:
            text = self._footer(self.page)
            x = self.right - 60 if self.page % 2 else self.left
            self.put(text, x, self._size[1] - 40.0, 12.0)

    def _room(self, height: float) -> None:
        if self._y + height > self._bottom:
            self.new_page()

    def title(self, text: str, em: float = 22.0) -> None:
        """A centred line."""
        self._room(self._pitch)
        self.put(text, (self.left + self.right - len(text) * em) / 2, self._y, em)
        self._y += self._pitch

    def paragraph(self, text: str, indent: float = 2.0) -> None:
        """Lines filled to the right margin; marks that no line begins with hang into it."""
        x = self.left + indent * EM
        line = ""
        width = self.right - x
        for piece in pieces(text):
            wide = stringWidth(line + piece, FONT, EM) + EM / 4 * joints(line + piece)
            if line and wide > width + 0.1 and piece not in NEVER_FIRST:
                self._set(line, x)
                x, width, line = self.left, self.right - self.left, ""
            line += piece
        self._set(line, x)

    def _set(self, line: str, x: float) -> None:
        self._room(self._pitch)
        self.put(line, x, self._y)
        self._y += self._pitch

    def table(self, boxes: Sequence[Box], widths: Sequence[float], height: float = 30.0, em: float = 9.0) -> None:
        """A ruled table over the pages it needs; a cell over several rows must not cross a page border."""
        starts = [self.left + sum(widths[:col]) for col in range(len(widths) + 1)]
        count = max(box.row + box.rowspan for box in boxes)
        tops: list[float] = []
        for row in range(count):
            if self._y + height > self._bottom:
                self._draw([b for b in boxes if b.row in range(row - len(tops), row)], tops, row - len(tops), starts, height, em)
                self.new_page()
                tops = []
            tops.append(self._y)
            self._y += height
        self._draw([b for b in boxes if b.row >= count - len(tops)], tops, count - len(tops), starts, height, em)
        self._y += self._pitch

    def _draw(self, boxes: Sequence[Box], tops: Sequence[float], first: int, starts: Sequence[float], height: float, em: float) -> None:
        for box in boxes:
            x0, x1 = starts[box.col], starts[box.col + box.colspan]
            y0 = tops[box.row - first]
            y1 = y0 + box.rowspan * height
            for line in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                self.line(*line)
            lines = wrapped(box.text, x1 - x0 - 6, em)
            y = (y0 + y1) / 2 - len(lines) * (em + 1) / 2 + em
            for text in lines:
                self.put(text, x0 + 3, y, em)
                y += em + 1

    def image(self, width: float, height: float) -> None:
        """A grey picture in the top left corner of the page."""
        picture = ImageReader(Image.new("L", (8, 8), 128))
        self._canvas.drawImage(picture, 0, self._size[1] - height, width, height)

    @property
    def canvas(self) -> Canvas:
        return self._canvas

    def bytes(self) -> bytes:
        """The document, ended."""
        self._furniture()
        self._canvas.showPage()
        self._canvas.save()
        return self._buffer.getvalue()


def pieces(text: str) -> list[str]:
    """Characters, but letters and digits that stand together as one."""
    found: list[str] = []
    for char in text:
        if found and char < "\u0400" and char != " " and found[-1][-1] < "\u0400" and found[-1] != " ":
            found[-1] += char
        else:
            found.append(char)
    return found


def joints(text: str) -> int:
    return sum(a.isalnum() and b.isalnum() and (a < "\u0400") != (b < "\u0400") for a, b in pairwise(text))


def wrapped(text: str, width: float, em: float) -> list[str]:
    lines, line = [], ""
    for piece in pieces(text):
        if line and stringWidth(line + piece, FONT, em) + em / 4 * joints(line + piece) > width:
            lines.append(line)
            line = ""
        line += piece
    return [*lines, line] if line else lines
