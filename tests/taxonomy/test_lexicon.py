"""Words found where their heads are, against a plain search with one expression of all."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.taxonomy.count_attributes import NUMBER, load_count_attributes
from gkbg_nlp.taxonomy.lexicon import Heads, Lexicon, Search

OWN = [
    ("a", "信息公开(?!栏)"),
    ("b", "信息"),
    ("c", "(?<![非不])公开"),
    ("c", "(?<!不予)(?<!非)办[理结]了?"),
    ("b", "(?<=中)文[件书]"),
    ("d", f"收到了?(?=[{NUMBER}的])"),
    ("d", "因.{0,3}复议(?:申请)?"),
    ("a", "栏目"),
    ("e", "公[^开]{0,2}栏"),
]
LETTERS = "信息公开栏目非不予办理结了申请复议收到的中文件书因" + NUMBER


def plain(words: Sequence[tuple[str, str]], text: str) -> list[tuple[int, int, str]]:
    found = re.finditer("|".join(f"{word}()" for _, word in words), text)
    return [(m.start(), m.end(), words[(m.lastindex or 0) - 1][0]) for m in found]


def searched(search: Search[str], heads: Heads, texts: Sequence[str]) -> list[tuple[int, int, str]]:
    stops = [sum(len(one) + 1 for one in texts[: k + 1]) - 1 for k in range(len(texts))]
    text = "\n".join(texts)
    return list(zip(*search.words(text, heads.find(text).items(), stops), strict=True))


def test_the_first_word_wins_where_two_begin() -> None:
    lexicon = Lexicon(OWN)
    heads = Heads(lexicon)
    found = searched(Search(lexicon, heads), heads, ["信息公开栏中文书不公开公开信息公开"])
    assert found == [(0, 2, "b"), (2, 4, "c"), (6, 8, "b"), (11, 13, "c"), (13, 17, "a")]
    assert lexicon.ids == ("a", "b", "c", "d", "e")


@given(st.lists(st.text(st.sampled_from(LETTERS), max_size=24), min_size=1, max_size=4))
def test_the_same_words_as_a_plain_search_of_each_text(texts: list[str]) -> None:
    lexicon, other = Lexicon(OWN), Lexicon([("x", "公开栏目"), ("x", "收到"), ("y", "息公")])
    heads = Heads(lexicon, other)
    for words, search in ((OWN, Search(lexicon, heads)), ([("x", "公开栏目"), ("x", "收到"), ("y", "息公")], Search(other, heads))):
        expected = []
        start = 0
        for text in texts:
            expected += [(a + start, b + start, name) for a, b, name in plain(words, text)]
            start += len(text) + 1
        assert searched(search, heads, texts) == expected


@given(st.text(st.sampled_from(LETTERS), max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_a_window_is_a_search_from_one_place_to_another(text: str, start: int, end: int) -> None:
    lexicon = Lexicon(OWN)
    heads = Heads(lexicon)
    places = [place for place in heads.find(text).items() if start <= place[0] < end]
    pattern = re.compile("|".join(f"{word}()" for _, word in OWN))
    expected = [(m.start(), m.end()) for m in pattern.finditer(text, start, end)]
    starts, ends, _ = Search(lexicon, heads).words(text, places, [end])
    assert list(zip(starts, ends, strict=True)) == expected


SHIPPED = load_count_attributes()
SEARCHES = {"counted": SHIPPED.counted, "channel": SHIPPED.channel, "incoming": SHIPPED.incoming, "period": SHIPPED.period}
PARTS = sorted(SHIPPED.heads.all) + list("条件公开的了,、(《》网不非信息2016年度上类" + NUMBER)


@pytest.mark.parametrize("kind", SEARCHES)
@given(texts=st.lists(st.lists(st.sampled_from(PARTS), max_size=8).map("".join), min_size=1, max_size=3))
def test_the_shipped_words_are_found_as_by_a_plain_search(kind: str, texts: list[str]) -> None:
    search = SEARCHES[kind]
    words = [(str(name), word) for name, word, _ in search._lexicon._words]
    expected = []
    start = 0
    for text in texts:
        expected += [(a + start, b + start, name) for a, b, name in plain(words, text)]
        start += len(text) + 1
    assert [(a, b, str(name)) for a, b, name in searched(search, SHIPPED.heads, texts)] == expected  # type: ignore[arg-type]


def test_every_shipped_word_compiles_and_begins_in_its_line() -> None:
    for search in SEARCHES.values():
        for may, head in zip(search.may, SHIPPED.heads.all, strict=True):
            assert (search._lexicon.plan(head).ids != ()) == may
    assert not any("\n" in head or "《" in head for head in SHIPPED.heads.all)  # count_times.py, count_attributes.py
    first = SHIPPED.heads.first
    for search in (SHIPPED.channel, SHIPPED.incoming, SHIPPED.period):
        assert not any(search.may[:first])
