"""Every date with Arabic digits begins where its marks say."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from gkbg_nlp.entities import dates
from gkbg_nlp.entities.date_starts import date_starts

PIECES = (
    "2018", "20", "1 8", "19", "99", "2", "0", "3", "12", "31", "1", "123456789", "年", "月", "日", "份", "号", "元", " ", "  ", "   ", "-", ".", "/", "至", "内", "时间:", "日期 ", "20180327", "a", "二", "\n", "。",
)  # fmt: skip
_HIT = re.compile("[0-9](?<![0-9][0-9])[0-9]{0,8} {0,2}[年月日./-]")


@settings(max_examples=1500)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_each_date_has_a_start(text: str) -> None:
    patterns = dates._patterns()
    found = date_starts(text)
    assert found == sorted(found)
    for hit in _HIT.finditer(text):
        mark, start = hit.end() - 1, hit.start()
        begins = [start]
        if text[mark] == "年":
            begins.extend(head.start() for head in [patterns.split_year.search(text, max(0, start - 6), start)] if head)
        for begin in begins:
            day = dates._arabic_day(text, begin, patterns) if text[mark] in "年月日" else dates._separated(text, begin, 0, patterns)
            assert day is None or (start, mark) in found


def test_a_long_run_of_digits_is_no_date() -> None:
    assert date_starts("1" * 100_000 + "月1日") == []
    assert date_starts("1 " * 50_000 + "月1日") == [(99_998, 100_000)]
