"""Runs that are shot at any moment: parent and workers, once and again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch_fakes import SlowPipeline
from batch_helpers import beside, gone, many, put, run

import gkbg_nlp

HERE = str(Path(__file__).parent)
# The command itself, with a pipeline that needs no model.
COMMAND = f"""
import sys
sys.path.insert(0, {HERE!r})
import batch_fakes
import gkbg_nlp.cli.models
gkbg_nlp.cli.models.model_loader = lambda *_: batch_fakes.SlowPipeline
from gkbg_nlp.cli.main import main
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""


def start(*arguments: str, pipeline: str = "SlowPipeline") -> subprocess.Popen[bytes]:
    Path("command.py").write_text(COMMAND.replace("SlowPipeline", pipeline))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([HERE, str(Path(gkbg_nlp.__file__).parent.parent)])}
    return subprocess.Popen([sys.executable, "command.py", *arguments], env=environment, stderr=subprocess.PIPE)


def parts() -> int:
    return len(list(Path(".out.jsonl.parts").glob("0*/*.json")))


def wait_for_parts(count: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while parts() < count and process.poll() is None and time.monotonic() < end:
        time.sleep(0.005)


def workers_of(pid: int) -> list[int]:
    """Worker processes of a run: its children that were spawned by multiprocessing and are no resource tracker."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            status, command = (entry / "stat").read_text(), (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if int(status.rpartition(")")[2].split()[1]) == pid and b"spawn_main" in command:
            found.append(int(entry.name))
    return found


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_that_is_shot_again_and_again_gives_the_same_bytes(workers: str) -> None:
    many(70)
    put("in/0033.txt", "崩溃")
    put("in/0034.txt", "崩溃")
    put("in/0044.txt", Path("in/0011.txt").read_bytes())
    run("in", output="whole.jsonl", factory=SlowPipeline)
    rng = random.Random(6)
    shots = 0
    for goal in (3, 25, 45):
        process = start("tag", "in", "-o", "out.jsonl", "--resume", "--workers", workers)
        wait_for_parts(goal, process)
        time.sleep(rng.random() * 0.03)
        process.kill()
        # Workers hold standard error open: that it ends shows that they leave with their parent.
        process.communicate(timeout=30)
        shots += process.returncode == -signal.SIGKILL
        assert not Path("out.jsonl").exists()
    assert shots == 3
    kept = parts()
    result = run("in", resume=True, factory=SlowPipeline)
    assert result.resumed >= kept - 2 > 0
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
    assert beside() == ["out.jsonl"]


def test_workers_leave_with_their_parent_in_the_middle_of_a_document() -> None:
    many(4)
    put("in/0002.txt", "死循环")
    process = start("tag", "in", "-o", "out.jsonl", "--workers", "2", pipeline="HangingPipeline")
    end = time.monotonic() + 60
    while not Path("child.pid").exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    assert process.poll() is None
    pids = workers_of(process.pid)
    process.kill()
    process.communicate(timeout=30)
    assert len(pids) == 2
    assert all(gone(pid) for pid in [*pids, int(Path("child.pid").read_text())])


def test_workers_that_are_shot_are_replaced() -> None:
    many(60)
    run("in", output="whole.jsonl", factory=SlowPipeline)
    process = start("tag", "in", "-o", "out.jsonl", "--workers", "2")
    for goal in (1, 20):
        wait_for_parts(goal, process)
        for pid in workers_of(process.pid)[:1]:
            os.kill(pid, signal.SIGKILL)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize(("number", "code", "word"), [(signal.SIGTERM, 143, "terminated"), (signal.SIGINT, 130, "interrupted")])
def test_an_orderly_end(workers: str, number: signal.Signals, code: int, word: str) -> None:
    many(60)
    process = start("tag", "in", "-o", "out.jsonl", "--workers", workers)
    wait_for_parts(2, process)
    workers_then = workers_of(process.pid)
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert process.returncode == code, said
    # One line, no traceback, nothing of multiprocessing's resource tracker.
    (line,) = said.decode().splitlines()
    assert line.startswith(f"gkbg: {word} after ") and line.endswith("of 60 inputs; --resume continues")
    assert len(workers_then) == (2 if workers == "2" else 0)
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers_then)
    assert beside() == [".out.jsonl.parts"]
    assert run("in", resume=True, factory=SlowPipeline).resumed >= 2
