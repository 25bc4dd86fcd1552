"""Draw the cards from which the corpus's reports were written: `python training/cards.py 60 --seed 2026`.

A card fixes what a report is like before a word of it is written, so that the spread of the corpus is drawn and not
chosen. Standard library only.
"""

from __future__ import annotations

import argparse
import random

PROVINCES = (
    "北京市 天津市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 上海市 江苏省 浙江省 安徽省 福建省 江西省 山东省 河南省 湖北省 湖南省 "
    "广东省 广西壮族自治区 海南省 重庆市 四川省 贵州省 云南省 西藏自治区 陕西省 甘肃省 青海省 宁夏回族自治区 新疆维吾尔自治区"
).split()
BODIES = (
    "township government", "sub-district office (街道办事处)", "county or district government", "city government",
    "provincial department", "provincial government office", "customs (海关)", "tax bureau (国税/地税/税务局)", "weather, quake or tobacco bureau",
    "development zone committee (管委会)", "public institution with administrative duties", "party organ or mass body (编办、总工会、残联…)",
) + tuple(f"county bureau: {n}" for n in (
    "education", "water", "civil affairs", "finance", "housing and construction", "health", "agriculture", "culture and tourism", "traffic and transport",
    "human resources", "market supervision / industry and commerce / quality", "environment", "land and planning", "urban management", "police or justice",
    "statistics, audit, archives or letters and calls", "emergency or safety supervision", "commerce, science or forestry", "development and reform, prices",
))  # fmt: skip
ERAS = "A A A B B B B C D D".split()
LENGTHS = (
    "mostly empty (300-700 characters, several sections of one line)", "short (800-1500)", "medium (1500-2800)", "medium (1500-2800)",
    "long (3000-5000)", "very long (5000-7000, rich in numbers)",
)  # fmt: skip
MARKS = {
    "layout": (
        "whole report on ONE line (join = \" \" or two U+3000)", "cut lines: page breaks inside sentences (with or without a blank line)", "title on two or three lines",
        "no title at all", "title printed twice (page title as the title block's first print, the text's own as a second title block)", "page noise before the text: breadcrumbs, login, 字体, publication metadata rows",
        "page noise after the text: attachments, 打印本页, 关闭窗口, footer with site operator's phone and ICP", "Markdown marks (#, **)", "index table at the head, flattened",
        "[bookmark: …] marks", "page numbers between or inside paragraphs", "indents of two U+3000, blank lines between blocks", "letter form: document number, salutation, 关于…的报告/函", "cover lines (body, date) under the title",
    ),
    "headings": (
        "（一） second level stand-alone", "run-in second-level headings with text behind", "numbering 第一部分 / 第一章", "numbering 1. / 1、 / (1)", "numbering ㈠ ㈡", "no numbers on headings", "numbers skipped or repeated",
        "headings end in 。 or ：", "merged headings (two subjects in one)", "slogan headings (加强领导,…)", "generic headings under which the content decides", "no headings at all: only paragraphs",
        "sections out of the usual order", "second-level numbering again 一、二、 under a 一、", "headings with blanks inside (概 述)", "引言 or 前言 head",
    ),
    "content": (
        "enquiries section with numbers", "proposals (建议提案) section", "staff and money section (人员和费用)", "statistics table at the end, one row a line (2014-2018 form, or the three tables of 2019-2025)",
        "statistics table in cells split by | or TAB", "organization heads inside 概述", "affiliates section", "key areas section with several sub-heads", "interpretation section with numbers", "fees really charged (yuan)",
        "reviews and litigations that are not zero, with outcomes", "implied zeros in several wordings", "one sentence zeroing several things at once", "totals of the year beside 历年累计", "numbers without unit", "approximate numbers (余, 多, 近, 万)",
        "Chinese numerals with measure words", "list of channels with a number each", "many agencies named (nested in laws, joint, short forms)", "period and dates in odd forms, lost characters", "requests broken down by kind of reply", "attachment list and 名词解释",
    ),
    "contacts": (
        "contacts complete in one bracket of the preamble", "contacts as separate lines at the end or signature", "phone with em dash or full-width dash or brackets round the area code", "phone with extension (转, -, ×)", "two phones joined by 、 or /",
        "电话（传真） shared number", "phone and fax both written, same number", "no area code", "labels without colon or glued", "contacts withheld (略, emptied labels)", "no contacts at all", "digits-only local part or hyphen domain in the e-mail, or full-width ＠", "hotline given as a number", "trap numbers: index number, document number, view count, room number, QQ, ICP",
    ),
    "slips": (
        "wrong characters and doubled punctuation", "half-width punctuation throughout", "traditional characters", "full-width digits", "blanks round every number", "year in the text differs from the title's", "template residue (XX市, (宋体加粗))", "no slips",
    ),
}  # fmt: skip


def draw(number: int, rng: random.Random) -> str:
    """One card as a paragraph of text."""
    marks = [rng.choice(MARKS[k]) for k in ("layout", "headings", "content", "contacts")]
    kind = rng.choice(("layout", "headings", "content"))
    marks.append(rng.choice([m for m in MARKS[kind] if m not in marks]))
    marks.append(rng.choice(MARKS["content" if rng.random() < 0.5 else "slips"]))
    name = f"r{number:03d}"
    lines = [f"{name}: era {rng.choice(ERAS)}; {rng.choice(PROVINCES)}; {rng.choice(BODIES)}; {rng.choice(LENGTHS)}"]
    return "\n".join(lines + [f"    - {m}" for m in dict.fromkeys(marks)])


def main() -> None:
    """Print the cards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--first", type=int, default=1, help="number of the first card")
    args = parser.parse_args()
    rng = random.Random(args.seed)
    for i in range(args.count):
        print(draw(args.first + i, rng))


if __name__ == "__main__":
    main()
