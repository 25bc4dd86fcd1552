"""What a page says of its text: title, dates, numbers, and where they are looked for."""

from __future__ import annotations

import pytest

from gkbg_nlp.readers.html.facts import LONGEST_FACT, MOST_FACTS, iso_date
from gkbg_nlp.readers.html.marks import load_marks, parse_marks
from gkbg_nlp.readers.html.reader import read

from .html_pages import modern, paragraphs

BODY = "<p>一、概述</p><p>全年公开信息若干，来源：本局网站。</p><p>发布日期：2001-01-01，另有说明。</p>"


def facts(page: str) -> dict[str, str]:
    return dict(read(page.encode()).markup.facts)


def test_facts_of_the_national_guideline() -> None:
    assert facts(modern("某某局2020年政府信息公开工作年度报告", paragraphs(["一、概述", "全年公开信息若干。"]))) == {
        "title": "某某局2020年政府信息公开工作年度报告",
        "网站名称": "某某市人民政府",
        "发布日期": "2021-01-09",
        "来源": "市政府办公室",
    }


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (
            "<p>发布时间：2021年1月20日 16:42\u3000来源：办公室\u3000责任编辑：某某</p>",
            {"发布日期": "2021-01-20", "来源": "办公室", "责任编辑": "某某"},
        ),
        ("<ul><li>索\u3000引\u3000号:00/2013<li>文 号：某政〔2013〕1号</ul>", {"索引号": "00/2013", "文号": "某政〔2013〕1号"}),
        (
            "<dl><dt>发文字号<dd>某政〔2013〕1号<dt>成文日期：<dd>20130308<dt>公开方式<dt>有效性<dd>有效</dl>",
            {"文号": "某政〔2013〕1号", "成文日期": "2013-03-08", "有效性": "有效"},
        ),
        ("<span>[来源]：本局</span>", {"来源": "本局"}),
        ("<p>发布日期：近日</p>", {"发布日期": "近日"}),
        ("<p>发布日期：</p><p>数据来源：甲</p>", {}),
    ],
)
def test_labels_above_the_text(head: str, found: dict[str, str]) -> None:
    assert facts(head + BODY) == found


def test_labels_inside_the_text_are_none() -> None:
    assert facts(BODY) == {}


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("<title>某某局2020年度报告-某某市人民政府网</title>", "某某局2020年度报告"),
        ("<title>某某网 > 信息公开 > 某某局2020年年报</title>", "某某局2020年年报"),
        ("<title>某某网</title><h1>某某市人民政府门户网站</h1><div class=xxgk_title>某某局 2020年年报</div>", "某某局 2020年年报"),
        ("<h1>某某市政府信息公开平台</h1><h1>某某局<br>2020年年报</h1>", "某某局 2020年年报"),
        ('<meta name="ArticleTitle" content="某某局2020年年报"><h1>别的</h1>', "某某局2020年年报"),
        ("<title>某某市人民政府</title>", None),
        ("<title>" + "长" * 500 + "</title>", None),
    ],
)
def test_titles(page: str, title: str | None) -> None:
    content = read((page + BODY).encode())
    assert content.markup.facts.get("title") == title
    assert title is None or content.text.replace("\n", " ").count(title) == 1


def test_facts_have_limits() -> None:
    metas = "".join(f'<meta name="{name}" content="{"长" * 1000}">' for name in load_marks().metas)
    found = facts(metas + BODY)
    assert len(found) == len(set(load_marks().metas.values())) <= MOST_FACTS
    assert {len(value) for value in found.values()} == {LONGEST_FACT}


@pytest.mark.parametrize(
    ("text", "date"),
    [("2013-3-8", "2013-03-08"), ("2013年03月08日", "2013-03-08"), ("2013/12/31 10:00", "2013-12-31"), ("20130308", "2013-03-08"),
     ("2013.3.8", "2013-03-08"), ("2013-13-01", None), ("2013年3月", None), ("120130308", None)],
)  # fmt: skip
def test_dates(text: str, date: str | None) -> None:
    assert iso_date(text) == date


def test_the_shipped_marks_are_small_letters_and_known() -> None:
    marks = load_marks()
    assert {"zoom", "vsb_content"} <= marks.content.ids
    assert {"trs_editor", "v_news_content", "pages_content"} <= marks.content.classes
    assert {"索引号", "发布日期", "发布机构", "文号", "来源", "主题分类"} <= set(marks.labels.values())
    assert marks.dates >= {"发布日期", "成文日期"}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("[[what]]\nid='a'", "unknown group what"),
        ("[[content]]\nid='a'\nids=['A']", "'A' has capitals"),
        ("[[content]]\nid='a'\nids=['a b']", "'a b' has capitals or blanks"),
        ("[[content]]\nid='a'\n[[content]]\nid='a'", "stands twice"),
        ("[[content]]\nids=['a']", "id is missing"),
        ("[[fact]]\nid='a'\nlabel='x'\nwhat=1", "unknown key what"),
        ("[[fact]]\nid='a'\nlabel='x'\nalso=['x']", "x stands twice"),
        ("[[fact]]\nid='a'\nlabel='x'\nmeta=['m']\n[[fact]]\nid='b'\nlabel='y'\nmeta=['m']", "m stands twice"),
    ],
)
def test_a_broken_file_of_marks_is_refused(source: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_marks(source)


def test_a_value_ends_where_a_label_begins_that_we_do_not_know() -> None:
    page = "<h1>青崖县水务局2016年政府信息公开工作年度报告</h1><div>来源：县水务局 浏览次数：123 字体：[大 中 小]</div><div id=zoom><p>全年公开政府信息，其中网站公开信息八十条，公示栏公开信息三条。</p></div>"
    assert read(page.encode()).markup.facts["来源"] == "县水务局"
