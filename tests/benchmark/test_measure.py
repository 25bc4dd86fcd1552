"""A small benchmark from what is asked to its tables; no figure is asserted, only that they fit together."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from gkbg_nlp.benchmark import memory, starts, stopwatch, whole
from gkbg_nlp.benchmark.designs import Design
from gkbg_nlp.benchmark.inputs import Batch, Generated, InputError, Named, facts, samples
from gkbg_nlp.benchmark.plot import picture
from gkbg_nlp.benchmark.records import Benchmark, Spread
from gkbg_nlp.benchmark.run import Asked, BenchmarkError, benchmark, check
from gkbg_nlp.benchmark.starts import StartError
from gkbg_nlp.benchmark.stopwatch import ROOMS, Hook, Row
from gkbg_nlp.benchmark.tables import facts as lines
from gkbg_nlp.benchmark.tables import starts_table, tables

DESIGN = """
ABOUT = "copies"
KIND = {kind!r}
NEEDS = ()
def train(examples, folder): pass
def make(folder):
    def whole(paths, out):
        with out.open("wb") as file:
            for path in paths: file.write(path.read_bytes())
    return whole if {kind!r} == "whole" else lambda texts: [text.split() for text in texts]
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Benchmark:
    """All but processes on a few reports, with designs that do next to nothing."""
    folder = tmp_path_factory.mktemp("designs")
    for name, kind in (("copy", "whole"), ("split", "labels")):
        (folder / f"{name}.py").write_text(DESIGN.format(kind=kind), "utf-8")
    told: list[str] = []
    only = ("rooms", "designs", "peers", "content")
    made = benchmark(Asked(reports=4, characters=600, rounds=2, designs=folder, corpus=root / "data/corpus/second", only=only), told.append)
    assert {"training copy", "round 2 of 2"} <= set(told)
    return made


def test_whole_paths_and_ratios(result: Benchmark) -> None:
    assert result.whole[0].name == "gkbg" and result.whole[-1].name == "copy"
    for row in result.whole:
        assert row.wall.low <= row.wall.median <= row.wall.high
        assert row.reports_per_second == pytest.approx(1e6 / row.wall.median)
    assert result.whole[0].ratio is None and result.whole[-1].ratio is not None
    assert result.input.reports == 4 and result.input.repeated == 0 and result.notes == []


def test_rooms_add_up(result: Benchmark) -> None:
    assert result.rooms is not None
    rooms = [row for row in result.rooms.rows if not row.part]
    assert [row.name for row in rooms] == ["read and decode", "layout", "sections", "entities", "indicators", "encode", "other"]
    assert sum(row.us.median for row in rooms) == pytest.approx(result.rooms.whole, rel=0.5)  # medians of two rounds each
    assert all(row.us.median > 0 and row.calls > 0 for row in rooms)
    assert any(row.part and row.name == "sections: n-gram scores" for row in result.rooms.rows)


def test_peers(result: Benchmark) -> None:
    assert [(row.part, row.name) for row in result.peers] == [
        ("contacts", "gkbg"), ("labels", "gkbg"), ("labels", "gkbg, normalised"), ("labels", "split"),
    ]  # fmt: skip
    assert [row.ratio is None for row in result.peers] == [True, True, False, False]


def test_cold_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for command in (starts.gkbg(tmp_path, 3), starts.of_design(Design("d", "", "whole", tmp_path / "d.py", tmp_path, print), tmp_path)):
        arguments = command(Batch(["in"], [tmp_path / "in/a.txt"]))
        assert arguments[1] == "-m" and ("3" in arguments) == ("tag" in arguments)
    assert (tmp_path / "list.txt").read_text("utf-8") == str(tmp_path / "in/a.txt")
    parent = "import subprocess, sys, time; subprocess.run([sys.executable, '-c', 'import time; time.sleep(0.3)'])"
    monkeypatch.setattr(starts, "gkbg", lambda folder, workers: lambda batch: [sys.executable, "-c", parent])
    rows = starts.measure([], Batch(["in"], [tmp_path / "a.txt"]), tmp_path, (1, 2), lambda said: None)
    assert [(row.name, row.workers, row.one is None) for row in rows] == [("gkbg", 1, False), ("gkbg", 2, True)]
    assert all(row.all > 0.25 for row in rows)
    if sys.platform == "linux":
        assert rows[0].worker_peaks == [] and len(rows[1].worker_peaks) == 1 and all(row.peak for row in rows)
    assert len(starts_table(rows).rows) == 2


