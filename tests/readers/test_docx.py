"""DOCX: the text that Word shows, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp import Pipeline
from gkbg_nlp.readers import ReadError, read_bytes, read_path
from gkbg_nlp.readers.word import docx
from gkbg_nlp.report.markup import Markup

MakeDocx = Callable[..., bytes]
SAMPLES = sorted(entry.name for entry in files("gkbg_nlp.samples").iterdir() if entry.name.endswith(".txt"))


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; a run that is no element is text."""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def text_of(data: bytes) -> str:
    return docx.read(data).text


def written(text: str) -> bytes:
    """A file that python-docx writes, each line a paragraph."""
    document = python_docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_report_as_text_and_as_docx_gives_the_same_blocks(name: str, pipeline: Pipeline) -> None:
    text = (files("gkbg_nlp.samples") / name).read_text("utf-8")
    content = docx.read(written(text))
    assert [line for line in content.text.split("\n") if line] == [line for line in text.split("\n") if line.strip()]
    one, other = pipeline(text), pipeline(content.text)
    assert len(one.blocks) > 20
    assert [(b.role, b.level, b.section, one.text[b.start : b.end]) for b in one.blocks] == [
        (b.role, b.level, b.section, other.text[b.start : b.end]) for b in other.blocks
    ]


def test_a_file_is_read_by_its_path_with_its_facts(tmp_path: Path, make_docx: MakeDocx) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(make_docx(p("一、概述") + p("正文。"), title=" 某局\n年报 "))
    decoded = read_path(str(path), 20_000_000)
    assert (decoded.text, decoded.format, decoded.encoding) == ("一、概述\n正文。", "docx", None)
    assert decoded.markup == Markup(facts={"title": "某局 年报"})
    assert decoded.findings == ()


def test_empty_paragraphs_are_one_empty_line_between_others(make_docx: MakeDocx) -> None:
    assert text_of(make_docx(p() + p("一") + p("二") + p() + p(" ") + p("三") + p())) == "一\n二\n\n三"


def test_signs_inside_a_paragraph(make_docx: MakeDocx) -> None:
    runs = (
        r("前") + '<w:r><w:tab/><w:t>中</w:t><w:br/><w:t>后</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>尾</w:t><w:br w:type="page"/></w:r>'
    )
    assert text_of(make_docx(p(runs, properties='<w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs>') + p("次"))) == "前 中\n后-尾\n次"


def test_blanks_count_where_the_file_says_so(make_docx: MakeDocx) -> None:
    loose = "<w:r><w:t> 甲 </w:t></w:r><w:r><w:t>\n乙\u3000</w:t></w:r>"
    assert text_of(make_docx(p(loose) + p(" 甲 ", "\n乙"))) == "甲乙\u3000\n 甲  乙"


def test_tracked_changes_and_hidden_text(make_docx: MakeDocx) -> None:
    body = p(
        "公开",
        f'<w:ins w:id="1">{r("12")}</w:ins>',
        '<w:del w:id="2"><w:r><w:delText>11</w:delText></w:r></w:del>',
        f"<w:moveFrom>{r('旧')}</w:moveFrom><w:moveTo>{r('新')}</w:moveTo>",
        r("密", "<w:vanish/>"),
        r("条", '<w:vanish w:val="0"/>'),
    )
    assert text_of(make_docx(body)) == "公开12新条"


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(make_docx: MakeDocx) -> None:
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert text_of(make_docx(p("前半", properties=gone) + p("后半") + p("末", properties=gone))) == "前半后半\n末"


def test_fields_give_results_not_codes(make_docx: MakeDocx) -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def code(text: str) -> str:
        return f"<w:r><w:instrText>{text}</w:instrText></w:r>"

    nested = mark("begin") + code("IF ") + mark("begin") + code("PAGE") + mark("separate") + r("码中") + mark("end") + mark("separate")
    runs = r("见") + nested + r("第3页") + mark("end") + f'<w:fldSimple w:instr="DATE">{r("今天")}</w:fldSimple>'
    assert text_of(make_docx(p(runs) + p(mark("end"), "次") + p(mark("begin"), code("X")) + p("末"))) == "见第3页今天\n次\n\n末"


def test_enclosed_characters_are_fields_without_a_result(make_docx: MakeDocx) -> None:
    def enclosed(code: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'

    assert text_of(make_docx(p(enclosed("eq \\o\\ac(○,3)"), "甲", enclosed(" EQ \\o\\ac(○,公)"), enclosed("PAGE")))) == "③甲公"


def test_links_controls_and_other_wrappers_are_looked_through(make_docx: MakeDocx) -> None:
    link = f'<w:hyperlink r:id="x">{r("网站")}</w:hyperlink><w:smartTag>{r("智")}</w:smartTag>'
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击此处')}</w:sdtContent></w:sdt>"
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('控件')}</w:sdtContent></w:sdt>"
    ruby = f"<w:r><w:ruby><w:rt>{r('ping')}</w:rt><w:rubyBase>{r('平')}</w:rubyBase></w:ruby></w:r>"
    body = p(link, prompt) + control + f"<w:customXml>{control}</w:customXml>" + f"<w:ins>{p('插入')}</w:ins><w:del>{p('删除')}</w:del>"
    assert text_of(make_docx(body + p(ruby) + p("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"))) == "网站智\n控件\n控件\n插入\n平\nx+1"


