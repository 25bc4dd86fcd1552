"""Tables of labelled paragraphs: as people and Excel write them, and as doccano and Label Studio export them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gkbg_nlp.corpus.annotated import GoldBlock, GoldEntity, GoldReport
from gkbg_nlp.corpus.exchange import read, read_labelled, render
from gkbg_nlp.corpus.source import CorpusError

LONG = "全年共受理群众提出的信息公开申请，均在规定期限内作出书面答复，没有发生收取费用的情况。"


def table(tmp_path: Path, content: str | bytes, name: str = "t.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def test_two_columns_are_enough(tmp_path: Path) -> None:
    found = read(table(tmp_path, "text,section\n一段话,requests\n另一段,自定义 章节\n"))
    assert found.format == "csv" and found.notes.lines() == []
    assert found.reports == [
        GoldReport("t-1", "一段话", [GoldBlock(0, 3, "paragraph", "requests", None)], [], {}, {"id": "t-1"}),
        GoldReport("t-2", "另一段", [GoldBlock(0, 3, "paragraph", "自定义 章节", None)], [], {}, {"id": "t-2"}),
    ]
    assert found.reports[1].source.path == f"{tmp_path / 't.csv'}:3"


def test_rows_of_a_document_are_joined_by_line_breaks(tmp_path: Path) -> None:
    rows = 'document,section,text,role,level\nA,,年报,title,\nB,fees,乙,,\nA,overview,一、概述,heading,1\nA,overview,"　上行\n下行",,\n\n'
    first, second = read_labelled(table(tmp_path, rows))
    assert (first.id, second.id, second.text) == ("A", "B", "乙")
    assert first.text == "年报\n一、概述\n　上行\n下行"
    assert [(b.role, b.section, b.level, first.text[b.start : b.end]) for b in first.blocks] == [
        ("title", None, None, "年报"),
        ("heading", "overview", 1, "一、概述"),
        ("paragraph", "overview", None, "上行\n下行"),
    ]


def test_offsets_place_the_rows(tmp_path: Path) -> None:
    (report,) = read_labelled(table(tmp_path, "document,text,section,start,end\nA,乙乙,fees,5,7\nA,甲,fees,1,2\nA,丙,fees,7,8\n"))
    assert report.text == "\n甲\n  乙乙丙"
    assert [(b.start, b.end) for b in report.blocks] == [(1, 2), (5, 7), (7, 8)]


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8-sig", ""), ("gb18030", "files in gb18030, read as such"), ("utf-16", "files in utf-16")]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_of_excel(tmp_path: Path, encoding: str, said: str, delimiter: str) -> None:
    rows = f'section,text\r\nrequests,"{LONG}, 第一"\r\nfees,{LONG}第二\r\n'.replace(",", delimiter)
    found = read(table(tmp_path, rows.encode(encoding)))
    assert [r.text for r in found.reports] == [f"{LONG}{delimiter} 第一", f"{LONG}第二"]
    assert "".join(found.notes.lines()).startswith(said) and bool(found.notes) == bool(said)


def test_a_short_table_in_gbk(tmp_path: Path) -> None:
    assert read_labelled(table(tmp_path, "text,section\n不收费,fees\n".encode("gb18030")))[0].text == "不收费"


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"t\.csv.*save .* as 'CSV UTF-8'"):
        read_labelled(table(tmp_path, b"text,section\n\xe4\xb8\xad\xff\xfe\xfd\x81,fees\n"))


def test_classification_exports_of_tools(tmp_path: Path) -> None:
    doccano = "id,text,Comments,label\n1,甲,[],fees\n2,乙,[],requests\n"
    studio = "text,id,section,annotator,annotation_id,created_at,updated_at,lead_time\n甲,7,fees,1,3,2024-01-01T00:00:00Z,2024-01-01T00:00:00Z,4.2\n"
    assert [r.blocks[0].section for r in read_labelled(table(tmp_path, doccano))] == ["fees", "requests"]
    found = read(table(tmp_path, studio))
    assert found.reports[0].blocks[0].section == "fees" and found.notes.lines() == []
    assert read(table(tmp_path, "text,section,remark\n甲,fees,x\n")).notes.lines() == ["cells of the unknown column 'remark', left out: 1"]


def test_every_broken_row_is_named(tmp_path: Path) -> None:
    rows = [
        "document,text,section,role,level,start,end",
        "A,,fees,,,,",
        ",甲,fees,,,,",
        "A,甲,,title,2,,",
        "A,甲,fees,title,,,",
        "A,甲,fees,heading,x,,",
        "A,甲,fees,,,1,",
        "A,甲,fees,,,1,9",
        "A,甲,fees,song,,,",
        'A,甲,"{""choices"": [""a""]}",,,,',
        "A,甲,fees,,,,,too,many",
        "A,甲,block.song.fees,,,,",
    ]
    for row in rows[1:]:
        with pytest.raises(CorpusError, match=r"t\.csv:2: "):
            read_labelled(table(tmp_path, f"{rows[0]}\n{row}\n"))
    with pytest.raises(CorpusError) as caught:
        read_labelled(table(tmp_path, "\n".join(rows)))
    assert {m.split(": ")[0].rsplit(":", 1)[1] for m in caught.value.messages} == {"2", "3", "6", "7", "8", "10", "11", "12"}
    words = "\n".join(caught.value.messages)
    for mend in (
        "delete the row",
        "name it",
        "no whole number",
        "leave both out",
        "correct or empty",
        "keep one",
        "in quotes",
        "write block.ROLE",
    ):
        assert mend in words, mend


def test_broken_documents_and_headers_are_named(tmp_path: Path) -> None:
    cases = {
        "txt,section\n甲,fees\n": "no column 'text'",
        "text,sektion\n甲,fees\n": "no column section",
        "text,section,text\n甲,fees,x\n": "stands twice",
        "": "no column 'text'",
        "text,section\n": "no labelled report",
        'text,section\n"甲,fees\n': "stands in quotes",
        "document,text,section,start,end\nA,甲,fees,0,1\nA,乙,fees,,\n": ":3: no start and end",
        "document,text,section,start,end\nA,甲甲,fees,0,2\nA,乙,fees,1,2\n": ":3: it begins at 1",
        "text,label\n甲,fees#requests\n": ":2: 'fees#requests' are several labels",
        "document,text,role,section\nA,甲,title,fees\n": ":2: block 1: a title takes no section",
    }
    for content, words in cases.items():
        with pytest.raises(CorpusError) as caught:
            read_labelled(table(tmp_path, content))
        assert words in str(caught.value), content


def test_what_a_table_cannot_hold_is_counted() -> None:
    full = GoldReport(
        "a", "x 甲\n", [GoldBlock(2, 3, "paragraph", "fees", None)], [GoldEntity(2, 3, "LAW", "甲")], {"year": 1}, {"id": "a", "era": "B"}
    )
    empty = GoldReport("b", "甲", [], [], {}, {"id": "b"})
    files, notes = render([full, empty, GoldReport("c", "甲" * 40_000, [GoldBlock(0, 40_000, "table", "fees", None)], [], {}, {})], "csv")
    assert files[""].startswith("\ufeffdocument,text,role,section,level,start,end\r\na,甲,paragraph,fees,,2,3\r\n".encode())
    assert notes.lines() == [
        "csv holds no entities, left out: 1",
        "csv holds no indicators, left out: 1",
        "csv holds no header, keys left out: 1",
        "csv holds blocks only; reports without blocks, left out: 1",
        "characters between blocks (line breaks, indents, unlabelled text), left out: 3",
        "texts of more than 32,767 characters, which Excel would cut: 1",
    ]
