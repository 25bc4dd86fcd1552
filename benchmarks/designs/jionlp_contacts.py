"""JioNLP's extractors of telephone numbers, e-mail and web addresses."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Sequence
from pathlib import Path

KIND = "contacts"
NEEDS = ("jionlp",)
ABOUT = "JioNLP: extract_phone_number, extract_email, extract_url"


def train(examples: Sequence[tuple[str, str]], folder: Path) -> None:
    """Nothing is learnt."""


def make(folder: Path) -> Callable[[Sequence[str]], int]:
    """Import it; it says hello on standard output."""
    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp

    def run(texts: Sequence[str]) -> int:
        found = 0
        for text in texts:
            for extract in (jionlp.extract_phone_number, jionlp.extract_email, jionlp.extract_url):
                found += len(extract(text, detail=True))
        return found

    return run
