"""Searching by what is rare finds what trying every character finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gkbg_nlp.entities import docno, laws, phones, postal, web
from gkbg_nlp.entities.scan import heads, matches_at, places, starts
from gkbg_nlp.taxonomy.contacts import contact_words

PIECES = (
    "地址", "地 点", "住所", "场  所", "地", "邮编", "邮 政编码", "邮", "Zip:", "P.C", "PC", "255000", "：", ":", " ", "  ", "路", "号", "弄", "室", "房", "院内", "302", "3", "十", "甲", "厦",
    "http://", "HTTPS:/", "www.", "WWW。", "a.gov.cn", ".com", "。cn", ". 中国", "。 net", "10.1.2.3:80", ".政务", "h", "w", "12.5", "@", "#", "(at)", "[AT]", "(at", "at]", "163.com",
    "0533-2183391", "(0533)", "218 3391", "2183391", "13899012345", "138 9901 2345", "+86", "86 ", "086", "010", "400-820-8820", "4008", "800", "12345", "110", "2018-2019", "0532/7654321", "a", "_", "转802", "-", "/", "·",
    "〔2018〕", "(2018)", "[20 18 ]", "第3号", "三号", "12号", "号令", "令", "公告2018年第28号", "国务院令", "国务院第711号令", "市政府令", "共和国", "《", "》", "〈", "〉", "<", "<<", "条例", "\n", "某",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def spans(matches: object) -> list[tuple[int, int]]:
    return [match.span() for match in matches]  # type: ignore[attr-defined]


@given(st.text("甲乙丙", max_size=20), st.lists(st.text("甲乙", min_size=1, max_size=2), min_size=1, max_size=4, unique=True))
def test_places(text: str, words: list[str]) -> None:
    assert places(text, words) == sorted(i for word in words for i in range(len(text)) if text.startswith(word, i))


@given(st.text("甲乙丙 ", max_size=20), st.lists(st.text("甲乙", min_size=1, max_size=3), min_size=1, max_size=4, unique=True))
def test_starts_of_words(text: str, words: list[str]) -> None:
    found = starts(text, heads(words))
    assert set(places(text, words)) <= set(found)
    assert found == sorted(set(found))
    assert set(found) <= set(starts(text, heads(words, blanks=True)))


def test_matches_do_not_overlap() -> None:
    assert spans(matches_at(re.compile("甲乙?甲"), "甲乙甲甲甲", [0, 2, 3])) == [(0, 3), (3, 5)]


@settings(max_examples=400)
@given(TEXTS)
def test_what_finditer_finds(text: str) -> None:
    mail, place = web._patterns(), postal._patterns()
    assert spans(matches_at(mail.url, text, starts(text, mail.url_starts))) == spans(mail.url.finditer(text))
    assert spans(matches_at(web._AT, text, starts(text, web._AT_STARTS))) == spans(web._AT.finditer(text))
    assert spans(matches_at(place.code, text, starts(text, place.code_heads))) == spans(place.code.finditer(text))
    assert spans(matches_at(place.label, text, starts(text, place.label_heads))) == spans(place.label.finditer(text))


@settings(max_examples=400)
@given(TEXTS)
def test_each_telephone_number_has_a_start(text: str) -> None:
    number = phones._words().number
    assert spans(matches_at(number, text, [m.start() for m in phones._START.finditer(text)])) == spans(number.finditer(text))


@settings(max_examples=400)
@given(TEXTS)
def test_each_house_number_has_an_end(text: str) -> None:
    found = {house.end() for house in postal._houses(text)}
    assert found == {end for end in range(len(text) + 1) if postal._patterns().bare.search(text, max(0, end - 20), end)}


@settings(max_examples=600)
@given(TEXTS)
def test_each_number_of_a_paper_holds_a_numbered_mark(text: str) -> None:
    patterns, marks = docno._patterns(), docno._marks(text)
    for pattern in (patterns.year, patterns.decree, patterns.before):
        assert spans(docno._matches(pattern, text, marks)) == spans(pattern.finditer(text))


@given(TEXTS)
def test_marks_of_titles(text: str) -> None:
    text = text.replace("<", "")
    assert laws._marks(text) == [(match.start(), match[0]) for match in re.finditer("[《》〈〉]", text)]


@pytest.mark.parametrize("word", contact_words()["address.label"])
def test_a_label_in_blanks(word: str) -> None:
    assert starts("  ".join(word), postal._patterns().label_heads) == [0]
