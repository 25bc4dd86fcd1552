"""DOCX: the text that Word shows, with automatic numbers, tables and headings; no headers, footers and comments."""

from __future__ import annotations

from gkbg_nlp.readers.decoded import Content
from gkbg_nlp.readers.errors import ReadError
from gkbg_nlp.readers.magic import LOCKED, name_kind
from gkbg_nlp.report.markup import Markup


def read(data: bytes) -> Content:
    """The text of a DOCX file; nothing in it is run, nothing it refers to is fetched.

    Findings: ``unreadable_part``, ``foreign_part``, ``unknown_symbol``, ``absurd_table``, ``contents_left_out``.

    Raises:
        ReadError: ``encrypted``, ``scanned`` (pictures and no text), ``too_large`` (a zip bomb, an absurd table), ``unreadable`` (damaged, no document inside).
    """
    # Here because they load python-docx, which reading a text does not need.
    from gkbg_nlp.readers.word.blocks import BlockReader
    from gkbg_nlp.readers.word.limits import open_package
    from gkbg_nlp.readers.word.parts import load_parts, w
    from gkbg_nlp.readers.word.render import render

    if name_kind(data) == LOCKED:
        raise ReadError("encrypted", "an Office document protected by a password; save it without one")
    package = open_package(data)
    parts = load_parts(package)
    reader = BlockReader(parts)
    body = parts.document.find(w("body"))
    blocks = [] if body is None else reader.blocks(body)
    rendered = render([*blocks, *reader.note_blocks()])
    if not rendered.lines and (pictures := package.count_pictures()):
        raise ReadError(
            "scanned", f"a DOCX document of {pictures} pictures and no text; run OCR on them first (for example ocrmypdf -l chi_sim)"
        )
    facts = {"title": parts.title} if parts.title else {}
    markup = Markup(tuple(rendered.tables), tuple(rendered.headings), facts=facts)
    return Content(rendered.text, None, (*parts.findings, *reader.findings()), markup)
