"""fastText's supervised classifier over the characters of each line: splitting into lines and characters, and `predict`.

Characters alone, with fastText's defaults: the quickest it is. `fasttext_ngrams` sees pairs and triples too.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

KIND = "labels"
NEEDS = ("fasttext",)
ABOUT = "fastText over single characters with its defaults, a predict for all lines of a report"

SETTINGS = {"lr": 0.5, "epoch": 50, "minCount": 1, "thread": 1, "seed": 0, "verbose": 0}


def train(examples: Sequence[tuple[str, str]], folder: Path, **more: int) -> None:
    """Train with ``SETTINGS`` and with ``more``."""
    import fasttext

    data = folder / "train.txt"
    data.write_text("".join(f"__label__{section} {' '.join(text)}\n" for text, section in examples), "utf-8")
    with _quiet():
        model = fasttext.train_supervised(input=str(data), **SETTINGS, **more)
    model.save_model(str(folder / "model.bin"))


def make(folder: Path) -> Callable[[Sequence[str]], list[list[str]]]:
    """Load the model."""
    import fasttext

    with _quiet():
        model = fasttext.load_model(str(folder / "model.bin"))

    def run(texts: Sequence[str]) -> list[list[str]]:
        found = []
        for text in texts:
            lines = [" ".join(line) for line in text.split("\n") if line.strip()]
            labels, _ = model.predict(lines) if lines else ([], [])
            found.append([one[0] for one in labels if one])
        return found

    return run


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """It writes to the standard error of the process."""
    kept, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)
