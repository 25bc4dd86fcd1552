"""DocBin: what is packed comes out, on exact offsets."""

from __future__ import annotations

from pathlib import Path

import pytest
from exports_helpers import TEXT, failed, put, report
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from gkbg_nlp.exports import docbin
from gkbg_nlp.exports.errors import ExportError
from gkbg_nlp.exports.export import export
from gkbg_nlp.report.records import Entity


def read(path: Path | str) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(Vocab()))


def test_a_report_comes_back() -> None:
    one = report()
    one.entities.append(Entity(0, 3, "ADDRESS", "石城县", None, None, 0, None, "r"))  # nested: in the spans, not in ents
    done = export(put("o.jsonl", [failed(), one]), "o.spacy")
    (doc,) = read("o.spacy")
    assert (done.reports, done.failed, done.tables) == (1, 1, ())
    assert doc.text == TEXT and len(doc) == len(TEXT)
    assert [(s.start, s.end, s.label_, s.kb_id_, s.id_) for s in doc.spans["gkbg"]] == [
        (0, 6, "AGENCY", "石城县林业局", ""),
        (TEXT.index("138"), TEXT.index("138") + 4, "COUNT", "138", "条"),
        (0, 3, "ADDRESS", "", ""),
    ]
    assert [(e.text, e.label_) for e in doc.ents] == [("石城县林业局", "AGENCY"), ("138条", "COUNT")]
    assert [(s.start, s.end, s.label_, s.kb_id_, s.id_) for s in doc.spans["gkbg_blocks"]] == [
        (b.start, b.end, b.section or "", b.role, "" if b.level is None else str(b.level)) for b in one.blocks
    ]
    data = doc.user_data["gkbg"]
    assert (data["id"], data["line"], data["path"], data["meta"]["year"]) == ("gkbg-a", 2, "in/a.txt", 2016)
    assert data["indicators"] == {"year": 2016, "agency": "石城县林业局", "proactive_total": 138, "requests_received": 0, "reviews": None}


def test_a_folder_has_part_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docbin, "PART_DOCS", 2)
    source = put("o.jsonl", [report(id=f"gkbg-{n}") for n in range(5)])
    export(source, "parts", format="docbin")
    found = [[doc.user_data["gkbg"]["id"] for doc in read(f"parts/part-{n}.spacy")] for n in range(3)]
    assert found == [["gkbg-0", "gkbg-1"], ["gkbg-2", "gkbg-3"], ["gkbg-4"]]
    assert len(list(Path("parts").iterdir())) == 3
    export(source, "parts", format="docbin", overwrite=True)


def test_a_file_has_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docbin, "FILE_DOCS", 2)
    export(put("o.jsonl", [report()] * 2), "two.spacy")
    assert len(read("two.spacy")) == 2
    with pytest.raises(ExportError, match=r"more than 2 reports.*name a folder"):
        export(put("o.jsonl", [report()] * 3), "three.spacy")
    assert sorted(p.name for p in Path().iterdir()) == ["o.jsonl", "two.spacy"]


def test_no_report_gives_an_empty_docbin() -> None:
    export(put("o.jsonl", [failed()]), "o.spacy")
    assert read("o.spacy") == []
