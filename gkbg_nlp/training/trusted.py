"""A model from the joblib file that ``gkbg train --joblib`` keeps. Loading one runs code that it holds: only with the user's word."""

from __future__ import annotations

import tempfile
from pathlib import Path

import joblib

from gkbg_nlp.sections.model import ModelError, SectionModel, load_model
from gkbg_nlp.training.export import export
from gkbg_nlp.training.fit import Fitted


def load_joblib(file: Path, *, trust: bool) -> SectionModel:
    """The section model of a joblib file.

    Args:
        file: what ``gkbg train --joblib`` wrote.
        trust: that its maker is trusted; unpickling can run any code.

    Raises:
        ModelError: it is not trusted, cannot be read, or is something else.
    """
    if not trust:
        raise ModelError(f"{file}: a joblib file can run any code when it is loaded: add --trust if you made it, or give a model's folder")
    try:
        stored = joblib.load(file)
    except Exception as error:  # unpickling fails in as many ways as there are classes
        raise ModelError(f"{file}: cannot be loaded ({type(error).__name__}: {error}): train it again with this version") from error
    if not isinstance(stored, dict) or not isinstance(stored.get("model"), Fitted):
        raise ModelError(f"{file}: holds {type(stored).__name__}, no model of gkbg train --joblib")
    model: Fitted = stored["model"]
    with tempfile.TemporaryDirectory() as folder:
        export(
            model.pipeline,
            Path(folder),
            name=stored["name"],
            transitions=model.transitions,
            decoder=model.decoder,
            facts={},
            confidence=stored["confidence"],
            taxonomy=stored["taxonomy"],
        )
        return load_model(Path(folder))
