"""The section that a paragraph's own words name, and what a taxonomy says of its family: title, opening, closing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.layout.fold import fold
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.sections.chain import witnesses
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.sections import Sections, load_sections, parse_sections, squeeze

SECTIONS = """
[[section]]
id = "stock"
zh = "藏书"
wordings = [{ id = "stock.1", pattern = "书库|藏书" }, { id = "stock.2", pattern = "馆", weak = true }]

[[section]]
id = "readers"
zh = "读者"
wordings = [{ id = "readers.1", pattern = "读者" }, { id = "readers.2", pattern = "借书" }]
"""


@pytest.fixture(scope="module")
def own() -> Sections:
    return parse_sections(SECTIONS)


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("读者多了一成，书库却满了。", "readers"),  # the first clause that names a section decides
        ("天气晴好，来借书的人不少，藏书够用。", "readers"),  # clauses that name none are passed over
        ("读者和书库都多了。", "stock"),  # of two in one clause the data file's first
        ("借书更方便，读者更多。", "readers"),  # any wording of a section
        ("读 者\n都 满意。", "readers"),  # blanks and breaks inside words do not matter
        ("今年；明年；读者；书库", "readers"),
        ("今年!读者?书库", "readers"),
        ("馆里很安静。", None),  # a weak wording names nothing here
        ("天气晴好。", None),
        ("", None),
        ("，。；", None),
    ],
)
def test_the_first_clause_that_names_a_section(own: Sections, text: str, section: str | None) -> None:
    assert own.subject(fold(text)) == section


def test_a_clause_of_one_character_is_none() -> None:
    single = parse_sections('[[section]]\nid = "x"\nzh = "甲"\nwordings = [{ id = "x.1", pattern = "甲" }]\n')
    assert (single.subject("甲,乙丙"), single.subject("甲乙,丙")) == (None, "x")


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("全年共收到公民递交的依申请公开件3件,均已答复。", "requests"),
        ("本年度没有人就此提起行政复议,也没有诉讼。", "disputes"),
        ("天气一直晴好,众人都很高兴。", None),
    ],
)
def test_subjects_of_the_shipped_sections(text: str, section: str | None) -> None:
    assert load_sections().subject(text) == section


def test_what_may_stand_above_the_sections() -> None:
    known = parse_sections(f'opening = "readers"\nclosing = "stock"\ntitle = "图书馆.*年报$"\n{SECTIONS}')
    assert (known.opening, known.closing) == ("readers", "stock")
    assert known.title is not None and known.title.search("柳溪图书馆2016年年报")
    bare = parse_sections(SECTIONS)
    assert (bare.opening, bare.closing, bare.title) == (None, None, None)
    shipped = load_sections()
    assert (shipped.opening, shipped.closing, shipped.title) == ("preamble", "other_matters", None)


@pytest.mark.parametrize(
    ("above", "said"),
    [
        ('opening = "nobody"', "opening: 'nobody' is no section of this file: stock, readers"),
        ('closing = "nobody"', "closing: 'nobody' is no section of this file: stock, readers"),
        ("closing = 3", "closing: 3 is no section"),
        ('title = "(年报"', "title: not a regular expression"),
        ("title = 3", "title: expected a regular expression, found 3"),
        ('ending = "stock"', "no keys above them but title, opening and closing"),
    ],
)
def test_broken_keys_above_the_sections(above: str, said: str) -> None:
    with pytest.raises(TaxonomyError) as caught:
        parse_sections(f"{above}\n{SECTIONS}", "mine.toml")
    assert str(caught.value).startswith("mine.toml: ") and said in str(caught.value)


def test_the_title_of_another_family_is_found_and_the_shipped_ones_is_not() -> None:
    titled = parse_sections(f'title = "图书馆.*年报$"\n{SECTIONS}')
    text = "柳溪图书馆2016年年报\n一、书库情况\n新添图书一千多册，旧书下架三百册。\n"
    assert segment(text, titled).blocks[0].role == "title"
    other = "临江市水务局2016年政府信息公开工作年度报告\n一、书库情况\n新添图书一千多册，旧书下架三百册。\n"
    assert segment(other).blocks[0].role == "title"
    assert segment(other, titled).blocks[0].role != "title"


def test_text_above_the_first_chapter_has_the_familys_opening_or_none() -> None:
    text = "现将一年来的事情说明如下，请大家看看。\n一、书库\n新添图书一千多册，旧书下架三百册。\n"
    for above, sections in (('opening = "readers"', ("readers",)), ("", ())):
        known = parse_sections(f"{above}\n{SECTIONS}")
        first = witnesses(segment(text, known).blocks, known)[0]
        assert first is not None and first.sections == sections
        assert first.rule == ("section.readers.place" if sections else None)


# -- all at once, against one pattern after the other --


def plain(sections: Sections, text: str) -> str | None:
    for clause in re.split(r"[。;,:!?]", re.sub(r"[\s#*_\"“”'‘’<>]+", "", text)):
        for section in sections.all if len(clause) > 1 else ():
            if any(w.pattern.search(clause) for w in section.wordings if not w.weak):
                return section.id
    return None


# what a taxonomy of one's own may hold: wordings that need no word, that speak of groups, that end or begin a clause, words with a comma
ODD = parse_sections(
    """
[[section]]
id = "a"
zh = "甲"
wordings = [{ id = "a.1", pattern = "^甲|乙$|丙(?!丁)" }, { id = "a.2", pattern = "(戊|己)\\\\1" }, { id = "a.3", pattern = "庚,辛" }]

[[section]]
id = "b"
zh = "乙"
wordings = [{ id = "b.1", pattern = "甲乙|丁.?丙|甲乙丙" }, { id = "b.2", pattern = "戊?己(庚)?" }]
"""
)
ALWAYS = parse_sections(
    '[[section]]\nid = "a"\nzh = "甲"\nwordings = [{ id = "a.1", pattern = "[0-9]{2}|甲.*乙" }, { id = "a.2", pattern = "丙" }]\n'
)
WORDS = sorted({w for s in load_sections().all for r in s.wordings for w in re.findall(r"[\u4e00-\u9fff]{2,4}", r.pattern.pattern)})
CLAUSES = st.lists(st.sampled_from([*WORDS, ",", "。", "；;", " ", "“", "甲", "的", "20", "年"]), max_size=14).map("".join)
SMALL = st.text("甲乙丙丁戊己庚辛,。: 0“\uffff", max_size=14)


@given(st.lists(CLAUSES, max_size=5))
def test_shipped_subjects_are_those_of_the_plain_way(texts: list[str]) -> None:
    assert load_sections().subjects(texts) == [plain(load_sections(), text) for text in texts]


@given(st.sampled_from([ODD, ALWAYS]), st.lists(SMALL, max_size=5))
def test_any_subjects_are_those_of_the_plain_way(sections: Sections, texts: list[str]) -> None:
    assert sections.subjects(texts) == [plain(sections, text) for text in texts]


@given(CLAUSES)
def test_headings_are_read_as_if_every_wording_was_tried(text: str) -> None:
    sections = load_sections()
    heading = squeeze(text)
    strong, weak = (
        {m.start() for s in sections.all for w in s.wordings if w.weak == weak for m in w.pattern.finditer(heading) if m[0]}
        for weak in (False, True)
    )
    found = sections.read(heading)
    assert (found is None) == (not strong and not weak)
    if found:
        assert found.weak == (not strong)
        first = min(strong or weak)
        assert any(m.start() == first for w in sections.by_id[found.sections[0]].wordings for m in w.pattern.finditer(heading))
