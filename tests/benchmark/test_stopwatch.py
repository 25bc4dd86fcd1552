"""The stopwatch: every room of a real run is there, nothing of it is left behind, and a border that is gone is named."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

import gkbg_nlp
from gkbg_nlp.batch import tag_files
from gkbg_nlp.benchmark import stopwatch
from gkbg_nlp.benchmark.stopwatch import PARTS, ROOMS, Hook, Row, Stopwatch, StopwatchError
from gkbg_nlp.entities.order import MATCHERS
from gkbg_nlp.pipeline import pipeline as composed

TEXT = "张店区体育局2017年政府信息公开年度报告\n一、概述\n我局主动公开信息12条，联系电话0533-2183391。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / f"in/{number}.txt").write_text(f"{TEXT}第{number}份。\n", "utf-8")
    return tmp_path


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    made = ModuleType("made_for_the_watch")
    made.outer = lambda: made.inner() + 1  # type: ignore[attr-defined]
    made.inner = lambda: 1  # type: ignore[attr-defined]
    made.table = {"one": lambda: 5}  # type: ignore[attr-defined]
    monkeypatch.setitem(__import__("sys").modules, made.__name__, made)
    return made


def test_every_room_is_timed_once_a_report(folder: Path, pipeline: gkbg_nlp.Pipeline) -> None:
    before = {name: vars(composed)[name] for name in ("segment", "label_many", "read_many")}
    matchers = dict(MATCHERS)
    with Stopwatch() as watch:
        tag_files([str(folder / "in")], folder / "out.jsonl", pipeline_factory=lambda: pipeline)
    assert set(watch.seconds) == {row.name for row in ROOMS}
    assert all(watch.calls[room] == 3 for room in ("read and decode", "layout", "encode"))
    assert watch.calls["sections"] >= 1 and watch.calls["indicators"] >= 1  # several reports in one call
    assert all(seconds > 0 for seconds in watch.seconds.values())
    with Stopwatch(parts=True):
        assert vars(composed)["segment"] is before["segment"]  # a border is no part
        tag_files([str(folder / "in")], folder / "out.jsonl", overwrite=True, pipeline_factory=lambda: pipeline)
    assert {name: vars(composed)[name] for name in before} == before and dict(MATCHERS) == matchers


def test_the_record_is_the_same_under_the_watch(pipeline: gkbg_nlp.Pipeline) -> None:
    plain = pipeline.tag(TEXT)
    for parts in (False, True):
        with Stopwatch(parts=parts):
            assert pipeline.tag(TEXT) == plain


def test_the_outermost_call_has_the_time(module: ModuleType) -> None:
    rows = [Row(name, [[Hook(module.__name__, name)]]) for name in ("outer", "inner")]
    with Stopwatch(rows=rows) as watch:
        assert module.outer() == 2 and module.inner() == 1
    assert watch.calls == {"outer": 1, "inner": 1}
    with Stopwatch(parts=True, rows=rows) as watch:
        module.outer()
    assert watch.calls == {"outer": 1, "inner": 1}
    watch.reset()
    assert watch.calls == {} and watch.seconds == {}


def test_a_call_that_fails_is_timed_and_all_is_put_back(module: ModuleType) -> None:
    kept = module.inner
    watch = Stopwatch(rows=[Row("inner", [[Hook(module.__name__, "inner")]])])
    with pytest.raises(TypeError), watch:
        module.inner("too much")
    assert watch.calls == {"inner": 1} and module.inner is kept


def test_alternatives_and_entries_of_a_table(module: ModuleType) -> None:
    gone, there = Hook(module.__name__, "gone"), Hook(module.__name__, "inner")
    with Stopwatch(rows=[Row("a", [[gone], [there]], [gone, Hook(f"{module.__name__}:table", "[one]")])]) as watch:
        assert module.inner() + module.table["one"]() == 6
    assert watch.calls == {"a": 2} and module.table["one"]() == 5


def test_a_name_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    before = vars(composed)["segment"]
    monkeypatch.delattr(composed, "label_many")
    with pytest.raises(StopwatchError, match=r"'sections' cannot be timed: gkbg_nlp.pipeline.pipeline.label_many is gone"), Stopwatch():
        pass
    assert vars(composed)["segment"] is before
    monkeypatch.setattr(stopwatch, "PARTS", [Row("no part", [[Hook("no.module", "name")]])])
    with Stopwatch(parts=True) as watch:  # a part that is gone is a row less
        assert watch.calls == {}


def test_parts_belong_to_rooms() -> None:
    rooms = {row.name for row in ROOMS}
    assert {row.name.partition(": ")[0] for row in PARTS} <= rooms
