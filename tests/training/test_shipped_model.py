"""The shipped model is the one that the corpus and the configuration make, as far as a quick look can tell."""

from __future__ import annotations

import json
from pathlib import Path

from gkbg_nlp.corpus.annotated import load_all
from gkbg_nlp.training.dataset import split
from gkbg_nlp.training.run import data_hash, read_config


def test_the_model_was_trained_on_the_corpus_as_it_is(root: Path) -> None:
    settings = read_config(root / "training/default.toml")
    training, held_out = split(load_all(root / settings["corpus"]), root / settings["split"])
    facts = json.loads((root / settings["output"] / "model.json").read_text("utf-8"))["facts"]
    assert facts["data_sha256"] == data_hash(training), "the corpus has changed: run python training/train.py"
    assert facts["options"] == settings["classifier"]
    assert facts["held_out"] == [r.id for r in held_out]
    assert not {r.id for r in training} & {r.id for r in held_out}
