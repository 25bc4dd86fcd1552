"""Which reader a file gets: by its content, whatever its name says, but a text is what its name says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.readers import ReadError, read_bytes
from gkbg_nlp.readers.magic import DOC, DOCX, HTML, LOCKED, ODT, PDF, RTF, WORD_XML, looks_like_html, name_kind
from gkbg_nlp.readers.registry import READERS, Reader, pick

MakeDocx = Callable[..., bytes]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LIMIT = 20_000_000


def zipped(name: str) -> bytes:
    return b"PK\x03\x04" + bytes(26) + name.encode()


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le")


CONTENT = {
    DOCX: zipped("word/document.xml"),
    DOC: stream("WordDocument"),
    LOCKED: stream("EncryptedPackage"),
    RTF: b"{\\rtf1\\ansi}",
    ODT: zipped("mimetypeapplication/vnd.oasis.opendocument.text"),
    PDF: b"%PDF-1.7\n",
    WORD_XML: b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><x/>',
}
FORMATS = {DOCX: "docx", DOC: "doc", LOCKED: "docx", RTF: "rtf", ODT: "odt", WORD_XML: "doc"}


@pytest.mark.parametrize("kind", CONTENT)
def test_kinds(kind: str) -> None:
    assert name_kind(CONTENT[kind]) == kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (stream("Workbook"), "an XLS workbook"),
        (stream("PowerPoint Document"), "a PPT presentation"),
        (OLE, "an old Office document"),
        (zipped("xl/workbook.xml"), "an XLSX workbook"),
        (zipped("a") + bytes(200_000) + b"word/document.xml", DOCX),
        (zipped("a"), "a ZIP archive"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "a web archive (MHTML)"),
        (b"junk\r\n%PDF-1.4", PDF),
        ("一、%PDF-1.4".encode(), None),
        (b'<?xml version="1.0"?><html/>', None),
        ("正文".encode(), None),
    ],
)
def test_more_kinds(data: bytes, kind: str | None) -> None:
    assert name_kind(data) == kind


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", ["a", "a.dat", "a.docx", "a.doc", "a.rtf", "a.odt", "A.DOCM", "a.bin.unknown"])
def test_the_content_decides(kind: str, name: str) -> None:
    assert pick(name, CONTENT[kind]).format == FORMATS[kind]


def test_a_name_decides_between_readers_of_the_same_content() -> None:
    assert pick("a.WPS", CONTENT[DOC]).format == "wps"
    assert pick("a.wps", CONTENT[DOCX]).format == "docx"
    assert pick("a.rtf", CONTENT[DOC]).format == "doc"


def other(kind: str, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A reader of ``kind`` alone beside those of this test's formats."""
    reader = Reader("other", (".other",), lambda data: pytest.fail("not to be read"), (kind,))
    kept = tuple(r for r in READERS if kind not in r.kinds)
    monkeypatch.setattr("gkbg_nlp.readers.registry.READERS", (*kept, reader))
    return reader


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><p>x", "\ufeff  <HTML>".encode()])
def test_html_under_other_names(page: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = other(HTML, monkeypatch)
    assert looks_like_html(page)
    assert pick("a.doc", page) is pick("a.docx", page) is pick("a", page) is pick("a.dat", page) is reader
    assert pick("a.txt", page).format == "text"
    assert pick("a.md", page).format == "markdown"


def test_pdf_under_other_names(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = other(PDF, monkeypatch)
    assert pick("a.docx", CONTENT[PDF]) is pick("a", CONTENT[PDF]) is reader
    with pytest.raises(ReadError, match=r"PDF document; with the suffix \.other"):
        pick("a.txt", CONTENT[PDF])


@pytest.mark.parametrize("name", ["a.doc", "a.docx", "a.wps", "a.rtf", "a", "a.dat", ".doc"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_plain_text_under_names_of_other_formats(name: str, encoding: str) -> None:
    text = "一、概述\r\n    本年度主动公开政府信息12条，收到申请3件。\r\n"
    decoded = read_bytes(text.encode(encoding), name, LIMIT)
    assert (decoded.text, decoded.format) == (text, "text")


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("kind", CONTENT)
def test_what_is_named_a_text_and_is_none_is_refused_by_its_name(name: str, kind: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes(CONTENT[kind], name, LIMIT)
    error = caught.value
    assert (error.code, error.format) == ("binary", "text" if name == "a.txt" else "markdown")
    assert error.message.startswith(f"not a text file: it seems to be {kind}")
    if kind in FORMATS:
        assert error.message.endswith(f"with the suffix .{FORMATS[kind]} it will be read as one")


@pytest.mark.parametrize("name", ["a", "a.doc", "a.docx"])
def test_content_that_no_reader_reads(name: str) -> None:
    with pytest.raises(ReadError, match="XLSX workbook; there is no reader") as caught:
        pick(name, zipped("xl/workbook.xml"))
    assert caught.value.code == "binary"


def test_a_damaged_document_is_refused_by_the_reader_of_its_name() -> None:
    data = bytes(range(256)) * 20
    with pytest.raises(ReadError, match="damaged DOCX") as caught:
        read_bytes(data, "a.docx", LIMIT)
    assert (caught.value.code, caught.value.format, caught.value.size) == ("unreadable", "docx", len(data))


def test_the_format_is_that_of_the_reader_not_of_the_name(make_docx: MakeDocx) -> None:
    data = make_docx("<w:p><w:r><w:t>正文</w:t></w:r></w:p>")
    for name in ("a.doc", "a", "a.docx", "a.pdf.bak"):
        assert (read_bytes(data, name, LIMIT).text, read_bytes(data, name, LIMIT).format) == ("正文", "docx")
    with pytest.raises(ReadError) as caught:
        read_bytes(CONTENT[LOCKED], "a.doc", LIMIT)
    assert (caught.value.code, caught.value.format) == ("encrypted", "docx")


@given(st.sampled_from(("a", "a.txt", "a.docx", "a.doc")), st.binary(max_size=60), st.sampled_from([b"", *CONTENT.values()]))
def test_every_content_has_a_reader_or_a_reason(name: str, data: bytes, head: bytes) -> None:
    try:
        assert pick(name, head + data) in READERS
    except ReadError as error:
        assert error.code == "binary"  # noqa: PT017 - both outcomes are right


def test_a_page_under_a_text_name_is_read_as_written_and_says_so() -> None:
    page = b"<!DOCTYPE html><html><body><p>abc</p></body></html>"
    decoded = read_bytes(page, "a.txt", 1000)
    assert decoded.text == page.decode()
    assert [f.code for f in decoded.findings] == ["html_as_text"]
    assert "html_as_text" not in {f.code for f in read_bytes(page, "a.html", 1000).findings}
    assert read_bytes(b'<?xml version="1.0"?>\n<html><body><p>\xe6\xa6\x82\xe8\xbf\xb0</p></body></html>', "a", 1000).format == "html"


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("a.docx", b"PK\x03\x04garbage", "unreadable", "a damaged DOCX"),
        ("a.bin", b"PK\x03\x04garbage", "binary", "give it to gkbg tag by a name such as a.zip"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported", "install LibreOffice"),
    ],
)
def test_messages_that_name_the_mend(name: str, data: bytes, code: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda program: None)
    with pytest.raises(ReadError, match=words) as raised:
        read_bytes(data, name, 10_000)
    assert raised.value.code == code
