"""A stand-in for East Asian fonts that a PDF names and does not hold.

PDFium drops a character whose glyph is empty, and without a font of the machine all of these are: a report in 仿宋 that was not embedded
would lose text on a server and keep it on a desktop. ``data/boxes.ttf`` (600 bytes, one box for every code point by a table of
format 13) gives each a shape; widths and text come from the PDF as always. The result is the same on every machine.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

import pypdfium2.raw as pdfium

_EAST_ASIAN = frozenset(
    {
        pdfium.FXFONT_SHIFTJIS_CHARSET,
        pdfium.FXFONT_HANGEUL_CHARSET,
        pdfium.FXFONT_GB2312_CHARSET,
        pdfium.FXFONT_CHINESEBIG5_CHARSET,
    }
)
_HANDLE = 1  # PDFium only asks that it is not null


@contextmanager
def stand_in() -> Iterator[None]:
    """Inside, PDFium takes the stand-in for missing East Asian fonts, and no font of the machine; behind it, all is as before.

    PDFium's fonts belong to the whole process: enter with the lock of ``document.py``.
    """
    info, _ = _boxes()
    pdfium.FPDF_SetSystemFontInfo(info)
    try:
        yield
    finally:
        pdfium.FPDF_SetSystemFontInfo(_machine())


_defaults: list[Any] = []


def _machine() -> Any:
    """PDFium's own way to the fonts of the machine. It is used up when another takes its place, so that each time needs a new one."""
    while _defaults:
        pdfium.FPDF_FreeDefaultSystemFontInfo(_defaults.pop())
    _defaults.append(pdfium.FPDF_GetDefaultSystemFontInfo())
    return _defaults[-1]


@cache
def _boxes() -> tuple[Any, list[Any]]:
    """The table of functions that PDFium asks for fonts, and the functions, which must live as long."""
    font = (files("gkbg_nlp.readers") / "data" / "boxes.ttf").read_bytes()

    def map_font(_: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:
        return _HANDLE if charset in _EAST_ASIAN else None

    def font_data(_: Any, handle: Any, table: int, buffer: Any, size: int) -> int:
        if table:  # the file as a whole is all there is
            return 0
        if buffer and size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    functions: dict[str, Callable[..., Any]] = {
        "Release": lambda _: None,
        "EnumFonts": lambda _, mapper: None,
        "MapFont": map_font,
        "GetFont": lambda _, face: None,
        "GetFontData": font_data,
        "GetFaceName": lambda _, handle, buffer, size: 0,
        "GetFontCharset": lambda _, handle: pdfium.FXFONT_GB2312_CHARSET,
        "DeleteFont": lambda _, handle: None,
    }
    info = pdfium.FPDF_SYSFONTINFO()
    info.version = 1
    kinds = {name: kind for name, kind, *_ in pdfium.FPDF_SYSFONTINFO._fields_}
    wrapped = [(name, kinds[name](function)) for name, function in functions.items()]
    for name, function in wrapped:
        setattr(info, name, function)
    return info, wrapped
