"""scikit-learn's own pipeline for the section classifier: what training fits and what users of joblib may load."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, Literal

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from gkbg_nlp.entities.segmenter import cut
from gkbg_nlp.sections.features import BlockInput

_NO_CHARACTER = "\uffff"  # no text holds it
Features = Literal["char", "word", "both"]


class Pick(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """One field of each :class:`BlockInput`."""

    def __init__(self, field: str) -> None:
        self.field = field

    def fit(self, inputs: Any, labels: Any = None) -> Pick:
        """Nothing to learn."""
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def transform(self, inputs: Sequence[BlockInput]) -> list[Any]:
        """The field's values, one a block."""
        return list(map(attrgetter(self.field), inputs))


class HeadingTfidf(TfidfVectorizer):  # type: ignore[misc]
    """TF-IDF of headings' words; labelled paragraphs without any heading leave it a vocabulary that no text has."""

    def fit_transform(self, raw_documents: Iterable[str], y: Any = None) -> Any:
        """As scikit-learn's, without its error where there are no words."""
        documents = list(raw_documents)
        try:
            return super().fit_transform(documents, y)
        except ValueError:
            if sum(map(bool, documents)) > 1:
                raise
        self.vocabulary = {_NO_CHARACTER: 0}
        return super().fit_transform(documents, y)


def keep(signs: Iterable[str]) -> list[str]:
    """The analyzer of categories: each sign is a term."""
    return list(signs)


def jieba_words(text: str) -> list[str]:
    """Words by jieba without its model for unknown words, so that cuts depend on the dictionary alone."""
    return cut(text)


def make_pipeline(
    *,
    c: float = 4.0,
    features: Features = "char",
    longest: int = 3,
    max_features: int = 24_000,
    heading_features: int = 6_000,
    signs: bool = True,
    headings: bool = True,
    class_weight: str | None = "balanced",
) -> Pipeline:
    """An unfitted pipeline from lists of :class:`BlockInput` to sections."""

    def tfidf(most: int, low: int, high: int, kind: type[TfidfVectorizer] = TfidfVectorizer) -> TfidfVectorizer:
        return kind(
            analyzer="char", ngram_range=(low, high), lowercase=False, sublinear_tf=True, min_df=2, max_features=most, dtype=np.float64
        )

    parts: list[tuple[str, Any]] = []
    if features in ("char", "both"):
        parts.append(("text", Pipeline([("pick", Pick("text")), ("tfidf", tfidf(max_features, 1, longest))])))
    if features in ("word", "both"):
        analyzer: Callable[[str], list[str]] = jieba_words
        words = TfidfVectorizer(analyzer=analyzer, lowercase=False, sublinear_tf=True, min_df=2, max_features=max_features)
        parts.append(("words", Pipeline([("pick", Pick("text")), ("tfidf", words)])))
    if headings:
        parts.append(("heading", Pipeline([("pick", Pick("heading")), ("tfidf", tfidf(heading_features, 1, 3, HeadingTfidf))])))
    if signs:
        counts = CountVectorizer(analyzer=keep, binary=True, dtype=np.float64)
        parts.append(("signs", Pipeline([("pick", Pick("signs")), ("counts", counts)])))
    classifier = LogisticRegression(C=c, max_iter=300, class_weight=class_weight, random_state=0)
    return Pipeline([("features", FeatureUnion(parts)), ("classifier", classifier)])
