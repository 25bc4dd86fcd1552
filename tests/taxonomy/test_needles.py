"""Words that patterns need, and the screen made of them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.taxonomy.needles import needles
from gkbg_nlp.taxonomy.patterns import load_rules
from gkbg_nlp.taxonomy.screen import Screen
from gkbg_nlp.taxonomy.sections import load_sections


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"网(?:站|页)\d+", {"网站", "网页"}),
        (r"(?:公开|主动)[^。]*条", {"公开", "主动"}),
        (r"(?<!未)收(到)?件", {"收到件", "收件"}),
        (r"[一二]+、", {"、"}),
        (r"(?=报告)\w{2}", {"报告"}),
        (r"(?>甲乙)?丙丁", {"丙丁", "甲乙丙丁"}),
        (r"电{2,}", {"电"}),
    ],
)
def test_words_that_a_pattern_needs(pattern: str, words: set[str]) -> None:
    assert needles(re.compile(pattern)) == words


@pytest.mark.parametrize("pattern", [r"\d+", "甲|", "甲?", r"(?!甲)", r"(?<=甲)", "[^甲]", "(?i:ab)甲*", "甲*"])
def test_patterns_that_need_no_word(pattern: str) -> None:
    assert needles(re.compile(pattern)) is None


def test_case_is_not_screened() -> None:
    assert needles(re.compile("QQ号", re.IGNORECASE)) is None
    assert needles(re.compile("电话", re.IGNORECASE)) == {"电话"}


SHIPPED = [w.pattern for s in load_sections().all for w in s.wordings] + [r.pattern for g in load_rules("layout.toml").values() for r in g]
LETTERS = sorted({c for p in SHIPPED for c in p.pattern if not c.isascii()} | set("0123456789.,;:()[] \nABab"))


@given(st.lists(st.text(st.sampled_from(LETTERS), max_size=30), max_size=6))
def test_screen_never_hides_a_match(texts: list[str]) -> None:
    screen = Screen(SHIPPED)
    for text, mask in zip(texts, screen.masks(texts), strict=True):
        assert mask == screen.mask(text)
        for i, pattern in enumerate(SHIPPED):
            assert mask >> i & 1 or pattern.search(text) is None


@given(st.sampled_from(SHIPPED), st.data())
def test_screen_passes_what_matches(pattern: re.Pattern[str], data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern))
    assert Screen([pattern]).mask(text) == 1


def test_no_texts() -> None:
    assert Screen([re.compile("甲")]).masks([]) == []
    assert Screen([]).masks(["甲", ""]) == [0, 0]
