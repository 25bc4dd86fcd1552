"""N-gram scores in one pass of arrays are those that a dictionary and a loop give."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gkbg_nlp.sections.ngrams import CHARACTERS, NgramBlock, Scorer

SECTIONS = 4


def block(ngrams: list[str], longest: int, seed: int) -> NgramBlock:
    """A block that knows these n-grams, with weights drawn at random."""
    characters = sorted({c for ngram in ngrams for c in ngram})
    alphabet = np.zeros(CHARACTERS, dtype=np.int64)
    for i, character in enumerate(characters, 1):
        alphabet[ord(character)] = i
    base = len(characters) + 1
    keys = sorted(sum(int(alphabet[ord(c)]) * base**i for i, c in enumerate(reversed(ngram))) for ngram in ngrams)
    rng = np.random.default_rng(seed)
    weights = rng.standard_normal((len(keys), SECTIONS)).astype(np.float32)
    return NgramBlock(alphabet, base, longest, 1, np.array(keys, dtype=np.int64), rng.random(len(keys)).astype(np.float32) + 1, weights)


def plain(known: NgramBlock, text: str) -> np.ndarray:
    """TF-IDF with a dictionary."""
    rows = {int(key): row for row, key in enumerate(known.keys)}
    counts: Counter[int] = Counter()
    for n in range(1, known.longest + 1):
        for start in range(len(text) - n + 1):
            ids = [int(known.alphabet[ord(c)]) if ord(c) < CHARACTERS else 0 for c in text[start : start + n]]
            key = sum(one * known.base**i for i, one in enumerate(reversed(ids)))
            if all(ids) and key in rows:
                counts[rows[key]] += 1
    values = {row: (1 + math.log(count)) * float(known.idf[row]) for row, count in counts.items()}
    norm = math.sqrt(sum(v * v for v in values.values())) or 1.0
    return sum((v / norm * known.coefficients[row].astype(float) for row, v in values.items()), np.zeros(SECTIONS))


NGRAMS = ["水", "务", "局", "水务", "务局", "水务局", "局水", "0", "0条", "条", "￮", "水水", "水水水"]
TEXT = block(NGRAMS, 3, 1)
HEADING = block(["水", "局", "务局", "收费", "费"], 2, 2)
TEXTS = st.lists(st.text("水务局0条收费￮\uffff\0😀。", max_size=25), max_size=6)


@given(TEXTS, TEXTS)
@example([], [])
@example(["", "", "水"], [""])
@example([], ["水务局"])
@example(["水\uffff务局"], ["\uffff"])
def test_both_blocks_in_one_pass(texts: list[str], headings: list[str]) -> None:
    found = Scorer(TEXT, HEADING).scores(texts, headings)
    assert found.shape == (len(texts) + len(headings), SECTIONS)
    wanted = [plain(TEXT, t) for t in texts] + [plain(HEADING, h) for h in headings]
    assert found == pytest.approx(np.array(wanted).reshape(found.shape), abs=1e-12)


@given(TEXTS)
def test_a_texts_scores_are_the_same_bits_whatever_stands_beside_it(texts: list[str]) -> None:
    together = TEXT.scores(texts)
    for text, row in zip(texts, together, strict=True):
        assert (TEXT.scores([text])[0] == row).all()


def test_many_texts_are_counted_in_wide_numbers() -> None:
    many = ["水务局"] * 3 + [""] * 200_000 + ["局"]
    wide = block([chr(0x4E00 + i) for i in range(9_000)] + ["水务"], 2, 3)
    found = wide.scores(many)
    assert (found[0] == wide.scores(["水务局"])[0]).all() and (found[-1] == wide.scores(["局"])[0]).all()


def test_a_block_without_ngrams() -> None:
    assert not block([], 3, 1).scores(["水务局", ""]).any()
