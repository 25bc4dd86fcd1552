"""DOCX files that are damaged, locked or made to do harm: always a ReadError that says what is wrong, nothing else."""

from __future__ import annotations

import random
import re
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.readers import ReadError
from gkbg_nlp.readers.word import docx
from gkbg_nlp.readers.word.limits import Package, open_package

MakeDocx = Callable[..., bytes]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def refused(data: bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        docx.read(data)
    assert "\n" not in caught.value.message
    return caught.value


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.fixture(scope="module")
def whole(make_docx: MakeDocx) -> bytes:
    row = "<w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"
    body = f'<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>概述</w:t></w:r></w:p><w:tbl>{row * 3}</w:tbl>'
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return make_docx(body, numbering=numbering, styles='<w:style w:styleId="a"/>', footnotes='<w:footnote w:id="1"/>')


def test_a_locked_document(whole: bytes) -> None:
    error = refused(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600)
    assert (error.code, "password" in error.message) == ("encrypted", True)
    data = bytearray(whole)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag of each member, in both places
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    assert refused(bytes(data)).code == "encrypted"


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (b"", "ZIP"),
        (b"PK\x03\x04", "ZIP"),
        (OLE + b"\0" * 100, "ZIP"),
        (zipped({"word/other.xml": b"<a/>"}), "no word/document.xml"),
        (zipped({"word/document.xml": b""}), "XML"),
        (zipped({"word/document.xml": b"<w"}), "XML"),
        (zipped({"word/document.xml": b'<?xml version="1.0" encoding="nope"?><a/>'}), "XML"),
        (zipped({"word/document.xml": b"<a>" * 300 + b"</a>" * 300}), "XML"),
        (zipped({"_rels/.rels": b'<R><Relationship Type="x/officeDocument" Target="../../gone.xml"/></R>'}), "no gone.xml"),
    ],
)
def test_damaged(data: bytes, names: str) -> None:
    error = refused(data)
    assert error.code == "unreadable"
    assert "damaged DOCX" in error.message
    assert names in error.message


def test_a_document_without_a_body_is_empty() -> None:
    assert docx.read(zipped({"word/document.xml": f"<w:document {SPACE}/>".encode()})).text == ""


def test_cut_and_changed_bytes(whole: bytes) -> None:
    for length in range(0, len(whole) - 1, 7):
        assert refused(whole[:length]).code == "unreadable"
    rng = random.Random(20)
    read = 0
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            read += "概述" in docx.read(bytes(data)).text
        except ReadError as error:
            assert error.code in ("unreadable", "encrypted", "too_large")  # noqa: PT017 - both outcomes are right
    assert 0 < read < 400


_TAGS = ("w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:tcPr", "w:vMerge", "w:hMerge", "w:gridSpan", "w:sdt", "w:sdtContent", "w:numPr",
         "w:numId", "w:ilvl", "w:pPr", "w:ind", "w:pStyle", "w:fldChar", "w:instrText", "w:txbxContent", "w:sym", "w:br", "w:ins", "w:del",
         "w:lvl", "w:abstractNum", "w:num", "w:footnoteReference", "w:outlineLvl", "w:rPr", "w:body")  # fmt: skip
_ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        ("w:val", "w:id", "w:char", "w:font", "w:fldCharType", "w:firstLine", "w:ilvl", "w:numId", "w:abstractNumId", "w:styleId")
    ),
    st.sampled_from(("1", "0", "-1", "9", "restart", "begin", "end", "", "²", "F0FE", "99999999999999999999", "EQ \\o\\ac(○,1)", "a")),
    max_size=3,
)


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def build(tag: str, attributes: dict[str, str], inner: list[str]) -> str:
        said = "".join(f' {name}="{text}"' for name, text in attributes.items())
        return f"<{tag}{said}>{''.join(inner)}</{tag}>"

    return st.builds(build, st.sampled_from(_TAGS), _ATTRIBUTES, st.lists(children, max_size=4))


_TREES = st.recursive(st.sampled_from(("甲", "<!-- x -->", "<?y z?>", "<w:p/>", "<w:t>乙</w:t>", "")), _element, max_leaves=25)


@given(st.lists(_TREES, max_size=4), _TREES, _TREES)
def test_elements_in_any_order_are_read(make_docx: MakeDocx, body: list[str], numbering: str, styles: str) -> None:
    data = make_docx("".join(body) + "<w:p><w:r><w:t>尾</w:t></w:r></w:p>", numbering=numbering, styles=styles, footnotes=styles)
    content = docx.read(data)
    assert content.text.endswith("尾")
    assert all(0 <= start < end <= len(content.text) and 1 <= level <= 9 for start, end, level in content.markup.headings)


