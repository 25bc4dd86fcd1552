"""What one writes first: words by jieba, TF-IDF and LinearSVC for the labels, spaCy with jieba and an EntityRuler for the entities.

One `predict` and one `nlp()` a report; the output by `json.dumps`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from _common import WORD_PATTERNS, read_phrases, report_at_once, write_phrases

KIND = "whole"
NEEDS = ("jieba", "sklearn", "spacy")
ABOUT = "jieba words, TF-IDF, LinearSVC; spaCy with jieba and an EntityRuler; json"


def train(examples: Sequence[tuple[str, str]], folder: Path) -> None:
    """Fit TF-IDF and LinearSVC with scikit-learn's defaults."""
    import jieba
    import joblib
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    jieba.setLogLevel(60)
    model = make_pipeline(TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None), LinearSVC(random_state=0))
    model.fit([text for text, _ in examples], [section for _, section in examples])
    model[0].set_params(tokenizer=None)  # jieba's holds a lock, which cannot be stored
    joblib.dump(model, folder / "model.joblib")
    write_phrases(folder)


def make(folder: Path) -> Callable[[Sequence[Path], Path], None]:
    """Load the model and build the spaCy pipeline."""
    import jieba
    import joblib
    import spacy

    jieba.setLogLevel(60)
    model = joblib.load(folder / "model.joblib")
    model[0].set_params(tokenizer=jieba.lcut)
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    ruler: Any = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([*WORD_PATTERNS, *({"label": "AGENCY", "pattern": name} for name in read_phrases(folder))])
    return report_at_once(model, nlp)
