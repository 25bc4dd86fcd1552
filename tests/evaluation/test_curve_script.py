"""The script that writes the learning curve."""

from __future__ import annotations

import importlib.util
import json
import xml.etree.ElementTree as ElementTree
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
from curve_helpers import OPTIONS, PLAN, source

from gkbg_nlp.evaluation.curve import learning_curve

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """training/curve.py in a house of its own: six training reports, two held out, no seeds beside it."""
    spec = importlib.util.spec_from_file_location("curve_script", ROOT / "training/curve.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    house = tmp_path / "house"
    for folder in ("corpus", "docs", "training", "model"):
        (house / folder).mkdir(parents=True)
    for n in range(8):
        (house / f"corpus/t{n}.gkbg").write_text(source(n), "utf-8")
    (house / "split.toml").write_text('test = ["t6", "t7"]\n', "utf-8")
    meta = {"decoder": {"model": 1.0, "strong": 1.5, "weak": 0.5, "second": 0.5, "order": 0.6}, "facts": {"options": OPTIONS}}
    (house / "model/model.json").write_text(json.dumps(meta), "utf-8")
    (house / "training/default.toml").write_text(
        'name = "t"\ncorpus = "../corpus"\nsplit = "../split.toml"\noutput = "../model"\njobs = 1\n', "utf-8"
    )
    monkeypatch.setattr(module, "ROOT", house)
    monkeypatch.setattr(module, "PAGE", house / "docs/accuracy.md")
    monkeypatch.setattr(module, "PICTURE", house / "docs/learning-curve.svg")
    monkeypatch.setattr(module, "learning_curve", partial(learning_curve, plan=PLAN))
    monkeypatch.setattr("sys.argv", ["curve.py"])
    return module


def test_the_script_writes_between_its_marks(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    script.PAGE.write_text("before\n<!-- CURVE -->\nold\n<!-- /CURVE -->\nafter\n", "utf-8")
    script.main()
    said = capsys.readouterr()
    page = script.PAGE.read_text("utf-8")
    assert page.startswith("before\n<!-- CURVE -->\n") and page.endswith("\n<!-- /CURVE -->\nafter\n") and "old" not in page
    assert page.count("| 6 | 1 |") == 1 and said.out.strip() in page and "the curve has no seeds" in said.err
    assert ElementTree.fromstring(script.PICTURE.read_text("utf-8")).tag.endswith("svg")
    assert sorted(p.name for p in script.PAGE.parent.iterdir()) == ["accuracy.md", "learning-curve.svg"]
    script.main()
    assert script.PAGE.read_text("utf-8") == page


def test_a_page_without_marks_is_left_alone(script: ModuleType) -> None:
    script.PAGE.write_text("no place\n<!-- CURVE -->\n", "utf-8")
    with pytest.raises(SystemExit, match="put the lines"):
        script.main()
    assert script.PAGE.read_text("utf-8") == "no place\n<!-- CURVE -->\n" and not script.PICTURE.exists()
