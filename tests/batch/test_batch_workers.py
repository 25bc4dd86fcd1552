"""Worker processes: documents that hang or kill, workers that are shot or grow, runs that stop at the first failure."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from batch_fakes import FakePipeline, GreedyPipeline, HangingPipeline, KillingPipeline, ShotPipeline, SlowPipeline, broken_factory
from batch_helpers import beside, gone, lines, many, put, run

from gkbg_nlp.batch import BatchError
from gkbg_nlp.batch.worker import resident


def codes() -> list[str | None]:
    return [record["errors"][0]["code"] if record["errors"] else None for record in lines()]  # type: ignore[index]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_takes_too_long_is_a_line(workers: int) -> None:
    many(8)
    put("in/0003.txt", "死循环")
    result = run("in", workers=workers, timeout=0.5, factory=HangingPipeline)
    assert codes() == [None, None, None, "timeout", None, None, None, None]
    assert result.failed == [("in/0003.txt", "timeout", "not done after 0.5 seconds (--timeout)")]
    assert lines()[3]["id"] is not None
    assert gone(int(Path("child.pid").read_text()))


def test_a_worker_that_is_shot_once_costs_nothing() -> None:
    many(40)
    run("in", output="whole.jsonl")
    result = run("in", workers=2, factory=ShotPipeline)
    assert Path("shot").exists()
    assert result.exit_code == 0
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


def test_a_worker_that_grows_is_replaced() -> None:
    many(6)
    run("in", output="whole.jsonl")
    run("in", workers=1, max_memory=1, factory=GreedyPipeline)
    assert len(list(Path().glob("loaded.*"))) == 6
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
    for mark in Path().glob("loaded.*"):
        mark.unlink()
    run("in", workers=1, max_memory=10_000, factory=GreedyPipeline, overwrite=True)
    assert len(list(Path().glob("loaded.*"))) == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_fail_fast_stops_and_can_be_resumed(workers: int) -> None:
    many(60)
    put("in/0020.txt", "崩溃")
    run("in", output="whole.jsonl")
    result = run("in", workers=workers, fail_fast=True, factory=SlowPipeline)
    assert (result.stopped, result.exit_code) == (True, 1)
    assert [path for path, _, _ in result.failed] == ["in/0020.txt"]
    assert 20 - 2 * workers <= result.written < 40
    assert beside() == [".out.jsonl.parts"]
    again = run("in", workers=workers, fail_fast=True, resume=True, factory=SlowPipeline)
    assert again.stopped
    assert again.resumed >= 19
    last = run("in", workers=workers, resume=True, factory=SlowPipeline)
    assert (last.stopped, last.resumed >= 19, last.exit_code) == (False, True, 1)
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


def test_fail_fast_goes_on_once_the_input_is_mended() -> None:
    many(10)
    put("in/0004.txt", "")
    assert run("in", fail_fast=True).stopped
    put("in/0004.txt", "补上了")
    result = run("in", fail_fast=True, resume=True)
    assert (result.resumed, result.exit_code) == (4, 0)


def test_fail_fast_drops_failures_of_an_earlier_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gkbg_nlp.batch.resume.configuration", lambda factory, max_bytes: [])
    from batch_fakes import Stopping

    many(10)
    put("in/0002.txt", "")
    with pytest.raises(KeyboardInterrupt):
        run("in", factory=Stopping(5))
    result = run("in", resume=True, fail_fast=True)
    assert (result.stopped, result.resumed) == (True, 5)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"timeout": 0}, "time limit"),
        ({"max_memory": 0}, "memory"),
        ({"backend": "spark"}, "backend is one of"),
        ({"backend": "dask", "timeout": 3}, "local backend"),
        ({"scheduler": "tcp://127.0.0.1:1"}, "for --backend dask"),
    ],
)
def test_options_that_cannot_be(options: dict[str, object], said: str) -> None:
    put("a.txt")
    with pytest.raises(BatchError, match=said):
        run("a.txt", **options)


def test_a_pipeline_that_cannot_be_loaded_in_a_worker() -> None:
    many(4)
    with pytest.raises(BatchError, match=r"no model\.json"):
        run("in", factory=broken_factory, timeout=9)


def test_a_part_that_cannot_be_written_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    many(4)

    def full(self: object, name: str, data: bytes) -> None:
        if name.endswith(".jsonl"):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("gkbg_nlp.batch.store.LocalStore.write", full)
    with pytest.raises(OSError, match="No space left"):
        run("in")


def test_a_part_that_a_worker_cannot_write_ends_the_run() -> None:
    many(4)

    def block(done: int, total: int) -> None:
        put(".out.jsonl.parts/00000", "a file where a folder must be")

    with pytest.raises(OSError, match="exists"):
        run("in", workers=2, progress=block)


def test_memory_is_bytes() -> None:
    before = resident()
    held = b"x" * 50_000_000
    assert 40_000_000 < resident() - before < 80_000_000
    assert len(held) == 50_000_000


@pytest.mark.parametrize("options", [{}, {"keep_duplicates": True}, {"timeout": 60}])
def test_workers_that_start_early_give_the_same_bytes(options: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    many(90)
    put("in/0040.txt", "段错误")
    put("in/0041.txt", "段错误")
    run("in", output="whole.jsonl", factory=KillingPipeline, workers=2, **options)
    monkeypatch.setattr("gkbg_nlp.batch.engine.WORTH_STARTING", 1)
    result = run("in", factory=KillingPipeline, workers=2, **options)
    assert [code for _, code, _ in result.failed] == ["internal"] * 2
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
    assert not multiprocessing.active_children()


def test_workers_that_started_early_are_ended_when_nothing_is_left_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gkbg_nlp.batch.engine.WORTH_STARTING", 1)
    for name in "abc":
        put(f"in/{name}.txt", "同一份")
    assert run("in", workers=2).merged == 2  # one shard for two workers
    assert not multiprocessing.active_children()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gkbg_nlp.batch.run.merge", stop)
    with pytest.raises(KeyboardInterrupt):
        run("in", workers=2, overwrite=True)
    assert not multiprocessing.active_children()
    assert beside() == ["out.jsonl"]


def test_a_pipeline_that_cannot_be_loaded_by_an_early_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gkbg_nlp.batch.engine.WORTH_STARTING", 1)
    many(4)
    with pytest.raises(BatchError, match=r"no model\.json"):
        run("in", factory=broken_factory, workers=2)
    with pytest.raises(BatchError, match="importable"):
        run("in", factory=lambda: FakePipeline(), workers=2)
    assert not multiprocessing.active_children()
