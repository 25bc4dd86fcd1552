"""A model of any size: the shipped one with more n-grams, those of given texts, and drawn weights. It labels nothing rightly."""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from gkbg_nlp.pipeline.locate import default_model
from gkbg_nlp.sections.features import normalise

_BASIC = 0x10000  # n-grams hold characters of the basic plane only


def grown_model(folder: Path, size: int, texts: Sequence[str]) -> Path:
    """Write a model whose text part has ``size`` n-grams: the most frequent of ``texts``, filled up with drawn ones."""
    source = default_model()
    meta = json.loads((source / "model.json").read_text("utf-8"))
    with np.load(source / "arrays.npz", allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    part = meta["text"]
    lines = [normalise(line) for text in texts for line in text.split("\n") if line]
    characters = sorted({c for line in lines for c in line if ord(c) < _BASIC - 1} | set(part["alphabet"]))
    number = {c: i for i, c in enumerate(characters, 1)}
    base = len(characters) + 1
    found: Counter[int] = Counter()
    for line in lines:
        ids = [number.get(c, 0) for c in line]
        for length in range(part["shortest"], part["longest"] + 1):
            for at in range(len(ids) - length + 1):
                key = 0
                for one in ids[at : at + length]:
                    if not one:
                        break
                    key = key * base + one
                else:
                    found[key] += 1
    rng = np.random.default_rng(0)
    keys = {key for key, _ in found.most_common(size)}
    while len(keys) < size:
        drawn = rng.integers(1, base, size=(size - len(keys), part["longest"]))
        keys |= {int(sum(one * base ** (part["longest"] - 1 - i) for i, one in enumerate(row))) for row in drawn.tolist()}
    columns = arrays["text_weights"].shape[1]
    arrays |= {
        "text_keys": np.array(sorted(keys), dtype=np.int64),
        "text_idf": rng.uniform(1, 7, size).astype(np.float32),
        "text_weights": rng.normal(0, 0.5, (size, columns)).astype(np.float32),
    }
    out = io.BytesIO()
    np.savez(out, **arrays)
    part["alphabet"] = "".join(characters)
    meta["arrays_sha256"] = hashlib.sha256(out.getvalue()).hexdigest()
    folder.mkdir(parents=True)
    (folder / "arrays.npz").write_bytes(out.getvalue())
    (folder / "model.json").write_text(json.dumps(meta, ensure_ascii=False), "utf-8")
    return folder
