"""Gold of both forms: what is read, what is refused and with which words, what removing headings leaves."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from evaluation_helpers import TEXT, document, put_gold
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.evaluation.gold import GoldDocument, find_gold, of_part, read_gold, read_gold_file, select, without_headings, write_gold
from gkbg_nlp.evaluation.gold_json import GoldError

CORPUS = """+++
id = "{id}"
era = "A"
province = "山东省"
body = "county bureau"
marks = []
[indicators]
year = 2010
+++
@title
{{AGENCY:青崖县水务局}}2010年政府信息公开年度报告
@heading overview 1
一、概述
@paragraph overview
公开{{COUNT:3条}}。
"""


def put_corpus(folder: Path, name: str = "r1", source: str = CORPUS) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.gkbg"
    path.write_text(source.format(id=name), "utf-8")
    return path


def test_json_beside_its_text(tmp_path: Path) -> None:
    put_gold(tmp_path, "b")
    put_gold(tmp_path, "a", meta={"era": "B"})
    first, second = read_gold(tmp_path)
    assert (first.name, first.text, first.meta) == ("a", TEXT, {"era": "B"})
    assert first.gold["blocks"] == document().gold["blocks"]
    assert (second.name, second.gold["file"], second.meta) == ("b", "b.txt", {})


def test_annotated_corpus(tmp_path: Path) -> None:
    put_corpus(tmp_path / "reports")
    put_corpus(tmp_path / "second", "r2")  # second annotations are no part of a corpus
    (found,) = read_gold(tmp_path)
    assert (found.name, found.meta["era"], found.gold["indicators"]["year"], found.gold["indicators"]["fax"]) == ("r1", "A", 2010, None)
    assert [found.text[e["start"] : e["end"]] for e in found.gold["entities"]] == ["青崖县水务局", "3条"]


def test_the_form_is_seen_from_the_content(tmp_path: Path) -> None:
    path = put_gold(tmp_path).rename(tmp_path / "a.gkbg")
    assert read_gold_file(path).text == TEXT
    path.write_text("<html>", "utf-8")
    with pytest.raises(GoldError, match=r"a\.gkbg:1: no gold: expected '\{' .* or '\+\+\+'"):
        read_gold_file(path)


def test_one_file_is_gold_too(tmp_path: Path) -> None:
    put_gold(tmp_path, "b")
    assert [d.name for d in read_gold(put_gold(tmp_path))] == ["a"]


def test_offsets_count_after_the_byte_order_mark(tmp_path: Path) -> None:
    path = put_gold(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert read_gold_file(path).text == TEXT


def changed(part: str, place: int, **values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda gold: gold[part][place].update(values)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (changed("blocks", 2, section="overvew"), r"a\.json:2\d: blocks\[2\]: unknown section 'overvew': known are preamble"),
        (changed("blocks", 2, role="para"), r"a\.json:2\d: blocks\[2\]: unknown role 'para': known are title"),
        (changed("blocks", 2, section=None), r"blocks\[2\]: a paragraph needs a section"),
        (changed("blocks", 0, section="fees"), r"a\.json:4: blocks\[0\]: a title takes no section: write null"),
        (changed("blocks", 3, start=13), r"blocks\[3\]: the block begins at 13, inside the one before, which ends at 14"),
        (changed("blocks", 3, end=99), r"blocks\[3\]: the block ends at 99, the text at 23"),
        (changed("blocks", 3, end=23), r"blocks\[3\]: .* begins or ends with a blank: move its start or end"),
        (changed("blocks", 1, start=3), r"blocks\[1\]: at 3 stands '、概述\\n', not '一、概述'"),
        (changed("blocks", 1, start=6, end=6), r"blocks\[1\]: start 6 and end 6: write whole numbers"),
        (changed("blocks", 1, start=2.0), r"blocks\[1\]: start 2.0 and end 6"),
        (changed("blocks", 1, start=True), r"blocks\[1\]: start True"),
        (changed("entities", 0, label="COUNTS"), r"entities\[0\]: unknown label 'COUNTS': known are ADDRESS"),
        (changed("entities", 0, unit=None), r"entities\[0\]: a COUNT with value 3 and unit None: write a number and a measure word"),
        (changed("entities", 1, text="县"), r"entities\[1\]: at 15 stands '县局', not '县'"),
        (changed("entities", 1, end=40), r"entities\[1\]: at 15 stands"),
        (lambda g: g["entities"].append({"start": 15, "end": 40, "label": "LAW"}), r"entities\[2\]: at 15 stands"),
        (lambda g: g["entities"].append(7), r"entities\[2\]: no object"),
        (lambda g: g["indicators"].update(faxes=1), r"unknown indicator 'faxes': known are year"),
        (lambda g: g["indicators"].update(fax=[1]), r"fax is \[1\]: write a number"),
        (lambda g: g.pop("indicators"), r"a\.json:1: 'indicators' is missing"),
        (lambda g: g.update(blocks={}), r"a\.json:3: 'blocks' is no list"),
        (lambda g: g.update(blocks=[]), r"the report has no blocks: annotate it"),
        (lambda g: g.update(file="../a.txt"), r"a\.json:2: '\.\./a\.txt' is no plain file name: put the text beside"),
        (lambda g: g.update(file="gone.txt"), r"gone\.txt: no such file: put the file that 'file' names beside it"),
        (lambda g: g.update(meta=[]), r"'meta' is no object"),
    ],
)
def test_broken_json_gold_names_file_line_and_mend(tmp_path: Path, change: Callable[[dict[str, Any]], None], said: str) -> None:
    path = put_gold(tmp_path)
    gold = json.loads(path.read_text("utf-8"))
    change(gold)
    path.write_text(json.dumps(gold, ensure_ascii=False, indent=1), "utf-8")
    with pytest.raises(GoldError, match=said) as caught:
        read_gold_file(path)
    assert str(caught.value).startswith(str(path))


def test_the_line_is_that_of_the_element(tmp_path: Path) -> None:
    path = put_gold(tmp_path)
    lines = path.read_text("utf-8").splitlines()
    place = next(i for i, line in enumerate(lines) if '"fees"' in line)
    lines[place] = lines[place].replace("fees", "fee")
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(GoldError) as caught:
        read_gold_file(path)
    number = int(re.findall(r"a\.json:(\d+):", str(caught.value))[0])
    assert lines[number - 1].strip() == "{" and '"start": 15' in lines[number]  # the line where the block begins


def test_what_is_no_json_or_no_utf8(tmp_path: Path) -> None:
    path = put_gold(tmp_path)
    path.write_text('{\n "file": "a.txt",\n "blocks": [,]\n}', "utf-8")
    with pytest.raises(GoldError, match=r"a\.json:3: not JSON: .* \(column 13\): mend"):
        read_gold_file(path)
    path.write_bytes("{\n公".encode("gb18030"))
    with pytest.raises(GoldError, match=r"a\.json:2: not UTF-8: gold is text in UTF-8"):
        read_gold_file(path)


def test_a_broken_corpus_file_keeps_its_line(tmp_path: Path) -> None:
    put_corpus(tmp_path, source=CORPUS.replace("@paragraph overview", "@paragraph overvew"))
    with pytest.raises(GoldError, match=r"r1\.gkbg:14: unknown section 'overvew'"):
        read_gold(tmp_path)
    put_corpus(tmp_path, source=CORPUS[: CORPUS.index("@title")])
    with pytest.raises(GoldError, match=r"r1\.gkbg:?.*(block|text)"):
        read_gold(tmp_path)


def test_every_broken_file_is_told(tmp_path: Path) -> None:
    for name in ("a", "c"):
        put_gold(tmp_path, name, blocks=[])
    put_gold(tmp_path, "b")
    with pytest.raises(GoldError) as caught:
        read_gold(tmp_path)
    assert [Path(line.split(":")[0]).name for line in str(caught.value).splitlines()] == ["a.json", "c.json"]


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no gold here: give a folder"):
        find_gold(tmp_path)
    with pytest.raises(GoldError, match="no such folder"):
        find_gold(tmp_path / "gone")


def test_one_name_twice(tmp_path: Path) -> None:
    put_gold(tmp_path)
    put_corpus(tmp_path, "a")
    with pytest.raises(GoldError, match="the report a is already in"):
        find_gold(tmp_path)


def test_only_and_part(tmp_path: Path) -> None:
    for name in ("r1", "r2", "r3"):
        put_corpus(tmp_path / "reports", name)
    documents = read_gold(tmp_path)
    assert [d.name for d in select(documents, ["r3", "r1"])] == ["r1", "r3"]
    with pytest.raises(GoldError, match="no gold report r9; there are r1 to r3"):
        select(documents, ["r1", "r9"])
    with pytest.raises(GoldError, match=r"no split\.toml"):
        of_part(documents, tmp_path, "test")
    (tmp_path / "split.toml").write_text('test = ["r2"]', "utf-8")
    for place in (tmp_path, tmp_path / "reports"):
        assert [d.name for d in of_part(documents, place, "test")] == ["r2"]
        assert [d.name for d in of_part(documents, place, "train")] == ["r1", "r3"]
    for part, words in (("dev", "no report of .* is in the part 'dev'"), ("tests", "unknown part 'tests': known are train, dev, test")):
        with pytest.raises(GoldError, match=words):
            of_part(documents, tmp_path, part)


def test_headings_go_with_the_line_breaks_behind_them() -> None:
    before = document()
    after = without_headings(before)
    assert after.text == "题\n今年公开3条。\n县局未收费用。\n"
    assert [(b["start"], b["end"], b["role"], b["quote"]) for b in after.gold["blocks"]] == [
        (0, 1, "title", "题"),
        (2, 9, "paragraph", "今年公开3条。"),
        (10, 17, "paragraph", "县局未收费用。"),
    ]
    assert [(e["start"], e["end"], e["text"]) for e in after.gold["entities"]] == [(6, 8, "3条"), (10, 12, "县局")]
    assert after.gold["indicators"] == before.gold["indicators"] and after.meta == before.meta
    assert before == document()  # the given document is untouched


@pytest.mark.parametrize(
    ("behind", "left"),
    [("\n", ""), ("\r\n\r\n", ""), ("\n\n　　", "　　"), ("\n \t\n  ", "  "), ("　\n", ""), ("　　", "　　"), ("", ""), ("\r", "")],
)
def test_what_stands_behind_a_heading(behind: str, left: str) -> None:
    blocks = [
        {"start": 0, "end": 4, "role": "heading", "section": "fees"},
        {"start": 4 + len(behind), "end": 8 + len(behind), "role": "paragraph", "section": "fees"},
    ]
    entities = [{"start": 0, "end": 2, "label": "LAW"}, {"start": 4 + len(behind), "end": 6 + len(behind), "label": "AGENCY"}]
    text = f"一、收费{behind}县局未收"
    after = without_headings(GoldDocument("a", text, {"blocks": blocks, "entities": entities, "indicators": {}}))
    assert after.text == f"{left}县局未收"
    (block,), (entity,) = after.gold["blocks"], after.gold["entities"]
    assert after.text[block["start"] : block["end"]] == "县局未收" and after.text[entity["start"] : entity["end"]] == "县局"


def test_a_report_of_headings_alone() -> None:
    heading = {"start": 1, "end": 3, "role": "heading", "section": "fees"}
    after = without_headings(GoldDocument("a", "\n收费\n", {"blocks": [heading], "entities": [], "indicators": {}}))
    assert (after.text, after.gold["blocks"]) == ("\n", [])


@st.composite
def documents(draw: st.DrawFn) -> GoldDocument:
    """Blocks of any roles with breaks and blanks between them, and entities anywhere within a block, nested ones included."""
    text, blocks, entities = draw(st.text("\n 　", max_size=3)), [], []
    for _ in range(draw(st.integers(1, 8))):
        body = draw(st.text("公开县局12条𠮷。\n ", min_size=1, max_size=12).map(lambda s: f"始{s}终"))
        role = draw(st.sampled_from(["title", "heading", "heading", "paragraph", "table", "signature", "boilerplate"]))
        start = len(text)
        text += body
        section = "fees" if role in ("heading", "paragraph", "table") else None
        blocks.append({"start": start, "end": len(text), "role": role, "section": section, "quote": body[:12]})
        for _ in range(draw(st.integers(0, 3))):
            a = draw(st.integers(0, len(body) - 1))
            b = draw(st.integers(a + 1, len(body)))
            entities.append({"start": start + a, "end": start + b, "label": "LAW", "text": body[a:b]})
        text += draw(st.text("\n\r 　", max_size=4))
    return GoldDocument("a", text, {"file": "a.txt", "blocks": blocks, "entities": entities, "indicators": {}})


@given(documents())
def test_removing_headings_keeps_every_remaining_slice(before: GoldDocument) -> None:
    after = without_headings(before)
    heads = [(b["start"], b["end"]) for b in before.gold["blocks"] if b["role"] == "heading"]
    kept = [e for e in before.gold["entities"] if not any(s < e["end"] and e["start"] < t for s, t in heads)]
    assert [(e["label"], e["text"]) for e in after.gold["entities"]] == [(e["label"], e["text"]) for e in kept]
    for entity in after.gold["entities"]:
        assert after.text[entity["start"] : entity["end"]] == entity["text"]
    bodies = [(b["role"], before.text[b["start"] : b["end"]]) for b in before.gold["blocks"] if b["role"] != "heading"]
    assert [(b["role"], after.text[b["start"] : b["end"]]) for b in after.gold["blocks"]] == bodies
    for block in after.gold["blocks"]:
        assert after.text.startswith(block["quote"], block["start"])
    # nothing but headings, line breaks and blanks is gone
    gone = len(before.text) - len(after.text) - sum(t - s for s, t in heads)
    assert 0 <= gone <= sum(before.text.count(c) for c in "\n\r 　")
    assert without_headings(after) == after


@given(documents())
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, made: GoldDocument) -> None:
    folder = tmp_path_factory.mktemp("gold") / "new"
    write_gold([made], folder)
    (again,) = read_gold(folder)
    assert (again.name, again.text, again.gold) == (made.name, made.text, made.gold)


def test_writing_takes_a_new_or_empty_folder(tmp_path: Path) -> None:
    corpus = read_gold_file(put_corpus(tmp_path / "corpus"))
    write_gold([corpus], tmp_path / "new")
    (again,) = read_gold(tmp_path / "new")
    assert again.meta["era"] == "A" and again.text == corpus.text and again.gold["blocks"] == corpus.gold["blocks"]
    with pytest.raises(GoldError, match="is not empty: give a new folder"):
        write_gold([corpus], tmp_path / "new")
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(GoldError, match=r"not empty|cannot write"):
            write_gold([corpus], place)


def test_a_text_that_begins_with_a_byte_order_mark_of_its_own(tmp_path: Path) -> None:
    gold = {"file": "a.txt", "blocks": [{"start": 1, "end": 3, "role": "title", "section": None}], "entities": [], "indicators": {}}
    write_gold([GoldDocument("a", "\ufeff标题\n", gold)], tmp_path / "new")
    assert read_gold(tmp_path / "new")[0].text == "\ufeff标题\n"
