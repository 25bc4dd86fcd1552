"""What holds for any text: blocks cover it, in order and without overlap, and the view maps back exactly."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from gkbg_nlp.corpus.annotated import BLANK
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.segment import segment

ROLES = {"title", "heading", "paragraph", "table", "signature", "boilerplate"}
# Invisible signs that Python does not call blank and layout does: either reading covers the visible text.
INVISIBLE = "\u200c\u200d\u2060\u00ad\u180e"

CHARACTERS = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from(
        "一二三四五、。，；：（）㈠①第章节部分情况概述公开报告年月日局0123456789|>#*-[]【】《》\t 　\u00a0\r\n\u200b\ufeff\u2028\u0085"
    ),
)
ANY_TEXT = st.text(CHARACTERS, max_size=200)

PIECES = st.sampled_from(
    [
        "临江市水务局2016年政府信息公开工作年度报告", "临江市水务局", "2016年政府信息公开工作", "年度报告", "# 2016年度报告", "临水〔2017〕5号",
        "首页 > 政务公开 > 年度报告", "索引号：01422/2017-0003", "发布日期：2017-03-01  浏览次数：35", "字体：【大】【中】【小】", "[bookmark: _Toc1]",
        "　　依照有关规定，水务局编制并公布本报告。", "市政府办公室：", "一、概述", "## 一、概述", "**二、主动公开情况**", "三 依申请公开情况", "第一部分 概述",
        "（一）渠道更宽。门户网站全年发布水情信息120条，群众反映良好。", "（二）公开渠道", "㈢ 制度建设", "1、公开渠道", "2. 水质月报12期；", "(1) 河长公示牌", "① 短信",
        "门户网站全年发布水情信息120条，其中汛期雨情占了大", "头，平时的水质月报也没有断过。", "- 3 -", "第 4 页 共 9 页", "12", "全年没有收到申请。", "无。",
        "附表：政府信息公开情况统计表", "指标名称\t单位\t数量", "主动公开政府信息数\t条\t120", "| 指标 | 单位 |", "|---|---|", "收到申请数", "4", "附件：", "1.清单.doc",
        "电话：0439-6220018（传真）", "临江市水务局  2017年3月2日", "2017年3月2日", "联系人：办公室", "打印本页 关闭窗口", "主办单位：临江市水务局 ICP备00000001号",
        "（此处填写（未完", "” 》 ）", "> 附注", "- - -", "*", "#", "【", "一、", "（", "。", "一", "第",
    ]
)  # fmt: skip
JOINTS = st.sampled_from(["\n", "\n", "\n", "\n\n", "\r\n", "\r", " ", "　　", "", "\n　　", "\u2028", "\u00a0\n\t", "\n\u200b\n", "。"])


@st.composite
def assembled(draw: st.DrawFn) -> str:
    """Pieces of reports in any order, joined in any way."""
    parts = [draw(JOINTS) if draw(st.booleans()) else ""]
    for piece in draw(st.lists(PIECES, min_size=1, max_size=24)):
        parts += [piece, draw(JOINTS)]
    return "".join(parts)


def blank(character: str) -> bool:
    return character.isspace() or character in BLANK


def check_blocks(text: str) -> None:
    layout = segment(text)
    at = 0
    for block in layout.blocks:
        assert block.role in ROLES and block.rule
        assert at <= block.start < block.end <= len(text)
        outside = text[at : block.start]
        assert all(blank(c) or c in INVISIBLE for c in outside), f"{outside!r} stands outside every block"
        assert not blank(text[block.start]) and not blank(text[block.end - 1]), f"a block is {text[block.start : block.end]!r}"
        assert (block.level is not None) == (block.role == "heading")
        for left, right in block.cuts:
            assert block.start < left < right < block.end
        at = block.end
    assert all(blank(c) or c in INVISIBLE for c in text[at:]), f"{text[at:]!r} stands behind the last block"


def check_view(text: str) -> None:
    layout = segment(text)
    view, folded = layout.view, layout.folded
    assert folded == fold(text)
    assert view.text.count("\n") == len(layout.blocks) == len(view.bounds)
    block = 0
    left_out = {i for b in layout.blocks for start, end in b.cuts for i in range(start, end)}
    seen = []
    for i, character in enumerate(view.text):
        if character == "\n":
            block += 1
            continue
        source = view.source_start(i)
        assert character == folded[source] or (character == " " and folded[source] in "\n\t")
        assert view.source_end(i + 1) == source + 1
        assert view.block_at(i) == block and layout.blocks[block].start <= source < layout.blocks[block].end
        assert view.view_offset(source) == i
        seen.append(source)
    # nothing of a block is lost but the cuts inside it
    assert seen == [i for b in layout.blocks for i in range(b.start, b.end) if i not in left_out]


@given(ANY_TEXT)
@example("")
@example(" \n\u3000\u00a0\r\n\ufeff")
@example("甲")
@example("\x1c甲\x1f")
@example("甲\u1680\n\u202f乙")
@example("一、概述\n全年公开12条，汛期雨情占了大头\n**\n")  # a line of nothing but marks
@example("甲\n__\n____\n#\n> \n")
def test_blocks_cover_any_text(text: str) -> None:
    check_blocks(text)


@given(assembled())
@settings(max_examples=200)
@example("一、概述\r\n全年公开12条，汛期雨情占了\r\n\r\n- 1 -\r\n\r\n大头。\r\n")
def test_blocks_cover_assembled_reports(text: str) -> None:
    check_blocks(text)


@given(ANY_TEXT)
def test_the_view_maps_back_for_any_text(text: str) -> None:
    check_view(text)


@given(assembled())
@settings(max_examples=150)
def test_the_view_maps_back_for_assembled_reports(text: str) -> None:
    check_view(text)


@given(assembled())
def test_the_same_text_gives_the_same_blocks(text: str) -> None:
    assert segment(text).blocks == segment(text).blocks


@given(assembled(), st.sampled_from(["", "\n", "\ufeff", "　　\n", "\r\n\r\n"]))
def test_blanks_round_a_text_only_move_its_offsets(text: str, blanks: str) -> None:
    plain, moved = segment(text.strip()), segment(blanks + text.strip() + "\n")
    shift = len(blanks)
    assert [(b.start + shift, b.end + shift, b.role) for b in plain.blocks if b.role == "title"] == [
        (b.start, b.end, b.role) for b in moved.blocks if b.role == "title"
    ]


def test_one_physical_line_of_20000_characters_is_cut_in_time() -> None:
    """No pattern runs away on a long line: the work is done at all, whatever it takes."""
    for text in ("一、概述" * 5000, "（" * 20000, "、" * 20000, "全年公开" * 5000, " " * 20000 + "甲", "1." * 10000, "[bookmark: " * 2000):
        check_blocks(text)


def test_reports_of_the_corpus(gold_reports: list) -> None:  # type: ignore[type-arg]
    for report in gold_reports:
        check_blocks(report.text)
        check_view(report.text)
