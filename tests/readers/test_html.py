"""HTML: a report reads the same from a page as from plain text, whatever the site; lines break as in a browser."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gkbg_nlp
from gkbg_nlp.readers import ReadError, read_bytes
from gkbg_nlp.readers.html.reader import read

from .html_pages import FOOTER, PAGES, SAMPLES, modern, paragraphs, sample, shown, unknown


def text_of(page: str) -> str:
    return read(page.encode()).text


@pytest.mark.parametrize("style", PAGES)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_report_reads_as_its_text(name: str, style: str) -> None:
    site, editor, charset, codec = PAGES[style]
    lines = shown(sample(name))
    title = next(line for line in lines if line.endswith(("报告", "年报")) and ">" not in line)
    content = read(site(title, editor(lines), charset).encode(codec))
    assert content.text.split("\n") == lines
    assert (content.encoding, content.findings) == (codec, ())
    assert content.markup.facts["title"] == title


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_gives_the_same_blocks(name: str, pipeline: gkbg_nlp.Pipeline) -> None:
    text = sample(name)
    site, editor, charset, codec = PAGES["unknown, UTF-8"]
    lines = text.splitlines()
    page = read(site(lines[0], editor(lines), charset).encode(codec))
    ours, theirs = pipeline.tag(page.text).blocks, pipeline.tag(text).blocks
    assert [(block.role, block.level, block.section) for block in ours] == [(block.role, block.level, block.section) for block in theirs]


def test_the_title_is_not_said_twice() -> None:
    body = ["某某市水利局", "2012年政府信息公开工作年度报告", "本局公开了信息。"]
    page = modern("某某市水利局 2012年政府信息公开工作年度报告", paragraphs(body))
    assert text_of(page).split("\n") == body


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("甲<br>乙<br/><br>丙", ["甲", "乙", "丙"]),
        ("<p>甲<b>乙</b><span>丙</span> 丁</p>", ["甲乙丙 丁"]),
        ("<p>  a\n\t b  </p>c", ["a b", "c"]),
        ("<p>政府\n  信息</p>", ["政府信息"]),
        ("<span>来源：甲</span>\n<span>日期：乙</span>", ["来源：甲 日期：乙"]),
        ("<p>\u3000\u3000甲&nbsp;&nbsp;乙</p>", ["\u3000\u3000甲\u00a0\u00a0乙"]),
        ("<p>&#x4e00;&#19968;&lt;p&gt;&amp;lt;</p>", ["一一<p>&lt;"]),
        ("x<sup>2</sup>y<sub>1</sub>", ["x2y1"]),
        ("<pre>甲\n  乙\r\n丙</pre>", ["甲", "  乙", "丙"]),
        ('<div style="white-space: pre-wrap">甲\n乙</div>', ["甲", "乙"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<dl><dt>甲<dd>乙</dl>", ["甲", "乙"]),
        ("<p>甲<wbr>乙\u200b</p><p>\u200b</p>", ["甲乙\u200b"]),
        ("甲 < 乙 <5% <> &copy", ["甲 < 乙 <5% <> ©"]),
        ('<p hidden>甲</p><p style="color:red;DISPLAY : none">乙</p>丙<span style="visibility:hidden">丁</span>', ["丙"]),
        (
            "甲<script>1<2</script><style>x</style><template><p>t</p></template><noscript>n</noscript><!-- c --><svg><text>s</text></svg>",
            ["甲"],
        ),
        ("<form>甲<input value=v><select><option>o</select><textarea>t</textarea><button>b</button></form>", ["甲"]),
        ("<p>甲</p><!--> 乙 <!-- > x --> 丙", ["甲", "乙 丙"]),
        ('<p title="a>b">甲</p>', ["甲"]),
        ("<p>甲</p><title>题</title>", ["题", "甲"]),
        ('<body style="display:none"><p>甲</p></body>', ["甲"]),
    ],
)
def test_lines_break_as_in_a_browser(page: str, lines: list[str]) -> None:
    assert text_of(page).split("\n") == lines


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1. 甲", "2. 乙"]),
        ("<ol><li>1.甲<li>（二）乙<li>丙</ol>", ["1.甲", "（二）乙", "3. 丙"]),
        ('<ol start=3 type=A><li>甲<li value="7">乙</ol>', ["C. 甲", "G. 乙"]),
        ("<ol type=i><li>甲<li>乙<li>丙<li>丁</ol>", ["i. 甲", "ii. 乙", "iii. 丙", "iv. 丁"]),
        ('<ol style="list-style-type: cjk-ideographic" start="9"><li>甲<li>乙<li>丙</ol>', ["九、甲", "十、乙", "十一、丙"]),
        ('<ol style="list-style:none"><li>甲</ol><ul><li>乙</ul>', ["甲", "乙"]),
        ("<ol><li><p>甲</p><p>乙</p><ul><li>丙</ul><li>丁</ol>", ["1. 甲", "乙", "丙", "2. 丁"]),
        ('<ol><li style="list-style-type:none">甲<li>2013年</ol>', ["甲", "2. 2013年"]),
    ],
)
def test_numbers_of_lists(page: str, lines: list[str]) -> None:
    assert text_of(page).split("\n") == lines


def test_headings_have_their_levels() -> None:
    content = read("<h1>年报</h1><p>序。</p><h2>一、<br>概述</h2><h3> （一）甲 </h3><p>文。</p>".encode())
    found = [(content.text[start:end], level) for start, end, level in content.markup.headings]
    assert found == [("年报", 1), ("一、", 2), ("概述", 2), ("（一）甲", 3)]
    assert content.markup.pages == ()


def test_a_title_put_first_is_a_heading() -> None:
    content = read("<title>某某局2013年政府信息公开工作年度报告_某某网</title><p>本局公开了信息。</p>".encode())
    assert content.text == "某某局2013年政府信息公开工作年度报告\n本局公开了信息。"
    assert content.markup.headings == ((0, 20, 1),)
    assert content.text[:20].endswith("报告")


@pytest.mark.parametrize(
    "page", ["", "<html><body></body></html>", "<script>政府</script>", "<p>&nbsp;\u3000</p>", "<img src=a.png>", "<p hidden>甲"]
)
def test_a_page_that_shows_nothing(page: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(page.encode())
    assert caught.value.code == "empty"


def test_files_are_read_by_name_and_by_content() -> None:
    lines = ["某某局年报", "本局公开了信息。", "没有收到申请。"]
    page = unknown("某某局年报", paragraphs(lines)).encode()
    for name in ("a.html", "a.HTM", "a.shtml", "a.xhtml", "a", "a.jsp"):
        decoded = read_bytes(page, name, 1 << 20)
        assert (decoded.format, decoded.text) == ("html", "\n".join(lines))
    assert read_bytes(page, "a.txt", 1 << 20).format == "text"


_TEXT = st.text(st.sampled_from("一、（二）政府信息 12.\u3000&<>\"'😀\t"), max_size=12)


@given(st.lists(_TEXT.filter(lambda line: bool(line.strip())), min_size=1, max_size=12))
def test_any_lines_come_back(lines: list[str]) -> None:
    expected = [re.sub("[ \t]+", " ", line).strip(" ") for line in lines]
    for element in ("p", "div", "li"):
        page = "<body><ul>" + "".join(f"<{element}>{escape(line)}</{element}>" for line in lines)
        assert text_of(page).split("\n") == expected


@given(st.lists(_TEXT, min_size=1, max_size=6), st.data())
def test_offsets_of_headings_are_whole_lines(lines: list[str], data: st.DataObject) -> None:
    page = "".join(f"<{tag}>{escape(line)}</{tag}>" for line in lines for tag in [data.draw(st.sampled_from(["h2", "p", "h6"]))])
    try:
        content = read(page.encode())
    except ReadError:
        return
    for start, end, level in content.markup.headings:
        assert content.text[start:end] in content.text.split("\n")
        assert level in (1, 2, 6)


def test_the_footer_is_left_out() -> None:
    assert FOOTER not in text_of(unknown("某某局年报", paragraphs(["本局公开了信息。", "一、概述", "全年公开了十条。"])))
