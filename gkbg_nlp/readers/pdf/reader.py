"""PDF: the report's text in reading order, without page furniture, in paragraphs; its ruled tables as tables."""

from __future__ import annotations

from gkbg_nlp.readers.decoded import Content
from gkbg_nlp.readers.errors import ReadError
from gkbg_nlp.readers.pdf.checks import check, doubts
from gkbg_nlp.readers.pdf.document import opened
from gkbg_nlp.readers.pdf.limits import MAX_CHARACTERS, MAX_OBJECTS
from gkbg_nlp.readers.pdf.page import Page
from gkbg_nlp.readers.pdf.text import assemble


def read(data: bytes) -> Content:
    """The text, tables and page beginnings of a PDF with a text layer.

    Findings: ``scanned_pages``, ``unreadable_pages``, ``unmapped_characters``, ``page_cut``.

    Raises:
        ReadError: ``scanned`` (images of pages, no text), ``encrypted``, ``unreadable`` (damaged), ``too_large`` (pages, characters),
            ``unsupported`` (a text layer that does not name its characters), ``empty``.
    """
    pages: list[Page] = []
    broken: list[int] = []
    left, objects = MAX_CHARACTERS, MAX_OBJECTS
    with opened(data) as document:
        title = document.title()
        for number in range(1, document.pages + 1):
            page = document.page(number, left)
            if page is None:
                broken.append(number)
                continue
            pages.append(page)
            left -= len(page.glyphs)
            if left <= 0:
                raise ReadError("too_large", f"a PDF of more than {MAX_CHARACTERS:,} characters")
            objects -= page.objects
            if objects < 0:
                raise ReadError("too_large", f"a PDF of more than {MAX_OBJECTS:,} lines, shapes and images")
    check(pages, broken)
    text, markup = assemble(pages, title)
    return Content(text, None, tuple(doubts(pages, broken, text)), markup)
