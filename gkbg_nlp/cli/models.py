"""The pipeline that ``--model`` names: a model's folder, or a joblib file with ``--trust``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gkbg_nlp.batch import Loader
from gkbg_nlp.cli.messages import fail

if TYPE_CHECKING:
    from gkbg_nlp.pipeline import Pipeline

SUFFIXES = (".joblib", ".pkl", ".pickle")


@dataclass(frozen=True, slots=True)
class TrustedLoader:
    """Makes the pipeline from a joblib file; each worker of a run calls it."""

    model: str
    trust: bool

    def __call__(self) -> Pipeline:
        from gkbg_nlp.pipeline import Pipeline
        from gkbg_nlp.training.trusted import load_joblib

        return Pipeline(load_joblib(Path(self.model), trust=self.trust))


def model_loader(model: str | None, trust: bool) -> Callable[[], Pipeline]:
    """What makes the pipeline of ``--model``."""
    if model is not None and model.endswith(SUFFIXES):
        if not Path(model).is_file():
            raise fail(f"{model}: no such file", 2)
        return TrustedLoader(model, trust)
    return Loader(model)  # type: ignore[return-value]  # its promise is the narrower Tagger


def refuse_joblib(model: str | None) -> None:
    """End a command that has no ``--trust`` where ``--model`` is a joblib file."""
    if model is not None and model.endswith(SUFFIXES):
        raise fail(f"{model}: a joblib file is for gkbg tag and gkbg evaluate, with --trust: name the model's folder here", 2)
