"""scikit-learn's own pipeline survives joblib and says what the arrays say."""

from __future__ import annotations

from pathlib import Path

import joblib
import numpy as np

from gkbg_nlp.sections.model import SectionModel
from gkbg_nlp.training.dataset import LabelledReport
from gkbg_nlp.training.fit import Fitted


def test_joblib_round_trip(small: Fitted, loaded: SectionModel, pairs: list[tuple[LabelledReport, LabelledReport]], tmp_path: Path) -> None:
    joblib.dump(small.pipeline, tmp_path / "pipeline.joblib")
    again = joblib.load(tmp_path / "pipeline.joblib")
    inputs = pairs[12][0].inputs
    assert list(again.predict(inputs)) == [loaded.sections[i] for i in loaded.log_probabilities(inputs).argmax(axis=1)]
    np.testing.assert_allclose(again.predict_log_proba(inputs), loaded.log_probabilities(inputs), atol=1e-9)