def test_entities_are_refused_and_never_grow() -> None:
    entities = '<!ENTITY a "甲">' + "".join(f'<!ENTITY {n} "{f"&{p};" * 50}">' for p, n in zip("abcde", "bcdef", strict=True))
    body = "<w:body><w:p><w:r><w:t>&f;</w:t></w:r></w:p></w:body></w:document>"
    for encoding in ("utf-8", "utf-16"):
        document = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [{entities}]><w:document {SPACE}>{body}'.encode(encoding)
        error = refused(zipped({"word/document.xml": document}))
        assert error.code == "unreadable"
    outside = f'<!DOCTYPE d SYSTEM "file:///etc/hostname"><w:document {SPACE}><w:body/></w:document>'
    assert "document type" in refused(zipped({"word/document.xml": outside.encode()})).message


def test_bombs_are_seen_before_anything_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Package, "read", lambda self, name: pytest.fail("it was unpacked"))
    packed = zipped({"word/document.xml": bytes(21_000_000)})
    assert len(packed) < 100_000
    error = refused(packed)
    assert (error.code, "21,000,000" in error.message) == ("too_large", True)
    many = zipped({f"word/{n}": b"" for n in range(5_001)})
    assert "5,001" in refused(many).message


def test_a_part_that_unpacks_to_too_much_is_not_read(monkeypatch: pytest.MonkeyPatch, whole: bytes) -> None:
    monkeypatch.setattr("gkbg_nlp.readers.word.limits.MAX_PART", 100)
    assert refused(whole).code == "too_large"


def test_a_directory_that_says_less_than_the_member_holds() -> None:
    data = bytearray(zipped({"word/document.xml": b"<a>" + b" " * 1000 + b"</a>"}))
    at = data.find(b"PK\x01\x02") + 24
    assert struct.unpack_from("<I", data, at)[0] == 1007
    struct.pack_into("<I", data, at, 3)
    error = refused(bytes(data))
    assert error.code == "unreadable"


def test_too_many_tags(monkeypatch: pytest.MonkeyPatch, make_docx: MakeDocx) -> None:
    monkeypatch.setattr("gkbg_nlp.readers.word.parts.MAX_TAGS", 1000)
    assert docx.read(make_docx("<w:p></w:p>" * 400)).text == ""
    assert refused(make_docx("<w:p></w:p>" * 600)).code == "too_large"


@pytest.mark.parametrize("opening", ["<w:tbl><w:tr><w:tc>", "<w:sdt><w:sdtContent>", "<w:p><w:r><w:pict><w:txbxContent>", "<w:ins>"])
def test_deep_nesting(opening: str, make_docx: MakeDocx) -> None:
    tags = re.findall("<(.+?)>", opening)
    closing = "".join(f"</{tag}>" for tag in reversed(tags))
    for depth in (10, 60, 120, 5_000):
        data = make_docx(opening * depth + "<w:p><w:r><w:t>底</w:t></w:r></w:p>" + closing * depth)
        if depth == 10 or 2 + depth * len(tags) < 250:
            assert docx.read(data).text == "底"
        else:
            assert refused(data).code == "unreadable"


def test_nothing_outside_the_file_is_touched(monkeypatch: pytest.MonkeyPatch, make_docx: MakeDocx) -> None:
    import socket

    monkeypatch.setattr(socket, "socket", lambda *a, **k: pytest.fail("it went out"))
    remote = '<Relationship Id="x" Type="x/styles" Target="http://example.com/a.xml" TargetMode="External"/>'
    near = '<Relationship Id="y" Type="x/numbering" Target="../../../../etc/hostname"/>'
    data = make_docx('<w:p><w:r><w:t>甲</w:t></w:r></w:p><w:altChunk r:id="x"/>', relations=remote + near)
    monkeypatch.setattr("builtins.open", lambda *a, **k: pytest.fail("it opened a file"))
    monkeypatch.setattr("os.open", lambda *a, **k: pytest.fail("it opened a file"))
    assert docx.read(data).text == "甲"


def test_members_are_found_by_name_whatever_its_case() -> None:
    package = open_package(zipped({"Word\\Document.xml": b"<a/>"}))
    assert package.read("word/document.xml") == b"<a/>"
    assert package.read("/word/DOCUMENT.XML") == b"<a/>"
    assert package.read("word/other.xml") is None
