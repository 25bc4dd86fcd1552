"""The shipped model is the one that the corpus and the configuration make, as far as a quick look can tell."""

from __future__ import annotations

import json
from pathlib import Path

from gkbg_nlp.corpus.annotated import load_all
from gkbg_nlp.training.config import read_config
from gkbg_nlp.training.dataset import split
from gkbg_nlp.training.run import candidates, data_hash


def test_the_model_was_trained_on_the_corpus_as_it_is(root: Path) -> None:
    settings = read_config(root / "training/default.toml")
    training, held_out = split(load_all(settings.corpus), root / "data/corpus/split.toml")
    facts = json.loads((settings.output / "model.json").read_text("utf-8"))["facts"]
    assert facts["data_sha256"] == data_hash(training), "the corpus has changed: run python training/train.py"
    assert facts["options"] in candidates(settings)
    assert facts["held_out"] == [r.id for r in held_out]
    assert not {r.id for r in training} & {r.id for r in held_out}
