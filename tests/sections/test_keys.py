"""The perfect hash finds what a dictionary finds."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from gkbg_nlp.sections.keys import KeyTable

NUMBERS = st.integers(-(2**63) + 1, 2**63 - 1) | st.integers(-50, 50)


@given(st.lists(NUMBERS, max_size=60), st.lists(NUMBERS, max_size=60), st.randoms())
@example([], [1], None)
@example([7, 7, 3], [3, 7], None)
def test_places_are_those_of_a_dictionary(keys: list[int], others: list[int], random: object) -> None:
    asked = keys + others
    among = [i % 3 > 0 for i in range(len(asked))]
    table = KeyTable(np.array(keys, dtype=np.int64))
    which, slots = table.find(np.array(asked, dtype=np.int64), np.array(among, dtype=bool))
    first = {key: int(slot) for key, slot in reversed(list(zip(keys, table.slots, strict=True)))}
    assert sorted(slot for slot in table.slots if slot >= 0) == sorted(set(first.values())) and len(set(first.values())) == len(first)
    assert list(zip(which.tolist(), slots.tolist(), strict=True)) == [
        (i, first[key]) for i, key in enumerate(asked) if among[i] and key in first
    ]


def test_many_keys_in_a_row_and_far_apart() -> None:
    for keys in (np.arange(30_000), np.arange(3_000) * 2**40, -np.arange(1, 5_000) * 1253):
        table = KeyTable(keys)
        which, slots = table.find(np.concatenate((keys, keys + 7)), np.repeat([True, False], len(keys)))
        assert (which == np.arange(len(keys))).all() and (slots == table.slots).all() and slots.max() < table.size