def test_symbols_of_fonts(make_docx: MakeDocx) -> None:
    signs = "".join(
        f'<w:r><w:sym w:font="{f}" w:char="{c}"/></w:r>' for f, c in (("Wingdings", "F0FE"), ("Symbol", "00B7"), ("宋体", "4E00"))
    )
    assert docx.read(make_docx(p(signs))).findings == ()
    assert text_of(make_docx(p(signs))) == "☑•一"
    odd = docx.read(make_docx(p('<w:r><w:sym w:font="Other" w:char="F041"/><w:sym w:font="Wingdings" w:char="zz"/></w:r>')))
    assert odd.text == "\ufffd\ufffd"
    assert [(f.code, f.message[0]) for f in odd.findings] == [("unknown_symbol", "2")]


def test_text_boxes_stand_once_behind_their_paragraph(make_docx: MakeDocx) -> None:
    box = f"<w:txbxContent>{p('框内')}{p('第二段')}</w:txbxContent>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>'
        "</mc:Fallback></mc:AlternateContent>"
    )
    picture = (
        "<mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback><w:pict>"
        + box
        + "</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    art = '<w:r><w:pict><v:shape><v:textpath string="某市  文件"/></v:shape></w:pict></w:r>'
    whole = "<mc:AlternateContent><mc:Choice/><mc:Fallback>" + p("段") + "</mc:Fallback></mc:AlternateContent><mc:AlternateContent/>"
    assert text_of(make_docx(whole)) == "段"
    body = p("前", f"<w:r>{both}</w:r>", "后") + p(f"<w:r>{picture}</w:r>") + p(art)
    assert text_of(make_docx(body)) == "前后\n框内\n第二段\n\n框内\n第二段\n\n某市 文件"


def test_notes_stand_at_the_end_in_the_order_of_the_text(make_docx: MakeDocx) -> None:
    def note(number: int, text: str, kind: str = "") -> str:
        return f'<w:footnote w:id="{number}"{kind}>{p("<w:r><w:footnoteRef/></w:r>", text)}</w:footnote>'

    def mention(number: int, kind: str = "footnote") -> str:
        return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'

    data = make_docx(
        p("甲", mention(3), "乙", mention(1, "endnote"), mention(2), mention(3), mention(9), mention(-1)),
        footnotes=note(-1, "线", ' w:type="separator"') + note(2, "二注") + note(3, "三注") + note(4, "无人提及"),
        endnotes=f'<w:endnote w:id="1">{p("尾注")}</w:endnote>',
    )
    assert text_of(data) == "甲乙\n三注\n二注\n尾注"


def test_headings_by_outline_level_style_name_and_inheritance(make_docx: MakeDocx) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="我的"/><w:basedOn w:val="2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="标题 3"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="o"><w:name w:val="o"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Heading 5"/>'
        '<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="loop"/><w:basedOn w:val="loop"/></w:style>'
    )

    def styled(style: str, text: str, more: str = "") -> str:
        return p(text, properties=f'<w:pStyle w:val="{style}"/>{more}')

    body = "".join((
        styled("2", " 甲 "), styled("x", "乙"), styled("b", "丙"), styled("o", "丁"), styled("loop", "戊"), styled("none", "己"), styled("Heading 5", "癸"), styled("2", ""),
        styled("2", "庚", '<w:outlineLvl w:val="9"/>'), p("辛", "<w:r><w:br/></w:r>", "壬", properties='<w:outlineLvl w:val="3"/>'),
    ))  # fmt: skip
    content = docx.read(make_docx(body, styles=styles))
    marked = [(content.text[start:end], level) for start, end, level in content.markup.headings]
    assert marked == [("甲", 2), ("乙", 2), ("丙", 3), ("丁", 1), ("癸", 5), ("辛", 4), ("壬", 4)]


def test_python_docx_headings() -> None:
    document = python_docx.Document()
    document.add_heading("年度报告", 0)
    document.add_heading("概述", 1)
    document.add_paragraph("正文")
    document.add_heading("情况", 3)
    out = BytesIO()
    document.save(out)
    content = docx.read(out.getvalue())
    assert [(content.text[a:b], level) for a, b, level in content.markup.headings] == [("概述", 1), ("情况", 3)]


