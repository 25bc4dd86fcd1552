"""Whether the pages of a PDF hold text at all, and what is to be doubted of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gkbg_nlp.readers.errors import ReadError
from gkbg_nlp.readers.pdf.characters import BLANKS, is_unreadable
from gkbg_nlp.readers.pdf.page import Page
from gkbg_nlp.report.records import Finding

# A page that images cover to this share with at most so many characters (a page number, a stamp) is a scan.
_SCAN_SHARE, _SCAN_CHARACTERS = 0.3, 12
# With more than this share of its characters unnamed, no sentence is whole.
_MOST_UNREADABLE = 0.2
_MAX_SPANS = 20
_MAX_LISTED = 12
_ADVICE = "run OCR first (for example ocrmypdf -l chi_sim)"
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]+")


def check(pages: Sequence[Page], broken: Sequence[int]) -> None:
    """Refuse what holds no text to read.

    Raises:
        ReadError: ``unreadable`` (no page could be loaded), ``scanned``, ``empty``, ``unsupported``.
    """
    if not pages:
        raise ReadError("unreadable", f"a damaged PDF: none of its {len(broken):,} pages can be read")
    counts = [_letters(page) for page in pages]
    filled = [page for page, count in zip(pages, counts, strict=True) if count or page.images > 0 or page.paths]
    scans = [page for page in filled if _is_scan(page)]
    if not filled:
        raise ReadError("empty", f"a PDF of {_number(len(pages), 'empty page')}")
    if len(scans) == len(filled):
        raise ReadError("scanned", f"a scanned PDF: {_number(len(scans), 'page')} of images and no text; {_ADVICE}")
    if not sum(counts):
        raise ReadError("scanned", f"a PDF without characters: {_number(len(filled), 'page')} of drawings or images; {_ADVICE}")
    bad = sum(is_unreadable(glyph.char) for page in pages for glyph in page.glyphs)
    if bad > _MOST_UNREADABLE * sum(counts):
        message = f"a PDF whose text layer does not name its characters ({bad:,} of {sum(counts):,}); {_ADVICE} --force-ocr"
        raise ReadError("unsupported", message)


def doubts(pages: Sequence[Page], broken: Sequence[int], text: str) -> Iterator[Finding]:
    """What is missing from the text, or not sure in it."""
    scans = [page.number for page in pages if _is_scan(page)]
    if scans:
        message = f"{_number(len(scans), 'page')} of images without text: {_listed(scans)}; {_ADVICE}"
        yield Finding("scanned_pages", "warning", message)
    if broken:
        yield Finding("unreadable_pages", "warning", f"{_number(len(broken), 'damaged page')} left out: {_listed(broken)}")
    cut = [page.number for page in pages if page.cut]
    if cut:
        yield Finding("page_cut", "warning", f"too many characters on {_number(len(cut), 'page')}, the rest left out: {_listed(cut)}")
    spans = [match.span() for match in _UNREADABLE.finditer(text)]
    if spans:
        bad = sum(end - start for start, end in spans)
        message = f"the text layer does not name {_number(bad, 'character')}; U+FFFD or a private character stands for each"
        yield Finding("unmapped_characters", "warning", message, spans[:_MAX_SPANS])


def _letters(page: Page) -> int:
    return sum(glyph.char not in BLANKS for glyph in page.glyphs)


def _is_scan(page: Page) -> bool:
    letters = _letters(page)
    return (page.images >= _SCAN_SHARE and letters <= _SCAN_CHARACTERS) or (page.images > 0 and not letters)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_MAX_LISTED]))
    return shown + (f" and {len(numbers) - _MAX_LISTED:,} more" if len(numbers) > _MAX_LISTED else "")
