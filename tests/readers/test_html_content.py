"""Which part of a page is read: marks propose, prose decides, no chapter is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.readers.html.reader import read

from .html_pages import FOOTER, NAVIGATION, NEIGHBOURS, SAMPLES, paragraphs, sample, shown

CHAPTERS = [
    [f"{number}、{name}", f"{name}方面，全年按规定开展工作，完成全部任务。", f"（一）{name}制度健全。"]
    for number, name in zip("一二三四五六", ("概述", "主动公开", "依申请公开", "收费", "复议诉讼", "问题"), strict=True)
]
LINES = [line for chapter in CHAPTERS for line in chapter]


def around(inner: str) -> str:
    return f"<body><div><ul>{NAVIGATION}</ul></div>{inner}<div><ul>{NEIGHBOURS}</ul></div><div>{FOOTER}</div></body>"


def text_of(page: str) -> str:
    return read(page.encode()).text


@pytest.mark.parametrize(
    "mark",
    [
        'id="zoom"',
        'id="UCAP-CONTENT"',
        'class="pages_content"',
        'class="box TRS_Editor"',
        'class="v_news_content"',
        'id="vsb_content"',
        'class="article-content"',
        'class="xxgk_content"',
    ],
)
def test_a_marked_part_is_taken_without_what_stands_beside_it(mark: str) -> None:
    page = around(f"<div><div>发布日期：2013-03-08</div><div {mark}>{paragraphs(LINES)}</div><div>扫一扫在手机打开当前页</div></div>")
    assert text_of(page).split("\n") == LINES


@pytest.mark.parametrize("element", ["article", "main", 'div role="main"', "ucapcontent"])
def test_an_element_for_the_text_is_taken(element: str) -> None:
    page = around(f"<section><div>扫一扫</div><{element}>{paragraphs(LINES)}</{element.split()[0]}></section>")
    assert text_of(page).split("\n") == LINES


def test_a_mark_on_a_small_part_is_not_believed() -> None:
    page = around(f'<div class="zoom">请使用新版浏览器，以便正常浏览本页。</div><div class="q">{paragraphs(LINES)}</div>')
    assert text_of(page).split("\n") == LINES


def test_the_innermost_of_marked_parts_is_taken() -> None:
    page = around(
        f'<div id="content"><p>您的位置</p><div class="article"><div class="TRS_Editor">{paragraphs(LINES)}</div><p>打印</p></div></div>'
    )
    assert text_of(page).split("\n") == LINES


@pytest.mark.parametrize("inside", range(1, 6))
@pytest.mark.parametrize("mark", ['id="zoom"', 'class="q"'])
def test_chapters_outside_the_marked_part_are_not_lost(inside: int, mark: str) -> None:
    first = paragraphs([line for chapter in CHAPTERS[:inside] for line in chapter])
    rest = paragraphs([line for chapter in CHAPTERS[inside:] for line in chapter])
    for page in (
        f"<div {mark}>{first}</div>{rest}",
        f"<div {mark}>{first}</div><div>{rest}</div>",
        f"<div {mark}>{first}</div><div {mark}>{rest}</div>",
    ):
        lines = text_of(around(f"<div>{page}</div>")).split("\n")
        assert [line for line in lines if line in LINES] == LINES
        assert "首页" not in lines


def test_a_table_behind_the_marked_part_is_not_lost() -> None:
    table = "<table>" + "".join(f"<tr><td>第{row}项指标的名称和说明，以及计算口径<td>{row}" for row in range(30)) + "</table>"
    content = read(around(f'<div><div id="zoom">{paragraphs(LINES[:4])}</div>{table}</div>').encode())
    assert len(content.markup.tables) == 1


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("depth", [0, 3, 40])
def test_reports_in_pages_without_any_mark(name: str, depth: int) -> None:
    lines = shown(sample(name))
    title = f"<title>{lines[0]}</title>"
    page = title + around("<div>" * depth + f"<div>{paragraphs(lines)}</div>" + "</div>" * depth)
    assert text_of(page).split("\n") == lines


def test_a_report_without_line_breaks_is_taken() -> None:
    flat = " ".join(LINES)
    for mark in ('id="zoom"', 'class="q"'):
        assert text_of(around(f"<div><div {mark}><p>{flat}</p></div></div>")) == flat


def test_navigation_alone_is_read_and_doubted() -> None:
    content = read(around("").encode())
    assert content.text.startswith("首页")
    assert [finding.code for finding in content.findings] == ["doubtful_content"]


@given(st.lists(st.integers(1, 3), min_size=1, max_size=8), st.sampled_from(["div", "section", "td", "span"]))
def test_no_chapter_is_lost_however_they_are_wrapped(sizes: list[int], element: str) -> None:
    parts, at = [], 0
    for size in sizes:
        parts.append(f"<{element}>{paragraphs(LINES[at : at + size])}</{element}>")
        at += size
    inner = "".join(parts) + paragraphs(LINES[at:])
    if element == "td":
        inner = f"<table><tr>{''.join(parts)}</table>" + paragraphs(LINES[at:])
    lines = text_of(around(f"<div>{inner}</div>")).split("\n")
    assert [line for line in lines if line in LINES and "、" in line[:2]] == LINES[::3]
