"""A PDF opened with PDFium: pages, each with its characters and ruling lines in points from the top left corner of what is read.

PDFium is one library for the whole process and not safe to enter from two threads, so a lock guards all of it.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as pdfium

from gkbg_nlp.readers.errors import ReadError
from gkbg_nlp.readers.pdf.drawing import drawing
from gkbg_nlp.readers.pdf.fonts import stand_in
from gkbg_nlp.readers.pdf.glyphs import glyphs
from gkbg_nlp.readers.pdf.limits import MAX_PAGE_SIDE, MAX_PAGES
from gkbg_nlp.readers.pdf.page import Frame, Page

_LOCK = threading.Lock()
_MAX_TITLE = 1 << 12


class Document:
    """An open PDF. Made by :func:`opened`, and of use only inside it."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self.pages: int = pdfium.FPDF_GetPageCount(handle)

    def title(self) -> str:
        """The title of the document's information, empty where it has none."""
        size = pdfium.FPDF_GetMetaText(self._handle, b"Title", None, 0)
        if not 2 < size <= _MAX_TITLE:
            return ""
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDF_GetMetaText(self._handle, b"Title", buffer, size)
        return buffer.raw[: size - 2].decode("utf-16-le", "replace").strip()

    def page(self, number: int, budget: int) -> Page | None:
        """Page ``number`` (from 1) with at most ``budget`` characters, ``None`` where it is damaged or of an absurd size."""
        handle = pdfium.FPDF_LoadPage(self._handle, number - 1)
        if not handle:
            return None
        try:
            return _page(handle, number, budget)
        finally:
            pdfium.FPDF_ClosePage(handle)


def _page(handle: Any, number: int, budget: int) -> Page | None:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(handle, box):
        return None
    left, right = sorted((box.left, box.right))
    bottom, top = sorted((box.bottom, box.top))
    if not (1 <= right - left <= MAX_PAGE_SIDE and 1 <= top - bottom <= MAX_PAGE_SIDE):  # NaN fails too
        return None
    text = pdfium.FPDFText_LoadPage(handle)
    if not text:
        return None
    try:
        letters = glyphs(text, Frame(left, bottom, right, top), budget)
    finally:
        pdfium.FPDFText_ClosePage(text)
    frame = letters.frame
    drawn = drawing(handle, frame)
    return Page(
        number,
        frame.width,
        frame.height,
        letters.glyphs,
        rulings=drawn.rulings,
        images=drawn.images,
        cut=letters.cut,
        paths=drawn.paths,
        objects=drawn.seen,
    )


@contextmanager
def opened(data: bytes) -> Iterator[Document]:
    """Open a PDF; one that only its owner's password protects opens too.

    Raises:
        ReadError: ``encrypted`` (it asks for a password), ``unreadable`` (damaged), ``too_large`` (over 2,000 pages).
    """
    with _LOCK, stand_in():
        handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        if not handle:
            raise _refusal()
        try:
            document = Document(handle)
            if document.pages > MAX_PAGES:
                raise ReadError("too_large", f"a PDF of {document.pages:,} pages, more than the limit of {MAX_PAGES:,}")
            if document.pages < 1:
                raise ReadError("unreadable", "a damaged PDF: it has no pages")
            yield document
        finally:
            pdfium.FPDF_CloseDocument(handle)


def _refusal() -> ReadError:
    code = pdfium.FPDF_GetLastError()
    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return ReadError("encrypted", "an encrypted PDF that asks for a password; save a copy without one")
    return ReadError("unreadable", f"a damaged PDF (error {code} of PDFium)")
