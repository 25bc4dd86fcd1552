"""fastText over one to three characters, with the settings of `gkbg compare`'s baseline: what our n-gram scores see, too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import fasttext_labels

KIND = "labels"
NEEDS = ("fasttext",)
ABOUT = "fastText over one to three characters, a predict for all lines of a report"

make = fasttext_labels.make


def train(examples: Sequence[tuple[str, str]], folder: Path) -> None:
    """Train."""
    fasttext_labels.train(examples, folder, wordNgrams=3, dim=50, bucket=200_000)
