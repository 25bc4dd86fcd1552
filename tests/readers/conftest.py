"""What several tests of readers share: DOCX files written element by element, as no library writes them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from xml.sax.saxutils import escape

import pytest

MakeDocx = Callable[..., bytes]

_SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    }.items()
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOTS = {"styles": "w:styles", "numbering": "w:numbering", "footnotes": "w:footnotes", "endnotes": "w:endnotes"}


def part(root: str, inner: str) -> str:
    """An XML part with all namespaces."""
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} {_SPACES}>{inner}</{root}>'


def make(
    body: str, *, title: str = "", document: str | None = None, extra: Mapping[str, bytes] | None = None, relations: str = "", **parts: str
) -> bytes:
    """A DOCX file with ``body`` inside ``w:body``; ``parts`` are what styles, numbering, footnotes and endnotes hold."""
    beside = "".join(f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for name in parts)
    members = {
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="b" Type="x/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
        "word/document.xml": document if document is not None else part("w:document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{beside}{relations}</Relationships>',
        "docProps/core.xml": f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></c>',
        **{f"word/{name}.xml": part(_ROOTS[name], inner) for name, inner in parts.items()},
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.fixture(scope="session")
def make_docx() -> MakeDocx:
    """The function :func:`make`."""
    return make
