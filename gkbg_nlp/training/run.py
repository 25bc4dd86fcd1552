"""Train from a configuration: cross-validate, tune the decoder, fit on all training reports, write model and card."""

from __future__ import annotations

import hashlib
import platform
import tomllib
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import sklearn

from gkbg_nlp.corpus.annotated import GoldReport, load_all
from gkbg_nlp.training.card import write_card
from gkbg_nlp.training.dataset import split
from gkbg_nlp.training.export import export, round_weights
from gkbg_nlp.training.fit import both_ways, cross_validate, fit, tune_decoder


def data_hash(reports: list[GoldReport]) -> str:
    """SHA-256 over the compiled reports' ids and texts and labels, in the order of their ids."""
    digest = hashlib.sha256()
    for report in sorted(reports, key=lambda r: r.id):
        digest.update(repr((report.id, report.text, [(b.start, b.end, b.role, b.section) for b in report.blocks])).encode())
    return digest.hexdigest()


def read_config(config: Path) -> dict[str, Any]:
    """The settings of a training configuration.

    Raises:
        ValueError: a key is missing or unknown, or the file is not TOML; the message names the file and the key.
    """
    try:
        settings = tomllib.loads(config.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{config}: not TOML: {error}") from error
    known = {"name", "corpus", "split", "output", "folds", "jobs", "classifier"}
    for key in sorted(known ^ settings.keys()):
        raise ValueError(f"{config}: {key}: {'missing' if key in known else f'unknown key; known: {sorted(known)}'}")
    return settings


def train(config: Path, joblib_file: Path | None = None) -> dict[str, Any]:
    """Make the model that ``config`` describes; returns its facts.

    ``joblib_file`` also keeps scikit-learn's own pipeline, which takes lists of ``sections.features.BlockInput``. Loading such a
    file runs code: load only your own.

    Raises:
        CorpusError: a corpus file is broken.
        ValueError: the configuration is.
    """
    settings = read_config(config)
    root = config.resolve().parents[1]
    reports = load_all(root / settings["corpus"])
    training, held_out = split(reports, root / settings["split"])
    pairs = both_ways(training)
    options = settings["classifier"]
    folds = cross_validate(pairs, folds=settings["folds"], jobs=settings["jobs"], **options)
    decoder, figures = tune_decoder(folds)
    model = fit([one for pair in pairs for one in pair], **options)
    model.decoder = decoder
    round_weights(model.pipeline)
    facts = {
        "reports": len(training), "blocks": sum(len(p[0].gold) for p in pairs), "held_out": [r.id for r in held_out],
        "data_sha256": data_hash(training), "cross_validated": figures, "options": options,
        "versions": {"python": platform.python_version(), "scikit-learn": sklearn.__version__, "numpy": np.__version__},
    }  # fmt: skip
    folder = root / settings["output"]
    export(model.pipeline, folder, name=settings["name"], transitions=model.transitions, decoder=decoder, facts=facts)
    write_card(folder, settings["name"], facts, model, held_out)
    if joblib_file is not None:
        joblib.dump(model.pipeline, joblib_file)
    return facts
