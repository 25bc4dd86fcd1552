from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def fake_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands get a pipeline that needs no model."""
    from cli_fakes import FakePipeline

    stand_in = ModuleType("gkbg_nlp.pipeline")
    stand_in.load = lambda *model: FakePipeline()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gkbg_nlp.pipeline", stand_in)
