"""Pages as three kinds of sites build them around a report: a modern one, an old one of nested tables, one that uses no known name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from importlib.resources import files

SAMPLES = sorted(entry.name for entry in files("gkbg_nlp.samples").iterdir() if entry.name.endswith(".txt"))

NAVIGATION = "".join(
    f'<li><a href="/{n}/">{name}</a></li>' for n, name in enumerate("首页 机构概况 政务公开 办事服务 互动交流 数据开放 专题专栏".split())
)
FOOTER = "主办单位：某某市人民政府办公室　网站标识码：0000000000　备案号：00000000号"
NEIGHBOURS = "".join(f'<li><a href="/n{n}.html">关于开展第{n}次专项检查工作的通知</a></li>' for n in range(12))


def sample(name: str) -> str:
    """A shipped report."""
    return (files("gkbg_nlp.samples") / name).read_text("utf-8")


def shown(text: str) -> list[str]:
    """The lines of a text as a browser shows them: blanks folded, none at the ends, empty lines gone."""
    lines = (re.sub("[ \t]+", " ", line).strip(" ") for line in text.splitlines())
    return [line for line in lines if line.strip()]


def modern(title: str, body: str, charset: str = "utf-8") -> str:
    """A page with the metadata of the national guideline, a marked text, and a list of neighbours behind it."""
    return f"""<!DOCTYPE html>
<html><head><meta charset="{charset}"/><title>{escape(title)}_某某市人民政府</title>
<meta name="SiteName" content="某某市人民政府"/><meta name="ArticleTitle" content="{escape(title)}"/>
<meta name="PubDate" content="2021-1-9 10:20"/><meta name="ContentSource" content="市政府办公室"/>
<style>.a{{display:none}}</style><script>document.write("<p>一、脚本</p>")</script></head>
<body><!-- 一、注释 --><div class="header"><ul>{NAVIGATION}</ul></div>
<div class="location">当前位置：<a href="/">首页</a> &gt; <a href="/z/">年报</a></div>
<div class="main"><h1 class="title">{escape(title)}</h1>
<div class="info"><span>发布日期：2021-01-09</span> <span>来源：市政府办公室</span> <span>浏览次数：<em id="n"></em></span></div>
<div id="zoom"><div class="TRS_Editor"><style>p{{margin:0}}</style>{body}</div></div>
<div class="share"><a href="#">打印</a><a href="#">关闭</a></div></div>
<div class="side"><h3>相关信息</h3><ul>{NEIGHBOURS}</ul></div><div class="footer">{FOOTER}</div>
<noscript>请启用脚本。</noscript></body></html>"""


def tabular(title: str, body: str, charset: str = "gb2312") -> str:
    """A page of the years before style sheets: everything in nested tables, end tags left out."""
    return f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset={charset}"><TITLE>{escape(title)}</TITLE></HEAD>
<BODY bgColor=#ffffff><CENTER><TABLE width=1000><TR><TD colspan=2><IMG src=top.gif></TD></TR>
<TR><TD width=200 vAlign=top><TABLE>{"".join(f"<TR><TD><A href=#>{name}</A>" for name in ("首页", "公开指南", "公开目录", "公开年报"))}</TABLE></TD>
<TD><TABLE><TR><TD align=center><FONT size=5><B>{escape(title)}</B></FONT></TD></TR>
<TR><TD class=v_news_content>{body}</TD></TR></TABLE></TD></TR>
<TR><TD colSpan=2>{FOOTER}</TD></TR></TABLE></CENTER></BODY></HTML>"""


def unknown(title: str, body: str, charset: str = "utf-8") -> str:
    """A page whose ids and classes say nothing."""
    return f"""<!doctype html><html><head><meta http-equiv="Content-Type" content="text/html;charset={charset}">
<title>{escape(title)} - 某某网</title></head><body><form action="/"><input type="hidden" value="一、表单"/>
<div class="q1"><ul>{NAVIGATION}</ul></div><section class="q2"><div class="q3"><div class="q4"><h2>{escape(title)}</h2>
<div class="q5">{body}</div></div></div><div class="q6"><ul>{NEIGHBOURS}</ul></div></section><div class="q7">{FOOTER}</div></form></body></html>"""


def paragraphs(lines: Sequence[str]) -> str:
    """Each line a paragraph, with the spans that editors leave."""
    return "\n".join(f'<p style="text-indent:2em"><span style="font-size:16pt">{escape(line)}</span></p>' for line in lines)


def breaks(lines: Sequence[str]) -> str:
    """Lines parted by ``<br>``."""
    return "<br>\r\n".join(escape(line) for line in lines)


def divisions(lines: Sequence[str]) -> str:
    """Each line a ``<div>``, every other character as an entity, empty paragraphs between."""
    coded = ("".join(f"&#{ord(char)};" if at % 2 else escape(char) for at, char in enumerate(line)) for line in lines)
    return "<p>&nbsp;</p>".join(f"<div>{line}</div>" for line in coded)


PAGES: dict[str, tuple[Callable[[str, str, str], str], Callable[[Sequence[str]], str], str, str]] = {
    "modern, UTF-8": (modern, paragraphs, "utf-8", "utf-8"),
    "modern, GBK": (modern, divisions, "gbk", "gb18030"),
    "tabular, GB2312": (tabular, breaks, "gb2312", "gb18030"),
    "unknown, UTF-8": (unknown, paragraphs, "utf-8", "utf-8"),
    "unknown, GBK, divisions": (unknown, divisions, "GBK", "gb18030"),
}
