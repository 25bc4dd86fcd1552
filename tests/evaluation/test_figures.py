"""Our figures are those of ../shared/tools/score.py, and say what they should on cases worked out by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gkbg_nlp.corpus.annotated import load_all
from gkbg_nlp.evaluation.figures import confusions, count_report, f1, figures, same_value
from gkbg_nlp.evaluation.regions import REGIONS, noise_of, region_of
from gkbg_nlp.pipeline import Pipeline
from gkbg_nlp.report.records import Source, encode

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def test_equal_to_the_shared_scorer(pipeline: Pipeline, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    scorer = ROOT.parent / "shared/tools/score.py"
    if not scorer.exists():
        if request.config.getoption("--require-shared"):
            pytest.fail("../shared is missing")
        pytest.skip("../shared is not here")
    counts = []
    with (tmp_path / "pred.jsonl").open("wb") as out:
        for report in load_all(ROOT / "data/corpus/reports")[:6]:
            gold = report.to_gold(f"{report.id}.txt")
            (tmp_path / f"{report.id}.json").write_text(json.dumps(gold, ensure_ascii=False), "utf-8")
            tagged = pipeline.tag(report.text, Source(gold["file"]))
            out.write(encode(tagged) + b"\n")
            counts.append(count_report(gold, tagged))
    command = [sys.executable, str(scorer), "--gold", str(tmp_path), "--pred", str(tmp_path / "pred.jsonl"), "--json"]
    theirs: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    ours = figures(counts)
    for name, value in ours.items():
        other = theirs["entities"].get(name, {"f": 1.0})["f"] if name.isupper() else theirs[name]
        assert value == pytest.approx(other), name


def test_a_wrong_block_and_a_missed_entity_count(pipeline: Pipeline) -> None:
    text = "青崖县水务局2015年政府信息公开年度报告\n一、收费情况\n未收费。"
    gold = {
        "indicators": {"year": 2015, "reviews": 3},
        "blocks": [
            {"start": 0, "end": 21, "role": "title", "section": None},
            {"start": 22, "end": 28, "role": "heading", "section": "fees"},
            {"start": 29, "end": 33, "role": "paragraph", "section": "disputes"},
        ],
        "entities": [{"start": 0, "end": 6, "label": "AGENCY", "value": None, "unit": None}, {"start": 22, "end": 24, "label": "LAW"}],
    }
    result = figures([count_report(gold, pipeline.tag(text))])
    assert result["section_acc"] == 0.5
    assert result["boundary_f1"] == 1.0
    assert result["AGENCY"] == 1.0
    assert result["LAW"] == 0.0
    assert result["indicator_acc"] == 0.5
    assert result["indicator_wrong"] == 0
    assert confusions([count_report(gold, pipeline.tag(text))]) == [("disputes", "fees", 1)]


def test_values_are_compared_by_kind() -> None:
    assert same_value("phone", "0533—2183391", "0533-2183391")
    assert same_value("address", "和平路 19号", "和平路19号")
    assert same_value("reviews", 0, 0.0)
    assert not same_value("reviews", None, 0)
    assert same_value("reviews", None, None)
    assert f1(1, 2, 2) == 0.5


def test_regions_cover_every_province_once() -> None:
    names = " ".join(REGIONS.values()).split()
    assert len(names) == len(set(names)) == 31
    assert region_of("山东省") == "East"
    with pytest.raises(KeyError, match="known"):
        region_of("江南省")
    assert noise_of(["whole report on ONE line", "cut lines: page breaks"]) == {"one line", "cut lines"}
