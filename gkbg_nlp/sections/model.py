"""The classifier that `gkbg tag` loads: arrays and JSON, scored with numpy, equal to scikit-learn's pipeline.

Nothing in a model's files is code: `model.json` (read as JSON) and `arrays.npz` (mapped, nothing unpickled).
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gkbg_nlp.sections.arrays import ArrayFile
from gkbg_nlp.sections.confidence import EVIDENCE, Confidence
from gkbg_nlp.sections.features import VERSION, BlockInput
from gkbg_nlp.sections.ngrams import CHARACTERS, Floats, NgramBlock, Scorer, bounds
from gkbg_nlp.taxonomy.errors import TaxonomyError
from gkbg_nlp.taxonomy.sections import Sections, load_sections, parse_sections

FORMAT = "gkbg-sections-1"
_DECODER = ("model", "strong", "weak", "second", "order")  # what sections/decoder.py weighs with
TAXONOMY = "sections.toml"  # beside the arrays where the model has sections of its own


class ModelError(ValueError):
    """A model that cannot be used: the message names the file, what does not fit and what to do."""


class _Numbers(dict[str, int]):
    """The signs' numbers; of a sign that is not there, the next one."""

    def __missing__(self, sign: str) -> int:
        return len(self)


class SectionModel:
    """Section probabilities of blocks, and the decoder's numbers that were fitted with them.

    Attributes:
        sections: the labels, in the order of the arrays' columns.
        taxonomy: the sections' names and the wordings of their headings.
        confidence: the weights that make a label's confidence; ``None`` leaves it at the chain's marginal probability.
    """

    def __init__(self, meta: dict[str, Any], arrays: dict[str, NDArray[Any]], taxonomy: Sections | None = None) -> None:
        self.taxonomy = taxonomy or load_sections()
        self.confidence = _confidence(meta.get("confidence"))
        self.name: str = meta["name"]
        self.sections: tuple[str, ...] = tuple(meta["sections"])
        self.decoder: dict[str, float] = meta["decoder"]
        self.transitions: dict[str, Floats] = {k: arrays[f"transitions_{k}"].astype(np.float64) for k in ("inside", "across")}
        self._blocks = [self._ngrams(meta[part], arrays, part) for part in ("text", "heading")]
        self._scorer: Scorer | None = None
        self._signs = _Numbers((sign, i) for i, sign in enumerate(meta["signs"]))
        self._sign_weights: Floats = arrays["sign_weights"].astype(np.float64)
        self._intercept: Floats = arrays["intercept"].astype(np.float64)

    @staticmethod
    def _ngrams(meta: dict[str, Any], arrays: dict[str, NDArray[Any]], part: str) -> NgramBlock:
        alphabet = np.zeros(CHARACTERS, dtype=np.int64)
        characters: str = meta["alphabet"]
        alphabet[[ord(character) for character in characters]] = np.arange(1, len(characters) + 1)
        return NgramBlock(
            alphabet, len(characters) + 1, meta["longest"], meta["shortest"], arrays[f"{part}_keys"],
            _floats(arrays[f"{part}_idf"]), _floats(arrays[f"{part}_weights"]),
        )  # fmt: skip

    @property
    def ngrams(self) -> dict[str, NgramBlock]:
        """The n-grams of the block's ``text`` and of its ``heading``."""
        return dict(zip(("text", "heading"), self._blocks, strict=True))

    @property
    def scorer(self) -> Scorer:
        """Scores blocks' texts and headings in one pass; made when it is first asked for."""
        if self._scorer is None:
            self._scorer = Scorer(*self._blocks)
        return self._scorer

    @property
    def intercept(self) -> Floats:
        """What each section's decision value starts from; shape (sections,)."""
        return self._intercept

    def sign_weights(self, sign: str) -> Floats | None:
        """What a sign adds to each section's decision value, shape (sections,); ``None`` for a sign that the model does not know."""
        row = self._signs.get(sign)
        return None if row is None else self._sign_weights[row]

    def check(self) -> None:
        """Hold the parts against each other, so that a damaged model is refused when it is loaded and not at some block.

        Raises:
            ValueError: an array has another shape than the labels, n-grams and signs need, or the decoder lacks a number.
        """
        size = len(self.sections)
        if len(set(self.sections)) < size:
            raise ValueError("a label stands twice")
        wanted: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
            "intercept": (self._intercept.shape, (size,)),
            "sign_weights": (self._sign_weights.shape, (len(self._signs), size)),
        }
        wanted |= {f"transitions_{kind}": (table.shape, (size + 1, size)) for kind, table in self.transitions.items()}
        for part, ngrams in self.ngrams.items():
            wanted[f"{part}_keys"] = ngrams.keys.shape, (ngrams.keys.size,)
            wanted[f"{part}_idf"] = ngrams.idf.shape, (ngrams.keys.size,)
            wanted[f"{part}_weights"] = ngrams.coefficients.shape, (ngrams.keys.size, size)
        for name, (found, right) in wanted.items():
            if found != right:
                raise ValueError(f"{name} has the shape {found}, its labels and features need {right}")
        if missing := [key for key in _DECODER if not isinstance(self.decoder.get(key), (int, float))]:
            raise ValueError(f"the decoder has no number {', '.join(missing)}")

    def decision(self, inputs: Sequence[BlockInput]) -> Floats:
        """Decision values before the softmax; shape (blocks, sections)."""
        rows: dict[str, int] = {}  # many blocks stand under one heading: each is scored once
        headings = [rows.setdefault(i.heading, len(rows)) for i in inputs]
        found = self.scorer.scores([i.text for i in inputs], list(rows))
        scores = self._intercept + found[: len(inputs)]
        scores += found[len(inputs) :].take(np.array(headings, dtype=np.intp), axis=0)
        self._add_signs(scores, inputs)
        return scores

    def _add_signs(self, scores: Floats, inputs: Sequence[BlockInput]) -> None:
        numbers = [len(one.signs) for one in inputs]
        known = np.fromiter(map(self._signs.__getitem__, chain.from_iterable([one.signs for one in inputs])), np.intp, sum(numbers))
        has = np.zeros((len(inputs), len(self._signs) + 1), dtype=bool)  # the last column is for signs that the model does not know
        has[np.arange(len(inputs)).repeat(numbers), known] = True  # one that stands twice counts once
        rows, signs = has[:, :-1].nonzero()
        if len(rows):
            starts = bounds(rows)[:-1]
            scores[rows[starts]] += np.add.reduceat(self._sign_weights.take(signs, axis=0), starts, axis=0)

    def log_probabilities(self, inputs: Sequence[BlockInput]) -> Floats:
        """Log probabilities; shape (blocks, sections)."""
        scores = self.decision(inputs)
        scores -= scores.max(axis=1, keepdims=True)
        result: Floats = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        return result


