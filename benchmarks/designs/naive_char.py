"""The same without words: TF-IDF of characters and pairs of them, LinearSVC, spaCy's character tokenizer, an EntityRuler of 5,000 phrases and 3 token patterns.

One `predict` and one `nlp()` a report; the output by `json.dumps`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from _common import CHAR_PATTERNS, lines_of, read_phrases, write_phrases

KIND = "whole"
NEEDS = ("sklearn", "spacy")
ABOUT = "character TF-IDF a report, LinearSVC; spaCy by characters, an EntityRuler of 5,000 phrases and 3 token patterns; json"


def train(examples: Sequence[tuple[str, str]], folder: Path) -> None:
    """Fit TF-IDF of single characters and pairs, and LinearSVC."""
    import joblib
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    model = make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 2)), LinearSVC(random_state=0))
    model.fit([text for text, _ in examples], [section for _, section in examples])
    joblib.dump(model, folder / "model.joblib")
    write_phrases(folder)


def make(folder: Path) -> Callable[[Sequence[Path], Path], None]:
    """Load the model and build the spaCy pipeline."""
    import joblib
    import spacy

    model = joblib.load(folder / "model.joblib")
    nlp = spacy.blank("zh")  # its default segmenter: one token a character
    ruler: Any = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([*CHAR_PATTERNS, *({"label": "AGENCY", "pattern": name} for name in read_phrases(folder))])

    def run(paths: Sequence[Path], out: Path) -> None:
        with out.open("w", encoding="utf-8") as file:
            for path in paths:
                text = path.read_text("utf-8")
                lines = lines_of(text)
                sections = model.predict([line for _, _, line in lines]) if lines else []
                doc = nlp(text)
                record = {
                    "path": str(path),
                    "text": text,
                    "blocks": [{"start": s, "end": e, "section": str(section)} for (s, e, _), section in zip(lines, sections, strict=True)],
                    "entities": [{"start": e.start_char, "end": e.end_char, "label": e.label_, "text": e.text} for e in doc.ents],
                }
                file.write(json.dumps(record, ensure_ascii=False) + "\n")

    return run
