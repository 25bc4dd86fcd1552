"""Runs that were stopped, killed, finished before or begun anew."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from batch_fakes import FakePipeline, SlowPipeline, Stopping
from batch_helpers import beside, lines, many, put, run

import gkbg_nlp
from gkbg_nlp.batch import BatchError, Loader
from gkbg_nlp.batch.parts import Part
from gkbg_nlp.batch.resume import configuration, describe
from gkbg_nlp.batch.run import _Running


@pytest.mark.usefixtures("_any_pipeline")
def test_stop_then_resume_gives_the_same_bytes() -> None:
    many(20)
    put("in/0003.txt", "")
    run("in", output="whole.jsonl")
    with pytest.raises(KeyboardInterrupt):
        run("in", factory=Stopping(8))
    assert beside() == [".out.jsonl.parts"]
    said: list[str] = []
    counted: list[str] = []

    class Counting(FakePipeline):
        def tag(self, text: str, source: object = None, findings: object = (), markup: object = None) -> object:  # type: ignore[override]
            counted.append(text)
            return super().tag(text, source, findings)  # type: ignore[arg-type]

    result = run("in", resume=True, factory=Counting, notify=said.append)
    assert said == []
    assert (result.resumed, result.written, len(counted)) == (9, 20, 11)
    assert [path for path, _, _ in result.failed] == ["in/0003.txt"]
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
    assert beside() == ["out.jsonl"]


@pytest.fixture
def _any_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The state of a run does not tell the stopping pipeline from the other."""
    monkeypatch.setattr("gkbg_nlp.batch.resume.configuration", lambda factory, max_bytes: [str(max_bytes)])


def interrupted() -> Path:
    """Ten reports of twenty are done; the part of the tenth."""
    many(20)
    run("in", output="whole.jsonl")
    with pytest.raises(KeyboardInterrupt):
        run("in", factory=Stopping(10))
    return Path(".out.jsonl.parts/00000/00000009.jsonl")


@pytest.mark.parametrize("damage", ["longer", "shorter", "changed", "gone", "no manifest", "manifest cut", "manifest of another"])
@pytest.mark.usefixtures("_any_pipeline")
def test_resume_makes_a_damaged_part_again(damage: str) -> None:
    part = interrupted()
    data, manifest = part.read_bytes(), part.with_suffix(".json")
    if damage == "gone":
        part.unlink()
    elif damage == "no manifest":
        manifest.unlink()
    elif damage == "manifest cut":
        manifest.write_bytes(manifest.read_bytes()[:-9])
    elif damage == "manifest of another":
        manifest.write_bytes(manifest.with_name("00000008.json").read_bytes())
    else:
        part.write_bytes({"longer": data + b"{}\n", "shorter": data[:-1], "changed": data.replace(b"0.5", b"0.6")}[damage])
    result = run("in", resume=True)
    assert result.resumed == 9
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


@pytest.mark.usefixtures("_any_pipeline")
def test_resume_reads_again_what_was_changed_meanwhile() -> None:
    interrupted()
    put("in/0004.txt", "重新发布的报告")
    assert run("in", resume=True).resumed == 9
    run("in", output="new.jsonl")
    assert Path("out.jsonl").read_bytes() == Path("new.jsonl").read_bytes()


