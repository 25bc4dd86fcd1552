"""The cut into shards and the way back into one output."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gkbg_nlp.batch import Input
from gkbg_nlp.batch.assemble import Assembly
from gkbg_nlp.batch.parts import Made, Part
from gkbg_nlp.batch.shards import Shard, cut


@given(sizes=st.lists(st.one_of(st.none(), st.integers(0, 20_000_000)), max_size=300))
def test_shards_hold_all_inputs_once_and_in_order(sizes: list[int | None]) -> None:
    items = [Input(f"{number:05}", size=size) for number, size in enumerate(sizes)]
    shards = cut(items)
    assert [item for shard in shards for item in shard.items] == items
    assert [shard.index for shard in shards] == list(range(len(shards)))
    assert all(shard.items and items[shard.first] is shard.items[0] for shard in shards)
    assert all(len(shard.items) == 1 or sum(item.size or 0 for item in shard.items) <= 8_000_000 for shard in shards)
    assert cut(items) == shards


def test_shards_of_a_long_run() -> None:
    shards = cut([Input(f"{number:06}", size=10_000) for number in range(20_000)])
    assert {len(shard.items) for shard in shards[:-1]} == {256}


def test_a_shard_is_known_by_what_was_seen_of_its_inputs() -> None:
    def digest(*items: Input, run: str = "") -> str:
        return Shard(0, 0, items).digest(run)

    one = Input("a.txt", stamp="1")
    assert digest(one) == Shard(5, 9, (one,)).digest("")
    others = [
        Input("a.txt", stamp="2"),
        Input("b.txt", stamp="1"),
        Input("a.txt", stamp="1", problem="?"),
        Input("a.txt", stamp="1", also=(one,)),
    ]
    assert len({digest(one), digest(one, one), digest(one, run="another"), *map(digest, others)}) == 7


@given(data=st.data(), count=st.integers(1, 40))
def test_parts_in_any_order_give_lines_in_order(data: st.DataObject, count: int) -> None:
    """Of each input with duplicates it is drawn whether it fails: then the duplicates have lines of their own, in their place."""
    leader_of = {number: data.draw(st.integers(0, number)) for number in range(count)}
    leader_of = {number: leader if leader_of[leader] == leader else number for number, leader in leader_of.items()}
    inputs = {number: Input(f"{number:03}") for number in range(count)}
    leaders = [number for number in range(count) if leader_of[number] == number]
    items = [
        Input(f"{leader:03}", size=3_000_000, also=tuple(inputs[n] for n in range(count) if n != leader and leader_of[n] == leader))
        for leader in leaders
    ]
    failing = {item.path for item in items if data.draw(st.booleans())}
    shards = cut(items)
    made = []
    for shard in shards:
        late = [
            (number, other, f"{duplicate.path}\n")
            for number, item in enumerate(shard.items)
            if item.path in failing
            for other, duplicate in enumerate(item.also, 1)
        ]
        text = b"".join(f"{item.path}\n".encode() for item in shard.items)
        made.append(Made(Part(shard.index, shard.first, shard.inputs, "", len(shard.items), len(text), "", late=late), text))
    assembly = Assembly(shards)
    out = b"".join(line for one in data.draw(st.permutations(made)) for line in assembly.add(one, lambda made: made.data or b""))
    wanted = [item.path for item in items] + [other.path for item in items if item.path in failing for other in item.also]
    assert out.decode().split() == sorted(wanted)
