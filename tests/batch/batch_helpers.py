"""Files to read and runs over them, in the current folder."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from batch_fakes import FakePipeline

from gkbg_nlp.batch import BatchResult, tag_files


def put(name: str, data: bytes | str = "一、概述") -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(data.encode() if isinstance(data, str) else data)


def many(count: int) -> None:
    for number in range(count):
        put(f"in/{number:04}.txt", f"第{number}份报告\n" * (1 + number % 7))


def run(*inputs: str, output: str = "out.jsonl", factory: object = FakePipeline, **options: object) -> BatchResult:
    return tag_files(list(inputs), output, pipeline_factory=factory, **options)  # type: ignore[arg-type]


def lines(path: str = "out.jsonl") -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(path).read_bytes().splitlines()]


def beside() -> list[str]:
    return sorted(name for name in os.listdir() if "out" in name)


def gone(pid: int) -> bool:
    """Whether a process has ended; one that was shot is given the moment that it takes to fall."""
    for _ in range(200):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False
