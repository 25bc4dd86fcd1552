"""Where things stand in the source: every broken block of a file, lines of blocks and marks, files of a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from gkbg_nlp.corpus.annotated import CorpusError, corpus_files, load, load_all, parse

HEADER = '+++\nid = "t"\nera = "B"\nprovince = "吉林省"\nbody = "county bureau"\n'
AT = HEADER.count("\n") + 2  # the line of the first marker


def body(*lines: str) -> str:
    return HEADER + "+++\n" + "\n".join(lines) + "\n"


def test_every_broken_block_has_its_message() -> None:
    with pytest.raises(CorpusError) as raised:
        parse(
            body("@paragraph weather", "甲", "@paragraph overview", "乙", "@paragraph overview", "{NAME:丙}", "@heading fees", "丁"),
            "t.gkbg",
        )
    assert [m.split(": ")[0] for m in raised.value.messages] == [f"t.gkbg:{AT}", f"t.gkbg:{AT + 5}", f"t.gkbg:{AT + 6}"]
    assert str(raised.value).splitlines() == list(raised.value.messages)


def test_blocks_marks_and_offsets_know_their_lines() -> None:
    report = parse(body("@title", "甲", "乙{AGENCY:水务局}", '@paragraph overview ~"\\n\\n"', "", "丙{COUNT:3条}"), "t.gkbg")
    assert [b.line for b in report.blocks] == [AT, AT + 3]
    assert [e.line for e in report.entities] == [AT + 2, AT + 5]
    assert [report.source.line(report.text.index(c)) for c in "甲乙局丙条"] == [AT + 1, AT + 2, AT + 2, AT + 5, AT + 5]
    assert report.source.keys["era"] == 3 and report.source.path == "t.gkbg"


def test_load_all_names_every_broken_file_and_leaves_second_annotations_out(tmp_path: Path) -> None:
    for name in ("reports/r1", "reports/r2", "second/r1"):
        path = tmp_path / f"{name}.gkbg"
        path.parent.mkdir(exist_ok=True)
        path.write_text(body("@paragraph weather", "甲").replace('"t"', f'"{path.stem}"'), "utf-8")
    with pytest.raises(CorpusError) as raised:
        load_all(tmp_path)
    assert [Path(m.split(":")[0]).name for m in raised.value.messages] == ["r1.gkbg", "r2.gkbg"]
    assert [p.parent.name for p in corpus_files(tmp_path)] == ["reports", "reports"]
    assert [p.parent.name for p in corpus_files(tmp_path / "second")] == ["second"]


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "t.gkbg").write_bytes(body("@paragraph overview", "甲").encode().replace("甲".encode(), "甲".encode("gb18030")))
    with pytest.raises(CorpusError, match=rf"t\.gkbg:{AT + 1}: the byte 0x\w\w is not UTF-8: save"):
        load(tmp_path / "t.gkbg")
