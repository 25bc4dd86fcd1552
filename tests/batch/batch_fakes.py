"""Pipelines that need no model. Importable by name, so that worker processes find them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gkbg_nlp.report.document import Document
from gkbg_nlp.report.markup import PLAIN, Markup
from gkbg_nlp.report.records import Block, Finding, Meta, Report, Source


class FakePipeline:
    """One paragraph block over the whole text."""

    model = "fake-1"

    def tag(self, text: str, source: Source | None = None, findings: Sequence[Finding] = (), markup: Markup = PLAIN) -> Report:
        if "崩溃" in text:
            raise RuntimeError("这份报告\n读不了")
        if "代理" in text:
            text = text.replace("代理", "\ud800")
        block = Block(0, len(text), "paragraph", section="overview", confidence=0.5, reason="model")
        source = source or Source("")
        return Report("1", None, source, Meta(title=text[:9], model=self.model), text, [block], [], {}, [], list(findings), [])

    def tag_many(self, documents: Sequence[Document]) -> list[Report]:
        return [self.tag(*document) for document in documents]


class KillingPipeline(FakePipeline):
    """Takes its process down on one text."""

    def tag(self, text: str, source: Source | None = None, findings: Sequence[Finding] = (), markup: Markup = PLAIN) -> Report:
        if "段错误" in text:
            os._exit(11)
        return super().tag(text, source, findings)


class SlowPipeline(FakePipeline):
    """Takes its time, so that a test can kill the run."""

    def tag(self, text: str, source: Source | None = None, findings: Sequence[Finding] = (), markup: Markup = PLAIN) -> Report:
        time.sleep(0.02)
        return super().tag(text, source, findings)


class HangingPipeline(FakePipeline):
    """Never ends on one text, and starts a process that would outlive it."""

    def tag(self, text: str, source: Source | None = None, findings: Sequence[Finding] = (), markup: Markup = PLAIN) -> Report:
        if "死循环" in text:
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
            Path("child.pid").write_text(str(child.pid))
            time.sleep(600)
        return super().tag(text, source, findings)


class GreedyPipeline(FakePipeline):
    """Holds more memory with each text; notes each process that it is loaded in."""

    def __init__(self) -> None:
        self.held: list[bytes] = []
        Path(f"loaded.{os.getpid()}").touch()

    def tag(self, text: str, source: Source | None = None, findings: Sequence[Finding] = (), markup: Markup = PLAIN) -> Report:
        self.held.append(b"x" * 20_000_000)
        return super().tag(text, source, findings)


class ShotPipeline(SlowPipeline):
    """Its process is shot from outside on one text, but only the first time."""

    def tag(self, text: str, source: Source | None = None, findings: Sequence[Finding] = (), markup: Markup = PLAIN) -> Report:
        if "第17份" in text and not Path("shot").exists():
            Path("shot").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().tag(text, source, findings)


class StoppingPipeline(FakePipeline):
    """Ctrl-C after some documents."""

    def __init__(self, after: int) -> None:
        self.left = after

    def tag(self, text: str, source: Source | None = None, findings: Sequence[Finding] = (), markup: Markup = PLAIN) -> Report:
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        return super().tag(text, source, findings)


@dataclass(frozen=True)
class Stopping:
    """A factory of :class:`StoppingPipeline`."""

    after: int

    def __call__(self) -> StoppingPipeline:
        return StoppingPipeline(self.after)


def broken_factory() -> FakePipeline:
    """A model that cannot be loaded."""
    raise FileNotFoundError("no model.json")
