"""The same without words: TF-IDF of characters and pairs of them, LinearSVC, spaCy's character tokenizer, an EntityRuler of 5,000 phrases and 3 token patterns.

One `predict` and one `nlp()` a report; the output by `json.dumps`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from _common import CHAR_PATTERNS, read_phrases, report_at_once, write_phrases

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
    return report_at_once(model, nlp)
