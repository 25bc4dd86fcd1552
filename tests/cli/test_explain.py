"""gkbg explain: every block in one line, one in full, as JSON, as a page."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.console import Console

from gkbg_nlp.cli.explain_page import highlighted as spans
from gkbg_nlp.cli.explain_view import highlighted
from gkbg_nlp.cli.main import main

REPORT = (
    "临江市水务局2016年政府信息公开工作年度报告\n依照有关规定，水务局编制并公布本报告。\n一、概述\n这一年水务局做了不少事。\n二、主动公开政府信息情况\n"
    "门户网站全年发布\x1b[31m水情信息120条。\n三、收费情况\n没有收取费用。\n临江市水务局\n2017年3月2日\n"
)  # fmt: skip


@pytest.fixture(autouse=True)
def _report(_here: None) -> None:
    Path("a.txt").write_text(REPORT, "utf-8")


def test_every_block_in_short(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "a.txt", "--width", "160"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    lines = [line.rstrip() for line in out.splitlines()]
    assert lines[0] == "0 title (layout rule title)  临江市水务局2016年政府信息公开工作年度报告"
    at = next(i for i, line in enumerate(lines) if "门户网站" in line)
    assert re.fullmatch(r"5 paragraph proactive [01]\.\d\d  门户网站全年发布␛\[31m水情信息120条。", lines[at])
    assert lines[at + 1].startswith("  heading 二、主动公开政府信息情况 names proactive (rule section.proactive.1); the words ")


@pytest.mark.parametrize("choice", [["--block", "5"], ["--at", str(REPORT.index("水情"))], ["--text", "信息 120条"], ["-b", "5"]])
def test_one_block_in_full(capsys: pytest.CaptureFixture[str], choice: list[str]) -> None:
    assert main(["explain", "a.txt", *choice, "--top", "3", "--width", "140"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("block 5 · paragraph · proactive 主动公开 · confidence ")
    assert "⟦" in out and "␛" in out and "\x1b" not in out
    assert re.search(r"log odds against \w+: model [+-]\d+\.\d\d, headings [+-]\d+\.\d\d, order [+-]\d+\.\d\d = [+-]\d+\.\d\d", out)
    assert re.search(r"二、主动公开政府信息情况 +proactive +主动公开 +section\.proactive\.1 +decides", out)
    assert len(re.findall(r"^ *(?:text|heading|sign|intercept) ", out.partition("n-grams and signs")[2], re.M)) == 3
    assert re.search(r"^ *\d+ more ", out, re.M)


def test_json_holds_what_the_page_shows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "a.txt", "--json", "--top", "5"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["file"] == "a.txt" and made["model"].startswith("sections-")
    assert [b["block"] for b in made["blocks"]] == list(range(len(made["blocks"])))
    title, one = made["blocks"][0], made["blocks"][5]
    assert (title["section"], title["reason"]) == (None, "layout:title")
    assert len(one["addends"]) == 5 and one["rest"]["count"] > 5
    for side in ("chosen", "other"):
        total = sum(a[side] for a in one["addends"]) + one["rest"][side]
        assert total == pytest.approx(one["decision"][side], abs=1e-4)
    assert len(one["weights"]) == one["end"] - one["start"]
    assert one["odds"]["total"] == pytest.approx(sum(one["odds"][k] for k in ("model", "headings", "order")), abs=1e-5)


def test_all_addends(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "a.txt", "-b", "5", "--json", "--top", "0"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["blocks"]
    assert one["rest"] == {"count": 0, "chosen": 0, "other": 0}
    assert sum(a["chosen"] for a in one["addends"]) == pytest.approx(one["decision"]["chosen"], abs=1e-4)


def test_a_block_without_a_section(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "a.txt", "--block", "0"]) == 0
    assert "block 0 is a title (layout rule title): it carries no section" in capsys.readouterr().out


def test_the_page_is_well_formed_and_has_the_whole_text() -> None:
    assert main(["explain", "a.txt", "--html", "a.html"]) == 0
    page = Path("a.html").read_text("utf-8")
    tree = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>\n"))
    texts = ["".join(div.itertext()) for div in tree.iter("div") if (div.get("class") or "").startswith("text")]
    assert "".join(texts) == REPORT.replace("\n", "").replace("\x1b", "\ufffd")
    assert "http" not in page and "rgba(26, 127, 55" in page and "rgba(207, 34, 46" in page
    assert sorted(p.name for p in Path().iterdir()) == ["a.html", "a.txt"]


def test_the_page_of_one_block() -> None:
    assert main(["explain", "a.txt", "--html", "a.html", "--block", "5"]) == 0
    page = Path("a.html").read_text("utf-8")
    assert page.count("<section") == 1 and 'id="b5"' in page


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    Path("folder").mkdir()
    for arguments, code, words in (
        (["a.txt", "--block", "99"], 2, "there is no block 99: the report has"),
        (["a.txt", "--at", "9999"], 2, "no block holds offset 9999"),
        (["a.txt", "--at", str(REPORT.index("\n"))], 2, "a blank between blocks"),
        (["a.txt", "--text", "没有这些话"], 2, "no block holds '没有这些话'"),
        (["a.txt", "--text", " "], 2, "no block holds"),
        (["a.txt", "--block", "1", "--at", "3"], 2, "exclude each other"),
        (["a.txt", "--model", "nowhere"], 2, "no model that can be read"),
        (["gone.txt"], 1, "gone.txt: no such file [missing]"),
        (["a.txt", "--html", "no/a.html"], 2, "there is no folder no"),
        (["a.txt", "--html", "folder"], 2, "folder is a folder"),
        (["a.txt", "--html", "a.txt"], 2, "a.txt is the report"),
    ):
        assert main(["explain", *arguments]) == code, arguments
        said = capsys.readouterr()
        assert words in said.err and said.out == ""
    assert Path("a.txt").read_text("utf-8") == REPORT


def test_words_that_stand_in_several_blocks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "a.txt", "--text", "水务局"]) == 0
    said = capsys.readouterr()
    assert said.err.startswith("gkbg: blocks 0, 1, ") and said.out.startswith("block 0 ")


# -- colours --


def test_colours_on_a_terminal() -> None:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, color_system="truecolor", width=80, highlight=False)
    console.print(highlighted("甲乙丙\x1b丁", [1.0, 0.1, 0.0, 0.0, -1.0], colour=True))
    out = stream.getvalue()
    assert (
        "\x1b[1;48;2;35;163;74m甲" in out and "\x1b[48;2;18;54;31m乙" in out and "\x1b[0m丙␛" in out and "\x1b[1;48;2;184;50;58m丁" in out
    )


def test_brackets_in_a_pipe() -> None:
    assert highlighted("甲乙丙丁", [1.0, 0.5, 0.1, 0.9], colour=False).plain == "⟦甲乙⟧丙⟦丁⟧"
    assert highlighted("甲", [0.0], colour=False).plain == "甲"


def test_spans_of_a_page() -> None:
    made = spans("甲<乙>丙", [1.0, 1.0, 0.0, -0.5, -0.5])
    assert made.startswith('<span style="background: rgba(26, 127, 55, 0.70)" title="+1.000">甲&lt;</span>乙<span')
    assert "rgba(207, 34, 46, 0.35)" in made and "&gt;丙</span>" in made
    assert spans("甲<", [0.0, 0.0]) == "甲&lt;"
