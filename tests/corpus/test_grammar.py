"""The annotated format: what is rendered is parsed to the same report, and what is wrong is named with file and line."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.corpus.__main__ import main
from gkbg_nlp.corpus.annotated import (
    BLANK,
    INDICATORS,
    LABELED_ROLES,
    LABELS,
    ROLES,
    SECTIONS,
    CorpusError,
    GoldReport,
    load,
    load_all,
    parse,
)

HEADER = '+++\nid = "t"\nera = "B"\nprovince = "吉林省"\nbody = "county bureau"\n'


# -- round trip: a small report as a tree, its text and marks computed here, its source rendered and parsed --


@dataclass
class Mark:
    label: str
    value: str | None  # as written behind "="
    parsed: object  # what it means
    unit: str | None
    children: list[Mark | str]


@dataclass
class Piece:
    role: str
    section: str | None
    level: int | None
    joiner: str | None
    children: list[Mark | str] = field(default_factory=list)


WORDS = st.text(st.sampled_from("水情河湖公开信息、。，：（）{}\\@+\n一12 　a"), min_size=1, max_size=12)
SOLID = st.text(st.sampled_from("水情河湖公开信息{}\\@，2"), min_size=1, max_size=6)


@st.composite
def marks(draw: st.DrawFn, depth: int = 2) -> Mark:
    label = draw(st.sampled_from(sorted(LABELS)))
    children: list[Mark | str] = [draw(SOLID)]
    if depth and draw(st.booleans()):
        children += [draw(marks(depth - 1)), draw(SOLID)]
    if label == "COUNT":
        number = draw(st.one_of(st.integers(0, 10**7), st.sampled_from([0.5, 12.25])))
        unit = draw(st.sampled_from(["条", "件", "人次", "条(次)"]))
        return Mark(label, f"{number} {unit}", number, unit, children)
    value = draw(st.one_of(st.none(), st.text(st.sampled_from("0123456789-abc@."), min_size=1, max_size=10)))
    return Mark(label, value, value, None, children)


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    role = draw(st.sampled_from(ROLES))
    children: list[Mark | str] = [draw(st.sampled_from(["", "　　", " "])), draw(SOLID)]
    for _ in range(draw(st.integers(0, 3))):
        children += [draw(marks()), draw(WORDS)]
    children.append(draw(SOLID))
    return Piece(
        role,
        draw(st.sampled_from(SECTIONS)) if role in LABELED_ROLES else None,
        draw(st.integers(1, 9)) if role == "heading" else None,
        draw(st.one_of(st.none(), st.sampled_from(["", "  ", "\n\n", "\r\n", "　　", '"', "\\", "\t"]))),
        children,
    )


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}").replace("@", "\\@")


def source_of(child: Mark | str) -> str:
    if isinstance(child, str):
        return escaped(child)
    return "{" + child.label + (f"={child.value}" if child.value is not None else "") + ":" + "".join(map(source_of, child.children)) + "}"


def text_of(child: Mark | str) -> str:
    return child if isinstance(child, str) else "".join(map(text_of, child.children))


def entities_of(children: list[Mark | str], at: int) -> list[tuple[int, int, str, str, object, str | None]]:
    found = []
    for child in children:
        text = text_of(child)
        if isinstance(child, Mark):
            found.append((at, at + len(text), child.label, text, child.parsed, child.unit))
            found += entities_of(child.children, at)
        at += len(text)
    return found


def render(blocks: list[Piece], join: str | None) -> str:
    out = [HEADER + (f"join = {json.dumps(join)}\n" if join is not None else "") + "+++"]
    for block in blocks:
        marker = "@" + block.role
        marker += f" {block.section}" if block.section else ""
        marker += f" {block.level}" if block.level else ""
        marker += f" ~{json.dumps(block.joiner, ensure_ascii=False)}" if block.joiner is not None else ""
        out += [marker, "".join(map(source_of, block.children))]
    return "\n".join(out) + "\n"


@given(st.lists(pieces(), min_size=1, max_size=5), st.one_of(st.none(), st.sampled_from(["\n\n", " ", ""])))
def test_what_is_rendered_is_parsed_to_the_same(blocks: list[Piece], join: str | None) -> None:
    report = parse(render(blocks, join))
    text, spans, entities = "", [], []
    for number, block in enumerate(blocks):
        if number or block.joiner:
            text += block.joiner if block.joiner is not None else ("\n" if join is None else join)
        body = "".join(map(text_of, block.children))
        start = len(text) + len(body) - len(body.lstrip(BLANK))
        spans.append((start, len(text) + len(body), block.role, block.section, block.level))
        entities += entities_of(block.children, len(text))
        text += body
    assert report.text == text
    assert [(b.start, b.end, b.role, b.section, b.level) for b in report.blocks] == spans
    key = lambda e: (e[0], -e[1], e[2], str(e[4]), str(e[5]))  # noqa: E731
    assert sorted([(e.start, e.end, e.label, e.text, e.value, e.unit) for e in report.entities], key=key) == sorted(entities, key=key)
    order = [(e.start, -e.end) for e in report.entities]
    assert order == sorted(order)


# -- what a source means --


def test_a_small_report() -> None:
    report = parse(
        HEADER
        + 'marks = ["nested"]\n[indicators]\nyear = 2016\nproactive_total = 120\n+++\n@title\n{AGENCY:临江市水务局}2016年\n年度报告\n'
        '@heading overview 1\n一、概述\n@paragraph overview ~"\\n\\n"\n　　公开{COUNT:120条}、{COUNT=60000 条:6万多条}，见{LAW:《{AGENCY:临江市水务局}办法》}。\n',
        "t.gkbg",
    )
    assert report.text == "临江市水务局2016年\n年度报告\n一、概述\n\n　　公开120条、6万多条，见《临江市水务局办法》。"
    assert [(b.role, b.section, b.level, report.text[b.start : b.end]) for b in report.blocks] == [
        ("title", None, None, "临江市水务局2016年\n年度报告"), ("heading", "overview", 1, "一、概述"),
        ("paragraph", "overview", None, "公开120条、6万多条，见《临江市水务局办法》。"),
    ]  # fmt: skip
    assert [(e.label, e.text, e.value, e.unit) for e in report.entities] == [
        ("AGENCY", "临江市水务局", None, None), ("COUNT", "120条", 120, "条"), ("COUNT", "6万多条", 60000, "条"),
        ("LAW", "《临江市水务局办法》", None, None), ("AGENCY", "临江市水务局", None, None),
    ]  # fmt: skip
    assert all(report.text[e.start : e.end] == e.text for e in report.entities)
    assert report.indicators == {"year": 2016, "proactive_total": 120}
    assert report.meta == {"id": "t", "era": "B", "province": "吉林省", "body": "county bureau", "marks": ["nested"]}


def test_the_gold_form_has_every_indicator_and_the_keys_of_the_seeds() -> None:
    report = parse(HEADER + "[indicators]\nyear = 2016\n+++\n@paragraph overview\n公开{COUNT:12条}。\n")
    gold = report.to_gold("t.txt")
    assert gold["file"] == "t.txt"
    assert gold["indicators"] == {**dict.fromkeys(INDICATORS), "year": 2016}
    assert gold["blocks"] == [{"start": 0, "end": 6, "role": "paragraph", "section": "overview", "level": None, "quote": "公开12条。"}]
    assert gold["entities"] == [{"start": 2, "end": 5, "label": "COUNT", "text": "12条", "value": 12, "unit": "条"}]
    json.dumps(gold)


def test_a_count_may_be_fractional() -> None:
    report = parse(HEADER + "+++\n@paragraph overview\n{COUNT:2.5万}与{COUNT=2.5 公里:两里半}\n".replace("{COUNT:2.5万}", "{COUNT:2.5条}"))
    assert [(e.value, e.unit) for e in report.entities] == [(2.5, "条"), (2.5, "公里")]


# -- every error with file and line --


def body(*lines: str) -> str:
    return HEADER + "+++\n" + "\n".join(lines) + "\n"


AT = HEADER.count("\n") + 2  # the line of the first marker


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("@paragraph overview\n甲\n", 1, "begins with a line '+++'"),
        (HEADER + "@paragraph overview\n甲\n", 1, "not closed"),
        ("+++\nera = 1\nid = \n+++\n@paragraph overview\n甲\n", 3, "not TOML"),
        (HEADER.replace('era = "B"\n', "") + "+++\n@paragraph overview\n甲\n", 1, "lacks era"),
        (HEADER.replace('"吉林省"', "22") + "+++\n@paragraph overview\n甲\n", 4, "lacks province"),
        (HEADER + "[indicators]\nlaunches = 1\n+++\n@paragraph overview\n甲\n", AT, "unknown indicators ['launches']"),
        (HEADER + "+++", AT - 1, "no block follows"),
        (body("甲"), AT, "a block marker such as"),
        (body("@ overview", "甲"), AT, "a block marker such as"),
        (body("@poem overview", "甲"), AT, "unknown role 'poem'"),
        (body("@paragraph weather", "甲"), AT, "unknown section 'weather'"),
        (body("@paragraph", "甲"), AT, "paragraph needs section"),
        (body("@title overview", "甲"), AT, "title takes no section"),
        (body("@heading overview", "甲"), AT, "a heading needs a level"),
        (body("@paragraph overview 2", "甲"), AT, "a heading needs a level"),
        (body("@paragraph overview", "　 "), AT, "the block has no text"),
        (body("@paragraph overview", "甲", "{乙}"), AT + 2, "'{' opens no mark"),
        (body("@paragraph overview", "甲", "", "{NAME:乙}"), AT + 3, "unknown label 'NAME'"),
        (body("@paragraph overview", "甲}乙"), AT + 1, "'}' closes nothing"),
        (body("@paragraph overview", "甲", "{AGENCY:水务局", "乙"), AT + 2, "is not closed in its block"),
        (body("@paragraph overview", "甲", "@paragraph overview", "{LAW:《{AGENCY:水务局}"), AT + 3, "is not closed in its block"),
        (body("@paragraph overview", "{AGENCY: 水务局}"), AT + 1, "begins or ends with a blank"),
        (body("@paragraph overview", "{AGENCY:}"), AT + 1, "is empty"),
        (body("@paragraph overview", "{COUNT:六条}"), AT + 1, "needs its value"),
        (body("@paragraph overview", "{COUNT:6万条}"), AT + 1, "needs its value"),
        (body("@paragraph overview", "{COUNT:6余条}"), AT + 1, "needs its value"),
        (body("@paragraph overview", "{COUNT=many 条:许多条}"), AT + 1, "'many' is not a number"),
        (body("@paragraph overview", "{COUNT=nan 条:许多条}"), AT + 1, "'nan' is not a number"),
        (body("@paragraph overview", "{COUNT=6:六条}"), AT + 1, "has no unit"),
        (body("@heading overview 0", "甲"), AT, "a heading needs a level"),
        (HEADER + "join = 1\n+++\n@paragraph overview\n甲\n", 6, "join is no string"),
        ("+++\nindicators = 1\n" + HEADER[4:] + "+++\n@paragraph overview\n甲\n", 2, "indicators is a table"),
    ],
)  # fmt: skip
def test_errors_name_file_and_line(source: str, line: int, said: str) -> None:
    with pytest.raises(CorpusError) as raised:
        parse(source, "folder/t.gkbg")
    assert str(raised.value).startswith(f"folder/t.gkbg:{line}: ")
    assert said in str(raised.value)


def test_a_broken_joiner_is_an_error_of_the_corpus() -> None:
    with pytest.raises(CorpusError, match=rf"t\.gkbg:{AT}: "):
        parse(body('@paragraph overview ~"\\x"', "甲"), "t.gkbg")


@given(st.text(st.sampled_from('@{}\\:= \n+一条1~"paragraphoverviewCOUNTAGENCY'), max_size=60))
def test_a_broken_body_is_a_corpus_error_and_nothing_else(text: str) -> None:
    with contextlib.suppress(CorpusError):
        report = parse(body("@paragraph overview", "甲" + text), "t.gkbg")
        assert report.blocks and report.text.startswith("甲")


# -- files --


def test_load_checks_that_the_id_is_the_files_name(tmp_path: Path) -> None:
    (tmp_path / "t.gkbg").write_text(body("@paragraph overview", "甲"), "utf-8")
    (tmp_path / "u.gkbg").write_text(body("@paragraph overview", "甲"), "utf-8")
    assert load(tmp_path / "t.gkbg").id == "t"
    with pytest.raises(CorpusError, match=r"u\.gkbg:2: id 't' is not the file's name: write id = 'u'"):
        load(tmp_path / "u.gkbg")


def test_load_translates_no_line_end(tmp_path: Path) -> None:
    (tmp_path / "t.gkbg").write_bytes((HEADER + "+++\n@paragraph overview\n甲\r\n乙").encode())
    assert load(tmp_path / "t.gkbg").text == "甲\r\n乙"


def test_load_all_is_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
    (tmp_path / "b" / "r2.gkbg").write_text(body("@paragraph overview", "甲").replace('"t"', '"r2"'), "utf-8")
    (tmp_path / "a" / "r9.gkbg").write_text(body("@paragraph overview", "甲").replace('"t"', '"r9"'), "utf-8")
    assert [r.id for r in load_all(tmp_path)] == ["r9", "r2"]


def test_the_program_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "t.gkbg").write_text(body("@paragraph overview", "公开{COUNT:12条}。"), "utf-8")
    assert main([str(tmp_path), "--partial"]) == 0
    assert capsys.readouterr().out == "1 reports, 1 blocks, 0 errors, 0 warnings\n"
    (tmp_path / "bad.gkbg").write_text(body("@paragraph weather", "甲").replace('"t"', '"bad"'), "utf-8")
    (tmp_path / "doubt.gkbg").write_text(body("@paragraph overview", "电话{PHONE:无}").replace('"t"', '"doubt"'), "utf-8")
    assert main([str(tmp_path), "--partial"]) == 1
    out = capsys.readouterr().out
    assert f"bad.gkbg:{AT}: unknown section" in out
    assert f"doubt.gkbg:{AT + 1}: error [form] '无' has not the form of PHONE: " in out
    assert out.endswith("3 reports, 2 blocks, 2 errors, 0 warnings\n")
    assert main([str(tmp_path / "t.gkbg")]) == 0
    assert main([str(tmp_path / "none")]) == 2


def test_a_report_is_a_plain_record() -> None:
    assert parse(body("@paragraph overview", "甲")) == GoldReport(
        "t",
        "甲",
        parse(body("@paragraph overview", "甲")).blocks,
        [],
        {},
        {"id": "t", "era": "B", "province": "吉林省", "body": "county bureau"},
    )
