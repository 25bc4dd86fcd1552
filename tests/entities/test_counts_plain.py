"""Counts read without the pattern are those that the pattern and all rules find."""

from __future__ import annotations

from bisect import bisect_left

from hypothesis import given, settings
from hypothesis import strategies as st

from gkbg_nlp.entities.count_places import _pairs, named
from gkbg_nlp.entities.count_rules import NUMERALS, count_data, read_count
from gkbg_nlp.entities.counts import _numbers, find
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.measures import load_measures
from gkbg_nlp.taxonomy.placenames import FOLDED, short_forms
from gkbg_nlp.taxonomy.places import load_places
from gkbg_nlp.taxonomy.wordgroups import load_groups

_WORDS = load_groups("numbers.toml")
_MEASURES = load_measures()
_AROUND = {w for m in _MEASURES.values() for w in (*m.not_before, *m.unless, *m.only_before, *m.only_after, *m.not_after)}
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(["3", "12", "138", "2018", "1,234", "1 234", "3.5", "0", "007", "1234567890123", "12-", "3至", "五", "二十一", "两", "两三", "百", "一", "一百", "〇", "零", "三"]),
        st.sampled_from(sorted(_MEASURES)),
        st.sampled_from(sorted(_AROUND)),
        st.sampled_from(sorted(w for group in _WORDS.values() for w in group)),
        st.sampled_from([" ", "\n", ",", "、", "。", ".", "-", "*", "“", "”", "》", "(", "第", "了", "项", "条款", "五届", "全会", "三台", "县", "镇", "山", "a", "No.", "万", "亿", "余", "多", "公开", "信息"]),
    ),
    max_size=10,
).map("".join)  # fmt: skip


def by_pattern(text: str) -> list[Entity]:
    """All counts of a text without titles, the plain way."""
    read = [read_count(text, match, (len(text), len(text)), ()) for match in count_data().pattern.finditer(text)]
    return [e for e in read if e is not None and not (text[e.start] not in "0123456789" and named(text, e.start, e.end, ()))]


@settings(max_examples=1500)
@given(TEXTS)
def test_plain_counts(text: str) -> None:
    assert find(text) == by_pattern(text)


@settings(max_examples=500)
@given(TEXTS)
def test_every_count_begins_where_a_number_is_tried(text: str) -> None:
    tried = {match.start() for match in _numbers().finditer(text)}
    for match in count_data().pattern.finditer(text):
        assert match.start() in tried or count_data().measures[match["unit"]].kind != "count"


@given(st.text("《》\n3条甲", max_size=90), st.integers(0, 70))
def test_nothing_counts_in_an_open_title(text: str, gap: int) -> None:
    text = text.replace("甲", "甲" * gap)
    for e in by_pattern(text):
        opened = text.rfind("《", max(0, e.start - 60), e.start)
        closed = opened < 0 or "》" in text[opened : e.start] or "\n" in text[opened : e.start]
        assert (e in find(text)) == closed


@given(TEXTS, st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), max_size=4))
def test_nothing_counts_in_what_was_taken(text: str, places: list[tuple[int, int]]) -> None:
    taken = sorted((Entity(start, start + length, "DATE") for start, length in places), key=lambda e: (e.start, e.end))
    taken = [e for i, e in enumerate(taken) if not i or taken[i - 1].end <= e.start]
    ends = [e.end for e in taken]

    def free(e: Entity) -> bool:
        at = bisect_left(ends, e.start + 1)
        return at == len(taken) or taken[at].start >= e.end

    assert find(text, taken) == [e for e in by_pattern(text) if free(e)]


def test_the_pairs_of_all_names() -> None:
    for place in load_places().all:
        for name in (place.name, *short_forms(place.name)):
            for form in (name, name.translate(FOLDED)):
                pairs = {form[i : i + 2] for i in range(len(form) - 1) if form[i] in NUMERALS}
                assert pairs <= _pairs()
