"""Which clauses are read for an amount: what is left out could have stated nothing."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.indicators.amount_clauses import Amount, Prose, amounts
from gkbg_nlp.indicators.amount_readings import _denied
from gkbg_nlp.indicators.clauses import Clause
from gkbg_nlp.report.records import Entity
from gkbg_nlp.taxonomy.indicators import load_indicators
from gkbg_nlp.taxonomy.needles import needles

WORDS = sorted(
    {word for a in amounts() for p in (a.subject, *(p for _, p in a.patterns[True, True])) for word in needles(p) or ()}
    | {word for name in ("denial", "denial_fees", "false_denial") for word in needles(load_indicators().words[name]) or ()}
    | {*"全年共收到公开0零〇3没未无、有", "\ue000", "\uf000", "案件", "2件", "0件"}
)
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join)
SECTIONS = ("requests", "fees", "disputes", "overview", "problems", None)
each_amount = pytest.mark.parametrize("amount", amounts(), ids=lambda a: a.rule.id)


def clause(text: str, section: str | None = "requests", block: int = 0, role: str = "paragraph", values: tuple[int, ...] = (3,)) -> Clause:
    entities = [Entity(0, 1, "COUNT", value=value, unit="件") for value in values]
    return Clause(block, section, role, text, list(range(len(text))), block + 1, entities)


@each_amount
@given(text=TEXTS)
def test_a_clause_without_the_subject_matches_no_pattern_that_is_left_out(amount: Amount, text: str) -> None:
    if amount.subject.search(text) is None:
        for home in (True, False):
            left_out = [one for one in amount.patterns[home, True] if one not in amount.patterns[home, False]]
            assert [order for order, pattern in left_out if pattern.search(text)] == []


@each_amount
@given(text=TEXTS)
def test_an_amount_of_money_is_marked_where_a_pattern_needs_one(amount: Amount, text: str) -> None:
    if amount.of_money and "\uf000" not in text:
        assert all(pattern.search(text) is None for _, pattern in amount.patterns[True, True])


@given(text=TEXTS, value=st.sampled_from([0, 3]))
def test_a_denial_is_found_in_words_and_in_a_count_of_nothing(text: str, value: int) -> None:
    requests = amounts()[0]
    one, counted = clause(text, values=(value,)), "\ue000" in text
    assert _denied(requests, one, counted) == clause(text, values=(value,)).denies


BLOCKS = st.lists(
    st.tuples(st.sampled_from(SECTIONS), st.sampled_from(["paragraph", "paragraph", "heading", "table"]), st.lists(TEXTS, max_size=4)),
    max_size=5,
)


@given(BLOCKS)
def test_the_clauses_of_an_amount(blocks: list[tuple[str | None, str, list[str]]]) -> None:
    clauses = [clause(text, section, i, role) for i, (section, role, texts) in enumerate(blocks) for text in texts]
    prose = Prose(clauses)
    for amount in amounts():
        names = [amount.subject.search(c.text) is not None for c in clauses]
        behind = [i > 0 and names[i - 1] and clauses[i - 1].block == c.block for i, c in enumerate(clauses)]
        told = [
            (i, names[i])
            for i, c in enumerate(clauses)
            if c.role == "paragraph" and c.section in amount.rule.sections and (c.section == amount.home or names[i] or behind[i])
        ]
        assert prose.of(amount) == told


def test_the_clause_before_stands_in_the_same_block() -> None:
    sizes = [2, 1]
    starts = [0, *accumulate(sizes)]
    clauses = [clause(f"第{i}", block=block) for block, size in enumerate(sizes) for i in range(size)]
    prose = Prose(clauses)
    assert [prose.before(i) for i in range(starts[-1])] == [None, clauses[0], None]
