from __future__ import annotations

from pathlib import Path

import pytest

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.sections.model import SectionModel, load_model
from gkbg_nlp.training.dataset import LabelledReport
from gkbg_nlp.training.export import export, round_weights
from gkbg_nlp.training.fit import Fitted, both_ways, fit

OPTIONS = {"c": 4.0, "longest": 3, "max_features": 1500, "heading_features": 400}
DECODER = {"model": 1.0, "strong": 1.5, "weak": 0.5, "second": 0.5, "order": 0.6}


@pytest.fixture(scope="session")
def pairs(gold_reports: list[GoldReport]) -> list[tuple[LabelledReport, LabelledReport]]:
    """Some reports with and without their headings; the first ten are fitted on, the others are new to the model."""
    return both_ways(sorted(gold_reports, key=lambda r: r.id)[:18])


@pytest.fixture(scope="session")
def small(pairs: list[tuple[LabelledReport, LabelledReport]]) -> Fitted:
    """A small model fitted on ten reports, its weights rounded as the shipped one's are."""
    model = fit([one for pair in pairs[:10] for one in pair], **OPTIONS)
    model.decoder = dict(DECODER)
    round_weights(model.pipeline)
    return model


@pytest.fixture(scope="session")
def folder(small: Fitted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small model's files."""
    where = tmp_path_factory.mktemp("model") / "small"
    export(small.pipeline, where, name="small-0.1", transitions=small.transitions, decoder=small.decoder, facts={"data_sha256": "0" * 64})
    return where


@pytest.fixture(scope="session")
def loaded(folder: Path) -> SectionModel:
    """The small model as ``gkbg tag`` would load it."""
    return load_model(folder)
