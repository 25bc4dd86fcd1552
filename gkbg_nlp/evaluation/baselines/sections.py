"""Baselines for the sections alone. All take our layout's blocks, so that only the labelling differs, and none has a decoder.

- :func:`majority`: every block gets the section that is most frequent in training.
- :func:`headings`: what the words of headings say (``sections.chain``), else the section of the block before. Nothing is learnt.
- :func:`text`: the block's own characters; TF-IDF of n-grams and logistic regression with the shipped model's own settings.
- :func:`linear_svc`: what one writes first: TF-IDF of the characters as they stand and a linear support vector machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from gkbg_nlp.corpus.annotated import GoldReport
from gkbg_nlp.evaluation.baselines.contestant import ContestantError, make_report
from gkbg_nlp.layout.block import LayoutBlock
from gkbg_nlp.layout.segment import segment
from gkbg_nlp.report.records import Report
from gkbg_nlp.sections.chain import LABELLED, witnesses
from gkbg_nlp.sections.features import normalise
from gkbg_nlp.training.dataset import gold_blocks

Labeller = Callable[[str, Sequence[LayoutBlock]], list[str | None]]
"""Text and its blocks in, one section a block out; ``None`` for a role that carries none."""
Classify = Callable[[list[str]], Sequence[str]]
"""Texts of blocks in, one section a text out; never given an empty list."""
_FIRST = "preamble"


def tagger(name: str, label: Labeller) -> Callable[[str], Report]:
    """The labeller as a tagger of texts."""

    def tag(text: str) -> Report:
        blocks = segment(text).blocks
        return make_report(text, name, blocks, label(text, blocks))

    return tag


def examples(reports: Sequence[GoldReport]) -> tuple[list[LayoutBlock], list[str], list[str]]:
    """The labelled blocks of gold reports: as layout gives blocks, as they stand in the source, and their sections.

    Raises:
        ContestantError: there is no block, or all are of one section.
    """
    blocks: list[LayoutBlock] = []
    raw: list[str] = []
    gold: list[str] = []
    for report in reports:
        for block, section in zip(*gold_blocks(report), strict=True):
            if section is not None:
                blocks.append(block)
                raw.append(report.text[block.start : block.end])
                gold.append(section)
    if len(set(gold)) < 2:
        raise ContestantError(f"{len(gold)} labelled blocks of {len(set(gold))} sections are nothing to train on: add reports to --train")
    return blocks, raw, gold


def majority(reports: Sequence[GoldReport]) -> Labeller:
    """One section for every block; of equally frequent ones the first by name."""
    counts = Counter(examples(reports)[2])
    most = min(counts, key=lambda section: (-counts[section], section))
    return lambda text, blocks: [most if b.role in LABELLED else None for b in blocks]


def headings(text: str, blocks: Sequence[LayoutBlock]) -> list[str | None]:
    """The first section that the headings name; a block of which none says anything goes on with the section before it."""
    out: list[str | None] = []
    last = _FIRST
    for witness in witnesses(blocks):
        if witness is not None and witness.sections:
            last = witness.sections[0]
        out.append(None if witness is None else last)
    return out


def by_block(classify: Classify, *, raw: bool = False) -> Labeller:
    """A labeller that sees each block's own characters and nothing else; ``raw`` gives them as they stand in the source."""

    def label(text: str, blocks: Sequence[LayoutBlock]) -> list[str | None]:
        places = [i for i, b in enumerate(blocks) if b.role in LABELLED]
        out: list[str | None] = [None] * len(blocks)
        if not places:
            return out
        own = [text[blocks[i].start : blocks[i].end] if raw else normalise(blocks[i].text) for i in places]
        for i, section in zip(places, classify(own), strict=True):
            out[i] = str(section)
        return out

    return label


def text(reports: Sequence[GoldReport]) -> Labeller:
    """Characters alone, with the shipped classifier's settings for them (training/default.toml)."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import Pipeline

    blocks, _, gold = examples(reports)
    tfidf = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), lowercase=False, sublinear_tf=True, min_df=2, max_features=12_000)
    classifier = LogisticRegression(C=50.0, max_iter=300, class_weight="balanced", random_state=0)
    return by_block(_fitted(Pipeline([("tfidf", tfidf), ("classifier", classifier)]), [normalise(b.text) for b in blocks], gold))


def linear_svc(reports: Sequence[GoldReport]) -> Labeller:
    """scikit-learn's defaults over character n-grams of the raw text."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import Pipeline
    from sklearn.svm import LinearSVC

    _, raw, gold = examples(reports)
    steps = [("tfidf", TfidfVectorizer(analyzer="char", ngram_range=(1, 3))), ("classifier", LinearSVC(random_state=0))]
    return by_block(_fitted(Pipeline(steps), raw, gold), raw=True)


def _fitted(pipeline: Any, texts: list[str], gold: list[str]) -> Classify:
    try:
        predict: Classify = pipeline.fit(texts, gold).predict
    except ValueError as error:  # too little text for a vocabulary
        raise ContestantError(f"{len(texts)} labelled blocks are too few to train on ({error}): add reports to --train") from error
    return predict
