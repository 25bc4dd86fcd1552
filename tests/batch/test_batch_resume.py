"""Runs that were stopped, killed, finished before or begun anew."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch_fakes import FakePipeline, SlowPipeline, Stopping
from batch_helpers import beside, lines, many, put, run

import gkbg_nlp
from gkbg_nlp.batch import BatchError, Loader
from gkbg_nlp.batch.run import _options


@pytest.mark.usefixtures("_any_pipeline")
def test_stop_then_resume_gives_the_same_bytes() -> None:
    many(20)
    put("in/0003.txt", "")
    run("in", output="whole.jsonl")
    with pytest.raises(KeyboardInterrupt):
        run("in", factory=Stopping(8))
    assert beside() == [".out.jsonl.partial", ".out.jsonl.state.json"]
    said: list[str] = []
    counted: list[str] = []

    class Counting(FakePipeline):
        def tag(self, text: str, source: object = None, findings: object = ()) -> object:  # type: ignore[override]
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
    monkeypatch.setattr("gkbg_nlp.batch.run._options", lambda factory, max_bytes: [str(max_bytes)])


def interrupted() -> Path:
    """Ten reports of twenty are done."""
    many(20)
    run("in", output="whole.jsonl")
    with pytest.raises(KeyboardInterrupt):
        run("in", factory=Stopping(10))
    return Path(".out.jsonl.partial")


@pytest.mark.parametrize("torn", [b'{"schema_version":"1","id":"gk', b"\0\0\0\0", b"{}\n"])
@pytest.mark.usefixtures("_any_pipeline")
def test_resume_drops_a_torn_last_line(torn: bytes) -> None:
    partial = interrupted()
    partial.write_bytes(partial.read_bytes() + torn)
    result = run("in", resume=True)
    assert result.resumed == 10
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


@pytest.mark.usefixtures("_any_pipeline")
def test_resume_of_a_line_cut_anywhere() -> None:
    partial = interrupted()
    data = partial.read_bytes()
    partial.write_bytes(data[:-1])  # only the line break is missing
    assert run("in", resume=True).resumed == 9
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


@pytest.mark.usefixtures("_any_pipeline")
def test_resume_with_other_inputs_or_options_starts_again_and_says_so() -> None:
    changes: list[dict[str, object]] = [{"max_bytes": 999}, {}]
    for change in changes:
        interrupted()
        if not change:
            put("in/0000a.txt")
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


def test_two_runs_into_one_output() -> None:
    many(2)

    def again(done: int, total: int) -> None:
        if done == 1:
            with pytest.raises(BatchError, match="another run"):
                run("in")

    assert run("in", progress=again).written == 2
    assert len(lines()) == 2


def test_the_state_knows_the_model() -> None:
    assert _options(Loader(), 1) == _options(Loader(None), 1)
    assert _options(Loader("a"), 1) != _options(Loader("b"), 1)
    assert _options(Loader("a"), 1) != _options(Loader("a"), 2)


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
    partial = Path(".out.jsonl.partial")
    end = time.monotonic() + 30
    while not (partial.exists() and partial.stat().st_size) and process.poll() is None and time.monotonic() < end:
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
