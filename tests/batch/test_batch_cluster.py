"""Engines beside the local pool: a real Dask cluster of several processes, joblib's loky, engines that are not there."""

from __future__ import annotations

import importlib.util
import os
import signal
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from batch_fakes import KillingPipeline, SlowPipeline, broken_factory
from batch_helpers import beside, many, put, run

from gkbg_nlp.batch import BatchError

# Other projects' warnings are not ours to fail on.
pytestmark = pytest.mark.filterwarnings("ignore")


# A document that kills gets two workers, not four, and who is dead is not waited for: each would take seconds.
SETTINGS = {
    "distributed.scheduler.allowed-failures": 1,
    "distributed.logging.distributed": "critical",
    "distributed.comm.timeouts.connect": "4s",
}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    with (
        pytest.importorskip("dask").config.set(SETTINGS),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as made,
    ):
        yield made


def test_a_worker_of_the_cluster_is_shot_and_the_bytes_are_the_same(cluster: Any) -> None:
    many(60)
    put("in/0007.txt", "")
    put("in/0050.txt", Path("in/0013.txt").read_bytes())
    run("in", output="whole.jsonl", factory=SlowPipeline)
    shot: list[int] = []

    def shoot(done: int, total: int) -> None:
        if done >= 5 and not shot:
            shot.append(next(iter(cluster.workers.values())).pid)
            os.kill(shot[0], signal.SIGKILL)

    result = run("in", backend="dask", scheduler=cluster.scheduler_address, progress=shoot, factory=SlowPipeline)
    assert shot
    assert (result.written, result.merged, len(result.failed)) == (59, 1, 1)
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
    assert beside() == ["out.jsonl"]


def test_a_document_that_kills_workers_of_the_cluster_is_a_line(cluster: Any) -> None:
    many(12)
    put("in/0004.txt", "段错误")
    result = run("in", backend="dask", scheduler=cluster.scheduler_address, workers=2, factory=KillingPipeline)
    assert [(path.rpartition("/")[2], code) for path, code, _ in result.failed] == [("0004.txt", "internal")]
    assert result.written == 12


def test_the_cluster_to_standard_output(cluster: Any, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    many(20)
    run("in", output="whole.jsonl")
    run("in", output="-", backend="dask", scheduler=cluster.scheduler_address)
    assert capfdbinary.readouterr().out == Path("whole.jsonl").read_bytes()


def test_a_pipeline_that_the_cluster_cannot_load(cluster: Any) -> None:
    many(3)
    with pytest.raises(BatchError, match=r"no model\.json"):
        run("in", backend="dask", scheduler=cluster.scheduler_address, factory=broken_factory)


def test_a_store_that_this_machine_does_not_see(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    many(3)
    monkeypatch.setattr("gkbg_nlp.batch.store.LocalStore.read", lambda self, name: (_ for _ in ()).throw(FileNotFoundError(name)))
    with pytest.raises(BatchError, match="gone"):
        run("in", backend="dask", scheduler=cluster.scheduler_address)


def test_a_scheduler_that_goes_away_ends_the_run_and_the_work_is_kept() -> None:
    distributed = pytest.importorskip("distributed")
    many(60)
    run("in", output="whole.jsonl", factory=SlowPipeline)
    with (
        pytest.importorskip("dask").config.set(SETTINGS),
        distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None, silence_logs=50) as short,
    ):

        def close(done: int, total: int) -> None:
            if done == 3:
                short.close()

        with pytest.raises(BatchError, match="--resume"):
            run("in", backend="dask", scheduler=short.scheduler_address, progress=close, factory=SlowPipeline)
    assert run("in", resume=True, factory=SlowPipeline).resumed >= 3
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


def test_loky_gives_the_same_bytes() -> None:
    many(30)
    with zipfile.ZipFile("in/r.zip", "w") as file:
        file.writestr("a.txt", "概述")
    run("in", output="whole.jsonl")
    run("in", backend="loky", workers=2)
    assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


def test_loky_loses_a_worker() -> None:
    many(10)
    put("in/0004.txt", "段错误")
    result = run("in", backend="loky", workers=2, factory=KillingPipeline)
    assert [(path, code) for path, code, _ in result.failed] == [("in/0004.txt", "internal")]
    assert result.written == 10


def test_engines_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    many(3)
    if importlib.util.find_spec("ray") is None:
        with pytest.raises(BatchError, match="pip install 'ray"):
            run("in", backend="ray")
        assert beside() == []
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(BatchError, match=r"gkbg-nlp\[dask\]"):
        run("in", backend="dask", scheduler="tcp://127.0.0.1:1")
