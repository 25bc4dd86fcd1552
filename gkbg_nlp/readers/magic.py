"""What a file's first bytes say it is."""

from __future__ import annotations

# The kinds that a reader may claim; all others are only named.
PDF = "a PDF document"
DOCX = "a DOCX document"
DOC = "a DOC document"
RTF = "an RTF document"
ODT = "an OpenDocument text"
WORD_XML = "a Word XML document"
LOCKED = "an Office document protected by a password"
HTML = "an HTML page"
ZIP = "a ZIP archive"
OLD_OFFICE = "an old Office document"
ARCHIVES = frozenset({ZIP, "a gzip archive", "a bzip2 archive", "an xz archive"})
"""Those that a batch opens as folders."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"%PDF-", PDF),
    (b"{\\rtf", RTF),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"BZh9", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x7fELF", "a program (ELF)"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"ID3\x03", "an MP3 recording"),
    (b"ID3\x04", "an MP3 recording"),
    (b"MIME-Version: 1.0", "a web archive (MHTML)"),
)

# Of nearly every text the first byte tells that it is none of them.
_FIRST = frozenset(signature[:1] for signature, _ in _SIGNATURES)
_XML_FIRST = (b"<", b"\xef", b"\xbb", b"\xbf")

# The container of old Office formats names its streams in UTF-16.
_STREAMS: tuple[tuple[bytes, str], ...] = (
    ("EncryptedPackage".encode("utf-16-le"), LOCKED),
    ("WordDocument".encode("utf-16-le"), DOC),
    ("Workbook".encode("utf-16-le"), "an XLS workbook"),
    ("PowerPoint Document".encode("utf-16-le"), "a PPT presentation"),
)

# A ZIP archive says what it holds by the names of its members, which stand before each of them and all at the end.
_ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"word/", DOCX),
    (b"xl/", "an XLSX workbook"),
    (b"ppt/", "a PPTX presentation"),
    (b"OFD.xml", "an OFD document"),
    (b"application/epub", "an EPUB book"),
    (b"application/vnd.oasis.opendocument.text", ODT),
    (b"application/vnd.oasis", "an OpenDocument file"),
)


def name_kind(data: bytes) -> str | None:
    """What the bytes seem to be, with its article (``a JPEG image``), or ``None`` where no signature fits; HTML has none."""
    if data[:1] in _FIRST and (signed := next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)):
        return signed
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        names = data[:65536] + data[-65536:]
        return next((kind for mark, kind in _ZIPPED if mark in names), ZIP)
    if data.startswith(_OLE):
        return next((kind for mark, kind in _STREAMS if mark in data), OLD_OFFICE)
    if data.find(b"\n%PDF-", 0, 1024) >= 0:  # readers of PDF forgive lines before it
        return PDF
    if data[:1] in _XML_FIRST and data.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml") and b'progid="Word.Document"' in data[:1024]:
        return WORD_XML
    if data.startswith(b"RIFF") and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return {b"WEBP": "a WebP image", b"WAVE": "a WAV recording", b"AVI ": "an AVI film"}[data[8:12]]
    if data[4:8] == b"ftyp":
        return "an MP4 film or HEIC image"
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":  # two letters alone would hit text
        return "a BMP image"
    if data.startswith(b"MZ") and b"\0" in data[:64]:
        return "a program (Windows)"
    return None


def looks_like_html(data: bytes) -> bool:
    """Whether the bytes open as an HTML page."""
    head = data[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:1] != b"<":
        return False
    head = head.lower()
    return head.startswith((b"<!doctype html", b"<html")) or (head.startswith((b"<?xml", b"<!--")) and b"<html" in head)
