"""Encodings of pages: what is declared is believed where the bytes bear it out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.readers.html.charset import declared, source_of
from gkbg_nlp.readers.html.reader import read

from .html_pages import SAMPLES, breaks, sample, shown, tabular

TEXT = "某某市政府信息公开工作年度报告，全年主动公开信息，没有收到申请。"
OLD = "某某市政府資訊公開工作年度報告，全年主動公開資訊，沒有收到申請。"


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        (b'<meta charset="gb2312">', "gb18030"),
        (b"<META http-equiv=Content-Type content='text/html; charset=GBK'>", "gb18030"),
        (b'<meta content="text/html;charset = utf-8" http-equiv="content-type"/>', "utf-8"),
        (b'<?xml version="1.0" encoding="GB18030"?><html>', "gb18030"),
        (b'<html><script src="a.js" charset="gbk"></script><meta charset=utf8>', "utf-8"),
        (b"<meta name=charset><meta charset=Big5>", "cp950"),
        (b"<meta charset=iso-8859-1>", None),
        (b"<p>charset=gbk</p>", None),
    ],
)
def test_what_is_declared(head: bytes, codec: str | None) -> None:
    assert declared(head) == codec


@pytest.mark.parametrize("name", ["utf-8", "gb2312", "gbk", "gb18030", "big5", "iso-8859-1", "nonsense", "utf-16"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_wrong_declaration_does_not_win(name: str, codec: str) -> None:
    content = source_of(f"<meta charset={name}><p>{TEXT}".encode(codec))
    assert (content.text, content.encoding, content.findings) == (f"<meta charset={name}><p>{TEXT}", codec, ())


def test_big5_is_read_where_it_is_declared() -> None:
    page = f"<meta charset=big5><p>{OLD}"
    assert source_of(page.encode("big5")).text == page


@pytest.mark.parametrize("bom", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_wins(bom: str) -> None:
    content = read(f"<meta charset=gbk><p>{TEXT}".encode(bom))
    assert (content.text, content.encoding) == (TEXT, bom)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_reports_under_a_wrong_declaration(name: str, charset: str) -> None:
    lines = shown(sample(name))
    for codec in ("utf-8", "gb18030"):
        content = read(tabular(lines[0], breaks(lines), charset).encode(codec))
        assert (content.text.split("\n"), content.encoding) == (lines, codec)


def test_bytes_that_cannot_be_read_are_said_where_they_show() -> None:
    content = read(b"<html><head><meta charset=gbk></head><body><p>" + TEXT.encode("gbk") + b"\xff\xff" + TEXT.encode("gbk"))
    found = [finding for finding in content.findings if finding.code == "undecodable_bytes"]
    assert len(found) == 1
    assert {content.text[start:end].strip("\ufffd") for start, end in found[0].spans} == {""}
    assert content.text.count("年度报告") == 2


@given(
    st.text(st.sampled_from(TEXT + "\n<>1a"), min_size=30, max_size=120),
    st.sampled_from(["utf-8", "gb18030"]),
    st.sampled_from(["utf-8", "gbk", "x"]),
)
def test_any_page_is_decoded(text: str, codec: str, name: str) -> None:
    page = f"<meta charset={name}>{TEXT}{text}"
    assert source_of(page.encode(codec)).text == page
