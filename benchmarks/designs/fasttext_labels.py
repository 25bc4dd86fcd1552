"""fastText's supervised classifier over the characters of each line: splitting into lines and characters, and `predict`."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

KIND = "labels"
NEEDS = ("fasttext",)
ABOUT = "fastText over characters (pairs of them as n-grams), a predict for all lines of a report"


def train(examples: Sequence[tuple[str, str]], folder: Path) -> None:
    """Train with the settings of `gkbg compare`'s baseline."""
    import fasttext

    data = folder / "train.txt"
    data.write_text("".join(f"__label__{section} {' '.join(text)}\n" for text, section in examples), "utf-8")
    with _quiet():
        model = fasttext.train_supervised(
            input=str(data), lr=0.5, epoch=50, wordNgrams=3, dim=50, bucket=200_000, minCount=1, thread=1, seed=0, verbose=0
        )
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