@pytest.mark.parametrize(
    ("properties", "indented"),
    [
        ('<w:ind w:firstLineChars="200" w:firstLine="640"/>', True),
        ('<w:ind w:firstLine="420"/>', True),
        ('<w:ind w:firstLineChars="0" w:firstLine="420"/>', True),
        ('<w:ind w:firstLine="30"/>', False),
        ('<w:ind w:left="840" w:hanging="420"/>', False),
        ('<w:ind w:hangingChars="100" w:firstLine="420"/>', False),
        ('<w:ind w:firstLine="420"/><w:jc w:val="center"/>', False),
        ('<w:pStyle w:val="text"/>', True),
        ('<w:pStyle w:val="text"/><w:ind w:firstLineChars="0" w:firstLine="0"/>', False),
    ],
)
def test_the_indent_of_a_first_line_is_two_wide_blanks(properties: str, indented: bool, make_docx: MakeDocx) -> None:
    style = '<w:style w:type="paragraph" w:styleId="text"><w:name w:val="t"/><w:pPr><w:ind w:firstLineChars="200"/></w:pPr></w:style>'
    body = p("正文", properties=properties) + p("\u3000已有", properties=properties)
    assert text_of(make_docx(body, styles=style)) == ("\u3000\u3000" if indented else "") + "正文\n\u3000已有"


def test_embedded_documents_and_broken_parts_are_said(make_docx: MakeDocx) -> None:
    data = make_docx(
        p("甲") + '<w:altChunk r:id="x"/>',
        relations='<Relationship Id="s" Type="x/styles" Target="bad.xml"/>',
        extra={"word/bad.xml": b"<w"},
    )
    content = docx.read(data)
    assert content.text == "甲"
    assert [(f.code, f.severity) for f in content.findings] == [("unreadable_part", "warning"), ("foreign_part", "warning")]
    assert "word/bad.xml" in content.findings[0].message


def test_strict_files_and_absolute_targets(make_docx: MakeDocx) -> None:
    strict = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:r><w:t>严格</w:t></w:r></w:p></w:body></w:document>'
    assert text_of(make_docx("", document=strict)) == "严格"
    numbered = '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/></w:style>'
    relations = '<Relationship Id="s" Type="x/styles" Target="/word/Other.xml"/><Relationship Id="n" Type="x/image" Target="NULL"/>'
    root = f'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{numbered}</w:styles>'
    content = docx.read(
        make_docx(p("甲", properties='<w:pStyle w:val="h"/>'), relations=relations, extra={"word/other.xml": root.encode()})
    )
    assert content.markup.headings == ((0, 1, 1),)


def test_a_table_of_contents_is_left_out_and_said(make_docx: MakeDocx) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{at}"><w:name w:val="{name}"/></w:style>'
        for at, name in enumerate(("toc 1", "TOC Heading", "toc的"))
    )
    lines = "".join(p(f"第{at}行", properties=f'<w:pStyle w:val="{at}"/>') for at in range(3))
    control = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="{}"/></w:docPartObj></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
    body = p("甲") + lines + control.format("Table of Contents", p("一、概述 1")) + control.format("Cover Pages", p("封面")) + p("乙")
    content = docx.read(make_docx(body, styles=styles))
    assert content.text == "甲\n第2行\n封面\n乙"
    assert [(f.code, f.severity) for f in content.findings] == [("contents_left_out", "info")]
    assert docx.read(make_docx(p("目录", properties='<w:pStyle w:val="9"/>'), styles=styles)).findings == ()


def test_pictures_without_text_need_ocr(make_docx: MakeDocx) -> None:
    pictures = {f"word/media/image{at}.png": b"\x89PNG" for at in (1, 2)}
    with pytest.raises(ReadError, match="2 pictures") as caught:
        docx.read(make_docx(p() + p(), extra=pictures))
    assert caught.value.code == "scanned"
    assert text_of(make_docx(p("甲"), extra=pictures)) == "甲"


def test_nothing_but_empty_paragraphs_is_an_empty_file(make_docx: MakeDocx) -> None:
    with pytest.raises(ReadError, match="blanks") as caught:
        read_bytes(make_docx(p() + p(" ")), "a.docx", 20_000_000)
    assert (caught.value.code, caught.value.format) == ("empty", "docx")


_LINES = st.lists(st.text(st.sampled_from("一、（二）政府信息 12.\u3000&<>\"'😀"), max_size=12), max_size=12)


@given(_LINES, st.lists(st.integers(0, 9), max_size=12))
def test_lines_and_headings_come_back(lines: list[str], levels: list[int]) -> None:
    document = python_docx.Document()
    for at, line in enumerate(lines):
        level = levels[at] if at < len(levels) else 0
        document.add_paragraph(line, style=f"Heading {level}" if level else None)
    out = BytesIO()
    document.save(out)
    content = docx.read(out.getvalue())
    assert [line for line in content.text.split("\n") if line] == [line for line in lines if line.strip()]
    assert "\n\n\n" not in content.text
    wanted = [(line.strip(), level) for line, level in zip(lines, levels, strict=False) if level and line.strip()]
    assert [(content.text[a:b], level) for a, b, level in content.markup.headings] == wanted
