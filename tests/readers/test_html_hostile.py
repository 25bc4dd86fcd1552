"""Hostile and broken pages: nothing but ReadError is raised, text survives, the tree stays small."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.readers import ReadError
from gkbg_nlp.readers.decoded import Content
from gkbg_nlp.readers.html.reader import read
from gkbg_nlp.readers.html.source import MAX_DEPTH, MAX_TAGS, clean
from gkbg_nlp.readers.html.tree import build

from .html_pages import modern, paragraphs, tabular

LINES = ["某某局2013年政府信息公开工作年度报告", "一、概述", "全年公开信息若干，没有收到申请。"]
PAGE = modern(LINES[0], paragraphs(LINES) + "<table><tr><td>项目<td>数<tr><td colspan=2>甲</table>")


def consistent(content: Content) -> None:
    """Every mark of a text points where it says."""
    assert content.text.strip()
    for table in content.markup.tables:
        assert [line.split("\t") for line in content.text[table.start : table.end].split("\n")] == [
            [c.text for c in row] for row in table.rows
        ]
    lines = content.text.split("\n")
    assert all(content.text[start:end] in lines for start, end, _ in content.markup.headings)
    assert all(0 <= start < end <= len(content.text) for finding in content.findings for start, end in finding.spans)


def depth(source: str) -> int:
    """The greatest depth of the tree."""
    nodes = build(source).nodes
    depths = [0]
    for node in nodes[1:]:
        depths.append(depths[node.parent] + 1)
    return max(depths)


BOMBS = {
    "divs": "<div>" * 100_000 + "甲",
    "closed divs": "<div>" * 100_000 + "甲" + "</div>" * 100_000,
    "spans": "<span>" * 100_000 + "甲",
    "bold": "<b>" * 100_000 + "甲",
    "links": "<a href=x>" * 50_000 + "甲",
    "tables": "<table><tr><td>" * 30_000 + "甲",
    "lists": "<ul><li>" * 50_000 + "甲",
    "unknown elements": "<x-y>" * 100_000 + "甲",
    "headings": "<h1>" * 50_000 + "甲",
    "end tags over formatting": "<b><div></b>" * 50_000 + "甲",
    "end tags over blocks": "<span><div></span>" * 50_000 + "甲",
    "end tags over tables": "<div><table></div>" * 30_000 + "甲",
    "tags inside scripts": '<div><script>"</div>"</script>' * 30_000 + "甲",
    "formatting in tables": "".join(f"<table><b id={n}></table>" for n in range(30_000)) + "甲",
    "formatting in cells": "".join(f"<b id={n}><table><td></b></table>" for n in range(30_000)) + "甲",
}


@pytest.mark.parametrize("name", BOMBS)
def test_depth_has_a_limit_and_text_survives(name: str) -> None:
    page = BOMBS[name]
    # Implied elements (rows and cells of a table, items of a list) deepen the tree by up to three for each counted one.
    assert depth(page) <= 4 * MAX_DEPTH + 4
    content = read(page.encode())
    assert content.text.replace("1. ", "") == "甲"
    assert "deep_markup" in [finding.code for finding in content.findings]


def test_formatting_that_browsers_open_again_in_each_block_is_closed() -> None:
    page = "".join(f"<font id={n}>" for n in range(250)) + "<p>甲" * 50_000
    tree = build(page)
    assert sum(node.text.count("甲") for node in tree.nodes) == 50_000
    assert len(tree.nodes) < 2_000_000


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>" + "&amp;" * 200_000, "&" * 200_000),
        ("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">甲", "甲"),
        ("<p a=\"" + "x" * 1_000_000 + '">甲', "甲"),
        ("甲" + "<a ='" * 20_000, "甲"),
        ("甲" + "<!--" * 100_000, "甲"),
        ("甲" + "<script" * 100_000, "甲"),
        ("甲" + "<select>" * 100_000, "甲"),
        ("甲" + "<" * 100_000, "甲" + "<" * 100_000),
        ("甲" + " " * 1_000_000 + "乙", "甲 乙"),
        ("甲\0乙<p\0>丙", "甲乙\n丙"),
        ("<p>甲&#0;&#xD800;&#x110000;乙", "甲\ufffd\ufffd\ufffd乙"),
        ("<frameset><frame src=a></frameset>甲", "甲"),
        ("<plaintext><p>甲", "甲"),
        ('<?xml version="1.0"?><html><script src="a"/><p>甲<span/></p></html>', "甲"),
        ('<a href="甲>乙</a><p>丙', "乙\n丙"),
    ],
)  # fmt: skip
def test_odd_pages(page: str, text: str) -> None:
    content = read(page.encode())
    assert content.text == text
    consistent(content)


def test_too_many_tags() -> None:
    with pytest.raises(ReadError) as caught:
        read(b"<p>" * (MAX_TAGS + 1))
    assert caught.value.code == "too_large"


def test_an_ordinary_page_loses_no_tag() -> None:
    for page in (PAGE, tabular(LINES[0], "<br>".join(LINES))):
        cleaned, cut = clean(page)
        assert not cut
        assert clean(cleaned) == (cleaned, False)


def test_a_page_cut_anywhere() -> None:
    data = PAGE.encode()
    whole = read(data).text
    read_to_the_end = 0
    for end in range(0, len(data), 7):
        try:
            content = read(data[:end])
        except ReadError:
            continue
        consistent(content)
        read_to_the_end += content.text == whole
    assert read_to_the_end > 10


@given(st.binary(max_size=400))
def test_random_bytes(data: bytes) -> None:
    for page in (data, b"<html>" + data, b"<table><tr><td>" + data + b"<td>x<tr>"):
        try:
            consistent(read(page))
        except ReadError:
            continue


_PIECES = st.sampled_from(
    "<table> <tr> <td> <td\trowspan=3> <td\tcolspan=200> </td> </tr> </table> <p> </p> <b> </b> <a\thref=x> </a> <h2> </h2> <div> </div> <ol> <li> </ol> <br> "
    "<pre> </pre> <caption> <title> </title> <!-- --> <script> </script> <select> <form> < > \" ' = & &lt; \0 甲乙 一、概述 全年公开。 来源： 发布日期：2013-01-01 "
    "<div\tid=zoom> <td\tclass=content> <svg> </svg> <template> <meta\tname=PubDate\tcontent=2013> <body\thidden> <span\tstyle=display:none> \u3000 1 2".split(" ")
).map(lambda piece: piece.replace("\t", " "))  # fmt: skip


@given(st.lists(_PIECES, max_size=60))
def test_any_soup_of_tags(pieces: list[str]) -> None:
    try:
        consistent(read("".join(pieces).encode()))
    except ReadError:
        return


@given(st.lists(st.tuples(st.integers(0, len(PAGE.encode()) - 1), st.binary(min_size=0, max_size=3)), max_size=8))
def test_mutated_pages(changes: list[tuple[int, bytes]]) -> None:
    data = PAGE.encode()
    for at, new in changes:
        data = data[:at] + new + data[at + 2 :]
    try:
        consistent(read(data))
    except ReadError:
        return
