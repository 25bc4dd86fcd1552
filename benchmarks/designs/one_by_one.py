"""The model and the rules of `naive_char`, called as one calls them in a loop: each paragraph goes alone through `nlp()` and `predict()`."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import naive_char
from _common import CHAR_PATTERNS, lines_of, read_phrases

KIND = "whole"
NEEDS = ("sklearn", "spacy")
ABOUT = "naive_char, one paragraph for each nlp() and each predict()"

train = naive_char.train


def make(folder: Path) -> Callable[[Sequence[Path], Path], None]:
    """Load the model and build the spaCy pipeline."""
    import joblib
    import spacy

    model = joblib.load(folder / "model.joblib")
    nlp = spacy.blank("zh")
    ruler: Any = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([*CHAR_PATTERNS, *({"label": "AGENCY", "pattern": name} for name in read_phrases(folder))])

    def run(paths: Sequence[Path], out: Path) -> None:
        with out.open("w", encoding="utf-8") as file:
            for path in paths:
                text = path.read_text("utf-8")
                blocks, entities = [], []
                for start, end, line in lines_of(text):
                    blocks.append({"start": start, "end": end, "section": str(model.predict([line])[0])})
                    for e in nlp(line).ents:
                        entities.append({"start": start + e.start_char, "end": start + e.end_char, "label": e.label_, "text": e.text})
                record = {"path": str(path), "text": text, "blocks": blocks, "entities": entities}
                file.write(json.dumps(record, ensure_ascii=False) + "\n")

    return run
