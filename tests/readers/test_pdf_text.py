"""PDF: reading order, paragraphs, page furniture, blanks, page beginnings; parity with plain text."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gkbg_nlp import Pipeline
from gkbg_nlp.readers import read_bytes
from gkbg_nlp.readers.decoded import Content
from gkbg_nlp.readers.pdf.furniture import is_page_number
from gkbg_nlp.readers.pdf.reader import read

from .pdf_press import EM, Press

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "gkbg_nlp" / "samples").glob("*.txt"))
# Without a sentence end, so that nothing but the setting says where a paragraph ends.
CLAUSE = "全年收到群众来信并逐件登记转办"


def lines(content: Content) -> list[str]:
    return content.text.split("\n")


def test_a_paragraph_goes_on_over_lines_and_pages() -> None:
    press = Press(rows=10)
    first, second = CLAUSE * 14 + "。", CLAUSE * 9 + "。"
    press.paragraph(first)
    press.paragraph(second)
    content = read(press.bytes())
    assert press.page == 2
    assert lines(content) == ["　　" + first, "　　" + second]


def test_each_page_begins_at_its_first_character() -> None:
    press = Press(rows=5)
    press.paragraph("甲" * 26 + "乙" * 28 * 4 + "丙" * 28 * 5 + "丁" * 3)
    content = read(press.bytes())
    assert [content.text[start] for start in content.markup.pages] == ["　", "丙", "丁"]


def test_pages_to_be_bound_have_margins_of_their_own() -> None:
    press = Press(rows=14, gutter=40)
    first, second = CLAUSE * 40 + "。", CLAUSE * 40 + "。"
    press.paragraph(first)
    press.paragraph(second)
    assert press.page == 4
    assert lines(read(press.bytes())) == ["　　" + first, "　　" + second]


def test_an_empty_page_begins_where_the_next_one_does() -> None:
    press = Press()
    press.paragraph("首页。", indent=0)
    press.new_page()
    press.new_page()
    press.paragraph("末页。", indent=0)
    content = read(press.bytes())
    assert content.text == "首页。\n末页。"
    assert content.markup.pages == (0, 4, 4)


def test_headings_stay_lines_of_their_own() -> None:
    press = Press()
    for line in ("一、总体情况", CLAUSE * 5 + "。", "（一）主动公开", CLAUSE * 3 + "。", "二、存在的问题"):
        press.paragraph(line)
    assert [line.strip() for line in lines(read(press.bytes()))] == [
        "一、总体情况",
        CLAUSE * 5 + "。",
        "（一）主动公开",
        CLAUSE * 3 + "。",
        "二、存在的问题",
    ]


def test_flush_headings_and_flush_paragraphs_are_parted_by_their_short_last_lines() -> None:
    press = Press()
    for line in ("一、总体情况", CLAUSE * 5, "二、存在的问题", CLAUSE * 3):
        press.paragraph(line, indent=0)
    assert lines(read(press.bytes())) == ["一、总体情况", CLAUSE * 5, "二、存在的问题", CLAUSE * 3]


def test_title_lines_stay_apart_and_have_no_indent() -> None:
    press = Press()
    titles = ["清河县人民政府办公室二〇二三年度", "2023年政府信息公开", "工作年度报告"]  # the first begins two characters in
    for text in titles:
        press.title(text)
    press.paragraph(CLAUSE * 5 + "。")
    assert lines(read(press.bytes()))[:3] == titles


def test_print_of_another_size_is_another_paragraph() -> None:
    press = Press()
    press.put("题" * 20, press.left, 72, 22.0)
    press.paragraph("文" * 40, indent=0)
    assert lines(read(press.bytes())) == ["题" * 20, "文" * 40]


def test_a_paragraph_that_is_indented_as_a_whole_is_one() -> None:
    press = Press()
    press.paragraph(CLAUSE * 6 + "。", indent=0)
    for text in ("引" * 26, "文" * 26, "终了。"):
        press.put(text, press.left + 2 * EM, 400 + 28 * ["引", "文", "终"].index(text[0]))
    assert lines(read(press.bytes()))[-1] == "　　" + "引" * 26 + "文" * 26 + "终了。"


def test_a_signature_at_the_right_does_not_go_on() -> None:
    press = Press()
    press.paragraph(CLAUSE * 6 + "。")
    press.put("清河县人民政府办公室", press.right - 10 * EM, 250)
    press.put("附件共一件", press.left, 278)
    assert lines(read(press.bytes()))[1:] == ["清河县人民政府办公室", "附件共一件"]


def test_marks_that_hang_into_the_margin_do_not_end_a_paragraph() -> None:
    press = Press()
    text = "字" * 26 + "，" + "字" * 27 + "，" + "字" * 20 + "。"
    press.paragraph(text)
    assert lines(read(press.bytes())) == ["　　" + text]


def test_a_line_cut_before_a_long_address_goes_on() -> None:
    press = Press()
    text = "请查阅本机关门户网站" + "和公告栏" * 2 + "http://www.example.gov.cn/zwgk/nianbao/2023.html" + "的有关栏目" * 5 + "。"
    press.paragraph(text)
    press.paragraph(CLAUSE * 4 + "。")
    assert lines(read(press.bytes()))[0].strip() == text


@pytest.mark.parametrize("form", ["— {} —", "- {} -", "{}", "第{}页 共3页", "第 {} 页", "{}/3", "·{}·", "－{}－"])
def test_page_numbers_are_left_out(form: str) -> None:
    press = Press(rows=6, footer=lambda page: form.format(page))
    text = CLAUSE * 30 + "。"
    press.paragraph(text)
    assert lines(read(press.bytes())) == ["　　" + text]


def test_running_heads_are_left_out_and_titles_are_not() -> None:
    title = "清河县财政局年度报告"
    press = Press(rows=6, header=lambda page: title, footer=lambda page: f"政务公开办 {page}")
    press.title(title)
    press.paragraph(CLAUSE * 25 + "。")
    assert lines(read(press.bytes())) == [title, "　　" + CLAUSE * 25 + "。"]


def test_heads_of_odd_and_even_pages() -> None:
    press = Press(rows=4, header=lambda page: "清河县财政局" if page % 2 else "二〇二三年度报告")
    press.paragraph(CLAUSE * 35 + "。")
    assert press.page == 5
    assert lines(read(press.bytes())) == ["　　" + CLAUSE * 35 + "。"]


def test_a_number_in_the_text_is_no_page_number() -> None:
    press = Press(footer=lambda page: f"- {page} -")
    press.paragraph("事项编号如下：")
    press.paragraph("12", indent=0)
    press.paragraph("以上为全部事项。")
    assert [line.strip() for line in lines(read(press.bytes()))] == ["事项编号如下：", "12", "以上为全部事项。"]


def test_gaps_between_chinese_and_digits_are_no_blanks_and_words_keep_theirs() -> None:
    press = Press()
    press.put("全年公开信息1203条，见GitHub Pages第2版", press.left, 200)
    press.put("来源：县政府", press.left, 300)
    press.put("日期：2024年", press.left + 14 * EM, 300)
    assert lines(read(press.bytes())) == ["全年公开信息1203条，见GitHub Pages第2版", "来源：县政府　　　　日期：2024年"]


def test_a_title_set_wide_has_no_blanks() -> None:
    press = Press()
    for index, char in enumerate("年度报告"):
        press.put(char, press.left + 150 + index * 2.2 * EM, 200)
    press.paragraph(CLAUSE * 5 + "。")
    assert "年度报告" in lines(read(press.bytes()))


def test_radicals_become_ideographs_of_the_same_number() -> None:
    press = Press()
    press.put("⼀年来⼈⺠政府⻔户网站⽅⾯", press.left, 200)
    assert read(press.bytes()).text == "一年来人民政府门户网站方面"


def test_bold_print_made_by_printing_twice_is_read_once() -> None:
    press = Press()
    for shift in (0.0, 0.4):
        for index, char in enumerate("总体情况"):
            press.put(char, press.left + index * EM + shift, 200)
    assert read(press.bytes()).text == "总体情况"


def test_print_order_does_not_matter() -> None:
    press = Press()
    for index in reversed(range(4)):
        press.put(f"第{'一二三四'[index]}段文字", press.left + 2 * EM, 200 + 28 * index)
    assert [line.strip() for line in lines(read(press.bytes()))] == [f"第{n}段文字" for n in "一二三四"]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_printed_sideways_is_read_upright(degrees: int) -> None:
    press = Press()
    canvas = press.canvas
    canvas.saveState()
    canvas.translate(300, 400)
    canvas.rotate(degrees)
    canvas.setFont("STSong-Light", EM)
    canvas.drawString(-100, 100, "上行文字")
    canvas.drawString(-100, 72, "下行文字")
    canvas.restoreState()
    assert lines(read(press.bytes())) == ["上行文字", "下行文字"]


def test_a_slanting_watermark_is_no_text() -> None:
    press = Press()
    press.paragraph(CLAUSE * 8 + "。")
    canvas = press.canvas
    canvas.translate(100, 600)
    canvas.rotate(45)
    canvas.setFont("STSong-Light", 40)
    canvas.drawString(0, 0, "内部资料")
    canvas.rotate(-45)
    canvas.translate(-100, -600)
    assert lines(read(press.bytes())) == ["　　" + CLAUSE * 8 + "。"]


def test_the_documents_title_is_a_fact_only_where_the_page_shows_it() -> None:
    def facts(title: str) -> dict[str, str]:
        press = Press()
        press.canvas.setTitle(title)
        press.title("清河县2023年政府信息公开年度报告")
        return dict(read(press.bytes()).markup.facts)

    assert facts("清河县2023年政府信息公开年度报告") == {"title": "清河县2023年政府信息公开年度报告"}
    assert facts("新建 文档.docx") == {}


def test_it_is_picked_by_name_and_by_content() -> None:
    press = Press()
    press.paragraph("一、总体情况")
    data = press.bytes()
    for name in ("a.pdf", "A.PDF", "a.docx", "a"):
        decoded = read_bytes(data, name, 1_000_000)
        assert (decoded.format, decoded.encoding, decoded.text.strip()) == ("pdf", None, "一、总体情况")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem[:5])
def test_a_sample_report_gives_the_same_blocks_from_its_pdf(sample: Path, pipeline: Pipeline) -> None:
    """Set as it would be: what is longer than a line is indented, furniture on every page.

    Left out of both are page marks, which the PDF prints itself, and rows of tables that no line of print can hold.
    """
    kept = [line for line in sample.read_text("utf-8").split("\n") if not is_page_number(line) and line.count("|") != 2]
    source = "\n".join(kept)
    press = Press(header=lambda page: "政府信息公开年报汇编", footer=lambda page: f"— {page} —")
    for line in filter(str.strip, source.split("\n")):
        press.paragraph(line.strip(), 2 if line.startswith("　　") or len(line) > 27 else 0)
    content = read(press.bytes())
    assert "".join(content.text.split()) == "".join(source.split())

    def blocks(text: str) -> list[tuple[str, int | None, str | None, str]]:
        report = pipeline(text)
        return [(b.role, b.level, b.section, "".join(report.text[b.start : b.end].split())) for b in report.blocks]

    assert blocks(content.text) == blocks(source)


@settings(max_examples=25)
@given(st.lists(st.text("甲乙丙丁子丑寅卯，、", min_size=1, max_size=120).map(lambda text: "说" + text + "完。"), min_size=1, max_size=6))
def test_any_paragraphs_come_back(texts: list[str]) -> None:
    press = Press(rows=8, footer=lambda page: f"- {page} -")
    texts = [CLAUSE * 6 + "。", *texts]  # two full lines: without one nobody can say where the margin is
    for text in texts:
        press.paragraph(text)
    assert lines(read(press.bytes())) == ["　　" + text for text in texts]


def test_threads_read_at_the_same_time() -> None:
    documents = []
    for number in range(4):
        press = Press()
        press.paragraph(f"第{number}份：" + CLAUSE * 20)
        documents.append(press.bytes())
    found: dict[int, str] = {}

    def work(number: int) -> None:
        found[number] = read(documents[number]).text

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == {number: f"　　第{number}份：" + CLAUSE * 20 for number in range(4)}
