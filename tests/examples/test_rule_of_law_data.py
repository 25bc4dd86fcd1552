"""The example's own files: the taxonomy loads and fits the rows, the rows are what a corpus must be."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.corpus.similar import similarity
from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.numbering import read_numbering
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.taxonomy.sections import Sections, squeeze

from .conftest import Row

SENTENCE_END = re.compile(r"[。！？；]")
LABELLED = ("heading", "paragraph")


def test_the_taxonomy_names_what_the_rows_carry(rows: list[Row], sections: Sections) -> None:
    assert {r.section for r in rows if r.section} == set(sections.ids)
    assert sections.opening == "preamble"
    assert sections.keeping == {"leadership", "problems", "plan"}


def test_rows_have_the_form_of_a_corpus(rows: list[Row]) -> None:
    for row in rows:
        assert row.role in ("title", "heading", "paragraph", "signature"), row
        assert bool(row.section) == (row.role in LABELLED), row
        assert bool(row.level) == (row.role == "heading"), row
        assert row.text == row.text.strip() and "\n" not in row.text, row
    documents = [name for name, _ in itertools.groupby(rows, lambda r: r.document)]
    assert len(documents) == len(set(documents)) >= 26, "the rows of a document stand together"
    for name in documents:
        roles = [r.role for r in rows if r.document == name]
        assert roles[0] == "title" and roles.count("title") == 1, name
        assert 12 <= len(roles) <= 32, name


def test_every_section_is_told_often_and_in_many_reports(rows: list[Row], sections: Sections) -> None:
    paragraphs = [r for r in rows if r.role == "paragraph"]
    for section in sections.ids:
        own = [r for r in paragraphs if r.section == section]
        assert len(own) >= 8, section
        assert len({r.document for r in own}) >= 4, section


def test_nothing_stands_twice(rows: list[Row]) -> None:
    texts = Counter(r.text for r in rows if r.role == "paragraph")
    assert [t for t, n in texts.items() if n > 1] == []
    sentences = Counter(s for r in rows if r.role == "paragraph" for s in SENTENCE_END.split(r.text) if len(s) >= 20)
    assert [s for s, n in sentences.items() if n > 1] == []


def test_no_report_is_another_with_words_swapped(reports: list[GoldReport]) -> None:
    found = similarity(reports)
    assert found.counted > 400
    assert [(p.sentence.shown, p.other.shown) for p in found.pairs if p.sentence.role != "title"] == []


def test_the_split_names_reports_and_leaves_enough(folder: Path, rows: list[Row], sections: Sections) -> None:
    held_out = tomllib.loads((folder / "split.toml").read_text("utf-8"))
    assert set(held_out) == {"test"}
    documents = {r.document for r in rows}
    assert set(held_out["test"]) < documents
    assert {r.section for r in rows if r.document in held_out["test"] and r.section} == set(sections.ids)


def test_headings_name_their_own_section_or_none(rows: list[Row], sections: Sections) -> None:
    named = silent = 0
    for row in rows:
        if row.role != "heading":
            continue
        text = fold(row.text)
        number = read_numbering(text)
        found = sections.read(squeeze(text[number.end :] if number else text))
        if found is None:
            silent += 1  # a slogan: the text below it decides
        else:
            assert found.sections[0] == row.section, (row.text, found)
            named += 1
    assert named >= 150
    assert silent >= 2, "some headings are slogans that name nothing"


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("健全社会矛盾纠纷行政预防调处化解体系", "disputes"),
        ("加强行政执法监督", "oversight"),
        ("推进行政执法规范化", "enforcement"),
        ("提升法治化营商环境", "functions"),
        ("落实规范性文件合法性审核机制", "rulemaking"),
        ("加强法治人才队伍培养", "capacity"),
        ("存在的短板及改进方向", "problems"),
    ],
)
def test_headings_that_no_report_here_has(heading: str, section: str, rows: list[Row], sections: Sections) -> None:
    assert not any(heading in r.text for r in rows)
    found = sections.read(heading)
    assert found is not None
    assert found.sections[0] == section


def test_layout_finds_the_blocks_by_this_taxonomy(reports: list[GoldReport], sections: Sections) -> None:
    right = total = 0
    for report in reports:
        found = {(b.start, b.end): b.role for b in segment(report.text, sections).blocks}
        right += sum(found.get((b.start, b.end)) == b.role for b in report.blocks)
        total += len(report.blocks)
        assert found[report.blocks[0].start, report.blocks[0].end] == "title", report.id
    assert right >= 0.98 * total, f"{right} of {total} blocks"
