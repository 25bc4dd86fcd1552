"""Write a fitted pipeline as arrays and JSON, the form that `gkbg tag` loads."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from gkbg_nlp.report.whole import write_whole
from gkbg_nlp.sections.arrays import pack
from gkbg_nlp.sections.confidence import EVIDENCE, Confidence
from gkbg_nlp.sections.features import VERSION
from gkbg_nlp.sections.model import FORMAT, TAXONOMY


def round_weights(pipeline: Pipeline) -> None:
    """Round a fitted classifier's weights to what the files hold (float32), so that both score alike to the last digit."""
    classifier = pipeline.named_steps["classifier"]
    classifier.coef_ = classifier.coef_.astype(np.float32).astype(np.float64)
    classifier.intercept_ = classifier.intercept_.astype(np.float32).astype(np.float64)
    for part in ("text", "heading"):
        tfidf = _part(pipeline, part).named_steps["tfidf"]
        tfidf.idf_ = tfidf.idf_.astype(np.float32).astype(np.float64)


def _part(pipeline: Pipeline, name: str) -> Pipeline:
    return dict(pipeline.named_steps["features"].transformer_list)[name]


def export(
    pipeline: Pipeline,
    folder: Path,
    *,
    name: str,
    transitions: dict[str, NDArray[np.float64]],
    decoder: dict[str, float],
    facts: dict[str, Any],
    confidence: Confidence | None = None,
    taxonomy: bytes | None = None,
) -> None:
    """Write ``model.json`` and ``arrays.npz``; the folder is made. ``facts`` (data hash, versions) go into the JSON as they are.

    ``taxonomy`` is the file of the sections where they are not the shipped ones; it becomes a part of the model.
    """
    classifier = pipeline.named_steps["classifier"]
    weights, intercept = classifier.coef_.T, classifier.intercept_
    if len(classifier.classes_) == 2:  # scikit-learn keeps one column for two classes: the softmax of (0, z) is its sigmoid of z
        weights, intercept = np.hstack([np.zeros_like(weights), weights]), np.r_[0.0, intercept]
    meta: dict[str, Any] = {"format": FORMAT, "features": VERSION, "name": name, "sections": [str(c) for c in classifier.classes_]}
    arrays: dict[str, NDArray[Any]] = {"intercept": intercept.astype(np.float32)}
    at = 0
    for part in ("text", "heading"):
        tfidf = _part(pipeline, part).named_steps["tfidf"]
        size = len(tfidf.vocabulary_)
        meta[part], part_arrays = _ngrams(tfidf, weights[at : at + size])
        arrays |= {f"{part}_{key}": value for key, value in part_arrays.items()}
        at += size
    counts = _part(pipeline, "signs").named_steps["counts"]
    signs = sorted(counts.vocabulary_, key=counts.vocabulary_.get)
    meta["signs"] = [str(s) for s in signs]
    arrays["sign_weights"] = weights[at : at + len(signs)].astype(np.float32)
    arrays |= {f"transitions_{key}": value.astype(np.float32) for key, value in transitions.items()}
    meta["decoder"] = decoder
    raw = pack(arrays)
    meta["arrays_sha256"] = hashlib.sha256(raw).hexdigest()
    if confidence is not None:
        weights_by_name = dict(zip(EVIDENCE, confidence.weights, strict=True))
        meta["confidence"] = {"weights": weights_by_name, "intercept": confidence.intercept, "threshold": confidence.threshold}
    meta["facts"] = facts
    folder.mkdir(parents=True, exist_ok=True)
    if taxonomy is not None:
        meta["taxonomy_sha256"] = hashlib.sha256(taxonomy).hexdigest()
        write_whole(folder / TAXONOMY, taxonomy)
    write_whole(folder / "arrays.npz", raw)
    write_whole(folder / "model.json", (json.dumps(meta, ensure_ascii=False, indent=1) + "\n").encode())


def _ngrams(tfidf: Any, weights: NDArray[np.float64]) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    terms = sorted(tfidf.vocabulary_, key=tfidf.vocabulary_.get)
    characters = sorted({c for term in terms for c in term if ord(c) < 0xFFFF})
    ids = {c: i for i, c in enumerate(characters, 1)}
    base = len(characters) + 1
    keys = np.zeros(len(terms), dtype=np.int64)
    for row, term in enumerate(terms):
        key = 0
        for character in term:
            key = key * base + ids.get(character, 0)
        keys[row] = key
    order = np.argsort(keys)
    low, high = tfidf.ngram_range
    meta = {"alphabet": "".join(characters), "shortest": low, "longest": high}
    return meta, {"keys": keys[order], "idf": tfidf.idf_[order].astype(np.float32), "weights": weights[order].astype(np.float32)}