def test_workers_are_timed_behind_their_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 10.0, 11.0, 15.0])
    monkeypatch.setattr(whole.time, "perf_counter", lambda: next(clock))

    def tag(inputs: list[str], out: Path, *, workers: int, progress: Callable[[int, int], None], **_: object) -> None:
        for done in (0, 5, 10, 25):
            progress(done, 25)

    monkeypatch.setattr(whole, "tag_files", tag)
    assert whole.in_workers(Batch([], []), tmp_path, 2) == 0.25
    clock = iter([0.0, 10.0, 11.0, 15.0])
    assert whole.in_workers(Batch([], []), tmp_path, 6) is None


def test_json_and_tables(result: Benchmark) -> None:
    assert msgspec.json.decode(msgspec.json.encode(result), type=Benchmark) == result
    made = tables(result)
    assert [table.title for table in made] == ["Whole path", "Rooms", "Parts beside others", "What the reports hold"]
    for table in made:
        assert table.rows and all(len(row) == len(table.columns) for row in table.rows), table.title
    assert "4 reports: generated" in lines(result)[0]


def test_picture(result: Benchmark) -> None:
    drawn = picture(result)
    assert drawn == picture(result) and drawn.startswith(b"<?xml")
    assert all(word in drawn.decode("utf-8") for word in ("gkbg", "copy", "indicators", "whole path"))
    assert b"<svg" in picture(msgspec.structs.replace(result, rooms=None))


def test_wrong_usage(tmp_path: Path) -> None:
    for asked, said in (
        (Asked(rounds=0), "1 or more"),
        (Asked(only=("nothing",)), "--only nothing: choose of rooms, start"),
        (Asked(files=("a",), shipped=True), "--samples are the shipped"),
    ):
        with pytest.raises(BenchmarkError, match=said):
            check(asked)
    with pytest.raises(InputError, match="nothing to measure"):
        Named([str(tmp_path)], None)


def test_named_files_are_the_same_every_round(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一份报告，有一句话，再有一句话，还有一句话。\n", "utf-8")
    (tmp_path / "b.html").write_text("<p>一份报告</p>", "utf-8")
    named = Named([str(tmp_path)], None)
    assert named.batch() is named.batch() and not named.plain and len(named.batch().paths) == 2
    assert Named([str(tmp_path / "a.txt")], 5).plain
    twice = Batch([], [tmp_path / "a.txt"])
    assert facts("x", [twice, twice]).repeated == 0.5
    assert [path.name for path in Batch([], [Path(str(n)) for n in range(10)]).few(3).paths] == ["0", "3", "6"] and twice.few(2) is twice
    made = Generated(tmp_path, 2, 500)
    assert len(made.batch(1).paths) == 1
    first, second = made.batch(), made.batch()
    assert not set(first.texts()) & set(second.texts()) and facts("x", [first, second]).repeated == 0
    assert len(Named(samples(), None).batch().paths) == 4
    note = benchmark(Asked(shipped=True, reports=1, rounds=1, only=("content",))).notes
    assert note == ["every round reads the same files: what a run remembers of words it has seen helps the next one"]


def test_a_room_that_is_not_called_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    hook = Hook("gkbg_nlp.benchmark.memory", "below")  # any function that tagging does not call
    rooms = (*ROOMS, Row("attic", [[hook]]))
    monkeypatch.setattr(stopwatch, "ROOMS", rooms)
    monkeypatch.setattr("gkbg_nlp.benchmark.run.ROOMS", rooms)
    made = benchmark(Asked(reports=1, characters=100, rounds=1, only=("rooms",)))
    assert made.notes == ["never called at the border, so that their time is under other: attic (gkbg_nlp/benchmark/stopwatch.py)"]


def test_peak_memory() -> None:
    assert (memory.peak() or 0) > 5_000_000
    child = subprocess.Popen(
        [sys.executable, "-c", "import subprocess, sys; subprocess.run([sys.executable, '-c', 'b = bytearray(50_000_000)'])"]
    )
    found = memory.watch(child)
    if sys.platform == "linux":
        assert found.own and found.own > 3_000_000 and found.others[0] > 3_000_000 and memory.peak(child.pid) is None
        assert found.resident(1) is not None and found.resident(-1) is None and memory.resident(child.pid) == 0
        assert os.getpid() in set(memory.below(os.getppid()))


def test_a_process_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(StartError, match=r"ended with 3: no such thing"):
        starts.run([sys.executable, "-c", "import sys; print('no such thing', file=sys.stderr); sys.exit(3)"])


def test_spread_and_timing() -> None:
    assert Spread.of([3.0, 1.0, 2.0]) == Spread(2.0, 1.0, 3.0)
    once = whole.timed(lambda: time.sleep(0.01), 2)
    assert once.wall >= 0.009 and once.cpu < once.wall and once.reports == 2