def _floats(array: NDArray[Any]) -> NDArray[np.floating[Any]]:
    """An array of floats as it is, so that what is mapped stays so; any other converted."""
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def _confidence(stored: dict[str, Any] | None) -> Confidence | None:
    if stored is None:
        return None
    weights = stored["weights"]
    if tuple(weights) != EVIDENCE:
        raise ValueError(f"confidence is made of {', '.join(weights)}, this version weighs {', '.join(EVIDENCE)}: train it again")
    return Confidence(tuple(float(w) for w in weights.values()), float(stored["intercept"]), float(stored["threshold"]))


def load_model(folder: Path) -> SectionModel:
    """Load a model from its folder.

    Raises:
        ModelError: a file is missing or broken, or format, feature version, checksum or labels do not fit.
    """
    if folder.is_file():
        raise ModelError(f"{folder}: is a file; a model is a folder with model.json and arrays.npz")
    try:
        meta = json.loads((folder / "model.json").read_text("utf-8"))
        stored = ArrayFile(folder / "arrays.npz")
        if not isinstance(meta, dict):
            raise ValueError(f"model.json holds {type(meta).__name__}")
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder}: no model that can be read ({error}); give a folder with model.json and arrays.npz") from error
    if meta.get("format") != FORMAT or meta.get("features") != VERSION:
        found = f"{meta.get('format')}, features {meta.get('features')}"
        raise ModelError(f"{folder / 'model.json'}: made for {found}, this version needs {FORMAT}, features {VERSION}: train it again")
    if stored.sha256 != meta.get("arrays_sha256"):
        raise ModelError(f"{folder / 'arrays.npz'}: the checksum is not the one in model.json: the file is damaged or of another model")
    taxonomy = _taxonomy(folder, meta)
    if not isinstance(meta.get("sections", []), list):
        raise ModelError(f"{folder / 'model.json'}: the labels are {meta['sections']!r}, no list: train it again")
    if unknown := sorted(set(map(str, meta.get("sections", []))) - set(taxonomy.ids)):
        raise ModelError(f"{folder / 'model.json'}: the labels {', '.join(unknown)} are not in the model's taxonomy: train it again")
    try:
        model = SectionModel(meta, stored.read(), taxonomy)
        model.check()
        return model
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, zipfile.BadZipFile) as error:
        raise ModelError(f"{folder}: a part of the model is missing or has the wrong form: {error}") from error


def _taxonomy(folder: Path, meta: dict[str, Any]) -> Sections:
    """The taxonomy that the model was trained with: its own ``sections.toml``, or the shipped one."""
    if meta.get("taxonomy_sha256") is None:
        return load_sections()
    file = folder / TAXONOMY
    try:
        raw = file.read_bytes()
        if hashlib.sha256(raw).hexdigest() != meta["taxonomy_sha256"]:
            raise ModelError(f"{file}: the checksum is not the one in model.json: the file was changed; train the model again")
        return parse_sections(raw.decode("utf-8"), str(file))
    except (OSError, UnicodeDecodeError, TaxonomyError) as error:
        raise ModelError(f"{file}: the model's own taxonomy cannot be read: {error}") from error