@pytest.mark.usefixtures("_any_pipeline")
def test_parts_of_a_forgotten_worker_of_another_run_are_not_taken() -> None:
    interrupted()
    os.rename(".out.jsonl.parts/00000", "late")
    with pytest.raises(KeyboardInterrupt):
        run("in", max_bytes=999, factory=Stopping(0))
    os.rename("late", ".out.jsonl.parts/00000")  # of the same inputs, with another limit
    assert run("in", max_bytes=999, resume=True).resumed == 0


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("change", [lambda data: b"{}\n", lambda data: data.replace(b"1", b"2"), lambda data: data + b"{}\n"])
def test_a_part_that_is_changed_under_way_is_not_taken(
    workers: int, change: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    many(3)
    count = _Running._count

    def meddle(self: _Running, part: Part) -> None:  # behind the making of a part, before it is put into the output
        count(self, part)
        if part.index == 1:
            file = Path(".out.jsonl.parts/00000/00000001.jsonl")
            file.write_bytes(change(file.read_bytes()))

    with monkeypatch.context() as patch:
        patch.setattr(_Running, "_count", meddle)
        with pytest.raises(BatchError, match="was changed"):
            run("in", workers=workers)
    assert not Path("out.jsonl").exists()
    assert run("in", resume=True).resumed in (1, 2)
    run("in", output="whole.jsonl")
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


@pytest.mark.usefixtures("_any_pipeline")
def test_resume_with_other_inputs_or_options_starts_again_and_says_so() -> None:
    changes: list[dict[str, object]] = [{"max_bytes": 999}, {}]
    for change in changes:
        interrupted()
        if not change:
            put("in/0000a.txt", "另一份")
        said: list[str] = []
        result = run("in", resume=True, notify=said.append, **change)  # type: ignore[arg-type]
        assert result.resumed == 0
        assert "starting again" in said[0]
        assert result.written == len(lines()) == len(os.listdir("in"))
        os.unlink("out.jsonl")
        os.unlink("whole.jsonl")


@pytest.mark.usefixtures("_any_pipeline")
def test_resume_without_earlier_work_starts_from_the_beginning() -> None:
    many(3)
    result = run("in", resume=True)
    assert (result.written, result.resumed, result.exit_code) == (3, 0, 0)


@pytest.mark.usefixtures("_any_pipeline")
def test_resume_of_finished_work_does_nothing() -> None:
    many(3)
    put("in/0001.txt", "")
    assert run("in").exit_code == 1
    before = os.stat("out.jsonl")
    result = run("in", resume=True, factory=lambda: pytest.fail("it began"))
    assert (result.finished_before, result.exit_code) == (True, 0)
    assert (os.stat("out.jsonl").st_mtime_ns, os.stat("out.jsonl").st_ino) == (before.st_mtime_ns, before.st_ino)
    assert beside() == ["out.jsonl"]


@pytest.mark.usefixtures("_any_pipeline")
def test_resume_onto_finished_work_of_other_inputs() -> None:
    many(3)
    run("in")
    os.rename("in/0001.txt", "in/0001a.txt")  # as many lines, but not of these files
    said: list[str] = []
    assert run("in", resume=True, notify=said.append).resumed == 0
    assert lines()[1]["source"]["path"] == "in/0001a.txt"  # type: ignore[index]
    put("in/zz.txt")
    assert run("in", resume=True, notify=said.append).written == 4
    assert "other inputs" in said[0]
    put("out.jsonl", "my own notes")
    with pytest.raises(BatchError, match="no output of gkbg tag"):
        run("in", resume=True)
    assert Path("out.jsonl").read_text() == "my own notes"


@pytest.mark.usefixtures("_any_pipeline")
def test_resume_of_an_interrupted_overwrite_continues_it() -> None:
    interrupted()
    put("out.jsonl", Path("whole.jsonl").read_bytes())
    assert run("in", resume=True).resumed == 10


@pytest.mark.usefixtures("_any_pipeline")
def test_a_new_run_over_interrupted_work_says_so() -> None:
    interrupted()
    said: list[str] = []
    assert run("in", notify=said.append).resumed == 0
    assert "--resume" in said[0]


@pytest.mark.usefixtures("_any_pipeline")
def test_resume_in_another_number_of_workers() -> None:
    interrupted()
    assert run("in", resume=True, workers=2).resumed == 10
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


def test_a_run_that_was_shot_between_its_last_two_steps() -> None:
    many(5)

    def save(done: int, total: int) -> None:
        if done == total:
            shutil.copytree(".out.jsonl.parts", "saved")

    run("in", progress=save)
    os.rename("saved", ".out.jsonl.parts")  # the output is there, its parts are not yet removed
    before = Path("out.jsonl").read_bytes()
    assert run("in", resume=True).resumed == 5
    assert Path("out.jsonl").read_bytes() == before
    assert beside() == ["out.jsonl"]


def test_two_runs_into_one_output() -> None:
    many(2)

    def again(done: int, total: int) -> None:
        if done == 1:
            with pytest.raises(BatchError, match="another run"):
                run("in")

    assert run("in", progress=again).written == 2
    assert len(lines()) == 2


def test_the_state_knows_the_model() -> None:
    assert configuration(Loader(), 1) == configuration(Loader(None), 1)
    assert configuration(Loader("a"), 1) != configuration(Loader("b"), 1)
    assert configuration(Loader("a"), 1) != configuration(Loader("a"), 2)
    put("model/model.json", "1")
    before = describe([], Loader("model"), 1)
    assert describe([], Loader("model"), 1) == before
    put("model/model.json", "2")
    assert describe([], Loader("model"), 1) != before


def killed_run(script: str, *arguments: str) -> subprocess.Popen[bytes]:
    here = str(Path(__file__).parent)
    code = f"import sys; sys.path.insert(0, {here!r})\n" + script
    Path("script.py").write_text(code)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([here, str(Path(gkbg_nlp.__file__).parent.parent)])}
    return subprocess.Popen([sys.executable, "script.py", *arguments], env=environment, stderr=subprocess.PIPE)


SLOW = """
from batch_fakes import SlowPipeline
from gkbg_nlp.batch import tag_files
if __name__ == "__main__":
    tag_files(["in"], "out.jsonl", workers=int(sys.argv[1]), resume=True, pipeline_factory=SlowPipeline)
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_resume_after_kill_9(workers: int) -> None:
    many(40)
    run("in", output="whole.jsonl", factory=SlowPipeline)
    process = killed_run(SLOW, str(workers))
    part = Path(".out.jsonl.parts/00000/00000001.json")
    end = time.monotonic() + 30
    while not part.exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.005)
    process.kill()
    # Workers hold standard error open: that it ends shows that they leave with their parent.
    _, said = process.communicate(timeout=20)
    assert process.returncode == -9, said
    assert not Path("out.jsonl").exists()
    result = run("in", resume=True, factory=SlowPipeline)
    assert 0 < result.resumed < 40
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


def test_a_script_without_a_main_guard_gets_a_clear_message() -> None:
    many(4)
    process = killed_run(SLOW.replace('if __name__ == "__main__":', "if True:"), "2")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"guard" in said
